//! Where we answer otherwise than the description or a recording says, each with its reason: `exceptions.json`, which is
//! read when the tests run.

use std::sync::LazyLock;

use axum::http::Method;
use serde::Deserialize;

/// All of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exceptions {
    /// Recorded statuses that the description doesn't have (reference/management-api.md §2.9).
    statuses: Vec<Exception>,
    /// What answers have or lack although the description says otherwise.
    answers: Vec<Exception>,
    /// Requests that the description forbids, and we accept or refuse in other words.
    requests: Vec<Exception>,
    /// Recordings that can't be replayed.
    left_out: Vec<Exception>,
    /// Members that are recorded, and aren't ours.
    missing: Vec<Exception>,
}

/// One of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    /// For example `GET /roles/{id}`, or the beginning of several.
    operation: String,
    /// A status, a member, a source: how what is excepted begins.
    what: String,
    #[expect(dead_code, reason = "for those who read the file")]
    why: String,
}

static EXCEPTIONS: LazyLock<Exceptions> = LazyLock::new(|| {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/it/published/exceptions.json"
    );
    let text = std::fs::read(path).expect("the exceptions are there");
    serde_json::from_slice(&text).expect("the exceptions are well-formed")
});

fn hold(exceptions: &[Exception], method: &Method, path: &str, what: &str) -> bool {
    let operation = format!("{method} {path}");
    exceptions.iter().any(|exception| {
        operation.starts_with(&exception.operation) && what.starts_with(&exception.what)
    })
}

/// Whether the status is recorded although it isn't published.
pub fn allow_status(method: &Method, path: &str, status: u16) -> bool {
    hold(&EXCEPTIONS.statuses, method, path, &status.to_string())
}

/// Whether the fault is how the real service answers.
pub fn allow_answer(method: &Method, path: &str, fault: &str) -> bool {
    hold(&EXCEPTIONS.answers, method, path, fault)
}

/// Whether a forbidden member may be accepted.
pub fn allow_request(method: &Method, path: &str, member: &str) -> bool {
    hold(&EXCEPTIONS.requests, method, path, member)
}

/// Whether a recording isn't replayed.
pub fn leave_out(method: &Method, path: &str, source: &str) -> bool {
    hold(&EXCEPTIONS.left_out, method, path, source)
}

/// Whether a recorded member may be missing.
pub fn allow_missing(method: &Method, path: &str, place: &str) -> bool {
    hold(&EXCEPTIONS.missing, method, path, place)
}
