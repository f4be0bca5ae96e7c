//! `/api/v2/keys/encryption`: the hierarchy under which a tenant's secrets are sealed.

use axum::http::StatusCode;
use ostia_identity::encryption_keys::{self as keys, CREATE, IMPORT};
use ostia_protocol::auth0::paging::Paging;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateEncryptionKeys, DeleteEncryptionKeys, ReadEncryptionKeys, UpdateEncryptionKeys,
};

use super::operation::Operation;
use super::resource::{PAGES, PAGES_QUERY};
use super::{Answer, answer, done};
use crate::extract::{JsonBody, PathId, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    const ALL: &str = "/keys/encryption";
    const ITEM: &str = "/keys/encryption/{kid}";
    const REKEY: &str = "/keys/encryption/rekey";
    const WRAPPING: &str = "/keys/encryption/{kid}/wrapping-key";
    vec![
        Operation::get(ALL, "List the encryption keys", list)
            .any_of(&[ReadEncryptionKeys])
            .query(&PAGES_QUERY),
        Operation::post(ALL, "Announce an encryption key", create)
            .any_of(&[CreateEncryptionKeys])
            .body(&CREATE)
            .stored(),
        Operation::post(REKEY, "Renew the hierarchy of encryption keys", rekey)
            .all_of(&[CreateEncryptionKeys, UpdateEncryptionKeys])
            .answers(&[204])
            .stored(),
        Operation::get(ITEM, "Read an encryption key", read).any_of(&[ReadEncryptionKeys]),
        Operation::post(ITEM, "Import the material of an encryption key", import)
            .any_of(&[UpdateEncryptionKeys])
            .body(&IMPORT)
            .stored(),
        Operation::delete(ITEM, "Destroy an encryption key", delete)
            .any_of(&[DeleteEncryptionKeys])
            .stored(),
        Operation::post(WRAPPING, "Create a wrapping key", wrapping_key)
            .any_of(&[CreateEncryptionKeys]),
    ]
}

async fn list(query: QueryPairs, context: RequestContext) -> Answer {
    let paging = Paging::parse(&query.0, &PAGES)?;
    let page = keys::list(&paging, &context).await?;
    Ok(answer(StatusCode::OK, &paging.respond("keys", page)))
}

async fn create(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = keys::create(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

async fn rekey(context: RequestContext) -> Answer {
    keys::rekey(&context).await?;
    Ok(done())
}

async fn read(PathId(kid): PathId, context: RequestContext) -> Answer {
    Ok(answer(StatusCode::OK, &keys::read(&kid, &context).await?))
}

async fn import(PathId(kid): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let active = keys::import(&kid, &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &active))
}

async fn delete(PathId(kid): PathId, context: RequestContext) -> Answer {
    keys::delete(&kid, &context).await?;
    Ok(done())
}

async fn wrapping_key(PathId(kid): PathId, context: RequestContext) -> Answer {
    let public = keys::wrapping_key(&kid, &context).await?;
    Ok(answer(StatusCode::CREATED, &public))
}
