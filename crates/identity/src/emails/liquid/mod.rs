//! Liquid, in a sandbox: what a tenant's template may cost is bounded before and while it runs.
//!
//! Two things differ from the library's own behaviour, as upstream's do: what is unknown is blank and no error, and in
//! HTML every value is escaped, because values are people's names and addresses, and templates forget.

mod filters;
mod guard;

use std::io::{self, Write};
use std::sync::LazyLock;

use liquid_core::model::{KString, Object, Value as Liquid};
use liquid_core::runtime::{Renderable as _, RuntimeBuilder, Template};
use liquid_core::{Language, parser};
use liquid_lib::stdlib;
use serde_json::{Map, Value};

use self::guard::Guard;

/// The longest template, in bytes. The Management API takes no longer one.
const MAX_TEMPLATE: usize = 500_000;
/// The longest result, in bytes.
const MAX_OUTPUT: usize = 1_000_000;
/// The longest tag or output expression, in bytes: it bounds how long a chain of filters is.
const MAX_TAG: usize = 1_000;
/// How deep blocks may lie in one another, and indexes within an expression.
const MAX_DEPTH: usize = 24;
/// The widest `(1..n)`; the library keeps all of it in memory.
const MAX_RANGE: i64 = 1_000;
/// The longest text value, in characters; longer ones are cut.
const MAX_TEXT: usize = 10_000;
/// How many members or items of a value are seen.
const MAX_ITEMS: usize = 200;

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// HTML: values are escaped.
    Html,
    /// Plain text, such as a subject: values are as they are.
    Text,
}

/// Why a template gives no text, in words for its author.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TemplateError(String);

