//! `/api/v2/organizations/{id}/discovery-domains`: whose e-mail addresses lead to an organization.

use axum::http::StatusCode;
use ostia_identity::organizations::discovery_domains;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateOrganizationDiscoveryDomains, DeleteOrganizationDiscoveryDomains,
    ReadOrganizationDiscoveryDomains, UpdateOrganizationDiscoveryDomains,
};

use crate::extract::{JsonBody, PathId, PathIds, QueryPairs, RequestContext};
use crate::management::operation::Operation;
use crate::management::{Answer, CHECKPOINTS, Wrapped, answer, done};

/// The operations of this part.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get(
            "/organizations/{id}/discovery-domains",
            "List an organization's domains",
            list,
        )
        .any_of(&[ReadOrganizationDiscoveryDomains])
        .query(&CHECKPOINTS),
        Operation::post(
            "/organizations/{id}/discovery-domains",
            "Add a domain to an organization",
            add,
        )
        .any_of(&[CreateOrganizationDiscoveryDomains])
        .body(&discovery_domains::ADD),
        Operation::get(
            "/organizations/{id}/discovery-domains/name/{discovery_domain}",
            "Read an organization's domain by its name",
            read_by_name,
        )
        .any_of(&[ReadOrganizationDiscoveryDomains]),
        Operation::get(
            "/organizations/{id}/discovery-domains/{discovery_domain_id}",
            "Read an organization's domain",
            read,
        )
        .any_of(&[ReadOrganizationDiscoveryDomains]),
        Operation::patch(
            "/organizations/{id}/discovery-domains/{discovery_domain_id}",
            "Change an organization's domain",
            update,
        )
        .any_of(&[UpdateOrganizationDiscoveryDomains])
        .body(&discovery_domains::UPDATE),
        Operation::delete(
            "/organizations/{id}/discovery-domains/{discovery_domain_id}",
            "Remove a domain from an organization",
            remove,
        )
        .any_of(&[DeleteOrganizationDiscoveryDomains]),
    ]
}

async fn list(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    let mut wrapped = Wrapped::parse(&query)?;
    wrapped.counts = false;
    let page = discovery_domains::list(&id, &wrapped.paging, &context).await?;
    Ok(answer(StatusCode::OK, &wrapped.respond("domains", page)))
}

async fn add(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let added = discovery_domains::add(&id, &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &added))
}

async fn read_by_name(PathIds(id, name): PathIds, context: RequestContext) -> Answer {
    let found = discovery_domains::read_by_name(&id, &name, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

async fn read(PathIds(id, domain): PathIds, context: RequestContext) -> Answer {
    let found = discovery_domains::read(&id, &domain, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

async fn update(
    PathIds(id, domain): PathIds,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    let changed = discovery_domains::update(&id, &domain, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

async fn remove(PathIds(id, domain): PathIds, context: RequestContext) -> Answer {
    discovery_domains::remove(&id, &domain, &context).await?;
    Ok(done())
}
