//! Every page, drawn with friendly and with hostile values.

use super::*;

const HOSTILE: &str = "\"><script>alert('x')</script>\u{202E}&amp;{{7*7}}";

fn chrome(language: &'static str, name: &str) -> Chrome {
    Chrome {
        texts: Texts::new(language),
        branding: Branding::default(),
        company: name.to_owned(),
        domain: "login.acme.example".to_owned(),
        application: Some(Application {
            name: name.to_owned(),
            ownership: Ownership::ThirdParty(Owner::Domain(name.to_owned())),
            logo: None,
        }),
        organization: None,
        own: None,
    }
}

fn form(value: &str) -> Form {
    Form {
        action: format!("/u/login?state={value}"),
        state: value.to_owned(),
        csrf: value.to_owned(),
        verification: None,
    }
}

fn nonce() -> Nonce {
    Nonce::from_bytes([0xAB; 16])
}

/// One of each page with `text` wherever text comes from outside.
fn pages(language: &'static str, text: &str) -> Vec<(&'static str, Box<dyn Page>)> {
    pages_with(None, language, text)
}

/// The same in a page of the tenant's own.
fn pages_with(
    own: Option<&Own>,
    language: &'static str,
    text: &str,
) -> Vec<(&'static str, Box<dyn Page>)> {
    let chrome = || Chrome {
        own: own.cloned(),
        ..chrome(language, text)
    };
    let owned = || text.to_owned();
    let link = || {
        Some(Link {
            href: format!("https://app.example/?{text}"),
            text: owned(),
        })
    };
    vec![
        (
            "login",
            Box::new(LoginPage {
                chrome: chrome(),
                form: form(text),
                identifier_kind: IdentifierKind::EmailOrUsername,
                identifier: owned(),
                problems: vec![LoginProblem::Denied(owned()), LoginProblem::NoPassword],
                asks_for_password: true,
                providers: vec![ProviderLink {
                    link: Link {
                        href: "/u/login/federated?state=s&connection=google".to_owned(),
                        text: owned(),
                    },
                    strategy: owned(),
                }],
                signup_url: Some(format!("/u/signup?{text}")),
                passwordless: vec![(AddressKind::Email, format!("/u/x?{text}"))],
                reset_password_url: Some(format!("/u/reset?{text}")),
                passkey: Some(PasskeyOffer {
                    nonce: nonce(),
                    options: format!("{{\"challenge\":\"{text}\"}}"),
                    by_button: true,
                    by_autofill: true,
                }),
            }),
        ),
        (
            "webauthn",
            Box::new(KeyPage {
                chrome: chrome(),
                form: form(text),
                nonce: nonce(),
                kind: KeyKind::SecurityKey,
                enrolls: true,
                options: format!("{{\"challenge\":\"{text}\"}}"),
                problem: Some(KeyProblem::Silent),
                has_alternatives: true,
            }),
        ),
        (
            "passkey",
            Box::new(PasskeyPage {
                chrome: chrome(),
                form: form(text),
                nonce: nonce(),
                options: format!("{{\"challenge\":\"{text}\"}}"),
                problem: Some(PasskeyProblem::Wrong),
                back: Some(format!("/account?{text}")),
            }),
        ),
        (
            "organization_name",
            Box::new(OrganizationNamePage {
                chrome: chrome(),
                form: form(text),
                kind: OrganizationNameKind::NameOrEmail,
                name: owned(),
                problem: Some(OrganizationNameProblem::Unknown),
            }),
        ),
        (
            "organization_picker",
            Box::new(OrganizationPickerPage {
                chrome: chrome(),
                form: form(text),
                account: owned(),
                organizations: vec![Organization {
                    id: owned(),
                    display_name: owned(),
                }],
            }),
        ),
        (
            "invitation",
            Box::new(InvitationPage {
                chrome: chrome(),
                form: form(text),
                inviter: owned(),
                invitee: owned(),
            }),
        ),
        (
            "login_id",
            Box::new(LoginIdPage {
                chrome: chrome(),
                form: form(text),
                identifier_kind: IdentifierKind::Email,
                identifier: owned(),
                problem: Some(LoginProblem::NoIdentifier),
                passwordless: vec![(AddressKind::Phone, format!("/u/x?{text}"))],
                providers: vec![ProviderLink {
                    link: Link {
                        href: format!("/u/x?{text}"),
                        text: owned(),
                    },
                    strategy: owned(),
                }],
                signup_url: Some(format!("/u/signup?{text}")),
                passkey: None,
            }),
        ),
        (
            "login_password",
            Box::new(LoginPasswordPage {
                chrome: chrome(),
                form: form(text),
                identifier_kind: IdentifierKind::EmailOrUsername,
                identifier: owned(),
                problem: Some(LoginProblem::WrongCredentials),
                reset_password_url: Some(format!("/u/reset?{text}")),
            }),
        ),
        (
            "address",
            Box::new(AddressPage {
                chrome: chrome(),
                form: form(text),
                kind: AddressKind::Phone,
                purpose: AddressPurpose::LogIn,
                address: owned(),
                problem: Some(AddressProblem::Invalid),
                login_url: Some(format!("/u/login?{text}")),
                has_alternatives: false,
            }),
        ),
        (
            "sent_code",
            Box::new(SentCodePage {
                chrome: chrome(),
                form: form(text),
                kind: AddressKind::Email,
                purpose: SentCodePurpose::LogIn,
                address: owned(),
                problem: Some(SentCodeProblem::Code(CodeProblem::Wrong)),
                was_resent: true,
                has_alternatives: false,
            }),
        ),
        (
            "magic_link",
            Box::new(MagicLinkPage {
                chrome: chrome(),
                form: form(text),
                address: owned(),
            }),
        ),
        (
            "device_code",
            Box::new(DeviceCodePage {
                chrome: chrome(),
                form: form(text),
                user_code: owned(),
                ui_locales: owned(),
                problem: Some(DeviceCodeProblem::Unknown),
            }),
        ),
        (
            "device_confirmation",
            Box::new(DeviceConfirmationPage {
                chrome: chrome(),
                form: form(text),
                user_code: owned(),
                ui_locales: owned(),
            }),
        ),
        (
            "device_done",
            Box::new(DeviceDonePage {
                chrome: chrome(),
                is_allowed: true,
            }),
        ),
        (
            "signup",
            Box::new(SignupPage {
                chrome: chrome(),
                form: form(text),
                email: owned(),
                email_is_fixed: false,
                username: Some(owned()),
                rules: vec![
                    (PasswordRule::Length(10), RuleState::Failed),
                    (
                        PasswordRule::AllOf(vec![CharacterClass::Lower]),
                        RuleState::Met,
                    ),
                ],
                problems: vec![SignupProblem::Denied(owned()), SignupProblem::WeakPassword],
                login_url: format!("/u/login?{text}"),
            }),
        ),
        (
            "confirmation",
            Box::new(ConfirmationPage {
                chrome: chrome(),
                form: form(text),
                account: owned(),
                destination: owned(),
            }),
        ),
        (
            "consent",
            Box::new(ConsentPage {
                chrome: chrome(),
                form: form(text),
                account: Some(owned()),
                api: Some(owned()),
                scopes: vec![
                    RequestedScope {
                        value: owned(),
                        description: None,
                    },
                    RequestedScope {
                        value: format!("{text}:{text}"),
                        description: Some(owned()),
                    },
                ],
                wording: ScopeWording::Grouped,
                destination: Some(owned()),
            }),
        ),
        (
            "logout",
            Box::new(LogoutPage {
                chrome: chrome(),
                form: form(text),
                account: Some(owned()),
            }),
        ),
        (
            "logged_out",
            Box::new(LoggedOutPage {
                chrome: chrome(),
                stayed: false,
                link: link(),
            }),
        ),
        (
            "error",
            Box::new(ErrorPage {
                chrome: chrome(),
                kind: ErrorKind::CallbackMismatch {
                    redirect_uri: owned(),
                },
                code: owned(),
                description: Some(owned()),
                reference: owned(),
                link: link(),
            }),
        ),
        (
            "account",
            Box::new(AccountPage {
                chrome: chrome(),
                csrf: owned(),
                notice: Some(AccountNotice::ProfileRefused),
                account: owned(),
                profile: Some(AccountProfile {
                    name: owned(),
                    nickname: owned(),
                    given_name: owned(),
                    family_name: owned(),
                }),
                factors: vec![AccountFactor {
                    id: owned(),
                    kind: "factor-otp",
                    name: Some(owned()),
                    used: owned(),
                }],
                offers_passkey: true,
                offers_factor: true,
                sessions: vec![AccountSession {
                    id: owned(),
                    agent: owned(),
                    ip: owned(),
                    seen: owned(),
                    is_here: false,
                }],
                applications: vec![AccountApplication {
                    client_id: owned(),
                    name: owned(),
                    scopes: vec![owned()],
                }],
            }),
        ),
        (
            "delete_account",
            Box::new(DeleteAccountPage {
                chrome: chrome(),
                csrf: owned(),
                account: owned(),
                differs: true,
            }),
        ),
        (
            "account_deleted",
            Box::new(AccountDeletedPage {
                chrome: chrome(),
                account: owned(),
            }),
        ),
        (
            "message",
            Box::new(MessagePage {
                chrome: chrome(),
                kind: MessageKind::Success,
                title: owned(),
                paragraphs: vec![owned()],
                link: link(),
            }),
        ),
        (
            "form_post",
            Box::new(FormPostPage {
                chrome: chrome(),
                nonce: nonce(),
                redirect_uri: format!("https://app.example/?{text}"),
                parameters: vec![(owned(), owned())],
            }),
        ),
        (
            "unblock",
            Box::new(UnblockPage {
                chrome: chrome(),
                action: format!("/u/unblock?ticket={text}"),
            }),
        ),
        (
            "hidden_form",
            Box::new(HiddenFormPage {
                chrome: chrome(),
                action: format!("https://app.example/?{text}"),
                fields: vec![("wctx", owned())],
            }),
        ),
        (
            "web_message",
            Box::new(WebMessagePage {
                nonce: nonce(),
                target_origin: format!("https://app.example{text}"),
                response: [(owned(), owned().into())].into_iter().collect(),
            }),
        ),
    ]
}

