//! From a provider's claims to a profile of ours. What providers say is input like any other.

use ostia_protocol::auth0::schema::Format;
use ostia_protocol::oauth::Parameters;
use serde_json::{Map, Value, json};

use super::exchange::Obtained;
use super::{away, failed, id_token};
use crate::connections::provider::{EmailTrust, Mapping, Metadata, Provider, Source};
use crate::context::Context;
use crate::failure::Failure;
use crate::federated_logins::Expected;

/// The longest text that is kept, in characters; longer ones are left out.
const MAX_TEXT: usize = 2_048;
/// The most that is kept of a profile, in bytes of JSON.
const MAX_PROFILE: usize = 16 * 1024;
/// The longest name of a member, and of an account, in bytes.
const MAX_NAME: usize = 200;

/// What is about the token and not about its person (RFC 7519 §4.1, OpenID Connect Core §2).
const ABOUT_THE_TOKEN: [&str; 22] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "nbf",
    "iat",
    "jti",
    "azp",
    "nonce",
    "auth_time",
    "acr",
    "amr",
    "at_hash",
    "c_hash",
    "s_hash",
    "sid",
    "aio",
    "rh",
    "uti",
    "ver",
    "tid",
    "nonce_supported",
];

/// What no provider may say: it is ours to know.
const OURS: [&str; 15] = [
    "_id",
    "app_metadata",
    "blocked",
    "created_at",
    "identities",
    "last_ip",
    "last_login",
    "last_password_reset",
    "logins_count",
    "multifactor",
    "password",
    "phone_verified",
    "updated_at",
    "user_id",
    "user_metadata",
];

/// Who somebody is at a provider.
#[derive(Debug)]
pub(super) struct Profile {
    /// What the provider names the account by.
    pub subject: String,
    /// What it says about its person.
    pub members: Map<String, Value>,
}

/// Reads the profile from wherever this provider has it.
///
/// # Errors
/// A refusal for the application.
pub(super) async fn read(
    answer: &Parameters,
    obtained: &Obtained,
    expected: &Expected,
    provider: &Provider,
    metadata: &Metadata,
    context: &Context,
) -> Result<Profile, Failure> {
    let (tokenset, userinfo) = match provider.source {
        Source::IdToken => {
            let token = obtained.id_token.as_deref();
            let token = token.ok_or_else(|| failed("the provider gave no ID token"))?;
            let claims = id_token::verify(token, expected, provider, metadata, context).await?;
            let userinfo = fetched(obtained, metadata, context).await?;
            // Another one's answer must not be mixed in (OpenID Connect Core §5.3.2).
            if userinfo
                .get("sub")
                .is_some_and(|sub| claims.get("sub") != Some(sub))
            {
                return Err(failed("userinfo is about somebody else"));
            }
            (claims, userinfo)
        }
        Source::Userinfo => (Map::new(), fetched(obtained, metadata, context).await?),
        Source::Github => {
            let mut user = fetched(obtained, metadata, context).await?;
            add_github_address(&mut user, obtained, context).await?;
            (Map::new(), user)
        }
    };
    let mut claims = tokenset.clone();
    claims.extend(userinfo.clone());
    let subject = subject(&claims, provider).ok_or_else(|| failed("the provider names nobody"))?;
    add_apple_name(&mut claims, answer);
    let mapped = match &provider.mapping {
        Mapping::All => claims,
        Mapping::Renamed(pairs) => renamed(claims, pairs),
        Mapping::Templates(templates) => made_of(templates, &tokenset, &userinfo),
    };
    Ok(Profile {
        subject,
        members: cleaned(mapped, provider.email_trust),
    })
}

async fn fetched(
    obtained: &Obtained,
    metadata: &Metadata,
    context: &Context,
) -> Result<Map<String, Value>, Failure> {
    match (&metadata.userinfo_endpoint, &obtained.access_token) {
        (Some(url), Some(token)) => fetch(url, token, context).await,
        _ => Ok(Map::new()),
    }
}

async fn fetch<T: serde::de::DeserializeOwned>(
    url: &str,
    token: &str,
    context: &Context,
) -> Result<T, Failure> {
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", authorization.as_str())];
    let answer = context
        .platform
        .outgoing
        .get(url, &headers)
        .await
        .map_err(|unanswered| away(&unanswered))?;
    answer
        .json()
        .map_err(|unanswered| failed(&unanswered.to_string()))
}

/// GitHub's profile has the address that its owner shows; the one that they log in with, and whether it is theirs, is
/// in a list.
async fn add_github_address(
    user: &mut Map<String, Value>,
    obtained: &Obtained,
    context: &Context,
) -> Result<(), Failure> {
    let Some(token) = &obtained.access_token else {
        return Ok(());
    };
    let addresses: Vec<Value> =
        match fetch("https://api.github.com/user/emails", token, context).await {
            Ok(addresses) => addresses,
            // Without the scope for it.
            Err(Failure::Refused(_)) => return Ok(()),
            Err(broken) => return Err(broken),
        };
    choose_address(user, &addresses);
    Ok(())
}