impl TemplateError {
    /// Says why.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

/// Renders templates: the one thing that the rest of Ostia knows of the template language.
pub trait Engine {
    /// The template's text with the values filled in.
    ///
    /// # Errors
    /// When the template can't be read, or costs too much.
    fn render(
        &self,
        template: &str,
        values: &Map<String, Value>,
        form: Form,
    ) -> Result<String, TemplateError>;
}

/// The [`Engine`] for Liquid.
#[derive(Clone, Copy, Debug, Default)]
pub struct LiquidEngine;

static LANGUAGE: LazyLock<Language> = LazyLock::new(language);

impl Engine for LiquidEngine {
    fn render(
        &self,
        template: &str,
        values: &Map<String, Value>,
        form: Form,
    ) -> Result<String, TemplateError> {
        check(template)?;
        let refused = |error: liquid_core::Error| TemplateError(brief(&error.to_string()));
        let parsed = parser::parse(template, &LANGUAGE).map_err(refused)?;
        let globals = object(values, form, 0);
        let runtime = Guard::new(RuntimeBuilder::new().set_globals(&globals).build());
        let mut output = Bounded::default();
        let rendered = Template::new(parsed).render_to(&mut output, &runtime);
        if output.is_full {
            return Err(TemplateError::new("The result is longer than 1 MB."));
        }
        if runtime.is_exhausted() {
            return Err(TemplateError::new("The template takes too many steps."));
        }
        rendered.map_err(refused)?;
        String::from_utf8(output.bytes).map_err(|_| TemplateError::new("The result is no text."))
    }
}

/// The first line of an error: the rest quotes the template.
fn brief(error: &str) -> String {
    let line = error.lines().next().unwrap_or_default();
    line.chars().take(200).collect()
}

/// The library's tags and filters whose cost is in proportion to what they are given; ours in place of the others.
fn language() -> Language {
    let mut language = Language::empty();
    let blocks = &mut language.blocks;
    blocks.register("if".to_owned(), stdlib::IfBlock.into());
    blocks.register("unless".to_owned(), stdlib::UnlessBlock.into());
    blocks.register("case".to_owned(), stdlib::CaseBlock.into());
    blocks.register("for".to_owned(), stdlib::ForBlock.into());
    blocks.register("comment".to_owned(), stdlib::CommentBlock.into());
    blocks.register("raw".to_owned(), stdlib::RawBlock.into());
    blocks.register("capture".to_owned(), Box::new(guard::CaptureBlock));
    let tags = &mut language.tags;
    tags.register("assign".to_owned(), stdlib::AssignTag.into());
    tags.register("break".to_owned(), stdlib::BreakTag.into());
    tags.register("continue".to_owned(), stdlib::ContinueTag.into());
    filters::register(&mut language.filters);
    language
}

/// Refuses what would cost too much to parse or to run, from the text alone.
fn check(template: &str) -> Result<(), TemplateError> {
    if template.len() > MAX_TEMPLATE {
        return Err(TemplateError::new(
            "The template is longer than 500,000 bytes.",
        ));
    }
    let mut depth = 0_usize;
    let mut rest = template;
    while let Some(start) = rest.find("{%").into_iter().chain(rest.find("{{")).min() {
        let is_tag = rest[start..].starts_with("{%");
        let inner = &rest[start + 2..];
        let Some(length) = inner.find(if is_tag { "%}" } else { "}}" }) else {
            return Ok(());
        };
        let tag = &inner[..length];
        check_tag(tag)?;
        if is_tag {
            depth = deeper(depth, tag);
            if depth > MAX_DEPTH {
                return Err(TemplateError::new("Blocks lie in one another too deeply."));
            }
        }
        rest = &inner[length + 2..];
    }
    Ok(())
}

fn check_tag(tag: &str) -> Result<(), TemplateError> {
    if tag.len() > MAX_TAG {
        return Err(TemplateError::new("A tag is longer than 1,000 bytes."));
    }
    if tag.matches(['[', '(']).count() > MAX_DEPTH {
        return Err(TemplateError::new("An expression is too deep."));
    }
    let mut parts = tag.split("..");
    let mut before = parts.next().unwrap_or_default();
    for after in parts {
        let number = |text: &str| text.trim().parse::<i64>().ok();
        let first = before.rsplit_once('(').and_then(|(_, text)| number(text));
        let last = after.split_once(')').and_then(|(text, _)| number(text));
        let is_narrow = match (first, last) {
            (Some(first), Some(last)) => last.saturating_sub(first) <= MAX_RANGE,
            // Two full stops in a text are no range.
            _ => !before.contains('('),
        };
        if !is_narrow {
            return Err(TemplateError::new(
                "A range needs two numbers that are at most 1,000 apart.",
            ));
        }
        before = after;
    }
    Ok(())
}

fn deeper(depth: usize, tag: &str) -> usize {
    let tag = tag.trim_start_matches('-').trim_start();
    let word = tag.split(|c: char| !c.is_ascii_alphanumeric()).next();
    match word.unwrap_or_default() {
        "if" | "unless" | "case" | "for" | "capture" | "comment" | "raw" => depth + 1,
        word if word.starts_with("end") => depth.saturating_sub(1),
        _ => depth,
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

/// Text as it may stand between tags and in quoted attributes.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Memory that takes no more than a template may write.
#[derive(Debug, Default)]
struct Bounded {
    bytes: Vec<u8>,
    is_full: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > MAX_OUTPUT {
            self.is_full = true;
            return Err(io::Error::other("full"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn render(template: &str, form: Form) -> Result<String, TemplateError> {
        let Value::Object(values) = json!({
            "name": "Ada <b>", "user": { "email": "ada@example.com", "n": 3 }, "list": ["a", "b"],
            "url": "https://a.example/?a=1&b=2",
        }) else {
            unreachable!()
        };
        LiquidEngine.render(template, &values, form)
    }

    #[test]
    fn values_are_filled_in_and_escaped_in_html() {
        assert_eq!(
            render("Hello {{ name }}", Form::Text).unwrap(),
            "Hello Ada <b>"
        );
        assert_eq!(
            render("Hello {{ name }}", Form::Html).unwrap(),
            "Hello Ada &lt;b&gt;"
        );
        // A template that escapes by itself does not escape twice.
        assert_eq!(
            render("{{ name | escape }}", Form::Html).unwrap(),
            "Ada &lt;b&gt;"
        );
        assert_eq!(
            render("<a href=\"{{ url }}\">", Form::Html).unwrap(),
            "<a href=\"https://a.example/?a=1&amp;b=2\">"
        );
    }

    #[test]
    fn what_is_unknown_is_blank() {
        for template in [
            "{{ nothing }}",
            "{{ user.nothing.at.all }}",
            "{% if nothing.here %}x{% endif %}",
            "{{ nothing | upcase }}",
            "{% for a in nothing %}{{ a }}{% endfor %}",
        ] {
            assert_eq!(
                render(template, Form::Html).as_deref(),
                Ok(""),
                "{template}"
            );
        }
    }

    #[test]
    fn tags_and_filters() {
        for (template, expected) in [
            (
                "{% if user.email contains '@' %}yes{% else %}no{% endif %}",
                "yes",
            ),
            ("{% unless false %}a{% endunless %}", "a"),
            (
                "{% case user.n %}{% when 3 %}three{% else %}other{% endcase %}",
                "three",
            ),
            ("{% for item in list %}{{ item }};{% endfor %}", "a;b;"),
            ("{% for i in (1..3) %}{{ i }}{% endfor %}", "123"),
            ("{% assign x = 'a' | append: 'b' | upcase %}{{ x }}", "AB"),
            (
                "{% capture x %}{{ user.n }}!{% endcapture %}{{ x }}{{ x }}",
                "3!3!",
            ),
            ("{{ 'a-b' | replace: '-', '+' }}", "a+b"),
            ("{{ list | join: ', ' }}", "a, b"),
            ("{{ nothing | default: 'friend' }}", "friend"),
            ("{{ user.email | split: '@' | first }}", "ada"),
            ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
            ("wait... {{ 'a...b' }}", "wait... a...b"),
        ] {
            assert_eq!(
                render(template, Form::Text).as_deref(),
                Ok(expected),
                "{template}"
            );
        }
    }

    #[test]
    fn nothing_runs_for_long_or_grows_without_end() {
        let nested = "{% for a in (1..1000) %}".repeat(5) + "x" + &"{% endfor %}".repeat(5);
        let empty = "{% for a in (1..1000) %}".repeat(5) + &"{% endfor %}".repeat(5);
        let doubling = "{% assign s = 'xxxxxxxxxxxxxxxx' %}{% for a in (1..1000) %}\
                        {% assign s = s | append: s %}{% endfor %}{{ s }}";
        let captured = "{% assign s = 'xxxxxxxxxxxxxxxx' %}{% for a in (1..1000) %}\
                        {% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}{{ s }}";
        let deep = "{% if true %}".repeat(100) + &"{% endif %}".repeat(100);
        let chain = format!("{{{{ 'x' {} }}}}", "| append: 'x' ".repeat(500));
        let brackets = format!("{{{{ a{} }}}}", "[a".repeat(200));
        let long = "x".repeat(MAX_TEMPLATE + 1);
        let multiplied = "{% assign s = 'x' %}{% for a in (1..16) %}{% assign s = s | append: s %}{% endfor %}\
                          {{ s | replace: 'x', s }}";
        for template in [
            nested.as_str(),
            empty.as_str(),
            doubling,
            captured,
            &deep,
            &chain,
            &brackets,
            &long,
            multiplied,
            "{% for a in (1..100000000) %}x{% endfor %}",
            "{% for a in (1..user.n) %}x{% endfor %}",
            "{% for a in list %}",
            "{{ name | no_such_filter }}",
            "{% include 'secrets' %}",
        ] {
            let short: String = template.chars().take(60).collect();
            assert!(render(template, Form::Html).is_err(), "{short}");
        }
    }
}