fn header(page: &dyn Page, name: &str) -> String {
    let headers = page.headers();
    let found = headers.iter().find(|(known, _)| *known == name);
    found.map(|(_, value)| value.clone()).unwrap_or_default()
}

#[test]
fn nothing_from_outside_becomes_markup() {
    for language in LANGUAGES {
        for (name, page) in pages(language, HOSTILE) {
            let html = page.render();
            assert!(!html.contains("<script>"), "{name}: {html}");
            assert!(!html.contains("alert('x')<"), "{name}: {html}");
            assert!(!html.contains("\"\">"), "{name}: {html}");
            let scripts = html.matches("<script nonce=").count();
            let expected = usize::from(
                SCRIPTED.contains(&name) || ["form_post", "web_message"].contains(&name),
            );
            assert_eq!(scripts, expected, "{name}");
            assert!(!html.contains("style="), "{name}: {html}");
            assert!(!html.contains("${"), "{name}: {html}");
        }
    }
}

/// The pages at which an authenticator can answer.
const SCRIPTED: [&str; 3] = ["login", "webauthn", "passkey"];

/// How a text that doesn't exist is shown.
const MISSING: &str = "⟦";

#[test]
fn every_text_about_addresses_and_sent_codes_exists() {
    for kind in [AddressKind::Email, AddressKind::Phone] {
        for purpose in [AddressPurpose::LogIn, AddressPurpose::Enroll] {
            for problem in [
                AddressProblem::Missing,
                AddressProblem::Invalid,
                AddressProblem::TooMany,
            ] {
                let logs_in = purpose == AddressPurpose::LogIn;
                let page = AddressPage {
                    chrome: chrome("en", "Plain"),
                    form: form("s"),
                    kind,
                    purpose,
                    address: String::new(),
                    problem: Some(problem),
                    login_url: logs_in.then(|| "/u/login".to_owned()),
                    has_alternatives: !logs_in,
                };
                assert!(
                    !page.render().contains(MISSING),
                    "{kind:?} {purpose:?} {problem:?}"
                );
            }
        }
        for purpose in [
            SentCodePurpose::LogIn,
            SentCodePurpose::Challenge,
            SentCodePurpose::Enroll,
        ] {
            for problem in [
                SentCodeProblem::Code(CodeProblem::Missing),
                SentCodeProblem::Code(CodeProblem::Wrong),
                SentCodeProblem::Code(CodeProblem::TooMany),
                SentCodeProblem::TooManySent,
                SentCodeProblem::Blocked,
            ] {
                let page = SentCodePage {
                    chrome: chrome("en", "Plain"),
                    form: form("s"),
                    kind,
                    purpose,
                    address: String::new(),
                    problem: Some(problem),
                    was_resent: true,
                    has_alternatives: purpose != SentCodePurpose::LogIn,
                };
                assert!(
                    !page.render().contains(MISSING),
                    "{kind:?} {purpose:?} {problem:?}"
                );
            }
        }
    }
}

