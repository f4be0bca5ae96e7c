//! `/api/v2/branding`: how the hosted pages look.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::MethodRouter;
use ostia_identity::branding::{self, themes};
use ostia_protocol::auth0::scopes::ManagementScope::{
    DeleteBranding, ReadBranding, UpdateBranding,
};
use serde_json::json;

use super::settings::{patching, reading};
use super::{Answer, answer, done};
use crate::app::App;
use crate::extract::{Caller, JsonBody, PathId, RequestContext};

/// `GET` and `PATCH /branding`
pub fn settings() -> MethodRouter<Arc<App>> {
    let branding = &branding::BRANDING;
    reading(branding, ReadBranding).merge(patching(branding, UpdateBranding))
}

/// `GET /branding/templates/universal-login`
///
/// # Errors
/// 403, 404; or when the database is away.
pub async fn read_template(caller: Caller, context: RequestContext) -> Answer {
    caller.require_any(&[ReadBranding])?;
    let template = branding::read_template(&context).await?;
    Ok(answer(StatusCode::OK, &template))
}

/// `PUT /branding/templates/universal-login`: 201 for the first template, 204 for the next.
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn set_template(
    caller: Caller,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[UpdateBranding])?;
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
pub async fn delete_template(caller: Caller, context: RequestContext) -> Answer {
    caller.require_any(&[DeleteBranding])?;
    branding::delete_template(&context).await?;
    Ok(done())
}

/// `POST /branding/themes`
///
/// # Errors
/// 400, 403, 409; or when the database is away.
pub async fn create_theme(
    caller: Caller,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[UpdateBranding])?;
    let theme = themes::create(&body, &context).await?;
    Ok(answer(StatusCode::OK, &theme))
}

/// `GET /branding/themes/default`
///
/// # Errors
/// 403, 404; or when the database is away.
pub async fn default_theme(caller: Caller, context: RequestContext) -> Answer {
    caller.require_any(&[ReadBranding])?;
    let theme = themes::read(None, &context).await?;
    Ok(answer(StatusCode::OK, &theme))
}

/// `GET /branding/themes/{themeId}`
///
/// # Errors
/// 403, 404; or when the database is away.
pub async fn read_theme(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[ReadBranding])?;
    let theme = themes::read(Some(&id), &context).await?;
    Ok(answer(StatusCode::OK, &theme))
}

/// `PATCH /branding/themes/{themeId}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn update_theme(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[UpdateBranding])?;
    let theme = themes::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &theme))
}

/// `DELETE /branding/themes/{themeId}`
///
/// # Errors
/// 403, 404; or when the database is away.
pub async fn delete_theme(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    caller.require_any(&[DeleteBranding])?;
    themes::delete(&id, &context).await?;
    Ok(done())
}
