//! `/api/v2/rate-limit-policies`: how fast clients may call the authentication API.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::collections::Members;
use ostia_identity::rate_limit_policies::{POLICIES, filters, is_for};
use ostia_protocol::auth0::paging::PagingRules;
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateRateLimitPolicies, DeleteRateLimitPolicies, ReadRateLimitPolicies,
    UpdateRateLimitPolicies,
};

use super::operation::Operation;
use super::{Answer, Wrapped, answer, resource};
use crate::extract::{QueryPairs, RequestContext};

const ALL: &str = "/rate-limit-policies";
const ITEM: &str = "/rate-limit-policies/{id}";

static LIST: LazyLock<Schema> =
    LazyLock::new(|| filters(PagingRules::USUAL.members(Schema::object())));

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get(ALL, "List the rate limit policies", list)
            .any_of(&[ReadRateLimitPolicies])
            .query(&LIST),
        resource::creating(ALL, "Create a rate limit policy", &POLICIES)
            .any_of(&[CreateRateLimitPolicies])
            .stored(),
        resource::reading(ITEM, "Read a rate limit policy", &POLICIES)
            .any_of(&[ReadRateLimitPolicies]),
        resource::changing(ITEM, "Change a rate limit policy", &POLICIES)
            .any_of(&[UpdateRateLimitPolicies])
            .stored(),
        resource::deleting(ITEM, "Delete a rate limit policy", &POLICIES)
            .any_of(&[DeleteRateLimitPolicies]),
    ]
}

async fn list(query: QueryPairs, context: RequestContext) -> Answer {
    let asked = LIST.check_query(&query.0)?;
    let wrapped = Wrapped::parse_with(&query, &["resource", "consumer", "consumer_selector"])?;
    let keeps = |policy: &Members| is_for(policy, &asked);
    let page = POLICIES
        .list(&wrapped.paging, Some(&keeps), &context)
        .await?;
    Ok(answer(
        StatusCode::OK,
        &wrapped.respond("rate_limit_policies", page),
    ))
}
