//! The filters of templates: the library's, and bounded ones of ours where the library's could multiply.

use liquid_core::model::{KStringCow, Value, ValueView};
use liquid_core::parser::PluginRegistry;
use liquid_core::{
    Display_filter, Error, Expression, Filter, FilterParameters, FilterReflection,
    FromFilterParameters, ParseFilter, Result, Runtime,
};
use liquid_lib::stdlib;

use super::guard::MAX_VALUE;

pub(super) fn register(filters: &mut PluginRegistry<Box<dyn ParseFilter>>) {
    let mut add = |filter: Box<dyn ParseFilter>| {
        let name = filter.reflection().name().to_owned();
        filters.register(name, filter);
    };
    add(Box::new(Append));
    add(Box::new(Prepend));
    add(Box::new(Replace));
    add(Box::new(Join));
    // Values are escaped already: escaping them again would show the escapes.
    let once: Box<dyn ParseFilter> = Box::new(stdlib::EscapeOnce);
    add(once.clone());
    add(Box::new(stdlib::Abs));
    add(Box::new(stdlib::AtLeast));
    add(Box::new(stdlib::AtMost));
    add(Box::new(stdlib::Capitalize));
    add(Box::new(stdlib::Ceil));
    add(Box::new(stdlib::Compact));
    add(Box::new(stdlib::Date));
    add(Box::new(stdlib::Default));
    add(Box::new(stdlib::DividedBy));
    add(Box::new(stdlib::Downcase));
    add(Box::new(stdlib::First));
    add(Box::new(stdlib::Floor));
    add(Box::new(stdlib::Last));
    add(Box::new(stdlib::Lstrip));
    add(Box::new(stdlib::Map));
    add(Box::new(stdlib::Minus));
    add(Box::new(stdlib::Modulo));
    add(Box::new(stdlib::NewlineToBr));
    add(Box::new(stdlib::Plus));
    add(Box::new(stdlib::Remove));
    add(Box::new(stdlib::RemoveFirst));
    add(Box::new(stdlib::Reverse));
    add(Box::new(stdlib::Round));
    add(Box::new(stdlib::Rstrip));
    add(Box::new(stdlib::Size));
    add(Box::new(stdlib::Slice));
    add(Box::new(stdlib::Sort));
    add(Box::new(stdlib::SortNatural));
    add(Box::new(stdlib::Split));
    add(Box::new(stdlib::Strip));
    add(Box::new(stdlib::StripHtml));
    add(Box::new(stdlib::StripNewlines));
    add(Box::new(stdlib::Times));
    add(Box::new(stdlib::Truncate));
    add(Box::new(stdlib::TruncateWords));
    add(Box::new(stdlib::Uniq));
    add(Box::new(stdlib::Upcase));
    add(Box::new(stdlib::UrlEncode));
    filters.register("escape".to_owned(), once);
}

/// A filter for messages alone: in a page it would undo the escaping of what an address brought along.
pub(super) fn register_decoding(filters: &mut PluginRegistry<Box<dyn ParseFilter>>) {
    filters.register("url_decode".to_owned(), Box::new(stdlib::UrlDecode));
}

/// A text, unless it is too long.
fn text(length: usize, make: impl FnOnce() -> String) -> Result<Value> {
    if length > MAX_VALUE {
        return Err(Error::with_msg("A filter's result is too long."));
    }
    Ok(Value::scalar(make()))
}

#[derive(Debug, FilterParameters)]
struct OneText {
    #[parameter(description = "The text to add.", arg_type = "str")]
    text: Expression,
}

#[derive(Clone, ParseFilter, FilterReflection)]
#[filter(
    name = "append",
    description = "Adds a text behind.",
    parameters(OneText),
    parsed(AppendFilter)
)]
struct Append;

#[derive(Debug, FromFilterParameters, Display_filter)]
#[name = "append"]
struct AppendFilter {
    #[parameters]
    args: OneText,
}

impl Filter for AppendFilter {
    fn evaluate(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> Result<Value> {
        let added = self.args.evaluate(runtime)?.text;
        let input = input.to_kstr();
        text(input.len() + added.len(), || format!("{input}{added}"))
    }
}

#[derive(Clone, ParseFilter, FilterReflection)]
#[filter(
    name = "prepend",
    description = "Adds a text in front.",
    parameters(OneText),
    parsed(PrependFilter)
)]
struct Prepend;

#[derive(Debug, FromFilterParameters, Display_filter)]
#[name = "prepend"]
struct PrependFilter {
    #[parameters]
    args: OneText,
}

impl Filter for PrependFilter {
    fn evaluate(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> Result<Value> {
        let added = self.args.evaluate(runtime)?.text;
        let input = input.to_kstr();
        text(input.len() + added.len(), || format!("{added}{input}"))
    }
}

#[derive(Debug, FilterParameters)]
struct ReplaceParameters {
    #[parameter(description = "What to look for.", arg_type = "str")]
    search: Expression,
    #[parameter(description = "What to put there.", arg_type = "str")]
    replacement: Option<Expression>,
}

#[derive(Clone, ParseFilter, FilterReflection)]
#[filter(
    name = "replace",
    description = "Replaces one text by another, everywhere.",
    parameters(ReplaceParameters),
    parsed(ReplaceFilter)
)]
struct Replace;

#[derive(Debug, FromFilterParameters, Display_filter)]
#[name = "replace"]
struct ReplaceFilter {
    #[parameters]
    args: ReplaceParameters,
}

impl Filter for ReplaceFilter {
    fn evaluate(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> Result<Value> {
        let args = self.args.evaluate(runtime)?;
        let replacement = args.replacement.unwrap_or_else(|| "".into());
        let input = input.to_kstr();
        let hits = input.matches(args.search.as_str()).count();
        text(input.len() + hits * replacement.len(), || {
            input.replace(args.search.as_str(), replacement.as_str())
        })
    }
}

#[derive(Debug, FilterParameters)]
struct JoinParameters {
    #[parameter(description = "What goes between.", arg_type = "str")]
    separator: Option<Expression>,
}

#[derive(Clone, ParseFilter, FilterReflection)]
#[filter(
    name = "join",
    description = "Joins a list to one text.",
    parameters(JoinParameters),
    parsed(JoinFilter)
)]
struct Join;

#[derive(Debug, FromFilterParameters, Display_filter)]
#[name = "join"]
struct JoinFilter {
    #[parameters]
    args: JoinParameters,
}

impl Filter for JoinFilter {
    fn evaluate(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> Result<Value> {
        let separator = self.args.evaluate(runtime)?.separator;
        let separator = separator.unwrap_or_else(|| " ".into());
        let Some(list) = input.as_array() else {
            return Ok(input.to_value());
        };
        let items: Vec<_> = list.values().map(|item| item.to_kstr()).collect();
        let length: usize = items.iter().map(|item| item.len() + separator.len()).sum();
        text(length, || {
            let items: Vec<&str> = items.iter().map(KStringCow::as_str).collect();
            items.join(separator.as_str())
        })
    }
}
