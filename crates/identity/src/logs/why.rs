//! Why a request was refused: which rule decided, which setting that rule reads, and what to do. All of it follows from
//! the entry that the refusal left.

// tidy: long a table of rules, each with its setting and its remedy

use serde::Serialize;
use serde_json::{Map, Value};

use super::table;
use crate::context::Context;
use crate::failure::Broken;

/// A request leaves a handful of entries. Whoever sends one id with many requests sees the first of them.
const MOST: i64 = 100;

/// What lies behind a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// What decided, in words.
    pub rule: &'static str,
    /// Where that can be changed; empty where it can't.
    pub setting: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

/// What a request left in the log, oldest first, each with its explanation where it was refused.
///
/// # Errors
/// When the database is away.
pub async fn of_request(
    correlation_id: &str,
    context: &Context,
) -> Result<Vec<(Map<String, Value>, Option<Explanation>)>, Broken> {
    let entries =
        table::of_request(&context.tenant, correlation_id, MOST, context.database()).await?;
    Ok(entries
        .into_iter()
        .map(|entry| {
            let explanation = explain(&entry);
            (entry, explanation)
        })
        .collect())
}

/// Explains an entry; `None` where nothing was refused.
pub fn explain(entry: &Map<String, Value>) -> Option<Explanation> {
    let details = entry.get("details")?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match entry.get("type")?.as_str()? {
        "fapi" => {
            let body = &details["response"]["body"];
            let status = details["response"]["statusCode"]
                .as_u64()
                .unwrap_or_default();
            Some(of_management(status, &text(&body["message"])))
        }
        "fu" => Some(UNKNOWN_USER),
        "fp" => Some(WRONG_PASSWORD),
        "pwd_leak" | "signup_pwd_leak" | "reset_pwd_leak" => {
            (details["blocked"] == true).then_some(LEAKED_PASSWORD)
        }
        "ferrt" => Some(REUSED),
        "flo" if details.get("error").is_none() => Some(LOGOUT_URL),
        _ => {
            let error = details.get("error")?;
            let why = text(details.get("why").unwrap_or(&Value::Null));
            Some(of_oauth(
                &text(&error["oauthError"]),
                &text(&error["message"]),
                &why,
            ))
        }
    }
}

macro_rules! explanation {
    ($rule:literal, $setting:literal, $remedy:literal) => {
        Explanation {
            rule: $rule,
            setting: $setting,
            remedy: $remedy,
        }
    };
}

const UNKNOWN_USER: Explanation = explanation!(
    "No account of this connection has that e-mail address, username or telephone number.",
    "the connection that was used, and which connections are enabled for the application",
    "Look the account up with GET /api/v2/users-by-email. If it exists at another connection, enable that one for the application."
);
const WRONG_PASSWORD: Explanation = explanation!(
    "The account exists and its password is another.",
    "",
    "Nothing, if it was a slip. `ostia user set-password` gives the account a new one."
);
const LEAKED_PASSWORD: Explanation = explanation!(
    "The password is right, or would do, and is known from a breach elsewhere: whoever has that data knows it, too.",
    "GET /api/v2/attack-protection/breached-password-detection, and the server's breached_passwords_file",
    "Nothing: the person chooses another password, by the link on the log-in page."
);
const REUSED: Explanation = explanation!(
    "A refresh token that was replaced came again after the leeway: the token may have been stolen, so its whole family was ended.",
    "refresh_token.rotation_type and refresh_token.leeway of the application",
    "Let the application keep the newest token and use it from one place at a time; the user has to log in again."
);
const LOGOUT_URL: Explanation = explanation!(
    "People are sent only to addresses that are registered for log-out.",
    "allowed_logout_urls of the application, or of the tenant where the request names no client",
    "Register exactly the address that the application sends, or let it send a registered one."
);

/// A row: the error's code, how its message begins (or how the detail for the log does), and what lies behind it.
type Row = (&'static str, &'static str, Explanation);

