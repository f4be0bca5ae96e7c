//! What a text message with a code says: the words that the tenant chose, or ours.

use serde_json::{Map, Value, json};

use crate::context::Context;
use crate::emails::liquid::{Engine as _, Form, LiquidEngine, TemplateError};
use crate::messages::language_or_default;

/// The longest text that is sent, in characters: ten messages of a telephone network.
const LONGEST: usize = 1_530;

/// Our words, in each language that Ostia speaks; the first is what every other one falls back to.
const OURS: [(&str, &str); 7] = [
    (
        "en",
        "{{ code }} is your code for {{ friendly_name }}. Tell nobody.",
    ),
    (
        "de",
        "{{ code }} ist Ihr Code für {{ friendly_name }}. Sagen Sie ihn niemandem.",
    ),
    (
        "fr",
        "{{ code }} est votre code pour {{ friendly_name }}. Ne le donnez à personne.",
    ),
    (
        "es",
        "{{ code }} es su código para {{ friendly_name }}. No se lo diga a nadie.",
    ),
    (
        "pt",
        "{{ code }} é o seu código para {{ friendly_name }}. Não o diga a ninguém.",
    ),
    (
        "ja",
        "{{ friendly_name }} のコードは {{ code }} です。誰にも教えないでください。",
    ),
    (
        "ar",
        "{{ code }} هو رمزك في {{ friendly_name }}. لا تخبر به أحدًا.",
    ),
];

/// A message with a code. A template that can't be used is as if there were none.
pub fn of_code(
    code: &str,
    own: Option<&str>,
    further: &[(&str, Value)],
    language: &str,
    context: &Context,
) -> String {
    let language = language_or_default(language, &context.tenant);
    let values = values(code, further, language, context);
    let written = own
        .filter(|own| !own.trim().is_empty())
        .and_then(|own| written(own, &values).ok())
        // Whoever waits for a code can't go on without it.
        .filter(|text| text.contains(code));
    let text = written.unwrap_or_else(|| {
        let ours = LiquidEngine.render(ours(language), &values, Form::Text);
        ours.unwrap_or_else(|_| code.to_owned())
    });
    shortened(&text)
}

/// What a tenant's own words make of a code.
///
/// # Errors
/// When the words can't be used.
pub fn tried(code: &str, own: &str, context: &Context) -> Result<String, TemplateError> {
    let language = language_or_default("", &context.tenant);
    written(own, &values(code, &[], language, context)).map(|text| shortened(&text))
}

fn written(own: &str, values: &Map<String, Value>) -> Result<String, TemplateError> {
    let own = own.replace("@@password@@", "{{ code }}");
    LiquidEngine.render(&own, values, Form::Text)
}

fn values(
    code: &str,
    further: &[(&str, Value)],
    language: &str,
    context: &Context,
) -> Map<String, Value> {
    let mut values: Map<String, Value> = further
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    let common = [
        ("code", json!(code)),
        ("password", json!(code)),
        ("friendly_name", json!(context.tenant.display_name())),
        ("tenant", json!(context.tenant.id)),
        ("request_language", json!(language)),
    ];
    values.extend(common.map(|(name, value)| (name.to_owned(), value)));
    values
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

fn ours(language: &str) -> &'static str {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    OURS.into_iter()
        .find(|(tag, _)| tag.eq_ignore_ascii_case(primary))
        .map_or(OURS[0].1, |(_, text)| text)
}
