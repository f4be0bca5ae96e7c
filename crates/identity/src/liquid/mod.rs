//! Liquid, in a sandbox: what a tenant's template may cost is bounded before and while it runs.
//!
//! Two things differ from the library's own behaviour, as upstream's do: what is unknown is blank and no error, and in
//! HTML every value is escaped, because values are people's names and addresses, and templates forget.

mod filters;
mod guard;
mod slots;
mod values;

use std::io::{self, Write};
use std::sync::LazyLock;

use liquid_core::runtime::{Renderable as _, RuntimeBuilder, Template};
use liquid_core::{Language, parser};
use liquid_lib::stdlib;
use serde_json::{Map, Value};

use self::guard::Guard;
pub use self::values::{Values, escape};

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
/// How many steps a message's template may take.
const MESSAGE: u32 = 50_000;
/// How many steps a page's template may take: somebody waits for each page.
const PAGE: u32 = 8_000;

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
    /// An error in these words.
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

impl Engine for LiquidEngine {
    fn render(
        &self,
        template: &str,
        values: &Map<String, Value>,
        form: Form,
    ) -> Result<String, TemplateError> {
        static LANGUAGE: LazyLock<Language> = LazyLock::new(|| {
            let mut language = language();
            filters::register_decoding(&mut language.filters);
            language
        });
        let program = Program::read(template, &LANGUAGE)?;
        program.run(&Values::new(values, form), MESSAGE)
    }
}

/// A template that was read, to be rendered many times.
#[derive(Debug)]
pub struct Program(Template);

/// What a page template wrote.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Its own text.
    Text(&'a str),
    /// The place of `{% auth0:… %}`.
    Slot(&'a str),
}

impl Program {
    /// Reads a piece of markup in HTML.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn piece(template: &str) -> Result<Self, TemplateError> {
        static LANGUAGE: LazyLock<Language> = LazyLock::new(language);
        Self::read(template, &LANGUAGE)
    }

    /// Reads a page in HTML, which may have [slots](Piece::Slot).
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn page(template: &str) -> Result<Self, TemplateError> {
        static LANGUAGE: LazyLock<Language> = LazyLock::new(|| {
            let mut language = language();
            slots::register(&mut language.tags);
            language
        });
        Self::read(template, &LANGUAGE)
    }

    fn read(template: &str, language: &Language) -> Result<Self, TemplateError> {
        check(template)?;
        let parsed = parser::parse(template, language);
        Ok(Self(Template::new(parsed.map_err(described)?)))
    }

    /// The text with the values filled in.
    ///
    /// # Errors
    /// When it costs too much.
    pub fn render(&self, values: &Values) -> Result<String, TemplateError> {
        self.run(values, PAGE)
    }

    fn run(&self, values: &Values, fuel: u32) -> Result<String, TemplateError> {
        let runtime = RuntimeBuilder::new().set_globals(values.object()).build();
        let runtime = Guard::new(runtime, fuel);
        let mut output = Bounded::default();
        let rendered = self.0.render_to(&mut output, &runtime);
        if output.is_full {
            return Err(TemplateError::new("The result is longer than 1 MB."));
        }
        if runtime.is_exhausted() {
            return Err(TemplateError::new("The template takes too many steps."));
        }
        rendered.map_err(described)?;
        String::from_utf8(output.bytes).map_err(|_| TemplateError::new("The result is no text."))
    }
}

/// What a page wrote, cut at its slots.
pub fn pieces(written: &str) -> impl Iterator<Item = Piece<'_>> {
    slots::pieces(written)
}

/// An error of the library in a line: where, and what. The rest of it quotes the template.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it is what `map_err` is given"
)]
fn described(error: liquid_core::Error) -> TemplateError {
    let text = error.to_string();
    let line = |start: &str| {
        let mut lines = text
            .lines()
            .map(|line| line.trim_start_matches("liquid:").trim());
        lines.find_map(|line| line.strip_prefix(start))
    };
    let what = line("= ").or_else(|| text.lines().next()?.strip_prefix("liquid: "));
    let what: String = what.unwrap_or(&text).chars().take(200).collect();
    let named = text.lines().find_map(|line| {
        let (_, name) = line.trim().strip_prefix("requested ")?.split_once('=')?;
        Some(name.chars().take(100).collect::<String>())
    });
    let what = match named {
        Some(name) => format!("{what}: {name}"),
        None => what,
    };
    let place = line("--> ").and_then(|place| place.split_once(':'));
    TemplateError(match place {
        Some((line, column)) => format!("Line {line}, column {column}: {what}"),
        None => what,
    })
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
