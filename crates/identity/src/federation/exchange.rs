//! From a code to a provider's tokens (RFC 6749 §4.1.3).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ostia_jose::jws::Signer;
use ostia_jose::{AsymmetricAlgorithm, PrivateKey};
use ostia_protocol::oauth::Error;
use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{away, failed};
use crate::connections::provider::{Credentials, Metadata, Provider};
use crate::context::Context;
use crate::failure::Failure;
use crate::federated_logins::Expected;
use crate::outgoing::Unanswered;
use crate::users::federated::Tokens;

/// How long a statement that stands for a secret is valid, in seconds.
const STATEMENT_LIFETIME: i64 = 300;

/// What a provider gave for a code, or the browser brought.
#[derive(Default, Deserialize)]
pub(super) struct Obtained {
    #[serde(default)]
    pub access_token: Option<String>,
    #[serde(default)]
    pub refresh_token: Option<String>,
    #[serde(default)]
    pub id_token: Option<String>,
    /// A number, or a text with one.
    #[serde(default)]
    pub expires_in: Value,
    /// Some providers refuse with 200.
    #[serde(default)]
    error: Option<String>,
}

impl Obtained {
    /// An ID token that the browser brought.
    pub fn in_front(id_token: &str) -> Self {
        Self {
            id_token: Some(id_token.to_owned()),
            ..Self::default()
        }
    }

    /// What is kept of it.
    pub fn tokens(&self) -> Option<Tokens> {
        let seconds = self.expires_in.as_i64();
        let text = || self.expires_in.as_str()?.parse().ok();
        self.access_token.clone().map(|access_token| Tokens {
            access_token,
            refresh_token: self.refresh_token.clone(),
            expires_in: seconds.or_else(text),
        })
    }
}

/// Gives a code back for tokens.
///
/// # Errors
/// A refusal for the application.
pub(super) async fn exchange(
    code: &str,
    expected: &Expected,
    provider: &Provider,
    metadata: &Metadata,
    context: &Context,
) -> Result<Obtained, Failure> {
    let endpoint = metadata
        .token_endpoint
        .as_deref()
        .ok_or_else(|| failed("the provider has no token endpoint"))?;
    let secret = match &provider.credentials {
        Credentials::None => None,
        Credentials::Secret(secret) => Some(secret.clone()),
        Credentials::Signed { .. } => Some(statement(provider, context)?),
    };
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", expected.redirect_uri.as_str()),
        ("client_id", provider.client_id.as_str()),
    ];
    form.extend(
        secret
            .iter()
            .map(|secret| ("client_secret", secret.as_str())),
    );
    let verifier = expected.code_verifier.as_deref();
    form.extend(verifier.map(|verifier| ("code_verifier", verifier)));
    let headers: Vec<(&str, &str)> = provider
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let answer = context
        .platform
        .outgoing
        .post(endpoint, &headers, &form)
        .await
        .map_err(|unanswered| away(&unanswered))?;
    let obtained: Obtained = answer
        .json()
        .map_err(|unanswered| not_obtained(&unanswered))?;
    match &obtained.error {
        Some(error) => Err(not_obtained(&Unanswered::Refused(
            endpoint.to_owned(),
            answer.status,
            error.chars().take(200).collect(),
        ))),
        None => Ok(obtained),
    }
}

fn not_obtained(unanswered: &Unanswered) -> Failure {
    Error::access_denied("failed to obtain access token")
        .with_detail(unanswered.to_string())
        .into()
}

/// A secret that is a statement, signed for now.
fn statement(provider: &Provider, context: &Context) -> Result<Zeroizing<String>, Failure> {
    let Credentials::Signed {
        team_id,
        key_id,
        private_key,
        audience,
    } = &provider.credentials
    else {
        return Err(failed("the connection signs no statements"));
    };
    let unusable = || failed("the connection's private key can't be read");
    let text: String = private_key
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .flat_map(str::chars)
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let pkcs8 = Zeroizing::new(BASE64.decode(text).map_err(|_| unusable())?);
    let key = PrivateKey::from_pkcs8(&pkcs8).map_err(|_| unusable())?;
    let signer = Signer::asymmetric(key, AsymmetricAlgorithm::ES256, key_id, "JWT")
        .map_err(|_| unusable())?;
    let now = context.now.seconds();
    let claims = json!({
        "iss": team_id,
        "iat": now,
        "exp": now + STATEMENT_LIFETIME,
        "aud": audience,
        "sub": provider.client_id,
    });
    let signed = signer.sign(&claims).map_err(|_| unusable())?;
    Ok(Zeroizing::new(signed))
}
