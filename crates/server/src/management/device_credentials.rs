//! `/api/v2/device-credentials`: what devices hold to come back in a user's name.

use axum::http::StatusCode;
use ostia_identity::device_credentials::{self, CREATE, FIELDS, QUERY};
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Part;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateCurrentUserDeviceCredentials, DeleteCurrentUserDeviceCredentials,
    DeleteDeviceCredentials, ReadDeviceCredentials,
};
use serde_json::json;

use super::operation::Operation;
use super::{Answer, answer, done};
use crate::extract::{Caller, JsonBody, PathId, QueryPairs, RequestContext, Subject};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/device-credentials", "List device credentials", list)
            .any_of(&[ReadDeviceCredentials])
            .query(&QUERY),
        Operation::post("/device-credentials", "Keep a device's public key", create)
            .any_of(&[CreateCurrentUserDeviceCredentials])
            .body(&CREATE)
            .stored(),
        Operation::delete(
            "/device-credentials/{id}",
            "Delete a device credential",
            delete,
        )
        .any_of(&[DeleteDeviceCredentials, DeleteCurrentUserDeviceCredentials]),
    ]
}

/// `GET /device-credentials`
async fn list(query: QueryPairs, context: RequestContext) -> Answer {
    let (paging, mut page) = device_credentials::list(&query.0, &context).await?;
    let fields = Fields::parse(query.get("fields"), query.get("include_fields"), FIELDS)?;
    let rows = page.rows.into_iter();
    page.rows = rows.map(|row| fields.project(row)).collect();
    Ok(answer(
        StatusCode::OK,
        &paging.respond("device_credentials", page),
    ))
}

/// `POST /device-credentials`: users keep their own.
async fn create(caller: Caller, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    CREATE.check(&body, Part::Payload)?;
    let Subject::User(user) = &caller.subject else {
        return Err(Error::new(403, "Cannot create device credentials for that user.").into());
    };
    let id = device_credentials::create(user, &caller.client_id, &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &json!({ "id": id })))
}

/// `DELETE /device-credentials/{id}`: users delete their own; another's is as good as none.
async fn delete(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    let owner = match &caller.subject {
        Subject::User(user) if !caller.has(DeleteDeviceCredentials) => Some(user),
        _ => None,
    };
    device_credentials::delete(&id, owner, &context).await?;
    Ok(done())
}
