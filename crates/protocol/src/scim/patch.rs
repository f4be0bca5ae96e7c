//! Changes of a resource (RFC 7644 §3.5.2), with what directories send in practice: operations in any capitals, and
//! paths as the names of members (`{"name.givenName": "Ada"}`).

use serde_json::{Map, Value, json};

use super::filter::Operator;
use super::{CORE_USER, ENTERPRISE_USER, Error, Filter, Kind, Path, entry, key, member};

/// The most operations of a request.
const MAX_OPERATIONS: usize = 100;

const SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// What is to be changed, in this order.
#[derive(Clone, Debug, PartialEq)]
pub struct Patch(Vec<Operation>);

#[derive(Clone, Debug, PartialEq)]
struct Operation {
    action: Action,
    path: Path,
    value: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Add,
    Replace,
    Remove,
}

impl Patch {
    /// Reads the body of a `PATCH`.
    ///
    /// # Errors
    /// 400 for what is no such message, and for paths that can't be read.
    pub fn parse(body: &Value) -> Result<Self, Error> {
        let body = body.as_object();
        let body = body.ok_or_else(|| Error::syntax("The body is no object."))?;
        let schemas = member(body, "schemas").and_then(Value::as_array);
        let is_patch = schemas.is_some_and(|schemas| {
            let names = schemas.iter().filter_map(Value::as_str);
            names
                .into_iter()
                .any(|name| name.eq_ignore_ascii_case(SCHEMA))
        });
        if !is_patch {
            return Err(Error::syntax("schemas doesn't say that this is a PatchOp."));
        }
        let operations = member(body, "Operations").and_then(Value::as_array);
        let operations = operations
            .filter(|operations| (1..=MAX_OPERATIONS).contains(&operations.len()))
            .ok_or_else(|| Error::syntax("Operations has to be a list of 1 to 100 operations."))?;
        let mut read = Vec::new();
        for operation in operations {
            let operation = operation.as_object();
            let operation = operation.ok_or_else(|| Error::syntax("An operation is no object."))?;
            read_operation(operation, &mut read)?;
        }
        Ok(Self(read))
    }

    /// Changes a resource; where it fails, the resource is worth nothing any more.
    ///
    /// # Errors
    /// 400 `noTarget`, `mutability` or `invalidValue`.
    pub fn apply(&self, resource: &mut Map<String, Value>) -> Result<(), Error> {
        self.0
            .iter()
            .try_for_each(|operation| operation.apply(resource))
    }
}

fn read_operation(operation: &Map<String, Value>, read: &mut Vec<Operation>) -> Result<(), Error> {
    let action = member(operation, "op")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let action = match action.to_ascii_lowercase().as_str() {
        "add" => Action::Add,
        "replace" => Action::Replace,
        "remove" => Action::Remove,
        _ => return Err(Error::syntax("op is neither add, replace nor remove.")),
    };
    let value = member(operation, "value").cloned();
    let path = match member(operation, "path") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.as_str()).filter(|text| !text.trim().is_empty()),
        Some(_) => return Err(Error::bad(Kind::InvalidPath, "path is no text.")),
    };
    match (action, path, value) {
        (Action::Remove, None, _) => Err(Error::bad(Kind::NoTarget, "remove needs a path.")),
        (Action::Remove, Some(path), value) => {
            let path = whole(path)?;
            let value = value.unwrap_or_default();
            read.push(Operation {
                action,
                path,
                value,
            });
            Ok(())
        }
        (_, _, None) => Err(Error::value("value is missing.")),
        (_, Some(path), Some(value)) => {
            let path = whole(path)?;
            read.push(Operation {
                action,
                path,
                value,
            });
            Ok(())
        }
        (_, None, Some(Value::Object(members))) => {
            for (name, value) in members {
                let path = whole(&name)?;
                read.push(Operation {
                    action,
                    path,
                    value,
                });
            }
            Ok(())
        }
        (_, None, Some(_)) => Err(Error::value("Without a path, value has to be an object.")),
    }
}

