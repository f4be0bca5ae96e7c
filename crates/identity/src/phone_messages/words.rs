//! What a text message says: the words that the tenant chose, or ours.

use serde_json::{Map, Value, json};

use crate::context::Context;
use crate::liquid::{Engine as _, Form, LiquidEngine, TemplateError};
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

/// What a tenant says in place of our words.
#[derive(Clone, Debug)]
pub struct Own {
    /// The template.
    pub text: String,
    /// Who sends it, where that is another than usual.
    pub from: Option<String>,
    pub(super) names: Names,
}

/// By which names a template knows the tenant: upstream has two families of templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// `tenant` is its id, and `friendly_name` its name.
    Branding,
    /// `tenant.friendly_name` is its name.
    Factors,
}

impl Own {
    /// A template's words.
    pub const fn new(text: String, names: Names) -> Self {
        Self {
            text,
            from: None,
            names,
        }
    }
}

/// A message with a code. A template that can't be used is as if there were none.
pub fn of_code(
    code: &str,
    own: Option<&Own>,
    further: &[(&str, Value)],
    language: &str,
    context: &Context,
) -> String {
    let language = language_or_default(language, &context.tenant);
    let mut values = values(further, language, context);
    values.insert("code".to_owned(), json!(code));
    values.insert("password".to_owned(), json!(code));
    let written = own
        .and_then(|own| written(own, &values, context).ok())
        // Whoever waits for a code can't go on without it.
        .filter(|text| text.contains(code));
    let text = written.unwrap_or_else(|| {
        let ours = LiquidEngine.render(ours(language), &values, Form::Text);
        ours.unwrap_or_else(|_| code.to_owned())
    });
    shortened(&text)
}

/// A message that holds no code: in the tenant's words, or where those can't be used, in the usual ones.
pub fn of_notice(own: &Own, usual: &str, further: &[(&str, Value)], context: &Context) -> String {
    let language = language_or_default("", &context.tenant);
    let values = values(further, language, context);
    let written = written(own, &values, context);
    let usual = || LiquidEngine.render(usual, &values, Form::Text);
    shortened(&written.or_else(|_| usual()).unwrap_or_default())
}

/// What a tenant's own words make of a code.
///
/// # Errors
/// When the words can't be used.
pub fn tried(code: &str, own: &Own, context: &Context) -> Result<String, TemplateError> {
    let language = language_or_default("", &context.tenant);
    let further = [("code", json!(code)), ("password", json!(code))];
    written(own, &values(&further, language, context), context).map(|text| shortened(&text))
}

fn written(
    own: &Own,
    values: &Map<String, Value>,
    context: &Context,
) -> Result<String, TemplateError> {
    let text = own.text.replace("@@password@@", "{{ code }}");
    let written = match own.names {
        Names::Branding => LiquidEngine.render(&text, values, Form::Text),
        Names::Factors => {
            let mut values = values.clone();
            let name = context.tenant.display_name();
            // Upstream documents the one and shows the other.
            let tenant = json!({ "friendly_name": name, "friendlyName": name });
            values.insert("tenant".to_owned(), tenant);
            LiquidEngine.render(&text, &values, Form::Text)
        }
    }?;
    if written.trim().is_empty() {
        return Err(TemplateError::new("It says nothing."));
    }
    Ok(written)
}

/// The variables that every template has, under upstream's names.
fn values(further: &[(&str, Value)], language: &str, context: &Context) -> Map<String, Value> {
    let tenant = &context.tenant;
    // In Liquid an empty text is true.
    let setting = |name: &str| {
        let said = tenant.settings.document.get(name).cloned();
        said.filter(|value| value.as_str() != Some(""))
            .unwrap_or_default()
    };
    let logo = tenant.look.branding["logo_url"].clone();
    let common = [
        ("friendly_name", json!(tenant.display_name())),
        ("tenant", json!(tenant.id)),
        ("support_email", setting("support_email")),
        ("support_url", setting("support_url")),
        ("home_url", setting("default_redirection_uri")),
        ("logo_url", logo),
        ("request_language", json!(language)),
        ("locale", json!(language)),
        ("requestInfo", json!({ "lang": language })),
        ("message_type", json!("sms")),
        ("custom_domain", json!({ "domain": context.link_host() })),
    ];
    let mut values: Map<String, Value> = common
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect();
    let further = further.iter();
    values.extend(further.map(|(name, value)| ((*name).to_owned(), value.clone())));
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
