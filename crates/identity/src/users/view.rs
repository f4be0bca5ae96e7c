//! A user as the Management API shows it.

use serde_json::{Map, Value, json};

use super::{Identity, User};
use crate::connections;
use crate::context::Context;
use crate::database::Work;
use crate::events::{self, Kind};
use crate::failure::Broken;

/// The wire form. Empty `app_metadata` is not shown; empty `user_metadata` is.
pub fn view(user: &User) -> Map<String, Value> {
    let mut shown = user.document.clone();
    let empty = |value: &Value| value.as_object().is_some_and(Map::is_empty);
    if shown.get("app_metadata").is_some_and(empty) {
        shown.remove("app_metadata");
    }
    let mut set = |name: &str, value: Value| {
        shown.insert(name.to_owned(), value);
    };
    set("user_id", json!(user.id));
    set("created_at", json!(user.created_at.to_string()));
    set("updated_at", json!(user.updated_at.to_string()));
    set("identities", user.identities.iter().map(identity).collect());
    if let Some(last_login) = user.last_login {
        set("last_login", json!(last_login.to_string()));
        set("logins_count", json!(user.logins_count));
        let ip = user.last_ip.as_deref().filter(|ip| !ip.is_empty());
        if let Some(ip) = ip {
            set("last_ip", json!(ip));
        }
    }
    shown
}

/// Tells that something happened to a user.
///
/// # Errors
/// When the database is away.
pub(crate) async fn record(
    user: &User,
    kind: Kind,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    if !events::is_wanted(kind, context) {
        return Ok(());
    }
    let mut shown = view(user);
    if kind == Kind::UserDeleted {
        shown.insert("deleted_at".to_owned(), json!(context.now.to_string()));
    }
    events::record(kind, Value::Object(shown), context, work).await
}

fn identity(identity: &Identity) -> Value {
    let mut shown = json!({
        "connection": identity.connection,
        "user_id": identity.provider_user_id,
        "provider": identity.provider,
        "isSocial": connections::is_social(&identity.provider),
    });
    if let Some(profile) = &identity.profile {
        shown["profileData"] = Value::Object(profile.clone());
    }
    shown
}
