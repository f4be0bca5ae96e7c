//! The whole URL map on one screen.

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::response::IntoResponse;
use axum::routing::get;
use ostia_identity::context::Platform;
use ostia_protocol::auth0::management_error;

use crate::error::management::Failed;
use crate::extract;

/// What all handlers share.
#[derive(Debug)]
pub struct App {
    /// Database, caches, keys, clock.
    pub platform: Arc<Platform>,
    /// Whether `X-Forwarded-For` is believed: only behind a proxy of one's own.
    pub trusts_forwarded_headers: bool,
}

/// Everything that Ostia serves.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .nest("/api/v2", management_api())
        .route("/healthz", get(|| async { "ok" }))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            extract::resolve,
        ))
        .with_state(app)
}

fn management_api() -> Router<Arc<App>> {
    Router::new()
        .fallback(async || Failed::from(management_error::Error::not_found()).into_response())
        .method_not_allowed_fallback(async || {
            Failed::from(management_error::Error::method_not_allowed()).into_response()
        })
}
