//! A request's parameters, parsed once from a query, a form or a JSON object (RFC 6749 §3.1, §3.2).

use std::fmt;

use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use zeroize::Zeroizing;

use super::Error;

/// An ordered map from name to value that holds each name once.
///
/// A parameter with an empty value counts as absent (RFC 6749 §3.1), as does a JSON `null`. A JSON member of
/// another type than text is refused when it is read, by name: clients send members of their own, which are
/// nobody's business. Values are wiped from memory when dropped, and `Debug` shows names only.
#[derive(Clone, Default)]
pub struct Parameters(Vec<(String, Value)>);

#[derive(Clone)]
enum Value {
    Text(Zeroizing<String>),
    /// A JSON value that is no text; says what is wrong with it.
    Unusable(&'static str),
}

impl Parameters {
    /// How many parameters a request may have.
    pub const MAX_COUNT: usize = 200;

    /// Reads `application/x-www-form-urlencoded` bytes or a query string without its `?`.
    ///
    /// # Errors
    /// `invalid_request` naming the parameter that is repeated, not UTF-8, badly escaped or has a NUL in it.
    pub fn from_form(bytes: &[u8]) -> Result<Self, Error> {
        let mut parameters = Self::default();
        for pair in bytes
            .split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty())
        {
            let (name, value) = split_once(pair, b'=');
            let name = decode(name).map_err(|why| Error::invalid_parameter(&lossy(name), why))?;
            let value = decode(value).map_err(|why| Error::invalid_parameter(&name, why))?;
            parameters.insert(name.to_string(), Value::Text(value))?;
        }
        Ok(parameters)
    }

    /// Reads a JSON object; an empty body has no parameters.
    ///
    /// `scope` and the lists of the MFA API may be arrays of strings, which are joined by spaces, and `max_age` a number.
    ///
    /// # Errors
    /// `invalid_request` for what is no JSON object, and naming the member that is repeated or has a NUL in it.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        let mut parameters = Self::default();
        let mut refused = None;
        let mut json = serde_json::Deserializer::from_slice(bytes);
        let read = Members(&mut parameters, &mut refused)
            .deserialize(&mut json)
            .and_then(|()| json.end());
        match (refused, read) {
            (Some(error), _) => Err(error),
            (None, Err(error)) => Err(Error::invalid_request("The body must be a JSON object")
                .with_detail(error.to_string())),
            (None, Ok(())) => Ok(parameters),
        }
    }

    /// The value of a parameter, if it is there and not empty.
    ///
    /// # Errors
    /// `invalid_request` (or `invalid_scope`) if it came as a JSON value of the wrong type.
    pub fn get(&self, name: &str) -> Result<Option<&str>, Error> {
        match self.find(name) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
            Some(Value::Unusable(_)) if name == "scope" => Err(Error::scope_of_wrong_type()),
            Some(Value::Unusable(why)) => Err(Error::invalid_parameter(name, why)),
        }
    }

    /// The value of a parameter that must be there.
    ///
    /// # Errors
    /// `invalid_request` if it is missing, empty or of the wrong type.
    pub fn required(&self, name: &str) -> Result<&str, Error> {
        self.get(name)?
            .ok_or_else(|| Error::missing_parameter(name))
    }

    /// Removes a parameter and hands its value over.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn take(&mut self, name: &str) -> Result<Option<String>, Error> {
        let taken = self.get(name)?.map(str::to_owned);
        self.0.retain(|(known, _)| known != name);
        Ok(taken)
    }

    /// Whether a parameter was sent at all, be it empty: upstream's `federated` is a bare key.
    pub fn is_present(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The names that were sent, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Puts a parameter in the place of any of that name: claims of a request object win (RFC 9101 §6.3).
    pub fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|(known, _)| known != name);
        self.0.push((
            name.to_owned(),
            Value::Text(Zeroizing::new(value.to_owned())),
        ));
    }

    fn find(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .find_map(|(known, value)| (known == name).then_some(value))
    }

    fn insert(&mut self, name: String, value: Value) -> Result<(), Error> {
        if self.is_present(&name) {
            return Err(Error::repeated_parameter(&name));
        }
        if self.0.len() == Self::MAX_COUNT {
            return Err(Error::invalid_request(format!(
                "More than {} parameters",
                Self::MAX_COUNT
            )));
        }
        if name.contains('\0') || matches!(&value, Value::Text(text) if text.contains('\0')) {
            return Err(Error::invalid_parameter(&name, "has a NUL character in it"));
        }
        self.0.push((name, value));
        Ok(())
    }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

