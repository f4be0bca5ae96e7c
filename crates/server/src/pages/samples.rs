//! Screens with values that are nobody's, to see a look by.

use super::{
    AddressKind, AddressPage, AddressPurpose, Chrome, CodeKind, CodePage, ConsentPage,
    DeviceCodePage, Form, IdentifierKind, Link, LoggedOutPage, LoginIdPage, LoginPage,
    LoginPasswordPage, Organization, OrganizationPickerPage, Page, PasswordRule, ProviderLink,
    RequestedScope, ResetRequestPage, ResetSentPage, RuleState, ScopeWording, SentCodePage,
    SentCodePurpose, SignupPage, TicketPage, TicketScreen,
};

/// The screens that there are samples of, by prompt and name.
pub const SAMPLES: [[&str; 2]; 15] = [
    ["login", "login"],
    ["login-id", "login-id"],
    ["login-password", "login-password"],
    ["login-passwordless", "login-passwordless-email"],
    ["login-passwordless", "login-passwordless-email-code"],
    ["login-passwordless", "login-passwordless-sms-otp"],
    ["signup", "signup"],
    ["consent", "consent"],
    ["reset-password", "reset-password-request"],
    ["reset-password", "reset-password-email"],
    ["mfa-otp", "mfa-otp-challenge"],
    ["organizations", "organization-picker"],
    ["device-flow", "device-code-activation"],
    ["email-verification", "email-verification-result"],
    ["logout", "logout-complete"],
];

/// An address for documentation (RFC 2606).
const ADDRESS: &str = "ann@example.com";

/// The sample of a screen, if there is one.
pub fn sample([prompt, screen]: [&str; 2], chrome: Chrome) -> Option<Box<dyn Page>> {
    let form = || Form {
        action: "#".to_owned(),
        state: "sample".to_owned(),
        csrf: "sample".to_owned(),
        verification: None,
    };
    let link = || "#".to_owned();
    let address = || ADDRESS.to_owned();
    let providers = || {
        vec![ProviderLink {
            link: Link {
                href: link(),
                text: "Google".to_owned(),
            },
            strategy: "google-oauth2".to_owned(),
        }]
    };
    let sent = |chrome, kind| -> Box<dyn Page> {
        Box::new(SentCodePage {
            chrome,
            form: form(),
            kind,
            purpose: SentCodePurpose::LogIn,
            address: address(),
            problem: None,
            was_resent: false,
            has_alternatives: false,
        })
    };
    let page: Box<dyn Page> = match [prompt, screen] {
        ["login", "login"] => Box::new(LoginPage {
            chrome,
            form: form(),
            asks_for_password: true,
            providers: providers(),
            identifier_kind: IdentifierKind::Email,
            identifier: String::new(),
            problems: Vec::new(),
            signup_url: Some(link()),
            passwordless: Vec::new(),
            reset_password_url: Some(link()),
            passkey: None,
        }),
        ["login-id", "login-id"] => Box::new(LoginIdPage {
            chrome,
            form: form(),
            identifier_kind: IdentifierKind::Email,
            identifier: String::new(),
            problem: None,
            passwordless: Vec::new(),
            providers: providers(),
            signup_url: Some(link()),
            passkey: None,
        }),
        ["login-password", "login-password"] => Box::new(LoginPasswordPage {
            chrome,
            form: form(),
            identifier_kind: IdentifierKind::Email,
            identifier: address(),
            problem: None,
            reset_password_url: Some(link()),
        }),
        ["login-passwordless", "login-passwordless-email"] => Box::new(AddressPage {
            chrome,
            form: form(),
            kind: AddressKind::Email,
            purpose: AddressPurpose::LogIn,
            address: String::new(),
            problem: None,
            login_url: Some(link()),
            has_alternatives: false,
        }),
        ["login-passwordless", "login-passwordless-email-code"] => sent(chrome, AddressKind::Email),
        ["login-passwordless", "login-passwordless-sms-otp"] => sent(chrome, AddressKind::Phone),
        ["signup", "signup"] => Box::new(SignupPage {
            chrome,
            form: form(),
            email: String::new(),
            email_is_fixed: false,
            username: None,
            rules: vec![
                (PasswordRule::Length(8), RuleState::Pending),
                (PasswordRule::NotCommon, RuleState::Pending),
            ],
            problems: Vec::new(),
            login_url: link(),
        }),
        ["consent", "consent"] => Box::new(ConsentPage {
            chrome,
            form: form(),
            account: Some(address()),
            api: None,
            scopes: ["openid", "profile", "email"]
                .map(|value| RequestedScope {
                    value: value.to_owned(),
                    description: None,
                })
                .into(),
            wording: ScopeWording::Grouped,
            destination: None,
        }),
        ["reset-password", "reset-password-request"] => Box::new(ResetRequestPage {
            chrome,
            form: form(),
            identifier_kind: IdentifierKind::Email,
            identifier: String::new(),
            is_missing: false,
            login_url: link(),
        }),
        ["reset-password", "reset-password-email"] => Box::new(ResetSentPage {
            chrome,
            form: form(),
            identifier: address(),
            login_url: link(),
        }),
        ["mfa-otp", "mfa-otp-challenge"] => Box::new(CodePage {
            chrome,
            form: form(),
            kind: CodeKind::Otp,
            problem: None,
            has_alternatives: true,
        }),
        ["organizations", "organization-picker"] => Box::new(OrganizationPickerPage {
            chrome,
            form: form(),
            account: address(),
            organizations: ["Harbour Works", "Northern Mills"]
                .map(|name| Organization {
                    id: name.to_owned(),
                    display_name: name.to_owned(),
                })
                .into(),
        }),
        ["device-flow", "device-code-activation"] => Box::new(DeviceCodePage {
            chrome,
            form: form(),
            user_code: String::new(),
            ui_locales: String::new(),
            problem: None,
        }),
        ["email-verification", "email-verification-result"] => Box::new(TicketPage {
            chrome,
            screen: TicketScreen::EmailVerified,
            link: None,
        }),
        ["logout", "logout-complete"] => Box::new(LoggedOutPage {
            chrome,
            stayed: false,
            link: None,
        }),
        _ => return None,
    };
    Some(page)
}
