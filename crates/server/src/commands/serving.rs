//! What `dev` and `serve` share: the router with its outer layers, the periodic work, and the end.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::{Router, middleware};
use axum_server::tls_rustls::RustlsConfig;
use ostia_identity::context::Platform;
use ostia_identity::housekeeping;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::listen::{self, Patience};
use crate::problem::Problem;
use crate::{installation, telemetry};

/// How long a request may take, its body included.
const REQUEST_TIMEOUT: Duration = Duration::from_mins(1);

/// Serves until the process is asked to stop, then finishes what was begun.
pub async fn serve(
    router: Router,
    listeners: Vec<TcpListener>,
    tls: Option<RustlsConfig>,
    database_url: &str,
    platform: Arc<Platform>,
) -> Result<(), Problem> {
    let router = router
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            REQUEST_TIMEOUT,
        ))
        .layer(middleware::from_fn(telemetry::access_log));
    let keeping_house = tokio::spawn(housekeeping::run(platform.clone()));
    let following = tokio::spawn({
        let (database, url) = (platform.database.clone(), database_url.to_owned());
        async move { database.follow_other_nodes(&url).await }
    });
    let served = listen::serve(
        router,
        listeners,
        tls,
        Patience::default(),
        listen::asked_to_stop(),
    )
    .await;
    tracing::info!("stopping");
    keeping_house.abort();
    following.abort();
    installation::close(&platform).await;
    served.map_err(|error| {
        Problem::new(
            "The server stopped.",
            format!("The system says: {error}."),
            "Start it again; `ostia doctor` looks for the usual causes.",
        )
    })
}