fn choose_address(user: &mut Map<String, Value>, addresses: &[Value]) {
    let is = |address: &Value, name: &str| address.get(name) == Some(&Value::Bool(true));
    let primary = addresses.iter().find(|address| is(address, "primary"));
    if let Some(address) = primary {
        let email = address.get("email").cloned().unwrap_or_default();
        user.insert("email".to_owned(), email);
        user.insert("email_verified".to_owned(), json!(is(address, "verified")));
    }
}

/// Apple tells the name once, beside the code, where the browser could have changed it: it is a name and no proof.
fn add_apple_name(claims: &mut Map<String, Value>, answer: &Parameters) {
    let is_apple = claims.get("iss").and_then(Value::as_str) == Some("https://appleid.apple.com");
    let told = answer.get("user").ok().flatten().filter(|_| is_apple);
    let Some(told) = told.and_then(|text| serde_json::from_str::<Value>(text).ok()) else {
        return;
    };
    let part = |name: &str| {
        let part = told.pointer(&format!("/name/{name}"))?.as_str()?;
        Some(part.to_owned()).filter(|part| !part.is_empty())
    };
    let parts = [
        ("given_name", part("firstName")),
        ("family_name", part("lastName")),
    ];
    let full: Vec<String> = parts.iter().filter_map(|(_, part)| part.clone()).collect();
    for (name, part) in parts {
        if let Some(part) = part {
            claims.insert(name.to_owned(), json!(part));
        }
    }
    if !full.is_empty() {
        claims.insert("name".to_owned(), json!(full.join(" ")));
    }
}

