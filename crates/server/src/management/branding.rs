//! `/api/v2/branding`: how the hosted pages look.

use axum::Extension;
use axum::http::StatusCode;
use ostia_identity::branding::{self, BRANDING, PAGE_TEMPLATE, THEME, preview, themes};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::scopes::ManagementScope::{
    DeleteBranding, ReadBranding, UpdateBranding,
};
use serde_json::json;

use super::audit::Trace;
use super::operation::Operation;
use super::settings::{patching, reading};
use super::{Answer, answer, done};
use crate::extract::{Caller, JsonBody, PathId, RequestContext, Subject, TextOrJsonBody};
use crate::login::preview::draw;
use crate::pages::{LANGUAGES, SAMPLES, negotiate};

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
        .any_of(&[ReadBranding]),
        Operation::put(
            "/branding/templates/universal-login",
            "Set the page template",
            set_template,
        )
        .any_of(&[UpdateBranding])
        .body(&PAGE_TEMPLATE)
        .answers(&[201, 204]),
        Operation::delete(
            "/branding/templates/universal-login",
            "Remove the page template",
            delete_template,
        )
        .any_of(&[DeleteBranding]),
        Operation::post("/branding/previews", "Preview a screen", preview_screen)
            .any_of(&[UpdateBranding])
            .body(&preview::DRAFT),
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
async fn set_template(context: RequestContext, TextOrJsonBody(body): TextOrJsonBody) -> Answer {
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

/// `POST /branding/previews`: an operation of ours, which stores nothing of the draft but what it looks like.
///
/// # Errors
/// 400, 403; or when the database is away.
async fn preview_screen(
    caller: Caller,
    context: RequestContext,
    Extension(trace): Extension<Trace>,
    JsonBody(body): JsonBody,
) -> Answer {
    trace.changes_nothing();
    let wanted = body["language"].as_str();
    let enabled = &context.tenant.settings.enabled_locales;
    let wanted = wanted.or(enabled.first().map(String::as_str));
    let language = negotiate(wanted, None, &LANGUAGES);
    let look = preview::drafted(&body, language, &context)?;
    let place = ["prompt", "screen"].map(|name| body[name].as_str().unwrap_or_default());
    let drawn = draw(place, &look, language, &context).ok_or_else(|| {
        let known = SAMPLES.map(|[_, screen]| screen).join(", ");
        Error::invalid_body(format!("There are previews of these screens: {known}."))
    })?;
    let author = match &caller.subject {
        Subject::User(user) => user.as_str(),
        Subject::Client => caller.client_id.as_str(),
    };
    let token = preview::keep(&drawn.html, author, &context).await?;
    let made = json!({
        "url": format!("{}u/preview/{token}", context.tenant.issuer()),
        "expires_in": preview::LIFETIME,
        "problem": drawn.problem,
    });
    Ok(answer(StatusCode::CREATED, &made))
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
