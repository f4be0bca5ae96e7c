//! Proves the invariants of the architecture on the files that git knows.
//!
//! A rule is a function from the repository to what it found. Each has a sample that passes and one that doesn't.

mod dependencies;
mod documents;
mod files;
mod layers;
mod module_path;
mod repository;
mod rust_source;
mod sql;

use std::fmt;

use repository::Repository;

/// What a run of every rule has to say.
pub struct Report {
    pub rules: usize,
    pub files: usize,
    pub findings: Vec<Finding>,
}

/// One place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    pub file: String,
    /// Counted from 1; 0 speaks of the file as a whole.
    pub line: usize,
    pub what: String,
    pub why: &'static str,
    pub remedy: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}", self.file)?,
            line => write!(out, "{}:{line}", self.file)?,
        }
        write!(
            out,
            ": {}\n    why: {}\n    do:  {}",
            self.what, self.why, self.remedy
        )
    }
}

type Rule = fn(&Repository) -> Vec<Finding>;

const RULES: &[Rule] = &[
    layers::axum_stays_in_the_server,
    layers::sqlx_stays_in_database_and_tables,
    layers::nouns_know_no_verbs,
    layers::screens_know_no_screens,
    sql::backends_are_named_in_the_dialect_only,
    sql::statements_name_the_tenant,
    documents::architecture_is_short,
    documents::architecture_names_what_exists,
    files::no_machine_paths,
    files::lock_files_hold_no_addresses,
    files::files_are_short,
];

/// Runs every rule over the repository that holds this crate.
pub fn run() -> Result<Report, String> {
    let repository = Repository::open()?;
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&repository)).collect();
    // Two names in one `use` are one thing to put right.
    findings.dedup();
    findings.extend(dependencies::no_second_crypto_library(&repository.root)?);
    Ok(Report {
        rules: RULES.len() + 1,
        files: repository.files.len(),
        findings,
    })
}
