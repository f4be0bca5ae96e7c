//! `/api/v2/clients`: the applications, and the keys that they authenticate with.

use axum::http::StatusCode;
use ostia_identity::clients::visibility::{self, View};
use ostia_identity::clients::{credentials, list as lists, manage};
use ostia_identity::logs::{Entry, Event};
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::scopes::ManagementScope;

use super::{Answer, answer, done};
use crate::extract::{Caller, JsonBody, PathId, PathIds, QueryPairs, RequestContext};

/// What a caller sees of the fields that it asks for; that it sees secrets is logged.
fn view(caller: &Caller, fields: &Fields, context: &RequestContext) -> View {
    let view = View::of(|scope| caller.has(scope));
    if view.shows("client_secret") && fields.keeps("client_secret") {
        Entry::new(Event::ManagementApiReadSecrets)
            .description("Client secrets were read")
            .member("client_id", caller.client_id.as_str())
            .record(context);
    }
    view
}

/// `GET /clients`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn list(caller: Caller, query: QueryPairs, context: RequestContext) -> Answer {
    caller.require_any(visibility::READING)?;
    let fields = manage::fields(query.get("fields"), query.get("include_fields"))?;
    let view = view(&caller, &fields, &context);
    let clients = lists::clients(&query.0, view, &context).await?;
    Ok(answer(StatusCode::OK, &clients))
}

/// `POST /clients`
///
/// # Errors
/// 400, 403, 409; or when the database is away.
pub async fn create(caller: Caller, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    caller.require_any(&[ManagementScope::CreateClients])?;
    for scopes in visibility::needed_to_create(&body) {
        caller.require_any(scopes)?;
    }
    let made = manage::create(body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

/// `GET /clients/{id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn read(
    caller: Caller,
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    caller.require_any(visibility::READING)?;
    let fields = manage::fields(query.get("fields"), query.get("include_fields"))?;
    let view = view(&caller, &fields, &context);
    let found = manage::read(&id, view, &context).await?;
    Ok(answer(StatusCode::OK, &fields.project_object(found)))
}

/// `PATCH /clients/{id}`
///
/// # Errors
/// 400, 403, 404, 409; or when the database is away.
pub async fn update(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(visibility::UPDATING)?;
    for scopes in visibility::needed_to_update(&body) {
        caller.require_any(scopes)?;
    }
    let view = View::after_update(|scope| caller.has(scope));
    let changed = manage::update(&id, body, view, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `DELETE /clients/{id}`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn delete(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::DeleteClients])?;
    manage::delete(&id, &context).await?;
    Ok(done())
}

/// `POST /clients/{id}/rotate-secret`
///
/// # Errors
/// 403, 404; or when the database is away.
pub async fn rotate_secret(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ManagementScope::UpdateClientKeys])?;
    let changed = manage::rotate_secret(&id, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `GET /clients/{id}/connections`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn connections(
    caller: Caller,
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ManagementScope::ReadConnections])?;
    caller.require_any(&[
        ManagementScope::ReadClients,
        ManagementScope::ReadClientSummary,
    ])?;
    let enabled = lists::connections(&id, &query.0, &context).await?;
    Ok(answer(StatusCode::OK, &enabled))
}

/// `GET /clients/{id}/credentials`. Paging parameters, which some tools send, change nothing.
///
/// # Errors
/// 403, 404; or when the database is away.
pub async fn list_credentials(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ManagementScope::ReadClientCredentials])?;
    let found = credentials::list(&id, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `POST /clients/{id}/credentials`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn create_credential(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[ManagementScope::CreateClientCredentials])?;
    let made = credentials::create(&id, &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

/// `GET /clients/{id}/credentials/{credential_id}`
///
/// # Errors
/// 403, 404; or when the database is away.
pub async fn read_credential(
    caller: Caller,
    PathIds(id, credential): PathIds,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ManagementScope::ReadClientCredentials])?;
    let found = credentials::read(&id, &credential, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `PATCH /clients/{id}/credentials/{credential_id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn update_credential(
    caller: Caller,
    PathIds(id, credential): PathIds,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[ManagementScope::UpdateClientCredentials])?;
    let changed = credentials::update(&id, &credential, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `DELETE /clients/{id}/credentials/{credential_id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn delete_credential(
    caller: Caller,
    PathIds(id, credential): PathIds,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ManagementScope::DeleteClientCredentials])?;
    credentials::delete(&id, &credential, &context).await?;
    Ok(done())
}
