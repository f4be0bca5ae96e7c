//! Clients: the two axes of the client model, and everything that follows from them. Other modules ask here and
//! never look at a client's document themselves.

mod account;
mod back_channel_logout;
pub mod credentials;
pub mod document;
mod global;
mod kind;
pub mod list;
pub mod manage;
mod naming;
mod organization_usage;
mod origins;
pub mod schema;
mod secret;
pub mod table;
pub mod visibility;

use std::sync::Arc;

use ostia_protocol::auth0::ids::ClientId;
use ostia_protocol::oauth::{
    self, ChallengeMethod, GrantType, GrantTypes, RedirectUri, ResponseType, Strictness,
};
use serde_json::{Map, Value};

pub use self::account::ACCOUNT;
use self::account::account_page;
pub use self::back_channel_logout::{BackChannelLogout, Initiator};
pub use self::global::{create_global, find_global};
pub use self::kind::{
    AssertionKey, ClientKind, IdTokenSignature, Registered, RegisteredCertificate,
    RegisteredCertificates, SecretOrKey,
};
pub use self::naming::find_named;
pub use self::organization_usage::{Discovery, OrganizationUsage, Unnamed};
pub use self::secret::{ClientSecret, seal as seal_secret};
use crate::context::Context;
use crate::failure::Broken;
pub use crate::tenants::SecurityMode;
use crate::tenants::Tenant;

/// Axis 2 of the client model: who owns and operates the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ownership {
    /// The tenant's owner.
    FirstParty,
    /// Somebody else, who must not administer the tenant and needs the user's consent.
    ThirdParty(SecurityMode),
}

/// A client, parsed from its document and its row: what is wrong there was refused before it got here.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the published document"
)]
pub struct Client {
    /// The `client_id`.
    pub id: ClientId,
    /// What people see.
    pub name: String,
    /// Confidential or public, how it authenticates, and what signs its ID tokens.
    pub kind: ClientKind,
    /// First-party or third-party.
    pub ownership: Ownership,
    /// Where answers of `/authorize` may go.
    pub callbacks: Vec<String>,
    /// Where log-out may lead.
    pub allowed_logout_urls: Vec<String>,
    /// Whom it wants to be told when a session ends.
    pub back_channel_logout: Option<BackChannelLogout>,
    /// Origins that may receive `web_message` answers and call from a browser.
    pub web_origins: Vec<String>,
    /// Further origins that may call from a browser.
    pub allowed_origins: Vec<String>,
    /// `native`, `spa`, `regular_web`, `non_interactive` or another kind, where it was said.
    pub app_type: Option<String>,
    /// A logo for the consent page.
    pub logo_uri: Option<String>,
    /// Whether it uses the conformant pipeline even without an audience.
    pub oidc_conformant: bool,
    /// Whether it ignores sessions of other clients.
    pub sso_disabled: bool,
    /// How long its ID tokens are valid, in seconds.
    pub id_token_lifetime: i64,
    /// Whether its users log in to organizations.
    pub organization_usage: OrganizationUsage,
    /// How its refresh tokens live.
    pub refresh_tokens: RefreshTokenPolicy,
    /// Whether loopback and custom-scheme callbacks need no confirmation; `None` leaves it to the tenant.
    pub trusts_non_verifiable_callbacks: Option<bool>,
    /// What it says of signed authorization requests (RFC 9101).
    pub signed_requests: SignedRequests,
    /// Whether it accepts only authorization requests that it pushed itself (RFC 9126).
    pub requires_pushed_requests: bool,
    /// How long a pushed authorization request may be used, in seconds.
    pub pushed_request_lifetime: i64,
    /// Whether its access tokens must be bound to a key or certificate of its own (`require_proof_of_possession`).
    pub requires_bound_tokens: bool,
    /// The built-in client "All Applications", which can't log anybody in.
    pub is_global: bool,
    /// As on the wire, without the secret.
    pub document: Map<String, Value>,
    grant_types: GrantTypes,
    returns_errors: bool,
}

/// What a client says of signed authorization requests (RFC 9101).
#[derive(Debug, Default)]
pub struct SignedRequests {
    /// Whether it accepts no others.
    pub are_required: bool,
    /// The keys that verify them.
    pub keys: Vec<AssertionKey>,
}

