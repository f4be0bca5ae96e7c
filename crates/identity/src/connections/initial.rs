//! The database connection that a new tenant starts with.

use serde_json::json;

use super::{DATABASE_STRATEGY, manage};
use crate::context::Context;
use crate::failure::{Broken, Failure};

/// Its name; documentation and samples of Auth0's name it.
pub const DEFAULT_NAME: &str = "Username-Password-Authentication";

/// Gives a new tenant its database connection, as the Management API would make it.
///
/// # Errors
/// When the tenant has one of that name already, or the database is away.
pub async fn create_default(context: &Context) -> Result<(), Broken> {
    let body = json!({ "name": DEFAULT_NAME, "strategy": DATABASE_STRATEGY });
    match manage::create(&body, context).await {
        Ok(_) => Ok(()),
        Err(Failure::Refused(error)) => Err(Broken::internal(error)),
        Err(Failure::Broken(broken)) => Err(broken),
    }
}
