//! `/passwordless/*`: codes and links for applications with pages of their own (reference/authentication.md §3.15).

use std::sync::Arc;

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::bot_detection::Evidence;
use ostia_identity::clients::{self, Client};
use ostia_identity::connections::{self, Connection, Medium};
use ostia_identity::context::Context;
use ostia_identity::failure::Failure;
use ostia_identity::passwordless::{self, Address, NotSent, Refusal, Way};
use ostia_identity::token::client_authentication::authenticate;
use ostia_protocol::auth0::ids::{ClientId, UserId};
use ostia_protocol::oauth::{Error, ErrorCode, Parameters};
use serde_json::{Map, Value, json};

use super::body::{language, read, text};
use crate::error::oauth::Failed;
use crate::extract::{RequestContext, presented_client};
use crate::oauth::cors;

/// What shows who the client is.
const CREDENTIALS: [&str; 4] = [
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
];
/// What `POST /passwordless/start` may say.
const MEMBERS: [&str; 9] = [
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "connection",
    "email",
    "phone_number",
    "send",
    "authParams",
];
/// What never goes into a link: it is said there by us.
const OURS: [&str; 5] = [
    "client_id",
    "connection",
    "email",
    "verification_code",
    "client_secret",
];
/// The longest parameter of a link, and how many there are.
const LONGEST_PARAMETER: usize = 1_024;
const MOST_PARAMETERS: usize = 20;

/// `POST /passwordless/start`: sends a code or a link. The answer is the same whether or not there is an account.
///
/// # Errors
/// 400 in upstream's words, 401, 429; or when the database is away.
pub async fn start(
    context: RequestContext,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Failed> {
    let body = read(request).await.map_err(unreadable)?;
    if let Some(unknown) = body.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
        let shown: String = unknown.chars().take(64).collect();
        let text = format!("the following properties are not allowed: {shown}");
        return Err(bad(ErrorCode::BadRequest, text).into());
    }
    let client = client(&body, &headers, &context).await?;
    let (connection, medium) = connection(&body, &client, &context).await?;
    let address = address(&body, medium)?;
    let way = way(&body, medium)?;
    let language = language(&headers);
    let evidence = Evidence::None;
    let sent = passwordless::start(
        &address,
        &way,
        &connection,
        &client,
        &language,
        evidence,
        &context,
    );
    sent.await?.map_err(|reason| match reason {
        NotSent::TooMany => Error::too_many_requests(),
        NotSent::Suspicious => Error::requires_verification(),
    })?;
    let response = Json(answer(&address, medium, &context)).into_response();
    Ok(cors::narrow(response, &client, &headers))
}

