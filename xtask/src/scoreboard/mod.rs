//! `docs/compatibility.md`: each published operation of the Management API, whether it is served, and the test that
//! proves it. Of the published description only methods, paths and tiers are read.

mod page;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use self::page::{Proofs, State, render};

const PAGE: &str = "docs/compatibility.md";
/// Beside the repository: it isn't part of it.
const DESCRIPTION: &str = "../shared/reference/management-api.openapi.json";
/// Where the tests write what they saw, when `OSTIA_TEST_RECORD` names it.
const RECORD: &str = "target/test-record.tsv";
const EXCEPTIONS: &str = "crates/server/tests/it/published/exceptions.json";
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// A method and a path whose varying segments have lost their names, which differ between descriptions.
type Key = (String, String);

/// A published operation.
struct Published {
    method: String,
    path: String,
    tier: u64,
}

/// Writes the page, or says whether it is as it would be written.
pub fn run(is_check: bool) -> Result<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .ok_or("xtask has no parent folder")?;
    let Ok(text) = fs::read_to_string(root.join(DESCRIPTION)) else {
        return Ok(format!("skipped: {DESCRIPTION} is absent"));
    };
    let published = published(&parse(&text)?);
    let record = Record::read(&root.join(RECORD))?;
    let path = root.join(PAGE);
    let written = fs::read_to_string(&path).unwrap_or_default();
    let proofs = if is_check {
        &record.proofs.preferring(&written)
    } else {
        &record.proofs
    };
    let page = render(&published, &record.served, proofs);
    let unproven = page::unproven(&published, &record.served, &record.proofs);
    let exceptions =
        fs::read_to_string(root.join(EXCEPTIONS)).map_err(|error| error.to_string())?;
    let unused = record.unused(&parse(&exceptions)?);
    if !is_check {
        fs::write(&path, &page).map_err(|error| format!("could not write {PAGE}: {error}"))?;
    } else if written != page {
        return Err(format!(
            "{PAGE} is stale: run `make scoreboard` and commit it"
        ));
    }
    if !unproven.is_empty() {
        return Err(format!(
            "no test succeeds at these:\n  {}",
            unproven.join("\n  ")
        ));
    }
    if !unused.is_empty() {
        return Err(format!(
            "{EXCEPTIONS} has what nothing needs:\n  {}",
            unused.join("\n  ")
        ));
    }
    Ok(format!("{PAGE} is current: {} operations", published.len()))
}

fn parse(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))
}

fn operations(description: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = description["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        METHODS
            .iter()
            .filter_map(move |method| Some((*method, path.as_str(), item.get(*method)?)))
    })
}

fn published(description: &Value) -> Vec<Published> {
    operations(description)
        .map(|(method, path, operation)| Published {
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            tier: operation["x-our-tier"].as_u64().unwrap_or(3),
        })
        .collect()
}

fn key(method: &str, path: &str) -> Key {
    let segments: Vec<&str> = path
        .split('/')
        .map(|segment| {
            if segment.starts_with('{') {
                "{}"
            } else {
                segment
            }
        })
        .collect();
    (method.to_ascii_uppercase(), segments.join("/"))
}

/// What the tests wrote down (`crates/server/tests/it/published/record.rs`).
#[derive(Default)]
struct Record {
    served: BTreeMap<Key, State>,
    proofs: Proofs,
    /// Which exceptions were needed: list, number there, part, number in that.
    exceptions: BTreeSet<(String, usize, String, usize)>,
}

impl Record {
    fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|_| {
            format!(
                "there is no {RECORD}: run `make scoreboard`, which runs the tests that write it"
            )
        })?;
        Ok(Self::parse(&text))
    }

    fn parse(text: &str) -> Self {
        let mut record = Self::default();
        for line in text.lines() {
            match line.split('\t').collect::<Vec<_>>()[..] {
                ["served", method, path, effect] => {
                    let state = match effect {
                        "works" => State::Works,
                        "stored" => State::Stored,
                        _ => State::Placeholder,
                    };
                    record.served.insert(key(method, path), state);
                }
                ["success", method, path, _, test] => record.proofs.add(key(method, path), test),
                ["exception", list, index, part, number] => {
                    if let (Ok(index), Ok(number)) = (index.parse(), number.parse()) {
                        let used = (list.to_owned(), index, part.to_owned(), number);
                        record.exceptions.insert(used);
                    }
                }
                _ => {}
            }
        }
        record
    }

    /// The exceptions that nothing needed.
    fn unused(&self, exceptions: &Value) -> Vec<String> {
        let mut unused = Vec::new();
        for (list, entries) in exceptions.as_object().into_iter().flatten() {
            for (index, entry) in entries.as_array().into_iter().flatten().enumerate() {
                for part in ["operations", "what"] {
                    for (number, text) in entry[part].as_array().into_iter().flatten().enumerate() {
                        let this = (list.clone(), index, part.to_owned(), number);
                        if !self.exceptions.contains(&this) {
                            unused.push(format!("{list}: {text} of {}", entry["operations"]));
                        }
                    }
                }
            }
        }
        unused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_segments_make_no_difference() {
        assert_eq!(
            key("get", "/users/{id}/roles"),
            key("GET", "/users/{user_id}/roles")
        );
        assert_ne!(key("get", "/users/{id}"), key("patch", "/users/{id}"));
    }

    #[test]
    fn operations_are_methods_of_paths() {
        let description = serde_json::json!({
            "paths": { "/roles": { "parameters": [], "post": { "x-our-tier": 1 }, "get": {} } }
        });
        let found: Vec<(String, u64)> = published(&description)
            .into_iter()
            .map(|one| (one.method, one.tier))
            .collect();
        assert_eq!(found, [("GET".to_owned(), 3), ("POST".to_owned(), 1)]);
    }

    #[test]
    fn exceptions_that_nothing_needed_are_named() {
        let record =
            Record::parse("exception\tanswers\t0\toperations\t0\nexception\tanswers\t0\twhat\t1");
        let entry = serde_json::json!({ "operations": ["GET /a"], "what": ["b", "c"] });
        let unused = record.unused(&serde_json::json!({ "answers": [entry] }));
        assert_eq!(unused, [r#"answers: "b" of ["GET /a"]"#]);
    }
}
