//! Endpoints beside OAuth's own: registration of clients, and what upstream calls the Authentication API.

pub mod cross_origin;
pub mod dbconnections;
pub mod register;
