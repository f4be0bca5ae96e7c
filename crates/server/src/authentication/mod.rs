//! Endpoints beside OAuth's own: registration of clients, and what upstream calls the Authentication API.

mod body;
pub mod classic_login;
pub mod cross_origin;
pub mod dbconnections;
pub mod lock_files;
pub mod passkey;
pub mod passwordless;
pub mod register;
