//! Serving connections: limits on how long and how much a caller may take, and an end that loses no request.

use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use axum::http::Request;
use axum::response::Response;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use axum_server::{Handle, Server};
use hyper::body::Incoming;
use tokio::task::JoinSet;
use tower::Service;

use crate::problem::Problem;

/// How long a caller may take, and how long requests in flight have at the end.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From the connection, or the request before, to the end of a request's headers.
    pub headers: Duration,
    /// For the TLS handshake.
    pub handshake: Duration,
    /// For requests in flight when the server stops.
    pub shutdown: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            // Also what an idle connection of HTTP/1.1 lives: longer than clients keep theirs.
            headers: Duration::from_secs(75),
            handshake: Duration::from_secs(10),
            shutdown: Duration::from_secs(10),
        }
    }
}

/// A first request must come sooner than a later one: until then nobody has shown that they mean it.
const FIRST_REQUEST: Duration = Duration::from_secs(15);
/// Large enough for tokens with every scope (32 KiB and more in `Authorization`).
const MAX_HEADERS: usize = 128 * 1024;
const MAX_STREAMS: u32 = 128;
const PING_INTERVAL: Duration = Duration::from_secs(30);
const PING_TIMEOUT: Duration = Duration::from_secs(15);

/// Binds an address.
///
/// # Errors
/// Saying whether the port is taken or may not be used.
pub fn bind(address: SocketAddr) -> Result<TcpListener, std::io::Error> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// The problem of an address that can't be bound.
pub fn cannot_bind(address: SocketAddr, error: &std::io::Error, how_to_choose: &str) -> Problem {
    let (what, why) = match error.kind() {
        std::io::ErrorKind::AddrInUse => (
            format!("Port {} is taken.", address.port()),
            format!("Another program listens on {address}, perhaps another Ostia."),
        ),
        std::io::ErrorKind::PermissionDenied => (
            format!("Port {} may not be used.", address.port()),
            "Ports below 1024 need a privilege.".to_owned(),
        ),
        _ => (
            format!("Could not listen on {address}."),
            format!("The system says: {error}."),
        ),
    };
    Problem::new(what, why, how_to_choose)
}

/// Serves until `stop` is done, and then until the requests in flight are answered or patience ends. `face` makes the
/// service for a connection from an address.
///
/// # Errors
/// When a listener fails.
pub async fn serve<S>(
    face: impl Fn(SocketAddr) -> S + Clone + Send + 'static,
    listeners: Vec<TcpListener>,
    tls: Option<RustlsConfig>,
    patience: Patience,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()>
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send + 'static,
{
    let mut servers = JoinSet::new();
    let mut handles = Vec::new();
    for listener in listeners {
        let handle = Handle::new();
        handles.push(handle.clone());
        let server = prepare(axum_server::from_tcp(listener)?, handle, patience);
        let face = face.clone();
        let service = tower::service_fn(move |peer| {
            let service = face(peer);
            async move { Ok::<_, Infallible>(service) }
        });
        match tls.clone() {
            Some(tls) => {
                let acceptor = RustlsAcceptor::new(tls).handshake_timeout(patience.handshake);
                servers.spawn(server.acceptor(acceptor).serve(service));
            }
            None => {
                servers.spawn(server.serve(service));
            }
        }
    }
    tokio::select! {
        () = stop => {}
        ended = servers.join_next() => {
            if let Some(ended) = ended {
                return ended.map_err(std::io::Error::other)?;
            }
        }
    }
    for handle in &handles {
        handle.graceful_shutdown(Some(patience.shutdown));
    }
    while let Some(ended) = servers.join_next().await {
        ended.map_err(std::io::Error::other)??;
    }
    Ok(())
}

fn prepare(
    server: Server<SocketAddr>,
    handle: Handle<SocketAddr>,
    patience: Patience,
) -> Server<SocketAddr> {
    let mut server = server
        .handle(handle)
        .first_request_timeout(patience.headers.min(FIRST_REQUEST));
    // axum-server gives both protocols their timers; without one the timeouts would do nothing.
    let builder = server.http_builder();
    builder
        .http1()
        .header_read_timeout(patience.headers)
        .max_buf_size(MAX_HEADERS);
    builder
        .http2()
        .max_header_list_size(u32::try_from(MAX_HEADERS).unwrap_or(u32::MAX))
        .max_concurrent_streams(MAX_STREAMS)
        .keep_alive_interval(PING_INTERVAL)
        .keep_alive_timeout(PING_TIMEOUT);
    server
}

/// Done when the process is asked to stop: SIGTERM, or Ctrl-C.
pub async fn asked_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let terminate = async {
            match signal(SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! { () = interrupt => {}, () = terminate => {} }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
