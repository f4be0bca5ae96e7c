//! `/api/v2/clients`: the applications, and the keys that they authenticate with.

use axum::Extension;
use axum::http::StatusCode;
use ostia_identity::client_metadata_documents;
use ostia_identity::clients::visibility::{self, View};
use ostia_identity::clients::{credentials, list as lists, manage, schema};
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateClientCredentials, CreateClients, DeleteClientCredentials, DeleteClients,
    ReadClientCredentials, ReadClientSummary, ReadClients, ReadConnections,
    UpdateClientCredentials, UpdateClientKeys, UpdateClients,
};

use super::audit::Trace;
use super::operation::Operation;
use super::{Answer, answer, done};
use crate::extract::{Caller, JsonBody, PathId, PathIds, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/clients", "List the applications", list)
            .any_of(visibility::READING)
            .query(&lists::QUERY),
        Operation::post("/clients", "Create an application", create)
            .any_of(&[CreateClients])
            .body(&schema::CREATE),
        Operation::post(
            "/clients/cimd/preview",
            "Read what an application publishes of itself",
            preview_published,
        )
        .any_of(&[ReadClients])
        .body(&client_metadata_documents::BODY)
        .answers(&[200]),
        Operation::post(
            "/clients/cimd/register",
            "Make an application of what it publishes, or bring it up to date",
            register_published,
        )
        .any_of(&[CreateClients, UpdateClients])
        .body(&client_metadata_documents::BODY)
        .answers(&[200, 201]),
        Operation::get("/clients/{id}", "Read an application", read).any_of(visibility::READING),
        Operation::patch("/clients/{id}", "Change an application", update)
            .any_of(visibility::UPDATING)
            .body(&schema::UPDATE),
        Operation::delete("/clients/{id}", "Delete an application", delete)
            .any_of(&[DeleteClients]),
        Operation::post(
            "/clients/{id}/rotate-secret",
            "Give an application a new secret",
            rotate_secret,
        )
        .any_of(&[UpdateClientKeys])
        .answers(&[200]),
        Operation::get(
            "/clients/{id}/connections",
            "List an application's connections",
            connections,
        )
        .any_of(&[ReadConnections])
        .query(&lists::CONNECTIONS_QUERY),
        Operation::get(
            "/clients/{id}/credentials",
            "List an application's keys",
            list_credentials,
        )
        .any_of(&[ReadClientCredentials]),
        Operation::post("/clients/{id}/credentials", "Add a key", create_credential)
            .any_of(&[CreateClientCredentials])
            .body(&schema::CREDENTIAL),
        Operation::get(
            "/clients/{id}/credentials/{credential_id}",
            "Read a key",
            read_credential,
        )
        .any_of(&[ReadClientCredentials]),
        Operation::patch(
            "/clients/{id}/credentials/{credential_id}",
            "Change a key",
            update_credential,
        )
        .any_of(&[UpdateClientCredentials])
        .body(&schema::CREDENTIAL_UPDATE),
        Operation::delete(
            "/clients/{id}/credentials/{credential_id}",
            "Delete a key",
            delete_credential,
        )
        .any_of(&[DeleteClientCredentials]),
    ]
}

/// What a caller sees of the fields that it asks for; that it sees secrets is logged.
fn view(caller: &Caller, fields: &Fields, trace: &Trace) -> View {
    let view = View::of(|scope| caller.has(scope));
    if view.shows("client_secret") && fields.keeps("client_secret") {
        trace.secrets(&["client_secret"]);
    }
    view
}

/// `GET /clients`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn list(
    caller: Caller,
    query: QueryPairs,
    Extension(trace): Extension<Trace>,
    context: RequestContext,
) -> Answer {
    let fields = manage::fields(query.get("fields"), query.get("include_fields"))?;
    let view = view(&caller, &fields, &trace);
    let clients = lists::clients(&query.0, view, &context).await?;
    Ok(answer(StatusCode::OK, &clients))
}

/// `POST /clients`
///
/// # Errors
/// 400, 403, 409; or when the database is away.
async fn create(caller: Caller, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    for scopes in visibility::needed_to_create(&body) {
        caller.require_any(scopes)?;
    }
    let made = manage::create(body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

/// `POST /clients/cimd/preview`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn preview_published(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let preview = client_metadata_documents::preview(&body, &context).await?;
    Ok(answer(StatusCode::OK, &preview))
}

/// `POST /clients/cimd/register`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn register_published(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let registered = client_metadata_documents::register(&body, &context).await?;
    let status = if registered.is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok(answer(status, &registered.answer))
}

/// `GET /clients/{id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn read(
    caller: Caller,
    PathId(id): PathId,
    query: QueryPairs,
    Extension(trace): Extension<Trace>,
    context: RequestContext,
) -> Answer {
    let fields = manage::fields(query.get("fields"), query.get("include_fields"))?;
    let view = view(&caller, &fields, &trace);
    let found = manage::read(&id, view, &context).await?;
    Ok(answer(StatusCode::OK, &fields.project_object(found)))
}

/// `PATCH /clients/{id}`
///
/// # Errors
/// 400, 403, 404, 409; or when the database is away.
async fn update(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
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
async fn delete(PathId(id): PathId, context: RequestContext) -> Answer {
    manage::delete(&id, &context).await?;
    Ok(done())
}

/// `POST /clients/{id}/rotate-secret`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn rotate_secret(PathId(id): PathId, context: RequestContext) -> Answer {
    let changed = manage::rotate_secret(&id, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `GET /clients/{id}/connections`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn connections(
    caller: Caller,
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ReadClients, ReadClientSummary])?;
    let enabled = lists::connections(&id, &query.0, &context).await?;
    Ok(answer(StatusCode::OK, &enabled))
}

/// `GET /clients/{id}/credentials`. Paging parameters, which some tools send, change nothing.
///
/// # Errors
/// 403, 404; or when the database is away.
async fn list_credentials(PathId(id): PathId, context: RequestContext) -> Answer {
    let found = credentials::list(&id, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `POST /clients/{id}/credentials`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn create_credential(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    let made = credentials::create(&id, &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

/// `GET /clients/{id}/credentials/{credential_id}`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn read_credential(PathIds(id, credential): PathIds, context: RequestContext) -> Answer {
    let found = credentials::read(&id, &credential, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `PATCH /clients/{id}/credentials/{credential_id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn update_credential(
    PathIds(id, credential): PathIds,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    let changed = credentials::update(&id, &credential, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `DELETE /clients/{id}/credentials/{credential_id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn delete_credential(PathIds(id, credential): PathIds, context: RequestContext) -> Answer {
    credentials::delete(&id, &credential, &context).await?;
    Ok(done())
}
