//! `/api/v2/sessions`, and the sessions of a user.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::sessions;
use ostia_identity::users::document::parse_id;
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};

use super::{Answer, Wrapped, answer, text};
use crate::extract::{Caller, JsonBody, PathId, QueryPairs, RequestContext};

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
pub async fn list_of_user(
    caller: Caller,
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ManagementScope::ReadSessions])?;
    let wrapped = Wrapped::parse(&query)?;
    let page = sessions::list(&parse_id(&id)?, &wrapped.paging, wrapped.counts, &context).await?;
    Ok(answer(StatusCode::OK, &wrapped.respond("sessions", page)))
}

/// `DELETE /users/{id}/sessions`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn end_all_of_user(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ManagementScope::DeleteSessions])?;
    sessions::end_all_of(&parse_id(&id)?, &context).await?;
    Ok(answer(StatusCode::ACCEPTED, &json!({})))
}

/// `GET /sessions/{id}`
///
/// # Errors
/// 403, 404; or when the database is away.
pub async fn read(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::ReadSessions])?;
    let found = sessions::read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `DELETE /sessions/{id}`: what rests on the session stays.
///
/// # Errors
/// 403; or when the database is away.
pub async fn end(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::DeleteSessions])?;
    sessions::end(&id, &context).await?;
    Ok(answer(StatusCode::ACCEPTED, &json!({})))
}

/// `POST /sessions/{id}/revoke`: what rests on the session ends with it.
///
/// # Errors
/// 403, 404; or when the database is away.
pub async fn revoke(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::DeleteSessions])?;
    sessions::revoke(&id, &context).await?;
    Ok(answer(StatusCode::ACCEPTED, &json!({})))
}

/// `POST /users/{id}/revoke-access`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn revoke_access(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[ManagementScope::DeleteSessions])?;
    REVOKE_ACCESS.check(&body, Part::Payload)?;
    let preserve = body.get("preserve_refresh_tokens") == Some(&Value::Bool(true));
    let session_id = text(&body, "session_id");
    sessions::revoke_access(&parse_id(&id)?, session_id.as_deref(), preserve, &context).await?;
    Ok(answer(StatusCode::ACCEPTED, &json!({})))
}
