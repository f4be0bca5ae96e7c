//! `/api/v2/prompts`: what the hosted pages ask, and in which words.

use std::sync::{Arc, LazyLock};

use axum::http::StatusCode;
use axum::routing::MethodRouter;
use ostia_identity::prompts::{self, custom_text, names, partials, rendering};
use ostia_protocol::auth0::paging::{Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{ReadPrompts, UpdatePrompts};

use super::settings::{patching, reading};
use super::{Answer, answer};
use crate::app::App;
use crate::error::management::Failed;
use crate::extract::{Caller, JsonBody, PathId, PathIds, QueryPairs, RequestContext};

const RULES: PagingRules = PagingRules {
    max_take: 0,
    ..PagingRules::USUAL
};

static LIST: LazyLock<Schema> = LazyLock::new(|| RULES.members(Schema::object()));

/// `GET` and `PATCH /prompts`
pub fn settings() -> MethodRouter<Arc<App>> {
    let prompts = &prompts::PROMPTS;
    reading(prompts, ReadPrompts).merge(patching(prompts, UpdatePrompts))
}

fn check(schema: &Schema, segments: &[(&str, &str)]) -> Result<(), Failed> {
    let pairs: Vec<(String, String)> = segments
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    schema.check_path(&pairs)?;
    Ok(())
}

/// `GET /prompts/{prompt}/custom-text/{language}`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn read_texts(
    caller: Caller,
    PathIds(prompt, language): PathIds,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ReadPrompts])?;
    check(
        &names::TEXT_PATH,
        &[("prompt", &prompt), ("language", &language)],
    )?;
    let texts = custom_text::read(&prompt, &language, &context).await?;
    Ok(answer(StatusCode::OK, &texts))
}

/// `PUT /prompts/{prompt}/custom-text/{language}`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn set_texts(
    caller: Caller,
    PathIds(prompt, language): PathIds,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[UpdatePrompts])?;
    check(
        &names::TEXT_PATH,
        &[("prompt", &prompt), ("language", &language)],
    )?;
    let texts = custom_text::set(&prompt, &language, &body, &context).await?;
    Ok(answer(StatusCode::OK, &texts))
}

/// `GET /prompts/{prompt}/partials`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn read_partials(
    caller: Caller,
    PathId(prompt): PathId,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ReadPrompts])?;
    check(&names::PARTIALS_PATH, &[("prompt", &prompt)])?;
    let partials = partials::read(&prompt, &context).await?;
    Ok(answer(StatusCode::OK, &partials))
}

/// `PUT /prompts/{prompt}/partials`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn set_partials(
    caller: Caller,
    PathId(prompt): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[UpdatePrompts])?;
    check(&names::PARTIALS_PATH, &[("prompt", &prompt)])?;
    let partials = partials::set(&prompt, &body, &context).await?;
    Ok(answer(StatusCode::OK, &partials))
}

/// `GET /prompts/rendering`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn list_renderings(caller: Caller, query: QueryPairs, context: RequestContext) -> Answer {
    caller.require_any(&[ReadPrompts])?;
    LIST.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &RULES)?;
    let page = rendering::list(&paging, &context).await?;
    Ok(answer(StatusCode::OK, &paging.respond("configs", page)))
}

/// `PATCH /prompts/rendering`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn update_renderings(
    caller: Caller,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[UpdatePrompts])?;
    let changed = rendering::update_all(&body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `GET /prompts/{prompt}/screen/{screen}/rendering`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn read_rendering(
    caller: Caller,
    PathIds(prompt, screen): PathIds,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ReadPrompts])?;
    check(
        &names::RENDERING_PATH,
        &[("prompt", &prompt), ("screen", &screen)],
    )?;
    let settings = rendering::read(&prompt, &screen, &context).await?;
    Ok(answer(StatusCode::OK, &settings))
}

/// `PATCH /prompts/{prompt}/screen/{screen}/rendering`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn update_rendering(
    caller: Caller,
    PathIds(prompt, screen): PathIds,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[UpdatePrompts])?;
    check(
        &names::RENDERING_PATH,
        &[("prompt", &prompt), ("screen", &screen)],
    )?;
    let settings = rendering::update(&prompt, &screen, &body, &context).await?;
    Ok(answer(StatusCode::OK, &settings))
}
