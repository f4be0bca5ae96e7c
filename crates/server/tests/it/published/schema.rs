//! As much of JSON Schema as the published description uses for answers: types, members, enumerations and choices.
//! Formats and lengths are promises about what is sent, and are left out.

use serde_json::{Map, Value};

use super::description;

/// How strictly to look.
#[derive(Clone, Copy)]
pub struct Judgement {
    /// A choice of members was asked for, so that others may lack.
    pub is_partial: bool,
}

impl Judgement {
    /// What is wrong with a value, each with its place.
    pub fn faults(self, value: &Value, schema: &Value, place: &str) -> Vec<String> {
        let schema = resolved(schema);
        let mut faults = Vec::new();
        if let Some(kinds) = schema.get("type")
            && !has_type(value, kinds)
        {
            return vec![format!("{place} is {}, not {kinds}", type_name(value))];
        }
        if let Some(Value::Array(values)) = schema.get("enum")
            && !values.contains(value)
        {
            faults.push(format!("{place} is none of the known values: {value}"));
        }
        if let Some(only) = schema.get("const")
            && only != value
        {
            faults.push(format!("{place} is not {only}: {value}"));
        }
        match value {
            Value::Object(members) => faults.extend(self.of_members(members, schema, place)),
            Value::Array(items) => {
                if let Some(schema) = schema.get("items") {
                    for (index, item) in items.iter().enumerate() {
                        faults.extend(self.faults(item, schema, &format!("{place}[{index}]")));
                    }
                }
            }
            _ => {}
        }
        for schema in list(schema, "allOf") {
            faults.extend(self.faults(value, schema, place));
        }
        // Alternatives overlap where they are published, so that one or more is as good as one.
        for choice in ["oneOf", "anyOf"] {
            let tries = list(schema, choice)
                .iter()
                .map(|schema| self.faults(value, schema, place));
            // The one that was meant is of the right type.
            let is_other = |faults: &[String]| {
                faults
                    .iter()
                    .any(|fault| fault.starts_with(&format!("{place} is ")))
            };
            let nearest = tries.min_by_key(|faults| (is_other(faults), faults.len()));
            faults.extend(nearest.unwrap_or_default());
        }
        faults
    }

    fn of_members(self, members: &Map<String, Value>, schema: &Value, place: &str) -> Vec<String> {
        let mut faults = Vec::new();
        if !self.is_partial {
            for name in list(schema, "required").iter().filter_map(Value::as_str) {
                if !members.contains_key(name) {
                    faults.push(format!("{place}.{name} is missing"));
                }
            }
        }
        for (name, value) in members {
            let place = format!("{place}.{name}");
            match (
                schema["properties"].get(name),
                &schema["additionalProperties"],
            ) {
                (Some(schema), _) => faults.extend(self.faults(value, schema, &place)),
                (None, Value::Bool(false)) => faults.push(format!("{place} is not known")),
                (None, more @ Value::Object(_)) => faults.extend(self.faults(value, more, &place)),
                (None, _) => {}
            }
        }
        faults
    }
}

/// Follows references.
pub fn resolved(mut schema: &Value) -> &Value {
    while let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let document = description().expect("a reference is in the description");
        schema = document
            .pointer(&reference[1..])
            .expect("what is referred to is there");
    }
    schema
}

fn list<'a>(schema: &'a Value, keyword: &str) -> &'a [Value] {
    schema
        .get(keyword)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn has_type(value: &Value, kinds: &Value) -> bool {
    match kinds {
        Value::Array(kinds) => kinds.iter().any(|kind| has_type(value, kind)),
        kind => match kind.as_str().unwrap_or_default() {
            "integer" => value.is_i64() || value.is_u64(),
            kind => kind == type_name(value),
        },
    }
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
