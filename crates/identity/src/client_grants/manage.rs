//! Making, changing and deleting client grants.

use ostia_protocol::auth0::ids::{ClientGrantId, ClientId};
use serde_json::{Map, Value, json};

use super::{SubjectType, table};
use crate::cache::Stale;
use crate::context::Context;
use crate::failure::Broken;

/// Grants a client some scopes of an API, unasked: for what a new tenant starts with.
///
/// # Errors
/// When the client has such a grant already, or the database is away.
pub async fn create_for(
    client_id: &ClientId,
    audience: &str,
    scopes: &[&str],
    subject_type: SubjectType,
    context: &Context,
) -> Result<ClientGrantId, Broken> {
    let id = ClientGrantId::generate(context.entropy());
    let row = table::ClientGrantRow {
        client_grant_id: id.as_str().to_owned(),
        client_id: client_id.as_str().to_owned(),
        audience: audience.to_owned(),
        subject_type: subject_type.as_str().to_owned(),
        document: object(json!({
            "id": id,
            "client_id": client_id,
            "audience": audience,
            "scope": scopes,
            "subject_type": subject_type.as_str(),
        })),
    };
    let mut work = context.begin().await?;
    table::insert(&context.tenant, &row, context.now, &mut work).await?;
    work.makes_stale(Stale::ClientGrants(
        context.tenant.id.clone(),
        row.client_id,
    ));
    work.commit().await?;
    Ok(id)
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}
