//! The wire form of the tenant settings: what may be sent, and how it changes what is stored.

use std::sync::LazyLock;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use serde_json::{Map, Value, json};

/// The longest lifetime of a session, in hours: a year.
const MAX_HOURS: i64 = 8_760;

/// The lifetimes of sessions; each has a twin in minutes.
const LIFETIMES: &[(&str, &str)] = &[
    ("session_lifetime", "session_lifetime_in_minutes"),
    ("idle_session_lifetime", "idle_session_lifetime_in_minutes"),
    (
        "ephemeral_session_lifetime",
        "ephemeral_session_lifetime_in_minutes",
    ),
    (
        "idle_ephemeral_session_lifetime",
        "idle_ephemeral_session_lifetime_in_minutes",
    ),
];

/// The flags that there are; others are kept where a tenant has them already.
const FLAGS: &[&str] = &[
    "allow_changing_enable_sso",
    "allow_legacy_delegation_grant_types",
    "allow_legacy_ro_grant_types",
    "allow_legacy_tokeninfo_endpoint",
    "allow_other_legacy_grant_types",
    "change_pwd_flow_v1",
    "custom_domains_provisioning",
    "dashboard_insights_view",
    "dashboard_log_streams_next",
    "disable_clickjack_protection_headers",
    "disable_fields_map_fix",
    "disable_impersonation",
    "disable_management_api_sms_obfuscation",
    "enable_adfs_waad_email_verification",
    "enable_apis_section",
    "enable_client_connections",
    "enable_custom_domain_in_emails",
    "enable_dynamic_client_registration",
    "enable_idtoken_api2",
    "enable_legacy_logs_search_v2",
    "enable_legacy_profile",
    "enable_pipeline2",
    "enable_public_signup_user_exists_error",
    "enable_sso",
    "enforce_client_authentication_on_passwordless_start",
    "genai_trial",
    "improved_signup_bot_detection_in_classic",
    "mfa_show_factor_list_on_enrollment",
    "new_universal_login_experience_enabled",
    "no_disclose_enterprise_connections",
    "remove_alg_from_jwks",
    "require_pushed_authorization_requests",
    "revoke_refresh_token_grant",
    "trust_azure_adfs_email_verified_connection_property",
    "universal_login",
    "use_scope_descriptions_for_consent",
];

/// The languages that the hosted pages can be asked for.
pub const LOCALES: &[&str] = &[
    "am", "ar", "ar-EG", "ar-SA", "az", "bg", "bn", "bs", "ca-ES", "cnr", "cs", "cy", "da", "de",
    "el", "en", "en-CA", "es", "es-419", "es-AR", "es-MX", "et", "eu-ES", "fa", "fi", "fr",
    "fr-CA", "fr-FR", "gl-ES", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka",
    "kk", "kn", "ko", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "my", "nb", "nl", "nn", "no", "pa",
    "pl", "pt", "pt-BR", "pt-PT", "ro", "ru", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te",
    "th", "tl", "tr", "uk", "ur", "vi", "zgh", "zh-CN", "zh-HK", "zh-MO", "zh-TW",
];

/// The members of the settings, for `fields`.
pub const MEMBERS: &[&str] = &[
    "change_password",
    "guardian_mfa_page",
    "default_audience",
    "default_directory",
    "error_page",
    "device_flow",
    "default_token_quota",
    "flags",
    "friendly_name",
    "picture_url",
    "support_email",
    "support_url",
    "allowed_logout_urls",
    "session_lifetime",
    "idle_session_lifetime",
    "ephemeral_session_lifetime",
    "idle_ephemeral_session_lifetime",
    "sandbox_version",
    "legacy_sandbox_version",
    "sandbox_versions_available",
    "default_redirection_uri",
    "enabled_locales",
    "security_headers",
    "session_cookie",
    "sessions",
    "oidc_logout",
    "allow_organization_name_in_authentication_api",
    "customize_mfa_in_postlogin_action",
    "acr_values_supported",
    "mtls",
    "pushed_authorization_requests_supported",
    "authorization_response_iss_parameter_supported",
    "skip_non_verifiable_callback_uri_confirmation_prompt",
    "resource_parameter_profile",
    "client_id_metadata_document_supported",
    "phone_consolidated_experience",
    "enable_ai_guide",
    "include_session_metadata_in_tenant_logs",
    "dynamic_client_registration_security_mode",
    "country_codes",
    "universal_login",
];

/// The body of `PATCH /tenants/settings`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    let object = Schema::object().min_properties(1);
    let object = [pages, descriptions, lifetimes, behaviour, switches]
        .into_iter()
        .fold(object, |object, add| add(object));
    object.member("security_headers", security_headers())
});

