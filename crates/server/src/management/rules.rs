//! `/api/v2/rules` and `/api/v2/rules-configs`: code that ran at logins before there were actions.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::collections::Members;
use ostia_identity::rules::{self, RULES, configs};
use ostia_protocol::auth0::paging::Paging;
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateRules, DeleteRules, DeleteRulesConfigs, ReadRules, ReadRulesConfigs, UpdateRules,
    UpdateRulesConfigs,
};
use serde_json::Value;

use super::operation::Operation;
use super::resource::{self, PAGES, fields_of};
use super::{Answer, answer, done, with_fields};
use crate::extract::{JsonBody, PathId, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/rules", "List the rules", list)
            .any_of(&[ReadRules])
            .query(&LIST),
        Operation::post("/rules", "Create a rule", create)
            .any_of(&[CreateRules])
            .body(&rules::CREATE)
            .stored(),
        Operation::get("/rules/{id}", "Read a rule", read)
            .any_of(&[ReadRules])
            .query(&READ),
        resource::changing("/rules/{id}", "Change a rule", &RULES)
            .any_of(&[UpdateRules])
            .stored(),
        resource::deleting("/rules/{id}", "Delete a rule", &RULES).any_of(&[DeleteRules]),
        Operation::get(
            "/rules-configs",
            "List the keys that rules read",
            list_configs,
        )
        .any_of(&[ReadRulesConfigs]),
        Operation::put("/rules-configs/{key}", "Set what rules read", set_config)
            .any_of(&[UpdateRulesConfigs])
            .segments(&configs::PATH)
            .body(&configs::SET)
            .stored(),
        Operation::delete(
            "/rules-configs/{key}",
            "Remove what rules read",
            remove_config,
        )
        .any_of(&[DeleteRulesConfigs])
        .segments(&configs::PATH),
    ]
}

const FIELDS: &[&str] = &["id", "name", "enabled", "script", "order", "stage"];

static LIST: LazyLock<Schema> = LazyLock::new(|| {
    let query = Schema::object().member("enabled", Schema::boolean());
    with_fields(PAGES.members(query))
});

static READ: LazyLock<Schema> = LazyLock::new(|| with_fields(Schema::object()));

async fn list(query: QueryPairs, context: RequestContext) -> Answer {
    let filter = LIST.check_query(&query.0)?;
    let fields = fields_of(&filter, FIELDS)?;
    let paging = Paging::parse(&query.0, &PAGES)?;
    let wanted = filter.get("enabled").and_then(Value::as_bool);
    let keeps = |rule: &Members| rule.get("enabled").and_then(Value::as_bool) == wanted;
    let keeps: Option<&(dyn Fn(&Members) -> bool + Sync)> = wanted.map(|_| &keeps as _);
    let mut page = RULES.list(&paging, keeps, &context).await?;
    page.rows = page
        .rows
        .into_iter()
        .map(|row| fields.project(row))
        .collect();
    Ok(answer(StatusCode::OK, &paging.respond("rules", page)))
}

async fn create(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = rules::create(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

async fn read(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    let fields = fields_of(&READ.check_query(&query.0)?, FIELDS)?;
    let found = RULES.read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &fields.project(found)))
}

async fn list_configs(context: RequestContext) -> Answer {
    Ok(answer(StatusCode::OK, &configs::list(&context).await?))
}

async fn set_config(
    PathId(key): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    configs::PATH.check_path(&[("key".to_owned(), key.clone())])?;
    let set = configs::set(&key, &body, &context).await?;
    Ok(answer(StatusCode::OK, &set))
}

async fn remove_config(PathId(key): PathId, context: RequestContext) -> Answer {
    configs::PATH.check_path(&[("key".to_owned(), key.clone())])?;
    configs::remove(&key, &context).await?;
    Ok(done())
}