/// The first row that fits counts.
const OAUTH: &[Row] = &[
    (
        "invalid_request",
        "Missing required parameter: code_challenge",
        explanation!(
            "A client without a secret has to prove with PKCE that it began the request (RFC 9700 §2.1.1).",
            "token_endpoint_auth_method and require_proof_key_for_code_exchange of the application",
            "Use an SDK that sends code_challenge, with the method S256."
        ),
    ),
    (
        "invalid_request",
        "Missing required parameter",
        explanation!(
            "The request lacks a parameter that the protocol requires.",
            "",
            "Send the parameter that the message names."
        ),
    ),
    (
        "invalid_request",
        "Parameter sent more than once",
        explanation!(
            "No parameter may come twice (RFC 6749 §3.1).",
            "",
            "Send the parameter once."
        ),
    ),
    (
        "invalid_request",
        "Parameter not allowed for this client",
        explanation!(
            "A strict third-party client may send only the parameters of the standard.",
            "third_party_security_mode of the application",
            "Leave the parameter out, or register the application as a first party if it is yours."
        ),
    ),
    (
        "invalid_request",
        "Invalid parameter: code_challenge_method",
        explanation!(
            "This client may use PKCE with S256 only.",
            "require_proof_key_for_code_exchange and third_party_security_mode of the application",
            "Send code_challenge_method=S256."
        ),
    ),
    (
        "invalid_request",
        "Invalid parameter: response_mode",
        explanation!(
            "A message is sent only to pages whose origin is registered.",
            "web_origins of the application",
            "Add the page's origin to web_origins, or use another response_mode."
        ),
    ),
    (
        "invalid_request",
        "Invalid parameter: id_token_hint",
        explanation!(
            "The hint has to be an ID token that this tenant issued.",
            "",
            "Send an ID token of this tenant, or leave id_token_hint out."
        ),
    ),
    (
        "invalid_request",
        "Invalid parameter",
        explanation!(
            "A parameter's value can't be used.",
            "",
            "Correct the parameter that the message names."
        ),
    ),
    (
        "invalid_request",
        "Unknown client",
        explanation!(
            "The request names a client that this tenant doesn't have.",
            "the tenant's applications, and the domain that the request was sent to",
            "Check client_id and domain against `ostia client list`."
        ),
    ),
    (
        "invalid_request",
        "parameter organization is required",
        explanation!(
            "This application logs people in to an organization only.",
            "organization_usage and organization_require_behavior of the application",
            "Send the parameter organization, or set organization_usage to allow."
        ),
    ),
    (
        "invalid_request",
        "parameter organization is not allowed",
        explanation!(
            "This application doesn't log people in to organizations.",
            "organization_usage of the application",
            "Leave the parameter out, or set organization_usage to allow or require."
        ),
    ),
    (
        "invalid_request",
        "parameter organization is invalid",
        explanation!(
            "There is no such organization, or it is closed to this client.",
            "the tenant's organizations, and their third_party_client_access",
            "Check the id against GET /api/v2/organizations."
        ),
    ),
    (
        "invalid_request",
        "no connections enabled",
        explanation!(
            "There is nowhere that people could log in.",
            "the connections that are enabled for the application; for third parties is_domain_connection",
            "Enable a connection: PATCH /api/v2/connections/{id}/clients."
        ),
    ),
    (
        "invalid_request",
        "the connection was not found",
        explanation!(
            "The connection doesn't exist, or isn't enabled for this application.",
            "the connections that are enabled for the application",
            "Correct the name, or enable the connection: PATCH /api/v2/connections/{id}/clients."
        ),
    ),
    (
        "invalid_request",
        "invalid connection specified",
        explanation!(
            "The password grant works with database connections only.",
            "default_directory of the tenant, or the realm of the request",
            "Name a database connection."
        ),
    ),
    (
        "invalid_request",
        "The client does not exist",
        explanation!(
            "The request names a client that this tenant doesn't have.",
            "the tenant's applications",
            "Check client_id against `ostia client list`."
        ),
    ),
    (
        "invalid_request",
        "",
        explanation!(
            "The request contradicts the protocol, as the message says.",
            "",
            "Correct the request."
        ),
    ),
    (
        "unauthorized_client",
        "Callback URL mismatch",
        explanation!(
            "People are sent only to addresses that are registered as callbacks.",
            "callbacks of the application",
            "Register exactly the address that the application sends, or let it send a registered one."
        ),
    ),
    (
        "unauthorized_client",
        "Grant type",
        explanation!(
            "Each application has a list of the grants that it may use.",
            "grant_types of the application",
            "Add the grant, if the application should have it."
        ),
    ),
    (
        "unauthorized_client",
        "The redirect URI is wrong",
        explanation!(
            "A code is exchanged with the redirect URI that it was sent to (RFC 6749 §4.1.3).",
            "",
            "Send the same redirect_uri to the token endpoint as to /authorize."
        ),
    ),
    (
        "unauthorized_client",
        "",
        explanation!(
            "The application may not do this.",
            "the application's settings and its client grants",
            "Give the application what the message names, if it should have it."
        ),
    ),
    (
        "access_denied",
        "Unauthorized",
        explanation!(
            "The client did not prove who it is: there is no such client, or its secret is another.",
            "token_endpoint_auth_method of the application, and its secret",
            "Check client_id and secret. `ostia client show CLIENT_ID --secret` prints what is stored."
        ),
    ),
    (
        "access_denied",
        "Service not found",
        explanation!(
            "No API of this tenant has that identifier.",
            "the tenant's APIs (resource servers)",
            "Send the identifier exactly as it is registered, or register the API."
        ),
    ),
    (
        "access_denied",
        "Client is not authorized to access",
        explanation!(
            "A client needs a client grant for each API that it calls for itself.",
            "the client grants of the application",
            "Make one: POST /api/v2/client-grants."
        ),
    ),
    (
        "access_denied",
        "User did not authorize",
        explanation!(
            "The person was asked and said no.",
            "",
            "Nothing: it was their decision."
        ),
    ),
    (
        "access_denied",
        "user ",
        explanation!(
            "Only members of the organization may log in to it.",
            "the organization's members, and assign_membership_on_login of its connections",
            "Make the user a member: POST /api/v2/organizations/{id}/members."
        ),
    ),
    (
        "access_denied",
        "",
        explanation!(
            "A rule said no, as the message tells.",
            "",
            "See the message, and the detail where there is one."
        ),
    ),
    (
        "invalid_client",
        "",
        explanation!(
            "The client's assertion proves nothing: wrong key, wrong audience, expired, or used before.",
            "client_authentication_methods of the application, and its credentials",
            "Check the key and the claims iss, sub, aud, exp and jti of the assertion (RFC 7523 §3)."
        ),
    ),
    (
        "invalid_grant",
        "Invalid authorization code",
        explanation!(
            "A code is good once, for a short time and for the client that asked for it.",
            "",
            "Exchange each code once, at once. A second exchange ends the tokens of the first."
        ),
    ),
    (
        "invalid_grant",
        "Failed to verify code verifier",
        explanation!(
            "The verifier isn't the one whose challenge began the request (RFC 7636 §4.6).",
            "",
            "Keep the verifier of the request, and send exactly that one."
        ),
    ),
    (
        "invalid_grant",
        "Unknown or invalid refresh token",
        explanation!(
            "The refresh token is unknown, expired, revoked, or another client's.",
            "refresh_token of the application: its lifetimes and its rotation",
            "Let the user log in again."
        ),
    ),
    (
        "invalid_grant",
        "The refresh_token was generated for a user",
        explanation!(
            "The token's user was deleted.",
            "",
            "Nothing: the account is gone."
        ),
    ),
    (
        "invalid_grant",
        "Wrong email or password",
        explanation!(
            "There is no such account at this connection, or its password is another.",
            "default_directory of the tenant, or the realm of the request",
            "The entries fu and fp of the same request tell which."
        ),
    ),
    (
        "invalid_grant",
        "",
        explanation!(
            "What was presented is not good, or no longer.",
            "",
            "Begin again, and present what you are given once and at once."
        ),
    ),
    (
        "unauthorized",
        "user is blocked",
        explanation!(
            "The account is blocked.",
            "blocked of the user",
            "`ostia user block ID --undo` lets them log in again."
        ),
    ),
    ("password_leaked", "", LEAKED_PASSWORD),
    (
        "too_many_attempts",
        "",
        explanation!(
            "Too many wrong passwords came for this account from this address.",
            "GET /api/v2/attack-protection/brute-force-protection",
            "Lift the block: DELETE /api/v2/user-blocks/{id}, or wait."
        ),
    ),
    (
        "requires_verification",
        "",
        explanation!(
            "Bot detection wants a proof that only the hosted pages ask for.",
            "GET /api/v2/attack-protection/bot-detection",
            "Send the user through /authorize, or add the address to the allowlist."
        ),
    ),
    (
        "too_many_requests",
        "",
        explanation!(
            "The rate limit was reached.",
            "the tenant's quotas and limits",
            "Wait as long as the header says, and send less."
        ),
    ),
    (
        "login_required",
        "Multifactor",
        explanation!(
            "A second factor is due, and prompt=none asks nobody.",
            "the tenant's factors and policies",
            "Send the user through /authorize without prompt=none."
        ),
    ),
    (
        "login_required",
        "",
        explanation!(
            "Nobody is logged in at this browser, or not recently enough, and prompt=none asks nobody.",
            "session_lifetime and idle_session_lifetime of the tenant; max_age of the request",
            "Send the user through /authorize without prompt=none. In a frame, check that the browser sends third-party cookies."
        ),
    ),
    (
        "consent_required",
        "",
        explanation!(
            "The user has not agreed to what the application asks for, and prompt=none asks nobody.",
            "is_first_party of the application; skip_consent_for_verifiable_first_party_clients of the API",
            "Send the user through /authorize without prompt=none once."
        ),
    ),
    (
        "interaction_required",
        "",
        explanation!(
            "The user has to see a page, and prompt=none shows none.",
            "",
            "Send the user through /authorize without prompt=none."
        ),
    ),
    (
        "mfa_required",
        "",
        explanation!(
            "A second factor is due.",
            "the tenant's factors and policies",
            "Go on at /oauth/token with the mfa_token of the answer."
        ),
    ),
    (
        "invalid_scope",
        "",
        explanation!(
            "A scope that was asked for can't be had.",
            "the scopes of the API, and the client grant",
            "Ask for what the API has, or add it there."
        ),
    ),
    (
        "invalid_target",
        "",
        explanation!(
            "The resource that was asked for is none of this tenant's APIs (RFC 8707 §2).",
            "the tenant's APIs (resource servers)",
            "Send the identifier of an API as resource or audience."
        ),
    ),
    (
        "unsupported_grant_type",
        "",
        explanation!(
            "This grant is not served.",
            "",
            "Use one of grant_types_supported in /.well-known/openid-configuration."
        ),
    ),
    (
        "unsupported_response_type",
        "",
        explanation!(
            "This response type is not served to this client.",
            "grant_types and third_party_security_mode of the application",
            "Use response_type=code."
        ),
    ),
    (
        "invalid_client_metadata",
        "",
        explanation!(
            "The metadata can't be registered.",
            "dynamic_client_registration_security_mode of the tenant",
            "Correct the member that the message names (RFC 7591 §2)."
        ),
    ),
    (
        "invalid_redirect_uri",
        "",
        explanation!(
            "The redirect URI can't be registered.",
            "dynamic_client_registration_security_mode of the tenant",
            "Use https, or a loopback address for native applications."
        ),
    ),
    (
        "endpoint_disabled",
        "",
        explanation!(
            "This endpoint is switched off.",
            "flags.enable_dynamic_client_registration of the tenant",
            "Switch it on with PATCH /api/v2/tenants/settings, if strangers should register applications."
        ),
    ),
    (
        "server_error",
        "Authorization server not configured with default connection",
        explanation!(
            "The password grant was used without a realm, and the tenant has no default connection.",
            "default_directory of the tenant",
            "Set default_directory, or send a realm."
        ),
    ),
];

