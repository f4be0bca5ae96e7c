//! Writing an e-mail: the tenant's template for the occasion, or ours, with the values filled in.

use serde_json::{Map, Value, json};

use super::{defaults, provider, templates};
use crate::context::Context;
use crate::failure::Broken;
use crate::liquid::{Engine, Form, LiquidEngine, TemplateError};
use crate::messages::{Occasion, language_or_default};

/// Colours of our own look, where the tenant has none.
const PRIMARY: &str = "#0B5C6B";

/// An e-mail, ready to be sent.
#[derive(Clone, Debug)]
pub struct Composed {
    /// The sender, as `Name <address>` or an address.
    pub from: String,
    /// One line.
    pub subject: String,
    /// The formatted text.
    pub html: String,
    /// The text without formatting.
    pub text: String,
    /// What was wrong with the tenant's own template, where ours took its place.
    pub complaint: Option<TemplateError>,
}

/// Writes an e-mail. `None` where the tenant doesn't send one on this occasion.
///
/// # Errors
/// When the database is away.
pub async fn compose(
    occasion: Occasion,
    language: &str,
    values: Map<String, Value>,
    context: &Context,
) -> Result<Option<Composed>, Broken> {
    let own = templates::find(occasion.name(), context).await?;
    let is_on = match &own {
        Some(own) => own["enabled"] != false,
        None => occasion.is_sent_by_default(),
    };
    if !is_on && !occasion.is_essential() {
        return Ok(None);
    }
    compose_with(own.filter(|_| is_on), occasion, language, values, context)
        .await
        .map(Some)
}

/// Writes an e-mail from a template (`from`, `subject`, `body`), or where there is none or it can't be used, from ours.
///
/// # Errors
/// When the database is away.
pub async fn compose_with(
    own: Option<Value>,
    occasion: Occasion,
    language: &str,
    values: Map<String, Value>,
    context: &Context,
) -> Result<Composed, Broken> {
    let language = language_or_default(language, &context.tenant);
    let values = with_common(values, language, context);
    let sender = provider::default_sender(context).await?;
    let mut complaint = None;
    let written = match own.as_ref().map(|own| from_own(own, &values)) {
        Some(Ok(written)) => Some(written),
        Some(Err(error)) => {
            complaint = Some(error);
            None
        }
        None => None,
    };
    let written = match written {
        Some(written) => written,
        None => from_ours(occasion, language, &values).map_err(Broken::internal)?,
    };
    let template_sender = own.as_ref().and_then(|own| own["from"].as_str());
    let template_sender = template_sender.filter(|from| !from.trim().is_empty());
    let from = template_sender
        .and_then(|from| LiquidEngine.render(from, &values, Form::Text).ok())
        .or(sender)
        .unwrap_or_else(|| our_sender(context));
    Ok(Composed {
        from: one_line(&from),
        complaint,
        ..written
    })
}

/// Where neither the template nor the provider names a sender.
fn our_sender(context: &Context) -> String {
    let domain = context.tenant.domain.split(':').next().unwrap_or_default();
    format!("no-reply@{domain}")
}

fn from_own(own: &Value, values: &Map<String, Value>) -> Result<Composed, TemplateError> {
    let text = |name: &str| own[name].as_str().unwrap_or_default();
    let html = LiquidEngine.render(text("body"), values, Form::Html)?;
    Ok(Composed {
        from: String::new(),
        subject: one_line(&LiquidEngine.render(text("subject"), values, Form::Text)?),
        text: plain_text(&html),
        html,
        complaint: None,
    })
}

fn from_ours(
    occasion: Occasion,
    language: &str,
    values: &Map<String, Value>,
) -> Result<Composed, TemplateError> {
    let ours = defaults::template(occasion, language);
    Ok(Composed {
        from: String::new(),
        subject: one_line(&LiquidEngine.render(&ours.subject, values, Form::Text)?),
        html: LiquidEngine.render(&ours.html, values, Form::Html)?,
        text: LiquidEngine.render(&ours.text, values, Form::Text)?,
        complaint: None,
    })
}

/// The variables that every template has, under upstream's names.
fn with_common(
    mut values: Map<String, Value>,
    language: &str,
    context: &Context,
) -> Map<String, Value> {
    let tenant = &context.tenant;
    // In Liquid an empty text is true.
    let said = |value: &Value| value.as_str() != Some("");
    let setting = |name: &str| {
        tenant
            .settings
            .document
            .get(name)
            .filter(|value| said(value))
            .cloned()
    };
    let mut set = |name: &str, value: Value| {
        values.entry(name.to_owned()).or_insert(value);
    };
    set("tenant", json!(tenant.id.as_str()));
    set("friendly_name", json!(tenant.display_name()));
    set(
        "support_email",
        setting("support_email").unwrap_or_default(),
    );
    set("support_url", setting("support_url").unwrap_or_default());
    set(
        "home_url",
        setting("default_redirection_uri").unwrap_or_default(),
    );
    set("request_language", json!(language));
    set("root_url", json!(tenant.issuer()));
    set("custom_domain", json!({ "domain": tenant.domain }));
    set(
        "brand",
        brand(&tenant.look.branding, setting("picture_url")),
    );
    values
}

