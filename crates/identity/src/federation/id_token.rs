//! Whether a provider's ID token is one, for this login (OpenID Connect Core §3.1.3.7).

use ostia_jose::jws::Unverified;
use ostia_jose::{Algorithm, Jwk, PublicKey};
use serde_json::{Map, Value};
use subtle::ConstantTimeEq as _;

use super::{away, failed, metadata};
use crate::connections::provider::{Metadata, Provider};
use crate::context::Context;
use crate::failure::Failure;
use crate::federated_logins::Expected;

const MAX_LENGTH: usize = 64 * 1024;
/// How far a provider's clock may be from ours, in seconds.
const CLOCK_SKEW: i64 = 60;
/// Signatures that prove something: nobody else has the key.
const ALGORITHMS: [Algorithm; 5] = [
    Algorithm::RS256,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::ES256,
    Algorithm::EdDSA,
];
/// What Microsoft writes into the issuer where each directory has its own.
pub(super) const DIRECTORY: &str = "{tenantid}";

/// The claims of an ID token that is valid for this login.
///
/// # Errors
/// A refusal for the application; the log says which rule.
pub(super) async fn verify(
    token: &str,
    expected: &Expected,
    provider: &Provider,
    metadata: &Metadata,
    context: &Context,
) -> Result<Map<String, Value>, Failure> {
    let unverified =
        Unverified::parse(token, MAX_LENGTH).map_err(|error| invalid(&error.to_string()))?;
    let url = metadata
        .jwks_uri
        .as_deref()
        .ok_or_else(|| invalid("the provider has no keys"))?;
    let kid = unverified.header().kid.as_deref();
    let keys = metadata::keys(url, kid, context)
        .await
        .map_err(|unanswered| away(&unanswered))?;
    let verified = keys
        .set
        .keys
        .iter()
        .filter(|key| is_meant(key, kid, unverified.header().alg))
        .filter_map(|key| PublicKey::from_jwk(key).ok())
        .find_map(|key| unverified.verify_with(&key, &ALGORITHMS).ok())
        .ok_or_else(|| invalid("no key of the provider's verifies it"))?;
    let claims: Map<String, Value> = verified
        .claims()
        .map_err(|_| invalid("its claims are no object"))?;
    check(&claims, expected, provider, metadata, context).map_err(invalid)?;
    Ok(claims)
}

fn invalid(why: &str) -> Failure {
    failed(&format!("the ID token is not valid: {why}"))
}

fn is_meant(key: &Jwk, kid: Option<&str>, algorithm: Algorithm) -> bool {
    let by_name = kid.is_none_or(|kid| key.kid.as_deref() == Some(kid));
    let by_algorithm = key
        .alg
        .as_deref()
        .is_none_or(|alg| alg == algorithm.as_str());
    by_name && by_algorithm
}

fn check(
    claims: &Map<String, Value>,
    expected: &Expected,
    provider: &Provider,
    metadata: &Metadata,
    context: &Context,
) -> Result<(), &'static str> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    let time = |name: &str| claims.get(name).and_then(Value::as_i64);
    let now = context.now.seconds();
    let directory = text("tid");
    if metadata.issuer.is_empty() {
        return Err("the provider says no issuer");
    }
    let issuer = metadata.issuer.replace(DIRECTORY, directory);
    if text("iss") != issuer {
        return Err("another issuer made it");
    }
    if provider
        .directory
        .as_deref()
        .is_some_and(|wanted| wanted != directory)
    {
        return Err("it is of another directory");
    }
    if !is_audience(claims, &provider.client_id) {
        return Err("it is for somebody else");
    }
    if time("exp").is_none_or(|exp| exp <= now - CLOCK_SKEW) {
        return Err("it has expired");
    }
    let lies_ahead = |name: &str| time(name).is_some_and(|time| time > now + CLOCK_SKEW);
    if lies_ahead("nbf") || lies_ahead("iat") {
        return Err("it is not valid yet");
    }
    let nonce: bool = text("nonce")
        .as_bytes()
        .ct_eq(expected.nonce.as_bytes())
        .into();
    if !nonce {
        return Err("its nonce is not the one of this login");
    }
    if text("sub").is_empty() {
        return Err("it names nobody");
    }
    Ok(())
}

/// One of several audiences has to be the one that it was made for (§3.1.3.7, 3 to 5).
fn is_audience(claims: &Map<String, Value>, client_id: &str) -> bool {
    match claims.get("aud") {
        Some(Value::String(audience)) => audience == client_id,
        Some(Value::Array(audiences)) => {
            let is_among = audiences.iter().any(|audience| audience == client_id);
            let is_alone = audiences.len() == 1;
            is_among && (is_alone || claims.get("azp").is_some_and(|azp| azp == client_id))
        }
        _ => false,
    }
}
