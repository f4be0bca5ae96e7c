//! The hosted pages: one typed struct per page, rendered to HTML that needs no other host, and no script
//! but for an authenticator to answer, or to prove that there is a browser.
//!
//! A page is made of values and gives two things back, [`Page::render`] and [`Page::headers`]; it knows neither
//! requests nor storage. What every page shares (language, branding, who is asking) is its [`Chrome`].

mod account;
mod assets;
mod branding;
mod chrome;
mod confirmation;
mod consent;
mod device;
mod error;
mod headers;
mod identifier;
mod login;
mod logout;
mod organizations;
mod own;
mod passkey;
mod passwordless;
mod reset_password;
mod response;
mod samples;
mod second_factor;
mod signup;
mod texts;
mod ticket;
mod webauthn;

use askama::filters::Safe;

pub use account::{
    AccountApplication, AccountDeletedPage, AccountFactor, AccountNotice, AccountPage,
    AccountProfile, AccountSession, DeleteAccountPage,
};
pub use assets::{
    ASSETS, Asset, IMMUTABLE, MARK, REVALIDATE, STYLESHEET, VERIFICATION_SCRIPT, WEBAUTHN_SCRIPT,
    WIDGET_STYLESHEET, version,
};
pub use branding::{Background, Branding, Color, WebUrl, theme_css};
pub use chrome::{
    Application, Chrome, Form, Link, Organization, Owner, Ownership, ProviderLink, Verification,
};
pub use confirmation::ConfirmationPage;
pub use consent::{ConsentPage, RequestedScope, ScopeWording};
pub use device::{DeviceCodePage, DeviceCodeProblem, DeviceConfirmationPage, DeviceDonePage};
pub use error::{ErrorKind, ErrorPage, MessageKind, MessagePage};
pub use headers::{Headers, preview as preview_headers};
pub use identifier::{LoginIdPage, LoginPasswordPage};
pub use login::{IdentifierKind, LoginPage, LoginProblem};
pub use logout::{LoggedOutPage, LogoutPage};
pub use organizations::{
    InvitationPage, OrganizationNameKind, OrganizationNamePage, OrganizationNameProblem,
    OrganizationPickerPage,
};
pub use own::Own;
pub use passkey::{PasskeyOffer, PasskeyPage, PasskeyProblem};
pub use passwordless::{
    AddressKind, AddressPage, AddressProblem, AddressPurpose, MagicLinkPage, SentCodePage,
    SentCodeProblem, SentCodePurpose,
};
pub use reset_password::{NewPasswordPage, NewPasswordProblem, ResetRequestPage, ResetSentPage};
pub use response::{FormPostPage, HiddenFormPage, Nonce, WebMessagePage};
pub use samples::{SAMPLES, sample};
pub use second_factor::{
    CodeKind, CodePage, CodeProblem, Enrolled, EnrolledPage, FactorOptionsPage, OtpEnrollmentPage,
    RecoveryCodePage, qr_code,
};
pub use signup::{CharacterClass, PasswordRule, RuleState, SignupPage, SignupProblem};
pub use texts::{Dictionary, LANGUAGES, Texts, negotiate};
pub use ticket::{TicketPage, TicketScreen, UnblockPage};
pub use webauthn::{KeyKind, KeyPage, KeyProblem};

use headers::Forms;

/// An HTML answer: its body and the headers that it must be sent with.
pub trait Page {
    /// The document.
    fn render(&self) -> String;

    /// `Content-Type`, `Content-Security-Policy`, caching, framing and referrer policy: all of them, lower case.
    fn headers(&self) -> Headers;
}

/// A page of the hosted flow, whose words come from one prompt and screen of the texts.
trait Screen: askama::Template {
    /// Prompt and screen, as Auth0's custom texts name them.
    fn place(&self) -> [&'static str; 2];

    /// What the page shares with all others.
    fn chrome(&self) -> &Chrome;

    /// Where its forms may lead.
    fn forms(&self) -> Forms;

    /// What lets the page's own script run, where it has one.
    fn nonce(&self) -> Option<&Nonce> {
        None
    }

    /// Placeholders beside those of the chrome.
    fn values(&self) -> Vec<(&str, &str)> {
        Vec::new()
    }

    /// Whether a tenant's own page goes around it: around all that ask people something or tell them how it went.
    fn is_prompt(&self) -> bool {
        true
    }

    /// The tenant's own markup, where this screen has some.
    fn own(&self) -> Option<&Own> {
        let own = self.chrome().own.as_ref()?;
        (self.is_prompt() && own.is_in(self.place())).then_some(own)
    }

    /// What that can speak of here.
    fn own_values(&self) -> own::Subjects {
        own::Subjects::of(self.place(), self.chrome(), |key| self.plain(key))
    }

    /// A piece of the tenant's own at one of the places that upstream names.
    fn partial(&self, point: &str) -> Safe<String> {
        let own = self.own();
        let piece = own.map(|own| own.partial(self.place(), point, || self.own_values()));
        Safe(piece.unwrap_or_default())
    }

    /// A text as HTML.
    fn t(&self, key: &str) -> Safe<String> {
        let [prompt, screen] = self.place();
        self.chrome().html([prompt, screen, key], &self.values())
    }

    /// A text without markup.
    fn plain(&self, key: &str) -> String {
        let [prompt, screen] = self.place();
        self.chrome().plain([prompt, screen, key], &self.values())
    }
}

impl<T: Screen> Page for T {
    fn render(&self) -> String {
        let document = written(askama::Template::render(self));
        match self.own() {
            Some(own) => own.around(document, self.chrome(), || self.own_values()),
            None => document,
        }
    }

    fn headers(&self) -> Headers {
        let (branding, logos) = (&self.chrome().branding, self.chrome().logos());
        match self.own() {
            Some(own) => {
                let script = self.nonce().map(|_| own.host.as_str());
                headers::own(branding, logos, self.forms(), script)
            }
            None => headers::screen(branding, logos, self.forms(), self.nonce()),
        }
    }
}

/// Writing to memory fails only if a value refuses to be displayed, and none of ours does.
fn written(result: askama::Result<String>) -> String {
    result.unwrap_or_else(|_| {
        "<!doctype html><title>500</title><p>This page could not be written.".to_owned()
    })
}

#[cfg(test)]
mod tests;
