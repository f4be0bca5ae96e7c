//! The templates of our own: one layout, and words for each occasion in every language that Ostia speaks.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::messages::Occasion;

const LAYOUT: &str = include_str!("layout.html");
/// The dictionaries; the first language is what every other one falls back to.
const SOURCES: [(&str, &str); 7] = [
    ("en", include_str!("en.json")),
    ("de", include_str!("de.json")),
    ("fr", include_str!("fr.json")),
    ("es", include_str!("es.json")),
    ("pt", include_str!("pt.json")),
    ("ja", include_str!("ja.json")),
    ("ar", include_str!("ar.json")),
];

/// What a message says on an occasion. Texts are Liquid themselves.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    subject: String,
    title: String,
    paragraphs: Vec<String>,
    #[serde(default)]
    button: Option<String>,
    /// Whether `code` is shown.
    #[serde(default)]
    code: bool,
    #[serde(default)]
    after: Vec<String>,
}

/// What stands at the end of every message.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Common {
    /// Where the button does not work.
    link: String,
    foot: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dictionary {
    common: Common,
    occasions: BTreeMap<String, Words>,
}

/// A template of ours: three texts in Liquid.
#[derive(Clone, Debug)]
pub struct DefaultTemplate {
    /// The subject.
    pub subject: String,
    /// The formatted text.
    pub html: String,
    /// The text without formatting.
    pub text: String,
}

static DICTIONARIES: LazyLock<BTreeMap<&str, Dictionary>> = LazyLock::new(|| {
    let read = |(language, text)| {
        // A dictionary that can't be read is missing; a test reads them all.
        let dictionary = serde_json::from_str(text).ok()?;
        Some((language, dictionary))
    };
    SOURCES.into_iter().filter_map(read).collect()
});

/// Our template for an occasion, in the language asked for or else in English.
pub fn template(occasion: Occasion, language: &str) -> DefaultTemplate {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    let primary = primary.to_ascii_lowercase();
    let known = DICTIONARIES.get_key_value(primary.as_str());
    let Some((tag, dictionary)) = known.or_else(|| DICTIONARIES.get_key_value("en")) else {
        return empty();
    };
    match dictionary.occasions.get(occasion.name()) {
        Some(words) => written(words, &dictionary.common, tag),
        None => empty(),
    }
}

fn empty() -> DefaultTemplate {
    let texts = [(); 3].map(|()| String::new());
    let [subject, html, text] = texts;
    DefaultTemplate {
        subject,
        html,
        text,
    }
}

fn written(words: &Words, common: &Common, language: &str) -> DefaultTemplate {
    let paragraph = |text: &String| format!("<p style=\"margin:0 0 16px\">{text}</p>\n");
    let mut content: String = words.paragraphs.iter().map(paragraph).collect();
    if words.code {
        content.push_str(CODE);
    }
    if let Some(button) = &words.button {
        content.push_str(
            &BUTTON
                .replace("[button]", button)
                .replace("[link]", &common.link),
        );
    }
    content.extend(words.after.iter().map(paragraph));
    let (direction, start) = direction(language);
    DefaultTemplate {
        subject: words.subject.clone(),
        html: LAYOUT
            .replace("[language]", language)
            .replace("[direction]", direction)
            .replace("[start]", start)
            .replace("[title]", &words.title)
            .replace("[content]", &content)
            .replace("[foot]", &common.foot),
        text: plain(words, common),
    }
}

/// The writing direction, and where lines begin.
fn direction(language: &str) -> (&'static str, &'static str) {
    if language == "ar" {
        ("rtl", "right")
    } else {
        ("ltr", "left")
    }
}

fn plain(words: &Words, common: &Common) -> String {
    let mut parts = vec![words.title.clone()];
    parts.extend(words.paragraphs.iter().cloned());
    if words.code {
        parts.push("    {{ code }}".to_owned());
    }
    if words.button.is_some() {
        parts.push("{{ url }}".to_owned());
    }
    parts.extend(words.after.iter().cloned());
    parts.push(format!("-- \n{}", common.foot));
    parts.join("\n\n") + "\n"
}

const CODE: &str = "<p class=\"code\" style=\"margin:24px 0;font:600 32px/1.25 ui-monospace,Menlo,Consolas,monospace;\
                    letter-spacing:0.16em\">{{ code }}</p>\n";

const BUTTON: &str = "<p style=\"margin:24px 0\"><a class=\"button\" href=\"{{ url }}\" style=\"display:inline-block;\
                      padding:11px 20px;background:{{ brand.primary }};color:{{ brand.on_primary }};\
                      border-radius:8px;font-weight:600;text-decoration:none\">[button]</a></p>\n\
                      <p class=\"muted\" style=\"margin:0 0 16px;color:#5F5A54;font-size:13px\">[link]<br>\
                      <a href=\"{{ url }}\" style=\"color:inherit;overflow-wrap:anywhere;word-break:break-all\">{{ url }}</a></p>\n";

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;
    use crate::liquid::{Engine as _, Form, LiquidEngine};

    #[test]
    fn every_occasion_has_words_in_every_language() {
        let mut values = Map::new();
        values.insert("url".to_owned(), json!("https://a.example/u?ticket=1"));
        values.insert("code".to_owned(), json!("123456"));
        values.insert("friendly_name".to_owned(), json!("Acme"));
        for (language, _) in SOURCES {
            let dictionary = &DICTIONARIES[language];
            assert_eq!(dictionary.occasions.len(), Occasion::ALL.len());
            for occasion in Occasion::ALL {
                let words = &dictionary.occasions[occasion.name()];
                let template = template(occasion, language);
                let render = |text: &str, form| LiquidEngine.render(text, &values, form).unwrap();
                let [subject, text] =
                    [&template.subject, &template.text].map(|text| render(text, Form::Text));
                let html = render(&template.html, Form::Html);
                assert!(!subject.is_empty() && !subject.contains('\n'), "{subject}");
                for part in [&text, &html] {
                    assert!(!part.contains("{{") && !part.contains('['), "{part}");
                    assert_eq!(part.contains("123456"), words.code, "{part}");
                    assert_eq!(part.contains("ticket=1"), words.button.is_some(), "{part}");
                    assert!(part.contains("Acme"), "{part}");
                }
            }
        }
    }

    #[test]
    fn another_language_is_answered_in_english() {
        let english = template(Occasion::ResetEmail, "nl").subject;
        assert_eq!(english, template(Occasion::ResetEmail, "en-GB").subject);
        assert_ne!(english, template(Occasion::ResetEmail, "de-AT").subject);
    }
}
