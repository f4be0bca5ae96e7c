//! Resource servers: the APIs that access tokens are for (the dashboard says *APIs*).

pub mod document;
mod manage;
mod mfa_api;
pub mod table;

use std::sync::Arc;

use ostia_jose::AsymmetricAlgorithm;
use ostia_protocol::oauth::Scope;
use ostia_protocol::oidc::TokenDialect;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

pub use self::manage::{create, create_system, delete, list, read, update};
use crate::context::Context;
use crate::failure::Broken;
use crate::tenants::Tenant;
use crate::vault::{Place, SealingKey};

/// An API.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the published document"
)]
pub struct ResourceServer {
    /// 24 hexadecimal digits.
    pub id: String,
    /// The audience. Never changes.
    pub identifier: String,
    /// What people see; the identifier where no name was given.
    pub name: String,
    /// The scopes that it knows.
    pub scopes: Vec<ApiScope>,
    /// Their names.
    pub all_scopes: Scope,
    /// What signs its access tokens.
    pub signature: AccessTokenSignature,
    /// Seconds.
    pub token_lifetime: i64,
    /// Seconds, for tokens that pass through a browser.
    pub token_lifetime_for_web: i64,
    /// Whether refresh tokens may be had for it.
    pub allows_offline_access: bool,
    /// Whether first-party applications with a verifiable callback need no consent.
    pub skips_consent: bool,
    /// Whether users get only the scopes that their roles and permissions give (RBAC).
    pub enforces_policies: bool,
    /// What its access tokens look like.
    pub dialect: TokenDialect,
    /// Whether its access tokens are bound to a key that the caller must have.
    pub proof_of_possession: Option<ProofOfPossession>,
    /// What it takes for an application to get a token on behalf of a user.
    pub user_policy: UserPolicy,
    /// Whether applications can get a token on their own behalf.
    pub allows_client_credentials: bool,
    /// Whether it is built in, such as the Management API.
    pub is_system: bool,
    /// As on the wire, without the signing secret.
    pub document: Map<String, Value>,
}

/// A scope of an API.
#[derive(Clone, Debug)]
pub struct ApiScope {
    /// Its name, such as `read:photos`.
    pub value: String,
    /// What it lets an application do, in words.
    pub description: String,
}

/// How an API's access tokens are bound to a key that the caller must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProofOfPossession {
    /// To a TLS client certificate (RFC 8705 §3); if not, to a key of the caller (RFC 9449).
    pub by_certificate: bool,
    /// Whether tokens that aren't bound are refused to public clients.
    required_of_public: bool,
    /// And to confidential ones.
    required_of_confidential: bool,
}

impl ProofOfPossession {
    fn of(document: &Map<String, Value>) -> Option<Self> {
        let said = document.get("proof_of_possession")?;
        let is_required = said.get("required").and_then(Value::as_bool) == Some(true);
        let for_public_alone =
            said.get("required_for").and_then(Value::as_str) == Some("public_clients");
        Some(Self {
            by_certificate: said.get("mechanism")?.as_str()? == "mtls",
            required_of_public: is_required,
            required_of_confidential: is_required && !for_public_alone,
        })
    }

    /// Whether a client of a type gets no token that isn't bound.
    pub fn is_required_of(self, is_public: bool) -> bool {
        if is_public {
            self.required_of_public
        } else {
            self.required_of_confidential
        }
    }
}

/// What signs an API's access tokens.
#[derive(Debug)]
pub enum AccessTokenSignature {
    /// `HS256` with the API's own secret.
    Secret(ApiSecret),
    /// A tenant key.
    Key(AsymmetricAlgorithm),
}

/// The signing secret of an API, sealed.
pub struct ApiSecret {
    id: String,
    sealed: String,
    key: SealingKey,
}

impl std::fmt::Debug for ApiSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ApiSecret")
    }
}

impl ApiSecret {
    /// The key of `HS256`.
    ///
    /// # Errors
    /// When it does not open.
    pub fn reveal(&self) -> Result<Zeroizing<Vec<u8>>, Broken> {
        self.key.open(secret_place(&self.id), &self.sealed)
    }
}

