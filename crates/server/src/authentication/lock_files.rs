//! The files from which Lock learns what to draw, and what else it asks for on an application's own pages.

use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::clients::Client;
use ostia_identity::connections::{self, Connection};
use ostia_identity::context::Context;
use ostia_identity::cross_origin;
use ostia_identity::failure::Broken;
use serde_json::{Value, json};

use crate::error::authentication::Failed;
use crate::extract::RequestContext;

/// `GET /client/{id}.js`: what Lock has to know of a client before it can draw.
pub async fn client(context: RequestContext, Path(file): Path<String>) -> Response {
    let found = match file.strip_suffix(".js") {
        Some(id) => cross_origin::find(id, &context).await,
        None => Ok(None),
    };
    let client = match found {
        Ok(Some(client)) => client,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
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
        let shown = shown(connection, context);
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
        "subscription": "enterprise",
        "allowedOrigins": client.allowed_origins,
        "callbackURL": client.callbacks.first(),
        "hasAllowedOrigins": !client.allowed_origins.is_empty(),
        "strategies": strategies,
    })
}

/// A connection as everybody may know it: what a form needs, and no secret.
fn shown(connection: &Connection, context: &Context) -> Value {
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
    } else if hides_companies(context) {
        &[]
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

/// Whether nobody is told which companies' addresses belong to which provider.
fn hides_companies(context: &Context) -> bool {
    let flag = "/flags/no_disclose_enterprise_connections";
    let settings = &context.tenant.settings.document;
    Value::Object(settings.clone()).pointer(flag) == Some(&Value::Bool(true))
}

/// `GET /info-v1.js` and `GET /tenants/v1/{tenant}.js`: what Lock has to know of the tenant for a third party.
pub async fn tenant(context: RequestContext) -> Response {
    match tenant_document(&context).await {
        Ok(document) => script("Auth0.setTenant", &document),
        Err(broken) => Failed::from(broken).into_response(),
    }
}

async fn tenant_document(context: &Context) -> Result<Value, Broken> {
    let open = connections::list_of_domain(context).await?;
    let (mut database, mut social, mut enterprise) = (Vec::new(), Vec::new(), Vec::new());
    for connection in &open {
        let mut shown = shown(connection, context);
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
pub async fn sso_data() -> Json<Value> {
    Json(json!({ "sso": false }))
}

/// `GET /user/geoloc/country`: where somebody is isn't known here.
pub async fn country() -> Json<Value> {
    Json(json!({}))
}
