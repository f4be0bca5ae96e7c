//! `/api/v2`.

mod audit;
mod authentication;
mod client_grants;
mod clients;
mod connections;
mod contract;
mod grants;
mod keys;
mod resource_servers;
mod tenants;
mod users;
