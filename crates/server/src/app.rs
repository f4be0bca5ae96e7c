//! The whole URL map on one screen.

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::response::IntoResponse;
use axum::routing::{delete, get, post, put};
use ostia_identity::context::Platform;
use ostia_protocol::auth0::management_error;

use crate::error::management::Failed;
use crate::{extract, management};

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
    use management::{client_grants, grants, keys, resource_servers, tenant_settings};

    Router::new()
        .route(
            "/resource-servers",
            get(resource_servers::list).post(resource_servers::create),
        )
        .route(
            "/resource-servers/{id}",
            get(resource_servers::read)
                .patch(resource_servers::update)
                .delete(resource_servers::delete),
        )
        .route(
            "/client-grants",
            get(client_grants::list).post(client_grants::create),
        )
        .route(
            "/client-grants/{id}",
            get(client_grants::read)
                .patch(client_grants::update)
                .delete(client_grants::delete),
        )
        .route(
            "/client-grants/{id}/organizations",
            get(client_grants::organizations),
        )
        .route("/grants", get(grants::list).delete(grants::delete_all))
        .route("/grants/{id}", delete(grants::delete))
        .route(
            "/tenants/settings",
            get(tenant_settings::read).patch(tenant_settings::update),
        )
        .route("/keys/signing", get(keys::list))
        .route("/keys/signing/rotate", post(keys::rotate))
        .route("/keys/signing/{kid}", get(keys::read))
        .route("/keys/signing/{kid}/revoke", put(keys::revoke))
        .fallback(async || Failed::from(management_error::Error::not_found()).into_response())
        .method_not_allowed_fallback(async || {
            Failed::from(management_error::Error::method_not_allowed()).into_response()
        })
}