/// `POST /passwordless/verify`: whether a code is right, for pages that go to `/passwordless/verify_redirect` next.
///
/// # Errors
/// 400, 403, 429; or when the database is away.
pub async fn verify(
    context: RequestContext,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Failed> {
    let body = read(request).await.map_err(unreadable)?;
    let named = text(&body, "client_id");
    let client = find_client(named.as_deref(), &context).await?;
    let (connection, medium) = connection(&body, &client, &context).await?;
    let address = address(&body, medium)?;
    let code = text(&body, "verification_code")
        .ok_or_else(|| Error::missing_parameter("verification_code"))?;
    let outcome = passwordless::is_right(&code, &address, &connection, &client, &context).await?;
    let response = match outcome {
        Ok(()) => Json(answer(&address, medium, &context)).into_response(),
        Err(refusal) => Failed::from(refused(refusal, medium)).into_response(),
    };
    Ok(cors::narrow(response, &client, &headers))
}

/// A refusal in upstream's words.
fn refused(refusal: Refusal, medium: Medium) -> Failure {
    match (refusal, medium) {
        (Refusal::Wrong, Medium::Email) => Error::wrong_email_or_code(),
        (Refusal::Wrong, Medium::Sms) => Error::wrong_phone_number_or_code(),
        (Refusal::Blocked, _) => Error::user_blocked(),
        (Refusal::Limited(_), _) => Error::too_many_attempts(),
    }
    .into()
}

fn bad(code: ErrorCode, description: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(400, code).describe(description)
}

fn unreadable(text: &'static str) -> Failed {
    Error::invalid_request(text).into()
}

async fn find_client(named: Option<&str>, context: &Context) -> Result<Arc<Client>, Failed> {
    let missing = || {
        bad(
            ErrorCode::BadClientId,
            "Missing required property: client_id",
        )
    };
    let found = match ClientId::parse(named.ok_or_else(missing)?) {
        Ok(id) => clients::find(&id, context).await?,
        Err(_) => None,
    };
    let client = found.filter(|client| !client.is_global && !client.is_strict());
    Ok(client.ok_or_else(|| bad(ErrorCode::BadClientId, "Unknown client"))?)
}

/// The client, which proves itself where it can, unless the tenant lets everybody ask in its name.
async fn client(
    body: &Map<String, Value>,
    headers: &HeaderMap,
    context: &RequestContext,
) -> Result<Arc<Client>, Failed> {
    let mut parameters = Parameters::default();
    for name in CREDENTIALS {
        if let Some(value) = text(body, name) {
            parameters.set(name, &value);
        }
    }
    let presented = presented_client(headers, &parameters, context)?;
    let client = find_client(presented.id(), context).await?;
    let presents = headers.contains_key(header::AUTHORIZATION)
        || parameters.is_present("client_secret")
        || parameters.is_present("client_assertion");
    let flags = context.tenant.settings.document.get("flags");
    let enforced = flags
        .and_then(|flags| flags.get("enforce_client_authentication_on_passwordless_start"))
        != Some(&Value::Bool(false));
    if presents || (enforced && !client.kind.is_public()) {
        return Ok(authenticate(&presented, context).await?);
    }
    Ok(client)
}

async fn connection(
    body: &Map<String, Value>,
    client: &Client,
    context: &Context,
) -> Result<(Connection, Medium), Failed> {
    let refuse = |text: &'static str| Failed::from(bad(ErrorCode::BadConnection, text));
    let name =
        text(body, "connection").ok_or_else(|| refuse("Missing required property: connection"))?;
    let found = connections::find_by_name(&name, context).await?;
    let connection = found.ok_or_else(|| refuse("Connection does not exist"))?;
    let medium = connection.medium().ok_or_else(|| {
        refuse("Invalid connection strategy. It must either be a passwordless connection")
    })?;
    let enabled = connections::enabled_for(client, context).await?;
    if !enabled.iter().any(|known| known.id == connection.id) {
        return Err(refuse("Connection is disabled"));
    }
    Ok((connection, medium))
}

fn address(body: &Map<String, Value>, medium: Medium) -> Result<Address, Failed> {
    if text(body, "email").is_none() && text(body, "phone_number").is_none() {
        let text = "Either email or phone_number must be provided";
        return Err(Error::invalid_request(text).into());
    }
    let error = match medium {
        Medium::Email => bad(ErrorCode::BadEmail, "invalid email"),
        Medium::Sms => match text(body, "phone_number") {
            None => bad(
                ErrorCode::BadPhoneNumber,
                "Missing required property: phone_number",
            ),
            Some(_) => bad(
                ErrorCode::BadPhoneNumber,
                "String does not match pattern: ^\\+[0-9]{1,15}$",
            ),
        },
    };
    let typed = text(body, member(medium)).unwrap_or_default();
    Ok(Address::parse(&typed, medium).ok_or(error)?)
}

const fn member(medium: Medium) -> &'static str {
    match medium {
        Medium::Email => "email",
        Medium::Sms => "phone_number",
    }
}

/// A link is what upstream sends where nothing is said; text messages always have a code.
fn way(body: &Map<String, Value>, medium: Medium) -> Result<Way, Failed> {
    let parameters = match body.get("authParams") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Object(members)) => link_parameters(members),
        Some(other) => {
            let text = format!(
                "error in authParams - invalid type: {} (expected object)",
                kind_of(other)
            );
            return Err(bad(ErrorCode::BadAuthParams, text).into());
        }
    };
    match (medium, text(body, "send").as_deref()) {
        (Medium::Sms, _) | (Medium::Email, Some("code")) => Ok(Way::Code),
        (Medium::Email, None | Some("link" | "link_ios" | "link_android")) => {
            Ok(Way::Link(parameters))
        }
        (Medium::Email, Some(_)) => {
            Err(Error::invalid_parameter("send", "must be code or link").into())
        }
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn link_parameters(members: &Map<String, Value>) -> Vec<(String, String)> {
    let kept = members.iter().filter_map(|(name, value)| {
        let value = value.as_str()?;
        let fits = name.len() <= LONGEST_PARAMETER && value.len() <= LONGEST_PARAMETER;
        (fits && !OURS.contains(&name.as_str())).then(|| (name.clone(), value.to_owned()))
    });
    kept.take(MOST_PARAMETERS).collect()
}

/// Upstream shows the user here. Nobody learns from us whether there is one: the id is made up.
fn answer(address: &Address, medium: Medium, context: &Context) -> Value {
    let id = UserId::generate(context.entropy());
    match medium {
        Medium::Email => json!({
            "_id": id.provider_user_id(), "email": address.as_str(), "email_verified": false,
        }),
        Medium::Sms => json!({
            "_id": id.provider_user_id(), "phone_number": address.as_str(), "phone_verified": false,
        }),
    }
}
