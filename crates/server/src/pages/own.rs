//! A tenant's own markup: the page around the screens, and pieces within them.
//!
//! A screen's document is cut in two here and nowhere else: what it needs in the head, and the card that people see. The
//! tenant's page is put around them; where it can't be, the document stays as it is, because somebody waits for it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use ostia_identity::branding::{Look, PageTemplate};
use ostia_identity::liquid::{Form, TemplateError, Values};
use ostia_identity::prompts::partials::{Partial, Partials};
use ostia_identity::tenants::Tenant;
use serde_json::{Value, json};

use super::chrome::Chrome;
use super::texts::escape;

/// How a screen's document is written (`layout.html`).
const HEAD: [&str; 2] = ["<head>\n", "\n</head>"];
const CARD: [&str; 2] = [
    "<body>\n<div class=\"page\">\n",
    "\n<footer class=\"foot\">",
];
const SCRIPT: [&str; 2] = ["</footer>\n</div>", "\n</body>"];

/// The tenant's own markup, and what it can speak of.
#[derive(Clone, Debug)]
pub struct Own {
    /// The page.
    pub page: Option<Arc<PageTemplate>>,
    /// The pieces, by prompt.
    pub partials: BTreeMap<String, Arc<Partials>>,
    /// Host and port that the browser is at.
    pub host: String,
    tenant: String,
    values: Values,
    complete: OnceLock<Values>,
    failure: Arc<OnceLock<String>>,
}

impl Own {
    /// That of a tenant, with what holds for all of its pages (reference: the variables of upstream's page templates).
    pub fn of(look: &Look, tenant: &Tenant) -> Self {
        let setting = |name: &str| tenant.settings.document.get(name).cloned();
        let branding = branding(&look.branding);
        let values = json!({
            "tenant": {
                "friendly_name": tenant.display_name(),
                "support_email": setting("support_email").filter(says),
                "support_url": setting("support_url").filter(says),
                "enabled_locales": tenant.settings.enabled_locales.join(", "),
            },
            "branding": branding,
            "theme": look.theme,
        });
        let values = values.as_object().cloned().unwrap_or_default();
        Self {
            page: look.page.clone(),
            partials: look.partials.clone(),
            host: tenant.host.clone(),
            tenant: tenant.id.to_string(),
            values: Values::new(&values, Form::Html),
            complete: OnceLock::new(),
            failure: Arc::default(),
        }
    }

    /// That of a tenant with this page and nothing else.
    #[cfg(test)]
    pub(super) fn with_page(text: &str) -> Self {
        Self {
            page: Some(Arc::new(PageTemplate::parse(text).expect("a page"))),
            partials: BTreeMap::new(),
            host: "login.acme.example".to_owned(),
            tenant: "acme".to_owned(),
            values: Values::new(&serde_json::Map::new(), Form::Html),
            complete: OnceLock::new(),
            failure: Arc::default(),
        }
    }

    /// Where it says what was wrong with it, once the page was written.
    pub fn failure(&self) -> Arc<OnceLock<String>> {
        self.failure.clone()
    }

    /// Adds something to speak of.
    pub fn set(&mut self, name: &str, value: &Value) {
        self.values.set(name, value, Form::Html);
    }