#[test]
fn every_text_about_passkeys_exists() {
    for problem in PasskeyProblem::ALL {
        for back in [None, Some("/account".to_owned())] {
            let page = PasskeyPage {
                chrome: chrome("en", "Acme"),
                form: form("s"),
                nonce: nonce(),
                options: "{}".to_owned(),
                problem: Some(problem),
                back,
            };
            assert!(!page.render().contains(MISSING), "{problem:?}");
        }
    }
    for problem in [
        LoginProblem::NoPasskey,
        LoginProblem::WrongPasskey,
        LoginProblem::Blocked,
    ] {
        let page = LoginIdPage {
            chrome: chrome("en", "Acme"),
            form: form("s"),
            identifier_kind: IdentifierKind::Email,
            identifier: String::new(),
            problem: Some(problem.clone()),
            passwordless: Vec::new(),
            providers: Vec::new(),
            signup_url: None,
            passkey: Some(PasskeyOffer {
                nonce: nonce(),
                options: "{}".to_owned(),
                by_button: true,
                by_autofill: false,
            }),
        };
        assert!(!page.render().contains(MISSING), "{problem:?}");
    }
}

#[test]
fn every_text_about_authenticators_exists() {
    let problems = [
        KeyProblem::Silent,
        KeyProblem::Wrong,
        KeyProblem::TooMany,
        KeyProblem::Taken,
        KeyProblem::TooManyMethods,
    ];
    for kind in [KeyKind::SecurityKey, KeyKind::Device] {
        for enrolls in [false, true] {
            // Only a new one can be somebody's already, or one too many.
            for problem in &problems[..if enrolls { 5 } else { 3 }] {
                let page = KeyPage {
                    chrome: chrome("en", "Acme"),
                    form: form("s"),
                    nonce: nonce(),
                    kind,
                    enrolls,
                    options: "{}".to_owned(),
                    problem: Some(*problem),
                    has_alternatives: true,
                };
                assert!(
                    !page.render().contains(MISSING),
                    "{kind:?} {enrolls} {problem:?}"
                );
            }
        }
    }
}

