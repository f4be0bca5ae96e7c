//! Parameters of the OAuth endpoints, and the client credentials that come with them.

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ostia_identity::context::Context;
use ostia_identity::token::{ClientCertificate, Forwarded, PresentedClient};
use ostia_protocol::oauth::{Error, Parameters, Secret};

use super::MAX_BODY;
use crate::error::oauth::Failed;

/// The query string of an OAuth endpoint.
#[derive(Debug)]
pub struct QueryParameters(pub Parameters);

impl<S: Send + Sync> FromRequestParts<S> for QueryParameters {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failed> {
        Ok(Self(Parameters::from_form(
            parts.uri.query().unwrap_or_default().as_bytes(),
        )?))
    }
}

/// The parameters of a request: the query of a GET, the form or JSON body of a POST.
#[derive(Debug)]
pub struct PresentedParameters(pub Parameters);

impl<S: Send + Sync> FromRequest<S> for PresentedParameters {
    type Rejection = Failed;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failed> {
        if request.method() == Method::GET || request.method() == Method::HEAD {
            let query = request.uri().query().unwrap_or_default();
            return Ok(Self(Parameters::from_form(query.as_bytes())?));
        }
        let content_type = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .map(|value| {
                value
                    .split(';')
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_ascii_lowercase()
            });
        let too_large = |_| Error {
            status: 413,
            ..Error::invalid_request("The request body is larger than 1 MB")
        };
        let bytes = to_bytes(request.into_body(), MAX_BODY)
            .await
            .map_err(too_large)?;
        let parameters = match content_type.as_deref() {
            Some("application/json") => Parameters::from_json(&bytes)?,
            None | Some("application/x-www-form-urlencoded") => Parameters::from_form(&bytes)?,
            Some(_) => {
                return Err(Error::invalid_request(
                    "Send the body as application/x-www-form-urlencoded or application/json",
                )
                .into());
            }
        };
        Ok(Self(parameters))
    }
}

/// How a client shows who it is, in headers and parameters, where `Authorization` is a client's.
///
/// # Errors
/// Where several ways are used at once, or one can't be read.
pub fn presented_client(
    headers: &HeaderMap,
    parameters: &Parameters,
    context: &Context,
) -> Result<PresentedClient, Error> {
    let presented = PresentedClient::gather(basic_credentials(headers)?, parameters)?;
    Ok(presented.with_certificate(client_certificate(headers, context)?))
}

/// The TLS client certificate that the proxy before a custom domain was shown.
///
/// # Errors
/// Where the proxy forwards something else.
pub fn client_certificate(
    headers: &HeaderMap,
    context: &Context,
) -> Result<Option<ClientCertificate>, Error> {
    let text = |name: &str| headers.get(name)?.to_str().ok();
    let forwarded = Forwarded {
        edge_key: text("cname-api-key"),
        certificate: text("client-certificate"),
        verified: text("client-certificate-ca-verified"),
    };
    ClientCertificate::accept(forwarded, context)
}

/// The id and secret of an `Authorization: Basic` header (RFC 6749 §2.3.1), if there is one.
///
/// # Errors
/// When there is one and it can't be read.
fn basic_credentials(headers: &HeaderMap) -> Result<Option<(String, Secret)>, Error> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let malformed = || Error::unauthorized().with_detail("a malformed Basic header");
    let text = value.to_str().map_err(|_| malformed())?;
    let Some((scheme, encoded)) = text.split_once(' ') else {
        return Err(malformed());
    };
    if !scheme.eq_ignore_ascii_case("basic") {
        return Ok(None);
    }
    let decoded = BASE64.decode(encoded.trim()).map_err(|_| malformed())?;
    let decoded = String::from_utf8(decoded).map_err(|_| malformed())?;
    let (id, secret) = decoded.split_once(':').ok_or_else(malformed)?;
    Ok(Some((unescape(id), Secret::new(unescape(secret)))))
}

/// Both halves are form-encoded by those who follow the RFC, and sent as they are by the others.
fn unescape(text: &str) -> String {
    let spaced = text.replace('+', " ");
    match percent_encoding::percent_decode_str(&spaced).decode_utf8() {
        Ok(decoded) if text.contains('%') => decoded.into_owned(),
        _ => text.to_owned(),
    }
}
