//! What a request may contain: one declaration that checks a value with upstream's messages and describes itself as
//! `OpenAPI` 3.1.
//!
//! A schema is built once, in a `LazyLock`:
//!
//! ```
//! use std::sync::LazyLock;
//! use ostia_protocol::auth0::schema::{Part, Schema};
//!
//! static CREATE_ROLE: LazyLock<Schema> = LazyLock::new(|| {
//!     Schema::object()
//!         .required_member("name", Schema::string().min_length(1).max_length(50).described("Name of the role"))
//!         .member("description", Schema::string().max_length(255))
//! });
//!
//! let error = CREATE_ROLE.check(&serde_json::json!({"name": ""}), Part::Payload).unwrap_err();
//! assert_eq!(
//!     error.message,
//!     "Payload validation error: 'String is too short (0 chars), minimum 1' on property name (Name of the role)."
//! );
//! ```

mod check;
mod format;
mod openapi;
mod report;
#[cfg(test)]
mod tests;

use regex::Regex;

pub use format::{Format, is_date_time};
pub use report::{Failure, Part};

/// A description of the values that are accepted.
///
/// As in JSON Schema, a constraint that does not concern the schema's type changes nothing.
#[derive(Clone, Debug)]
pub struct Schema {
    kind: Kind,
    nullable: bool,
    description: Option<&'static str>,
}

#[derive(Clone, Debug)]
enum Kind {
    Any,
    Boolean,
    Integer(Range<i64>),
    Number(Range<f64>),
    String(StringRules),
    Array(ArrayRules),
    Object(ObjectRules),
    Map(MapRules),
    AnyOf(Vec<Schema>),
}

#[derive(Clone, Debug)]
struct Range<T> {
    minimum: Option<T>,
    maximum: Option<T>,
}

impl<T> Range<T> {
    const OPEN: Self = Self {
        minimum: None,
        maximum: None,
    };
}

#[derive(Clone, Debug, Default)]
struct StringRules {
    min_length: Option<usize>,
    max_length: Option<usize>,
    pattern: Option<Pattern>,
    format: Option<Format>,
    values: Option<&'static [&'static str]>,
}

/// A pattern as it appears in messages, and compiled. One that does not compile accepts nothing.
#[derive(Clone, Debug)]
struct Pattern {
    source: &'static str,
    compiled: Option<Regex>,
}

#[derive(Clone, Debug)]
struct ArrayRules {
    schema: Box<Schema>,
    min_items: Option<usize>,
    max_items: Option<usize>,
    unique: bool,
}

#[derive(Clone, Debug, Default)]
struct ObjectRules {
    members: Vec<Member>,
    open: bool,
    min_properties: Option<usize>,
    max_properties: Option<usize>,
}

#[derive(Clone, Debug)]
struct Member {
    name: &'static str,
    schema: Schema,
    required: bool,
}

#[derive(Clone, Debug)]
struct MapRules {
    schema: Box<Schema>,
    min_properties: Option<usize>,
    max_properties: Option<usize>,
    max_key_length: Option<usize>,
}

impl Schema {
    const fn of(kind: Kind) -> Self {
        Self {
            kind,
            nullable: false,
            description: None,
        }
    }

    /// Anything at all, `null` too.
    pub const fn any() -> Self {
        Self::of(Kind::Any)
    }

    /// `true` or `false`.
    pub const fn boolean() -> Self {
        Self::of(Kind::Boolean)
    }

    /// A number without a fraction.
    pub const fn integer() -> Self {
        Self::of(Kind::Integer(Range::OPEN))
    }

    /// A number.
    pub const fn number() -> Self {
        Self::of(Kind::Number(Range::OPEN))
    }

    /// A string.
    pub fn string() -> Self {
        Self::of(Kind::String(StringRules::default()))
    }

    /// A string in a format.
    pub fn formatted(format: Format) -> Self {
        Self::string().format(format)
    }

