//! `docs/compatibility.md`: each published operation of the Management API, whether it is served, and the test that
//! proves it. Of the published description only methods, paths and tiers are read.

mod page;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

use self::page::{Proofs, State, render};

const PAGE: &str = "docs/compatibility.md";
/// Beside the repository: it isn't part of it.
const DESCRIPTION: &str = "../shared/reference/management-api.openapi.json";
/// Where the tests write what they saw, when `OSTIA_TEST_RECORD` names it.
const RECORD: &str = "target/test-record.tsv";
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
    let served = served(root)?;
    let proofs = proofs(&root.join(RECORD))?;
    let page = render(&published, &served, &proofs);
    let unproven = page::unproven(&published, &served, &proofs);
    let path = root.join(PAGE);
    if !is_check {
        fs::write(&path, &page).map_err(|error| format!("could not write {PAGE}: {error}"))?;
    } else if fs::read_to_string(&path).unwrap_or_default() != page {
        return Err(format!(
            "{PAGE} is stale: run `make scoreboard` and commit it"
        ));
    }
    if unproven.is_empty() {
        Ok(format!("{PAGE} is current: {} operations", published.len()))
    } else {
        Err(format!(
            "no test succeeds at these:\n  {}",
            unproven.join("\n  ")
        ))
    }
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

/// What the server says that it serves.
fn served(root: &Path) -> Result<BTreeMap<Key, State>, String> {
    let cargo = env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
    let output = Command::new(cargo)
        .args([
            "run",
            "--quiet",
            "--locked",
            "-p",
            "ostia-server",
            "--bin",
            "ostia",
            "--",
            "openapi",
        ])
        .current_dir(root)
        .output()
        .map_err(|error| format!("could not run cargo: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let document = parse(&String::from_utf8_lossy(&output.stdout))?;
    let states = operations(&document).map(|(method, path, operation)| {
        let state = match operation["x-ostia-effect"].as_str() {
            Some("works") => State::Works,
            Some("stored") => State::Stored,
            _ => State::Placeholder,
        };
        (key(method, path), state)
    });
    Ok(states.collect())
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

/// Which tests succeeded at what.
fn proofs(record: &Path) -> Result<Proofs, String> {
    let text = fs::read_to_string(record).map_err(|_| {
        format!("there is no {RECORD}: run `make scoreboard`, which runs the tests that write it")
    })?;
    let mut proofs = Proofs::default();
    for line in text.lines() {
        if let [method, path, _, test] = line.split('\t').collect::<Vec<_>>()[..] {
            proofs.add(key(method, path), test);
        }
    }
    Ok(proofs)
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
}