/// Where an API's signing secret is sealed.
pub fn secret_place(id: &str) -> Place<'_> {
    Place {
        table: "resource_servers",
        column: "sealed_secret",
        id,
    }
}

/// `subject_type_authorization.user.policy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserPolicy {
    /// Any application of the tenant.
    AllowAll,
    /// Only those with a client grant for users.
    RequireClientGrant,
    /// None.
    DenyAll,
}

impl ResourceServer {
    /// Builds an API from what is stored.
    ///
    /// # Errors
    /// When an API that signs with a secret has none.
    pub fn from_stored(row: table::ResourceServerRow, tenant: &Tenant) -> Result<Self, Broken> {
        let document = row.document;
        let text = |name: &str| document.get(name).and_then(Value::as_str);
        let flag = |name: &str| document.get(name).and_then(Value::as_bool).unwrap_or(false);
        let number = |name: &str, default: i64| {
            document
                .get(name)
                .and_then(Value::as_i64)
                .unwrap_or(default)
        };
        let policy = |subject: &str| {
            document
                .get("subject_type_authorization")
                .and_then(|policies| policies.get(subject))
                .and_then(|policy| policy.get("policy"))
                .and_then(Value::as_str)
        };
        let signature = match text("signing_alg") {
            Some("HS256") => AccessTokenSignature::Secret(ApiSecret {
                id: row.resource_server_id.clone(),
                sealed: row
                    .sealed_secret
                    .ok_or_else(|| Broken::internal("an HS256 API without a secret"))?,
                key: tenant.key.clone(),
            }),
            name => AccessTokenSignature::Key(
                name.and_then(|name| name.parse().ok())
                    .unwrap_or(AsymmetricAlgorithm::RS256),
            ),
        };
        let scopes = scopes(document.get("scopes"));
        Ok(Self {
            name: text("name").unwrap_or(&row.identifier).to_owned(),
            all_scopes: Scope::from_tokens(scopes.iter().map(|scope| &scope.value))
                .unwrap_or_default(),
            scopes,
            signature,
            token_lifetime: number("token_lifetime", 86_400),
            token_lifetime_for_web: number("token_lifetime_for_web", 7_200),
            allows_offline_access: flag("allow_offline_access"),
            skips_consent: flag("skip_consent_for_verifiable_first_party_clients"),
            enforces_policies: flag("enforce_policies"),
            dialect: text("token_dialect")
                .and_then(|name| name.parse().ok())
                .unwrap_or(TokenDialect::AccessToken),
            proof_of_possession: ProofOfPossession::of(&document),
            user_policy: match policy("user") {
                Some("deny_all") => UserPolicy::DenyAll,
                Some("require_client_grant") => UserPolicy::RequireClientGrant,
                _ => UserPolicy::AllowAll,
            },
            allows_client_credentials: policy("client") != Some("deny_all"),
            is_system: flag("is_system"),
            id: row.resource_server_id,
            identifier: row.identifier,
            document,
        })
    }
}

fn scopes(stored: Option<&Value>) -> Vec<ApiScope> {
    let items = stored
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let text = |item: &Value, name: &str| {
        item.get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    items
        .iter()
        .map(|item| ApiScope {
            value: text(item, "value"),
            description: text(item, "description"),
        })
        .collect()
}

/// The API with this identifier (audience), from the cache where it is there.
///
/// # Errors
/// When the database is away.
pub async fn find_by_identifier(
    identifier: &str,
    context: &Context,
) -> Result<Option<Arc<ResourceServer>>, Broken> {
    let load = async || {
        if identifier == context.tenant.mfa_audience() {
            return Ok(Some(mfa_api::describe(&context.tenant)?));
        }
        let row =
            table::find_by_identifier(&context.tenant, identifier, context.database()).await?;
        row.map(|row| ResourceServer::from_stored(row, &context.tenant))
            .transpose()
    };
    let key = (context.tenant.id.clone(), identifier.to_owned());
    context
        .caches()
        .resource_servers
        .get_or_load(key, load)
        .await
}
