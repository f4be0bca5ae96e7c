//! `/co/authenticate` and what else `auth0-js` and Lock ask for on an application's own pages.

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::clients::{self, Client};
use ostia_identity::connections::{self, Connection};
use ostia_identity::context::Context;
use ostia_identity::cross_origin::{self, Credentials, refused};
use ostia_identity::failure::Broken;
use ostia_identity::logs::{Entry, Event, bounded};
use ostia_protocol::auth0::ids::ClientId;
use ostia_protocol::auth0::json;
use serde_json::{Map, Value, json};

use crate::error::authentication::Failed;
use crate::extract::{BrowserCookies, RequestContext, keep_verifier};
use crate::oauth::cors;

/// The longest body, in bytes: anybody may send it.
const MAX_BODY: usize = 16 * 1024;

/// What a page may send.
const ALLOWED_HEADERS: &str = "Content-Type, Auth0-Client, X-Request-Language";

/// `OPTIONS /co/authenticate`: which pages may read the answer, the answer says.
pub async fn preflight(headers: HeaderMap) -> Response {
    let allowed = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST, OPTIONS"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    readable(
        (StatusCode::NO_CONTENT, allowed).into_response(),
        headers.get(header::ORIGIN),
    )
}

/// Lets the page of an origin read an answer that came with cookies.
fn readable(mut response: Response, origin: Option<&HeaderValue>) -> Response {
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
            HeaderValue::from_static("true"),
        );
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// `POST /co/authenticate`
pub async fn authenticate(
    context: RequestContext,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let origin = headers.get(header::ORIGIN).cloned();
    match attempt(&context, &headers, request).await {
        Ok(response) => readable(response, origin.as_ref()),
        Err(Denied::Origin) => not_allowed(origin.as_ref()),
        Err(Denied::Failed(failed)) => readable(failed.into_response(), origin.as_ref()),
    }
}

enum Denied {
    Origin,
    Failed(Failed),
}

