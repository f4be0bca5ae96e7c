//! What the command line says when something can't be done: what happened, why, and what to do.

use std::fmt;

use ostia_identity::failure::{Broken, BrokenKind, Failure, ManagementFailure};
use ostia_protocol::auth0::management_error;

/// A reason to stop.
#[derive(Debug)]
pub struct Problem {
    what: String,
    why: String,
    remedy: String,
}

impl Problem {
    /// What happened, why, and what to do about it; full sentences.
    pub fn new(what: impl Into<String>, why: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            why: why.into(),
            remedy: remedy.into(),
        }
    }

    /// What happened, why, and what to do.
    pub fn into_parts(self) -> (String, String, String) {
        (self.what, self.why, self.remedy)
    }

    /// A file that can't be read or written.
    pub fn file(doing: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::new(
            format!("Could not {doing} {}.", path.display()),
            format!("The system says: {error}."),
            "Check that the folder exists and belongs to the user that runs Ostia, or name another with --data-dir.",
        )
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}\n  why         {}\n  what to do  {}",
            self.what, self.why, self.remedy
        )
    }
}

impl std::error::Error for Problem {}

impl From<Broken> for Problem {
    fn from(broken: Broken) -> Self {
        match broken.kind {
            BrokenKind::Unavailable => Self::new(
                "The database did not answer.",
                format!("It says: {broken}."),
                "Check that it runs and that --database-url is right; `ostia doctor` looks closer.",
            ),
            BrokenKind::Internal => Self::new(
                "Something that should work did not.",
                format!("{broken}."),
                "`ostia doctor` looks for the usual causes.",
            ),
        }
    }
}

impl From<ManagementFailure> for Problem {
    fn from(failure: ManagementFailure) -> Self {
        match failure {
            Failure::Broken(broken) => broken.into(),
            Failure::Refused(refused) => Self::new(
                "This was refused, and nothing was changed.",
                refused.message,
                "Change what it names and try again.",
            ),
        }
    }
}

impl From<management_error::Error> for Problem {
    fn from(error: management_error::Error) -> Self {
        ManagementFailure::Refused(error).into()
    }
}
