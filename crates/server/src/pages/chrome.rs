//! What every page shares: language, branding, and who is asking.

use askama::filters::Safe;

use super::assets::{MARK, STYLESHEET, VERIFICATION_SCRIPT, WIDGET_STYLESHEET};
use super::branding::{Branding, WebUrl};
use super::own::Own;
use super::response::Nonce;
use super::texts::Texts;

/// Names longer than this are cut: an application's owner chooses its name, not how much of the page it fills.
const LONGEST_NAME: usize = 64;

/// What every page shares.
#[derive(Clone, Debug)]
pub struct Chrome {
    /// The page's language and words.
    pub texts: Texts,
    /// The organization's branding if there is one, else the tenant's.
    pub branding: Branding,
    /// The tenant's friendly name.
    pub company: String,
    /// The host name that the person is at, for example `login.acme.example`.
    pub domain: String,
    /// The application that sent the person here, where it is known and trusted enough to be named.
    pub application: Option<Application>,
    /// The organization that the person signs in to.
    pub organization: Option<Organization>,
    /// The tenant's own markup, where it has some.
    pub own: Option<Own>,
}

/// The application that is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its name, as its owner wrote it.
    pub name: String,
    /// Who runs it.
    pub ownership: Ownership,
    /// Its logo, shown on the consent page.
    pub logo: Option<WebUrl>,
}

/// Who runs an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ownership {
    /// The tenant itself.
    FirstParty,
    /// Somebody else, which the pages always say.
    ThirdParty(Owner),
}

/// What is known of a third party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The domain that the answer goes to (or that the client's metadata document is at).
    Domain(String),
    /// The answer goes to a program on the person's device (loopback or a scheme of its own), so no domain vouches.
    Device,
}

/// The organization that the person signs in to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Its id, for the address of its theme.
    pub id: String,
    /// Its name for people.
    pub display_name: String,
}

/// What every form of the hosted flow carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Where it posts to, for example `/u/login?state=…`.
    pub action: String,
    /// The login transaction.
    pub state: String,
    /// The token against cross-site request forgery.
    pub csrf: String,
    /// What the browser has to prove, where it has to.
    pub verification: Option<Verification>,
}

impl Form {
    /// What lets the script run that proves it.
    pub(super) fn nonce(&self) -> Option<&Nonce> {
        self.verification.as_ref().map(|asked| &asked.nonce)
    }

    /// The words around the proof.
    pub(super) fn verification_text(&self, key: &str, chrome: &Chrome) -> String {
        let wait = self.verification.as_ref().map(|asked| asked.wait);
        let seconds = wait.unwrap_or_default().to_string();
        chrome.plain(["common", "verification", key], &[("seconds", &seconds)])
    }
}

/// What a form asks a browser to prove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The text that a number is looked for.
    pub challenge: String,
    /// How many bits of the digest have to be zero.
    pub bits: u32,
    /// After how many seconds the form is taken without.
    pub wait: i64,
    /// Lets the script run.
    pub nonce: Nonce,
    /// Whether the form came back without the proof.
    pub was_refused: bool,
}

impl Verification {
    pub(super) fn script_url() -> String {
        VERIFICATION_SCRIPT.url()
    }
}

/// A way on, with its words already chosen by the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub text: String,
}

/// A link to another identity provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderLink {
    /// The way there, and what people call it.
    pub link: Link,
    /// What kind of provider it is: chooses the picture.
    pub strategy: String,
}

impl Chrome {
    /// A text as HTML with the placeholders `clientName`, `companyName`, `domain` and `ownerDomain`, and `values`.
    pub fn html(&self, place: [&str; 3], values: &[(&str, &str)]) -> Safe<String> {
        self.texts.html(place, &values_of(&self.names(), values))
    }

    /// The same without markup.
    pub fn plain(&self, place: [&str; 3], values: &[(&str, &str)]) -> String {
        self.texts.plain(place, &values_of(&self.names(), values))
    }

    /// A text of the prompt `common` as HTML, for the parts that all pages share.
    pub(super) fn common(&self, screen: &str, key: &str) -> Safe<String> {
        self.html(["common", screen, key], &[])
    }

    /// The application's name as it is shown, empty where none is known.
    pub fn application_name(&self) -> String {
        self.application
            .as_ref()
            .map(|application| shown(&application.name))
            .unwrap_or_default()
    }

    /// The organization's name if there is one, else the tenant's.
    pub fn company_name(&self) -> String {
        shown(
            self.organization
                .as_ref()
                .map_or(&self.company, |organization| &organization.display_name),
        )
    }

    /// The owner of the application, where that isn't the tenant.
    pub fn third_party(&self) -> Option<&Owner> {
        match &self.application.as_ref()?.ownership {
            Ownership::FirstParty => None,
            Ownership::ThirdParty(owner) => Some(owner),
        }
    }

    /// Who the third party is, in words.
    pub(super) fn owner_text(&self) -> Option<Safe<String>> {
        let key = match self.third_party()? {
            Owner::Domain(_) => "ownerDomain",
            Owner::Device => "ownerDevice",
        };
        Some(self.common("application", key))
    }

    pub(super) fn stylesheet() -> String {
        STYLESHEET.url()
    }

    pub(super) fn widget_stylesheet() -> String {
        WIDGET_STYLESHEET.url()
    }

    pub(super) fn theme(&self) -> Option<String> {
        let organization = self.organization.as_ref();
        self.branding
            .theme_url(organization.map(|organization| organization.id.as_str()))
    }

    pub(super) fn favicon(&self) -> String {
        self.branding
            .favicon
            .as_ref()
            .map_or_else(|| MARK.url(), ToString::to_string)
    }

    /// Every image from elsewhere that a page may show.
    pub(super) fn logos(&self) -> impl Iterator<Item = &WebUrl> {
        let application = self.application.as_ref();
        application
            .into_iter()
            .filter_map(|application| application.logo.as_ref())
    }

    fn names(&self) -> [(&'static str, String); 4] {
        let owner = match self.third_party() {
            Some(Owner::Domain(domain)) => harmless(domain),
            _ => String::new(),
        };
        [
            ("clientName", self.application_name()),
            ("companyName", self.company_name()),
            ("domain", self.domain.clone()),
            ("ownerDomain", owner),
        ]
    }
}

fn values_of<'a>(
    names: &'a [(&'static str, String)],
    values: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let names = names.iter().map(|(name, value)| (*name, value.as_str()));
    values.iter().copied().chain(names).collect()
}

/// A name from elsewhere as it may be shown: one line, no control or direction-changing characters, not too long.
pub(super) fn shown(name: &str) -> String {
    let name = harmless(name);
    let mut characters = name.trim().chars();
    let mut short: String = characters.by_ref().take(LONGEST_NAME).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}

/// The same in full length: a domain is never cut, since its end is what tells whose it is.
fn harmless(text: &str) -> String {
    let kept = |character: &char| {
        !character.is_control()
            && !matches!(character, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().filter(kept).collect()
}
