//! `/api/v2/prompts`: what the hosted pages ask, and in which words.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::prompts::{PROMPTS, custom_text, names, partials, rendering};
use ostia_protocol::auth0::paging::{Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{ReadPrompts, UpdatePrompts};

use super::operation::Operation;
use super::settings::{patching, reading};
use super::{Answer, answer};
use crate::error::management::Failed;
use crate::extract::{JsonBody, PathId, PathIds, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        reading("/prompts", "Read how people log in", &PROMPTS).any_of(&[ReadPrompts]),
        patching("/prompts", "Change how people log in", &PROMPTS).any_of(&[UpdatePrompts]),
        Operation::get(
            "/prompts/rendering",
            "List how screens are rendered",
            list_renderings,
        )
        .any_of(&[ReadPrompts])
        .query(&LIST)
        .stored(),
        Operation::patch(
            "/prompts/rendering",
            "Change how screens are rendered",
            update_renderings,
        )
        .any_of(&[UpdatePrompts])
        .body(&rendering::UPDATE_ALL)
        .stored(),
        Operation::get(
            "/prompts/{prompt}/custom-text/{language}",
            "Read a prompt's texts",
            read_texts,
        )
        .any_of(&[ReadPrompts])
        .segments(&names::TEXT_PATH),
        Operation::put(
            "/prompts/{prompt}/custom-text/{language}",
            "Set a prompt's texts",
            set_texts,
        )
        .any_of(&[UpdatePrompts])
        .segments(&names::TEXT_PATH)
        .body(&custom_text::SCREENS),
        Operation::get(
            "/prompts/{prompt}/partials",
            "Read a prompt's partials",
            read_partials,
        )
        .any_of(&[ReadPrompts])
        .segments(&names::PARTIALS_PATH),
        Operation::put(
            "/prompts/{prompt}/partials",
            "Set a prompt's partials",
            set_partials,
        )
        .any_of(&[UpdatePrompts])
        .segments(&names::PARTIALS_PATH)
        .body(&partials::SCREENS),
        Operation::get(
            "/prompts/{prompt}/screen/{screen}/rendering",
            "Read how a screen is rendered",
            read_rendering,
        )
        .any_of(&[ReadPrompts])
        .segments(&names::RENDERING_PATH)
        .stored(),
        Operation::patch(
            "/prompts/{prompt}/screen/{screen}/rendering",
            "Change how a screen is rendered",
            update_rendering,
        )
        .any_of(&[UpdatePrompts])
        .segments(&names::RENDERING_PATH)
        .body(&rendering::UPDATE)
        .stored(),
    ]
}

const RULES: PagingRules = PagingRules {
    max_take: 0,
    ..PagingRules::USUAL
};

static LIST: LazyLock<Schema> = LazyLock::new(|| RULES.members(Schema::object()));

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
async fn read_texts(PathIds(prompt, language): PathIds, context: RequestContext) -> Answer {
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
async fn set_texts(
    PathIds(prompt, language): PathIds,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
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
async fn read_partials(PathId(prompt): PathId, context: RequestContext) -> Answer {
    check(&names::PARTIALS_PATH, &[("prompt", &prompt)])?;
    let partials = partials::read(&prompt, &context).await?;
    Ok(answer(StatusCode::OK, &partials))
}

/// `PUT /prompts/{prompt}/partials`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn set_partials(
    PathId(prompt): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    check(&names::PARTIALS_PATH, &[("prompt", &prompt)])?;
    let partials = partials::set(&prompt, &body, &context).await?;
    Ok(answer(StatusCode::OK, &partials))
}

/// `GET /prompts/rendering`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn list_renderings(query: QueryPairs, context: RequestContext) -> Answer {
    LIST.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &RULES)?;
    let page = rendering::list(&paging, &context).await?;
    Ok(answer(StatusCode::OK, &paging.respond("configs", page)))
}

/// `PATCH /prompts/rendering`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn update_renderings(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let changed = rendering::update_all(&body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `GET /prompts/{prompt}/screen/{screen}/rendering`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn read_rendering(PathIds(prompt, screen): PathIds, context: RequestContext) -> Answer {
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
async fn update_rendering(
    PathIds(prompt, screen): PathIds,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    check(
        &names::RENDERING_PATH,
        &[("prompt", &prompt), ("screen", &screen)],
    )?;
    let settings = rendering::update(&prompt, &screen, &body, &context).await?;
    Ok(answer(StatusCode::OK, &settings))
}
