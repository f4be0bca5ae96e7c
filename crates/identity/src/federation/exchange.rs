//! From a code to a provider's tokens (RFC 6749 §4.1.3).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ostia_jose::jws::Signer;
use ostia_jose::{AsymmetricAlgorithm, PrivateKey};
use ostia_protocol::auth0::ids;
use ostia_protocol::oauth::Error;
use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{away, failed};
use crate::connection_keys;
use crate::connections::Connection;
use crate::connections::provider::{Audience, Credentials, Metadata, Provider};
use crate::context::Context;
use crate::failure::Failure;
use crate::federated_logins::Expected;
use crate::outgoing::Unanswered;
use crate::users::federated::Tokens;

/// How long a statement that stands for a secret is valid, in seconds.
const STATEMENT_LIFETIME: i64 = 300;

/// How long an assertion is valid, in seconds: it is used at once, and clocks differ.
const ASSERTION_LIFETIME: i64 = 60;
/// RFC 7523 §2.2.
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

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
    connection: &Connection,
    context: &Context,
) -> Result<Obtained, Failure> {
    let endpoint = metadata
        .token_endpoint
        .as_deref()
        .ok_or_else(|| failed("the provider has no token endpoint"))?;
    let proof = proof(provider, metadata, endpoint, connection, context).await?;
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", expected.redirect_uri.as_str()),
        ("client_id", provider.client_id.as_str()),
    ];
    form.extend(proof.iter().map(|(name, value)| (*name, value.as_str())));
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

/// What of the form proves who asks.
async fn proof(
    provider: &Provider,
    metadata: &Metadata,
    endpoint: &str,
    connection: &Connection,
    context: &Context,
) -> Result<Vec<(&'static str, Zeroizing<String>)>, Failure> {
    Ok(match &provider.credentials {
        Credentials::None => Vec::new(),
        Credentials::Secret(secret) => vec![("client_secret", secret.clone())],
        Credentials::Signed { .. } => vec![("client_secret", statement(provider, context)?)],
        Credentials::Assertion {
            algorithm,
            audience,
        } => {
            let id = connection.id.as_str();
            let signer = connection_keys::signer(id, algorithm.as_deref(), context).await?;
            let signer =
                signer.ok_or_else(|| failed("the connection has no key that signs like that"))?;
            let audience = match audience {
                Audience::Issuer => metadata.issuer.as_str(),
                Audience::TokenEndpoint => endpoint,
            };
            let assertion = assertion(&signer, audience, provider, context)?;
            vec![
                (
                    "client_assertion_type",
                    Zeroizing::new(ASSERTION_TYPE.to_owned()),
                ),
                ("client_assertion", assertion),
            ]
        }
    })
}

/// OpenID Connect Core §9; RFC 7523 §3.
fn assertion(
    signer: &Signer,
    audience: &str,
    provider: &Provider,
    context: &Context,
) -> Result<Zeroizing<String>, Failure> {
    // Not the moment at which the login came back: the provider's answers took their time.
    let now = context.platform.clock.now().seconds();
    let claims = json!({
        "iss": provider.client_id,
        "sub": provider.client_id,
        "aud": audience,
        "jti": ids::token(context.entropy(), 16),
        "iat": now,
        "exp": now + ASSERTION_LIFETIME,
    });
    let signed = signer
        .sign(&claims)
        .map_err(|_| failed("the connection's key can't be used"))?;
    Ok(Zeroizing::new(signed))
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
