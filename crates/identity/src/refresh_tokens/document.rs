//! The wire form of a refresh token, which is its family's: the token itself is shown to nobody.

use std::sync::LazyLock;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use serde_json::{Value, json};

use super::manage::table::Record;
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// The body of `POST /refresh-tokens/revoke`.
/// Which refresh tokens to revoke.
pub static REVOKE: LazyLock<Schema> = LazyLock::new(|| {
    let ids = Schema::array(Schema::string().min_length(1).max_length(30))
        .min_items(1)
        .max_items(100)
        .described("The ids of the refresh tokens");
    let user_id = Schema::formatted(Format::UserId).described("Whose refresh tokens end");
    let client_id = Schema::formatted(Format::ClientId)
        .max_length(64)
        .described("The application whose refresh tokens end");
    let audience = Schema::string()
        .min_length(1)
        .max_length(600)
        .described("The API whose refresh tokens end");
    Schema::object()
        .member("ids", ids)
        .member("user_id", user_id)
        .member("client_id", client_id)
        .member("audience", audience)
});

/// Which refresh tokens are meant.
#[derive(Debug)]
pub(super) enum Selection<'a> {
    /// These.
    Ids(Vec<&'a str>),
    /// Those of a user; where they are named, of one application, at one API.
    OfUser {
        user: &'a str,
        client: Option<&'a str>,
        audience: Option<&'a str>,
    },
}

impl<'a> Selection<'a> {
    /// Reads a body.
    pub(super) fn parse(body: &'a Value) -> Result<Self, Error> {
        REVOKE.check(body, Part::Payload)?;
        let text = |name: &str| body.get(name).and_then(Value::as_str);
        let ids = body.get("ids").and_then(Value::as_array);
        match (ids, text("user_id"), text("client_id"), text("audience")) {
            (Some(ids), None, None, None) => {
                Ok(Self::Ids(ids.iter().filter_map(Value::as_str).collect()))
            }
            (None, Some(user), None, None) => Ok(Self::OfUser {
                user,
                client: None,
                audience: None,
            }),
            (None, Some(user), client @ Some(_), audience) => Ok(Self::OfUser {
                user,
                client,
                audience,
            }),
            _ => Err(Error::invalid_body(
                "Name either ids, or user_id alone, or user_id with client_id, or these two with audience.",
            )),
        }
    }
}

/// As on the wire.
pub(super) fn shown(record: &Record, rotates: bool, tenant: &Tenant) -> Value {
    let approval = &record.approval;
    let time = |moment: Option<Timestamp>| moment.map(|moment| moment.to_string());
    let was_used = record.last_used_at != record.created_at;
    let audience = approval
        .audience
        .clone()
        .unwrap_or_else(|| tenant.userinfo_audience());
    let mut shown = json!({
        "id": record.family_id,
        "user_id": approval.user_id,
        "created_at": record.created_at.to_string(),
        "idle_expires_at": time(record.idle_expires_at),
        "expires_at": time(record.expires_at),
        "client_id": approval.client_id,
        "session_id": approval.authentication.session_id,
        "rotating": rotates,
        "resource_servers": [{ "audience": audience, "scopes": approval.scope.to_string() }],
        "last_exchanged_at": time(was_used.then_some(record.last_used_at)),
    });
    if let Some(metadata) = &record.metadata {
        shown["refresh_token_metadata"] = metadata.clone();
    }
    shown
}