fn pages(object: Schema) -> Schema {
    let page = || {
        Schema::object()
            .member("enabled", Schema::boolean())
            .member("html", Schema::string())
            .nullable()
    };
    let error_page = Schema::object()
        .member("html", Schema::string())
        .member("show_log_link", Schema::boolean())
        .member("url", Schema::formatted(Format::AbsoluteUriOrEmpty))
        .nullable();
    let device_flow = Schema::object()
        .member("charset", Schema::enumeration(&["base20", "digits"]))
        .member("mask", Schema::string().max_length(20))
        .nullable();
    object
        .member("change_password", page())
        .member("device_flow", device_flow)
        .member("guardian_mfa_page", page())
        .member("error_page", error_page)
        .member("universal_login", Schema::object().open().nullable())
}

fn descriptions(object: Schema) -> Schema {
    let text = || Schema::string().max_length(1024);
    object
        .member(
            "default_audience",
            text().described("The API that is meant where a request names none"),
        )
        .member(
            "default_directory",
            text().described("The connection of the password grant"),
        )
        .member(
            "flags",
            Schema::map(Schema::boolean())
                .max_properties(100)
                .described("Switches"),
        )
        .member(
            "friendly_name",
            text().described("What people see as the tenant's name"),
        )
        .member(
            "picture_url",
            Schema::formatted(Format::AbsoluteUriOrEmpty).described("The tenant's logo"),
        )
        .member(
            "support_email",
            Schema::formatted(Format::EmailOrEmpty).described("Where people ask for help"),
        )
        .member(
            "support_url",
            Schema::formatted(Format::AbsoluteUriOrEmpty).described("Where people find help"),
        )
        .member(
            "allowed_logout_urls",
            Schema::array(Schema::formatted(Format::UrlWithPlaceholders))
                .max_items(1000)
                .described("Where log-out may lead without a client"),
        )
        .member(
            "default_redirection_uri",
            Schema::formatted(Format::AbsoluteHttpsUriOrEmpty)
                .described("Where people are sent whose login can't go on"),
        )
        .member(
            "enabled_locales",
            Schema::array(Schema::enumeration(LOCALES))
                .min_items(1)
                .described("The languages of the hosted pages; the first is the default"),
        )
}

fn lifetimes(object: Schema) -> Schema {
    LIFETIMES.iter().fold(object, |object, (hours, minutes)| {
        object
            .member(
                hours,
                Schema::number()
                    .minimum(1)
                    .maximum(MAX_HOURS)
                    .described("In hours"),
            )
            .member(
                minutes,
                Schema::integer()
                    .minimum(1)
                    .maximum(MAX_HOURS * 60)
                    .described("In minutes"),
            )
    })
}

fn behaviour(object: Schema) -> Schema {
    let version = || Schema::string().max_length(8);
    let session_cookie = Schema::object()
        .required_member(
            "mode",
            Schema::enumeration(&["persistent", "non-persistent"]),
        )
        .nullable();
    let sessions = Schema::object()
        .member("oidc_logout_prompt_enabled", Schema::boolean())
        .nullable();
    let oidc_logout = Schema::object().member(
        "rp_logout_end_session_endpoint_discovery",
        Schema::boolean(),
    );
    let acr_values = Schema::array(Schema::string().max_length(255))
        .max_items(100)
        .nullable();
    let mtls = Schema::object()
        .member("enable_endpoint_aliases", Schema::boolean())
        .nullable();
    let country = Schema::string()
        .min_length(2)
        .max_length(2)
        .pattern("^[A-Z]{2}$");
    let country_codes = Schema::object()
        .member("list", Schema::array(country))
        .member("mode", Schema::enumeration(&["allow", "deny"]))
        .nullable();
    object
        .member("sandbox_version", version())
        .member("legacy_sandbox_version", version())
        .member("session_cookie", session_cookie)
        .member("sessions", sessions)
        .member("oidc_logout", oidc_logout)
        .member("acr_values_supported", acr_values)
        .member("mtls", mtls)
        .member("country_codes", country_codes)
        .member("default_token_quota", default_token_quota())
        .member(
            "resource_parameter_profile",
            Schema::enumeration(&["audience", "compatibility"]),
        )
        .member(
            "dynamic_client_registration_security_mode",
            Schema::enumeration(&["strict", "permissive"]),
        )
}

fn default_token_quota() -> Schema {
    let number = || Schema::integer().minimum(1).maximum(i64::from(i32::MAX));
    let quota = || {
        let limits = Schema::object()
            .member("enforce", Schema::boolean())
            .member("per_day", number())
            .member("per_hour", number())
            .min_properties(1);
        Schema::object()
            .required_member("client_credentials", limits)
            .open()
    };
    Schema::object()
        .member("clients", quota())
        .member("organizations", quota())
        .min_properties(1)
        .nullable()
}