fn split_once(bytes: &[u8], separator: u8) -> (&[u8], &[u8]) {
    match bytes.iter().position(|byte| *byte == separator) {
        Some(at) => (&bytes[..at], &bytes[at + 1..]),
        None => (bytes, &[]),
    }
}

/// Strict `application/x-www-form-urlencoded`: what can't be decoded is refused, not guessed.
fn decode(encoded: &[u8]) -> Result<Zeroizing<String>, &'static str> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut bytes = encoded.iter();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => match (hex(bytes.next()), hex(bytes.next())) {
                (Some(high), Some(low)) => high << 4 | low,
                _ => return Err("is not percent-encoded correctly"),
            },
            other => *other,
        });
    }
    String::from_utf8(decoded)
        .map(Zeroizing::new)
        .map_err(|_| "is not UTF-8")
}

fn hex(digit: Option<&u8>) -> Option<u8> {
    match *digit? {
        digit @ b'0'..=b'9' => Some(digit - b'0'),
        digit @ b'a'..=b'f' => Some(digit - b'a' + 10),
        digit @ b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Reads the members of the top-level object; an error that names one goes into the second field.
struct Members<'a>(&'a mut Parameters, &'a mut Option<Error>);

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(Member(&name))?;
            if let Err(error) = self.0.insert(name, value) {
                *self.1 = Some(error);
                return Err(de::Error::custom("refused"));
            }
        }
        Ok(())
    }
}

/// Reads one member's value. Nothing nested is kept but the answer of a device, so depth costs nothing (and there as
/// much as `serde_json` allows).
struct Member<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for Member<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(Zeroizing::new(text.to_owned())))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Text(Zeroizing::default()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
        Ok(match self.0 {
            "max_age" => Value::Text(Zeroizing::new(number.to_string())),
            _ => Value::Unusable(NOT_TEXT),
        })
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Unusable(NOT_TEXT))
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Unusable(NOT_TEXT))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Unusable(NOT_TEXT))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        if self.0 == NESTED {
            let object = de::value::MapAccessDeserializer::new(members);
            let object = serde_json::Map::deserialize(object)?;
            let text = serde_json::Value::Object(object).to_string();
            return Ok(Value::Text(Zeroizing::new(text)));
        }
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Unusable(NOT_TEXT))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        if !WORD_LISTS.contains(&self.0) {
            while elements.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Value::Unusable(NOT_TEXT));
        }
        let mut words = Some(Vec::new());
        while let Some(Word(word)) = elements.next_element()? {
            words = words.zip(word).map(|(mut words, word)| {
                words.push(word);
                words
            });
        }
        Ok(match words {
            Some(words) => Value::Text(Zeroizing::new(words.join(" "))),
            None => Value::Unusable(NOT_TEXT),
        })
    }
}

/// What JSON bodies may send as an object: it is kept as its text.
const NESTED: &str = "authn_response";

/// What JSON bodies may send as an array of words.
const WORD_LISTS: [&str; 3] = ["scope", "authenticator_types", "oob_channels"];

const NOT_TEXT: &str = "must be a string";