/// A path, or the URN of a whole extension.
fn whole(text: &str) -> Result<Path, Error> {
    if text.eq_ignore_ascii_case(ENTERPRISE_USER) {
        return Ok(Path::of(ENTERPRISE_USER));
    }
    if text.eq_ignore_ascii_case(CORE_USER) {
        return Err(Error::bad(
            Kind::InvalidPath,
            "The path names no attribute.",
        ));
    }
    Path::parse(text)
}

impl Operation {
    fn apply(&self, resource: &mut Map<String, Value>) -> Result<(), Error> {
        let path = &self.path;
        if path.extension.is_none() {
            let is_ours = |name| path.attribute.eq_ignore_ascii_case(name);
            if is_ours("schemas") {
                return Ok(());
            }
            if is_ours("id") || is_ours("meta") {
                return Err(Error::bad(
                    Kind::Mutability,
                    "id and meta can't be changed.",
                ));
            }
        }
        let Some(urn) = &path.extension else {
            return self.within(resource);
        };
        if self.action == Action::Remove && key(resource, urn).is_none() {
            return Ok(());
        }
        let place = entry(resource, urn);
        if !place.is_object() {
            *place = json!({});
        }
        match place {
            Value::Object(members) => self.within(members),
            _ => Ok(()),
        }
    }

    fn within(&self, place: &mut Map<String, Value>) -> Result<(), Error> {
        let name = &self.path.attribute;
        if self.action == Action::Remove {
            self.remove(place, name);
            return Ok(());
        }
        let attribute = entry(place, name);
        match (&self.path.filter, &self.path.part) {
            (Some(filter), part) => self.in_values(attribute, filter, part.as_deref()),
            (None, None) => {
                self.put(attribute);
                Ok(())
            }
            (None, Some(part)) => {
                match attribute {
                    Value::Array(values) => {
                        for value in values.iter_mut().filter_map(Value::as_object_mut) {
                            *entry(value, part) = self.value.clone();
                        }
                    }
                    Value::Object(parts) => *entry(parts, part) = self.value.clone(),
                    other => *other = json!({ part: self.value }),
                }
                Ok(())
            }
        }
    }

    /// A whole attribute: what has parts keeps those that aren't mentioned, and lists grow by what is added.
    fn put(&self, attribute: &mut Value) {
        match (attribute, &self.value) {
            (Value::Object(parts), Value::Object(said)) => {
                for (name, value) in said {
                    *entry(parts, name) = value.clone();
                }
            }
            (Value::Array(values), said) if self.action == Action::Add => {
                let more = match said {
                    Value::Array(more) => more.clone(),
                    one => vec![one.clone()],
                };
                for value in more {
                    if !values.contains(&value) {
                        let is_primary = is_primary(&value);
                        values.push(value);
                        if is_primary {
                            keep_one_primary(values, |place, last| place == last);
                        }
                    }
                }
            }
            (attribute, said) => *attribute = said.clone(),
        }
    }

    /// Some values of a list. Where none is like the filter, one is made that is: this is how directories add an address
    /// of a type.
    fn in_values(
        &self,
        attribute: &mut Value,
        filter: &Filter,
        part: Option<&str>,
    ) -> Result<(), Error> {
        if !attribute.is_array() {
            *attribute = json!([]);
        }
        let Value::Array(values) = attribute else {
            return Ok(());
        };
        if !values.iter().any(|value| filter.matches(value)) {
            values.push(Value::Object(made_like(filter)?));
        }
        let mut changed = Vec::new();
        for (place, value) in values.iter_mut().enumerate() {
            if !filter.matches(value) {
                continue;
            }
            changed.push(place);
            match (value, part) {
                (Value::Object(parts), Some(part)) => *entry(parts, part) = self.value.clone(),
                (Value::Object(parts), None) => match &self.value {
                    Value::Object(said) => {
                        for (name, value) in said {
                            *entry(parts, name) = value.clone();
                        }
                    }
                    _ => return Err(Error::value("A value of this attribute is an object.")),
                },
                _ => return Err(Error::value("A value of this attribute has no parts.")),
            }
        }
        if changed
            .iter()
            .any(|place| values.get(*place).is_some_and(is_primary))
        {
            keep_one_primary(values, |place, _| changed.contains(&place));
        }
        Ok(())
    }

