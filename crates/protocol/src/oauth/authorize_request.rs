//! What `/authorize` is asked (RFC 6749 §4.1.1, OIDC Core §3.1.2.1), in two stages: before and after trust.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CodeChallenge, Error, Parameters, ResponseMode, ResponseType, Scope};
use crate::oidc::Prompt;

/// What must be read before anybody is trusted: who asks, where the answer should go, and in which form.
///
/// Nothing of it is checked beyond being text; an error found at this stage can only be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawTarget {
    /// Who claims to ask.
    pub client_id: String,
    /// Where the answer should go.
    pub redirect_uri: Option<String>,
    /// To be returned byte for byte.
    pub state: Option<String>,
    /// As sent; see [`ResponseMode::for_error`].
    pub response_type: Option<String>,
    /// As sent; see [`ResponseMode::for_error`].
    pub response_mode: Option<String>,
}

impl RawTarget {
    /// Reads the target.
    ///
    /// # Errors
    /// `invalid_request` without a `client_id`.
    pub fn parse(parameters: &Parameters) -> Result<Self, Error> {
        Ok(Self {
            client_id: parameters.required("client_id")?.to_owned(),
            redirect_uri: text(parameters, "redirect_uri")?,
            state: text(parameters, "state")?,
            response_type: text(parameters, "response_type")?,
            response_mode: text(parameters, "response_mode")?,
        })
    }

    /// How an error is returned to this target, once it is trusted.
    pub fn error_mode(&self) -> ResponseMode {
        ResponseMode::for_error(self.response_mode.as_deref(), self.response_type.as_deref())
    }
}

/// The request itself, read once the target is trusted; the login transaction keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuthorizeRequest {
    /// What to return.
    pub response_type: ResponseType,
    /// How to return it.
    pub response_mode: ResponseMode,
    /// What is asked for; empty if nothing is.
    pub scope: Scope,
    /// To be returned byte for byte.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// To be put into the ID token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// RFC 7636 §4.3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_challenge: Option<CodeChallenge>,
    /// The API's identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// RFC 8707 §2, where the tenant honours it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// What the user must be asked.
    #[serde(skip_serializing_if = "Prompt::is_empty")]
    pub prompt: Prompt,
    /// How old the last authentication may be, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u64>,
    /// What to put into the identifier field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_hint: Option<String>,
    /// The connection to log in with, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection: Option<String>,
    /// More scopes for the upstream identity provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_scope: Option<String>,
    /// `signup` shows that screen first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screen_hint: Option<String>,
    /// Authentication policies, in order of preference.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub acr_values: Vec<String>,
    /// Languages, in order of preference.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ui_locales: Vec<String>,
    /// The organization, by id or name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// The ticket of an invitation to an organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitation: Option<String>,
    /// An earlier ID token of the expected user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token_hint: Option<String>,
    /// OIDC Core §3.1.2.1; as sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
    /// OIDC Core §5.5; JSON as sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<String>,
    /// RFC 9396; JSON as sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_details: Option<String>,
    /// RFC 9449 §10.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dpop_jkt: Option<String>,
    /// The caller's own id for its logs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<String>,
    /// `ext-*`, by full name, for page templates and actions.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extensions: BTreeMap<String, String>,
}

impl AuthorizeRequest {
    /// The longest `state`, in bytes.
    pub const MAX_STATE: usize = 8192;
    /// The longest value of any other parameter, in bytes.
    pub const MAX_VALUE: usize = 4096;
    /// How many `ext-*` parameters are kept, in the order sent; the others are dropped, as upstream does.
    pub const MAX_EXTENSIONS: usize = 10;

    /// Reads a request.
    ///
    /// # Errors
    /// What is wrong with the first wrong parameter; it can be returned to the client.
    pub fn parse(parameters: &Parameters) -> Result<Self, Error> {
        let response_type: ResponseType = parameters.required("response_type")?.parse()?;
        Ok(Self {
            response_type,
            response_mode: ResponseMode::resolve(parameters.get("response_mode")?, response_type)?,
            scope: scope(parameters)?,
            state: bounded(parameters, "state", Self::MAX_STATE)?,
            nonce: text(parameters, "nonce")?,
            code_challenge: code_challenge(parameters)?,
            audience: text(parameters, "audience")?,
            resource: text(parameters, "resource")?,
            prompt: Prompt::parse(parameters.get("prompt")?.unwrap_or_default())?,
            max_age: max_age(parameters)?,
            login_hint: text(parameters, "login_hint")?,
            connection: text(parameters, "connection")?,
            connection_scope: text(parameters, "connection_scope")?,
            screen_hint: text(parameters, "screen_hint")?,
            acr_values: words(parameters, "acr_values")?,
            ui_locales: words(parameters, "ui_locales")?,
            organization: text(parameters, "organization")?,
            invitation: text(parameters, "invitation")?,
            id_token_hint: bounded(parameters, "id_token_hint", Self::MAX_STATE)?,
            display: text(parameters, "display")?,
            claims: text(parameters, "claims")?,
            authorization_details: text(parameters, "authorization_details")?,
            dpop_jkt: text(parameters, "dpop_jkt")?,
            correlation_id: text(parameters, "correlation_id")?,
            extensions: extensions(parameters)?,
        })
    }
}

