//! `/api/v2/resource-servers`.

mod create;
mod delete;
mod list;
mod read;
mod update;

const PATH: &str = "/api/v2/resource-servers";