impl<E: Into<Failed>> From<E> for Denied {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

async fn attempt(
    context: &Context,
    headers: &HeaderMap,
    request: Request,
) -> Result<Response, Denied> {
    let body = read(request).await?;
    let text = |name: &str| {
        body.get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let client_id = text("client_id").ok_or_else(incomplete)?;
    let client = cross_origin::client(client_id, context).await?;
    let origin = headers.get(header::ORIGIN);
    let origin = origin
        .and_then(|origin| origin.to_str().ok())
        .unwrap_or_default();
    if !cors::is_allowed(origin, &client) {
        Entry::new(Event::CrossOriginRefused)
            .description(format!("Origin {} is not allowed.", bounded(origin)))
            .client(&client)
            .record(context);
        return Err(Denied::Origin);
    }
    let credentials = Credentials {
        username: text("username").ok_or_else(incomplete)?.trim(),
        password: text("password").ok_or_else(incomplete)?,
        credential_type: text("credential_type").ok_or_else(incomplete)?,
        realm: text("realm"),
    };
    let issued = cross_origin::authenticate(credentials, &client, context).await?;
    let answer = Json(json!({
        "login_ticket": issued.ticket,
        "co_verifier": issued.verifier,
        "co_id": ostia_protocol::auth0::ids::token(context.entropy(), 8),
    }));
    Ok(keep_verifier(answer.into_response(), &issued.verifier))
}

fn incomplete() -> ostia_protocol::auth0::authentication_error::Error {
    refused(
        400,
        "invalid_request",
        "Invalid request body. All and only of client_id, credential_type, username, password are required.",
    )
}

async fn read(request: Request) -> Result<Map<String, Value>, Failed> {
    let bytes = to_bytes(request.into_body(), MAX_BODY).await;
    match bytes.map(|bytes| json::parse(&bytes)) {
        Ok(Ok(Value::Object(members))) => Ok(members),
        _ => Err(incomplete().into()),
    }
}

fn not_allowed(origin: Option<&HeaderValue>) -> Response {
    let origin = origin
        .and_then(|origin| origin.to_str().ok())
        .unwrap_or_default();
    let text = format!("Origin {} is not allowed.", bounded(origin));
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::FORBIDDEN, headers, text).into_response()
}

/// `GET /client/{id}.js`: what Lock has to know of a client before it can draw.
pub async fn client_script(context: RequestContext, Path(file): Path<String>) -> Response {
    let id = file
        .strip_suffix(".js")
        .and_then(|id| ClientId::parse(id).ok());
    let found = match id {
        Some(id) => clients::find(&id, &context).await,
        None => Ok(None),
    };
    let client = match found {
        Ok(Some(client)) if !client.is_global => client,
        Ok(_) => return StatusCode::NOT_FOUND.into_response(),
        Err(broken) => return Failed::from(broken).into_response(),
    };
    match connections::enabled_for(&client, &context).await {
        Ok(enabled) => script("Auth0.setClient", &described(&client, &enabled, &context)),
        Err(broken) => Failed::from(broken).into_response(),
    }
}

fn described(client: &Client, enabled: &[Connection], context: &Context) -> Value {
    let mut strategies: Vec<(String, Vec<Value>)> = Vec::new();
    for connection in enabled {
        let shown = shown(connection);
        match strategies
            .iter_mut()
            .find(|(name, _)| *name == connection.strategy)
        {
            Some((_, connections)) => connections.push(shown),
            None => strategies.push((connection.strategy.clone(), vec![shown])),
        }
    }
    let strategies: Vec<Value> = strategies
        .into_iter()
        .map(|(name, connections)| json!({ "name": name, "connections": connections }))
        .collect();
    json!({
        "id": client.id,
        "tenant": context.tenant.id.as_str(),
        "subscription": "free",
        "allowedOrigins": client.allowed_origins,
        "callbackURL": client.callbacks.first(),
        "hasAllowedOrigins": !client.allowed_origins.is_empty(),
        "strategies": strategies,
    })
}

/// A connection as everybody may know it: what a form needs, and no secret.
fn shown(connection: &Connection) -> Value {
    let mut shown = json!({ "name": connection.name, "display_name": connection.display_name() });
    let options = &connection.options;
    let public: &[&str] = if connection.is_database() {
        shown["showSignup"] = json!(connection.allows_signup());
        shown["showForgot"] = json!(true);
        shown["requires_username"] = json!(connection.requires_username());
        &[
            "passwordPolicy",
            "password_complexity_options",
            "validation",
        ]
    } else {
        &["domain", "domain_aliases"]
    };
    for name in public {
        if let Some(value) = options.get(*name).filter(|value| !value.is_null()) {
            shown[*name] = value.clone();
        }
    }
    shown
}

/// `GET /info-v1.js` and `GET /tenants/v1/{tenant}.js`: what Lock has to know of the tenant for a third party.
pub async fn tenant_script(context: RequestContext) -> Response {
    match tenant_document(&context).await {
        Ok(document) => script("Auth0.setTenant", &document),
        Err(broken) => Failed::from(broken).into_response(),
    }
}

async fn tenant_document(context: &Context) -> Result<Value, Broken> {
    let open = connections::list_of_domain(context).await?;
    let (mut database, mut social, mut enterprise) = (Vec::new(), Vec::new(), Vec::new());
    for connection in &open {
        let mut shown = shown(connection);
        shown["strategy"] = json!(connection.strategy);
        if connection.is_database() {
            database.push(shown);
        } else if connections::is_social(&connection.strategy) {
            social.push(shown);
        } else {
            enterprise.push(shown);
        }
    }
    Ok(json!({
        "connections": { "database": database, "social": social, "enterprise": enterprise },
        "clientsConnections": {},
        "defaultDirectory": context.tenant.settings.default_directory,
    }))
}

/// A call with one argument. What could end a script, or a line of it, is escaped.
fn script(function: &str, argument: &Value) -> Response {
    let json = argument
        .to_string()
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    let headers = [
        (
            header::CONTENT_TYPE,
            "application/javascript; charset=utf-8",
        ),
        (header::CACHE_CONTROL, "public, max-age=60"),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
        // Other sites load it: that is what it is for.
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ),
    ];
    (headers, format!("{function}({json});")).into_response()
}

/// `GET /user/ssodata`: whether a browser is logged in. Today's SDKs ask `/authorize` with `prompt=none`, which knows
/// who is asking; this one tells nobody anything.
pub async fn sso_data(_: BrowserCookies) -> Json<Value> {
    Json(json!({ "sso": false }))
}

/// `GET /user/geoloc/country`: where somebody is isn't known here.
pub async fn country() -> Json<Value> {
    Json(json!({}))
}
