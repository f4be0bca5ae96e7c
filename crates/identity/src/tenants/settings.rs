//! Tenant settings: the document of `/api/v2/tenants/settings`, and the view of it that rules read.

use serde_json::{Map, Value, json};

use crate::failure::Broken;

/// The settings of a tenant. `document` is what the Management API shows; the other members are what it means.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the published document"
)]
pub struct Settings {
    /// As on the wire. Unknown members and flags survive here.
    pub document: Map<String, Value>,
    /// Shown to people as the tenant's name; may be empty.
    pub friendly_name: String,
    /// The audience where a request names none.
    pub default_audience: Option<String>,
    /// The connection of the password grant.
    pub default_directory: Option<String>,
    /// Where a person is sent whose login can't be continued.
    pub default_redirection_uri: Option<String>,
    /// Where log-out may lead without a client.
    pub allowed_logout_urls: Vec<String>,
    /// How long a browser session lasts.
    pub session: SessionLimits,
    /// Whether anyone may register a client (RFC 7591).
    pub dynamic_client_registration: bool,
    /// What registered clients get.
    pub dynamic_client_registration_mode: SecurityMode,
    /// Whether the discovery document names `/oidc/logout`.
    pub discovers_end_session: bool,
    /// Whether `/oidc/logout` asks when it can't tell who sent the browser.
    pub logout_prompt: bool,
    /// Whether revoking a refresh token ends the consent and all its tokens.
    pub revocation_ends_grant: bool,
    /// Whether consent shows scopes by their descriptions.
    pub consent_shows_descriptions: bool,
    /// Whether sign-up tells that an account exists.
    pub signup_tells_user_exists: bool,
    /// Whether new clients may use the connections there are.
    pub enables_connections_for_new_clients: bool,
    /// Whether requests may call organizations by their names, and tokens do.
    pub organization_names: bool,
    /// Whether answers of `/authorize` carry `iss` (RFC 9207).
    pub authorization_response_iss: bool,
    /// Whether clients may push authorization requests (RFC 9126).
    pub accepts_pushed_requests: bool,
    /// Whether they must.
    pub requires_pushed_requests: bool,
    /// Whether `resource` (RFC 8707) works as `audience`.
    pub resource_means_audience: bool,
    /// Whether `mfa_required` says which factors the user has or could enrol.
    pub tells_mfa_requirements: bool,
    /// Whether a person who enrols a second factor is shown all of them first.
    pub lists_factors_at_enrollment: bool,
    /// Whether the JWKS leaves `alg` out.
    pub hides_alg_in_jwks: bool,
    /// Whether loopback and custom-scheme callbacks are trusted without asking; `None` is the default.
    pub trusts_non_verifiable_callbacks: Option<bool>,
    /// Whether discovery names other endpoints for those who show a TLS certificate (RFC 8705 §5).
    pub has_mtls_aliases: bool,
    /// Whether clients come by themselves, by the address of a document that says who they are.
    pub registers_clients_by_address: bool,
    /// Languages of the hosted pages; the first is the default.
    pub enabled_locales: Vec<String>,
}

/// How long a browser session lasts, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// From log-in, whatever happens.
    pub absolute: i64,
    /// From the last interaction.
    pub idle: i64,
    /// Whether the cookie outlives the browser.
    pub persistent: bool,
}

/// How much a third-party client is trusted (`third_party_security_mode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecurityMode {
    /// The narrow set of rules for clients that nobody vouches for.
    Strict,
    /// The classic rules.
    Permissive,
}

impl SecurityMode {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Permissive => "permissive",
        }
    }

    /// From the name on the wire.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Strict, Self::Permissive]
            .into_iter()
            .find(|mode| mode.as_str() == name)
    }
}

impl Settings {
    /// What a new tenant starts with.
    pub fn initial_document() -> Map<String, Value> {
        let document = json!({
            "friendly_name": "",
            "picture_url": "",
            "support_email": "",
            "support_url": "",
            "default_audience": "",
            "default_directory": "",
            "allowed_logout_urls": [],
            "enabled_locales": ["en"],
            "session_lifetime": 168,
            "idle_session_lifetime": 72,
            "session_cookie": { "mode": "persistent" },
            "sandbox_version": "22",
            "sandbox_versions_available": ["22"],
            "dynamic_client_registration_security_mode": "strict",
            "pushed_authorization_requests_supported": false,
            "oidc_logout": { "rp_logout_end_session_endpoint_discovery": true },
            "flags": {
                "allow_changing_enable_sso": false,
                "allow_legacy_delegation_grant_types": false,
                "allow_legacy_ro_grant_types": false,
                "change_pwd_flow_v1": false,
                "disable_clickjack_protection_headers": false,
                "disable_impersonation": true,
                "enable_apis_section": true,
                "enable_client_connections": true,
                "enable_custom_domain_in_emails": false,
                "enable_dynamic_client_registration": false,
                "enable_idtoken_api2": false,
                "enable_legacy_profile": false,
                "enable_pipeline2": true,
                "enable_public_signup_user_exists_error": false,
                "enable_sso": true,
                "new_universal_login_experience_enabled": true,
                "no_disclose_enterprise_connections": false,
                "revoke_refresh_token_grant": false,
                "universal_login": true,
                "use_scope_descriptions_for_consent": false
            }
        });
        match document {
            Value::Object(document) => document,
            _ => Map::new(),
        }
    }

    /// The address that looks after the tenant, where one is named.
    pub fn support_email(&self) -> Option<&str> {
        let address = self.document.get("support_email").and_then(Value::as_str);
        address.filter(|address| !address.is_empty())
    }