const OTHERWISE: Explanation = explanation!(
    "A rule said no, as the message tells.",
    "",
    "See the message, and the detail where there is one."
);

fn of_oauth(code: &str, message: &str, why: &str) -> Explanation {
    let fits = |row: &&Row| row.0 == code && (message.starts_with(row.1) || why.starts_with(row.1));
    OAUTH.iter().find(fits).map_or(OTHERWISE, |row| row.2)
}

fn of_management(status: u64, message: &str) -> Explanation {
    match status {
        403 if message.starts_with("Insufficient scope") => explanation!(
            "The token carries none of the scopes that this operation asks for.",
            "the client grant of the calling application for the Management API",
            "Add one of the scopes that the message names: PATCH /api/v2/client-grants/{id}. Then get a new token."
        ),
        403 if message.starts_with("User to be acted on") => explanation!(
            "With a current_user scope, people act on themselves only.",
            "",
            "Name the token's own user, or call with a client's token."
        ),
        403 => explanation!(
            "The calling application may not do this.",
            "the application's ownership and grants",
            "Call with a first-party application that has a client grant for the Management API."
        ),
        404 => explanation!(
            "This tenant has nothing with that id.",
            "",
            "Check the id, and the domain that the request was sent to."
        ),
        409 => explanation!(
            "Something of that name or identifier exists already.",
            "",
            "Choose another, or change what there is."
        ),
        413 => explanation!("The body is too large.", "", "Send less at once."),
        429 => explanation!(
            "The rate limit was reached.",
            "the tenant's quotas and limits",
            "Wait until x-ratelimit-reset."
        ),
        500.. => explanation!(
            "Something broke here, not in the request.",
            "",
            "Look for the correlation id in the server's own output. Try again."
        ),
        _ => explanation!(
            "The request does not fit what the operation accepts, as the message tells.",
            "",
            "Correct what the message names; /docs/api describes the operation."
        ),
    }
}