impl Default for AuthorizeRequest {
    /// A request for a code and nothing else; stored transactions fill in what they lack from it.
    fn default() -> Self {
        Self {
            response_type: ResponseType::Code,
            response_mode: ResponseMode::Query,
            scope: Scope::default(),
            state: None,
            nonce: None,
            code_challenge: None,
            audience: None,
            resource: None,
            prompt: Prompt::default(),
            max_age: None,
            login_hint: None,
            connection: None,
            connection_scope: None,
            screen_hint: None,
            acr_values: Vec::new(),
            ui_locales: Vec::new(),
            organization: None,
            invitation: None,
            id_token_hint: None,
            display: None,
            claims: None,
            authorization_details: None,
            dpop_jkt: None,
            correlation_id: None,
            extensions: BTreeMap::new(),
        }
    }
}

/// What a strict third-party client may send, besides `ext-*` (reference §1.6).
///
/// Upstream closes `request`, `request_uri` and `id_token_hint` to them; this server supports them.
pub const STRICT_PARAMETERS: &[&str] = &[
    "acr_values",
    "audience",
    "authorization_details",
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "connection",
    "correlation_id",
    "display",
    "dpop_jkt",
    "id_token_hint",
    "login_hint",
    "max_age",
    "nonce",
    "organization",
    "prompt",
    "redirect_uri",
    "request",
    "request_uri",
    "resource",
    "response_mode",
    "response_type",
    "scope",
    "state",
    "ui_locales",
];

/// Upstream's other parameters, which a strict third-party client may not send.
pub const OTHER_PARAMETERS: &[&str] = &[
    "access_token",
    "claims",
    "connection_scope",
    "device",
    "invitation",
    "login_ticket",
    "organization_name",
    "screen_hint",
    "session_transfer_token",
];

/// Refuses upstream's parameters that are closed to strict third-party clients; unknown names are ignored, as
/// RFC 6749 §3.1 asks.
///
/// # Errors
/// `invalid_request` naming the first such parameter.
pub fn refuse_beyond_strict(parameters: &Parameters) -> Result<(), Error> {
    match parameters
        .names()
        .find(|name| OTHER_PARAMETERS.contains(name))
    {
        Some(name) => Err(Error::parameter_not_allowed(name)),
        None => Ok(()),
    }
}

fn text(parameters: &Parameters, name: &str) -> Result<Option<String>, Error> {
    let limit = match name {
        "state" => AuthorizeRequest::MAX_STATE,
        _ => AuthorizeRequest::MAX_VALUE,
    };
    bounded(parameters, name, limit)
}

fn bounded(parameters: &Parameters, name: &str, limit: usize) -> Result<Option<String>, Error> {
    match parameters.get(name)? {
        Some(value) if value.len() > limit => Err(Error::invalid_parameter(name, "is too long")),
        value => Ok(value.map(str::to_owned)),
    }
}

fn words(parameters: &Parameters, name: &str) -> Result<Vec<String>, Error> {
    let value = text(parameters, name)?.unwrap_or_default();
    Ok(value.split_ascii_whitespace().map(str::to_owned).collect())
}

fn scope(parameters: &Parameters) -> Result<Scope, Error> {
    let scope = Scope::parse(parameters.get("scope")?.unwrap_or_default())?;
    if scope.offline_access() && scope.contains("online_access") {
        return Err(Error::online_and_offline_access());
    }
    Ok(scope)
}

fn code_challenge(parameters: &Parameters) -> Result<Option<CodeChallenge>, Error> {
    let method = parameters.get("code_challenge_method")?;
    match parameters.get("code_challenge")? {
        Some(challenge) => CodeChallenge::parse(challenge, method).map(Some),
        // The client believes that it is protected; it is not.
        None if method.is_some() => Err(Error::missing_parameter("code_challenge")),
        None => Ok(None),
    }
}

fn max_age(parameters: &Parameters) -> Result<Option<u64>, Error> {
    let Some(value) = parameters.get("max_age")? else {
        return Ok(None);
    };
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    match value.parse() {
        Ok(seconds) if digits => Ok(Some(seconds)),
        _ => Err(Error::invalid_parameter(
            "max_age",
            "is not a number of seconds",
        )),
    }
}

