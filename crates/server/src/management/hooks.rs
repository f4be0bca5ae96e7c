//! `/api/v2/hooks`: code that ran at certain moments before there were actions, and its secrets.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::collections::Members;
use ostia_identity::hooks::{self, HOOKS, secrets};
use ostia_protocol::auth0::paging::Paging;
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateHooks, DeleteHooks, ReadHooks, UpdateHooks,
};
use serde_json::json;

use super::operation::Operation;
use super::resource::{self, PAGES, fields_of};
use super::{Answer, answer, done, with_fields};
use crate::extract::{JsonBody, PathId, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/hooks", "List the hooks", list)
            .any_of(&[ReadHooks])
            .query(&LIST),
        resource::creating("/hooks", "Create a hook", &HOOKS)
            .any_of(&[CreateHooks])
            .stored(),
        Operation::get("/hooks/{id}", "Read a hook", read)
            .any_of(&[ReadHooks])
            .query(&READ),
        resource::changing("/hooks/{id}", "Change a hook", &HOOKS)
            .any_of(&[UpdateHooks])
            .stored(),
        resource::deleting("/hooks/{id}", "Delete a hook", &HOOKS).any_of(&[DeleteHooks]),
        Operation::get("/hooks/{id}/secrets", "List a hook's secrets", list_secrets)
            .any_of(&[ReadHooks]),
        Operation::post("/hooks/{id}/secrets", "Add secrets to a hook", add_secrets)
            .any_of(&[UpdateHooks])
            .body(&secrets::SET)
            .stored(),
        Operation::patch(
            "/hooks/{id}/secrets",
            "Change a hook's secrets",
            change_secrets,
        )
        .any_of(&[UpdateHooks])
        .body(&secrets::SET)
        .answers(&[201])
        .stored(),
        Operation::delete(
            "/hooks/{id}/secrets",
            "Remove secrets of a hook",
            remove_secrets,
        )
        .any_of(&[DeleteHooks])
        .body(&secrets::REMOVE),
    ]
}

const FIELDS: &[&str] = &[
    "id",
    "name",
    "enabled",
    "script",
    "dependencies",
    "triggerId",
];

static LIST: LazyLock<Schema> = LazyLock::new(|| {
    let query = Schema::object()
        .member("enabled", Schema::boolean())
        .member("triggerId", Schema::enumeration(hooks::TRIGGERS));
    with_fields(PAGES.members(query))
});

static READ: LazyLock<Schema> = LazyLock::new(|| with_fields(Schema::object()));

async fn list(query: QueryPairs, context: RequestContext) -> Answer {
    let filter = LIST.check_query(&query.0)?;
    let fields = fields_of(&filter, FIELDS)?;
    let paging = Paging::parse(&query.0, &PAGES)?;
    let named = |name: &str| filter.get(name).is_some();
    let keeps = |hook: &Members| {
        ["enabled", "triggerId"]
            .iter()
            .all(|name| !named(name) || hook.get(*name) == filter.get(*name))
    };
    let keeps: Option<&(dyn Fn(&Members) -> bool + Sync)> =
        (named("enabled") || named("triggerId")).then_some(&keeps as _);
    let mut page = HOOKS.list(&paging, keeps, &context).await?;
    page.rows = page
        .rows
        .into_iter()
        .map(|row| fields.project(row))
        .collect();
    Ok(answer(StatusCode::OK, &paging.respond("hooks", page)))
}

async fn read(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    let fields = fields_of(&READ.check_query(&query.0)?, FIELDS)?;
    let found = HOOKS.read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &fields.project(found)))
}

async fn list_secrets(PathId(id): PathId, context: RequestContext) -> Answer {
    Ok(answer(StatusCode::OK, &secrets::read(&id, &context).await?))
}

async fn add_secrets(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    secrets::add(&id, &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &json!({})))
}

async fn change_secrets(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    secrets::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &json!({})))
}

async fn remove_secrets(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    secrets::remove(&id, &body, &context).await?;
    Ok(done())
}
