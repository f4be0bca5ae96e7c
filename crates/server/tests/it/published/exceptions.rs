//! Where we answer otherwise than the description or a recording says, each with its reason: `exceptions.json`, which is
//! read when the tests run. One that nothing needs makes `cargo xtask scoreboard` fail.

use std::sync::LazyLock;

use axum::http::Method;
use serde::Deserialize;

use super::record;

/// All of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exceptions {
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

/// Some of them, for one reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    /// For example `GET /roles/{id}`. A `*` stands for anything, here and below.
    operations: Vec<String>,
    /// Statuses, faults, members, sources.
    what: Vec<String>,
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

fn hold(list: &str, exceptions: &[Exception], method: &Method, path: &str, what: &str) -> bool {
    let operation = format!("{method} {path}");
    let mut holds = false;
    for (index, exception) in exceptions.iter().enumerate() {
        let of = fitting(&exception.operations, &operation);
        let what = fitting(&exception.what, what);
        if let (Some(of), Some(what)) = (of, what) {
            record::exception(list, index, "operations", of);
            record::exception(list, index, "what", what);
            holds = true;
        }
    }
    holds
}

fn fitting(patterns: &[String], text: &str) -> Option<usize> {
    patterns.iter().position(|pattern| fits(pattern, text))
}

/// Whether a text is as a pattern says, in which `*` stands for anything.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(start) else {
        return false;
    };
    let mut tails = text
        .char_indices()
        .map(|(at, _)| &text[at..])
        .chain([&text[text.len()..]]);
    tails.any(|tail| fits(rest, tail))
}

/// Whether the status is recorded although it isn't published.
pub fn allow_status(method: &Method, path: &str, status: u16) -> bool {
    hold(
        "statuses",
        &EXCEPTIONS.statuses,
        method,
        path,
        &status.to_string(),
    )
}

/// Whether the fault is how the real service answers.
pub fn allow_answer(method: &Method, path: &str, fault: &str) -> bool {
    hold("answers", &EXCEPTIONS.answers, method, path, fault)
}

/// Whether a forbidden member may be accepted.
pub fn allow_request(method: &Method, path: &str, member: &str) -> bool {
    hold("requests", &EXCEPTIONS.requests, method, path, member)
}

/// Whether a recording isn't replayed.
pub fn leave_out(method: &Method, path: &str, source: &str) -> bool {
    hold("left_out", &EXCEPTIONS.left_out, method, path, source)
}

/// Whether a recorded member may be missing.
pub fn allow_missing(method: &Method, path: &str, place: &str) -> bool {
    hold("missing", &EXCEPTIONS.missing, method, path, place)
}

#[test]
fn patterns_fit_what_they_say() {
    assert!(fits("GET /logs", "GET /logs") && !fits("GET /logs", "GET /logs/{id}"));
    assert!(fits("GET /logs*", "GET /logs/{id}") && fits("GET /logs*", "GET /logs"));
    assert!(fits("*.ip is null", "[].ip is null") && !fits("*.ip is null", ".ip is null, too"));
    assert!(fits("", "") && !fits("", "a") && fits("*", "a") && fits("a*b*c", "a-b-c"));
}
