//! What is true and what may happen: the nouns (state and SQL) and the verbs (rules).

pub mod passwords;
