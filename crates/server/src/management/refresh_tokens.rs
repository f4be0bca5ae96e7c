//! `/api/v2/refresh-tokens`, and the refresh tokens of a user.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::refresh_tokens;
use ostia_identity::users::document::parse_id;
use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Schema};
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::json;

use super::{Answer, Wrapped, answer, done, text};
use crate::extract::{Caller, JsonBody, PathId, QueryPairs, RequestContext};

static LIST: LazyLock<Schema> = LazyLock::new(|| {
    let user_id = Schema::formatted(Format::UserId).described("Whose refresh tokens");
    Schema::object()
        .open()
        .required_member("user_id", user_id)
        .member("client_id", Schema::string())
});

/// `GET /refresh-tokens?user_id=`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn list(caller: Caller, query: QueryPairs, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::ReadRefreshTokens])?;
    let filter = LIST.check_query(&query.0)?;
    let wrapped = Wrapped::parse_with(&query, &["user_id", "client_id"])?;
    let user = text(&filter, "user_id").unwrap_or_default();
    let user = UserId::parse(&user).map_err(|_| Error::unknown_user())?;
    let client = text(&filter, "client_id");
    let (paging, counts) = (&wrapped.paging, wrapped.counts);
    let page = refresh_tokens::list(&user, client.as_deref(), paging, counts, &context).await?;
    Ok(answer(
        StatusCode::OK,
        &wrapped.respond("refresh_tokens", page),
    ))
}

/// `GET /users/{id}/refresh-tokens`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn list_of_user(
    caller: Caller,
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ManagementScope::ReadRefreshTokens])?;
    let wrapped = Wrapped::parse(&query)?;
    let (paging, counts) = (&wrapped.paging, wrapped.counts);
    let page = refresh_tokens::list(&parse_id(&id)?, None, paging, counts, &context).await?;
    Ok(answer(StatusCode::OK, &wrapped.respond("tokens", page)))
}

/// `DELETE /users/{id}/refresh-tokens`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn revoke_all_of_user(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ManagementScope::DeleteRefreshTokens])?;
    refresh_tokens::revoke_all_of(&parse_id(&id)?, &context).await?;
    Ok(answer(StatusCode::ACCEPTED, &json!({})))
}

/// `GET /refresh-tokens/{id}`
///
/// # Errors
/// 403, 404; or when the database is away.
pub async fn read(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::ReadRefreshTokens])?;
    let found = refresh_tokens::read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `DELETE /refresh-tokens/{id}`
///
/// # Errors
/// 403; or when the database is away.
pub async fn revoke(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::DeleteRefreshTokens])?;
    refresh_tokens::revoke_family(&id, &context).await?;
    Ok(done())
}

/// `POST /refresh-tokens/revoke`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn revoke_selected(
    caller: Caller,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[ManagementScope::DeleteRefreshTokens])?;
    refresh_tokens::revoke_selected(&body, &context).await?;
    Ok(answer(StatusCode::ACCEPTED, &json!({})))
}
