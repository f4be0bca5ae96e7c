//! The check itself. Every failure is reported; members from the last declared to the first, as upstream does.

use std::collections::HashMap;
use std::fmt::Display;

use serde_json::{Map, Number, Value};

use super::report::{Failure, Path, Report, echo};
use super::{ArrayRules, Kind, MapRules, ObjectRules, Part, Range, Schema, StringRules};
use crate::auth0::management_error::Error;

/// At most this many unknown member names are listed in one failure.
const MAX_NAMES: usize = 20;

impl Schema {
    /// Whether the value is acceptable.
    ///
    /// # Errors
    ///
    /// 400 `invalid_body`, `invalid_query_string` or `invalid_uri` with all failures in upstream's words.
    pub fn check(&self, value: &Value, part: Part) -> Result<(), Error> {
        let mut report = Report::new(part);
        self.visit(value, &Path::Root, &mut report);
        report.into_result()
    }

    /// All that is wrong with a value, one by one: for values that came in a file.
    pub fn failures(&self, value: &Value) -> Vec<Failure> {
        let mut report = Report::new(Part::Payload);
        self.visit(value, &Path::Root, &mut report);
        report.into_failures()
    }

    /// Reads a query string by an object schema: integers, numbers and booleans become such, a member that is an array
    /// collects its repetitions. The result is the checked object.
    ///
    /// # Errors
    ///
    /// 400 `invalid_query_string` as for [`check`](Self::check).
    pub fn check_query(&self, pairs: &[(String, String)]) -> Result<Value, Error> {
        self.check_pairs(pairs, Part::Query)
    }

    /// Reads the parameters of a path by an object schema.
    ///
    /// # Errors
    ///
    /// 400 `invalid_uri` as for [`check`](Self::check).
    pub fn check_path(&self, pairs: &[(String, String)]) -> Result<Value, Error> {
        self.check_pairs(pairs, Part::Path)
    }

    fn check_pairs(&self, pairs: &[(String, String)], part: Part) -> Result<Value, Error> {
        let value = Value::Object(self.gather(pairs));
        self.check(&value, part)?;
        Ok(value)
    }

    /// The pairs as an object of typed values. A repeated name becomes an array, whether the schema wants one or not.
    fn gather(&self, pairs: &[(String, String)]) -> Map<String, Value> {
        let mut gathered = Map::new();
        for (name, text) in pairs {
            let schema = self.declared(name);
            let wants_array = schema.is_some_and(|schema| matches!(schema.kind, Kind::Array(_)));
            let value =
                schema.map_or_else(|| Value::from(text.as_str()), |schema| schema.read(text));
            match gathered.get_mut(name) {
                Some(Value::Array(values)) => values.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
                None => {
                    let value = if wants_array {
                        Value::Array(vec![value])
                    } else {
                        value
                    };
                    gathered.insert(name.clone(), value);
                }
            }
        }
        gathered
    }

    fn declared(&self, name: &str) -> Option<&Self> {
        let Kind::Object(object) = &self.kind else {
            return None;
        };
        let member = object.members.iter().find(|member| member.name == name)?;
        Some(&member.schema)
    }

    /// A query parameter's text as what the schema wants, or as the string that it is.
    fn read(&self, text: &str) -> Value {
        let typed = match &self.kind {
            Kind::Integer(_) => text.parse::<i64>().ok().map(Value::from),
            Kind::Number(_) => text
                .parse()
                .ok()
                .and_then(Number::from_f64)
                .map(Value::Number),
            Kind::Boolean => text.parse::<bool>().ok().map(Value::from),
            Kind::Array(items) => Some(items.schema.read(text)),
            _ => None,
        };
        typed.unwrap_or_else(|| Value::from(text))
    }

