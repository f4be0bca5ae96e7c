//! What the tests saw, for `cargo xtask scoreboard`: lines of fields between tabs, in the file that `OSTIA_TEST_RECORD`
//! names. Without it nothing is written.

use std::collections::HashSet;
use std::fs::File;
use std::io::Write as _;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::http::{Method, StatusCode};
use ostia_server::app::management_operations;
use ostia_server::management::operation::Effect;

use super::best;

struct Record {
    file: File,
    /// What was written before isn't written again.
    seen: HashSet<String>,
}

impl Record {
    fn add(&mut self, line: String) {
        if self.seen.contains(&line) {
            return;
        }
        self.file
            .write_all(format!("{line}\n").as_bytes())
            .expect("the record can be written");
        self.seen.insert(line);
    }
}

/// Opened at the first use, with what is served.
static RECORD: LazyLock<Option<Mutex<Record>>> = LazyLock::new(|| {
    let path = std::env::var_os("OSTIA_TEST_RECORD")?;
    let mut file = File::options();
    let file = file.create(true).append(true).open(path);
    let mut record = Record {
        file: file.expect("the record can be opened"),
        seen: HashSet::new(),
    };
    for operation in management_operations() {
        let effect = match operation.effect {
            Effect::Works => "works",
            Effect::Stored => "stored",
            Effect::Placeholder => "placeholder",
        };
        record.add(format!(
            "served\t{}\t{}\t{effect}",
            operation.method, operation.path
        ));
    }
    Some(Mutex::new(record))
});

fn add(line: impl FnOnce() -> Option<String>) {
    let Some(record) = RECORD.as_ref() else {
        return;
    };
    if let Some(line) = line() {
        let mut record = record.lock().unwrap_or_else(PoisonError::into_inner);
        record.add(line);
    }
}

/// A test succeeded at an operation.
pub fn success(method: &Method, path: &str, status: StatusCode) {
    static OURS: LazyLock<Vec<(Method, &str)>> = LazyLock::new(|| {
        management_operations()
            .iter()
            .map(|operation| (operation.method.clone(), operation.path))
            .collect()
    });
    add(|| {
        let of_method = OURS
            .iter()
            .filter(|(ours, _)| ours == method)
            .map(|(_, path)| *path);
        let template = best(of_method, path)?;
        let thread = std::thread::current();
        let test = thread.name()?;
        Some(format!(
            "success\t{method}\t{template}\t{}\t{test}",
            status.as_u16()
        ))
    });
}

/// An exception was needed: one of a list of `exceptions.json`, by its number there and that of one of its parts.
pub fn exception(list: &str, index: usize, part: &str, number: usize) {
    add(|| Some(format!("exception\t{list}\t{index}\t{part}\t{number}")));
}
