//! `/api/v2/experimentation`: feature flags, segments, and the experiments that are made of them.

use std::sync::LazyLock;

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::collections::{Members, Resource};
use ostia_identity::experimentation::experiments::{self, filters as experiment_filters};
use ostia_identity::experimentation::flags::{self, FLAGS, filters as flag_filters};
use ostia_identity::experimentation::segments::{self, SEGMENTS, filters as segment_filters};
use ostia_identity::experimentation::variations;
use ostia_protocol::auth0::paging::{Page, Paging, PagingRules, wrap_checkpoint};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateExperimentation, DeleteExperimentation, ReadExperimentation, UpdateExperimentation,
};
use serde_json::{Value, json};

use super::operation::Operation;
use super::{Answer, answer, done, resource};
use crate::error::management::Failed;
use crate::extract::{JsonBody, PathId, PathIds, QueryPairs, RequestContext};

/// Half of what other lists give.
const PAGES: PagingRules = PagingRules {
    max_take: 50,
    ..PagingRules::USUAL
};

static LIST_EXPERIMENTS: LazyLock<Schema> =
    LazyLock::new(|| experiment_filters(PAGES.members(Schema::object())));
static LIST_FLAGS: LazyLock<Schema> =
    LazyLock::new(|| flag_filters(PAGES.members(Schema::object())));
static LIST_SEGMENTS: LazyLock<Schema> =
    LazyLock::new(|| segment_filters(PAGES.members(Schema::object())));

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    let mut all = experiment_operations();
    all.extend(flag_operations());
    all.extend(variation_operations());
    all.extend(segment_operations());
    all
}

fn experiment_operations() -> Vec<Operation> {
    const ALL: &str = "/experimentation/experiments";
    const ITEM: &str = "/experimentation/experiments/{id}";
    const STATUS: &str = "/experimentation/experiments/{id}/status";
    const VALIDATE: &str = "/experimentation/experiments/{id}/validate";
    vec![
        Operation::get(ALL, "List the experiments", list_experiments)
            .any_of(&[ReadExperimentation])
            .query(&LIST_EXPERIMENTS),
        Operation::post(ALL, "Create an experiment", create_experiment)
            .any_of(&[CreateExperimentation])
            .body(&experiments::CREATE)
            .stored(),
        Operation::get(ITEM, "Read an experiment", read_experiment).any_of(&[ReadExperimentation]),
        Operation::patch(ITEM, "Change an experiment", update_experiment)
            .any_of(&[UpdateExperimentation])
            .body(&experiments::UPDATE)
            .stored(),
        Operation::delete(ITEM, "Delete an experiment", delete_experiment)
            .any_of(&[DeleteExperimentation]),
        Operation::post(STATUS, "Move an experiment on", set_experiment_status)
            .any_of(&[UpdateExperimentation])
            .body(&experiments::STATUS)
            .answers(&[200])
            .stored(),
        Operation::post(VALIDATE, "Validate an experiment", validate_experiment)
            .any_of(&[ReadExperimentation])
            .answers(&[200]),
    ]
}

fn flag_operations() -> Vec<Operation> {
    const ALL: &str = "/experimentation/feature-flags";
    const ITEM: &str = "/experimentation/feature-flags/{id}";
    const STATUS: &str = "/experimentation/feature-flags/{id}/status";
    vec![
        Operation::get(ALL, "List the feature flags", list_flags)
            .any_of(&[ReadExperimentation])
            .query(&LIST_FLAGS),
        resource::creating(ALL, "Create a feature flag", &FLAGS)
            .any_of(&[CreateExperimentation])
            .stored(),
        resource::reading(ITEM, "Read a feature flag", &FLAGS).any_of(&[ReadExperimentation]),
        resource::changing(ITEM, "Change a feature flag", &FLAGS)
            .any_of(&[UpdateExperimentation])
            .stored(),
        Operation::delete(ITEM, "Delete a feature flag", delete_flag)
            .any_of(&[DeleteExperimentation]),
        Operation::post(STATUS, "Move a feature flag on", set_flag_status)
            .any_of(&[UpdateExperimentation])
            .body(&flags::STATUS)
            .answers(&[200])
            .stored(),
    ]
}

fn variation_operations() -> Vec<Operation> {
    const ALL: &str = "/experimentation/feature-flags/{id}/variations";
    const ITEM: &str = "/experimentation/feature-flags/{id}/variations/{vid}";
    vec![
        Operation::get(ALL, "List a feature flag's variations", list_variations)
            .any_of(&[ReadExperimentation]),
        Operation::post(ALL, "Create a variation", create_variation)
            .any_of(&[CreateExperimentation])
            .body(&variations::CREATE)
            .stored(),
        Operation::get(ITEM, "Read a variation", read_variation).any_of(&[ReadExperimentation]),
        Operation::patch(ITEM, "Change a variation", update_variation)
            .any_of(&[UpdateExperimentation])
            .body(&variations::UPDATE)
            .stored(),
        Operation::delete(ITEM, "Delete a variation", delete_variation)
            .any_of(&[DeleteExperimentation]),
    ]
}

