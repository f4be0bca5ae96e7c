//! The page itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{Key, Published, key};

/// How far an operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It does what it says.
    Works,
    /// What is written can be read again, and nothing depends on it yet.
    Stored,
    /// It says that there is nothing.
    Placeholder,
}

/// Which tests succeeded at which operations.
#[derive(Clone, Default)]
pub struct Proofs {
    by_operation: BTreeMap<Key, BTreeSet<String>>,
    by_test: BTreeMap<String, BTreeSet<Key>>,
    preferred: BTreeMap<Key, String>,
}

/// How the names of the Management API's tests begin.
const PREFIX: &str = "management::";

/// These walk through all operations and prove nothing about one.
const GENERAL: [&str; 2] = ["management::contract::", "management::golden::"];

impl Proofs {
    /// A test succeeded at an operation.
    pub fn add(&mut self, operation: Key, test: &str) {
        if !GENERAL.iter().any(|prefix| test.starts_with(prefix)) {
            self.by_operation
                .entry(operation.clone())
                .or_default()
                .insert(test.to_owned());
            self.by_test
                .entry(test.to_owned())
                .or_default()
                .insert(operation);
        }
    }

    /// The same, taking what a page names wherever it is a proof: a page isn't stale because there are more tests now.
    pub fn preferring(&self, page: &str) -> Self {
        let named = page.lines().filter_map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [_, operation, _, _, proof, _] = cells[..] else {
                return None;
            };
            let (method, path) = operation.trim_matches('`').split_once(' ')?;
            let test = proof.trim_matches('`').to_owned();
            Some((key(method, path), test))
        });
        let is_proof = |operation: &Key, test: &String| {
            let tests = self.by_operation.get(operation);
            tests.is_some_and(|tests| tests.contains(test))
        };
        Self {
            preferred: named
                .filter(|(operation, test)| is_proof(operation, test))
                .collect(),
            ..self.clone()
        }
    }

    /// The test that is most about the operation: of its noun, and succeeding at the fewest others.
    fn best(&self, operation: &Key) -> Option<&str> {
        if let Some(test) = self.preferred.get(operation) {
            return Some(test);
        }
        let noun = operation
            .1
            .split('/')
            .nth(1)
            .unwrap_or_default()
            .replace('-', "_");
        let tests = self.by_operation.get(operation)?.iter();
        let best = tests.min_by_key(|test| {
            let is_of_noun = test.split("::").nth(1) == Some(noun.as_str());
            (
                !test.starts_with(PREFIX),
                !is_of_noun,
                self.by_test.get(*test).map_or(0, BTreeSet::len),
                *test,
            )
        });
        best.map(String::as_str)
    }
}

/// Operations that work or store, by their own account, and at which no test succeeds.
pub fn unproven(
    published: &[Published],
    served: &BTreeMap<Key, State>,
    proofs: &Proofs,
) -> Vec<String> {
    let unproven = published.iter().filter(|operation| {
        let key = key(&operation.method, &operation.path);
        let is_claimed = matches!(served.get(&key), Some(State::Works | State::Stored));
        is_claimed && proofs.best(&key).is_none()
    });
    unproven
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .collect()
}

/// The whole text.
pub fn render(published: &[Published], served: &BTreeMap<Key, State>, proofs: &Proofs) -> String {
    let mut page = HEAD.to_owned();
    page.push_str(&totals(published, served));
    let mut nouns: BTreeMap<&str, Vec<&Published>> = BTreeMap::new();
    for operation in published {
        let noun = operation.path.split('/').nth(1).unwrap_or_default();
        nouns.entry(noun).or_default().push(operation);
    }
    for (noun, mut operations) in nouns {
        operations.sort_by(|a, b| (&a.path, &a.method).cmp(&(&b.path, &b.method)));
        let _ = write!(
            page,
            "\n### {noun}\n\n| Operation | Tier | State | Proof |\n| --- | --- | --- | --- |\n"
        );
        for operation in operations {
            page.push_str(&line(operation, served, proofs));
        }
    }
    page
}

const HEAD: &str = "\
# Compatibility with the Management API v2

Written by `make scoreboard`, from what the server says it serves and from which tests succeeded; don't edit it.

- **works**: it does what it says.
- **stored**: what is written can be read again, checked on the way in; nothing else depends on it yet. Lists of what
  nothing here makes yet are empty, and deleting from them succeeds.
- **absent**: not served, or saying that there is nothing of its kind.

Tier 1 is what applications, SDKs and deployment tools call every day; tier 2 what larger tenants use; tier 3 what is
rare, new or about to go.

";

