//! What the pages say: prompt → screen → key → text, in every language that Ostia speaks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use askama::filters::Safe;
pub use ostia_identity::liquid::escape;

/// The languages that have built-in texts; the first is what every other one falls back to.
pub const LANGUAGES: [&str; 7] = ["en", "de", "fr", "es", "pt", "ja", "ar"];

/// The texts of each, in the same order. A new text goes into all of these files; a test names what is missing where.
const SOURCES: [&str; LANGUAGES.len()] = [
    include_str!("../../texts/en.json"),
    include_str!("../../texts/de.json"),
    include_str!("../../texts/fr.json"),
    include_str!("../../texts/es.json"),
    include_str!("../../texts/pt.json"),
    include_str!("../../texts/ja.json"),
    include_str!("../../texts/ar.json"),
];

/// The primary subtags of languages written from right to left.
const RIGHT_TO_LEFT: [&str; 5] = ["ar", "fa", "he", "ur", "yi"];

/// Texts by prompt, screen and key: Auth0's model of custom text.
pub type Dictionary = BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>;

/// The texts of one language, with a tenant's own in front of the built-in ones.
#[derive(Clone, Debug)]
pub struct Texts {
    language: &'static str,
    custom: Option<Arc<Dictionary>>,
}

impl Texts {
    /// The built-in texts of `language`, one of [`LANGUAGES`] as [`negotiate`] gives it.
    pub fn new(language: &'static str) -> Self {
        Self {
            language,
            custom: None,
        }
    }

    /// The same with a tenant's custom texts, which win key by key.
    #[must_use]
    pub fn with_custom(self, custom: Arc<Dictionary>) -> Self {
        Self {
            custom: Some(custom),
            ..self
        }
    }

    /// The language tag for `<html lang>`.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// The writing direction for `<html dir>`: `ltr` or `rtl`.
    pub fn direction(&self) -> &'static str {
        if RIGHT_TO_LEFT.contains(&primary_subtag(self.language)) {
            "rtl"
        } else {
            "ltr"
        }
    }

    /// The text without markup, its placeholders replaced; for titles and attributes, which the template escapes.
    pub fn plain(&self, place: [&str; 3], values: &[(&str, &str)]) -> String {
        self.fill(place, values, str::to_owned, str::to_owned)
    }

    /// The text as HTML: everything in it is escaped, and each value stands isolated in `<bdi>`, so that a name
    /// in another script (or a hostile one) can't reorder the sentence around it.
    pub fn html(&self, place: [&str; 3], values: &[(&str, &str)]) -> Safe<String> {
        Safe(self.fill(place, values, escape, |value| {
            format!("<bdi>{}</bdi>", escape(value))
        }))
    }

    /// The keys of a screen's texts.
    pub fn keys(&self, [prompt, screen]: [&str; 2]) -> BTreeSet<&str> {
        let custom = self.custom.as_deref().into_iter();
        let all = custom.chain([built_in(self.language), built_in(LANGUAGES[0])]);
        all.filter_map(|dictionary| dictionary.get(prompt)?.get(screen))
            .flat_map(BTreeMap::keys)
            .map(String::as_str)
            .collect()
    }

    /// Whether the text exists in any form.
    pub fn has(&self, place: [&str; 3]) -> bool {
        self.find(place).is_some()
    }

    fn fill(
        &self,
        place: [&str; 3],
        values: &[(&str, &str)],
        literal: impl Fn(&str) -> String,
        value: impl Fn(&str) -> String,
    ) -> String {
        let Some(text) = self.find(place) else {
            return format!("⟦{}⟧", literal(place[2]));
        };
        pieces(text)
            .map(|piece| match piece {
                Piece::Literal(part) => literal(part),
                Piece::Placeholder(name) => values
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map_or_else(String::new, |(_, given)| value(given)),
            })
            .collect()
    }

    fn find(&self, place: [&str; 3]) -> Option<&str> {
        self.custom
            .as_deref()
            .and_then(|custom| lookup(custom, place))
            .or_else(|| lookup(built_in(self.language), place))
            .or_else(|| lookup(built_in(LANGUAGES[0]), place))
    }
}

/// Picks a language: the first of `ui_locales` that is enabled and spoken, else the best of `Accept-Language`,
/// else the tenant's first enabled one, else English. Regions fall back to their language (`de-AT` to `de`).
pub fn negotiate(
    ui_locales: Option<&str>,
    accept_language: Option<&str>,
    enabled: &[&str],
) -> &'static str {
    let offered: Vec<&'static str> = enabled.iter().filter_map(|tag| spoken(tag)).collect();
    let pick = |tag: &str| spoken(tag).filter(|language| offered.contains(language));
    ui_locales
        .unwrap_or_default()
        .split_ascii_whitespace()
        .find_map(pick)
        .or_else(|| {
            by_preference(accept_language.unwrap_or_default())
                .into_iter()
                .find_map(pick)
        })
        .or_else(|| offered.first().copied())
        .unwrap_or(LANGUAGES[0])
}

fn spoken(tag: &str) -> Option<&'static str> {
    LANGUAGES
        .into_iter()
        .find(|language| language.eq_ignore_ascii_case(primary_subtag(tag)))
}

fn primary_subtag(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// The ranges of an `Accept-Language` header by falling weight (RFC 9110 §12.5.4), without those of weight 0.
fn by_preference(header: &str) -> Vec<&str> {
    let mut ranges: Vec<(f32, &str)> = header
        .split(',')
        .filter_map(|range| {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let weight = match parameters.trim().strip_prefix("q=") {
                Some(weight) => weight.trim().parse().ok()?,
                None => 1.0,
            };
            (weight > 0.0).then_some((weight, tag.trim()))
        })
        .collect();
    ranges.sort_by(|left, right| right.0.total_cmp(&left.0));
    ranges.into_iter().map(|(_, tag)| tag).collect()
}

fn lookup<'a>(dictionary: &'a Dictionary, [prompt, screen, key]: [&str; 3]) -> Option<&'a str> {
    dictionary
        .get(prompt)?
        .get(screen)?
        .get(key)
        .map(String::as_str)
}

