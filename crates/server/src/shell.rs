//! What is around everything that is served: the access log, the time limit, and the guard against panics.

use std::any::Any;
use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower::Service;

use crate::telemetry::Access;

/// How long a request may take, its body included.
const REQUEST_TIMEOUT: Duration = Duration::from_mins(1);

/// A service with all that around it.
#[derive(Clone, Debug)]
pub struct Shell<S>(pub S);

impl<S, B> Service<Request<B>> for Shell<S>
where
    S: Service<Request<B>, Response = Response, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, task: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.0.poll_ready(task)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let access = Access::begin(request.method(), request.uri());
        let answer = self.0.call(request);
        Box::pin(async move {
            let response = match tokio::time::timeout(REQUEST_TIMEOUT, guarded(answer)).await {
                Ok(response) => response,
                Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
            };
            if let Some(access) = access {
                access.end(&response);
            }
            Ok(response)
        })
    }
}

/// A panic ends the request that it happens in, and no other.
async fn guarded(answer: impl Future<Output = Result<Response, Infallible>>) -> Response {
    let mut answer = pin!(answer);
    let guarded = std::future::poll_fn(|task| {
        // Nothing of the request is looked at again after a panic.
        match catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(task))) {
            Ok(polled) => Poll::Ready(Ok(ready!(polled))),
            Err(panic) => Poll::Ready(Err(panic)),
        }
    });
    match guarded.await {
        Ok(Ok(response)) => response,
        Ok(Err(never)) => match never {},
        Err(panic) => panicked(panic.as_ref()),
    }
}

fn panicked(panic: &(dyn Any + Send)) -> Response {
    let text = panic.downcast_ref::<&str>().copied();
    let said = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(
        panic = said.unwrap_or("without words"),
        "a request ended in a panic"
    );
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        headers,
        "Service panicked",
    )
        .into_response()
}
