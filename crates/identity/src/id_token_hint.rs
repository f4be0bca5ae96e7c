//! ID tokens that come back to us as hints (OIDC Core §3.1.2.1, RP-Initiated Logout §2). An expired one is still a hint.

use ostia_jose::jws::Unverified;
use ostia_jose::{Algorithm, HmacKey};
use serde::Deserialize;

use crate::clients::{self, ClientKind};
use crate::context::Context;
use crate::failure::Broken;
use crate::signing_keys;

const MAX_LENGTH: usize = 16 * 1024;
const ASYMMETRIC: [Algorithm; 5] = [
    Algorithm::RS256,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::ES256,
    Algorithm::EdDSA,
];

/// What a hint says.
#[derive(Clone, Debug, Deserialize)]
pub struct Hint {
    /// The user.
    pub sub: String,
    /// The client.
    pub aud: String,
    /// The session.
    #[serde(default)]
    pub sid: Option<String>,
    iss: String,
    exp: i64,
}

/// Reads an ID token of this tenant's; `None` where it isn't one.
///
/// # Errors
/// When keys can't be read.
pub async fn read(token: &str, context: &Context) -> Result<Option<Hint>, Broken> {
    let Ok(unverified) = Unverified::parse(token, MAX_LENGTH) else {
        return Ok(None);
    };
    let verified = if unverified.header().alg == Algorithm::HS256 {
        let Ok(claimed) = unverified.claims_unverified::<Hint>() else {
            return Ok(None);
        };
        let Some(key) = hmac_key(&claimed.aud, context).await? else {
            return Ok(None);
        };
        unverified.verify_with(&key, &[Algorithm::HS256])
    } else {
        let ring = signing_keys::ring(context).await?;
        let Some(key) = ring.verifying(unverified.header().kid.as_deref()) else {
            return Ok(None);
        };
        unverified.verify_with(key, &ASYMMETRIC)
    };
    let hint = verified
        .ok()
        .and_then(|verified| verified.claims::<Hint>().ok());
    Ok(hint.filter(|hint| context.tenant.is_issuer(&hint.iss)))
}

/// Reads an ID token as a proof of who somebody is: it has not expired, and a key of the tenant's signed it. What is
/// signed with a client's secret, the client could have written itself.
///
/// # Errors
/// When keys can't be read.
pub async fn read_proof(token: &str, context: &Context) -> Result<Option<Hint>, Broken> {
    let is_asymmetric = Unverified::parse(token, MAX_LENGTH)
        .is_ok_and(|token| token.header().alg != Algorithm::HS256);
    if !is_asymmetric {
        return Ok(None);
    }
    let hint = read(token, context).await?;
    Ok(hint.filter(|hint| hint.exp > context.now.seconds()))
}

async fn hmac_key(client_id: &str, context: &Context) -> Result<Option<HmacKey>, Broken> {
    let Some(client) = clients::find_named(client_id, context).await? else {
        return Ok(None);
    };
    match &client.kind {
        ClientKind::Secret { secret, .. } => Ok(Some(HmacKey::new(&secret.hmac_key()?)?)),
        _ => Ok(None),
    }
}