#[test]
fn every_text_that_a_page_names_exists() {
    for (name, page) in pages("en", "Plain") {
        assert!(!page.render().contains(MISSING), "{name}");
    }
    let logins = [
        LoginProblem::WrongCredentials,
        LoginProblem::NoIdentifier,
        LoginProblem::NoPassword,
        LoginProblem::Blocked,
        LoginProblem::TooManyAttempts,
        LoginProblem::PasswordLeaked,
        LoginProblem::Outdated,
        LoginProblem::NoPasskey,
        LoginProblem::WrongPasskey,
    ];
    for problem in logins {
        for identifier_kind in [IdentifierKind::Email, IdentifierKind::Username] {
            let page = LoginPage {
                identifier_kind,
                problems: vec![problem.clone()],
                ..login()
            };
            assert!(!page.render().contains(MISSING), "{problem:?}");
        }
    }
    for kind in [
        OrganizationNameKind::Name,
        OrganizationNameKind::Email,
        OrganizationNameKind::NameOrEmail,
    ] {
        for problem in [
            OrganizationNameProblem::Missing,
            OrganizationNameProblem::Unknown,
        ] {
            let page = OrganizationNamePage {
                chrome: chrome("de", "Acme"),
                form: form("s"),
                kind,
                name: String::new(),
                problem: Some(problem),
            };
            assert!(!page.render().contains(MISSING), "{kind:?} {problem:?}");
        }
    }
    let signups = [
        SignupProblem::NoEmail,
        SignupProblem::InvalidEmail,
        SignupProblem::NoUsername,
        SignupProblem::InvalidUsername,
        SignupProblem::UsernameTaken,
        SignupProblem::NoPassword,
        SignupProblem::WeakPassword,
        SignupProblem::PasswordLeaked,
        SignupProblem::UserExists,
        SignupProblem::Unspecified,
        SignupProblem::TooManyAttempts,
        SignupProblem::Outdated,
    ];
    for problem in signups {
        let page = SignupPage {
            problems: vec![problem.clone()],
            ..signup()
        };
        assert!(!page.render().contains(MISSING), "{problem:?}");
    }
    let errors = [
        ErrorKind::UnknownClient {
            client_id: String::new(),
        },
        ErrorKind::LogoutUrlMismatch {
            return_to: String::new(),
        },
        ErrorKind::InvalidRequest,
        ErrorKind::Declined,
        ErrorKind::AccessDenied,
        ErrorKind::Expired,
        ErrorKind::TooManyRequests,
        ErrorKind::NotFound,
        ErrorKind::Internal,
    ];
    for kind in errors {
        let page = ErrorPage {
            chrome: chrome("de", "Acme"),
            kind: kind.clone(),
            code: "invalid_request".to_owned(),
            description: None,
            reference: "r".to_owned(),
            link: None,
        };
        assert!(!page.render().contains(MISSING), "{kind:?}");
    }
}

