//! The front door, which every request passes: it finds the tenant that the host names, answers with the documents that
//! everybody fetches, and hands everything else to the router.
//!
//! A service by hand and no middleware: those clone and box all that is below them, for every request
//! (docs/decisions/0007).

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostia_identity::context::Context;
use ostia_identity::failure::Broken;
use ostia_identity::network_acls::{Asked, Verdict};
use ostia_identity::tenants;
use ostia_protocol::auth0::management_error::Error;
use tower::{BoxError, Service};

use crate::app::App;
use crate::error::{management, oauth};
use crate::extract::{self, CORRELATION_ID, RequestContext};
use crate::oauth::cors;
use crate::oauth::discovery::Document;

/// All of Ostia as one service. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Front {
    app: Arc<App>,
    router: Router,
    peer: Option<IpAddr>,
}

impl Front {
    /// Puts the door before a router.
    pub fn new(app: Arc<App>, router: Router) -> Self {
        Self {
            app,
            router,
            peer: None,
        }
    }

    /// The same for a connection from this address.
    #[must_use]
    pub fn facing(&self, peer: IpAddr) -> Self {
        Self {
            peer: Some(peer.to_canonical()),
            ..self.clone()
        }
    }

    /// The same as a router, to which others can be added.
    pub fn into_router(self) -> Router {
        Router::new().fallback_service(self)
    }
}

/// A router that has a [`Front`] somewhere inside, told where its requests come from.
pub fn telling<B>(
    peer: SocketAddr,
    router: Router,
) -> impl Service<Request<B>, Response = Response, Error = Infallible, Future: Send + 'static>
+ Clone
+ Send
+ use<B>
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    tower::service_fn(move |mut request: Request<B>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let mut router = router.clone();
        router.call(request)
    })
}

impl<B> Service<Request<B>> for Front
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let front = self.clone();
        Box::pin(async move { Ok(front.answer(request).await) })
    }
}

impl Front {
    /// Finds the tenant that the host names, and answers for it.
    async fn answer<B>(self, request: Request<B>) -> Response
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let (parts, body) = request.into_parts();
        if parts.headers.get_all(header::HOST).iter().nth(1).is_some() {
            // RFC 9112 §3.2: which of them would name the tenant?
            let text = "The request has two Host headers.\n";
            return (StatusCode::BAD_REQUEST, text).into_response();
        }
        let app = &self.app;
        let peer = self.peer.or_else(|| told(&parts));
        let origin = extract::origin(&parts, peer, app.proxy.as_ref());
        let correlation_id = HeaderValue::from_str(&origin.correlation_id);
        let host = extract::host(&parts);
        let mut response = match tenants::find_by_domain(host, &app.platform).await {
            Ok(Some(tenant)) => {
                let context = Context::new(app.platform.clone(), tenant, origin);
                match turned_away(&context, &parts, peer) {
                    Some(response) => response,
                    None => answer_for(context, parts, body, self.router).await,
                }
            }
            Ok(None) => unknown_host(host),
            Err(broken) => unavailable(parts.uri.path(), broken),
        };
        if let Ok(correlation_id) = correlation_id {
            let headers = response.headers_mut();
            headers.insert(CORRELATION_ID, correlation_id);
        }
        response
    }
}

/// What the tenant's network access lists make of a request, where they don't let it pass.
fn turned_away(context: &Context, parts: &Parts, peer: Option<IpAddr>) -> Option<Response> {
    let rules = &context.tenant.network_rules;
    // Whoever watches the process asks for its health, and not for the tenant.
    if rules.is_empty() || parts.uri.path() == "/healthz" {
        return None;
    }
    let asked = Asked {
        path: parts.uri.path(),
        host: tenants::hosts::split_port(extract::host(parts)).0,
        peer,
    };
    match rules.judge(asked, context) {
        Verdict::Pass => None,
        Verdict::Block if asked.path.starts_with("/api/v2/") => {
            let error = management::Failed::from(Error::blocked_by_network_acl());
            Some(error.into_response())
        }
        Verdict::Block => {
            let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            let text = "This tenant does not serve requests from where you are.\n";
            Some((StatusCode::FORBIDDEN, headers, text).into_response())
        }
        Verdict::Redirect(target) => {
            let status = StatusCode::FOUND;
            Some((status, [(header::LOCATION, target)]).into_response())
        }
    }
}

async fn answer_for<B>(context: Context, mut parts: Parts, body: B, mut router: Router) -> Response
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    if let Some(document) = Document::asked_for(&parts.method, parts.uri.path()) {
        let response = document.answer(&context).await;
        return match parts.headers.remove(header::ORIGIN) {
            Some(origin) => cors::open(response, origin),
            None => response,
        };
    }
    parts.extensions.insert(RequestContext(context));
    let request = Request::from_parts(parts, Body::new(body));
    match router.call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

fn told(parts: &Parts) -> Option<IpAddr> {
    let info = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
    Some(info.0.ip().to_canonical())
}

fn unknown_host(host: &str) -> Response {
    let known: String = host.chars().filter(char::is_ascii_graphic).collect();
    let text = format!(
        "No tenant is served at {known}. Check the address, or the domain that the server was started with.\n"
    );
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::NOT_FOUND, headers, text).into_response()
}

/// In the form of the API that was called.
fn unavailable(path: &str, broken: Broken) -> Response {
    if path.starts_with("/api/v2/") {
        management::Failed::from(broken).into_response()
    } else {
        oauth::Failed::from(broken).into_response()
    }
}
