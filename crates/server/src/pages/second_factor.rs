//! The pages of the second factor: codes, an app's seed, a recovery code, and the choice among factors.

use askama::Template;
use askama::filters::Safe;
use http::StatusCode;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

use super::Screen;
use super::chrome::{Chrome, Form};
use super::headers::Forms;

/// What kind of code a page asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// Of an authenticator app.
    Otp,
    /// The one that was kept.
    RecoveryCode,
}

/// Why a code didn't go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeProblem {
    /// None was given.
    Missing,
    /// It is wrong, or was used before.
    Wrong,
    /// There were too many wrong ones.
    TooMany,
}

impl CodeProblem {
    /// The status of a page that tells it.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Missing | Self::Wrong => StatusCode::BAD_REQUEST,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    /// The key of its text.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Missing => "no-code",
            Self::Wrong => "invalid-code",
            Self::TooMany => "too-many-failures",
        }
    }
}

/// Asks for a code. Posts `code`, `rememberBrowser`, and `action=default` or `action=pick-authenticator`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/code.html")]
pub struct CodePage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// Which code.
    pub kind: CodeKind,
    /// What was wrong with the last one.
    pub problem: Option<CodeProblem>,
    /// Whether there is another factor to choose.
    pub has_alternatives: bool,
}

impl CodePage {
    fn problem_text(&self) -> Option<Safe<String>> {
        self.problem.map(|problem| self.t(problem.key()))
    }

    fn is_numeric(&self) -> bool {
        self.kind != CodeKind::RecoveryCode
    }
}

impl Screen for CodePage {
    fn place(&self) -> [&'static str; 2] {
        match self.kind {
            CodeKind::Otp => ["mfa-otp", "mfa-otp-challenge"],
            CodeKind::RecoveryCode => ["mfa-recovery-code", "mfa-recovery-code-challenge"],
        }
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }
}

/// Gives an authenticator app its seed. Posts `code` and `action`, as [`CodePage`].
#[derive(Clone, Template)]
#[template(path = "login/otp_enrollment.html")]
pub struct OtpEnrollmentPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// The seed as a picture, SVG.
    pub qr_code: String,
    /// The seed to be typed, base32.
    pub secret: String,
    /// What was wrong with the last code.
    pub problem: Option<CodeProblem>,
    /// Whether there is another factor to enrol.
    pub has_alternatives: bool,
}

impl std::fmt::Debug for OtpEnrollmentPage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("OtpEnrollmentPage")
    }
}

impl OtpEnrollmentPage {
    fn problem_text(&self) -> Option<Safe<String>> {
        self.problem.map(|problem| self.t(problem.key()))
    }

    fn groups(&self) -> String {
        in_groups(&self.secret)
    }
}

impl Screen for OtpEnrollmentPage {
    fn place(&self) -> [&'static str; 2] {
        ["mfa-otp", "mfa-otp-enrollment-qr"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }
}

/// An address as a QR code: SVG without a prologue, dark on light whatever the page's colours, so that cameras read it.
pub fn qr_code(address: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(address, EcLevel::M) else {
        // Only an address that is too long has no code; the secret can still be typed.
        return String::new();
    };
    let svg = code
        .render::<svg::Color<'_>>()
        .min_dimensions(208, 208)
        .dark_color(svg::Color("#1C1B1A"))
        .light_color(svg::Color("#FFFFFF"))
        .build();
    svg.find("<svg")
        .map_or_else(String::new, |start| svg[start..].to_owned())
}

/// In groups of four, as people read them.
fn in_groups(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let groups = characters.chunks(4).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join(" ")
}

/// Shows a recovery code. Posts `saved`.
#[derive(Clone, Template)]
#[template(path = "login/recovery_code.html")]
pub struct RecoveryCodePage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// The code.
    pub code: String,
    /// Whether the person went on without saying that they have the code before.
    pub was_not_confirmed: bool,
}

impl std::fmt::Debug for RecoveryCodePage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("RecoveryCodePage")
    }
}

impl RecoveryCodePage {
    fn groups(&self) -> String {
        in_groups(&self.code)
    }
}

impl Screen for RecoveryCodePage {
    fn place(&self) -> [&'static str; 2] {
        ["mfa-recovery-code", "mfa-recovery-code-enrollment"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }
}

/// The end of an enrolment that began with a link.
#[derive(Clone, Template)]
#[template(path = "login/enrolled.html")]
pub struct EnrolledPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// What was enrolled.
    pub what: Enrolled,
    /// A recovery code to be kept, where the user had none.
    pub recovery_code: Option<String>,
}

/// What was enrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enrolled {
    /// An authenticator app.
    App,
    /// A security key, or a device.
    Key,
    /// An address that codes are sent to.
    Address,
}

impl Enrolled {
    const fn key(self) -> &'static str {
        match self {
            Self::App => "description",
            Self::Key => "keyDescription",
            Self::Address => "addressDescription",
        }
    }
}

impl std::fmt::Debug for EnrolledPage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("EnrolledPage")
    }
}

impl Screen for EnrolledPage {
    fn place(&self) -> [&'static str; 2] {
        ["mfa", "mfa-enroll-result"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::None
    }
}

/// Asks which factor to use or to enrol. Posts its name as `action`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/factor_options.html")]
pub struct FactorOptionsPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// Whether a factor is to be enrolled, and not used.
    pub enrolls: bool,
    /// Their names, the best first.
    pub factors: Vec<&'static str>,
}

impl FactorOptionsPage {
    fn name_of(&self, factor: &str) -> Safe<String> {
        self.chrome.html(["mfa", "factors", factor], &[])
    }

    fn icon_of(factor: &str) -> &'static str {
        match factor {
            "otp" | "sms" => "phone",
            "email" => "mail",
            "recovery-code" => "refresh",
            "webauthn-roaming" => "key",
            "webauthn-platform" => "fingerprint",
            _ => "id",
        }
    }
}

impl Screen for FactorOptionsPage {
    fn place(&self) -> [&'static str; 2] {
        if self.enrolls {
            ["mfa", "mfa-begin-enroll-options"]
        } else {
            ["mfa", "mfa-login-options"]
        }
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }
}
