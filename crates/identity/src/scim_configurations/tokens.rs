//! The tokens with which a directory calls. Two at most, so that one can replace the other.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::{self, Shape};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};
use subtle::ConstantTimeEq as _;

use super::{of, supporting};
use crate::collections::{Collection, Item, Members, text_of};
use crate::context::Context;
use crate::database::Work;
use crate::failure::{Broken, Failure, ManagementFailure};
use crate::vault::fingerprint;

/// What a token may allow.
pub const SCOPES: [&str; 10] = [
    "get:users",
    "post:users",
    "put:users",
    "patch:users",
    "delete:users",
    "get:groups",
    "post:groups",
    "put:groups",
    "patch:groups",
    "delete:groups",
];

/// The body of `POST /connections/{id}/scim-configuration/tokens`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member(
            "scopes",
            Schema::array(Schema::enumeration(&SCOPES)).min_items(1),
        )
        .member(
            "token_lifetime",
            Schema::integer()
                .minimum(900)
                .maximum(315_360_000)
                .nullable()
                .described("How long the token is good, in seconds"),
        )
});

/// Of a token only its fingerprint is kept.
const TOKENS: Collection = Collection::new("scim-token", Shape::Alphanumeric("tok_"), |_| {
    Error::not_found()
})
.with_limit(2, Error::too_many_scim_tokens);

/// A connection's tokens, without what proves them.
///
/// # Errors
/// 404; or when the database is away.
pub async fn list(connection_id: &str, context: &Context) -> Result<Vec<Value>, ManagementFailure> {
    supporting(connection_id, context).await?;
    of(connection_id, context).await?;
    let tokens = TOKENS.all(connection_id, context).await?;
    Ok(tokens.into_iter().map(shown).collect())
}

/// Makes a token, which is shown once.
///
/// # Errors
/// 400 for a bad body, 404, 409 for a third one; or when the database is away.
pub async fn create(
    connection_id: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    CREATE.check(body, Part::Payload)?;
    supporting(connection_id, context).await?;
    of(connection_id, context).await?;
    let secret = ids::token(context.entropy(), 32);
    let mut token = Members::new();
    let scopes = body.get("scopes").cloned().unwrap_or_else(|| json!(SCOPES));
    token.insert("scopes".to_owned(), scopes);
    token.insert("fingerprint".to_owned(), json!(fingerprint(&secret)));
    if let Some(lifetime) = body["token_lifetime"].as_i64() {
        let valid_until = context.now.plus_seconds(lifetime).to_string();
        token.insert("valid_until".to_owned(), json!(valid_until));
    }
    let mut work = context.begin().await?;
    let item = TOKENS
        .insert(connection_id, token, context, &mut work)
        .await?;
    work.commit().await?;
    let whole = format!("{}.{secret}", item.id);
    let mut answer = shown(item);
    answer["token"] = json!(whole);
    Ok(answer)
}

/// What a token allows at a connection; nothing where it is not one of its tokens, or has expired.
///
/// # Errors
/// When the database is away.
pub async fn scopes_of(
    connection_id: &str,
    token: &str,
    context: &Context,
) -> Result<Option<Vec<String>>, Broken> {
    let Some((id, secret)) = token.split_once('.') else {
        return Ok(None);
    };
    let item = match TOKENS.find_part(connection_id, id, context).await {
        Ok(item) => item,
        Err(Failure::Refused(_)) => return Ok(None),
        Err(Failure::Broken(broken)) => return Err(broken),
    };
    let kept = text_of(&item.document, "fingerprint").unwrap_or_default();
    let is_it: bool = fingerprint(secret).as_bytes().ct_eq(kept.as_bytes()).into();
    // Both are written in the one form, which sorts like time.
    let now = context.now.to_string();
    let is_expired = text_of(&item.document, "valid_until").is_some_and(|until| until <= now);
    if !is_it || is_expired {
        return Ok(None);
    }
    let scopes = item.document.get("scopes").and_then(Value::as_array);
    let scopes = scopes
        .into_iter()
        .flatten()
        .filter_map(|scope| scope.as_str().map(str::to_owned))
        .collect();
    note_use(connection_id, item, context).await?;
    Ok(Some(scopes))
}

/// How exactly it is known when a token was used last, in seconds.
const USE_PRECISION: i64 = 60;

async fn note_use(connection_id: &str, item: Item, context: &Context) -> Result<(), Broken> {
    let long_ago = context.now.plus_seconds(-USE_PRECISION).to_string();
    let last = text_of(&item.document, "last_used_at");
    if last.is_some_and(|last| last > long_ago) {
        return Ok(());
    }
    let mut work = context.begin().await?;
    let found = TOKENS
        .look_up_for_update(connection_id, &item.id, context, &mut work)
        .await?;
    let Some(mut item) = found else {
        return Ok(());
    };
    let now = context.now.to_string();
    item.document.insert("last_used_at".to_owned(), json!(now));
    let noted = TOKENS.update(connection_id, item, context, &mut work).await;
    match noted {
        Ok(_) => work.commit().await,
        // It went away meanwhile.
        Err(Failure::Refused(_)) => Ok(()),
        Err(Failure::Broken(broken)) => Err(broken),
    }
}

/// Deletes a token.
///
/// # Errors
/// 404 for a connection without a configuration; or when the database is away.
pub async fn delete(
    connection_id: &str,
    token_id: &str,
    context: &Context,
) -> Result<(), ManagementFailure> {
    supporting(connection_id, context).await?;
    of(connection_id, context).await?;
    TOKENS.find_part(connection_id, token_id, context).await?;
    let mut work = context.begin().await?;
    TOKENS
        .remove_part(connection_id, token_id, context, &mut work)
        .await?;
    work.commit().await?;
    Ok(())
}

pub(super) async fn remove_all(
    connection_id: &str,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    TOKENS
        .remove_parts(connection_id, i64::MAX, "", context, work)
        .await
}

fn shown(item: Item) -> Value {
    let mut shown = item.document;
    shown.remove("fingerprint");
    shown.insert("token_id".to_owned(), json!(item.id));
    shown.insert("created_at".to_owned(), json!(item.created_at.to_string()));
    Value::Object(shown)
}
