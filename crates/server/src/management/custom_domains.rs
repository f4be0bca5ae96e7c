//! `/api/v2/custom-domains`: further names under which the tenant is served.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::custom_domains::{self as domains, CREATE, DOMAINS, SET_DEFAULT};
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::paging::{Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateCustomDomains, DeleteCustomDomains, ReadCustomDomains, UpdateCustomDomains,
};
use serde_json::Value;

use super::operation::Operation;
use super::resource::{self, fields_of};
use super::{Answer, answer, done, with_fields};
use crate::extract::{JsonBody, PathId, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    const DEFAULT: &str = "/custom-domains/default";
    const ITEM: &str = "/custom-domains/{id}";
    vec![
        Operation::get("/custom-domains", "List the domains", list)
            .any_of(&[ReadCustomDomains])
            .query(&LIST),
        Operation::post("/custom-domains", "Add a domain", create)
            .any_of(&[CreateCustomDomains])
            .body(&CREATE),
        Operation::get(DEFAULT, "Read the default domain", default).any_of(&[ReadCustomDomains]),
        Operation::patch(DEFAULT, "Choose the default domain", set_default)
            .any_of(&[UpdateCustomDomains])
            .body(&SET_DEFAULT),
        resource::reading(ITEM, "Read a domain", &DOMAINS).any_of(&[ReadCustomDomains]),
        resource::changing(ITEM, "Change a domain", &DOMAINS).any_of(&[UpdateCustomDomains]),
        Operation::delete(ITEM, "Delete a domain", delete).any_of(&[DeleteCustomDomains]),
        Operation::post(
            "/custom-domains/{id}/test",
            "Ask where a domain leads",
            test,
        )
        .any_of(&[ReadCustomDomains])
        .answers(&[200]),
        Operation::post(
            "/custom-domains/{id}/verify",
            "Verify a domain and serve it",
            verify,
        )
        .any_of(&[CreateCustomDomains])
        .answers(&[200]),
    ]
}

const FIELDS: &[&str] = &[
    "custom_domain_id",
    "domain",
    "primary",
    "is_default",
    "status",
    "type",
    "origin_domain_name",
    "verification",
    "custom_client_ip_header",
    "tls_policy",
    "domain_metadata",
    "certificate",
    "relying_party_identifier",
];

static LIST: LazyLock<Schema> = LazyLock::new(|| {
    let text = |maximum| Schema::string().max_length(maximum);
    let query = Schema::object()
        .member("q", text(1_000))
        .member("sort", text(15));
    with_fields(PagingRules::USUAL.members(query))
});

/// An array, or an object where a checkpoint is asked for.
async fn list(query: QueryPairs, context: RequestContext) -> Answer {
    let fields = fields_of(&LIST.check_query(&query.0)?, FIELDS)?;
    let paging = match Paging::parse(&query.0, &PagingRules::USUAL)? {
        checkpoint @ Paging::Checkpoint { .. } => checkpoint,
        Paging::None { .. } | Paging::Offset { .. } => Paging::None { limit: 100 },
    };
    let mut page = domains::list(&paging, &context).await?;
    page.rows = projected(page.rows, &fields);
    let body = paging.respond("custom_domains", page);
    Ok(answer(StatusCode::OK, &body))
}

fn projected(rows: Vec<Value>, fields: &Fields) -> Vec<Value> {
    rows.into_iter().map(|row| fields.project(row)).collect()
}

async fn create(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = domains::create(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

async fn default(context: RequestContext) -> Answer {
    Ok(answer(StatusCode::OK, &domains::default(&context).await?))
}

async fn set_default(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let chosen = domains::set_default(&body, &context).await?;
    Ok(answer(StatusCode::OK, &chosen))
}

async fn delete(PathId(id): PathId, context: RequestContext) -> Answer {
    domains::delete(&id, &context).await?;
    Ok(done())
}

async fn test(PathId(id): PathId, context: RequestContext) -> Answer {
    Ok(answer(StatusCode::OK, &domains::test(&id, &context).await?))
}

async fn verify(PathId(id): PathId, context: RequestContext) -> Answer {
    let mut verified = domains::verify(&id, &context).await?;
    // As recorded: this one answer doesn't say which domain is the default.
    if let Some(members) = verified.as_object_mut() {
        members.remove("is_default");
    }
    Ok(answer(StatusCode::OK, &verified))
}
