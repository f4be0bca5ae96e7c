//! `/passkey/*`: passkeys for applications with pages of their own, native ones above all.

use axum::Json;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use ostia_identity::clients::Client;
use ostia_identity::token::client_authentication::authenticate;
use ostia_identity::token::passkey::{self, Profile};
use ostia_protocol::oauth::{Error, Parameters};
use serde_json::{Map, Value};
use std::sync::Arc;

use super::body::{read, text};
use crate::error::oauth::Failed;
use crate::extract::{RequestContext, presented_client};
use crate::oauth::cors;

/// What shows who the client is.
const CREDENTIALS: [&str; 4] = [
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
];

/// `POST /passkey/challenge`
///
/// # Errors
/// 400, 401, 403 in OAuth's form; or when the database is away.
pub async fn challenge(
    context: RequestContext,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Failed> {
    let (body, client) = asked(request, &headers, &context).await?;
    let realm = text(&body, "realm");
    let answer = passkey::challenge(realm.as_deref(), &client, &context).await?;
    Ok(cors::narrow(
        Json(answer).into_response(),
        &client,
        &headers,
    ))
}

/// `POST /passkey/register`
///
/// # Errors
/// 400, 401, 403 in OAuth's form; or when the database is away.
pub async fn register(
    context: RequestContext,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Failed> {
    let (body, client) = asked(request, &headers, &context).await?;
    let realm = text(&body, "realm");
    let profile = Profile::parse(&body)?;
    let answer = passkey::register(realm.as_deref(), profile, &client, &context).await?;
    Ok(cors::narrow(
        Json(answer).into_response(),
        &client,
        &headers,
    ))
}

async fn asked(
    request: Request,
    headers: &HeaderMap,
    context: &RequestContext,
) -> Result<(Map<String, Value>, Arc<Client>), Failed> {
    let body = read(request).await.map_err(Error::invalid_request)?;
    let mut parameters = Parameters::default();
    for name in CREDENTIALS {
        if let Some(value) = text(&body, name) {
            parameters.set(name, &value);
        }
    }
    let presented = presented_client(headers, &parameters, context)?;
    let client = authenticate(&presented, context).await?;
    if text(&body, "organization").is_some() {
        return Err(Error::invalid_parameter("organization", "is not supported here").into());
    }
    Ok((body, client))
}
