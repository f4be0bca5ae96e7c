//! What templates can speak of.

use liquid_core::model::{KString, Object, Value as Liquid};
use serde_json::{Map, Value};

use super::{Form, MAX_DEPTH};

/// The longest text value, in characters; longer ones are cut.
const MAX_TEXT: usize = 10_000;
/// How many members or items of a value are seen.
const MAX_ITEMS: usize = 200;

/// Values, ready to be filled in.
#[derive(Clone, Debug)]
pub struct Values(Object);

impl Values {
    /// These values, in the form in which they are written.
    pub fn new(values: &Map<String, Value>, form: Form) -> Self {
        Self(object(values, form, 0))
    }

    /// Puts a value under a name, in the form in which it is written.
    pub fn set(&mut self, name: &str, value: &Value, form: Form) {
        self.0
            .insert(KString::from_ref(name), liquid(value, form, 0));
    }

    /// Puts markup that is safe already at a path of objects; those that are missing are made.
    pub fn set_markup(&mut self, path: &[&str], markup: String) {
        let Some((last, holders)) = path.split_last() else {
            return;
        };
        let mut object = &mut self.0;
        for name in holders {
            let member = object
                .entry(KString::from_ref(name))
                .or_insert_with(|| Liquid::Object(Object::new()));
            if !matches!(member, Liquid::Object(_)) {
                *member = Liquid::Object(Object::new());
            }
            let Liquid::Object(inner) = member else {
                return;
            };
            object = inner;
        }
        object.insert(KString::from_ref(last), Liquid::scalar(markup));
    }

    pub(super) fn object(&self) -> &Object {
        &self.0
    }
}

fn object(values: &Map<String, Value>, form: Form, depth: usize) -> Object {
    values
        .iter()
        .take(MAX_ITEMS)
        .map(|(name, value)| (KString::from_ref(name), liquid(value, form, depth)))
        .collect()
}

fn liquid(value: &Value, form: Form, depth: usize) -> Liquid {
    match value {
        _ if depth > MAX_DEPTH => Liquid::Nil,
        Value::Null => Liquid::Nil,
        Value::Bool(flag) => Liquid::scalar(*flag),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Liquid::scalar(integer),
            (None, Some(float)) => Liquid::scalar(float),
            (None, None) => Liquid::Nil,
        },
        Value::String(text) => {
            let text: String = text.chars().take(MAX_TEXT).collect();
            Liquid::scalar(match form {
                Form::Html => escape(&text),
                Form::Text => text,
            })
        }
        Value::Array(items) => Liquid::Array(
            items
                .iter()
                .take(MAX_ITEMS)
                .map(|item| liquid(item, form, depth + 1))
                .collect(),
        ),
        Value::Object(members) => Liquid::Object(object(members, form, depth + 1)),
    }
}

/// Text as it may stand between tags and in quoted attributes, without what isn't text.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\u{0}'..='\u{8}' => {}
            other => escaped.push(other),
        }
    }
    escaped
}
