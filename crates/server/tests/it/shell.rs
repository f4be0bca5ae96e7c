//! What is around everything that is served.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum::routing::get;
use ostia_server::shell::Shell;
use tower::ServiceExt as _;

async fn panics() -> StatusCode {
    panic!("on purpose")
}

#[tokio::test]
async fn a_panic_ends_its_request_and_no_other() {
    let router = Router::new()
        .route("/panics", get(panics))
        .route("/works", get(|| async { "works" }));
    let shell = Shell(router);
    let ask = async |path: &str| {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = shell.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), 1024).await.unwrap();
        (status, String::from_utf8_lossy(&body).into_owned())
    };
    assert_eq!(ask("/panics").await, (500, "Service panicked".to_owned()));
    assert_eq!(ask("/works").await, (200, "works".to_owned()));
}
