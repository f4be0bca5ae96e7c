//! What may be written to a client: the schemas of `POST` and `PATCH /api/v2/clients`, member by member in upstream's
//! order (reference/management-api.md §4.1). Null is accepted wherever tools send it to remove a member.

mod addons;
mod nested;

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::{Format, Schema};

pub use self::nested::{CREDENTIAL, CREDENTIAL_UPDATE};

/// Whether a body makes a client or changes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Create,
    Update,
}

/// The body of `POST /api/v2/clients`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    CREATE_ORDER
        .iter()
        .fold(Schema::object(), |schema, name| match *name {
            "name" => schema.required_member(name, member(name, Verb::Create)),
            _ => schema.member(name, member(name, Verb::Create)),
        })
});

/// The body of `PATCH /api/v2/clients/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    UPDATE_ORDER.iter().fold(Schema::object(), |schema, name| {
        schema.member(name, member(name, Verb::Update))
    })
});

const CREATE_ORDER: &[&str] = &[
    "name",
    "description",
    "logo_uri",
    "callbacks",
    "oidc_logout",
    "oidc_backchannel_logout",
    "session_transfer",
    "allowed_origins",
    "web_origins",
    "client_aliases",
    "allowed_clients",
    "allowed_logout_urls",
    "grant_types",
    "token_endpoint_auth_method",
    "is_token_endpoint_ip_header_trusted",
    "app_type",
    "is_first_party",
    "oidc_conformant",
    "jwt_configuration",
    "encryption_key",
    "sso",
    "cross_origin_authentication",
    "cross_origin_loc",
    "sso_disabled",
    "custom_login_page_on",
    "custom_login_page",
    "custom_login_page_preview",
    "form_template",
    "addons",
    "client_metadata",
    "mobile",
    "initiate_login_uri",
    "native_social_login",
    "fedcm_login",
    "refresh_token",
    "default_organization",
    "organization_usage",
    "organization_require_behavior",
    "organization_discovery_methods",
    "client_authentication_methods",
    "require_pushed_authorization_requests",
    "require_proof_of_possession",
    "signed_request_object",
    "token_vault_privileged_access",
    "compliance_level",
    "skip_non_verifiable_callback_uri_confirmation_prompt",
    "token_exchange",
    "par_request_expiry",
    "token_quota",
    "resource_server_identifier",
    "third_party_security_mode",
    "redirection_policy",
    "express_configuration",
    "my_organization_configuration",
    "async_approval_notification_channels",
    "identity_assertion_authorization_grant",
];

const UPDATE_ORDER: &[&str] = &[
    "name",
    "description",
    "client_secret",
    "logo_uri",
    "callbacks",
    "oidc_logout",
    "oidc_backchannel_logout",
    "session_transfer",
    "allowed_origins",
    "web_origins",
    "grant_types",
    "client_aliases",
    "allowed_clients",
    "allowed_logout_urls",
    "jwt_configuration",
    "encryption_key",
    "sso",
    "cross_origin_authentication",
    "cross_origin_loc",
    "sso_disabled",
    "custom_login_page_on",
    "token_endpoint_auth_method",
    "is_token_endpoint_ip_header_trusted",
    "app_type",
    "is_first_party",
    "oidc_conformant",
    "custom_login_page",
    "custom_login_page_preview",
    "token_quota",
    "form_template",
    "addons",
    "client_metadata",
    "mobile",
    "initiate_login_uri",
    "native_social_login",
    "fedcm_login",
    "refresh_token",
    "default_organization",
    "organization_usage",
    "organization_require_behavior",
    "organization_discovery_methods",
    "client_authentication_methods",
    "require_pushed_authorization_requests",
    "require_proof_of_possession",
    "signed_request_object",
    "token_vault_privileged_access",
    "compliance_level",
    "skip_non_verifiable_callback_uri_confirmation_prompt",
    "token_exchange",
    "par_request_expiry",
    "express_configuration",
    "my_organization_configuration",
    "async_approval_notification_channels",
    "third_party_security_mode",
    "redirection_policy",
    "identity_assertion_authorization_grant",
];

