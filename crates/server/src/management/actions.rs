//! `/api/v2/actions`: code that is to run at certain moments, its versions, and what triggers it.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::actions::{self, Filter, bindings, document, triggers, versions};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateActions, DeleteActions, ReadActions, UpdateActions,
};
use serde_json::{Value, json};

use super::operation::Operation;
use super::{Answer, answer, done, text};
use crate::extract::{JsonBody, OptionalJsonBody, PathId, PathIds, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    [
        action_operations(),
        version_operations(),
        trigger_operations(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn action_operations() -> Vec<Operation> {
    const ITEM: &str = "/actions/actions/{id}";
    vec![
        Operation::get("/actions/actions", "List the actions", list)
            .any_of(&[ReadActions])
            .query(&LIST),
        Operation::post("/actions/actions", "Create an action", create)
            .any_of(&[CreateActions])
            .body(&document::CREATE)
            .stored(),
        Operation::get(ITEM, "Read an action", read).any_of(&[ReadActions]),
        Operation::patch(ITEM, "Change an action", update)
            .any_of(&[UpdateActions])
            .body(&document::UPDATE)
            .stored(),
        Operation::delete(ITEM, "Delete an action", delete)
            .any_of(&[DeleteActions])
            .query(&DELETE),
        Operation::post("/actions/actions/{id}/deploy", "Deploy an action", deploy)
            .any_of(&[CreateActions])
            .answers(&[200])
            .stored(),
        Operation::post("/actions/actions/{id}/test", "Run an action once", test)
            .any_of(&[CreateActions])
            .body(&document::TEST)
            .answers(&[200])
            .placeholder(),
        Operation::get(
            "/actions/executions/{id}",
            "Read what an action did",
            execution,
        )
        .any_of(&[ReadActions])
        .placeholder(),
    ]
}

fn version_operations() -> Vec<Operation> {
    vec![
        Operation::get(
            "/actions/actions/{actionId}/versions",
            "List an action's versions",
            list_versions,
        )
        .any_of(&[ReadActions])
        .query(&PAGES_QUERY),
        Operation::get(
            "/actions/actions/{actionId}/versions/{id}",
            "Read a version of an action",
            read_version,
        )
        .any_of(&[ReadActions]),
        Operation::post(
            "/actions/actions/{actionId}/versions/{id}/deploy",
            "Deploy an earlier version of an action",
            deploy_version,
        )
        .any_of(&[CreateActions])
        .optional_body(&document::DEPLOY_VERSION)
        .answers(&[200])
        .stored(),
    ]
}

fn trigger_operations() -> Vec<Operation> {
    const BINDINGS: &str = "/actions/triggers/{triggerId}/bindings";
    vec![
        Operation::get(
            "/actions/triggers",
            "List what triggers actions",
            list_triggers,
        )
        .any_of(&[ReadActions]),
        Operation::get(BINDINGS, "List the actions of a trigger", list_bindings)
            .any_of(&[ReadActions])
            .query(&PAGES_QUERY)
            .segments(&bindings::PATH),
        Operation::patch(BINDINGS, "Set the actions of a trigger", set_bindings)
            .any_of(&[UpdateActions])
            .segments(&bindings::PATH)
            .body(&bindings::REPLACE)
            .stored(),
    ]
}

/// Numbered pages of 20, always as an object.
pub(super) const PAGES: PagingRules = PagingRules {
    default_per_page: 20,
    max_take: 0,
    ..PagingRules::USUAL
};

fn pages(schema: Schema) -> Schema {
    schema
        .member(
            "page",
            Schema::integer()
                .minimum(0)
                .described("Number of the page, from 0"),
        )
        .member(
            "per_page",
            Schema::integer()
                .minimum(1)
                .maximum(100)
                .described("Number of rows on a page"),
        )
}

/// Nothing else is accepted here, totals not either: they always come.
pub(super) static PAGES_QUERY: LazyLock<Schema> = LazyLock::new(|| pages(Schema::object()));

static LIST: LazyLock<Schema> = LazyLock::new(|| {
    let query = Schema::object()
        .member("triggerId", Schema::enumeration(triggers::NAMES))
        .member("actionName", Schema::string().max_length(255))
        .member("deployed", Schema::boolean())
        .member("installed", Schema::boolean());
    pages(query)
});

static DELETE: LazyLock<Schema> =
    LazyLock::new(|| Schema::object().member("force", Schema::boolean()));

/// The page that a query asks for, which always counts.
pub(super) fn paging(query: &QueryPairs) -> Result<Paging, Error> {
    let paging = Paging::parse(&query.0, &PAGES)?;
    let per_page = paging.limit();
    let page = paging.start() / u64::from(per_page.max(1));
    Ok(Paging::Offset {
        page: u32::try_from(page).unwrap_or(u32::MAX),
        per_page,
        include_totals: true,
    })
}

/// `{<key>, total?, page?, per_page}`: zeros are left out.
pub(super) fn respond(key: &str, paging: &Paging, page: Page) -> Value {
    let mut body = json!({ "per_page": paging.limit() });
    body[key] = Value::Array(page.rows);
    let number = paging.start() / u64::from(paging.limit().max(1));
    if page.total > 0 {
        body["total"] = json!(page.total);
    }
    if number > 0 {
        body["page"] = json!(number);
    }
    body
}

async fn list(query: QueryPairs, context: RequestContext) -> Answer {
    let sent = LIST.check_query(&query.0)?;
    let flag = |name: &str| sent.get(name).and_then(Value::as_bool);
    let filter = Filter {
        trigger: text(&sent, "triggerId"),
        name: text(&sent, "actionName"),
        is_deployed: flag("deployed"),
        is_installed: flag("installed"),
    };
    let paging = paging(&query)?;
    let page = actions::list(&filter, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &respond("actions", &paging, page)))
}

async fn create(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = actions::create(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

async fn read(PathId(id): PathId, context: RequestContext) -> Answer {
    Ok(answer(StatusCode::OK, &actions::read(&id, &context).await?))
}

async fn update(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let changed = actions::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

async fn delete(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    let sent = DELETE.check_query(&query.0)?;
    let by_force = sent.get("force") == Some(&json!(true));
    actions::delete(&id, by_force, &context).await?;
    Ok(done())
}

async fn deploy(PathId(id): PathId, context: RequestContext) -> Answer {
    let version = versions::deploy(&id, &context).await?;
    Ok(answer(StatusCode::OK, &version))
}

async fn test(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let result = actions::test(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &result))
}

/// Code isn't run yet, so that there are no executions.
async fn execution(PathId(_): PathId) -> Answer {
    Err(Error::unknown_execution().into())
}

async fn list_versions(
    PathId(action): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    PAGES_QUERY.check_query(&query.0)?;
    let paging = paging(&query)?;
    let page = versions::list(&action, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &respond("versions", &paging, page)))
}

async fn read_version(PathIds(action, id): PathIds, context: RequestContext) -> Answer {
    let version = versions::read(&action, &id, &context).await?;
    Ok(answer(StatusCode::OK, &version))
}

async fn deploy_version(
    PathIds(action, id): PathIds,
    context: RequestContext,
    OptionalJsonBody(body): OptionalJsonBody,
) -> Answer {
    let body = body.unwrap_or_else(|| json!({}));
    let version = versions::deploy_again(&action, &id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &version))
}

async fn list_triggers() -> Answer {
    let triggers: Vec<Value> = triggers::ALL
        .iter()
        .map(|trigger| trigger.shown())
        .collect();
    Ok(answer(StatusCode::OK, &json!({ "triggers": triggers })))
}

async fn list_bindings(
    PathId(trigger): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    check_trigger(&trigger)?;
    PAGES_QUERY.check_query(&query.0)?;
    let paging = paging(&query)?;
    let page = bindings::list(&trigger, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &respond("bindings", &paging, page)))
}

async fn set_bindings(
    PathId(trigger): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    check_trigger(&trigger)?;
    let set = bindings::replace(&trigger, &body, &context).await?;
    Ok(answer(StatusCode::OK, &set))
}

fn check_trigger(trigger: &str) -> Result<(), Error> {
    bindings::PATH
        .check_path(&[("triggerId".to_owned(), trigger.to_owned())])
        .map(drop)
}
