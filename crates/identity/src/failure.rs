//! How a verb ends without a result: refused by a rule, or broken.

use std::fmt;

use ostia_protocol::{auth0::authentication_error, auth0::management_error, oauth, scim};

/// Why there is no result. `Refused` is an answer for the caller, in the wire form `E`; `Broken` is ours to mend.
#[derive(Debug)]
pub enum Failure<E = oauth::Error> {
    /// A rule said no. Nothing was changed.
    Refused(E),
    /// Something that should work did not. The report is for the log, never for the wire.
    Broken(Broken),
}

/// A [`Failure`] in the Management API's wire form.
pub type ManagementFailure = Failure<management_error::Error>;

/// A fault of ours or of what we stand on.
#[derive(Debug)]
pub struct Broken {
    /// What the caller should be told.
    pub kind: BrokenKind,
    /// What happened, for the log.
    pub report: Box<dyn std::error::Error + Send + Sync>,
}

/// Whether trying again may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrokenKind {
    /// The database is away or overloaded: 503, try again.
    Unavailable,
    /// A defect: 500.
    Internal,
}

impl Broken {
    /// A defect of ours, told in words.
    pub fn internal(report: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            kind: BrokenKind::Internal,
            report: report.into(),
        }
    }

    /// Something that we need is away for the moment.
    pub fn unavailable(report: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            kind: BrokenKind::Unavailable,
            report: report.into(),
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.report)
    }
}

impl std::error::Error for Broken {}

impl<E> From<Broken> for Failure<E> {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<oauth::Error> for Failure<oauth::Error> {
    fn from(error: oauth::Error) -> Self {
        Self::Refused(error)
    }
}

impl From<authentication_error::Error> for Failure<authentication_error::Error> {
    fn from(error: authentication_error::Error) -> Self {
        Self::Refused(error)
    }
}

impl From<management_error::Error> for Failure<management_error::Error> {
    fn from(error: management_error::Error) -> Self {
        Self::Refused(error)
    }
}

impl From<scim::Error> for Failure<scim::Error> {
    fn from(error: scim::Error) -> Self {
        Self::Refused(error)
    }
}

impl From<ostia_jose::Error> for Broken {
    fn from(error: ostia_jose::Error) -> Self {
        Self::internal(error)
    }
}

impl From<serde_json::Error> for Broken {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}
