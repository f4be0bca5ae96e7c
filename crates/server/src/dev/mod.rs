//! `/dev`: what only `ostia dev` serves, so that people and test suites can move the clock, go back to the beginning,
//! make requests fail and see what was called. A server that people rely on never mounts it.

mod calls;
mod clock;
mod faults;
mod page;
mod reset;
mod seed;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, routing};
use ostia_identity::context::Platform;
use ostia_identity::tenants::Tenant;
use ostia_protocol::auth0::management_error::Error;

pub use self::seed::Seed;
use crate::error::management::Failed;

/// What the controls work on.
#[derive(Debug)]
pub struct Controls {
    platform: Arc<Platform>,
    tenant: Arc<Tenant>,
    seed: Seed,
    /// Ostia without the controls, to which a seed is sent.
    ostia: Router,
    faults: faults::Faults,
    calls: calls::Calls,
    resetting: tokio::sync::Mutex<()>,
}

impl Controls {
    /// Controls of a tenant that `ostia` serves. `seed` is what a reset makes beside the samples.
    pub fn new(
        platform: Arc<Platform>,
        tenant: Arc<Tenant>,
        seed: Seed,
        ostia: Router,
    ) -> Arc<Self> {
        Arc::new(Self {
            platform,
            tenant,
            seed,
            ostia,
            faults: faults::Faults::default(),
            calls: calls::Calls::default(),
            resetting: tokio::sync::Mutex::default(),
        })
    }

    /// Sends the seed, where the tenant has not had it yet.
    ///
    /// # Errors
    /// Saying which part of the seed was refused, and why.
    pub async fn sow(&self) -> Result<usize, String> {
        seed::sow(self).await
    }
}

/// `router` with the controls around it and `/dev` beside it.
pub fn around(router: Router, controls: &Arc<Controls>) -> Router {
    let own = Router::new()
        .route("/dev", get(page::page))
        .route("/dev/controls.js", get(page::script))
        .route("/dev/clock", get(clock::read).post(clock::turn))
        .route("/dev/reset", routing::post(reset::post))
        .route(
            "/dev/faults",
            get(faults::list)
                .post(faults::add)
                .delete(faults::remove_all),
        )
        .route("/dev/faults/{id}", routing::delete(faults::remove))
        .route("/dev/calls", get(calls::list).delete(calls::forget))
        .layer(middleware::from_fn_with_state(controls.clone(), guard))
        .with_state(controls.clone());
    router
        .layer(middleware::from_fn_with_state(
            controls.clone(),
            faults::inject,
        ))
        .layer(middleware::from_fn_with_state(
            controls.clone(),
            calls::record,
        ))
        .merge(own)
}

/// Only this machine's own pages and tools turn the controls: a web page somewhere else, open in the same browser, is
/// told no, and so is a name that was made to point here.
async fn guard(State(controls): State<Arc<Controls>>, request: Request, next: Next) -> Response {
    let domain = &controls.tenant.domain;
    let host = request.uri().authority().map_or_else(
        || text(request.headers(), &header::HOST),
        |authority| authority.as_str(),
    );
    let origin = text(request.headers(), &header::ORIGIN);
    let foreign = !origin.is_empty()
        && origin
            .split_once("://")
            .is_none_or(|(_, from)| !from.eq_ignore_ascii_case(domain));
    if !host.eq_ignore_ascii_case(domain) || (request.method() != Method::GET && foreign) {
        return Failed::from(Error::from_another_site()).into_response();
    }
    next.run(request).await
}

fn text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> &'a str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}
