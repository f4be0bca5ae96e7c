//! Client metadata (RFC 7591 §2), parsed. Members that are not known are ignored, as §2 wants.

use ostia_protocol::auth0::schema::Format;
use ostia_protocol::oauth::{self, Error, GrantType, Strictness};
use serde_json::{Map, Value};

/// More addresses than any client needs; registration is open to everybody.
const MAX_URIS: usize = 50;
const MAX_URI_LENGTH: usize = 2048;
const MAX_NAME_LENGTH: usize = 128;

/// What a registration asks for.
#[derive(Debug)]
pub(super) struct Metadata {
    pub(super) redirect_uris: Vec<String>,
    pub(super) post_logout_redirect_uris: Vec<String>,
    pub(super) client_name: Option<String>,
    pub(super) logo_uri: Option<String>,
    pub(super) authentication_method: &'static str,
    /// Those with a known name; `None` where the request leaves it to us.
    pub(super) grant_types: Option<Vec<GrantType>>,
    pub(super) is_native: bool,
    response_types: Option<Vec<String>>,
}

impl Metadata {
    pub(super) fn parse(body: &Value) -> Result<Self, Error> {
        let Value::Object(body) = body else {
            return Err(Error::invalid_client_metadata(
                "The body must be a JSON object",
            ));
        };
        let grant_types = texts(body, "grant_types")?.map(|names| {
            let known = names.iter().filter_map(|name| name.parse().ok());
            known.collect()
        });
        Ok(Self {
            redirect_uris: redirect_uris(body)?,
            post_logout_redirect_uris: post_logout_redirect_uris(body)?,
            client_name: client_name(body)?,
            logo_uri: logo_uri(body)?,
            authentication_method: authentication_method(body)?,
            grant_types,
            is_native: text(body, "application_type")? == Some("native"),
            response_types: texts(body, "response_types")?,
        })
    }

    /// The response types that were asked for and that the grants serve (RFC 7591 §2.1); `code` where none is left.
    pub(super) fn response_types(&self, grants: &[GrantType]) -> Vec<String> {
        let is_served = |response_type: &&String| {
            let needs = |part: &str| match part {
                "code" => Some(GrantType::AuthorizationCode),
                "token" | "id_token" => Some(GrantType::Implicit),
                _ => None,
            };
            response_type
                .split(' ')
                .all(|part| needs(part).is_some_and(|grant| grants.contains(&grant)))
        };
        let asked = self.response_types.as_deref().unwrap_or_default();
        let kept: Vec<String> = asked.iter().filter(is_served).cloned().collect();
        if !kept.is_empty() {
            kept
        } else if grants.contains(&GrantType::AuthorizationCode) {
            vec!["code".to_owned()]
        } else {
            Vec::new()
        }
    }
}

fn wrong(name: &str, why: &str) -> Error {
    Error::invalid_client_metadata(format!("{name} {why}"))
}

fn text<'a>(body: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, Error> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(wrong(name, "must be a string")),
    }
}

pub(crate) fn texts(body: &Map<String, Value>, name: &str) -> Result<Option<Vec<String>>, Error> {
    let items = match body.get(name) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(items)) => items,
        Some(_) => return Err(wrong(name, "must be an array of strings")),
    };
    if items.len() > MAX_URIS {
        return Err(wrong(name, &format!("can have at most {MAX_URIS} items")));
    }
    items
        .iter()
        .map(|item| {
            let text = item
                .as_str()
                .ok_or_else(|| wrong(name, "must be an array of strings"))?;
            Ok(text.to_owned())
        })
        .collect::<Result<_, _>>()
        .map(Some)
}

/// RFC 7591 §2 and §5: registered by anybody, so compared exactly, and without a fragment (RFC 6749 §3.1.2).
pub(crate) fn redirect_uris(body: &Map<String, Value>) -> Result<Vec<String>, Error> {
    let uris = texts(body, "redirect_uris")?.unwrap_or_default();
    if uris.is_empty() {
        return Err(Error::invalid_redirect_uri(
            "redirect_uris must name at least one URI",
        ));
    }
    for uri in &uris {
        require_registrable(uri, "redirect_uris")?;
        if uri.contains('#') {
            return Err(Error::invalid_redirect_uri(
                "redirect_uris can't have a fragment",
            ));
        }
    }
    Ok(uris)
}

fn post_logout_redirect_uris(body: &Map<String, Value>) -> Result<Vec<String>, Error> {
    let uris = texts(body, "post_logout_redirect_uris")?.unwrap_or_default();
    for uri in &uris {
        require_registrable(uri, "post_logout_redirect_uris")?;
    }
    Ok(uris)
}

