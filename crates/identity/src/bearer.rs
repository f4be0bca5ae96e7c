//! Bearer tokens presented to our own APIs: what a JWT access token proves.

use ostia_jose::Algorithm;
use ostia_jose::jws::Unverified;
use ostia_protocol::oidc::PresentedAccessToken;

use crate::context::Context;
use crate::failure::Broken;
use crate::signing_keys;

/// The longest token that is looked at, in bytes: one with every Management API scope has about 8 KiB.
const MAX_LENGTH: usize = 32 * 1024;

/// The algorithms that tenant keys sign access tokens for our own APIs with.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::PS256, Algorithm::RS512];

/// Why a bearer token is worth nothing here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Worthless {
    /// Not one of our JWTs.
    Malformed,
    /// Nobody here signed it.
    Signature,
    /// It was good once.
    Expired,
    /// It is for another audience, and this one was expected.
    Audience {
        /// What it should have been.
        expected: String,
    },
    /// Another issuer's: another tenant's token, or this tenant's under another domain.
    Issuer,
    /// It is bound to a key or certificate that the caller didn't show (RFC 8705 §3).
    Unbound,
}

/// Checks a JWT access token: signature, issuer, time, audience and what it is bound to, in this order.
/// `thumbprint` is that of the TLS certificate that the caller showed, if any.
///
/// # Errors
/// When the keys can't be read.
pub async fn verify_jwt(
    token: &str,
    audience: &str,
    thumbprint: Option<&str>,
    context: &Context,
) -> Result<Result<PresentedAccessToken, Worthless>, Broken> {
    let ring = signing_keys::ring(context).await?;
    let Ok(unverified) = Unverified::parse(token, MAX_LENGTH) else {
        return Ok(Err(Worthless::Malformed));
    };
    let Some(key) = ring.verifying(unverified.header().kid.as_deref()) else {
        return Ok(Err(Worthless::Signature));
    };
    let Ok(verified) = unverified.verify_with(key, &ALGORITHMS) else {
        return Ok(Err(Worthless::Signature));
    };
    let Ok(claims) = verified.claims::<PresentedAccessToken>() else {
        return Ok(Err(Worthless::Malformed));
    };
    let checked = check(claims, audience, context);
    Ok(checked.and_then(|claims| check_binding(claims, thumbprint)))
}

/// A token that is bound is nobody else's, however it came to them.
fn check_binding(
    claims: PresentedAccessToken,
    thumbprint: Option<&str>,
) -> Result<PresentedAccessToken, Worthless> {
    let Some(confirmation) = &claims.cnf else {
        return Ok(claims);
    };
    let wanted = confirmation.certificate_thumbprint.as_deref();
    if wanted.is_none() || wanted != thumbprint {
        return Err(Worthless::Unbound);
    }
    Ok(claims)
}

fn check(
    claims: PresentedAccessToken,
    audience: &str,
    context: &Context,
) -> Result<PresentedAccessToken, Worthless> {
    if !context.tenant.is_issuer(&claims.iss) {
        return Err(Worthless::Issuer);
    }
    if claims.exp <= context.now.seconds() {
        return Err(Worthless::Expired);
    }
    if !claims.aud.contains(audience) {
        return Err(Worthless::Audience {
            expected: audience.to_owned(),
        });
    }
    Ok(claims)
}