fn segment_operations() -> Vec<Operation> {
    const ALL: &str = "/experimentation/segments";
    const ITEM: &str = "/experimentation/segments/{id}";
    vec![
        Operation::get(ALL, "List the segments", list_segments)
            .any_of(&[ReadExperimentation])
            .query(&LIST_SEGMENTS),
        resource::creating(ALL, "Create a segment", &SEGMENTS)
            .any_of(&[CreateExperimentation])
            .stored(),
        resource::reading(ITEM, "Read a segment", &SEGMENTS).any_of(&[ReadExperimentation]),
        resource::changing(ITEM, "Change a segment", &SEGMENTS)
            .any_of(&[UpdateExperimentation])
            .stored(),
        Operation::delete(ITEM, "Delete a segment", delete_segment)
            .any_of(&[DeleteExperimentation]),
    ]
}

/// Which rows, and what they have to be; lists are wrapped whatever is asked for.
fn asked(schema: &Schema, query: &QueryPairs) -> Result<(Paging, Value), Failed> {
    let asked = schema.check_query(&query.0)?;
    let paging = match Paging::parse(&query.0, &PAGES)? {
        Paging::None { limit: take }
        | Paging::Offset {
            page: 0,
            per_page: take,
            ..
        } => Paging::Checkpoint { from: None, take },
        further => further,
    };
    Ok((paging, asked))
}

fn respond(key: &str, page: Page) -> Response {
    let body = wrap_checkpoint(key, page.next, page.rows);
    answer(StatusCode::OK, &body)
}

async fn list_of(
    resource: &Resource,
    key: &str,
    filters: &[&str],
    (paging, asked): (Paging, Value),
    context: &RequestContext,
) -> Answer {
    let keeps = |item: &Members| {
        filters.iter().all(|name| {
            asked
                .get(*name)
                .is_none_or(|wanted| item.get(*name) == Some(wanted))
        })
    };
    let page = resource.list(&paging, Some(&keeps), context).await?;
    Ok(respond(key, page))
}

async fn list_experiments(query: QueryPairs, context: RequestContext) -> Answer {
    let (paging, asked) = asked(&LIST_EXPERIMENTS, &query)?;
    let page = experiments::list(&paging, &asked, &context).await?;
    Ok(respond("experiments", page))
}

async fn create_experiment(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = experiments::create(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

async fn read_experiment(PathId(id): PathId, context: RequestContext) -> Answer {
    let found = experiments::read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

async fn update_experiment(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    let changed = experiments::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

async fn delete_experiment(PathId(id): PathId, context: RequestContext) -> Answer {
    experiments::delete(&id, &context).await?;
    Ok(done())
}

async fn set_experiment_status(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    let moved = experiments::set_status(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &moved))
}

async fn validate_experiment(PathId(id): PathId, context: RequestContext) -> Answer {
    let found = experiments::validate(&id, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

async fn list_flags(query: QueryPairs, context: RequestContext) -> Answer {
    let asked = asked(&LIST_FLAGS, &query)?;
    list_of(
        &FLAGS,
        "feature_flags",
        &["type", "status"],
        asked,
        &context,
    )
    .await
}

async fn delete_flag(PathId(id): PathId, context: RequestContext) -> Answer {
    flags::delete(&id, &context).await?;
    Ok(done())
}

async fn set_flag_status(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    let moved = flags::set_status(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &moved))
}

async fn list_variations(PathId(flag): PathId, context: RequestContext) -> Answer {
    let all = variations::list(&flag, &context).await?;
    Ok(answer(StatusCode::OK, &json!({ "variations": all })))
}

async fn create_variation(
    PathId(flag): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    let made = variations::create(&flag, &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

async fn read_variation(PathIds(flag, id): PathIds, context: RequestContext) -> Answer {
    let found = variations::read(&flag, &id, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

async fn update_variation(
    PathIds(flag, id): PathIds,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    let changed = variations::update(&flag, &id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

async fn delete_variation(PathIds(flag, id): PathIds, context: RequestContext) -> Answer {
    variations::delete(&flag, &id, &context).await?;
    Ok(done())
}

async fn list_segments(query: QueryPairs, context: RequestContext) -> Answer {
    let asked = asked(&LIST_SEGMENTS, &query)?;
    list_of(&SEGMENTS, "segments", &["type"], asked, &context).await
}

async fn delete_segment(PathId(id): PathId, context: RequestContext) -> Answer {
    segments::delete(&id, &context).await?;
    Ok(done())
}
