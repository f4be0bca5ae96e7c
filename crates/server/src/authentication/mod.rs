//! Endpoints beside OAuth's own: registration of clients, and what upstream calls the Authentication API.

mod body;
pub mod dbconnections;
pub mod passwordless;
pub mod register;
