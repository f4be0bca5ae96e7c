//! Paths to attributes (RFC 7644 §3.10): `userName`, `name.givenName`, `emails[type eq "work"].value`, and the same
//! behind the URN of an extension.

use serde_json::Value;

use super::{CORE_USER, Error, Filter, Kind, member, parse};

/// Where something is in a resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The extension that the attribute belongs to; none for the resource's own.
    pub extension: Option<String>,
    /// The attribute.
    pub attribute: String,
    /// Which of its values.
    pub filter: Option<Box<Filter>>,
    /// A part of the attribute, or of each of its values.
    pub part: Option<String>,
}

impl Path {
    /// Reads a path.
    ///
    /// # Errors
    /// 400 `invalidPath`.
    pub fn parse(text: &str) -> Result<Self, Error> {
        parse::path(text).map_err(|detail| Error::bad(Kind::InvalidPath, detail))
    }

    /// An attribute of the resource itself.
    pub fn of(attribute: &str) -> Self {
        Self {
            extension: None,
            attribute: attribute.to_owned(),
            filter: None,
            part: None,
        }
    }

    /// Whether this is the attribute that a name means.
    pub fn is(&self, attribute: &str, part: Option<&str>) -> bool {
        let same = |one: Option<&str>, other: Option<&str>| match (one, other) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            (None, None) => true,
            _ => false,
        };
        self.extension.is_none()
            && self.filter.is_none()
            && self.attribute.eq_ignore_ascii_case(attribute)
            && same(self.part.as_deref(), part)
    }

    /// What is there: the attribute's values, one by one, or their parts.
    pub fn values<'a>(&self, resource: &'a Value) -> Vec<&'a Value> {
        let place = match (&self.extension, resource) {
            (None, Value::Object(object)) => Some(object),
            (Some(urn), Value::Object(object)) => member(object, urn).and_then(Value::as_object),
            _ => None,
        };
        let found = place.and_then(|object| member(object, &self.attribute));
        let single: &[Value] = &[];
        let (alone, many) = match found {
            Some(Value::Array(values)) => (None, values.as_slice()),
            other => (other, single),
        };
        let matching = alone.into_iter().chain(many).filter(|value| {
            let filter = self.filter.as_ref();
            filter.is_none_or(|filter| filter.matches(value))
        });
        match &self.part {
            None => matching.collect(),
            Some(part) => matching
                .filter_map(|value| member(value.as_object()?, part))
                .collect(),
        }
    }

    /// Divides an attribute's full name into its extension and the rest.
    pub(super) fn divided(name: &str) -> (Option<String>, &str) {
        match name.rsplit_once(':') {
            Some((urn, rest)) if urn.eq_ignore_ascii_case(CORE_USER) => (None, rest),
            Some((urn, rest)) => (Some(urn.to_owned()), rest),
            None => (None, name),
        }
    }
}
