//! `/api/v2/branding`: how the hosted pages look.

use axum::http::StatusCode;
use ostia_identity::branding::{self, BRANDING, PAGE_TEMPLATE, THEME, themes};
use ostia_protocol::auth0::scopes::ManagementScope::{
    DeleteBranding, ReadBranding, UpdateBranding,
};
use serde_json::json;

use super::operation::Operation;
use super::settings::{patching, reading};
use super::{Answer, answer, done};
use crate::extract::{JsonBody, PathId, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        reading("/branding", "Read the branding", &BRANDING).any_of(&[ReadBranding]),
        patching("/branding", "Change the branding", &BRANDING).any_of(&[UpdateBranding]),
        Operation::get(
            "/branding/templates/universal-login",
            "Read the page template",
            read_template,
        )
        .any_of(&[ReadBranding])
        .stored(),
        Operation::put(
            "/branding/templates/universal-login",
            "Set the page template",
            set_template,
        )
        .any_of(&[UpdateBranding])
        .body(&PAGE_TEMPLATE)
        .answers(&[201, 204])
        .stored(),
        Operation::delete(
            "/branding/templates/universal-login",
            "Remove the page template",
            delete_template,
        )
        .any_of(&[DeleteBranding])
        .stored(),
        Operation::post("/branding/themes", "Create a theme", create_theme)
            .any_of(&[UpdateBranding])
            .body(&THEME)
            .answers(&[200]),
        Operation::get(
            "/branding/themes/default",
            "Read the theme in use",
            default_theme,
        )
        .any_of(&[ReadBranding]),
        Operation::get("/branding/themes/{themeId}", "Read a theme", read_theme)
            .any_of(&[ReadBranding]),
        Operation::patch(
            "/branding/themes/{themeId}",
            "Replace a theme",
            update_theme,
        )
        .any_of(&[UpdateBranding])
        .body(&THEME),
        Operation::delete("/branding/themes/{themeId}", "Delete a theme", delete_theme)
            .any_of(&[DeleteBranding]),
    ]
}

/// `GET /branding/templates/universal-login`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn read_template(context: RequestContext) -> Answer {
    let template = branding::read_template(&context).await?;
    Ok(answer(StatusCode::OK, &template))
}

/// `PUT /branding/templates/universal-login`: 201 for the first template, 204 for the next.
///
/// # Errors
/// 400, 403; or when the database is away.
async fn set_template(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    if branding::set_template(&body, &context).await? {
        Ok(answer(StatusCode::CREATED, &json!({})))
    } else {
        Ok(done())
    }
}

/// `DELETE /branding/templates/universal-login`
///
/// # Errors
/// 403; or when the database is away.
async fn delete_template(context: RequestContext) -> Answer {
    branding::delete_template(&context).await?;
    Ok(done())
}

/// `POST /branding/themes`
///
/// # Errors
/// 400, 403, 409; or when the database is away.
async fn create_theme(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let theme = themes::create(&body, &context).await?;
    Ok(answer(StatusCode::OK, &theme))
}

/// `GET /branding/themes/default`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn default_theme(context: RequestContext) -> Answer {
    let theme = themes::read(None, &context).await?;
    Ok(answer(StatusCode::OK, &theme))
}

/// `GET /branding/themes/{themeId}`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn read_theme(PathId(id): PathId, context: RequestContext) -> Answer {
    let theme = themes::read(Some(&id), &context).await?;
    Ok(answer(StatusCode::OK, &theme))
}

/// `PATCH /branding/themes/{themeId}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn update_theme(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    let theme = themes::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &theme))
}

/// `DELETE /branding/themes/{themeId}`
///
/// # Errors
/// 403, 404; or when the database is away.
async fn delete_theme(PathId(id): PathId, context: RequestContext) -> Answer {
    themes::delete(&id, &context).await?;
    Ok(done())
}