fn totals(published: &[Published], served: &BTreeMap<Key, State>) -> String {
    let mut text =
        "| Tier | Operations | Works | Stored | Absent |\n| --- | --: | --: | --: | --: |\n"
            .to_owned();
    let mut row = |name: &str, of: &dyn Fn(&Published) -> bool| {
        let states: Vec<Option<State>> = published
            .iter()
            .filter(|operation| of(operation))
            .map(|operation| {
                served
                    .get(&key(&operation.method, &operation.path))
                    .copied()
            })
            .collect();
        let count = |state: State| states.iter().filter(|one| **one == Some(state)).count();
        let (works, stored) = (count(State::Works), count(State::Stored));
        let absent = states.len() - works - stored;
        let _ = writeln!(
            text,
            "| {name} | {} | {works} | {stored} | {absent} |",
            states.len()
        );
    };
    for tier in 1..=3 {
        row(&tier.to_string(), &|operation| operation.tier == tier);
    }
    row("all", &|_| true);
    text
}

fn line(operation: &Published, served: &BTreeMap<Key, State>, proofs: &Proofs) -> String {
    let key = key(&operation.method, &operation.path);
    let (state, is_served) = match served.get(&key) {
        Some(State::Works) => ("works", true),
        Some(State::Stored) => ("stored", true),
        Some(State::Placeholder) => ("absent, and says so", false),
        None => ("absent", false),
    };
    let proof = match proofs.best(&key) {
        Some(test) if is_served => format!("`{test}`"),
        _ if is_served => "**none**".to_owned(),
        _ => String::new(),
    };
    let line = format!(
        "| `{} {}` | {} | {state} | {proof}",
        operation.method, operation.path, operation.tier
    );
    format!("{} |\n", line.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(method: &str, path: &str, tier: u64) -> Published {
        Published {
            method: method.to_owned(),
            path: path.to_owned(),
            tier,
        }
    }

    #[test]
    fn the_best_proof_is_of_the_noun_and_about_little_else() {
        let mut proofs = Proofs::default();
        let read = key("GET", "/roles/{id}");
        proofs.add(read.clone(), "management::contract::everything");
        assert_eq!(proofs.best(&read), None);
        proofs.add(read.clone(), "management::audit::a");
        assert_eq!(proofs.best(&read), Some("management::audit::a"));
        proofs.add(read.clone(), "management::roles::crud::whole_life");
        proofs.add(key("POST", "/roles"), "management::roles::crud::whole_life");
        proofs.add(read.clone(), "management::roles::crud::z_read");
        assert_eq!(proofs.best(&read), Some("management::roles::crud::z_read"));
    }

    #[test]
    fn a_page_stays_right_when_tests_are_added() {
        let published = [operation("GET", "/roles", 1)];
        let served = BTreeMap::from([(key("GET", "/roles"), State::Works)]);
        let mut proofs = Proofs::default();
        proofs.add(key("GET", "/roles"), "management::roles::list");
        let page = render(&published, &served, &proofs);
        proofs.add(key("GET", "/roles"), "management::roles::a_list");
        assert_ne!(render(&published, &served, &proofs), page);
        assert_eq!(render(&published, &served, &proofs.preferring(&page)), page);
        let mut others = Proofs::default();
        others.add(key("GET", "/roles"), "management::roles::a_list");
        assert_ne!(render(&published, &served, &others.preferring(&page)), page);
    }

    #[test]
    fn totals_and_lines() {
        let published = [
            operation("GET", "/roles", 1),
            operation("POST", "/roles", 1),
            operation("GET", "/forms", 3),
        ];
        let served = BTreeMap::from([
            (key("GET", "/roles"), State::Works),
            (key("GET", "/forms"), State::Placeholder),
        ]);
        let mut proofs = Proofs::default();
        proofs.add(key("GET", "/roles"), "management::roles::list");
        let page = render(&published, &served, &proofs);
        assert!(page.contains("| 1 | 2 | 1 | 0 | 1 |\n"), "{page}");
        assert!(page.contains("| all | 3 | 1 | 0 | 2 |\n"), "{page}");
        assert!(
            page.contains("| `GET /roles` | 1 | works | `management::roles::list` |\n"),
            "{page}"
        );
        assert!(
            page.contains("| `POST /roles` | 1 | absent | |\n"),
            "{page}"
        );
        let posts = BTreeMap::from([(key("POST", "/roles"), State::Stored)]);
        assert_eq!(unproven(&published, &posts, &proofs), ["POST /roles"]);
        assert!(unproven(&published, &served, &proofs).is_empty());
    }
}
