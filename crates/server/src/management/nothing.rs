//! Lists of what this server doesn't have yet. Tools that export a tenant read them all, and an empty list tells them
//! that there is nothing; each goes when its resource comes.

use std::sync::{Arc, LazyLock};

use axum::http::StatusCode;
use axum::routing::{MethodRouter, get};
use ostia_protocol::auth0::paging::{Page, Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{self, ReadActions, ReadCustomDomains};
use serde_json::{Map, Value, json};

use super::{Answer, answer};
use crate::app::App;
use crate::extract::{Caller, PathId, QueryPairs, RequestContext};

/// What triggers an action, by name and version.
const TRIGGERS: &[(&str, &str)] = &[
    ("post-login", "v3"),
    ("credentials-exchange", "v2"),
    ("pre-user-registration", "v2"),
    ("post-user-registration", "v2"),
    ("post-change-password", "v2"),
    ("send-phone-message", "v2"),
    ("password-reset-post-challenge", "v1"),
    ("custom-email-provider", "v1"),
    ("custom-phone-provider", "v1"),
    ("custom-token-exchange", "v1"),
];

static TRIGGER_PATH: LazyLock<Schema> = LazyLock::new(|| {
    let names = Schema::string()
        .max_length(64)
        .pattern("^[a-z]+(-[a-z]+)*$");
    Schema::object().required_member("triggerId", names.described("Name of the trigger"))
});

/// `[]`, whatever the query.
pub fn bare(scope: ManagementScope) -> MethodRouter<Arc<App>> {
    get(async move |caller: Caller| -> Answer {
        caller.require_any(&[scope])?;
        Ok(answer(StatusCode::OK, &json!([])))
    })
}

/// `{<key>: []}`, whatever the query.
pub fn wrapped(key: &'static str, scope: ManagementScope) -> MethodRouter<Arc<App>> {
    get(async move |caller: Caller| -> Answer {
        caller.require_any(&[scope])?;
        let body = Map::from_iter([(key.to_owned(), json!([]))]);
        Ok(answer(StatusCode::OK, &Value::Object(body)))
    })
}

/// An empty page in the shape that the query asks for.
pub fn paged(key: &'static str, scope: ManagementScope) -> MethodRouter<Arc<App>> {
    get(async move |caller: Caller, query: QueryPairs| -> Answer {
        caller.require_any(&[scope])?;
        let paging = Paging::parse(&query.0, &PagingRules::USUAL)?;
        let page = paging.respond(key, Page::default());
        Ok(answer(StatusCode::OK, &page))
    })
}

/// The lists of actions have a shape of their own: `{<key>: [], per_page}`.
pub fn of_actions(key: &'static str) -> MethodRouter<Arc<App>> {
    get(async move |caller: Caller, query: QueryPairs| -> Answer {
        caller.require_any(&[ReadActions])?;
        Ok(answer(StatusCode::OK, &page_of_actions(key, &query)?))
    })
}

fn page_of_actions(
    key: &str,
    query: &QueryPairs,
) -> Result<Value, ostia_protocol::auth0::management_error::Error> {
    const RULES: PagingRules = PagingRules {
        default_per_page: 20,
        max_take: 0,
        ..PagingRules::USUAL
    };
    let paging = Paging::parse(&query.0, &RULES)?;
    let mut body = Map::from_iter([
        (key.to_owned(), json!([])),
        ("per_page".to_owned(), json!(paging.limit())),
    ]);
    // Zero values are left out.
    if let Paging::Offset { page: 1.., .. } = &paging {
        let page = paging.start() / u64::from(paging.limit().max(1));
        body.insert("page".to_owned(), json!(page));
    }
    Ok(Value::Object(body))
}

/// `GET /actions/triggers`
///
/// # Errors
/// 403.
pub async fn triggers(caller: Caller) -> Answer {
    caller.require_any(&[ReadActions])?;
    let trigger = |(id, version): &(&str, &str)| {
        json!({
            "id": id, "version": version, "status": "CURRENT", "runtimes": ["node18-actions", "node22"],
            "default_runtime": "node22", "binding_policy": "trigger-bound", "compatible_triggers": []
        })
    };
    let triggers: Vec<Value> = TRIGGERS.iter().map(trigger).collect();
    Ok(answer(StatusCode::OK, &json!({ "triggers": triggers })))
}

/// `GET /actions/triggers/{triggerId}/bindings`
///
/// # Errors
/// 400, 403.
pub async fn bindings(caller: Caller, PathId(trigger): PathId, query: QueryPairs) -> Answer {
    caller.require_any(&[ReadActions])?;
    TRIGGER_PATH.check_path(&[("triggerId".to_owned(), trigger)])?;
    Ok(answer(
        StatusCode::OK,
        &page_of_actions("bindings", &query)?,
    ))
}

/// `GET /custom-domains`: an array, or an object where a checkpoint is asked for.
///
/// # Errors
/// 400, 403.
pub async fn custom_domains(caller: Caller, query: QueryPairs) -> Answer {
    caller.require_any(&[ReadCustomDomains])?;
    let paging = Paging::parse(&query.0, &PagingRules::USUAL)?;
    let page = match paging {
        Paging::Checkpoint { .. } => paging.respond("custom_domains", Page::default()),
        Paging::None { .. } | Paging::Offset { .. } => json!([]),
    };
    Ok(answer(StatusCode::OK, &page))
}

/// `GET /custom-domains/default`: the tenant's own domain.
///
/// # Errors
/// 403.
pub async fn default_domain(caller: Caller, context: RequestContext) -> Answer {
    caller.require_any(&[ReadCustomDomains])?;
    let body = json!({ "domain": context.tenant.domain });
    Ok(answer(StatusCode::OK, &body))
}