/// The account's name: text, or a number as text.
fn subject(claims: &Map<String, Value>, provider: &Provider) -> Option<String> {
    let named = provider.subject.iter().find_map(|name| claims.get(*name))?;
    let text = match named {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let is_usable = !text.is_empty()
        && text.len() <= MAX_NAME
        && !text
            .chars()
            .any(|letter| letter.is_whitespace() || letter.is_control());
    is_usable.then_some(text)
}

fn renamed(mut claims: Map<String, Value>, pairs: &[(String, String)]) -> Map<String, Value> {
    for (theirs, ours) in pairs {
        if let Some(value) = claims.remove(theirs) {
            claims.insert(ours.clone(), value);
        }
    }
    claims
}

/// `${context.tokenset.name}` and `${context.userinfo.name}`, alone or within a text.
fn made_of(
    templates: &Map<String, Value>,
    tokenset: &Map<String, Value>,
    userinfo: &Map<String, Value>,
) -> Map<String, Value> {
    let look_up = |expression: &str| {
        let mut steps = expression.trim().split('.');
        let root = match (steps.next(), steps.next()) {
            (Some("context"), Some("tokenset")) => tokenset,
            (Some("context"), Some("userinfo")) => userinfo,
            _ => return None,
        };
        let mut value = root.get(steps.next()?)?;
        for step in steps {
            value = value.get(step)?;
        }
        Some(value.clone())
    };
    let made = templates.iter().filter_map(|(name, template)| {
        let value = match template {
            Value::String(text) => fill_in(text, &look_up)?,
            other => other.clone(),
        };
        Some((name.clone(), value))
    });
    made.collect()
}

/// A template that is nothing but one place keeps the value's type; one whose places are all empty makes nothing.
fn fill_in(template: &str, look_up: &impl Fn(&str) -> Option<Value>) -> Option<Value> {
    if !template.contains("${") {
        return Some(json!(template));
    }
    let only = template
        .strip_prefix("${")
        .and_then(|rest| rest.strip_suffix('}'))
        .filter(|inner| !inner.contains("${"));
    if let Some(expression) = only {
        return look_up(expression);
    }
    let mut text = String::new();
    let mut found_any = false;
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once("${") {
        text.push_str(before);
        let (expression, after) = behind.split_once('}').unwrap_or((behind, ""));
        if let Some(value) = look_up(expression) {
            found_any = true;
            text.push_str(value.as_str().unwrap_or(&value.to_string()));
        }
        rest = after;
    }
    text.push_str(rest);
    found_any.then(|| json!(text.trim()))
}

/// Whether a member of the profile is ours to know, whatever providers and directories say.
pub(crate) fn is_ours(name: &str) -> bool {
    OURS.contains(&name)
}

/// What is kept: about the person, not ours to know, no longer than it may be.
pub(crate) fn cleaned(claims: Map<String, Value>, trust: EmailTrust) -> Map<String, Value> {
    let mut members = Map::new();
    let mut size = 0;
    for (name, value) in claims {
        let is_about_them = !ABOUT_THE_TOKEN.contains(&name.as_str())
            && !is_ours(&name)
            && !name.contains(['$', '\0'])
            && name.len() <= MAX_NAME;
        let is_short = value
            .as_str()
            .is_none_or(|text| text.chars().count() <= MAX_TEXT);
        let length = name.len() + value.to_string().len();
        if is_about_them && is_short && !value.is_null() && size + length <= MAX_PROFILE {
            size += length;
            members.insert(name, value);
        }
    }
    if let Some(Value::Object(picture)) = members.get("picture") {
        // As Facebook has it.
        let url = picture
            .get("data")
            .and_then(|data| data.get("url"))
            .cloned();
        members.remove("picture");
        members.extend(url.map(|url| ("picture".to_owned(), url)));
    }
    for name in [
        "name",
        "nickname",
        "given_name",
        "family_name",
        "picture",
        "phone_number",
        "username",
    ] {
        if members
            .get(name)
            .is_some_and(|value| value.as_str().is_none_or(str::is_empty))
        {
            members.remove(name);
        }
    }
    clean_address(&mut members, trust);
    members
}

fn clean_address(members: &mut Map<String, Value>, trust: EmailTrust) {
    let email = members.remove("email");
    let claimed = match members.remove("email_verified") {
        Some(Value::Bool(verified)) => verified,
        Some(Value::String(text)) => text == "true",
        _ => false,
    };
    let Some(email) = email.as_ref().and_then(Value::as_str) else {
        return;
    };
    let email = email.trim().to_lowercase();
    if !Format::Email.accepts(&email) {
        return;
    }
    let verified = match trust {
        EmailTrust::AsClaimed => claimed,
        EmailTrust::Always => true,
        EmailTrust::Never => false,
    };
    members.insert("email".to_owned(), json!(email));
    members.insert("email_verified".to_owned(), json!(verified));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(object) => object,
            _ => Map::new(),
        }
    }

    #[test]
    fn a_provider_says_nothing_about_what_is_ours() {
        let claims = object(json!({
            "iss": "x", "sub": "1", "name": "Ada", "blocked": false, "app_metadata": { "admin": true },
            "user_metadata": {}, "identities": [], "user_id": "auth0|1", "a$b": 1, "company": "Engines",
            "email": "Ada@Example.com", "email_verified": "true", "picture": { "data": { "url": "https://x.example/p" } },
            "long": "x".repeat(3_000),
        }));
        let cleaned = cleaned(claims, EmailTrust::AsClaimed);
        assert_eq!(
            Value::Object(cleaned),
            json!({
                "name": "Ada", "company": "Engines", "email": "ada@example.com", "email_verified": true,
                "picture": "https://x.example/p",
            })
        );
    }

    #[test]
    fn addresses_that_anybody_can_write_prove_nothing() {
        let claims = || object(json!({ "email": "ada@example.com", "email_verified": true }));
        assert_eq!(
            cleaned(claims(), EmailTrust::Never)["email_verified"],
            false
        );
        let unsaid = object(json!({ "email": "ada@example.com" }));
        assert_eq!(
            cleaned(unsaid.clone(), EmailTrust::AsClaimed)["email_verified"],
            false
        );
        assert_eq!(cleaned(unsaid, EmailTrust::Always)["email_verified"], true);
        assert!(cleaned(object(json!({ "email": "no address" })), EmailTrust::Always).is_empty());
    }

    #[test]
    fn templates_are_filled_in() {
        let templates = object(json!({
            "name": "${context.tokenset.given_name} ${context.tokenset.family_name}",
            "groups": "${context.userinfo.groups}", "level": "${context.userinfo.deep.level}",
            "fixed": "always", "absent": "${context.tokenset.nothing}", "other": "${process.env}",
        }));
        let tokenset = object(json!({ "given_name": "Ada", "family_name": "Lovelace" }));
        let userinfo = object(json!({ "groups": ["a"], "deep": { "level": 3 } }));
        assert_eq!(
            Value::Object(made_of(&templates, &tokenset, &userinfo)),
            json!({ "name": "Ada Lovelace", "groups": ["a"], "level": 3, "fixed": "always" })
        );
    }

    #[test]
    fn the_address_that_one_logs_in_with_at_github_counts() {
        let mut user = object(json!({ "email": "shown@example.com" }));
        let addresses = [
            json!({ "email": "other@example.com", "primary": false, "verified": true }),
            json!({ "email": "main@example.com", "primary": true, "verified": false }),
        ];
        choose_address(&mut user, &addresses);
        assert_eq!(
            Value::Object(user),
            json!({ "email": "main@example.com", "email_verified": false })
        );
    }
}
