//! The identity provider behind a connection: where it is, what is asked of it, and how its answers are read.
//!
//! Every strategy becomes one [`Provider`], so that logging in knows no strategies.

mod presets;
mod scopes;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::{Connection, sealed, table};
use crate::context::Context;
use crate::failure::Broken;

/// A provider, as a connection's options describe it.
#[derive(Debug)]
pub struct Provider {
    /// What it knows this tenant as.
    pub client_id: String,
    /// How this tenant proves itself where a code becomes tokens.
    pub credentials: Credentials,
    /// How the answer travels.
    pub channel: Channel,
    /// Where it is.
    pub server: Server,
    /// What it is asked for, between blanks.
    pub scope: String,
    /// How the answer comes back, where the provider has to be told.
    pub response_mode: Option<&'static str>,
    /// Whether a code is bound to this browser by a challenge (RFC 7636).
    pub pkce: Pkce,
    /// Where the profile is.
    pub source: Source,
    /// Which member of the profile names the account; the first that is there.
    pub subject: &'static [&'static str],
    /// Which members of the profile become which of the user's.
    pub mapping: Mapping,
    /// Whether its word on addresses counts.
    pub email_trust: EmailTrust,
    /// Whose ID tokens are accepted, where one issuer speaks for many directories.
    pub directory: Option<String>,
    /// Parameters that every request carries.
    pub parameters: Vec<(String, Parameter)>,
    /// Headers of requests for tokens.
    pub headers: Vec<(String, String)>,
}

/// How a tenant proves itself to a provider.
#[derive(Debug)]
pub enum Credentials {
    /// It doesn't: a public client.
    None,
    /// By a secret in the form.
    Secret(Zeroizing<String>),
    /// By an assertion that the connection's current key signs (`private_key_jwt`; OpenID Connect Core §9).
    Assertion {
        /// Another algorithm than the key was made for.
        algorithm: Option<String>,
        /// Whom it names as its audience.
        audience: Audience,
    },
    /// By a statement that a key of the tenant's signs, as Apple has it.
    Signed {
        /// Who signs.
        team_id: String,
        /// With which key.
        key_id: String,
        /// The key, PKCS#8 in PEM.
        private_key: Zeroizing<String>,
        /// For whom.
        audience: &'static str,
    },
}

/// For whom an assertion is (`options.token_endpoint_jwtca_aud_format`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The provider, by its name.
    Issuer,
    /// The place that it is sent to.
    TokenEndpoint,
}

/// How the answer travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// The browser brings a code, which becomes tokens behind its back.
    Back,
    /// The browser brings the ID token itself.
    Front,
}

/// Where a provider is.
#[derive(Clone, Debug)]
pub enum Server {
    /// It says so itself, at this address (OpenID Connect Discovery 1.0).
    Discovered(String),
    /// It is known.
    Known(Metadata),
}

/// What a provider says about itself (OpenID Connect Discovery 1.0 §3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Its name in ID tokens; empty where it issues none.
    #[serde(default)]
    pub issuer: String,
    /// Where people log in.
    pub authorization_endpoint: String,
    /// Where a code becomes tokens.
    #[serde(default)]
    pub token_endpoint: Option<String>,
    /// Where a token opens the profile.
    #[serde(default)]
    pub userinfo_endpoint: Option<String>,
    /// Where its keys are.
    #[serde(default)]
    pub jwks_uri: Option<String>,
    /// Where people log out.
    #[serde(default)]
    pub end_session_endpoint: Option<String>,
    /// Which challenges it takes.
    #[serde(default)]
    pub code_challenge_methods_supported: Vec<String>,
    /// Whether every answer says whose it is (RFC 9207 §3).
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

/// Whether codes are bound by a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pkce {
    /// Always by a hash.
    S256,
    /// Always by the verifier itself.
    Plain,
    /// By a hash, where the provider says that it takes one.
    Auto,
    /// Never.
    Disabled,
}

/// Where the profile is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// In a signed ID token, and at the provider's `userinfo`.
    IdToken,
    /// At an address that the access token opens.
    Userinfo,
    /// At GitHub's, whose addresses are in a list of their own.
    Github,
}

/// Which members of a profile become which of the user's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mapping {
    /// All, under their own names.
    All,
    /// The user's members, and what each is made of.
    Templates(Map<String, Value>),
    /// All, and some of them under other names: the provider's, and the user's.
    Renamed(Vec<(String, String)>),
}

/// Whether a provider's word on e-mail addresses counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailTrust {
    /// What it says.
    AsClaimed,
    /// Its addresses count as verified, whatever it says.
    Always,
    /// They don't: its directories let people write what they like.
    Never,
}

/// A parameter of the request to the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// Always the same.
    Value(String),
    /// What the application's request says under this name.
    Of(String),
}

/// A connection that can't log anybody in, and what its options lack.
pub type Incomplete = &'static str;

/// The provider behind a connection, with what proves this tenant to it.
///
/// # Errors
/// When the database is away, or a secret does not open.
pub async fn open(
    connection: &Connection,
    context: &Context,
) -> Result<Result<Provider, Incomplete>, Broken> {
    let row = table::find(&context.tenant, connection.id.as_str(), context.database()).await?;
    let Some(row) = row else {
        return Ok(Err("the connection is gone"));
    };
    let mut options = match row.document.get("options") {
        Some(Value::Object(options)) => options.clone(),
        _ => Map::new(),
    };
    if let Some(secrets) = &row.sealed_options {
        sealed::open(&row.connection_id, secrets, &mut options, context)?;
    }
    Ok(presets::provider(
        &connection.strategy,
        &Value::Object(options),
    ))
}

/// Whether people of a strategy prove themselves to a provider that this server can talk to.
pub fn is_federated(strategy: &str) -> bool {
    presets::STRATEGIES.contains(&strategy)
}

/// Whether a strategy's accounts are named across connections: everybody's account with Google has one name.
pub fn has_global_accounts(strategy: &str) -> bool {
    super::is_social(strategy) && strategy != "oauth2" || strategy == "waad"
}