#[cfg(test)]
mod tests {
    use ostia_protocol::oauth::{Error, GrantType, SecondFactorRequired};
    use serde_json::json;

    use super::*;

    fn of(error: &Error) -> Explanation {
        of_oauth(
            error.code.as_str(),
            error.description.as_deref().unwrap_or_default(),
            error.detail.as_deref().unwrap_or_default(),
        )
    }

    #[test]
    fn every_wording_that_we_refuse_with_is_explained() {
        for error in [
            Error::missing_parameter("x"),
            Error::repeated_parameter("x"),
            Error::invalid_parameter("x", "is wrong"),
            Error::parameter_not_allowed("x"),
            Error::scope_of_wrong_type(),
            Error::online_and_offline_access(),
            Error::invalid_target("x"),
            Error::invalid_client_metadata("x"),
            Error::invalid_redirect_uri("x"),
            Error::unauthorized(),
            Error::invalid_client("x"),
            Error::grant_not_allowed(GrantType::Implicit),
            Error::unsupported_grant_type("x"),
            Error::unsupported_response_type("x"),
            Error::no_connections_enabled(),
            Error::invalid_authorization_code(),
            Error::code_verifier_mismatch(),
            Error::wrong_redirect_uri("x", "y"),
            Error::unknown_refresh_token(),
            Error::refresh_token_user_gone(),
            Error::wrong_email_or_password(),
            Error::user_blocked(),
            Error::too_many_attempts(),
            Error::requires_verification(),
            Error::service_not_found("x"),
            Error::no_client_grant("x"),
            Error::no_default_connection(),
            Error::login_required(),
            Error::consent_required(),
            Error::interaction_required(),
            Error::multifactor_login_required(),
            Error::mfa_required(SecondFactorRequired {
                mfa_token: String::new(),
                mfa_requirements: None,
            }),
            Error::user_denied(),
            Error::organization_required(),
            Error::organization_not_allowed(),
            Error::organization_invalid("x"),
            Error::not_a_member("x", "y"),
            Error::endpoint_disabled(),
            Error::too_many_requests(),
        ] {
            assert_ne!(of(&error), OTHERWISE, "{error}");
        }
    }

    #[test]
    fn the_nearest_row_counts() {
        let rule = |error: &Error| of(error).rule;
        assert!(rule(&Error::missing_parameter("code_challenge")).contains("PKCE"));
        assert!(!rule(&Error::missing_parameter("client_id")).contains("PKCE"));
        assert!(
            rule(&Error::grant_not_allowed(GrantType::Password)).contains("list of the grants")
        );
    }

    #[test]
    fn what_was_not_refused_needs_no_explanation() {
        let Value::Object(entry) = json!({ "type": "s", "details": {} }) else {
            unreachable!()
        };
        assert_eq!(explain(&entry), None);
    }
}