/// How long a pushed request may be used where the client doesn't say, in seconds (reference/authentication.md §0.4).
const PUSHED_REQUEST_LIFETIME: i64 = 30;

/// How a client's refresh tokens live; lifetimes in seconds, `None` for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefreshTokenPolicy {
    /// Whether each use replaces the token.
    pub rotates: bool,
    /// From the first token of a family.
    pub absolute: Option<i64>,
    /// From the last use.
    pub idle: Option<i64>,
    /// For how long the token before the present one may be replayed (racing tabs).
    pub leeway: i64,
}

impl Client {
    /// Whether it may say for whom it calls (`is_token_endpoint_ip_header_trusted`): only who proves itself may.
    pub fn is_trusted_with_addresses(&self) -> bool {
        let flag = self.document.get("is_token_endpoint_ip_header_trusted");
        matches!(self.kind, ClientKind::Secret { .. }) && flag == Some(&Value::Bool(true))
    }

    /// Builds a client from what is stored.
    ///
    /// # Errors
    /// When the row contradicts itself.
    pub fn from_stored(
        id: ClientId,
        document: Map<String, Value>,
        secret: Option<ClientSecret>,
        registered: Registered,
    ) -> Result<Self, Broken> {
        let text = |name: &str| {
            document
                .get(name)
                .and_then(Value::as_str)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let flag = |name: &str| document.get(name).and_then(Value::as_bool).unwrap_or(false);
        let ownership = ownership(&document);
        let strict = ownership == Ownership::ThirdParty(SecurityMode::Strict);
        let default_lifetime = if strict { 3_600 } else { 36_000 };
        Ok(Self {
            kind: ClientKind::from_document(&document, secret, registered, strict)?,
            ownership,
            name: text("name").unwrap_or_default(),
            callbacks: strings(document.get("callbacks")),
            allowed_logout_urls: strings(document.get("allowed_logout_urls")),
            back_channel_logout: BackChannelLogout::of(&document),
            web_origins: strings(document.get("web_origins")),
            allowed_origins: strings(document.get("allowed_origins")),
            app_type: text("app_type"),
            logo_uri: text("logo_uri"),
            oidc_conformant: flag("oidc_conformant") || ownership != Ownership::FirstParty,
            sso_disabled: flag("sso_disabled"),
            id_token_lifetime: document
                .get("jwt_configuration")
                .and_then(|configuration| configuration.get("lifetime_in_seconds"))
                .and_then(Value::as_i64)
                .unwrap_or(default_lifetime),
            organization_usage: OrganizationUsage::of(&document, ownership),
            refresh_tokens: refresh_token_policy(document.get("refresh_token")),
            trusts_non_verifiable_callbacks: document
                .get("skip_non_verifiable_callback_uri_confirmation_prompt")
                .and_then(Value::as_bool),
            signed_requests: SignedRequests::default(),
            requires_pushed_requests: flag("require_pushed_authorization_requests"),
            pushed_request_lifetime: document
                .get("par_request_expiry")
                .and_then(Value::as_i64)
                .unwrap_or(PUSHED_REQUEST_LIFETIME),
            requires_bound_tokens: flag("require_proof_of_possession"),
            is_global: flag("global"),
            grant_types: strings(document.get("grant_types"))
                .iter()
                .filter_map(|name| name.parse().ok())
                .collect(),
            returns_errors: !strict
                || text("redirection_policy").as_deref() == Some("allow_always"),
            id,
            document,
        })
    }

    /// Whether the tenant's owner operates it.
    pub fn is_first_party(&self) -> bool {
        self.ownership == Ownership::FirstParty
    }

    /// Whether it lives under the narrow rules for third parties.
    pub fn is_strict(&self) -> bool {
        self.ownership == Ownership::ThirdParty(SecurityMode::Strict)
    }

    /// Whether this client may use a grant: its configuration says so *and* its type and ownership allow it.
    ///
    /// # Errors
    /// `unauthorized_client`, in upstream's words.
    pub fn require_grant(&self, grant: GrantType) -> Result<(), oauth::Error> {
        if self.grant_types.contains(grant) && self.type_allows(grant) {
            return Ok(());
        }
        Err(oauth::Error::grant_not_allowed(grant))
    }

    /// Whether this client may use a grant.
    pub fn may_use(&self, grant: GrantType) -> bool {
        self.require_grant(grant).is_ok()
    }

    fn type_allows(&self, grant: GrantType) -> bool {
        let proves_itself = !self.kind.is_public() || !grant.needs_confidential_client();
        let owner_allows =
            document::ownership_allows(self.ownership, grant, self.is_registered_dynamically());
        let device_allows = grant != GrantType::DeviceCode || self.runs_on_devices();
        !self.is_global && proves_itself && owner_allows && device_allows
    }

    /// Whether it can be an application on a device without a browser (reference/authentication.md §3.5).
    fn runs_on_devices(&self) -> bool {
        self.app_type.as_deref() == Some("native")
            && self.kind.is_public()
            && self.oidc_conformant
            && !self.is_registered_dynamically()
    }

    fn is_registered_dynamically(&self) -> bool {
        self.document.get("external_metadata_type").is_some()
    }

    /// Whether `/authorize` may answer this client with such a response.
    ///
    /// # Errors
    /// `unsupported_response_type` for strict third parties, `unauthorized_client` where a grant is missing.
    pub fn require_response_type(&self, response_type: ResponseType) -> Result<(), oauth::Error> {
        if self.is_strict() && response_type != ResponseType::Code {
            return Err(oauth::Error::unsupported_response_type(
                response_type.as_str(),
            ));
        }
        if response_type.has_code() {
            self.require_grant(GrantType::AuthorizationCode)?;
        }
        if response_type.has_token() || response_type.has_id_token() {
            self.require_grant(GrantType::Implicit)?;
        }
        Ok(())
    }

    /// Whether the code flow needs PKCE. Upstream only advises it to public clients; without it their codes are anybody's.
    pub fn requires_pkce(&self) -> bool {
        self.kind.is_public() || self.is_strict()
    }

    /// Whether this client may use a way of making its code challenge. `plain` protects little: only clients that were
    /// built for it long ago may send it.
    pub fn accepts_challenge(&self, method: ChallengeMethod) -> bool {
        match method {
            ChallengeMethod::S256 => true,
            ChallengeMethod::Plain => {
                !self.is_strict() && (!self.is_first_party() || !self.oidc_conformant)
            }
        }
    }

    /// Whether answers of `/authorize` may go there.
    pub fn has_callback(&self, uri: &RedirectUri) -> bool {
        let strictness = self.url_strictness();
        self.callbacks
            .iter()
            .any(|registered| uri.matches(registered, strictness))
    }

    /// Whether some of its callbacks hold `{organization_name}`, and count.
    pub fn has_callbacks_of_organizations(&self) -> bool {
        self.is_first_party()
            && self.organization_usage != OrganizationUsage::Deny
            && self
                .callbacks
                .iter()
                .any(|registered| registered.contains("{organization_name}"))
    }

    /// Whether answers of `/authorize` may go there for an organization of this name.
    pub fn has_callback_of(&self, uri: &RedirectUri, name: &str) -> bool {
        let strictness = self.url_strictness();
        self.callbacks
            .iter()
            .filter_map(|registered| oauth::expand_organization(registered, name))
            .any(|registered| uri.matches(&registered, strictness))
    }

    /// How callbacks and origins are compared.
    pub fn url_strictness(&self) -> Strictness {
        if self.is_strict() {
            Strictness::Exact
        } else {
            Strictness::Wildcards
        }
    }

    /// Whether errors of `/authorize` are returned to its callback. For strict third parties they are shown to the
    /// user instead, so that nobody can use the tenant's domain to send people elsewhere.
    pub fn returns_errors_to_callback(&self) -> bool {
        self.returns_errors
    }

    /// Whether only connections that are open to the whole domain log its users in.
    pub fn uses_domain_connections(&self) -> bool {
        !self.is_first_party()
    }

    /// Whether an API's policy can let it in without a client grant.
    pub fn always_needs_client_grant(&self) -> bool {
        self.is_strict()
    }

    /// How long its access tokens may be valid, in seconds, where it is not for the API alone to say: tokens of strict
    /// third parties live as long as the ID tokens configured for them (reference/authentication.md §1.6).
    pub fn access_token_limit(&self) -> Option<i64> {
        self.is_strict().then_some(self.id_token_lifetime)
    }

    /// The organization that it acts in for itself where a request names none.
    pub fn default_organization(&self) -> Option<&str> {
        let default = self.document.get("default_organization")?;
        let flows = default.get("flows").and_then(Value::as_array)?;
        flows
            .iter()
            .any(|flow| flow == "client_credentials")
            .then(|| default.get("organization_id").and_then(Value::as_str))?
    }

    /// Whether it may ever hold a token for the Management API on its own behalf.
    pub fn may_administer(&self) -> bool {
        self.is_first_party()
    }
}

/// Reads axis 2 from a document.
pub fn ownership(document: &Map<String, Value>) -> Ownership {
    if document
        .get("is_first_party")
        .and_then(Value::as_bool)
        .unwrap_or(true)
    {
        return Ownership::FirstParty;
    }
    let mode = document
        .get("third_party_security_mode")
        .and_then(Value::as_str)
        .and_then(SecurityMode::from_name);
    Ownership::ThirdParty(mode.unwrap_or(SecurityMode::Strict))
}

fn refresh_token_policy(stored: Option<&Value>) -> RefreshTokenPolicy {
    let text = |name: &str| {
        stored
            .and_then(|value| value.get(name))
            .and_then(Value::as_str)
    };
    let flag = |name: &str| {
        stored
            .and_then(|value| value.get(name))
            .and_then(Value::as_bool)
            .unwrap_or(false)
    };
    let number = |name: &str| {
        stored
            .and_then(|value| value.get(name))
            .and_then(Value::as_i64)
    };
    let rotates = text("rotation_type") == Some("rotating");
    let expires = text("expiration_type") == Some("expiring");
    let lifetime = |infinite: &str, name: &str, default: i64| {
        (expires && !flag(infinite)).then(|| number(name).unwrap_or(default))
    };
    RefreshTokenPolicy {
        rotates,
        absolute: lifetime("infinite_token_lifetime", "token_lifetime", 2_592_000),
        idle: lifetime(
            "infinite_idle_token_lifetime",
            "idle_token_lifetime",
            1_296_000,
        ),
        leeway: number("leeway").unwrap_or(0).max(0),
    }
}

fn strings(value: Option<&Value>) -> Vec<String> {
    let items = value
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    items
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// The client with this id, from the cache where it is there.
///
/// # Errors
/// When the database is away.
pub async fn find(id: &ClientId, context: &Context) -> Result<Option<Arc<Client>>, Broken> {
    let load = async || load(id, &context.tenant, context).await;
    context
        .caches()
        .clients
        .get_or_load((context.tenant.id.clone(), id.clone()), load)
        .await
}

async fn load(id: &ClientId, tenant: &Tenant, context: &Context) -> Result<Option<Client>, Broken> {
    if id.as_str() == ACCOUNT {
        return account_page(id, tenant).map(Some);
    }
    let Some(row) = table::find(tenant, id, context.database()).await? else {
        return Ok(None);
    };
    let registered = match row.document.get("client_authentication_methods") {
        Some(Value::Object(methods)) => credentials::registered(id, methods, context).await?,
        _ => Registered::Nothing,
    };
    let signed_requests = match row.document.get("signed_request_object") {
        Some(Value::Object(said)) => SignedRequests {
            are_required: said.get("required").and_then(Value::as_bool) == Some(true),
            keys: credentials::request_keys(id, &row.document, context).await?,
        },
        _ => SignedRequests::default(),
    };
    let client = build(row, registered, tenant)?;
    Ok(Some(Client {
        signed_requests,
        ..client
    }))
}

/// A client from its row.
///
/// # Errors
/// When the row contradicts itself or its secret does not open.
pub fn build(
    row: table::ClientRow,
    registered: Registered,
    tenant: &Tenant,
) -> Result<Client, Broken> {
    let id = ClientId::parse(&row.client_id).map_err(Broken::internal)?;
    let encoded = row
        .document
        .get("jwt_configuration")
        .and_then(|configuration| configuration.get("secret_encoded"))
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let secret = row
        .sealed_secret
        .map(|sealed| ClientSecret::from_sealed(&id, sealed, encoded, tenant))
        .transpose()?;
    Client::from_stored(id, row.document, secret, registered)
}
