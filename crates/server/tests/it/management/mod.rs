//! `/api/v2`.

mod audit;
mod authentication;
mod client_grants;
mod clients;
mod contract;
mod grants;
mod keys;
mod resource_servers;
mod tenants;
