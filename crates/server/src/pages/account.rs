//! The pages of `/account`.

use askama::Template;
use askama::filters::Safe;

use super::chrome::{Chrome, shown};
use super::headers::Forms;
use super::{Screen, texts};

/// What was done a moment ago, or could not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountNotice {
    /// The profile is saved.
    ProfileSaved,
    /// What was written can't be a name.
    ProfileRefused,
    /// A factor is removed.
    FactorRemoved,
    /// A factor has another name.
    FactorRenamed,
    /// There is a passkey.
    PasskeyAdded,
    /// Another device is signed out.
    SignedOut,
    /// An application has no access any more.
    AccessRevoked,
}

impl AccountNotice {
    const ALL: [Self; 7] = [
        Self::ProfileSaved,
        Self::ProfileRefused,
        Self::FactorRemoved,
        Self::FactorRenamed,
        Self::PasskeyAdded,
        Self::SignedOut,
        Self::AccessRevoked,
    ];

    /// Its name in addresses, which is its text's, too.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ProfileSaved => "profile-saved",
            Self::ProfileRefused => "profile-refused",
            Self::FactorRemoved => "factor-removed",
            Self::FactorRenamed => "factor-renamed",
            Self::PasskeyAdded => "passkey-added",
            Self::SignedOut => "signed-out",
            Self::AccessRevoked => "access-revoked",
        }
    }

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.name() == name)
    }

    const fn is_problem(self) -> bool {
        matches!(self, Self::ProfileRefused)
    }
}

/// What people may say of themselves.
#[derive(Clone, Debug, Default)]
pub struct AccountProfile {
    /// The full name.
    pub name: String,
    /// The short one.
    pub nickname: String,
    /// Given names.
    pub given_name: String,
    /// Family names.
    pub family_name: String,
}

impl AccountProfile {
    /// The fields: what each is called in the form, its text, its value, and what browsers fill in.
    fn fields(&self) -> [(&'static str, &'static str, &str, &'static str); 4] {
        [
            ("name", "nameLabel", &self.name, "name"),
            ("nickname", "nicknameLabel", &self.nickname, "nickname"),
            (
                "given_name",
                "givenNameLabel",
                &self.given_name,
                "given-name",
            ),
            (
                "family_name",
                "familyNameLabel",
                &self.family_name,
                "family-name",
            ),
        ]
    }
}

/// A factor.
#[derive(Clone, Debug)]
pub struct AccountFactor {
    /// Names it.
    pub id: String,
    /// The text that says what it is.
    pub kind: &'static str,
    /// What its owner calls it.
    pub name: Option<String>,
    /// When it was last used.
    pub used: String,
}

/// A place where somebody is signed in.
#[derive(Clone, Debug)]
pub struct AccountSession {
    /// Names it.
    pub id: String,
    /// The browser.
    pub agent: String,
    /// From where.
    pub ip: String,
    /// When it was last used.
    pub seen: String,
    /// Whether it is this one.
    pub is_here: bool,
}

/// An application that has access.
#[derive(Clone, Debug)]
pub struct AccountApplication {
    /// Its id.
    pub client_id: String,
    /// What it calls itself.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<String>,
}

/// The account, with a form for each thing that its owner can do.
#[derive(Clone, Debug, Template)]
#[template(path = "account/overview.html")]
pub struct AccountPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// The forms' token.
    pub csrf: String,
    /// What was done.
    pub notice: Option<AccountNotice>,
    /// The account, as its owner knows it.
    pub account: String,
    /// What they say of themselves, where nobody else does; also whether a password is kept here.
    pub profile: Option<AccountProfile>,
    /// What proves who they are beside the password.
    pub factors: Vec<AccountFactor>,
    /// Whether they can make a passkey.
    pub offers_passkey: bool,
    /// Whether they can set up a second factor.
    pub offers_factor: bool,
    /// Where they are signed in.
    pub sessions: Vec<AccountSession>,
    /// What they have given access.
    pub applications: Vec<AccountApplication>,
}

impl AccountPage {
    fn factor_name(&self, factor: &AccountFactor) -> Safe<String> {
        match &factor.name {
            Some(name) => Safe(texts::escape(&shown(name))),
            None => self.t(factor.kind),
        }
    }

    fn agent(&self, session: &AccountSession) -> Safe<String> {
        if session.agent.is_empty() {
            self.t("unknownBrowser")
        } else {
            Safe(texts::escape(&shown(&session.agent)))
        }
    }

    fn used(&self, factor: &AccountFactor) -> Safe<String> {
        self.last_used(&factor.used)
    }

    fn seen(&self, session: &AccountSession) -> Safe<String> {
        self.last_used(&session.seen)
    }

    fn last_used(&self, moment: &str) -> Safe<String> {
        let [prompt, screen] = self.place();
        let key = [prompt, screen, "lastUsed"];
        self.chrome.html(key, &[("moment", moment)])
    }

    fn others(&self) -> bool {
        self.sessions.iter().any(|session| !session.is_here)
    }

    fn application_name(application: &AccountApplication) -> String {
        shown(&application.name)
    }
}

impl Screen for AccountPage {
    fn place(&self) -> [&'static str; 2] {
        ["account", "overview"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn is_prompt(&self) -> bool {
        false
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }

    fn values(&self) -> Vec<(&str, &str)> {
        vec![("accountName", &self.account)]
    }
}

/// Asks whether the account is really to be deleted. Posts `account`, which has to be its name, and `csrf`.
#[derive(Clone, Debug, Template)]
#[template(path = "account/delete.html")]
pub struct DeleteAccountPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// The form's token.
    pub csrf: String,
    /// The account, as its owner knows it.
    pub account: String,
    /// Whether something else was typed.
    pub differs: bool,
}

impl Screen for DeleteAccountPage {
    fn place(&self) -> [&'static str; 2] {
        ["account", "delete"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn is_prompt(&self) -> bool {
        false
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }

    fn values(&self) -> Vec<(&str, &str)> {
        vec![("accountName", &self.account)]
    }
}

/// Says that the account is gone.
#[derive(Clone, Debug, Template)]
#[template(path = "account/deleted.html")]
pub struct AccountDeletedPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// The account, as its owner knew it.
    pub account: String,
}

impl Screen for AccountDeletedPage {
    fn place(&self) -> [&'static str; 2] {
        ["account", "deleted"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn is_prompt(&self) -> bool {
        false
    }

    fn forms(&self) -> Forms {
        Forms::None
    }

    fn values(&self) -> Vec<(&str, &str)> {
        vec![("accountName", &self.account)]
    }
}
