//! The members of a client that are objects, or lists of something else than names and URLs.

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::{Format, Schema};

use super::{Verb, addons};

/// The body of `POST /api/v2/clients/{id}/credentials`.
pub static CREDENTIAL: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member(
            "credential_type",
            Schema::enumeration(&["public_key", "cert_subject_dn", "x509_cert"])
                .described("Kind of credential"),
        )
        .member("name", credential_name())
        .member("subject_dn", subject_dn())
        .member(
            "pem",
            Schema::string().described("Public key or certificate, PEM"),
        )
        .member("alg", algorithm())
        .member("parse_expiry_from_cert", expiry_switch())
        .member("expires_at", expiry())
        .member("kid", kid())
});

/// The body of `PATCH /api/v2/clients/{id}/credentials/{credential_id}`.
pub static CREDENTIAL_UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .min_properties(1)
        .member("expires_at", expiry().nullable())
});

fn credential_name() -> Schema {
    Schema::string()
        .max_length(128)
        .described("Name of the credential")
}

fn subject_dn() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(256)
        .described("Subject of the certificate")
}

fn algorithm() -> Schema {
    Schema::enumeration(&["RS256", "RS384", "PS256"])
        .described("Algorithm that assertions are signed with")
}

fn expiry_switch() -> Schema {
    Schema::boolean().described("Whether the credential ends with its certificate")
}

fn expiry() -> Schema {
    Schema::formatted(Format::DateTime).described("When the credential ends")
}

fn kid() -> Schema {
    Schema::string()
        .min_length(10)
        .max_length(64)
        .pattern("^([0-9a-zA-Z-_]{10,64})$")
        .described("Key id that assertions may name")
}

pub(super) fn member(name: &str, verb: Verb) -> Option<Schema> {
    Some(match name {
        "oidc_logout" | "oidc_backchannel_logout" => back_channel_logout(),
        "session_transfer" => session_transfer(),
        "jwt_configuration" => Schema::object()
            .open()
            .member("lifetime_in_seconds", Schema::integer())
            .member("secret_encoded", Schema::boolean())
            .member("scopes", Schema::object().open())
            .member(
                "alg",
                Schema::enumeration(&["HS256", "RS256", "RS512", "PS256"]),
            )
            .described("How ID tokens are made"),
        "encryption_key" => Schema::object()
            .open()
            .member("pub", Schema::string())
            .member("cert", Schema::string())
            .member("subject", Schema::string())
            .nullable()
            .described("Key that tokens are encrypted with"),
        "addons" => addons::schema(),
        "client_metadata" => Schema::map(Schema::string().max_length(255).nullable())
            .max_properties(10)
            .max_key_length(255)
            .described("Up to ten texts of the owner's own"),
        "mobile" => mobile(),
        "native_social_login" => switches(&["apple", "facebook", "google"], "enabled")
            .described("Social log-in by the sheets of mobile systems"),
        "fedcm_login" => switches(&["google"], "is_enabled")
            .described("Log-in by the browser's federated credentials"),
        "refresh_token" => refresh_token(),
        "default_organization" => Schema::object()
            .required_member("organization_id", Schema::formatted(Format::OrganizationId))
            .required_member(
                "flows",
                Schema::array(Schema::enumeration(&["client_credentials"])),
            )
            .nullable()
            .described("Organization of requests that name none"),
        "organization_discovery_methods" => {
            Schema::array(Schema::enumeration(&["email", "organization_name"]))
                .min_items(1)
                .nullable()
                .described("How the organization is found")
        }
        "async_approval_notification_channels" => {
            Schema::array(Schema::enumeration(&["guardian-push", "email"]))
                .min_items(1)
                .nullable()
                .described("How users are asked for approval")
        }
        _ => return security(name, verb),
    })
}