    fn visit(&self, value: &Value, path: &Path, report: &mut Report) {
        if report.is_full() || (self.nullable && value.is_null()) {
            return;
        }
        match (&self.kind, value) {
            (Kind::Any, _) | (Kind::Boolean, Value::Bool(_)) => {}
            (Kind::Integer(range), Value::Number(number)) if is_integer(value) => {
                // An integer beyond 64 bits is beyond every limit on its side.
                let beyond = if number.as_f64().is_some_and(f64::is_sign_negative) {
                    i64::MIN
                } else {
                    i64::MAX
                };
                self.visit_range(
                    range,
                    number.as_i64().unwrap_or(beyond),
                    value,
                    path,
                    report,
                );
            }
            (Kind::Number(range), Value::Number(number)) => {
                self.visit_range(
                    range,
                    number.as_f64().unwrap_or_default(),
                    value,
                    path,
                    report,
                );
            }
            (Kind::String(text), Value::String(value)) => {
                self.visit_text(text, value, path, report);
            }
            (Kind::Array(items), Value::Array(values)) => {
                self.visit_items(items, values, path, report);
            }
            (Kind::Object(object), Value::Object(members)) => {
                self.visit_object(object, members, path, report);
            }
            (Kind::Map(map), Value::Object(members)) => self.visit_map(map, members, path, report),
            (Kind::AnyOf(schemas), _) => self.visit_any_of(schemas, value, path, report),
            _ => {
                let reason = format!(
                    "Expected type {} but found type {}",
                    self.expected_type(),
                    type_name(value)
                );
                self.fail(&reason, path, report);
            }
        }
    }

    fn fail(&self, reason: &str, path: &Path, report: &mut Report) {
        report.add(reason, path, self.description);
    }

    fn visit_range<T: PartialOrd + Copy + Display>(
        &self,
        range: &Range<T>,
        number: T,
        shown: &Value,
        path: &Path,
        report: &mut Report,
    ) {
        if let Some(minimum) = range.minimum.filter(|minimum| number < *minimum) {
            self.fail(
                &format!("Value {shown} is less than minimum {minimum}"),
                path,
                report,
            );
        }
        if let Some(maximum) = range.maximum.filter(|maximum| number > *maximum) {
            self.fail(
                &format!("Value {shown} is greater than maximum {maximum}"),
                path,
                report,
            );
        }
    }

    fn visit_text(&self, text: &StringRules, value: &str, path: &Path, report: &mut Report) {
        if text.values.is_some_and(|values| !values.contains(&value)) {
            self.fail(&format!("Invalid value \"{}\"", echo(value)), path, report);
        }
        let length = value.chars().count();
        if let Some(minimum) = text.min_length.filter(|minimum| length < *minimum) {
            self.fail(
                &format!("String is too short ({length} chars), minimum {minimum}"),
                path,
                report,
            );
        }
        if let Some(maximum) = text.max_length.filter(|maximum| length > *maximum) {
            self.fail(
                &format!("String is too long ({length} chars), maximum {maximum}"),
                path,
                report,
            );
        }
        if let Some(pattern) = &text.pattern
            && !pattern
                .compiled
                .as_ref()
                .is_some_and(|compiled| compiled.is_match(value))
        {
            let reason = format!(
                "String does not match pattern {}: {}",
                pattern.source,
                echo(value)
            );
            self.fail(&reason, path, report);
        }
        if let Some(format) = text.format.filter(|format| !format.accepts(value)) {
            let reason = format!(
                "Object didn't pass validation for format {}: {}",
                format.as_str(),
                echo(value)
            );
            self.fail(&reason, path, report);
        }
    }

    fn visit_items(&self, items: &ArrayRules, values: &[Value], path: &Path, report: &mut Report) {
        let count = values.len();
        if let Some(minimum) = items.min_items.filter(|minimum| count < *minimum) {
            self.fail(
                &format!("Array is too short ({count}), minimum {minimum}"),
                path,
                report,
            );
        }
        if let Some(maximum) = items.max_items.filter(|maximum| count > *maximum) {
            self.fail(
                &format!("Array is too long ({count}), maximum {maximum}"),
                path,
                report,
            );
        }
        if items.unique
            && let Some((first, second)) = first_repetition(values)
        {
            self.fail(
                &format!("Array items are not unique (indexes {first} and {second})"),
                path,
                report,
            );
        }
        for (index, value) in values.iter().enumerate().rev() {
            items.schema.visit(value, &Path::Item(path, index), report);
        }
    }

