//! `/api/v2`.

mod audit;
mod authentication;
mod client_grants;
mod clients;
mod connections;
mod contract;
mod grants;
mod keys;
mod logs;
mod refresh_tokens;
mod resource_servers;
mod roles;
mod sessions;
mod tenants;
mod user_roles;
mod users;