    /// Reads the document; what is absent has upstream's default.
    ///
    /// # Errors
    /// Never at present: a member of the wrong type counts as absent, because the API refused it before it was stored.
    pub fn from_document(document: Map<String, Value>) -> Result<Self, Broken> {
        let text = |name: &str| {
            document
                .get(name)
                .and_then(Value::as_str)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let flag = |name: &str| {
            document
                .get("flags")
                .and_then(|flags| flags.get(name))
                .and_then(Value::as_bool)
        };
        let nested =
            |outer: &str, inner: &str| document.get(outer).and_then(|value| value.get(inner));
        Ok(Self {
            friendly_name: text("friendly_name").unwrap_or_default(),
            default_audience: text("default_audience"),
            default_directory: text("default_directory"),
            organization_names: document
                .get("allow_organization_name_in_authentication_api")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            default_redirection_uri: text("default_redirection_uri"),
            allowed_logout_urls: strings(document.get("allowed_logout_urls")),
            session: session_limits(&document),
            dynamic_client_registration: flag("enable_dynamic_client_registration")
                .unwrap_or(false),
            dynamic_client_registration_mode: text("dynamic_client_registration_security_mode")
                .and_then(|mode| SecurityMode::from_name(&mode))
                .unwrap_or(SecurityMode::Strict),
            discovers_end_session: nested(
                "oidc_logout",
                "rp_logout_end_session_endpoint_discovery",
            )
            .and_then(Value::as_bool)
            .unwrap_or(true),
            logout_prompt: nested("sessions", "oidc_logout_prompt_enabled")
                .and_then(Value::as_bool)
                .unwrap_or(true),
            revocation_ends_grant: flag("revoke_refresh_token_grant").unwrap_or(false),
            consent_shows_descriptions: flag("use_scope_descriptions_for_consent").unwrap_or(false),
            signup_tells_user_exists: flag("enable_public_signup_user_exists_error")
                .unwrap_or(false),
            enables_connections_for_new_clients: flag("enable_client_connections").unwrap_or(true),
            authorization_response_iss: document
                .get("authorization_response_iss_parameter_supported")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            accepts_pushed_requests: document
                .get("pushed_authorization_requests_supported")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            requires_pushed_requests: flag("require_pushed_authorization_requests")
                .unwrap_or(false),
            resource_means_audience: text("resource_parameter_profile").as_deref()
                == Some("compatibility"),
            tells_mfa_requirements: document.get("customize_mfa_in_postlogin_action")
                == Some(&Value::Bool(true)),
            lists_factors_at_enrollment: flag("mfa_show_factor_list_on_enrollment")
                .unwrap_or(false),
            hides_alg_in_jwks: flag("remove_alg_from_jwks").unwrap_or(false),
            trusts_non_verifiable_callbacks: document
                .get("skip_non_verifiable_callback_uri_confirmation_prompt")
                .and_then(Value::as_bool),
            registers_clients_by_address: document.get("client_id_metadata_document_supported")
                == Some(&Value::Bool(true)),
            has_mtls_aliases: document
                .get("mtls")
                .and_then(|mtls| mtls.get("enable_endpoint_aliases"))
                == Some(&Value::Bool(true)),
            enabled_locales: match strings(document.get("enabled_locales")) {
                locales if locales.is_empty() => vec!["en".to_owned()],
                locales => locales,
            },
            document,
        })
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

/// Lifetimes are stored in hours, which may be fractions: 3.0166… is 181 minutes.
fn session_limits(document: &Map<String, Value>) -> SessionLimits {
    let seconds = |name: &str, default_hours: f64| {
        let hours = document
            .get(name)
            .and_then(Value::as_f64)
            .unwrap_or(default_hours);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "bounded to a century of seconds first"
        )]
        let seconds = (hours * 3600.0).round().clamp(1.0, 3.2e9) as i64;
        seconds
    };
    let persistent = document
        .get("session_cookie")
        .and_then(|cookie| cookie.get("mode"))
        .and_then(Value::as_str)
        != Some("non-persistent");
    let (absolute, idle) = if persistent {
        (
            seconds("session_lifetime", 168.0),
            seconds("idle_session_lifetime", 72.0),
        )
    } else {
        (
            seconds("ephemeral_session_lifetime", 72.0),
            seconds("idle_ephemeral_session_lifetime", 24.0),
        )
    };
    SessionLimits {
        absolute,
        idle: idle.min(absolute),
        persistent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(document: Value) -> Settings {
        let Value::Object(document) = document else {
            panic!("not an object")
        };
        Settings::from_document(document).unwrap()
    }

    #[test]
    fn absent_members_have_upstream_defaults() {
        let settings = settings(json!({}));
        assert_eq!(
            settings.session,
            SessionLimits {
                absolute: 604_800,
                idle: 259_200,
                persistent: true
            }
        );
        assert_eq!(
            settings.dynamic_client_registration_mode,
            SecurityMode::Strict
        );
        assert!(
            !settings.dynamic_client_registration
                && settings.discovers_end_session
                && settings.logout_prompt
        );
        assert_eq!(settings.enabled_locales, ["en"]);
    }

    #[test]
    fn fractional_hours_are_minutes_and_idle_never_outlasts_absolute() {
        let limits = settings(
            json!({ "session_lifetime": 1, "idle_session_lifetime": 3.016_666_666_666_667 }),
        )
        .session;
        assert_eq!(
            limits,
            SessionLimits {
                absolute: 3600,
                idle: 3600,
                persistent: true
            }
        );
        let limits = settings(json!({ "idle_session_lifetime": 3.016_666_666_666_667 })).session;
        assert_eq!(limits.idle, 181 * 60);
    }
}