fn require_registrable(uri: &str, name: &str) -> Result<(), Error> {
    let refuse = |why: String| {
        let error = Error::invalid_redirect_uri(format!("{name} has an entry that can't be used"));
        Err(error.with_detail(why))
    };
    if uri.len() > MAX_URI_LENGTH {
        return refuse("too long".to_owned());
    }
    match oauth::check_registered(uri, Strictness::Exact) {
        Ok(()) => Ok(()),
        Err(reason) => refuse(reason.to_string()),
    }
}

pub(crate) fn client_name(body: &Map<String, Value>) -> Result<Option<String>, Error> {
    let Some(name) = text(body, "client_name")? else {
        return Ok(None);
    };
    let fits = name.chars().count() <= MAX_NAME_LENGTH
        && !name.contains(['<', '>'])
        && !name.chars().any(char::is_control);
    if !fits {
        return Err(wrong(
            "client_name",
            "is too long or has characters that can't be shown",
        ));
    }
    Ok(Some(name.to_owned()))
}

/// Shown on the consent page, so only from where a browser fetches it safely.
pub(crate) fn logo_uri(body: &Map<String, Value>) -> Result<Option<String>, Error> {
    let Some(uri) = text(body, "logo_uri")? else {
        return Ok(None);
    };
    if uri.len() > MAX_URI_LENGTH || !Format::StrictHttpsUri.accepts(uri) {
        return Err(wrong("logo_uri", "must be an https URL"));
    }
    Ok(Some(uri.to_owned()))
}

/// Upstream's default is `client_secret_post`, the RFC's `client_secret_basic`; a client with a secret may use either.
fn authentication_method(body: &Map<String, Value>) -> Result<&'static str, Error> {
    let sent = text(body, "token_endpoint_auth_method")?.unwrap_or("client_secret_post");
    ["none", "client_secret_post", "client_secret_basic"]
        .into_iter()
        .find(|method| *method == sent)
        .ok_or_else(|| {
            wrong(
                "token_endpoint_auth_method",
                "must be none, client_secret_post or client_secret_basic",
            )
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusal(body: &Value) -> String {
        Metadata::parse(body).unwrap_err().to_string()
    }

    #[test]
    fn metadata_that_cannot_be_registered() {
        let with = |name: &str, value: Value| {
            let mut body = json!({ "redirect_uris": ["https://a.example/cb"] });
            body[name] = value;
            body
        };
        let table = [
            (
                json!([]),
                "invalid_client_metadata: The body must be a JSON object",
            ),
            (
                json!({}),
                "invalid_redirect_uri: redirect_uris must name at least one URI",
            ),
            (
                with("redirect_uris", json!("https://a.example")),
                "invalid_client_metadata: redirect_uris must be an array of strings",
            ),
            (
                with("redirect_uris", json!(["javascript:alert(1)"])),
                "invalid_redirect_uri: redirect_uris has an entry that can't be used",
            ),
            (
                with("redirect_uris", json!(["https://*.a.example"])),
                "invalid_redirect_uri: redirect_uris has an entry that can't be used",
            ),
            (
                with("redirect_uris", json!(["https://a.example/#x"])),
                "invalid_redirect_uri: redirect_uris can't have a fragment",
            ),
            (
                with("client_name", json!("<b>")),
                "invalid_client_metadata: client_name is too long or has characters that can't be shown",
            ),
            (
                with("client_name", json!(7)),
                "invalid_client_metadata: client_name must be a string",
            ),
            (
                with("logo_uri", json!("http://a.example/l.png")),
                "invalid_client_metadata: logo_uri must be an https URL",
            ),
            (
                with("token_endpoint_auth_method", json!("private_key_jwt")),
                "invalid_client_metadata: token_endpoint_auth_method must be none, client_secret_post or client_secret_basic",
            ),
            (
                with("grant_types", json!("password")),
                "invalid_client_metadata: grant_types must be an array of strings",
            ),
        ];
        for (body, expected) in table {
            assert_eq!(refusal(&body), expected, "{body}");
        }
    }

    #[test]
    fn response_types_follow_the_grants() {
        let body = json!({ "redirect_uris": ["https://a.example/cb"], "response_types": ["code", "id_token token", "none"] });
        let metadata = Metadata::parse(&body).unwrap();
        let code = [GrantType::AuthorizationCode];
        let both = [GrantType::AuthorizationCode, GrantType::Implicit];
        assert_eq!(metadata.response_types(&code), ["code"]);
        assert_eq!(metadata.response_types(&both), ["code", "id_token token"]);
        assert_eq!(
            metadata.response_types(&[GrantType::Implicit]),
            ["id_token token"]
        );
    }
}