/// Every member that an answer may hold, so that `fields` can name it.
pub static READABLE: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    // Members that only answers have, and those of old tenants that tools still ask for.
    const ONLY_READ: &[&str] = &[
        "client_id",
        "tenant",
        "global",
        "client_secret",
        "signing_keys",
        "signing_key",
        "external_metadata_type",
        "external_metadata_created_by",
        "external_client_id",
        "jwks_uri",
        "cross_origin_auth",
        "callback_url_template",
        "config_route",
        "owners",
        "encrypted",
        "api_type",
        "resource_servers",
        "custom_login_page_off",
        "custom_login_page_codeview",
    ];
    [ONLY_READ, CREATE_ORDER].concat()
});

const FLAGS: &[(&str, &str)] = &[
    (
        "is_token_endpoint_ip_header_trusted",
        "Whether the token endpoint believes the auth0-forwarded-for header",
    ),
    (
        "is_first_party",
        "Whether the tenant's owner operates the client; fixed at creation",
    ),
    (
        "oidc_conformant",
        "Whether the client always uses the conformant pipeline",
    ),
    ("sso", "Whether sessions are shared, in old tenants"),
    (
        "cross_origin_authentication",
        "Whether pages of another origin may log users in",
    ),
    (
        "sso_disabled",
        "Whether sessions of other clients are ignored",
    ),
    (
        "custom_login_page_on",
        "Whether the custom login page is shown",
    ),
    (
        "require_pushed_authorization_requests",
        "Whether authorization requests must be pushed",
    ),
    (
        "require_proof_of_possession",
        "Whether access tokens must be bound to a key",
    ),
];

const URL_LISTS: &[(&str, Format, &str)] = &[
    (
        "callbacks",
        Format::CallbackUrl,
        "Where answers to authorization requests may go",
    ),
    (
        "allowed_origins",
        Format::UrlWithPlaceholders,
        "Origins that may call from a browser",
    ),
    (
        "web_origins",
        Format::UrlWithPlaceholders,
        "Origins that may receive web messages",
    ),
    (
        "allowed_logout_urls",
        Format::UrlWithPlaceholders,
        "Where log-out may lead",
    ),
];

const NAME_LISTS: &[(&str, &str)] = &[
    (
        "client_aliases",
        "Further names of the client as an audience",
    ),
    ("allowed_clients", "Clients that may delegate to this one"),
    ("grant_types", "Grants that the client may use"),
];

/// The description of a list of URLs, as messages repeat it.
pub(super) fn url_list(name: &str) -> Option<(Format, &'static str)> {
    URL_LISTS
        .iter()
        .find(|(listed, _, _)| *listed == name)
        .map(|(_, format, description)| (*format, *description))
}

fn member(name: &'static str, verb: Verb) -> Schema {
    let flag = || {
        let (_, description) = FLAGS.iter().find(|(flag, _)| *flag == name)?;
        Some(Schema::boolean().described(description))
    };
    let urls = || {
        let (format, description) = url_list(name)?;
        Some(Schema::array(Schema::formatted(format).described(description)).described(description))
    };
    let names = || {
        let (_, description) = NAME_LISTS.iter().find(|(list, _)| *list == name)?;
        Some(Schema::array(Schema::string().min_length(1)).described(description))
    };
    flag()
        .or_else(urls)
        .or_else(names)
        .or_else(|| text(name, verb))
        .or_else(|| choice(name))
        .or_else(|| nested::member(name, verb))
        .unwrap_or_else(Schema::any)
}

fn text(name: &str, verb: Verb) -> Option<Schema> {
    // A page can be emptied, but not made empty.
    let page = |description| match verb {
        Verb::Create => Schema::string().min_length(1).described(description),
        Verb::Update => Schema::string().described(description),
    };
    Some(match name {
        "name" => Schema::string()
            .pattern("^[^<>]+$")
            .described("Name of the client, without angle brackets"),
        "description" => Schema::string()
            .max_length(140)
            .described("What the client is, in a few words"),
        "client_secret" => Schema::string()
            .min_length(1)
            .described("Secret of the client"),
        "logo_uri" => Schema::formatted(Format::AbsoluteUriOrEmpty)
            .described("URL of the client's logo, or empty"),
        "cross_origin_loc" => Schema::formatted(Format::Url)
            .nullable()
            .described("URL of the page that cross-origin log-in falls back to"),
        "custom_login_page" => page("Markup of the custom login page"),
        "custom_login_page_preview" => page("Markup of the custom login page, for its preview"),
        "form_template" => page("Form of WS-Federation answers"),
        "initiate_login_uri" => Schema::formatted(Format::AbsoluteHttpsUriWithPlaceholdersOrEmpty)
            .described("https URL at which a log-in of the client begins, or empty"),
        "resource_server_identifier" => Schema::string()
            .min_length(1)
            .max_length(600)
            .described("Identifier of the API that the client stands for"),
        _ => return None,
    })
}

