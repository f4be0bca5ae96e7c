//! `private_key_jwt`: a client shows who it is by a signature with a registered key (RFC 7523 §3).

use ostia_jose::Algorithm;
use ostia_jose::jws::Unverified;
use ostia_protocol::oauth::Error;
use ostia_protocol::oidc::Audience;
use serde::Deserialize;

use super::used_assertions;
use crate::clients::{AssertionKey, Client};
use crate::context::Context;
use crate::failure::Failure;
use crate::time::Timestamp;
use crate::vault::fingerprint;

/// Upstream's limits (reference/authentication.md §3): bytes, characters, seconds.
const MAX_LENGTH: usize = 2048;
const MAX_CLAIM: usize = 64;
/// An address that is a `client_id` may be longer.
const MAX_NAME: usize = 120;
const MAX_LIFETIME: i64 = 300;
const CLOCK_SKEW: i64 = 10;

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    jti: String,
    #[serde(default)]
    iat: Option<i64>,
    #[serde(default)]
    nbf: Option<i64>,
}

/// The one answer to every bad assertion; the log says why.
pub(super) fn refused(why: &str) -> Failure {
    Error::invalid_client("Invalid client assertion")
        .with_detail(why)
        .into()
}

/// The client that an assertion says it comes from. Nothing is proved by this.
///
/// # Errors
/// `invalid_client` where it is no assertion.
pub(super) fn issuer(assertion: &str) -> Result<String, Failure> {
    let unverified =
        Unverified::parse(assertion, MAX_LENGTH).map_err(|error| refused(&error.to_string()))?;
    let claims: Claims = unverified
        .claims_unverified()
        .map_err(|_| refused("claims are missing"))?;
    Ok(claims.iss)
}

/// Checks an assertion and uses its `jti` up.
///
/// # Errors
/// `invalid_client`; the log says why.
pub(super) async fn verify(
    assertion: &str,
    client: &Client,
    keys: &[AssertionKey],
    context: &Context,
) -> Result<(), Failure> {
    let unverified =
        Unverified::parse(assertion, MAX_LENGTH).map_err(|error| refused(&error.to_string()))?;
    let kid = unverified.header().kid.as_deref();
    let algorithm = unverified.header().alg;
    let verified = usable_keys(keys, kid, algorithm, context.now)
        .find_map(|key| unverified.verify_with(&key.key, &[key.algorithm]).ok())
        .ok_or_else(|| refused("no registered key verifies it"))?;
    let claims: Claims = verified
        .claims()
        .map_err(|_| refused("claims are missing"))?;
    check(&claims, client, context)?;
    let expires_at =
        Timestamp::from_millis(claims.exp.saturating_mul(1000)).plus_seconds(CLOCK_SKEW);
    let first_use =
        used_assertions::note(&client.id, &fingerprint(&claims.jti), expires_at, context).await?;
    if first_use {
        Ok(())
    } else {
        Err(refused("it was used before"))
    }
}

fn usable_keys<'a>(
    keys: &'a [AssertionKey],
    kid: Option<&'a str>,
    algorithm: Algorithm,
    now: Timestamp,
) -> impl Iterator<Item = &'a AssertionKey> {
    keys.iter().filter(move |key| {
        kid.is_none_or(|kid| kid == key.kid)
            && key.algorithm == algorithm
            && key
                .expires_at
                .is_none_or(|expires_at| expires_at > now.millis())
    })
}

/// Whether the assertion is for this server, under whichever of its names.
fn names_this_server(claims: &Claims, context: &Context) -> bool {
    context.tenant.issuers().any(|issuer| {
        claims.aud.contains(&issuer) || claims.aud.contains(&format!("{issuer}oauth/token"))
    })
}

fn check(claims: &Claims, client: &Client, context: &Context) -> Result<(), Failure> {
    let now = context.now.seconds();
    let too_long =
        claims.iss.len() > MAX_NAME || claims.sub.len() > MAX_NAME || claims.jti.len() > MAX_CLAIM;
    let rules = [
        (
            too_long || claims.jti.is_empty(),
            "a claim is empty or too long",
        ),
        (
            claims.iss != client.name_in_requests() || claims.sub != claims.iss,
            "iss and sub must be the client_id",
        ),
        (
            !names_this_server(claims, context),
            "aud is not this server",
        ),
        (claims.exp <= now - CLOCK_SKEW, "it has expired"),
        (
            claims.exp > now + MAX_LIFETIME + CLOCK_SKEW,
            "it is valid for more than five minutes",
        ),
        (
            claims.iat.is_some_and(|iat| iat > now + CLOCK_SKEW),
            "iat lies ahead",
        ),
        (
            claims.nbf.is_some_and(|nbf| nbf > now + CLOCK_SKEW),
            "nbf lies ahead",
        ),
    ];
    match rules.iter().find(|(broken, _)| *broken) {
        Some((_, why)) => Err(refused(why)),
        None => Ok(()),
    }
}