/// What concerns authentication, quotas and other products.
fn security(name: &str, verb: Verb) -> Option<Schema> {
    Some(match name {
        "client_authentication_methods" => client_authentication_methods(verb),
        "signed_request_object" => Schema::object()
            .member("required", Schema::boolean())
            .member("credentials", Schema::array(public_key(verb)))
            .described("Whether authorization requests must be signed, and by which keys"),
        "token_vault_privileged_access" => Schema::object()
            .required_member("credentials", Schema::array(public_key(verb)))
            .member("ip_allowlist", Schema::array(Schema::string()))
            .nullable()
            .described("Who may read users' tokens of other providers"),
        "skip_non_verifiable_callback_uri_confirmation_prompt" => Schema::boolean()
            .nullable()
            .described("Whether loopback and app callbacks need no confirmation"),
        "token_exchange" => Schema::object()
            .member(
                "allow_any_profile_of_type",
                Schema::array(Schema::enumeration(&[
                    "custom_authentication",
                    "on_behalf_of_token_exchange",
                ])),
            )
            .nullable()
            .described("Token exchange profiles that the client may use"),
        "par_request_expiry" => Schema::integer()
            .minimum(10)
            .maximum(600)
            .nullable()
            .described("Lifetime of pushed authorization requests, in seconds"),
        "token_quota" => token_quota(),
        "express_configuration" => express_configuration(),
        "my_organization_configuration" => my_organization_configuration(),
        "identity_assertion_authorization_grant" => Schema::object()
            .open()
            .nullable()
            .described("Whether assertions of other providers are accepted"),
        _ => return None,
    })
}

fn back_channel_logout() -> Schema {
    let initiators = Schema::enumeration(&[
        "rp-logout",
        "idp-logout",
        "password-changed",
        "session-expired",
        "session-revoked",
        "account-deleted",
        "email-identifier-changed",
        "mfa-phone-unenrolled",
        "account-deactivated",
    ]);
    let urls = Schema::formatted(Format::AbsoluteHttpsUriWithPlaceholdersOrEmpty);
    Schema::object()
        .open()
        .member("backchannel_logout_urls", Schema::array(urls))
        .member(
            "backchannel_logout_initiators",
            Schema::object()
                .open()
                .member("mode", Schema::enumeration(&["custom", "all"]))
                .member("selected_initiators", Schema::array(initiators)),
        )
        .member(
            "backchannel_logout_session_metadata",
            Schema::object()
                .open()
                .member("include", Schema::boolean())
                .nullable(),
        )
        .nullable()
        .described("Who is told when a session ends")
}

fn session_transfer() -> Schema {
    Schema::object()
        .member("can_create_session_transfer_token", Schema::boolean())
        .member("enforce_cascade_revocation", Schema::boolean())
        .member(
            "allowed_authentication_methods",
            Schema::array(Schema::enumeration(&["cookie", "query"])).nullable(),
        )
        .member(
            "enforce_device_binding",
            Schema::enumeration(&["ip", "asn", "none"]),
        )
        .member("allow_refresh_token", Schema::boolean())
        .member("enforce_online_refresh_tokens", Schema::boolean())
        .member(
            "delegation",
            Schema::object()
                .member("allow_delegated_access", Schema::boolean())
                .member(
                    "enforce_device_binding",
                    Schema::enumeration(&["ip", "asn"]),
                )
                .nullable(),
        )
        .nullable()
        .described("How sessions move from native applications to the web")
}

fn mobile() -> Schema {
    Schema::object()
        .open()
        .member(
            "android",
            Schema::object()
                .open()
                .member("app_package_name", Schema::string())
                .member(
                    "sha256_cert_fingerprints",
                    Schema::array(Schema::string().min_length(1)).min_items(1),
                ),
        )
        .member(
            "ios",
            Schema::object()
                .open()
                .member("team_id", Schema::string())
                .member("app_bundle_identifier", Schema::string()),
        )
        .described("The client's apps in the stores of mobile systems")
}

/// Providers with one switch each.
fn switches(providers: &'static [&'static str], switch: &'static str) -> Schema {
    let provider = || {
        Schema::object()
            .min_properties(1)
            .member(switch, Schema::boolean())
            .nullable()
    };
    providers
        .iter()
        .fold(Schema::object(), |schema, name| {
            schema.member(name, provider())
        })
        .min_properties(1)
        .nullable()
}

