//! How failures are worded: `Payload validation error: '{reason}' on property {path} ({description}).`, joined by
//! ` (also) ` (reference/management-api.md §2.6).

use std::fmt::Write as _;

use crate::auth0::management_error::Error;

/// At most this many failures of one request are reported.
const MAX_FAILURES: usize = 20;

/// At most this many characters of a value or member name of the caller's are repeated to them.
const MAX_ECHO: usize = 200;

/// The part of a request that is checked; it decides the message's first word and the `errorCode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The body.
    Payload,
    /// The query string.
    Query,
    /// The path's parameters.
    Path,
}

impl Part {
    const fn context(self) -> &'static str {
        match self {
            Self::Payload => "Payload validation error:",
            Self::Query => "Query validation error:",
            Self::Path => "Path validation error:",
        }
    }

    fn error(self, message: String) -> Error {
        match self {
            Self::Payload => Error::invalid_body(message),
            Self::Query => Error::invalid_query(message),
            Self::Path => Error::invalid_uri(message),
        }
    }
}

/// One reason why a value is not acceptable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// In upstream's words, without the place.
    pub reason: String,
    /// The place: `options.attributes[0]`; empty for the value itself.
    pub path: String,
    /// Both, as requests are answered.
    text: String,
}

/// The failures found so far, already worded.
pub(super) struct Report {
    part: Part,
    failures: Vec<Failure>,
}

impl Report {
    pub(super) const fn new(part: Part) -> Self {
        Self {
            part,
            failures: Vec::new(),
        }
    }

    /// A report for one alternative of several.
    pub(super) const fn inner(&self) -> Self {
        Self::new(self.part)
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.failures.is_empty()
    }

    /// Whether looking further would change nothing.
    pub(super) const fn is_full(&self) -> bool {
        self.failures.len() >= MAX_FAILURES
    }

    pub(super) fn add(&mut self, reason: &str, path: &Path, description: Option<&str>) {
        if !self.is_full() {
            let place = place(path, description);
            self.failures.push(Failure {
                text: format!("{} '{reason}'{place}.", self.part.context()),
                reason: reason.to_owned(),
                path: path.to_string(),
            });
        }
    }

    /// None of several alternatives fits; what each lacks is listed, each failure once.
    pub(super) fn add_alternatives(
        &mut self,
        alternatives: Vec<Self>,
        path: &Path,
        description: Option<&str>,
    ) {
        let mut inner: Vec<String> = Vec::new();
        for failure in alternatives.into_iter().flat_map(|report| report.failures) {
            if inner.len() < MAX_FAILURES && !inner.contains(&failure.text) {
                inner.push(failure.text);
            }
        }
        self.add("None of the valid schemas were met", path, description);
        if let Some(last) = self.failures.last_mut() {
            let _ = write!(last.text, " Inner errors: [ {} ].", inner.join(" (also) "));
        }
    }

    pub(super) fn into_result(self) -> Result<(), Error> {
        if self.failures.is_empty() {
            Ok(())
        } else {
            let texts: Vec<String> = self
                .failures
                .into_iter()
                .map(|failure| failure.text)
                .collect();
            Err(self.part.error(texts.join(" (also) ")))
        }
    }

    pub(super) fn into_failures(self) -> Vec<Failure> {
        self.failures
    }
}

fn place(path: &Path, description: Option<&str>) -> String {
    let path = path.to_string();
    match (path.is_empty(), description) {
        (true, _) => String::new(),
        (false, None) => format!(" on property {path}"),
        (false, Some(description)) => format!(" on property {path} ({description})"),
    }
}

/// Where in the value the check is: `options.attributes[0]`. The root is empty.
#[derive(Clone, Copy)]
pub(super) enum Path<'a> {
    Root,
    Member(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl std::fmt::Display for Path<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Member(Path::Root, name) => formatter.write_str(&echo(name)),
            Self::Member(parent, name) => write!(formatter, "{parent}.{}", echo(name)),
            Self::Item(parent, index) => write!(formatter, "{parent}[{index}]"),
        }
    }
}

/// The caller's text, cut where it is longer than anybody needs to recognise it.
pub(super) fn echo(text: &str) -> String {
    match text.char_indices().nth(MAX_ECHO) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
