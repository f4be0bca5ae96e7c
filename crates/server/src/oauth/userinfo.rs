//! `/userinfo`.

use axum::Json;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::userinfo;
use ostia_protocol::oauth::{Error, Parameters};

use crate::error::oauth::Failed;
use crate::extract::{MAX_BODY, RequestContext, client_certificate};

/// The profile that the presented token opens. The token comes in the header, the form, or (for passport-auth0, which
/// sends no header) the query.
pub async fn handle(context: RequestContext, request: Request) -> Response {
    match answer(&context, request).await {
        Ok(response) => response,
        Err(failed) => challenge(failed),
    }
}

async fn answer(context: &RequestContext, request: Request) -> Result<Response, Failed> {
    let certificate = client_certificate(request.headers(), context)?;
    let token = token(request)
        .await?
        .ok_or_else(|| Failed::from(Error::invalid_token("No access token was presented")))?;
    let claims = userinfo::claims(&token, certificate.as_ref(), context).await?;
    let mut response = Json(claims).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// RFC 6750 §2: one of three ways.
async fn token(request: Request) -> Result<Option<String>, Failed> {
    if let Some(header) = request.headers().get(header::AUTHORIZATION) {
        let text = header.to_str().unwrap_or_default();
        let token = text
            .split_once(' ')
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        return Ok(token.map(|(_, token)| token.trim().to_owned()));
    }
    let query = Parameters::from_form(request.uri().query().unwrap_or_default().as_bytes())?;
    if let Some(token) = query.get("access_token")? {
        return Ok(Some(token.to_owned()));
    }
    if request.method() != Method::POST {
        return Ok(None);
    }
    let bytes = to_bytes(request.into_body(), MAX_BODY)
        .await
        .map_err(|_| Error {
            status: 413,
            ..Error::invalid_request("The request body is larger than 1 MB")
        })?;
    Ok(Parameters::from_form(&bytes)
        .ok()
        .and_then(|form| form.get("access_token").ok().flatten().map(str::to_owned)))
}

/// RFC 6750 §3.
fn challenge(failed: Failed) -> Response {
    let mut response = failed.into_response();
    if response.status() == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Bearer error=\"invalid_token\""),
        );
    }
    response
}
