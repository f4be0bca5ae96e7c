//! Signed requests (RFC 9101): the parameters of `/authorize` as claims of a JWT that the client signed.

use ostia_jose::jws::Unverified;
use ostia_protocol::oauth::{Error, ErrorCode, Parameters};
use ostia_protocol::oidc::Audience;
use serde_json::{Map, Value};

use crate::clients::{AssertionKey, Client};
use crate::context::Context;

/// The longest request object, in bytes.
const MAX_LENGTH: usize = 10_240;
const CLOCK_SKEW: i64 = 10;
/// Its types (reference/authentication.md §3.2).
const TYPES: [&str; 2] = ["jwt", "oauth-authz-req+jwt"];
/// About the object itself, and not parameters.
const OWN_CLAIMS: [&str; 7] = ["iss", "aud", "exp", "nbf", "iat", "jti", "sub"];

/// The one answer to every bad request object; the log says why.
fn refused(why: impl Into<String>) -> Error {
    Error::new(400, ErrorCode::InvalidRequestObject)
        .describe("Invalid request object")
        .with_detail(why)
}

/// The parameters with the claims of a request object in their place: what is signed wins.
///
/// # Errors
/// `invalid_request_object`; the log says why.
pub(super) fn unfold(
    parameters: &mut Parameters,
    request: &str,
    client: &Client,
    context: &Context,
) -> Result<(), Error> {
    let claims = verified_claims(request, &client.signed_requests.keys, context)?;
    check(&claims, client, context)?;
    for (name, value) in &claims {
        if OWN_CLAIMS.contains(&name.as_str()) {
            continue;
        }
        if name == "request" || name == "request_uri" {
            // RFC 9101 §4: it must not hold another.
            return Err(refused("it holds another request object"));
        }
        parameters.set(name, &text(value));
    }
    Ok(())
}

fn verified_claims(
    request: &str,
    keys: &[AssertionKey],
    context: &Context,
) -> Result<Map<String, Value>, Error> {
    let unverified =
        Unverified::parse(request, MAX_LENGTH).map_err(|error| refused(error.to_string()))?;
    let header = unverified.header();
    let is_request = header.typ.as_deref().is_none_or(|typ| {
        TYPES
            .iter()
            .any(|expected| typ.eq_ignore_ascii_case(expected))
    });
    if !is_request {
        return Err(refused("its type is that of another kind of token"));
    }
    let kid = header.kid.as_deref();
    let usable = keys.iter().filter(|key| {
        kid.is_none_or(|kid| kid == key.kid)
            && key.algorithm == header.alg
            && key
                .expires_at
                .is_none_or(|expires_at| expires_at > context.now.millis())
    });
    let mut usable =
        usable.filter_map(|key| unverified.verify_with(&key.key, &[key.algorithm]).ok());
    let verified = usable
        .next()
        .ok_or_else(|| refused("no key that is registered for signed requests verifies it"))?;
    verified
        .claims()
        .map_err(|_| refused("its claims are no JSON object"))
}

fn check(claims: &Map<String, Value>, client: &Client, context: &Context) -> Result<(), Error> {
    let now = context.now.seconds();
    let is_client =
        |name: &str| claims.get(name).and_then(Value::as_str) == Some(client.id.as_str());
    let audience: Option<Audience> = claims
        .get("aud")
        .and_then(|audience| serde_json::from_value(audience.clone()).ok());
    let number = |name: &str| claims.get(name).map(Value::as_i64);
    let rules = [
        (!is_client("iss"), "iss must be the client_id"),
        (
            claims.contains_key("client_id") && !is_client("client_id"),
            "client_id must be the one of the request",
        ),
        (
            !audience.is_some_and(|audience| audience.contains(&context.tenant.issuer())),
            "aud must be this server's issuer",
        ),
        (
            number("exp").is_some_and(|exp| exp.is_none_or(|exp| exp <= now - CLOCK_SKEW)),
            "it has expired",
        ),
        (
            number("nbf").is_some_and(|nbf| nbf.is_none_or(|nbf| nbf > now + CLOCK_SKEW)),
            "nbf lies ahead",
        ),
    ];
    match rules.iter().find(|(broken, _)| *broken) {
        Some((_, why)) => Err(refused(*why)),
        None => Ok(()),
    }
}

/// A claim as a parameter: text as it is, all else (a number, `claims`, `authorization_details`) as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