fn built_in(language: &str) -> &'static Dictionary {
    static DICTIONARIES: [OnceLock<Dictionary>; LANGUAGES.len()] =
        [const { OnceLock::new() }; LANGUAGES.len()];
    let known = LANGUAGES.iter().position(|known| *known == language);
    let place = known.unwrap_or_default();
    DICTIONARIES[place].get_or_init(|| parse(SOURCES[place]))
}

/// The files are part of the program and a test reads them all, so a broken one never ships.
fn parse(json: &str) -> Dictionary {
    serde_json::from_str(json).unwrap_or_default()
}

enum Piece<'a> {
    Literal(&'a str),
    Placeholder(&'a str),
}

/// Cuts `Hello ${name}.` into its literal parts and placeholders.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((name, after)) = rest.strip_prefix("${").and_then(|it| it.split_once('}')) {
            rest = after;
            return Some(Piece::Placeholder(name));
        }
        // A `${` that never closes is literal text: skip past it to find the next.
        let start = usize::from(rest.starts_with("${")) * 2;
        let end = rest[start..].find("${").map_or(rest.len(), |at| at + start);
        let (literal, after) = rest.split_at(end);
        rest = after;
        Some(Piece::Literal(literal))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `ui_locales`, `Accept-Language`, what is enabled, what comes out.
    type Case<'a> = (Option<&'a str>, Option<&'a str>, &'a [&'a str], &'a str);

    fn placeholders(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> = pieces(text)
            .filter_map(|piece| match piece {
                Piece::Placeholder(name) => Some(name),
                Piece::Literal(_) => None,
            })
            .collect();
        names.sort_unstable();
        names
    }

    fn flatten(dictionary: &Dictionary) -> BTreeMap<String, Vec<&str>> {
        let mut flat = BTreeMap::new();
        for (prompt, screens) in dictionary {
            for (screen, texts) in screens {
                for (key, text) in texts {
                    assert!(!text.trim().is_empty(), "{prompt}.{screen}.{key} is empty");
                    assert!(!text.contains('!'), "{prompt}.{screen}.{key} shouts");
                    flat.insert(format!("{prompt}.{screen}.{key}"), placeholders(text));
                }
            }
        }
        flat
    }

    #[test]
    fn languages_have_the_same_keys_and_placeholders() {
        let english = flatten(built_in("en"));
        assert!(english.len() > 50);
        let mut wrong = Vec::new();
        for language in LANGUAGES {
            let other = flatten(built_in(language));
            for (key, names) in &english {
                match other.get(key) {
                    None => wrong.push(format!("texts/{language}.json lacks {key}")),
                    Some(theirs) if theirs != names => {
                        wrong.push(format!("texts/{language}.json: {key} needs {names:?}"));
                    }
                    Some(_) => {}
                }
            }
            let superfluous = other.keys().filter(|key| !english.contains_key(*key));
            wrong.extend(
                superfluous.map(|key| format!("texts/{language}.json: no page says {key}")),
            );
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn negotiates() {
        let both = ["en", "de"];
        let table: [Case; 16] = [
            (None, None, &both, "en"),
            (None, None, &["de", "en"], "de"),
            (None, None, &[], "en"),
            (Some("de"), Some("en"), &both, "de"),
            (Some("de-AT"), None, &both, "de"),
            (Some("nl de en"), None, &both, "de"),
            (Some("DE_ch"), None, &both, "de"),
            (Some("nl"), Some("de"), &both, "de"),
            (Some("fr-CA"), None, &["en", "fr"], "fr"),
            (Some("de"), Some("pt"), &["ar", "pt-BR"], "pt"),
            (None, Some("nl, de;q=0.5, en;q=0.7"), &both, "en"),
            (None, Some("en;q=0, de;q=0.1"), &both, "de"),
            (None, Some("en;q=0.4,de-CH;q=0.9"), &["en", "de-AT"], "de"),
            (Some("de"), Some("de"), &["en"], "en"),
            (Some("de"), None, &["nl", "da"], "en"),
            (None, Some(";;q=,*"), &["de"], "de"),
        ];
        for (ui_locales, accept_language, enabled, expected) in table {
            assert_eq!(
                negotiate(ui_locales, accept_language, enabled),
                expected,
                "{ui_locales:?} {accept_language:?} {enabled:?}"
            );
        }
    }

    #[test]
    fn custom_texts_win_and_nothing_in_them_is_markup() {
        let custom = serde_json::from_str(
            r#"{"login":{"login":{"title":"<b>Hi</b> ${clientName} ${unknown}${"}}}"#,
        )
        .unwrap();
        let texts = Texts::new("de").with_custom(Arc::new(custom));
        let values = [("clientName", "A&\"B\"${clientName}")];
        assert_eq!(
            texts.html(["login", "login", "title"], &values).0,
            "&lt;b&gt;Hi&lt;/b&gt; <bdi>A&amp;&quot;B&quot;${clientName}</bdi> ${"
        );
        assert_eq!(
            texts.plain(["login", "login", "buttonText"], &[]),
            "Anmelden"
        );
        assert_eq!(
            texts.plain(["login", "login", "no-such-key"], &[]),
            "⟦no-such-key⟧"
        );
    }
}
