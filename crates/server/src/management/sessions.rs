//! `/api/v2/sessions`, and the sessions of a user.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::clients::Initiator;
use ostia_identity::sessions;
use ostia_identity::users::document::parse_id;
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use ostia_protocol::auth0::scopes::ManagementScope::{
    DeleteSessions, ReadSessions, UpdateSessions,
};
use serde_json::{Value, json};

use super::operation::Operation;
use super::{Answer, CHECKPOINTS, Wrapped, answer, text};
use crate::extract::{JsonBody, PathId, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/sessions/{id}", "Read a session", read).any_of(&[ReadSessions]),
        Operation::patch("/sessions/{id}", "Note something about a session", update)
            .any_of(&[UpdateSessions])
            .body(&sessions::UPDATE),
        Operation::delete("/sessions/{id}", "End a session", end)
            .any_of(&[DeleteSessions])
            .answers(&[202]),
        Operation::post(
            "/sessions/{id}/revoke",
            "End a session and its tokens",
            revoke,
        )
        .any_of(&[DeleteSessions])
        .answers(&[202]),
        Operation::get(
            "/users/{id}/sessions",
            "List a user's sessions",
            list_of_user,
        )
        .any_of(&[ReadSessions])
        .query(&CHECKPOINTS),
        Operation::delete(
            "/users/{id}/sessions",
            "End all sessions of a user",
            end_all_of_user,
        )
        .any_of(&[DeleteSessions])
        .answers(&[202]),
        Operation::post(
            "/users/{id}/revoke-access",
            "End what a user is logged in to",
            revoke_access,
        )
        .any_of(&[DeleteSessions])
        .body(&REVOKE_ACCESS)
        .answers(&[202]),
    ]
}

static REVOKE_ACCESS: LazyLock<Schema> = LazyLock::new(|| {
    let session_id = Schema::formatted(Format::SessionId)
        .max_length(50)
        .described("The session that ends; all of the user's where none is named");
    let preserve = Schema::boolean().described("Whether refresh tokens stay");
    Schema::object()
        .member("session_id", session_id)
        .member("preserve_refresh_tokens", preserve)
});

/// `GET /users/{id}/sessions`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn list_of_user(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    let wrapped = Wrapped::parse(&query)?;
    let page = sessions::list(&parse_id(&id)?, &wrapped.paging, wrapped.counts, &context).await?;
    Ok(answer(StatusCode::OK, &wrapped.respond("sessions", page)))
}

/// `DELETE /users/{id}/sessions`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn end_all_of_user(PathId(id): PathId, context: RequestContext) -> Answer {
    sessions::end_all_of(&parse_id(&id)?, &context).await?;
    Ok(answer(StatusCode::ACCEPTED, &json!({})))
}

/// `GET /sessions/{id}`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn read(PathId(id): PathId, context: RequestContext) -> Answer {
    let found = sessions::read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `PATCH /sessions/{id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn update(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let changed = sessions::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `DELETE /sessions/{id}`: what rests on the session stays.
///
/// # Errors
/// 403; or when the database is away.
async fn end(PathId(id): PathId, context: RequestContext) -> Answer {
    sessions::end(&id, Initiator::SessionRevoked, &context).await?;
    Ok(answer(StatusCode::ACCEPTED, &json!({})))
}

/// `POST /sessions/{id}/revoke`: what rests on the session ends with it.
///
/// # Errors
/// 403, 404; or when the database is away.
async fn revoke(PathId(id): PathId, context: RequestContext) -> Answer {
    sessions::revoke(&id, &context).await?;
    Ok(answer(StatusCode::ACCEPTED, &json!({})))
}

/// `POST /users/{id}/revoke-access`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn revoke_access(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    REVOKE_ACCESS.check(&body, Part::Payload)?;
    let preserve = body.get("preserve_refresh_tokens") == Some(&Value::Bool(true));
    let session_id = text(&body, "session_id");
    sessions::revoke_access(&parse_id(&id)?, session_id.as_deref(), preserve, &context).await?;
    Ok(answer(StatusCode::ACCEPTED, &json!({})))
}