fn refresh_token() -> Schema {
    let policy = Schema::object()
        .required_member("audience", Schema::string().min_length(1).max_length(600))
        .required_member(
            "scope",
            Schema::array(Schema::string().min_length(1).max_length(280)),
        );
    Schema::object()
        .required_member(
            "rotation_type",
            Schema::enumeration(&["rotating", "non-rotating"]),
        )
        .required_member(
            "expiration_type",
            Schema::enumeration(&["expiring", "non-expiring"]),
        )
        .member("leeway", Schema::integer().minimum(0))
        .member(
            "token_lifetime",
            Schema::integer().minimum(1).maximum(157_788_000),
        )
        .member("infinite_token_lifetime", Schema::boolean())
        .member("idle_token_lifetime", Schema::integer().minimum(1))
        .member("infinite_idle_token_lifetime", Schema::boolean())
        .member("policies", Schema::array(policy).min_items(1).nullable())
        .nullable()
        .described("How refresh tokens live")
}

fn client_authentication_methods(verb: Verb) -> Schema {
    let method = |credential: Schema| {
        Schema::object().required_member("credentials", Schema::array(credential))
    };
    let certificate = || Schema::string().min_length(1).max_length(4096);
    let (subject, self_signed) = match verb {
        Verb::Create => (
            Schema::object()
                .required_member("credential_type", Schema::enumeration(&["cert_subject_dn"]))
                .member("name", credential_name())
                .member("subject_dn", subject_dn())
                .member("pem", certificate()),
            Schema::object()
                .required_member("credential_type", Schema::enumeration(&["x509_cert"]))
                .member("name", credential_name())
                .required_member("pem", certificate()),
        ),
        Verb::Update => (reference(), reference()),
    };
    Schema::object()
        .min_properties(1)
        .max_properties(1)
        .member("private_key_jwt", method(public_key(verb)))
        .member("tls_client_auth", method(subject))
        .member("self_signed_tls_client_auth", method(self_signed))
        .nullable()
        .described("Credentials that the client authenticates with instead of a secret")
}

/// A registered credential by its id.
fn reference() -> Schema {
    Schema::object().required_member("id", Schema::formatted(Format::CredentialId))
}

fn public_key(verb: Verb) -> Schema {
    match verb {
        Verb::Create => Schema::object()
            .required_member("credential_type", Schema::enumeration(&["public_key"]))
            .member("name", credential_name())
            .required_member("pem", Schema::string())
            .member("alg", algorithm())
            .member("parse_expiry_from_cert", expiry_switch())
            .member("expires_at", expiry())
            .member("kid", kid()),
        Verb::Update => reference(),
    }
}

fn token_quota() -> Schema {
    let tokens = || Schema::integer().minimum(1).maximum(2_147_483_647);
    Schema::object()
        .required_member(
            "client_credentials",
            Schema::object()
                .min_properties(1)
                .member("enforce", Schema::boolean())
                .member("per_day", tokens())
                .member("per_hour", tokens()),
        )
        .nullable()
        .described("How many tokens the client may get")
}

fn express_configuration() -> Schema {
    let linked = Schema::object().required_member("client_id", Schema::formatted(Format::ClientId));
    Schema::object()
        .required_member("initiate_login_uri_template", Schema::string())
        .required_member("user_attribute_profile_id", profile_id("^uap_"))
        .required_member("connection_profile_id", profile_id("^cop_"))
        .required_member("enable_client", Schema::boolean())
        .required_member("enable_organization", Schema::boolean())
        .member("linked_clients", Schema::array(linked))
        .required_member("okta_oin_client_id", Schema::formatted(Format::ClientId))
        .required_member("admin_login_domain", Schema::string().min_length(1))
        .member(
            "oin_submission_id",
            Schema::string().min_length(1).max_length(200),
        )
        .nullable()
        .described("How an integration network configures the client")
}

fn my_organization_configuration() -> Schema {
    let strategies = &[
        "pingfederate",
        "adfs",
        "waad",
        "google-apps",
        "okta",
        "oidc",
        "samlp",
    ];
    Schema::object()
        .member("connection_profile_id", profile_id("^cop_"))
        .member("user_attribute_profile_id", profile_id("^uap_"))
        .required_member(
            "allowed_strategies",
            Schema::array(Schema::enumeration(strategies)),
        )
        .required_member(
            "connection_deletion_behavior",
            Schema::enumeration(&["allow", "allow_if_empty"]),
        )
        .member(
            "invitation_landing_client_id",
            Schema::formatted(Format::ClientId),
        )
        .nullable()
        .described("What organizations may configure themselves")
}

fn profile_id(prefix: &'static str) -> Schema {
    Schema::string().pattern(prefix)
}