    fn remove(&self, place: &mut Map<String, Value>, name: &str) {
        let Some(key) = key(place, name).cloned() else {
            return;
        };
        let Some(attribute) = place.get_mut(&key) else {
            return;
        };
        let path = &self.path;
        let filter = |value: &Value| {
            let filter = path.filter.as_ref();
            filter.is_none_or(|filter| filter.matches(value))
        };
        match (&mut *attribute, &path.part) {
            (Value::Array(values), Some(part)) => {
                for value in values.iter_mut().filter(|value| filter(value)) {
                    if let Value::Object(parts) = value {
                        take(parts, part);
                    }
                }
            }
            (Value::Object(parts), Some(part)) => take(parts, part),
            (Value::Array(values), None) if path.filter.is_some() => {
                values.retain(|value| !filter(value));
            }
            (Value::Array(values), None) if self.value.is_array() => {
                let named = self.value.as_array();
                let is_named = |value: &Value| {
                    named.is_some_and(|named| named.iter().any(|one| is_same(one, value)))
                };
                values.retain(|value| !is_named(value));
            }
            (attribute, None) => *attribute = Value::Null,
            _ => {}
        }
        let is_empty = match attribute {
            Value::Null => true,
            Value::Array(values) => values.is_empty(),
            Value::Object(parts) => parts.is_empty(),
            _ => false,
        };
        if is_empty {
            place.remove(&key);
        }
    }
}

fn take(parts: &mut Map<String, Value>, name: &str) {
    if let Some(key) = key(parts, name).cloned() {
        parts.remove(&key);
    }
}