fn login() -> LoginPage {
    LoginPage {
        chrome: chrome("en", "Acme"),
        form: form("s"),
        identifier_kind: IdentifierKind::Email,
        identifier: String::new(),
        problems: Vec::new(),
        passwordless: Vec::new(),
        signup_url: None,
        reset_password_url: None,
        passkey: None,
        asks_for_password: true,
        providers: Vec::new(),
    }
}

fn signup() -> SignupPage {
    let classes = || {
        vec![
            CharacterClass::Lower,
            CharacterClass::Upper,
            CharacterClass::Number,
            CharacterClass::Special,
        ]
    };
    let rules = vec![
        PasswordRule::Length(8),
        PasswordRule::SomeOf {
            count: 3,
            classes: classes(),
        },
        PasswordRule::AllOf(classes()),
        PasswordRule::Repetition(2),
        PasswordRule::NotCommon,
        PasswordRule::NotPersonal,
        PasswordRule::NotUsedBefore,
    ];
    SignupPage {
        chrome: chrome("en", "Acme"),
        form: form("s"),
        email: String::new(),
        email_is_fixed: false,
        username: None,
        rules: rules
            .into_iter()
            .map(|rule| (rule, RuleState::Failed))
            .collect(),
        problems: Vec::new(),
        login_url: "/u/login".to_owned(),
    }
}

