//! Logging in: the steps between a checked authorization request and its answer.

pub mod password;
