//! Refusals in SCIM's wire form.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

/// A refusal (RFC 7644 §3.12).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Error {
    /// The HTTP status.
    pub status: u16,
    /// What kind of bad request or conflict it is.
    pub kind: Option<Kind>,
    /// For whoever reads the directory's log.
    pub detail: Cow<'static, str>,
}

/// `scimType` (RFC 7644 table 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The filter can't be read, or not be answered.
    InvalidFilter,
    /// The body is no message that was expected.
    InvalidSyntax,
    /// A path can't be read.
    InvalidPath,
    /// Nothing is where the path leads.
    NoTarget,
    /// A value is missing, or not of its attribute's type.
    InvalidValue,
    /// The attribute can't be changed.
    Mutability,
    /// Somebody has this already.
    Uniqueness,
}

impl Kind {
    const fn code(self) -> &'static str {
        match self {
            Self::InvalidFilter => "invalidFilter",
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidPath => "invalidPath",
            Self::NoTarget => "noTarget",
            Self::InvalidValue => "invalidValue",
            Self::Mutability => "mutability",
            Self::Uniqueness => "uniqueness",
        }
    }
}

impl Error {
    const fn plain(status: u16, detail: &'static str) -> Self {
        Self {
            status,
            kind: None,
            detail: Cow::Borrowed(detail),
        }
    }

    /// 400 of a kind.
    pub fn bad(kind: Kind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status: 400,
            kind: Some(kind),
            detail: detail.into(),
        }
    }

    /// 400: the body is not what it should be.
    pub fn syntax(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::bad(Kind::InvalidSyntax, detail)
    }

    /// 400: a value is not what it should be.
    pub fn value(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::bad(Kind::InvalidValue, detail)
    }

    /// 401: no token, or none that is good here.
    pub const fn unauthorized() -> Self {
        Self::plain(401, "The token is missing, wrong or expired.")
    }

    /// 403: the token is not for this.
    pub const fn forbidden() -> Self {
        Self::plain(403, "The token lacks the scope for this operation.")
    }

    /// 404.
    pub const fn not_found() -> Self {
        Self::plain(404, "There is no such resource.")
    }

    /// 405.
    pub const fn method_not_allowed() -> Self {
        Self::plain(405, "This resource has no such operation.")
    }

    /// 409: somebody else has what has to be unique.
    pub fn taken(detail: &'static str) -> Self {
        Self {
            status: 409,
            kind: Some(Kind::Uniqueness),
            detail: Cow::Borrowed(detail),
        }
    }

    /// 413.
    pub const fn too_large() -> Self {
        Self::plain(413, "The body is larger than 64 KB.")
    }

    /// The body of the answer.
    pub fn body(&self) -> Value {
        let mut body = Map::new();
        body.insert(
            "schemas".to_owned(),
            json!(["urn:ietf:params:scim:api:messages:2.0:Error"]),
        );
        // A string, as the RFC has it.
        body.insert("status".to_owned(), json!(self.status.to_string()));
        if let Some(kind) = self.kind {
            body.insert("scimType".to_owned(), json!(kind.code()));
        }
        body.insert("detail".to_owned(), json!(self.detail));
        Value::Object(body)
    }
}