    fn visit_object(
        &self,
        object: &ObjectRules,
        members: &Map<String, Value>,
        path: &Path,
        report: &mut Report,
    ) {
        self.visit_count(
            object.min_properties,
            object.max_properties,
            members.len(),
            path,
            report,
        );
        for member in object.members.iter().rev() {
            if member.required && !members.contains_key(member.name) {
                self.fail(
                    &format!("Missing required property: {}", member.name),
                    path,
                    report,
                );
            }
        }
        if !object.open {
            let declared = |name: &str| object.members.iter().any(|member| member.name == name);
            let unknown = members.keys().filter(|name| !declared(name));
            let unknown: Vec<_> = unknown.take(MAX_NAMES).map(|name| echo(name)).collect();
            if !unknown.is_empty() {
                self.fail(
                    &format!("Additional properties not allowed: {}", unknown.join(",")),
                    path,
                    report,
                );
            }
        }
        for member in object.members.iter().rev() {
            if let Some(value) = members.get(member.name) {
                member
                    .schema
                    .visit(value, &Path::Member(path, member.name), report);
            }
        }
    }

    fn visit_map(
        &self,
        map: &MapRules,
        members: &Map<String, Value>,
        path: &Path,
        report: &mut Report,
    ) {
        self.visit_count(
            map.min_properties,
            map.max_properties,
            members.len(),
            path,
            report,
        );
        for (name, value) in members.iter().rev() {
            let path = Path::Member(path, name);
            let length = name.chars().count();
            if let Some(maximum) = map.max_key_length.filter(|maximum| length > *maximum) {
                let reason =
                    format!("Property name is too long ({length} chars), maximum {maximum}");
                self.fail(&reason, &path, report);
            }
            map.schema.visit(value, &path, report);
        }
    }

    fn visit_count(
        &self,
        minimum: Option<usize>,
        maximum: Option<usize>,
        count: usize,
        path: &Path,
        report: &mut Report,
    ) {
        if let Some(minimum) = minimum.filter(|minimum| count < *minimum) {
            self.fail(
                &format!("Too few properties defined ({count}), minimum {minimum}"),
                path,
                report,
            );
        }
        if let Some(maximum) = maximum.filter(|maximum| count > *maximum) {
            self.fail(
                &format!("Too many properties defined ({count}), maximum {maximum}"),
                path,
                report,
            );
        }
    }

    fn visit_any_of(&self, schemas: &[Self], value: &Value, path: &Path, report: &mut Report) {
        let mut alternatives = Vec::with_capacity(schemas.len());
        for schema in schemas {
            let mut alternative = report.inner();
            schema.visit(value, path, &mut alternative);
            if alternative.is_empty() {
                return;
            }
            alternatives.push(alternative);
        }
        report.add_alternatives(alternatives, path, self.description);
    }

    fn expected_type(&self) -> String {
        let name = match &self.kind {
            Kind::Boolean => "boolean",
            Kind::Integer(_) => "integer",
            Kind::Number(_) => "number",
            Kind::String(_) => "string",
            Kind::Array(_) => "array",
            Kind::Object(_) | Kind::Map(_) => "object",
            Kind::Any | Kind::AnyOf(_) => "any",
        };
        if self.nullable {
            format!("{name},null")
        } else {
            name.to_owned()
        }
    }
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) if is_integer(value) => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// `1.0` is an integer, as it is to the JSON of JavaScript.
fn is_integer(value: &Value) -> bool {
    value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

/// The indexes of the first item that occurs again and of its next occurrence.
fn first_repetition(values: &[Value]) -> Option<(usize, usize)> {
    let mut seen = HashMap::with_capacity(values.len());
    let mut found: Option<(usize, usize)> = None;
    for (index, value) in values.iter().enumerate() {
        if let Some(first) = seen.insert(value.to_string(), index) {
            let earlier = found.is_none_or(|(earliest, _)| first < earliest);
            found = if earlier { Some((first, index)) } else { found };
        }
    }
    found
}
