//! `/dbconnections/*`: sign-up and forgotten passwords for pages that an application hosts itself.

use std::sync::Arc;

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::bot_detection::Evidence;
use ostia_identity::clients::{self, Client};
use ostia_identity::connections::{self, Connection};
use ostia_identity::context::Context;
use ostia_identity::failure::Failure;
use ostia_identity::login::signup::{self, Form, Refusal};
use ostia_identity::messages::PasswordResetRequest;
use ostia_identity::password_reset;
use ostia_identity::passwords::Weakness;
use ostia_identity::users::{NotCreated, User};
use ostia_protocol::auth0::authentication_error::Error;
use ostia_protocol::auth0::ids::ClientId;
use serde_json::{Map, Value, json};

use super::body::{language, read, text};
use crate::error::authentication::Failed;
use crate::extract::RequestContext;
use crate::oauth::cors;

/// Upstream's limits for `user_metadata` of somebody who signs up.
const MAX_METADATA: usize = 10;
const MAX_METADATA_NAME: usize = 100;
const MAX_METADATA_VALUE: usize = 500;
/// What is answered whether or not there is such an account.
const RESET_ANSWER: &str = "We've just sent you an email to reset your password.";

/// `POST /dbconnections/signup`
///
/// # Errors
/// 400 in the words that SDKs compare; or when the database is away.
pub async fn signup(
    context: RequestContext,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Failed> {
    let body = read(request).await.map_err(Error::invalid_request)?;
    let (client, connection) = parties(&body, &context).await?;
    let form = form(&body, &headers)?;
    let created = signup::create_account(form, &connection, &client, Evidence::None, &context);
    let response = match created.await? {
        Ok(user) => Json(created_document(&user)).into_response(),
        Err(refusal) => Failed::from(refused(refusal, &connection, &context)).into_response(),
    };
    Ok(cors::narrow(response, &client, &headers))
}

/// `POST /dbconnections/change_password`: mails a link, if there is such an account.
///
/// # Errors
/// 400 for a body that can't be understood; or when the database is away.
pub async fn change_password(
    context: RequestContext,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Failed> {
    let body = read(request).await.map_err(Error::invalid_request)?;
    let identifier = text(&body, "email").or_else(|| text(&body, "username"));
    let identifier = identifier.ok_or_else(|| Error::invalid_request("email is required"))?;
    let (client, connection) = parties(&body, &context).await?;
    let request = PasswordResetRequest {
        connection_id: connection.id.to_string(),
        identifier: identifier.chars().take(254).collect(),
        client_id: text(&body, "client_id").map(|_| client.id.clone()),
        organization_id: text(&body, "organization"),
        state: None,
        language: language(&headers),
        ip: context.origin.ip_text(),
        host: context.named_link_host().map(str::to_owned),
    };
    let asked = password_reset::request(request, &client, Evidence::None, &context).await?;
    asked.map_err(|_| Error::requires_verification())?;
    let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    let response = (StatusCode::OK, html, RESET_ANSWER).into_response();
    Ok(cors::narrow(response, &client, &headers))
}

/// `POST /dbconnections/signup/challenge` and the like: what auth0-js could show is a picture, and there is none. Who has to
/// prove something is told `requires_verification`, and comes to the hosted pages.
pub async fn challenge() -> Json<Value> {
    Json(json!({ "required": false }))
}

/// The client, else the one that stands for all, and a database connection that it may use.
async fn parties(
    body: &Map<String, Value>,
    context: &Context,
) -> Result<(Arc<Client>, Connection), Failed> {
    let name =
        text(body, "connection").ok_or_else(|| Error::invalid_request("connection is required"))?;
    let not_found = || Failed::from(Error::connection_not_found());
    let connection = connections::find_by_name(&name, context)
        .await?
        .filter(Connection::is_database)
        .ok_or_else(not_found)?;
    let Some(client_id) = text(body, "client_id") else {
        let client = clients::find_global(context).await?;
        return Ok((Arc::new(client.ok_or_else(not_found)?), connection));
    };
    let client = match ClientId::parse(&client_id) {
        Ok(id) => clients::find(&id, context).await?,
        Err(_) => None,
    };
    // Those who aren't trusted with passwords have no business here.
    let client = client
        .filter(|client| !client.is_strict())
        .ok_or_else(|| Error::invalid_request("Unknown client"))?;
    let enabled = connections::enabled_for(&client, context).await?;
    if client.is_global || enabled.iter().any(|known| known.id == connection.id) {
        Ok((client, connection))
    } else {
        Err(not_found())
    }
}

fn form(body: &Map<String, Value>, headers: &HeaderMap) -> Result<Form, Failed> {
    let password = body.get("password").and_then(Value::as_str);
    let password = password
        .filter(|password| !password.is_empty())
        .ok_or_else(|| Error::invalid_request("password is required"))?;
    Ok(Form {
        email: text(body, "email"),
        username: text(body, "username"),
        phone_number: text(body, "phone_number"),
        password: password.to_owned(),
        given_name: text(body, "given_name"),
        family_name: text(body, "family_name"),
        name: text(body, "name"),
        nickname: text(body, "nickname"),
        picture: text(body, "picture"),
        user_metadata: metadata(body.get("user_metadata"))?,
        language: language(headers),
        invitation: None,
    })
}

fn metadata(sent: Option<&Value>) -> Result<Option<Map<String, Value>>, Failed> {
    let members = match sent {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Object(members)) => members,
        Some(_) => return Err(Error::invalid_request("user_metadata must be an object").into()),
    };
    let fits = |(name, value): (&String, &Value)| {
        name.len() <= MAX_METADATA_NAME
            && value
                .as_str()
                .is_some_and(|text| text.len() <= MAX_METADATA_VALUE)
    };
    if members.len() > MAX_METADATA || !members.iter().all(fits) {
        let text =
            "user_metadata may have up to 10 members, each a string of at most 500 characters";
        return Err(Error::invalid_request(text).into());
    }
    Ok(Some(members.clone()))
}

/// Upstream's `_id` is the part of the user's id behind the bar.
fn created_document(user: &User) -> Value {
    let mut document = Map::new();
    document.insert("_id".to_owned(), json!(user.id.provider_user_id()));
    for name in [
        "email",
        "email_verified",
        "username",
        "phone_number",
        "phone_verified",
        "user_metadata",
        "given_name",
        "family_name",
    ] {
        if let Some(value) = user.document.get(name) {
            document.insert(name.to_owned(), value.clone());
        }
    }
    Value::Object(document)
}

fn refused(refusal: Refusal, connection: &Connection, context: &Context) -> Failure<Error> {
    let reason = match refusal {
        Refusal::Disabled => return Error::signup_disabled().into(),
        Refusal::Weak(weakness) => return weak(&weakness).into(),
        Refusal::Leaked => return Error::password_leaked().into(),
        Refusal::Suspicious => return Error::requires_verification().into(),
        Refusal::TooManyAttempts => return Error::too_many_attempts().into(),
        Refusal::NotCreated(reason) => reason,
    };
    let error = match reason {
        NotCreated::UserExists if context.tenant.settings.signup_tells_user_exists => {
            Error::user_exists()
        }
        NotCreated::UsernameExists => Error::username_exists(),
        NotCreated::UsernameRequired => Error::missing_username(&connection.name),
        NotCreated::EmailRequired => Error::invalid_request("email is required"),
        NotCreated::InvalidEmail => Error::invalid_request("email is not valid"),
        NotCreated::InvalidUsername => Error::invalid_request("username is not valid"),
        NotCreated::PhoneNumberRequired => Error::invalid_request("phone_number is required"),
        NotCreated::InvalidPhoneNumber => Error::invalid_request("phone_number is not valid"),
        NotCreated::Weak(weakness) => weak(&weakness),
        NotCreated::Broken(broken) => return broken.into(),
        NotCreated::UserExists
        | NotCreated::PhoneNumberExists
        | NotCreated::PasswordRequired
        | NotCreated::UsernameNotAllowed
        | NotCreated::PasswordNotAllowed
        | NotCreated::InvalidUserId
        | NotCreated::Unsupported => Error::invalid_signup(),
    };
    error.into()
}

fn weak(weakness: &Weakness) -> Error {
    match weakness {
        Weakness::TooWeak(report) => Error::password_too_weak(&report.wire_rules()),
        Weakness::TooCommon => Error::password_too_common(),
        Weakness::Personal => Error::password_contains_user_information(),
        Weakness::UsedBefore => Error::password_previously_used(),
    }
}
