//! `/api/v2/forms` and `/api/v2/flows`: pages that ask for more during a login, the steps between them, and the
//! connections that these use.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::flows::{FLOWS, vault};
use ostia_identity::forms::FORMS;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateFlows, CreateFlowsVaultConnections, CreateForms, DeleteFlows, DeleteFlowsExecutions,
    DeleteFlowsVaultConnections, DeleteForms, ReadFlows, ReadFlowsExecutions,
    ReadFlowsVaultConnections, ReadForms, UpdateFlows, UpdateFlowsVaultConnections, UpdateForms,
};
use serde_json::Value;

use super::operation::Operation;
use super::resource::{self, PAGES, PAGES_QUERY};
use super::{Answer, answer, done};
use crate::extract::{PathId, PathIds, QueryPairs, RequestContext};

/// The operations of these nouns.
pub fn operations() -> Vec<Operation> {
    [
        form_operations(),
        flow_operations(),
        vault_operations(),
        execution_operations(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn form_operations() -> Vec<Operation> {
    vec![
        Operation::get("/forms", "List the forms", list_forms)
            .any_of(&[ReadForms])
            .query(&LIST),
        resource::creating("/forms", "Create a form", &FORMS)
            .any_of(&[CreateForms])
            .stored(),
        resource::reading("/forms/{id}", "Read a form", &FORMS).any_of(&[ReadForms]),
        resource::changing("/forms/{id}", "Change a form", &FORMS)
            .any_of(&[UpdateForms])
            .stored(),
        resource::deleting("/forms/{id}", "Delete a form", &FORMS).any_of(&[DeleteForms]),
    ]
}

fn flow_operations() -> Vec<Operation> {
    vec![
        Operation::get("/flows", "List the flows", list_flows)
            .any_of(&[ReadFlows])
            .query(&LIST),
        resource::creating("/flows", "Create a flow", &FLOWS)
            .any_of(&[CreateFlows])
            .stored(),
        resource::reading("/flows/{id}", "Read a flow", &FLOWS).any_of(&[ReadFlows]),
        resource::changing("/flows/{id}", "Change a flow", &FLOWS)
            .any_of(&[UpdateFlows])
            .stored(),
        resource::deleting("/flows/{id}", "Delete a flow", &FLOWS).any_of(&[DeleteFlows]),
    ]
}

fn vault_operations() -> Vec<Operation> {
    const PATH: &str = "/flows/vault/connections";
    const ITEM: &str = "/flows/vault/connections/{id}";
    let connections = &vault::CONNECTIONS;
    vec![
        resource::paged(
            PATH,
            "List the connections of flows",
            "connections",
            connections,
        )
        .any_of(&[ReadFlowsVaultConnections])
        .query(&PAGES_QUERY),
        resource::creating(PATH, "Create a connection of flows", connections)
            .any_of(&[CreateFlowsVaultConnections])
            .stored(),
        resource::reading(ITEM, "Read a connection of flows", connections)
            .any_of(&[ReadFlowsVaultConnections]),
        resource::changing(ITEM, "Change a connection of flows", connections)
            .any_of(&[UpdateFlowsVaultConnections])
            .stored(),
        resource::deleting(ITEM, "Delete a connection of flows", connections)
            .any_of(&[DeleteFlowsVaultConnections]),
    ]
}

/// Flows aren't run yet, so that there are no executions.
fn execution_operations() -> Vec<Operation> {
    const ITEM: &str = "/flows/{flow_id}/executions/{execution_id}";
    vec![
        Operation::get(
            "/flows/{flow_id}/executions",
            "List a flow's executions",
            list_executions,
        )
        .any_of(&[ReadFlowsExecutions])
        .stored(),
        Operation::get(ITEM, "Read an execution of a flow", read_execution)
            .any_of(&[ReadFlowsExecutions])
            .placeholder(),
        Operation::delete(ITEM, "Delete an execution of a flow", delete_execution)
            .any_of(&[DeleteFlowsExecutions])
            .stored(),
    ]
}

/// Lists may be asked to count what belongs to each row, and flows to be of a kind that upstream no longer has.
static LIST: LazyLock<Schema> = LazyLock::new(|| {
    let hydrate = Schema::array(Schema::string().max_length(50)).max_items(10);
    let query = Schema::object()
        .member("hydrate", hydrate)
        .member("synchronous", Schema::boolean());
    PAGES.members(query)
});

async fn list_forms(query: QueryPairs, context: RequestContext) -> Answer {
    LIST.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &PAGES)?;
    let mut page = FORMS.list(&paging, None, &context).await?;
    // As recorded: lists name the forms, and whoever wants one whole reads it.
    for row in &mut page.rows {
        only(row, &["id", "name", "created_at", "updated_at"]);
    }
    Ok(answer(StatusCode::OK, &paging.respond("forms", page)))
}

async fn list_flows(query: QueryPairs, context: RequestContext) -> Answer {
    LIST.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &PAGES)?;
    let mut page = FLOWS.list(&paging, None, &context).await?;
    for row in &mut page.rows {
        only(row, &["id", "name", "created_at", "updated_at"]);
    }
    Ok(answer(StatusCode::OK, &paging.respond("flows", page)))
}

fn only(row: &mut Value, members: &[&str]) {
    if let Some(row) = row.as_object_mut() {
        row.retain(|name, _| members.contains(&name.as_str()));
    }
}

async fn list_executions(
    PathId(flow): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    let paging = Paging::parse(&query.0, &PagingRules::USUAL)?;
    FLOWS.read(&flow, &context).await?;
    let none = paging.respond("executions", Page::default());
    Ok(answer(StatusCode::OK, &none))
}

async fn read_execution(PathIds(flow, _): PathIds, context: RequestContext) -> Answer {
    FLOWS.read(&flow, &context).await?;
    Err(Error::unknown_flow_execution().into())
}

/// It is gone already: upstream knows no 404 here.
async fn delete_execution(PathIds(flow, _): PathIds, context: RequestContext) -> Answer {
    FLOWS.read(&flow, &context).await?;
    Ok(done())
}
