//! Reading a JSON body within bounds.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::management_error::Error;
use super::schema::{Part, Schema};

/// The deepest nesting of arrays and objects that is read; the outermost counts.
const MAX_DEPTH: usize = 32;

/// What the service answers to a body that is no JSON.
const MALFORMED: &str = "Invalid request payload JSON format";

/// Reads an object.
///
/// # Errors
///
/// 400 `invalid_body` for what is not UTF-8, not JSON, nested deeper than 32, has a member twice, or is no object.
pub fn parse_object(body: &[u8]) -> Result<Value, Error> {
    let value = parse(body)?;
    Schema::object().open().check(&value, Part::Payload)?;
    Ok(value)
}

/// Reads an array, as a few endpoints want.
///
/// # Errors
///
/// As for [`parse_object`].
pub fn parse_array(body: &[u8]) -> Result<Value, Error> {
    let value = parse(body)?;
    Schema::array(Schema::any()).check(&value, Part::Payload)?;
    Ok(value)
}

/// Reads any value; an empty body reads as `null`.
///
/// # Errors
///
/// As for [`parse_object`], but for the outermost type.
pub fn parse(body: &[u8]) -> Result<Value, Error> {
    if body.is_empty() {
        return Ok(Value::Null);
    }
    let refusal = RefCell::new(None);
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = Bounded {
        depth: 0,
        refusal: &refusal,
    }
    .deserialize(&mut deserializer);
    let value = value.and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| {
        let message = refusal
            .take()
            .map_or_else(|| MALFORMED.to_owned(), |why| format!("{MALFORMED}: {why}"));
        Error::invalid_body(message).with_detail(error.to_string())
    })
}

/// Builds a value at a depth. What it refuses itself it notes in `refusal`, in words for the caller.
#[derive(Clone, Copy)]
struct Bounded<'a> {
    depth: usize,
    refusal: &'a RefCell<Option<String>>,
}

impl Bounded<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(self.refuse(format!("nested deeper than {MAX_DEPTH} levels")));
        }
        Ok(Self {
            depth: self.depth + 1,
            ..self
        })
    }

    fn refuse<E: serde::de::Error>(self, why: String) -> E {
        let error = E::custom(&why);
        self.refusal.replace(Some(why));
        error
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Value, E> {
        // No database keeps it as text, and no text needs it.
        if value.contains('\0') {
            return Err(self.refuse("the character U+0000 occurs in a string".to_owned()));
        }
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(inner)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.contains_key(&name) {
                let shown: String = name.chars().take(100).collect();
                return Err(self.refuse(format!("the property {shown} occurs more than once")));
            }
            let value = members.next_value_seed(inner)?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies() {
        let deep =
            |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels)).into_bytes();
        let malformed = Err(MALFORMED);
        let rows: [(Vec<u8>, Result<(), &str>); 13] = [
            (
                b"{\"a\":\"x\\u0000\"}".to_vec(),
                Err("Invalid request payload JSON format: the character U+0000 occurs in a string"),
            ),
            (b"{\"a\":[1,-2,2.5,true,null,\"x\"]}".to_vec(), Ok(())),
            (b"{".to_vec(), malformed),
            (b"{} {}".to_vec(), malformed),
            (b"\xff".to_vec(), malformed),
            (b"\"\xff\"".to_vec(), malformed),
            (b"\xef\xbb\xbf{}".to_vec(), malformed),
            (b"{'a':1}".to_vec(), malformed),
            (
                b"{\"a\":1,\"a\":2}".to_vec(),
                Err("Invalid request payload JSON format: the property a occurs more than once"),
            ),
            (
                b"{\"x\":{\"\\u0061\":1,\"a\":2}}".to_vec(),
                Err("Invalid request payload JSON format: the property a occurs more than once"),
            ),
            (deep(32), Ok(())),
            (
                deep(33),
                Err("Invalid request payload JSON format: nested deeper than 32 levels"),
            ),
            (
                deep(100_000),
                Err("Invalid request payload JSON format: nested deeper than 32 levels"),
            ),
        ];
        for (body, expected) in rows {
            let outcome = parse(&body).map(drop).map_err(|error| error.message);
            assert_eq!(
                outcome.as_ref().map_err(AsRef::as_ref),
                expected.as_ref().map(|()| &()).map_err(|text| *text)
            );
        }
    }

    #[test]
    fn the_outermost_type() {
        let object = parse_object(b"[]").unwrap_err();
        assert_eq!(
            object.message,
            "Payload validation error: 'Expected type object but found type array'."
        );
        let nothing = parse_object(b"").unwrap_err();
        assert_eq!(
            nothing.message,
            "Payload validation error: 'Expected type object but found type null'."
        );
        let array = parse_array(b"{}").unwrap_err();
        assert_eq!(
            array.message,
            "Payload validation error: 'Expected type array but found type object'."
        );
    }
}
