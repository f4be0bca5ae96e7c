//! Users by the thousand: what imports and exports need beside what everybody does.

pub mod table;

use serde_json::Value;

use super::{User, table as users};
use crate::connections::Connection;
use crate::context::Context;
use crate::database::Work;
use crate::failure::Broken;

/// The user whom a file means by an e-mail address, a username or an id; `None` where these are different users'.
/// Nobody else changes them before the unit of work ends.
pub(crate) async fn find_imported(
    document: &Value,
    connection: &Connection,
    context: &Context,
    work: &mut Work,
) -> Result<Option<User>, Broken> {
    let text = |name: &str| document[name].as_str().unwrap_or_default();
    let lower = |name: &str| text(name).trim().to_lowercase();
    let id = text("user_id");
    let names = table::Names {
        email: &lower("email"),
        username: &lower("username"),
        provider_user_id: id.strip_prefix("auth0|").unwrap_or(id),
    };
    let mut ids = table::ids_by_names(&context.tenant, &connection.id, &names, work).await?;
    match (ids.pop(), ids.is_empty()) {
        (Some(id), true) => Ok(users::find_for_update(&context.tenant, &id, work).await?),
        _ => Ok(None),
    }
}
