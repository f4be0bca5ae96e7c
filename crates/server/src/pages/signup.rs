//! The sign-up page: make an account, with the password's rules in view.

use askama::Template;
use askama::filters::Safe;

use super::chrome::{Chrome, Form, Verification};
use super::headers::Forms;
use super::response::Nonce;
use super::{Screen, texts};

/// Asks for an address, a user name where the connection has them, and a new password.
/// Posts `email`, `username`, `password`, `state`, `csrf`, `action=default`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/signup.html")]
pub struct SignupPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// The e-mail address typed before.
    pub email: String,
    /// Whether the address is given and can't be another: it was invited.
    pub email_is_fixed: bool,
    /// The user name typed before; `None` where the connection has no user names.
    pub username: Option<String>,
    /// What a password must be, in the order shown.
    pub rules: Vec<(PasswordRule, RuleState)>,
    /// What was wrong with the last try; empty at first.
    pub problems: Vec<SignupProblem>,
    /// Back to the sign-in page.
    pub login_url: String,
}

/// One thing that a connection asks of a password (`reference/authentication.md` §6.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordRule {
    /// At least so many characters.
    Length(u32),
    /// At least `count` of the classes.
    SomeOf {
        /// How many of them.
        count: u32,
        /// Which may be chosen from.
        classes: Vec<CharacterClass>,
    },
    /// All of the classes.
    AllOf(Vec<CharacterClass>),
    /// No character more often than this in a row.
    Repetition(u32),
    /// Not in the dictionary of common passwords.
    NotCommon,
    /// Without the person's name or address.
    NotPersonal,
    /// None of the passwords used before.
    NotUsedBefore,
}

/// A kind of character that a rule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CharacterClass {
    /// a to z.
    Lower,
    /// A to Z.
    Upper,
    /// 0 to 9.
    Number,
    /// Any of `!@#$%^&*`.
    Special,
}

impl CharacterClass {
    fn key(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Upper => "upper",
            Self::Number => "number",
            Self::Special => "special",
        }
    }
}

/// How a rule fared with the last password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleState {
    /// Nothing was tried yet.
    Pending,
    /// The password kept it.
    Met,
    /// The password broke it.
    Failed,
}

impl RuleState {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Met => "met",
            Self::Failed => "failed",
        }
    }
}

/// Why a sign-up didn't go through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignupProblem {
    /// No address was given.
    NoEmail,
    /// What was given isn't an address.
    InvalidEmail,
    /// No user name was given.
    NoUsername,
    /// The user name has characters or a length that aren't allowed.
    InvalidUsername,
    /// The user name is taken.
    UsernameTaken,
    /// No password was given.
    NoPassword,
    /// The password breaks the rules marked [`RuleState::Failed`].
    WeakPassword,
    /// The password is known from a breach.
    PasswordLeaked,
    /// The account exists and the tenant says so.
    UserExists,
    /// It failed and the page doesn't say why, so that nobody learns who has an account.
    Unspecified,
    /// Too many tries from this place.
    TooManyAttempts,
    /// The form was too old or came from elsewhere; nothing was tried.
    Outdated,
    /// A reason given by the tenant's own code, in its own words.
    Denied(String),
}

impl SignupProblem {
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoEmail | Self::InvalidEmail | Self::UserExists => Some("email"),
            Self::NoUsername | Self::InvalidUsername | Self::UsernameTaken => Some("username"),
            Self::NoPassword | Self::WeakPassword | Self::PasswordLeaked => Some("password"),
            Self::Unspecified | Self::TooManyAttempts | Self::Outdated | Self::Denied(_) => None,
        }
    }

    fn key(&self) -> &'static str {
        match self {
            Self::NoEmail => "no-email",
            Self::InvalidEmail => "invalid-email-format",
            Self::NoUsername => "no-username",
            Self::InvalidUsername => "invalid-username",
            Self::UsernameTaken => "username-taken",
            Self::NoPassword => "no-password",
            Self::WeakPassword => "password-too-weak",
            Self::PasswordLeaked => "password-breached",
            Self::UserExists => "email-in-use",
            Self::Unspecified => "custom-script-error-code_extensibility_error",
            Self::TooManyAttempts => "too-many-attempts",
            Self::Outdated => "outdated-form",
            Self::Denied(_) => "denied",
        }
    }
}

impl SignupPage {
    fn at(&self, field: &str) -> Option<Safe<String>> {
        let problem = self
            .problems
            .iter()
            .find(|problem| problem.field() == Some(field))?;
        Some(self.words(problem))
    }

    fn overall(&self) -> Option<Safe<String>> {
        let problem = self
            .problems
            .iter()
            .find(|problem| problem.field().is_none())?;
        Some(self.words(problem))
    }

    fn words(&self, problem: &SignupProblem) -> Safe<String> {
        match problem {
            SignupProblem::Denied(reason) => Safe(texts::escape(reason)),
            known => self.t(known.key()),
        }
    }

    /// The field that the cursor starts in: the first at fault, else the first that is empty.
    fn starts_at(&self) -> &'static str {
        let fields = ["email", "username", "password"];
        let faulty = fields.into_iter().find(|field| {
            self.problems
                .iter()
                .any(|problem| problem.field() == Some(field))
        });
        faulty.unwrap_or(match (&self.email, &self.username) {
            (email, _) if email.is_empty() => "email",
            (_, Some(username)) if username.is_empty() => "username",
            _ => "password",
        })
    }

    fn rule_text(&self, rule: &PasswordRule) -> Safe<String> {
        rule_text(&self.chrome, rule)
    }
}

/// A rule in words.
pub(super) fn rule_text(chrome: &Chrome, rule: &PasswordRule) -> Safe<String> {
    let number = |count: &u32| count.to_string();
    let (key, count, classes): (_, _, &[CharacterClass]) = match rule {
        PasswordRule::Length(count) => ("ruleLength", number(count), &[]),
        PasswordRule::SomeOf { count, classes } => ("ruleSomeOf", number(count), classes),
        PasswordRule::AllOf(classes) => ("ruleAllOf", number(&0), classes),
        PasswordRule::Repetition(count) => ("ruleRepetition", number(count), &[]),
        PasswordRule::NotCommon => ("ruleNotCommon", number(&0), &[]),
        PasswordRule::NotPersonal => ("ruleNotPersonal", number(&0), &[]),
        PasswordRule::NotUsedBefore => ("ruleNotUsedBefore", number(&0), &[]),
    };
    let classes: Vec<String> = classes
        .iter()
        .map(|class| chrome.plain(["signup", "characters", class.key()], &[]))
        .collect();
    let values = [("count", count.as_str()), ("classes", &classes.join(", "))];
    chrome.html(["signup", "signup", key], &values)
}

impl Screen for SignupPage {
    fn place(&self) -> [&'static str; 2] {
        ["signup", "signup"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }

    fn nonce(&self) -> Option<&Nonce> {
        self.form.nonce()
    }
}