/// The tenant's colour and logo, as far as they are what they should be: they stand in style attributes.
fn brand(branding: &Value, picture: Option<Value>) -> Value {
    let primary = branding["colors"]["primary"]
        .as_str()
        .filter(|color| is_hex_color(color));
    let primary = primary.unwrap_or(PRIMARY);
    let logo = branding["logo_url"].as_str().map(str::to_owned);
    let logo = logo
        .or_else(|| picture?.as_str().map(str::to_owned))
        .filter(|url| url.starts_with("https://"));
    json!({ "primary": primary, "on_primary": readable_on(primary), "logo": logo })
}

fn is_hex_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

/// Black or white, whichever has more contrast (WCAG 2.2 relative luminance).
fn readable_on(color: &str) -> &'static str {
    let channel = |range: std::ops::Range<usize>| {
        let digits = color.get(range).unwrap_or("00");
        let value = f64::from(u8::from_str_radix(digits, 16).unwrap_or(0)) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    let luminance = 0.2126 * channel(1..3) + 0.7152 * channel(3..5) + 0.0722 * channel(5..7);
    // Where both contrasts are equal: √(1.05 × 0.05) − 0.05.
    if luminance > 0.179 {
        "#1C1B1A"
    } else {
        "#FFFFFF"
    }
}

/// What may stand in a header: no line breaks, no control characters.
fn one_line(text: &str) -> String {
    let cleaned: String = text
        .chars()
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .take(998)
        .collect();
    cleaned.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// HTML as plain text: for readers without formatting, and for filters that mistrust mail without it.
fn plain_text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    let mut link: Option<String> = None;
    while let Some(start) = rest.find('<') {
        push_words(&mut text, &rest[..start]);
        let inner = &rest[start + 1..];
        let Some(length) = inner.find('>') else {
            rest = "";
            break;
        };
        let tag = &inner[..length];
        rest = &inner[length + 1..];
        let name: String = tag
            .chars()
            .take_while(|character| character.is_ascii_alphanumeric() || "/!".contains(*character))
            .collect::<String>()
            .to_ascii_lowercase();
        match name.as_str() {
            "head" | "style" | "script" | "title" => {
                let end = format!("</{name}");
                let lower = rest.to_ascii_lowercase();
                rest = lower.find(&end).map_or("", |at| &rest[at..]);
            }
            "a" => link = attribute(tag, "href"),
            "/a" => {
                if let Some(address) = link
                    .take()
                    .filter(|address| !text.ends_with(address.as_str()))
                {
                    text.push_str(" (");
                    text.push_str(&address);
                    text.push(')');
                }
            }
            "br" | "/p" | "/div" | "/tr" | "/li" | "/h1" | "/h2" | "/h3" | "/table" => {
                text.push('\n');
            }
            _ => {}
        }
    }
    push_words(&mut text, rest);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut result = String::new();
    for line in lines {
        if !(line.is_empty() && (result.is_empty() || result.ends_with("\n\n"))) {
            result.push_str(line);
            result.push('\n');
        }
    }
    result
}

fn push_words(text: &mut String, html: &str) {
    let words = unescape(html);
    for word in words.split_whitespace() {
        if !text.is_empty() && !text.ends_with(['\n', ' ']) {
            text.push(' ');
        }
        text.push_str(word);
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let at = tag.to_ascii_lowercase().find(&format!("{name}="))?;
    let value = tag.get(at + name.len() + 1..)?;
    let quote = value.chars().next()?;
    let value = match quote {
        '"' | '\'' => value[1..].split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    Some(unescape(value))
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_readable_text() {
        let html = "<html><head><style>p { color: red }</style></head><body><h1>Hello</h1>\
                    <p>Open <a href=\"https://a.example/?a=1&amp;b=2\">this\n link</a>, <b>Ada</b> &amp; co.</p></body></html>";
        assert_eq!(
            plain_text(html),
            "Hello\nOpen this link (https://a.example/?a=1&b=2) , Ada & co.\n"
        );
        assert_eq!(plain_text("a < b"), "a\n");
        assert_eq!(plain_text(""), "");
    }

    #[test]
    fn a_header_is_one_line() {
        assert_eq!(
            one_line("Hello\r\nBcc: a@example.com\0"),
            "Hello Bcc: a@example.com"
        );
    }

    #[test]
    fn text_on_the_tenants_colour_is_readable() {
        assert_eq!(readable_on("#0B5C6B"), "#FFFFFF");
        assert_eq!(readable_on("#FFEE00"), "#1C1B1A");
        assert!(!is_hex_color("#0B5C6B;x:y"));
        assert!(!is_hex_color("red"));
    }
}
