//! A schema as an `OpenAPI` 3.1 (JSON Schema 2020-12) object.

use serde_json::{Map, Value, json};

use super::{ArrayRules, Kind, MapRules, ObjectRules, Schema, StringRules};

impl Schema {
    /// The schema for an `OpenAPI` 3.1 document.
    pub fn to_openapi(&self) -> Value {
        let mut out = Map::new();
        match &self.kind {
            Kind::Any => {}
            Kind::Boolean => self.put_type(&mut out, "boolean"),
            Kind::Integer(range) => {
                self.put_type(&mut out, "integer");
                put(&mut out, "minimum", range.minimum);
                put(&mut out, "maximum", range.maximum);
            }
            Kind::Number(range) => {
                self.put_type(&mut out, "number");
                put(&mut out, "minimum", range.minimum);
                put(&mut out, "maximum", range.maximum);
            }
            Kind::String(text) => self.put_text(&mut out, text),
            Kind::Array(items) => self.put_items(&mut out, items),
            Kind::Object(object) => self.put_object(&mut out, object),
            Kind::Map(map) => self.put_map(&mut out, map),
            Kind::AnyOf(schemas) => {
                let null = self.nullable.then(|| json!({"type": "null"}));
                let schemas: Vec<_> = schemas.iter().map(Self::to_openapi).chain(null).collect();
                put(&mut out, "anyOf", Some(schemas));
            }
        }
        put(&mut out, "description", self.description);
        Value::Object(out)
    }

    fn put_type(&self, out: &mut Map<String, Value>, name: &str) {
        let value = if self.nullable {
            json!([name, "null"])
        } else {
            json!(name)
        };
        put(out, "type", Some(value));
    }

    fn put_text(&self, out: &mut Map<String, Value>, text: &StringRules) {
        self.put_type(out, "string");
        put(out, "minLength", text.min_length);
        put(out, "maxLength", text.max_length);
        put(
            out,
            "pattern",
            text.pattern.as_ref().map(|pattern| pattern.source),
        );
        put(out, "format", text.format.map(super::Format::as_str));
        let values = text.values.map(|values| {
            let null = self.nullable.then_some(Value::Null);
            values
                .iter()
                .map(|value| json!(value))
                .chain(null)
                .collect::<Vec<_>>()
        });
        put(out, "enum", values);
    }

    fn put_items(&self, out: &mut Map<String, Value>, items: &ArrayRules) {
        self.put_type(out, "array");
        put(out, "items", Some(items.schema.to_openapi()));
        put(out, "minItems", items.min_items);
        put(out, "maxItems", items.max_items);
        put(out, "uniqueItems", items.unique.then_some(true));
    }

    fn put_object(&self, out: &mut Map<String, Value>, object: &ObjectRules) {
        self.put_type(out, "object");
        let members = object.members.iter();
        let properties: Map<_, _> = members
            .map(|member| (member.name.to_owned(), member.schema.to_openapi()))
            .collect();
        let required: Vec<_> = object
            .members
            .iter()
            .filter(|member| member.required)
            .map(|member| member.name)
            .collect();
        put(out, "properties", Some(properties));
        put(
            out,
            "required",
            Some(required).filter(|required| !required.is_empty()),
        );
        put(out, "additionalProperties", Some(object.open));
        put(out, "minProperties", object.min_properties);
        put(out, "maxProperties", object.max_properties);
    }

    fn put_map(&self, out: &mut Map<String, Value>, map: &MapRules) {
        self.put_type(out, "object");
        put(out, "additionalProperties", Some(map.schema.to_openapi()));
        put(
            out,
            "propertyNames",
            map.max_key_length
                .map(|length| json!({"maxLength": length})),
        );
        put(out, "minProperties", map.min_properties);
        put(out, "maxProperties", map.max_properties);
    }
}

fn put(out: &mut Map<String, Value>, keyword: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        out.insert(keyword.to_owned(), value.into());
    }
}
