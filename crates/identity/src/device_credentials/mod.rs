//! Device credentials: what a device holds to come back in a user's name, which is a refresh token or a public key.

pub mod table;

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::{self, ClientId, UserId};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging, PagingRules};
use ostia_protocol::auth0::schema::{Format, Schema};
use serde_json::{Value, json};

use self::table::Credential;
use crate::clients;
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};
use crate::refresh_tokens;

/// The names that `fields` may choose.
pub const FIELDS: &[&str] = &[
    "id",
    "device_name",
    "device_id",
    "type",
    "user_id",
    "client_id",
];

/// 50 rows by default, and 1,000 in all.
const PAGING: PagingRules = PagingRules {
    max_take: 0,
    window: Some(1_000),
    ..PagingRules::USUAL
};

/// The most credentials that are listed.
const MAX_LISTED: i64 = 1_000;

/// The query of `GET /device-credentials`.
pub static QUERY: LazyLock<Schema> = LazyLock::new(|| {
    PAGING
        .members(Schema::object())
        .member("fields", Schema::string())
        .member("include_fields", Schema::any())
        .member("user_id", Schema::string().described("Whose credentials"))
        .member(
            "client_id",
            Schema::string().described("The application that holds them"),
        )
        .member(
            "type",
            Schema::enumeration(&["public_key", "refresh_token", "rotating_refresh_token"])
                .described("Type of the credentials"),
        )
});

/// The body of `POST /device-credentials`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member(
            "device_name",
            Schema::string()
                .min_length(1)
                .max_length(255)
                .described("What the owner calls the device"),
        )
        .required_member(
            "type",
            Schema::enumeration(&["public_key"]).described("Type of the credential"),
        )
        .required_member(
            "value",
            Schema::string()
                .min_length(1)
                .max_length(8_192)
                .described("The public key in base64"),
        )
        .required_member(
            "device_id",
            Schema::string()
                .max_length(36)
                .pattern("^[-A-Fa-f0-9]+$")
                .described("What tells the device from others"),
        )
        .member(
            "client_id",
            Schema::formatted(Format::ClientId).described("The application on the device"),
        )
        .open()
});

/// The credentials that a query asks for. Where nothing is said of the type, pages are of refresh tokens.
///
/// # Errors
/// 400; or when the database is away.
pub async fn list(
    query: &[(String, String)],
    context: &Context,
) -> Result<(Paging, Page), ManagementFailure> {
    let checked = QUERY.check_query(query)?;
    let paging = Paging::parse(query, &PAGING)?;
    let text = |name: &str| {
        checked
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let wanted = match (text("type"), &paging) {
        ("", Paging::None { .. }) => None,
        ("", _) => Some("refresh_token"),
        (kind, _) => Some(kind),
    };
    let of = [text("user_id"), text("client_id")];
    let (tenant, database) = (&context.tenant, context.database());
    let mut found = Vec::new();
    if wanted.is_none_or(|kind| kind == "public_key") {
        found.extend(table::keys(tenant, of, MAX_LISTED, database).await?);
    }
    if wanted != Some("public_key") {
        let tokens = table::refresh_tokens(tenant, of, context.now, MAX_LISTED, database).await?;
        for token in tokens {
            found.push(with_kind(token, context).await?);
        }
    }
    found.retain(|credential| wanted.is_none_or(|kind| kind == credential.kind));
    let total = found.len() as u64;
    let start = usize::try_from(paging.start()).unwrap_or(usize::MAX);
    let limit = usize::try_from(paging.limit()).unwrap_or(usize::MAX);
    let rows = found.iter().skip(start).take(limit).map(shown).collect();
    let page = Page {
        rows,
        total,
        ..Page::default()
    };
    Ok((paging, page))
}

/// Whether a refresh token rotates, its application says.
async fn with_kind(token: Credential, context: &Context) -> Result<Credential, Broken> {
    let client = match ClientId::parse(&token.client_id) {
        Ok(id) => clients::find(&id, context).await?,
        Err(_) => None,
    };
    let rotates = client.is_some_and(|client| client.refresh_tokens.rotates);
    Ok(Credential {
        kind: if rotates {
            "rotating_refresh_token"
        } else {
            "refresh_token"
        },
        ..token
    })
}

fn shown(credential: &Credential) -> Value {
    let mut shown = json!({
        "id": credential.id,
        "type": credential.kind,
        "user_id": credential.user_id,
        "client_id": credential.client_id,
        "device_name": credential.device_name,
    });
    if let Some(device_id) = &credential.device_id {
        shown["device_id"] = json!(device_id);
    }
    shown
}

/// Keeps the public key of a user's device, of which the body is checked. Its id.
///
/// # Errors
/// 400 for an unknown application, 409 where the device has a key; or when the database is away.
pub async fn create(
    user: &UserId,
    client: &ClientId,
    body: &Value,
    context: &Context,
) -> Result<String, ManagementFailure> {
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let client = match text("client_id") {
        "" => client.clone(),
        named => {
            let id = ClientId::parse(named).map_err(|_| unknown_client())?;
            clients::find(&id, context)
                .await?
                .ok_or_else(unknown_client)?;
            id
        }
    };
    let credential = Credential {
        id: format!("dcr_{}", ids::token(context.entropy(), 16)),
        kind: "public_key",
        user_id: user.to_string(),
        client_id: client.to_string(),
        device_id: Some(text("device_id").to_owned()),
        device_name: text("device_name").to_owned(),
    };
    let mut work = context.begin().await?;
    let is_new = table::insert(
        &context.tenant,
        &credential,
        text("value"),
        context.now,
        &mut work,
    )
    .await?;
    if !is_new {
        return Err(Error::device_key_exists().into());
    }
    work.commit().await?;
    Ok(credential.id)
}

fn unknown_client() -> Error {
    Error::invalid_body("The client does not exist")
}

/// Deletes a credential: a key, or a refresh token, which stops working. Where an owner is named, only one of theirs.
///
/// # Errors
/// When the database is away.
pub async fn delete(id: &str, owner: Option<&UserId>, context: &Context) -> Result<(), Broken> {
    let owner = owner.map_or("", UserId::as_str);
    let mut work = context.begin().await?;
    let was_key = table::delete(&context.tenant, id, owner, &mut work).await?;
    if !was_key && table::owns_family(&context.tenant, id, owner, &mut work).await? {
        refresh_tokens::table::revoke_family(&context.tenant, id, context.now, &mut work).await?;
    }
    work.commit().await
}