fn consent(wording: ScopeWording) -> String {
    let scope = |value: &str, description: Option<&str>| RequestedScope {
        value: value.to_owned(),
        description: description.map(str::to_owned),
    };
    let page = ConsentPage {
        chrome: chrome("en", "Acme"),
        form: form("s"),
        account: None,
        api: Some("Blog".to_owned()),
        scopes: vec![
            scope("openid", None),
            scope("offline_access", None),
            scope("read:blog_posts", Some("Read what you wrote")),
            scope("write:blog_posts", None),
            scope("frobnicate:blog_posts", None),
            scope("superuser", None),
        ],
        wording,
        destination: None,
    };
    page.render().replace("<bdi>", "").replace("</bdi>", "")
}

#[test]
fn consent_groups_or_describes_scopes() {
    let grouped = consent(ScopeWording::Grouped);
    assert!(
        grouped.contains("Blog posts: read, write and frobnicate your blog posts"),
        "{grouped}"
    );
    assert!(grouped.contains("<code>superuser</code>"));
    assert!(grouped.contains("Access while you are away"));
    let described = consent(ScopeWording::Descriptions);
    assert!(described.contains("Read what you wrote"));
    assert!(described.contains("<code>write:blog_posts</code>"));
    for html in [grouped, described] {
        assert!(html.contains(r#"type="submit" name="action" value="accept""#));
        assert!(html.contains(r#"type="submit" name="action" value="deny""#));
    }
}

#[test]
fn problems_are_tied_to_their_fields() {
    let page = LoginPage {
        identifier: "ada".to_owned(),
        problems: vec![LoginProblem::WrongCredentials],
        ..login()
    };
    let html = page.render();
    let tied = r#"aria-invalid="true" aria-describedby="problem""#;
    assert_eq!(html.matches(tied).count(), 2);
    assert!(html.contains(r#"role="alert" id="problem""#));
    let page = SignupPage {
        problems: vec![SignupProblem::WeakPassword],
        ..signup()
    };
    let html = page.render();
    assert!(html.contains(r#"aria-describedby="password-problem password-rules""#));
    assert!(html.contains(r#"id="password-problem""#) && html.contains(r#"id="password-rules""#));
    assert!(html.contains(r#"autocomplete="new-password""#));
}

#[test]
fn a_third_party_is_always_named_as_one() {
    let mut page = login();
    assert!(page.render().contains("Third party"));
    if let Some(application) = &mut page.chrome.application {
        application.ownership = Ownership::FirstParty;
    }
    assert!(!page.render().contains("Third party"));
}

#[test]
fn names_are_cut_and_cannot_turn_the_text_around() {
    assert_eq!(chrome::shown(" a\u{202E}b\n\u{2067}c "), "abc");
    assert_eq!(chrome::shown(&"x".repeat(200)).chars().count(), 65);
    let domain = format!("acme.example.{}.evil.example", "x".repeat(60));
    let mut page = login();
    page.chrome.application = Some(Application {
        name: "Acme".to_owned(),
        ownership: Ownership::ThirdParty(Owner::Domain(domain.clone())),
        logo: None,
    });
    assert!(page.render().contains(&domain));
}

#[test]
fn web_message_escapes_json_for_a_script() {
    let hostile = "</script><!--&\u{2028}\u{2029}\"'\\";
    let page = WebMessagePage {
        nonce: nonce(),
        target_origin: "https://app.example".to_owned(),
        response: [
            ("state".to_owned(), hostile.into()),
            ("expires_in".to_owned(), 86400.into()),
        ]
        .into_iter()
        .collect(),
    };
    let html = page.render();
    assert!(html.contains(r#"{type: "authorization_response", response: {"#));
    assert!(html.contains(r#"\u003c/script\u003e\u003c!--\u0026\u2028\u2029\"'\\"#));
    assert!(html.contains(r#""expires_in":86400"#));
    assert!(html.contains(r#"}, "https://app.example");"#));
    assert_eq!(html.matches("</script>").count(), 1);
}

#[test]
fn policies_fit_the_pages() {
    for (name, page) in pages("en", "Plain") {
        let policy = header(page.as_ref(), "content-security-policy");
        assert!(policy.starts_with("default-src 'none'; "), "{name}");
        assert!(policy.ends_with("base-uri 'none'"), "{name}");
        assert!(!policy.contains("unsafe"), "{name}");
        let embeddable = name == "form_post" || name == "web_message";
        assert_eq!(policy.contains("frame-ancestors"), !embeddable, "{name}");
        let framing = header(page.as_ref(), "x-frame-options");
        assert_eq!(framing == "DENY", !embeddable, "{name}");
        let has_script = embeddable || SCRIPTED.contains(&name);
        assert_eq!(policy.contains("script-src"), has_script, "{name}");
        assert_eq!(header(page.as_ref(), "cache-control"), "no-store");
    }
    let mut page = login();
    page.chrome.branding = Branding::from_document(&serde_json::json!({
        "logo_url": "https://cdn.example/logo.svg",
        "favicon_url": "https://cdn.example/favicon.ico",
        "font": {"url": "https://fonts.example/a.woff2"},
    }));
    assert_eq!(
        header(&page, "content-security-policy"),
        "default-src 'none'; style-src 'self'; img-src 'self' https://cdn.example; \
         font-src https://fonts.example; frame-ancestors 'none'; base-uri 'none'"
    );
}

/// The pages that stay ours, and the answers that are no screens.
const NOT_IN_A_PAGE_OF_ONES_OWN: [&str; 7] = [
    "account",
    "delete_account",
    "account_deleted",
    "error",
    "form_post",
    "hidden_form",
    "web_message",
];

#[test]
fn every_screen_fits_into_a_page_of_ones_own() {
    let own = Own::with_page(
        "<html><head>{% auth0:head %}</head><body id=\"{{ prompt.name }}/{{ prompt.screen.name }}\">\
         <p>{{ prompt.screen.texts.title }}</p>{% auth0:widget %}</body></html>",
    );
    for language in LANGUAGES {
        let ours = pages(language, HOSTILE);
        for ((name, plain), (_, page)) in ours.iter().zip(pages_with(Some(&own), language, HOSTILE))
        {
            let (plain, html) = (plain.render(), page.render());
            if NOT_IN_A_PAGE_OF_ONES_OWN.contains(name) {
                assert_eq!(html, plain, "{name}");
                continue;
            }
            assert!(html.contains("<body id=\""), "{name} escaped: {html}");
            assert!(!html.contains(MISSING), "{name}: {html}");
            assert!(!html.contains("<script>"), "{name}: {html}");
            // All of the screen is there: its title, its card, its forms and its script.
            for part in [
                "<title>",
                "<h1",
                "<form",
                "<input",
                "<button",
                "<script nonce=",
            ] {
                let count = |text: &str| text.matches(part).count();
                assert_eq!(count(&html), count(&plain), "{name}: {part}");
            }
            let policy = header(page.as_ref(), "content-security-policy");
            assert!(!policy.contains("nonce"), "{name}: {policy}");
            let is_ours = policy.contains(
                "script-src login.acme.example/u/assets/webauthn.js login.acme.example/u/assets/verification.js; ",
            );
            assert_eq!(is_ours, SCRIPTED.contains(name), "{name}: {policy}");
            assert_eq!(policy.contains("script-src"), is_ours, "{name}: {policy}");
            assert!(
                policy.ends_with("frame-ancestors 'none'; base-uri 'none'"),
                "{name}"
            );
        }
    }
}