/// An array's element: its text, or nothing if it is something else.
struct Word(Option<String>);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut value = Member("").deserialize(deserializer)?;
        Ok(Self(match &mut value {
            Value::Text(text) => Some(std::mem::take(&mut **text)),
            Value::Unusable(_) => None,
        }))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form(text: &str) -> Result<Parameters, Error> {
        Parameters::from_form(text.as_bytes())
    }

    fn json(text: &str) -> Result<Parameters, Error> {
        Parameters::from_json(text.as_bytes())
    }

    #[test]
    fn forms_are_decoded() {
        let parameters = form("a=1&b=x+y%20z&c=%C3%BC&&d&e=&f=a=b").unwrap();
        let values: Vec<_> = ["a", "b", "c", "d", "e", "f", "g"]
            .map(|name| parameters.get(name).unwrap())
            .into();
        assert_eq!(
            values,
            [
                Some("1"),
                Some("x y z"),
                Some("ü"),
                None,
                None,
                Some("a=b"),
                None
            ]
        );
        assert!(parameters.is_present("d"));
        assert!(!parameters.is_present("g"));
    }

    #[test]
    fn forms_are_refused_by_name() {
        let table = [
            ("a=1&a=2", "Parameter sent more than once: a"),
            ("a=&a=2", "Parameter sent more than once: a"),
            (
                "a=%zz",
                "Invalid parameter: a is not percent-encoded correctly",
            ),
            (
                "a=%4",
                "Invalid parameter: a is not percent-encoded correctly",
            ),
            (
                "a=%+1",
                "Invalid parameter: a is not percent-encoded correctly",
            ),
            ("a=%ff", "Invalid parameter: a is not UTF-8"),
            ("%ff=1", "Invalid parameter: %ff is not UTF-8"),
            ("a=%00", "Invalid parameter: a has a NUL character in it"),
        ];
        for (text, why) in table {
            assert_eq!(form(text).unwrap_err().description.unwrap(), why, "{text}");
        }
    }

    #[test]
    fn json_is_read() {
        let text =
            r#"{"a":"1","scope":["openid","email"],"max_age":60,"n":null,"e":"","x":{"y":[1,{}]}}"#;
        let parameters = json(text).unwrap();
        assert_eq!(parameters.get("a").unwrap(), Some("1"));
        assert_eq!(parameters.get("scope").unwrap(), Some("openid email"));
        assert_eq!(parameters.get("max_age").unwrap(), Some("60"));
        assert_eq!(parameters.get("n").unwrap(), None);
        assert_eq!(parameters.get("e").unwrap(), None);
        assert!(json("").unwrap().names().next().is_none());
    }

    #[test]
    fn json_is_refused_by_name() {
        let table = [
            ("[]", "The body must be a JSON object"),
            ("{", "The body must be a JSON object"),
            ("{} x", "The body must be a JSON object"),
            (r#"{"a":"1","a":"2"}"#, "Parameter sent more than once: a"),
            (r#"{"a":{},"a":null}"#, "Parameter sent more than once: a"),
            (
                r#"{"a":"\u0000"}"#,
                "Invalid parameter: a has a NUL character in it",
            ),
        ];
        for (text, why) in table {
            assert_eq!(json(text).unwrap_err().description.unwrap(), why, "{text}");
        }
    }

    #[test]
    fn the_wrong_type_is_refused_when_it_is_read() {
        for value in ["1", "-1", "1.5", "true", "{}", "[]", r#"["x"]"#] {
            let parameters = json(&format!(r#"{{"code":{value},"other":"fine"}}"#)).unwrap();
            assert_eq!(parameters.get("other").unwrap(), Some("fine"));
            assert_eq!(
                parameters.required("code").unwrap_err(),
                Error::invalid_parameter("code", "must be a string")
            );
        }
        for value in ["1", "true", "{}", r#"["a",1]"#, r#"[["a"]]"#] {
            let parameters = json(&format!(r#"{{"scope":{value}}}"#)).unwrap();
            assert_eq!(
                parameters.get("scope").unwrap_err(),
                Error::scope_of_wrong_type()
            );
        }
    }

    #[test]
    fn depth_and_count_are_bounded() {
        let deep = format!(r#"{{"a":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert!(json(&deep).is_ok_and(|parameters| parameters.get("a").is_err()));
        let names: Vec<_> = (0..=Parameters::MAX_COUNT)
            .map(|i| format!("p{i}=x"))
            .collect();
        assert!(form(&names.join("&")).is_err());
        assert!(form(&names[1..].join("&")).is_ok());
    }

    #[test]
    fn missing_is_named_and_taken_is_gone() {
        let mut parameters = form("code=abc").unwrap();
        assert_eq!(
            parameters.required("client_id").unwrap_err(),
            Error::missing_parameter("client_id")
        );
        assert_eq!(parameters.take("code").unwrap().as_deref(), Some("abc"));
        assert!(!parameters.is_present("code"));
    }

    #[test]
    fn debug_shows_names_only() {
        assert_eq!(
            format!("{:?}", form("password=hunter2").unwrap()),
            r#"{"password"}"#
        );
    }

    proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>) {
            let _ = Parameters::from_form(&bytes);
            let _ = Parameters::from_json(&bytes);
        }

        #[test]
        fn what_url_encodes_is_what_is_read(value in "[^\0]{1,40}") {
            let encoded = url::form_urlencoded::Serializer::new(String::new()).append_pair("v", &value).finish();
            let parameters = form(&encoded).unwrap();
            prop_assert_eq!(parameters.get("v").unwrap(), Some(value.as_str()));
        }
    }
}
