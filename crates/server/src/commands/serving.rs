//! What `dev` and `serve` share: the periodic work, and the end.

use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use axum::http::Request;
use axum::response::Response;
use axum_server::tls_rustls::RustlsConfig;
use hyper::body::Incoming;
use ostia_identity::context::Platform;
use ostia_identity::{background, delivery, housekeeping, streaming};
use tower::Service;

use crate::installation;
use crate::listen::{self, Patience};
use crate::problem::Problem;
use crate::shell::Shell;

/// Serves until the process is asked to stop, then finishes what was begun.
///
/// `face` makes the service for a connection from an address.
pub async fn serve<S>(
    face: impl Fn(SocketAddr) -> S + Clone + Send + 'static,
    listeners: Vec<TcpListener>,
    tls: Option<RustlsConfig>,
    database_url: &str,
    platform: Arc<Platform>,
) -> Result<(), Problem>
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send + 'static,
{
    let keeping_house = tokio::spawn(housekeeping::run(platform.clone()));
    let working = tokio::spawn(background::run(platform.clone()));
    let delivering = tokio::spawn(delivery::run(platform.clone()));
    let streaming = tokio::spawn(streaming::run(platform.clone()));
    let following = tokio::spawn({
        let (database, url) = (platform.database.clone(), database_url.to_owned());
        async move { database.follow_other_nodes(&url).await }
    });
    let served = listen::serve(
        move |peer| Shell(face(peer)),
        listeners,
        tls,
        Patience::default(),
        listen::asked_to_stop(),
    )
    .await;
    tracing::info!("stopping");
    working.abort();
    delivering.abort();
    streaming.abort();
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