fn choice(name: &str) -> Option<Schema> {
    Some(match name {
        "token_endpoint_auth_method" => {
            Schema::enumeration(&["none", "client_secret_post", "client_secret_basic"])
                .nullable()
                .described("How the client authenticates at the token endpoint")
        }
        "app_type" => Schema::enumeration(APP_TYPES).described("Kind of application"),
        "organization_usage" => Schema::enumeration(&["deny", "allow", "require"])
            .nullable()
            .described("Whether users log in to organizations"),
        "organization_require_behavior" => {
            Schema::enumeration(&["no_prompt", "pre_login_prompt", "post_login_prompt"])
                .nullable()
                .described("When the organization is asked for, where one is required")
        }
        "compliance_level" => Schema::enumeration(&[
            "none",
            "fapi1_adv_pkj_par",
            "fapi1_adv_mtls_par",
            "fapi2_sp_pkj_mtls",
            "fapi2_sp_mtls_mtls",
        ])
        .nullable()
        .described("Security profile that the client complies with"),
        "third_party_security_mode" => Schema::enumeration(&["strict", "permissive"])
            .described("Rules that a third-party client lives under; fixed at creation"),
        "redirection_policy" => Schema::enumeration(&["allow_always", "open_redirect_protection"])
            .described("Whether errors are returned to the callback of a third-party client"),
        _ => return None,
    })
}

pub(super) const APP_TYPES: &[&str] = &[
    "native",
    "spa",
    "regular_web",
    "non_interactive",
    "resource_server",
    "express_configuration",
    "rms",
    "box",
    "cloudbees",
    "concur",
    "dropbox",
    "mscrm",
    "echosign",
    "egnyte",
    "newrelic",
    "office365",
    "salesforce",
    "sentry",
    "sharepoint",
    "slack",
    "springcm",
    "zendesk",
    "zoom",
    "sso_integration",
    "oag",
];

#[cfg(test)]
mod tests {
    use ostia_protocol::auth0::schema::Part;
    use serde_json::json;

    use super::*;

    #[test]
    fn every_member_has_its_schema() {
        for name in CREATE_ORDER.iter().chain(UPDATE_ORDER) {
            let wrong = json!({ "name": "x", *name: 1.5 });
            let verb = if CREATE_ORDER.contains(name) {
                &CREATE
            } else {
                &UPDATE
            };
            assert!(verb.check(&wrong, Part::Payload).is_err(), "{name}");
        }
    }

    #[test]
    fn refusals_are_in_upstream_grammar() {
        let table = [
            (
                json!({}),
                "Payload validation error: 'Missing required property: name'.",
            ),
            (
                json!({ "name": "x", "client_id": "y", "tenant": "z" }),
                "Payload validation error: 'Additional properties not allowed: client_id,tenant'.",
            ),
            (
                json!({ "name": "<x>" }),
                "Payload validation error: 'String does not match pattern ^[^<>]+$: <x>' on property name (Name of the client, without angle brackets).",
            ),
            (
                json!({ "name": "x", "callbacks": ["nonsense"] }),
                "Payload validation error: 'Object didn't pass validation for format callback-url: nonsense' on property callbacks[0] (Where answers to authorization requests may go).",
            ),
            (
                json!({ "name": "x", "refresh_token": { "rotation_type": "rotating" } }),
                "Payload validation error: 'Missing required property: expiration_type' on property refresh_token (How refresh tokens live).",
            ),
        ];
        for (body, message) in table {
            let error = CREATE.check(&body, Part::Payload).unwrap_err();
            assert_eq!(
                (error.message.as_ref(), error.code),
                (message, Some("invalid_body"))
            );
        }
    }

    #[test]
    fn what_terraform_sends_to_remove_members_is_accepted() {
        for name in [
            "addons",
            "session_transfer",
            "default_organization",
            "token_quota",
            "async_approval_notification_channels",
            "organization_discovery_methods",
            "oidc_backchannel_logout",
            "fedcm_login",
            "token_vault_privileged_access",
            "identity_assertion_authorization_grant",
            "refresh_token",
            "token_endpoint_auth_method",
            "client_authentication_methods",
        ] {
            assert!(
                UPDATE.check(&json!({ name: null }), Part::Payload).is_ok(),
                "{name}"
            );
        }
    }
}