fn extensions(parameters: &Parameters) -> Result<BTreeMap<String, String>, Error> {
    parameters
        .names()
        .filter(|name| name.starts_with("ext-"))
        .take(AuthorizeRequest::MAX_EXTENSIONS)
        .filter_map(|name| {
            let value = text(parameters, name).transpose()?;
            Some(value.map(|value| (name.to_owned(), value)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::ErrorCode;

    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn parameters(query: &str) -> Parameters {
        Parameters::from_form(query.as_bytes()).unwrap()
    }

    fn parse(query: &str) -> Result<AuthorizeRequest, Error> {
        AuthorizeRequest::parse(&parameters(query))
    }

    #[test]
    fn the_target_is_read_without_judging_it() {
        let target = RawTarget::parse(&parameters(
            "client_id=c&redirect_uri=javascript:x&response_type=tokn&response_mode=fragment&prompt=nonsense",
        ))
        .unwrap();
        assert_eq!(target.redirect_uri.as_deref(), Some("javascript:x"));
        assert_eq!(target.error_mode(), ResponseMode::Fragment);
        assert_eq!(
            RawTarget::parse(&parameters("client_id=")),
            Err(Error::missing_parameter("client_id"))
        );
    }

    #[test]
    fn everything_is_read() {
        let query = format!(
            "response_type=code&scope=openid+email&state=s+%26&nonce=n&code_challenge={CHALLENGE}\
             &code_challenge_method=S256&audience=urn:api&prompt=login+consent&max_age=0&login_hint=ada\
             &acr_values=a++b&ui_locales=de+en&ext-theme=dark&ext-empty=&unknown=ignored"
        );
        let request = parse(&query).unwrap();
        assert_eq!(request.state.as_deref(), Some("s &"));
        assert_eq!(request.max_age, Some(0));
        assert_eq!(request.acr_values, ["a", "b"]);
        assert_eq!(request.extensions.len(), 1);
        assert!(request.prompt.login() && request.prompt.consent());
        assert!(request.code_challenge.is_some());
    }

    #[test]
    fn what_is_wrong_is_named() {
        let long = format!("response_type=code&state={}", "x".repeat(8193));
        let table = [
            ("scope=openid", "Missing required parameter: response_type"),
            ("response_type=cod", "Unsupported response type: cod"),
            (
                "response_type=token&response_mode=query",
                "Invalid parameter: response_mode can't be query for a response with a token",
            ),
            (
                "response_type=code&scope=offline_access+online_access",
                "Cannot request both online_access and offline_access scopes",
            ),
            (
                "response_type=code&code_challenge_method=S256",
                "Missing required parameter: code_challenge",
            ),
            (
                "response_type=code&code_challenge=x",
                "Invalid parameter: code_challenge is not a challenge of method plain",
            ),
            (
                "response_type=code&prompt=none+login",
                "Invalid parameter: prompt can't be none and more",
            ),
            (
                "response_type=code&max_age=-1",
                "Invalid parameter: max_age is not a number of seconds",
            ),
            (
                "response_type=code&max_age=%2B1",
                "Invalid parameter: max_age is not a number of seconds",
            ),
            (&long, "Invalid parameter: state is too long"),
        ];
        for (query, why) in table {
            assert_eq!(
                parse(query).unwrap_err().description.unwrap(),
                why,
                "{query}"
            );
        }
    }

    #[test]
    fn ten_extensions_are_kept() {
        let names: Vec<_> = (0..12).map(|number| format!("ext-{number:02}=x")).collect();
        let query = format!("response_type=code&{}", names.join("&"));
        let kept = parse(&query).unwrap().extensions;
        assert_eq!(kept.len(), 10);
        assert!(!kept.contains_key("ext-10"));
    }

    #[test]
    fn survives_storage() {
        let request =
            parse("response_type=id_token+token&scope=openid&prompt=none&nonce=n").unwrap();
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(
            stored,
            r#"{"response_type":"token id_token","response_mode":"fragment","scope":"openid","nonce":"n","prompt":"none"}"#
        );
        assert_eq!(
            serde_json::from_str::<AuthorizeRequest>(&stored).unwrap(),
            request
        );
    }

    #[test]
    fn strict_third_parties_have_a_list() {
        let allowed: String =
            STRICT_PARAMETERS.join("=x&") + "=x&ext-a=b&utm_source=ignored&auth0Client=x";
        assert_eq!(refuse_beyond_strict(&parameters(&allowed)), Ok(()));
        for name in OTHER_PARAMETERS {
            let error = refuse_beyond_strict(&parameters(&format!("{name}=x"))).unwrap_err();
            assert_eq!(error.code, ErrorCode::InvalidRequest);
            assert!(!STRICT_PARAMETERS.contains(name));
        }
    }
}
