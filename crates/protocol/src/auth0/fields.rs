//! `fields` and `include_fields`: which top-level members of an object the caller wants (reference/management-api.md
//! §2.3).

use serde_json::{Map, Value};

use super::management_error::Error;

/// A choice of top-level members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fields {
    /// All of them: `fields` was not sent.
    All,
    /// Only these.
    Only(Vec<String>),
    /// All but these.
    Except(Vec<String>),
}

impl Fields {
    /// Reads the two parameters. An empty `fields` chooses all, and `include_fields` defaults to `true`.
    ///
    /// # Errors
    ///
    /// 400 `invalid_query_string` for a name that is not among `allowed`, and for an `include_fields` that is no
    /// boolean.
    pub fn parse(
        fields: Option<&str>,
        include_fields: Option<&str>,
        allowed: &[&str],
    ) -> Result<Self, Error> {
        let include = match include_fields {
            None | Some("true") => true,
            Some("false") => false,
            Some(_) => return Err(not_boolean()),
        };
        let Some(list) = fields.filter(|list| !list.is_empty()) else {
            return Ok(Self::All);
        };
        let names: Vec<_> = list.split(',').map(str::trim).collect();
        if names.iter().any(|name| !allowed.contains(name)) {
            return Err(unknown_name(list, allowed));
        }
        let names = names.into_iter().map(str::to_owned).collect();
        Ok(if include {
            Self::Only(names)
        } else {
            Self::Except(names)
        })
    }

    /// Whether a member of this name stays.
    pub fn keeps(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(names) => names.iter().any(|kept| kept == name),
            Self::Except(names) => !names.iter().any(|dropped| dropped == name),
        }
    }

    /// The object with the chosen members; of an array, each of its objects. Other values stay as they are.
    #[must_use]
    pub fn project(&self, value: Value) -> Value {
        match value {
            Value::Object(object) => Value::Object(self.project_object(object)),
            Value::Array(rows) => rows.into_iter().map(|row| self.project(row)).collect(),
            other => other,
        }
    }

    /// The object with the chosen members.
    #[must_use]
    pub fn project_object(&self, object: Map<String, Value>) -> Map<String, Value> {
        match self {
            Self::All => object,
            _ => object
                .into_iter()
                .filter(|(name, _)| self.keeps(name))
                .collect(),
        }
    }
}

fn not_boolean() -> Error {
    Error::invalid_query(
        "Query validation error: 'Expected type boolean but found type string' on property include_fields \
         (Whether the named fields are kept or left out).",
    )
}

fn unknown_name(list: &str, allowed: &[&str]) -> Error {
    let shown: String = list.chars().take(200).collect();
    Error::invalid_query(format!(
        "Query validation error: 'String '{shown}' does not match pattern. Must be a comma separated list of the \
         following values: {}' on property fields (The names of the fields to keep or to leave out).",
        allowed.join(",")
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ALLOWED: &[&str] = &["client_id", "name", "is_first_party"];

    #[test]
    fn projections() {
        let rows = [
            (
                None,
                None,
                json!({"client_id": "x", "name": "n", "is_first_party": true}),
            ),
            (
                Some(""),
                None,
                json!({"client_id": "x", "name": "n", "is_first_party": true}),
            ),
            (
                None,
                Some("false"),
                json!({"client_id": "x", "name": "n", "is_first_party": true}),
            ),
            (
                Some("is_first_party"),
                Some("true"),
                json!({"is_first_party": true}),
            ),
            (
                Some("is_first_party"),
                None,
                json!({"is_first_party": true}),
            ),
            (
                Some("is_first_party"),
                Some("false"),
                json!({"client_id": "x", "name": "n"}),
            ),
            (
                Some("name, client_id"),
                None,
                json!({"client_id": "x", "name": "n"}),
            ),
        ];
        for (fields, include, expected) in rows {
            let chosen = Fields::parse(fields, include, ALLOWED).unwrap();
            let client = json!({"client_id": "x", "name": "n", "is_first_party": true});
            assert_eq!(chosen.project(client), expected, "{fields:?} {include:?}");
        }
    }

    #[test]
    fn refusals() {
        let unknown = Fields::parse(Some("name,users"), None, ALLOWED).unwrap_err();
        assert_eq!(unknown.code, Some("invalid_query_string"));
        assert!(unknown.message.starts_with(
            "Query validation error: 'String 'name,users' does not match pattern. Must be a comma separated list of \
             the following values: client_id,name,is_first_party' on property fields ("
        ));
        assert!(Fields::parse(Some("name,,client_id"), None, ALLOWED).is_err());
        assert!(Fields::parse(None, Some("yes"), ALLOWED).is_err());
    }
}