    /// Whether a screen has some of it.
    pub(super) fn is_in(&self, place: [&'static str; 2]) -> bool {
        let has_pieces = |[prompt, screen]: [&str; 2]| self.partials.get(prompt)?.get(screen);
        let mut places = [place].into_iter().chain(stands_for(place).iter().copied());
        self.page.is_some() || places.any(|place| has_pieces(place).is_some())
    }

    /// What stands at a place of a screen: its own piece, or else those of the screens that it stands for. Empty where
    /// there is none, or none that can be used.
    pub(super) fn partial(
        &self,
        screen: [&'static str; 2],
        point: &str,
        values: impl FnOnce() -> Subjects,
    ) -> String {
        let piece =
            |[prompt, screen]: [&str; 2]| self.partials.get(prompt)?.get(screen)?.get(point);
        let mut pieces: Vec<_> = piece(screen)
            .map(|piece| (screen, piece))
            .into_iter()
            .collect();
        if pieces.is_empty() {
            let others = stands_for(screen).iter();
            pieces.extend(others.filter_map(|other| Some((*other, piece(*other)?))));
        }
        let Some(values) = (!pieces.is_empty()).then(|| self.complete(values)) else {
            return String::new();
        };
        let drawn =
            pieces
                .into_iter()
                .map(|([prompt, screen], piece)| match piece.render(values) {
                    Ok(markup) => format!("\n<div class=\"partial\">\n{markup}\n</div>"),
                    Err(error) => {
                        self.complain_of_piece(piece, [prompt, screen, point], &error);
                        String::new()
                    }
                });
        drawn.collect()
    }

    /// The tenant's page around a screen's document.
    pub(super) fn around(
        &self,
        document: String,
        chrome: &Chrome,
        values: impl FnOnce() -> Subjects,
    ) -> String {
        let Some(page) = &self.page else {
            return document;
        };
        let Some((head, widget)) = cut(&document, chrome) else {
            return document;
        };
        match page.around(head, &widget, self.complete(values)) {
            Ok(page) => page,
            Err(error) => {
                let _ = self.failure.set(error.to_string());
                if page.fails_first() {
                    let tenant = &self.tenant;
                    tracing::warn!(tenant, %error, "a tenant's page template can't be used; ours was");
                }
                document
            }
        }
    }

    fn complain_of_piece(&self, piece: &Partial, place: [&str; 3], error: &TemplateError) {
        let _ = self.failure.set(error.to_string());
        if piece.fails_first() {
            let (tenant, place) = (&self.tenant, place.join("/"));
            tracing::warn!(tenant, place, %error, "a tenant's partial can't be used; it was left out");
        }
    }

    fn complete(&self, values: impl FnOnce() -> Subjects) -> &Values {
        self.complete.get_or_init(|| {
            let Subjects { values, links } = values();
            let mut complete = self.values.clone();
            for (name, value) in &values {
                complete.set(name, value, Form::Html);
            }
            for (key, markup) in links {
                complete.set_markup(&["prompt", "screen", "texts", &key], markup);
            }
            complete
        })
    }
}

/// The screens of upstream's that one of ours stands for: there is one page to sign up, and one that asks for consent.
fn stands_for(place: [&'static str; 2]) -> &'static [[&'static str; 2]] {
    match place {
        ["signup", "signup"] => &[
            ["signup-id", "signup-id"],
            ["signup-password", "signup-password"],
        ],
        ["consent", "consent"] => &[["customized-consent", "customized-consent"]],
        _ => &[],
    }
}

/// In Liquid an empty text is true.
fn says(value: &Value) -> bool {
    value.as_str() != Some("")
}

/// The branding with our colours where it names none.
fn branding(own: &Value) -> Value {
    let initial = ostia_identity::branding::initial();
    if own.is_object() {
        ostia_identity::tenant_documents::applied(initial, own)
    } else {
        initial
    }
}

/// What holds for one screen.
pub(super) struct Subjects {
    values: serde_json::Map<String, Value>,
    /// Texts of the tenant's own that may have links.
    links: Vec<(String, String)>,
}

impl Subjects {
    /// A screen with its texts, as `plain` gives them.
    pub(super) fn of(
        [prompt, screen]: [&str; 2],
        chrome: &Chrome,
        plain: impl Fn(&str) -> String,
    ) -> Self {
        let mut texts = serde_json::Map::new();
        let mut links = Vec::new();
        for key in chrome.texts.keys([prompt, screen]) {
            let text = plain(key);
            if let Some(name) = key.strip_prefix("var-") {
                let markup = with_links(&text);
                links.push((camel(name), markup.clone()));
                links.push((key.to_owned(), markup));
            } else {
                texts.insert(key.to_owned(), text.into());
            }
        }
        let mut values = serde_json::Map::new();
        let prompt = json!({ "name": prompt, "screen": { "name": screen, "texts": texts } });
        values.insert("prompt".to_owned(), prompt);
        values.insert("locale".to_owned(), chrome.texts.language().into());
        values.insert("dir".to_owned(), chrome.texts.direction().into());
        Self { values, links }
    }
}

/// `tos` is called `varTos`, `terms-link` `varTermsLink`.
fn camel(name: &str) -> String {
    let mut text = "var".to_owned();
    for word in name.split('-') {
        let mut characters = word.chars();
        text.extend(characters.next().map(|first| first.to_ascii_uppercase()));
        text.push_str(characters.as_str());
    }
    text
}

/// A text as HTML, in which `[words](https://…)` is a link.
fn with_links(text: &str) -> String {
    let mut markup = String::new();
    let mut rest = text;
    while let Some((before, words, address, after)) = link(rest) {
        markup.push_str(&escape(before));
        let (address, words) = (escape(address), escape(words));
        markup.extend(["<a href=\"", &address, "\">", &words, "</a>"]);
        rest = after;
    }
    markup.push_str(&escape(rest));
    markup
}

/// The first link of a text: what is before it, its words, its address, and what is behind it.
fn link(text: &str) -> Option<(&str, &str, &str, &str)> {
    let middle = text.find("](https://")?;
    let start = text[..middle].rfind('[')?;
    let (address, after) = text[middle + 2..].split_once(')')?;
    Some((&text[..start], &text[start + 1..middle], address, after))
}

/// A screen's document, cut in two.
fn cut<'a>(document: &'a str, chrome: &Chrome) -> Option<(&'a str, String)> {
    let between = |[start, end]: [&str; 2]| {
        let (_, rest) = document.split_once(start)?;
        rest.split_once(end).map(|(part, _)| part)
    };
    let (card, script) = (between(CARD)?, between(SCRIPT)?);
    // The page's header is the tenant's, and there is one banner: ours becomes a region of its own.
    let company = escape(&chrome.company_name());
    let region = format!("<section class=\"brand\" aria-label=\"{company}\">");
    let card = card
        .replacen("<header class=\"brand\">", &region, 1)
        .replacen("</header>", "</section>", 1);
    let (language, direction) = (chrome.texts.language(), chrome.texts.direction());
    let widget = format!(
        "<div class=\"widget\" lang=\"{language}\" dir=\"{direction}\">\n{card}\n</div>{script}"
    );
    Some((between(HEAD)?, widget))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_ones_own_have_links() {
        assert_eq!(
            with_links("I <agree> to [the & terms](https://a.example/?a=1&b=2), [x](javascript:y)"),
            "I &lt;agree&gt; to <a href=\"https://a.example/?a=1&amp;b=2\">the &amp; terms</a>, [x](javascript:y)"
        );
        assert_eq!(with_links("](https://a.example)"), "](https://a.example)");
        assert_eq!(camel("tos"), "varTos");
        assert_eq!(camel("terms-link"), "varTermsLink");
    }
}