fn switches(object: Schema) -> Schema {
    let nullable = [
        "customize_mfa_in_postlogin_action",
        "allow_organization_name_in_authentication_api",
        "pushed_authorization_requests_supported",
        "authorization_response_iss_parameter_supported",
        "skip_non_verifiable_callback_uri_confirmation_prompt",
    ];
    let plain = [
        "client_id_metadata_document_supported",
        "enable_ai_guide",
        "phone_consolidated_experience",
        "include_session_metadata_in_tenant_logs",
    ];
    let object = nullable.into_iter().fold(object, |object, name| {
        object.member(name, Schema::boolean().nullable())
    });
    plain.into_iter().fold(object, |object, name| {
        object.member(name, Schema::boolean())
    })
}

fn security_headers() -> Schema {
    let reporting = Schema::object()
        .member("report_uri", Schema::string())
        .member("report_to_group", Schema::string())
        .nullable();
    let policy = Schema::object()
        .member("mode", Schema::enumeration(&["enforcing", "reporting"]))
        .member(
            "directives",
            Schema::map(Schema::array(Schema::string().max_length(2048))).max_properties(30),
        )
        .member(
            "flags",
            Schema::array(Schema::enumeration(&[
                "upgrade-insecure-requests",
                "block-all-mixed-content",
            ])),
        )
        .member("reporting", reporting);
    let report_to = Schema::object()
        .member("group", Schema::string())
        .member("max_age", Schema::integer())
        .member(
            "endpoints",
            Schema::array(Schema::object().member("url", Schema::string())),
        )
        .nullable();
    let infrastructure = Schema::object()
        .member("report_to", report_to)
        .member("reporting_endpoints", Schema::map(Schema::string()))
        .nullable();
    let content_security_policy = Schema::object()
        .member("enabled", Schema::boolean())
        .member("policies", Schema::array(policy))
        .member("reporting_infrastructure", infrastructure)
        .nullable();
    let x_xss_protection = Schema::object()
        .member("enabled", Schema::boolean())
        .member("mode", Schema::enumeration(&["block"]))
        .member("report_uri", Schema::string())
        .nullable();
    Schema::object()
        .member("content_security_policy", content_security_policy)
        .member("x_xss_protection", x_xss_protection)
        .nullable()
}

/// Writes a change over the settings. `null` unsets, flags are merged, minutes become hours.
///
/// # Errors
/// 400 for what the schema does not accept, an unknown flag, and a lifetime in two units.
pub fn apply(document: &mut Map<String, Value>, body: &Value) -> Result<(), Error> {
    UPDATE.check(body, Part::Payload)?;
    let body = body.as_object().cloned().unwrap_or_default();
    check_units(&body)?;
    for (name, value) in body {
        if let Some((hours, _)) = LIFETIMES.iter().find(|(_, minutes)| *minutes == name) {
            document.insert((*hours).to_owned(), hours_of(&value));
            continue;
        }
        match (name.as_str(), value) {
            (_, Value::Null) => drop(document.remove(&name)),
            ("flags", Value::Object(flags)) => merge_flags(document, flags)?,
            (_, value) => drop(document.insert(name, value)),
        }
    }
    Ok(())
}

fn check_units(body: &Map<String, Value>) -> Result<(), Error> {
    for (hours, minutes) in LIFETIMES {
        if body.contains_key(*hours) && body.contains_key(*minutes) {
            return Err(Error::invalid_body(format!(
                "{hours} and {minutes} can't be set together."
            )));
        }
    }
    Ok(())
}

/// Whole hours stay whole numbers.
fn hours_of(minutes: &Value) -> Value {
    let minutes = minutes.as_u64().unwrap_or_default();
    if minutes.is_multiple_of(60) {
        json!(minutes / 60)
    } else {
        json!(f64::from(u32::try_from(minutes).unwrap_or(u32::MAX)) / 60.0)
    }
}

fn merge_flags(document: &mut Map<String, Value>, sent: Map<String, Value>) -> Result<(), Error> {
    let stored = document.entry("flags").or_insert_with(|| json!({}));
    let Value::Object(stored) = stored else {
        return Ok(());
    };
    let is_unknown =
        |name: &&String| !FLAGS.contains(&name.as_str()) && !stored.contains_key(*name);
    let unknown: Vec<String> = sent
        .keys()
        .filter(is_unknown)
        .take(20)
        .map(|name| name.chars().take(200).collect())
        .collect();
    if !unknown.is_empty() {
        return Err(Error::invalid_body(format!(
            "Payload validation error: 'Additional properties not allowed: {}' on property flags (Switches).",
            unknown.join(",")
        )));
    }
    stored.extend(sent);
    Ok(())
}