    /// One of a few strings.
    pub fn enumeration(values: &'static [&'static str]) -> Self {
        Self::string().one_of(values)
    }

    /// A list whose items are all of one schema.
    pub fn array(items: Self) -> Self {
        Self::of(Kind::Array(ArrayRules {
            schema: Box::new(items),
            min_items: None,
            max_items: None,
            unique: false,
        }))
    }

    /// An object with named members; others are refused unless it is [open](Self::open).
    ///
    /// Declare the members in the order of upstream's documentation: failures are reported from the last to the
    /// first, as upstream does.
    pub fn object() -> Self {
        Self::of(Kind::Object(ObjectRules::default()))
    }

    /// An object whose member names the caller chooses, each value of one schema.
    pub fn map(values: Self) -> Self {
        Self::of(Kind::Map(MapRules {
            schema: Box::new(values),
            min_properties: None,
            max_properties: None,
            max_key_length: None,
        }))
    }

    /// A value that satisfies at least one of the schemas.
    pub fn any_of(schemas: impl Into<Vec<Self>>) -> Self {
        Self::of(Kind::AnyOf(schemas.into()))
    }

    /// `null` as well.
    #[must_use]
    pub fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// What the value means, in our own words; messages repeat it in parentheses.
    #[must_use]
    pub fn described(mut self, description: &'static str) -> Self {
        self.description = Some(description);
        self
    }

    /// Strings: at least so many characters (Unicode scalar values).
    #[must_use]
    pub fn min_length(self, characters: usize) -> Self {
        self.text(|text| text.min_length = Some(characters))
    }

    /// Strings: at most so many characters (Unicode scalar values).
    #[must_use]
    pub fn max_length(self, characters: usize) -> Self {
        self.text(|text| text.max_length = Some(characters))
    }

    /// Strings: matches the regular expression somewhere. The syntax is the `regex` crate's, so without look-around;
    /// a pattern that does not compile accepts nothing.
    #[must_use]
    pub fn pattern(self, source: &'static str) -> Self {
        let compiled = Regex::new(source).ok();
        self.text(|text| text.pattern = Some(Pattern { source, compiled }))
    }

    /// Strings: has the format.
    #[must_use]
    pub fn format(self, format: Format) -> Self {
        self.text(|text| text.format = Some(format))
    }

    /// Strings: one of these values.
    #[must_use]
    pub fn one_of(self, values: &'static [&'static str]) -> Self {
        self.text(|text| text.values = Some(values))
    }

    /// Numbers: not less than this.
    #[must_use]
    pub fn minimum(mut self, minimum: i64) -> Self {
        match &mut self.kind {
            Kind::Integer(range) => range.minimum = Some(minimum),
            Kind::Number(range) => range.minimum = Some(as_float(minimum)),
            _ => {}
        }
        self
    }

    /// Numbers: not greater than this.
    #[must_use]
    pub fn maximum(mut self, maximum: i64) -> Self {
        match &mut self.kind {
            Kind::Integer(range) => range.maximum = Some(maximum),
            Kind::Number(range) => range.maximum = Some(as_float(maximum)),
            _ => {}
        }
        self
    }

    /// Arrays: at least so many items.
    #[must_use]
    pub fn min_items(self, items: usize) -> Self {
        self.items(|array| array.min_items = Some(items))
    }

    /// Arrays: at most so many items.
    #[must_use]
    pub fn max_items(self, items: usize) -> Self {
        self.items(|array| array.max_items = Some(items))
    }

    /// Arrays: no item twice.
    #[must_use]
    pub fn unique(self) -> Self {
        self.items(|array| array.unique = true)
    }

    /// Objects: a member that may be absent.
    #[must_use]
    pub fn member(self, name: &'static str, schema: Self) -> Self {
        self.with_member(name, schema, false)
    }

    /// Objects: a member that must be there.
    #[must_use]
    pub fn required_member(self, name: &'static str, schema: Self) -> Self {
        self.with_member(name, schema, true)
    }

    /// Objects: members that are not declared are accepted.
    #[must_use]
    pub fn open(mut self) -> Self {
        if let Kind::Object(object) = &mut self.kind {
            object.open = true;
        }
        self
    }

    /// Objects and maps: at least so many members.
    #[must_use]
    pub fn min_properties(mut self, properties: usize) -> Self {
        match &mut self.kind {
            Kind::Object(object) => object.min_properties = Some(properties),
            Kind::Map(map) => map.min_properties = Some(properties),
            _ => {}
        }
        self
    }

    /// Objects and maps: at most so many members.
    #[must_use]
    pub fn max_properties(mut self, properties: usize) -> Self {
        match &mut self.kind {
            Kind::Object(object) => object.max_properties = Some(properties),
            Kind::Map(map) => map.max_properties = Some(properties),
            _ => {}
        }
        self
    }

    /// Maps: a name has at most so many characters (Unicode scalar values).
    #[must_use]
    pub fn max_key_length(mut self, characters: usize) -> Self {
        if let Kind::Map(map) = &mut self.kind {
            map.max_key_length = Some(characters);
        }
        self
    }

    /// The names of an object's declared members, in order; empty for other schemas.
    pub fn member_names(&self) -> impl Iterator<Item = &'static str> {
        let members = match &self.kind {
            Kind::Object(object) => object.members.as_slice(),
            _ => &[],
        };
        members.iter().map(|member| member.name)
    }

    fn text(mut self, change: impl FnOnce(&mut StringRules)) -> Self {
        if let Kind::String(text) = &mut self.kind {
            change(text);
        }
        self
    }

    fn items(mut self, change: impl FnOnce(&mut ArrayRules)) -> Self {
        if let Kind::Array(items) = &mut self.kind {
            change(items);
        }
        self
    }

    fn with_member(mut self, name: &'static str, schema: Self, required: bool) -> Self {
        if let Kind::Object(object) = &mut self.kind {
            object.members.push(Member {
                name,
                schema,
                required,
            });
        }
        self
    }
}

/// Limits are small; one beyond 2^53 would be rounded, which no limit is.
#[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
const fn as_float(limit: i64) -> f64 {
    limit as f64
}
