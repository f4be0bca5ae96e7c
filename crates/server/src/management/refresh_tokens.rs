//! `/api/v2/refresh-tokens`, and the refresh tokens of a user.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::refresh_tokens::{self, REVOKE};
use ostia_identity::users::document::parse_id;
use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Schema};
use ostia_protocol::auth0::scopes::ManagementScope::{
    DeleteRefreshTokens, ReadRefreshTokens, UpdateRefreshTokens,
};
use serde_json::json;

use super::operation::Operation;
use super::{Answer, CHECKPOINTS, Wrapped, answer, done, text};
use crate::extract::{JsonBody, PathId, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/refresh-tokens", "List refresh tokens", list)
            .any_of(&[ReadRefreshTokens])
            .query(&LIST),
        Operation::post(
            "/refresh-tokens/revoke",
            "Revoke a choice of refresh tokens",
            revoke_selected,
        )
        .any_of(&[DeleteRefreshTokens])
        .body(&REVOKE)
        .answers(&[202]),
        Operation::get("/refresh-tokens/{id}", "Read a refresh token", read)
            .any_of(&[ReadRefreshTokens]),
        Operation::patch(
            "/refresh-tokens/{id}",
            "Note something about a refresh token",
            update,
        )
        .any_of(&[UpdateRefreshTokens])
        .body(&refresh_tokens::UPDATE),
        Operation::delete("/refresh-tokens/{id}", "Revoke a refresh token", revoke)
            .any_of(&[DeleteRefreshTokens]),
        Operation::get(
            "/users/{id}/refresh-tokens",
            "List a user's refresh tokens",
            list_of_user,
        )
        .any_of(&[ReadRefreshTokens])
        .query(&CHECKPOINTS),
        Operation::delete(
            "/users/{id}/refresh-tokens",
            "Revoke all refresh tokens of a user",
            revoke_all_of_user,
        )
        .any_of(&[DeleteRefreshTokens])
        .answers(&[202]),
    ]
}

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
async fn list(query: QueryPairs, context: RequestContext) -> Answer {
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
async fn list_of_user(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    let wrapped = Wrapped::parse(&query)?;
    let (paging, counts) = (&wrapped.paging, wrapped.counts);
    let page = refresh_tokens::list(&parse_id(&id)?, None, paging, counts, &context).await?;
    Ok(answer(StatusCode::OK, &wrapped.respond("tokens", page)))
}

/// `DELETE /users/{id}/refresh-tokens`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn revoke_all_of_user(PathId(id): PathId, context: RequestContext) -> Answer {
    refresh_tokens::revoke_all_of(&parse_id(&id)?, &context).await?;
    Ok(answer(StatusCode::ACCEPTED, &json!({})))
}

/// `GET /refresh-tokens/{id}`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn read(PathId(id): PathId, context: RequestContext) -> Answer {
    let found = refresh_tokens::read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `PATCH /refresh-tokens/{id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn update(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let changed = refresh_tokens::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `DELETE /refresh-tokens/{id}`
///
/// # Errors
/// 403; or when the database is away.
async fn revoke(PathId(id): PathId, context: RequestContext) -> Answer {
    refresh_tokens::revoke_family(&id, &context).await?;
    Ok(done())
}

/// `POST /refresh-tokens/revoke`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn revoke_selected(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    refresh_tokens::revoke_selected(&body, &context).await?;
    Ok(answer(StatusCode::ACCEPTED, &json!({})))
}
