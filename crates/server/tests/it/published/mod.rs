//! The published description of the Management API, as a judge of what tests see: every successful answer, in whichever
//! test, has to be one that the description knows. It lies beside the repository; without it, nothing is judged.
//!
//! Who succeeded at what is recorded for `cargo xtask scoreboard`.

pub mod exceptions;
mod record;
pub mod schema;

use std::collections::HashSet;
use std::io::Write as _;
use std::path::Path;
use std::sync::{LazyLock, OnceLock};

use axum::http::{Method, StatusCode};
use serde_json::Value;

use self::schema::Judgement;

/// A folder of facts about the published API, relative to this crate.
const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/reference");

const PREFIX: &str = "/api/v2";

/// A file of the reference folder as JSON, if the folder is there.
pub fn reference(name: &str) -> Option<Value> {
    let path = Path::new(REFERENCE).join(name);
    let Ok(text) = std::fs::read(&path) else {
        static NOTE: OnceLock<()> = OnceLock::new();
        NOTE.get_or_init(|| {
            let note =
                format!("nothing is compared with what is published: {REFERENCE} is not there");
            let _ = writeln!(std::io::stderr(), "{note}");
        });
        return None;
    };
    Some(serde_json::from_slice(&text).expect("the reference is JSON"))
}

/// The published description.
pub fn description() -> Option<&'static Value> {
    static DESCRIPTION: LazyLock<Option<Value>> =
        LazyLock::new(|| reference("management-api.openapi.json"));
    DESCRIPTION.as_ref()
}

/// The published operation that a method and a path below `/api/v2` mean, with the path as it is published.
pub fn operation(method: &Method, path: &str) -> Option<(&'static str, &'static Value)> {
    let paths = description()?["paths"].as_object()?;
    let template = best(paths.keys().map(String::as_str), path)?;
    let operation = paths[template].get(method.as_str().to_ascii_lowercase())?;
    Some((template, operation))
}

/// The template that matches with the most segments in common.
pub fn best<'a>(templates: impl Iterator<Item = &'a str>, path: &str) -> Option<&'a str> {
    templates
        .filter_map(|template| Some((in_common(template, path)?, template)))
        .max_by_key(|(count, _)| *count)
        .map(|(_, template)| template)
}

/// How many segments are the same; nothing where the template doesn't match.
fn in_common(template: &str, path: &str) -> Option<usize> {
    let (mut templates, mut segments) = (template.split('/'), path.split('/'));
    let mut count = 0;
    loop {
        match (templates.next(), segments.next()) {
            (None, None) => return Some(count),
            (Some(template), Some(segment)) if template == segment => count += 1,
            (Some(template), Some(_)) if template.starts_with('{') => {}
            _ => return None,
        }
    }
}

/// What was asked.
pub struct Exchange {
    pub method: Method,
    /// With the query.
    pub path: String,
}

impl Exchange {
    /// Looks at the answer: records and judges it, if it is a success of the Management API.
    #[track_caller]
    pub fn answered(&self, status: StatusCode, text: &str) {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let Some(path) = path.strip_prefix(PREFIX).filter(|_| status.is_success()) else {
            return;
        };
        record::success(&self.method, path, status);
        if let Err(problem) = judge(&self.method, path, query, status, text) {
            panic!(
                "{} {} is not as published: {problem}\n{text}",
                self.method, self.path
            );
        }
    }
}

fn judge(
    method: &Method,
    path: &str,
    query: &str,
    status: StatusCode,
    text: &str,
) -> Result<(), String> {
    let Some((template, operation)) = operation(method, path) else {
        return Ok(());
    };
    if exceptions::allow_status(method, template, status.as_u16()) {
        return Ok(());
    }
    let Some(response) = operation["responses"].get(status.as_str()) else {
        return Err(format!("{status} is not among its answers"));
    };
    if status == StatusCode::NO_CONTENT {
        return Ok(());
    }
    let Some(schema) = response.pointer("/content/application~1json/schema") else {
        return Ok(());
    };
    let body: Value = serde_json::from_str(text).map_err(|_| "it is no JSON".to_owned())?;
    let is_partial = url::form_urlencoded::parse(query.as_bytes())
        .any(|(name, _)| name == "fields" || name == "include_fields");
    let judgement = Judgement { is_partial };
    let mut faults = judgement.faults(&body, schema, "");
    faults.retain(|fault| !exceptions::allow_answer(method, template, &without_indexes(fault)));
    if !faults.is_empty() {
        let recorded = recorded_faults(method, template, schema);
        faults.retain(|fault| !recorded.contains(&without_indexes(fault)));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.join("; "))
    }
}

/// Where the real service's own recorded answers differ from the description: what is done on the wire is right.
fn recorded_faults(method: &Method, template: &str, schema: &Value) -> HashSet<String> {
    let judgement = Judgement { is_partial: false };
    samples()
        .iter()
        .filter(|sample| {
            let path = sample["path"].as_str().unwrap_or_default();
            let is_success = sample["status"].as_u64().is_some_and(|status| status < 300);
            sample["method"] == method.as_str()
                && is_success
                && operation(method, path).is_some_and(|(of, _)| of == template)
        })
        .flat_map(|sample| judgement.faults(&sample["response"], schema, ""))
        .map(|fault| without_indexes(&fault))
        .collect()
}

/// The recorded exchanges with the real service.
pub fn samples() -> &'static [Value] {
    static SAMPLES: LazyLock<Option<Value>> =
        LazyLock::new(|| reference("management-api.samples.json"));
    SAMPLES
        .as_ref()
        .and_then(|file| file["samples"].as_array())
        .map_or(&[], Vec::as_slice)
}

/// A fault of one item is a fault of all.
fn without_indexes(fault: &str) -> String {
    let mut inside = false;
    fault
        .chars()
        .filter(|character| {
            inside = match character {
                '[' => true,
                ']' => false,
                _ => inside,
            };
            !(inside && character.is_ascii_digit())
        })
        .collect()
}
