//! What applications call.

mod token;
