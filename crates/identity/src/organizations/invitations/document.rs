//! The wire form of an invitation: what may be sent, what is stored, what is shown.

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::{Format, Schema};
use serde_json::{Map, Value, json};
use url::Url;

use super::Invitation;
use crate::organizations::Organization;

/// How long an invitation can be good, in seconds.
const LONGEST: i64 = 2_592_000;
/// How many roles an invitation gives.
const MAX_ROLES: usize = 50;
/// Where log-ins begin, without the parameters of the invitation. Stored, and never shown as it is.
const LOGIN_URI: &str = "login_uri";
/// What the organization was called when it invited. Stored beside it.
const ORGANIZATION_NAME: &str = "organization_name";

/// What an invitation can be asked for.
pub const FIELDS: [&str; 13] = [
    "id",
    "organization_id",
    "inviter",
    "invitee",
    "invitation_url",
    "created_at",
    "expires_at",
    "client_id",
    "connection_id",
    "app_metadata",
    "user_metadata",
    "roles",
    "ticket_id",
];

/// The body of `POST /organizations/{id}/invitations`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let name = Schema::string()
        .min_length(1)
        .max_length(300)
        .described("Name of who invites");
    let email = Schema::formatted(Format::Email).described("E-mail address of who is invited");
    let roles = Schema::array(Schema::formatted(Format::RoleId))
        .min_items(1)
        .max_items(MAX_ROLES)
        .described("The roles that the new member gets");
    Schema::object()
        .required_member("inviter", Schema::object().required_member("name", name))
        .required_member("invitee", Schema::object().required_member("email", email))
        .required_member(
            "client_id",
            Schema::formatted(Format::ClientId).described("The application that it leads to"),
        )
        .member(
            "connection_id",
            Schema::formatted(Format::ConnectionId)
                .described("The connection that it has to be accepted with"),
        )
        .member("app_metadata", Schema::object().open())
        .member("user_metadata", Schema::object().open())
        .member(
            "ttl_sec",
            Schema::integer()
                .minimum(0)
                .maximum(LONGEST)
                .described("For how many seconds it is good"),
        )
        .member("roles", roles)
        .member(
            "send_invitation_email",
            Schema::boolean().described("Whether it is mailed"),
        )
});

/// A new invitation's document, from a body that the schema accepted.
pub fn initial(
    id: &str,
    organization: &Organization,
    body: &Value,
    login: &Url,
) -> Map<String, Value> {
    let mut document = Map::new();
    document.insert("id".to_owned(), json!(id));
    document.insert("organization_id".to_owned(), json!(organization.id));
    document.insert(LOGIN_URI.to_owned(), json!(login.as_str()));
    document.insert(ORGANIZATION_NAME.to_owned(), json!(organization.name));
    for name in [
        "inviter",
        "invitee",
        "client_id",
        "connection_id",
        "app_metadata",
        "user_metadata",
        "roles",
    ] {
        if let Some(value) = body.get(name) {
            document.insert(name.to_owned(), value.clone());
        }
    }
    document
}

/// As on the wire.
pub fn shown(invitation: &Invitation, ticket: &str) -> Value {
    let mut document = invitation.document.clone();
    let mut take = |name: &str| match document.remove(name) {
        Some(Value::String(text)) => text,
        _ => String::new(),
    };
    let (login, name) = (take(LOGIN_URI), take(ORGANIZATION_NAME));
    let url = invitation_url(&login, ticket, &invitation.organization_id, &name);
    document.insert("invitation_url".to_owned(), json!(url));
    document.insert("ticket_id".to_owned(), json!(ticket));
    document.insert(
        "created_at".to_owned(),
        json!(invitation.created_at.to_string()),
    );
    document.insert(
        "expires_at".to_owned(),
        json!(invitation.expires_at.to_string()),
    );
    Value::Object(document)
}

/// What the application passes on to `/authorize` when somebody follows the link.
fn invitation_url(login: &str, ticket: &str, organization: &str, name: &str) -> String {
    // It was an address when it was stored.
    let Ok(mut url) = Url::parse(login) else {
        return String::new();
    };
    url.query_pairs_mut()
        .append_pair("invitation", ticket)
        .append_pair("organization", organization)
        .append_pair("organization_name", name);
    url.into()
}