/// Values that name themselves are the same if their names are.
fn is_same(one: &Value, other: &Value) -> bool {
    let name = |value: &Value| {
        value
            .as_object()
            .and_then(|parts| member(parts, "value").cloned())
    };
    match (name(one), name(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}

fn is_primary(value: &Value) -> bool {
    let parts = value.as_object();
    parts.and_then(|parts| member(parts, "primary")) == Some(&Value::Bool(true))
}

/// At most one value is the primary one (RFC 7644 §3.5.2): the one that was just said to be.
fn keep_one_primary(values: &mut [Value], is_new: impl Fn(usize, usize) -> bool) {
    let last = values.len().saturating_sub(1);
    for (place, value) in values.iter_mut().enumerate() {
        if let Value::Object(parts) = value
            && !is_new(place, last)
            && key(parts, "primary").is_some()
        {
            *entry(parts, "primary") = json!(false);
        }
    }
}

/// A value that a filter would find.
fn made_like(filter: &Filter) -> Result<Map<String, Value>, Error> {
    let mut made = Map::new();
    for (path, operator, value) in filter.required() {
        if operator == Operator::Equal && path.part.is_none() && path.extension.is_none() {
            made.insert(path.attribute.clone(), value.clone());
        }
    }
    if filter.matches(&Value::Object(made.clone())) {
        Ok(made)
    } else {
        Err(Error::bad(Kind::NoTarget, "No value is like the filter."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patched(resource: Value, operations: &Value) -> Result<Value, Error> {
        let body = json!({ "schemas": [SCHEMA], "Operations": operations });
        let Value::Object(mut resource) = resource else {
            panic!("a resource is an object")
        };
        Patch::parse(&body)?.apply(&mut resource)?;
        Ok(Value::Object(resource))
    }

    #[test]
    fn attributes_are_added_replaced_and_removed() {
        let before = json!({
            "userName": "ada", "name": { "givenName": "A", "familyName": "L" }, "title": "x",
            "emails": [{ "type": "work", "value": "a@w.example", "primary": true }],
        });
        let operations = json!([
            { "op": "Replace", "path": "USERNAME", "value": "ada2" },
            { "op": "add", "path": "name.givenName", "value": "Ada" },
            { "op": "replace", "value": { "name.middleName": "K", "nickName": "Countess" } },
            { "op": "replace", "path": "name", "value": { "honorificPrefix": "Lady" } },
            { "op": "remove", "path": "title" },
            { "op": "remove", "path": "never.there" },
            { "op": "add", "path": "emails", "value": [{ "type": "home", "value": "a@h.example", "primary": true }] },
            { "op": "replace", "path": "emails[type eq \"work\"].value", "value": "b@w.example" },
            { "op": "add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "+1" },
            { "op": "add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "value": "R" },
        ]);
        let after = json!({
            "userName": "ada2",
            "name": { "givenName": "Ada", "familyName": "L", "middleName": "K", "honorificPrefix": "Lady" },
            "nickName": "Countess",
            "emails": [
                { "type": "work", "value": "b@w.example", "primary": false },
                { "type": "home", "value": "a@h.example", "primary": true },
            ],
            "phoneNumbers": [{ "type": "mobile", "value": "+1" }],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "R" },
        });
        assert_eq!(patched(before, &operations), Ok(after));
    }

    #[test]
    fn values_of_lists_go_one_by_one() {
        let before = || json!({ "roles": [{ "value": "a" }, { "value": "b", "type": "x" }, { "value": "c" }] });
        let one = json!([{ "op": "remove", "path": "roles[value eq \"a\"]" }]);
        assert_eq!(
            patched(before(), &one),
            Ok(json!({ "roles": [{ "value": "b", "type": "x" }, { "value": "c" }] }))
        );
        let named = json!([{ "op": "remove", "path": "roles", "value": [{ "value": "b" }, { "value": "c" }] }]);
        assert_eq!(
            patched(before(), &named),
            Ok(json!({ "roles": [{ "value": "a" }] }))
        );
        let all = json!([{ "op": "remove", "path": "roles" }]);
        assert_eq!(patched(before(), &all), Ok(json!({})));
        let part = json!([{ "op": "remove", "path": "roles[value eq \"b\"].type" }]);
        assert_eq!(
            patched(before(), &part),
            Ok(json!({ "roles": [{ "value": "a" }, { "value": "b" }, { "value": "c" }] }))
        );
    }

    #[test]
    fn what_can_not_be_done_is_refused() {
        let refused = [
            (json!([]), Kind::InvalidSyntax),
            (
                json!([{ "op": "move", "path": "title" }]),
                Kind::InvalidSyntax,
            ),
            (json!([{ "op": "remove" }]), Kind::NoTarget),
            (
                json!([{ "op": "add", "path": "title" }]),
                Kind::InvalidValue,
            ),
            (json!([{ "op": "add", "value": "x" }]), Kind::InvalidValue),
            (
                json!([{ "op": "add", "path": "a b", "value": 1 }]),
                Kind::InvalidPath,
            ),
            (
                json!([{ "op": "replace", "path": "id", "value": "1" }]),
                Kind::Mutability,
            ),
            (
                json!([{ "op": "replace", "path": "emails[value co \"x\"].type", "value": "1" }]),
                Kind::NoTarget,
            ),
        ];
        for (operations, kind) in refused {
            let error = patched(json!({}), &operations).unwrap_err();
            assert_eq!(
                (error.status, error.kind),
                (400, Some(kind)),
                "{operations}"
            );
        }
        assert!(
            Patch::parse(&json!({ "Operations": [{ "op": "remove", "path": "title" }] })).is_err()
        );
    }
}
