//! The headers of each kind of page, and why each policy is what it is.
//!
//! - **No `Cross-Origin-Opener-Policy`** on any page: `loginWithPopup` needs the opener to survive the whole flow.
//! - **`X-Frame-Options` and `frame-ancestors 'none'` on screens only**: the `web_message` answer lives in a frame.
//! - **`Referrer-Policy: same-origin` on screens**: `state` never leaves in a referrer, while our own posts keep
//!   their `Origin` header (with `no-referrer` it would be `null`). The `form_post` answer uses `strict-origin`, so
//!   that the application sees a true `Origin` and nothing more.

use super::assets::{VERIFICATION_SCRIPT, WEBAUTHN_SCRIPT};
use super::branding::{Branding, WebUrl};
use super::response::Nonce;

/// Names in lower case, with their values.
pub type Headers = Vec<(&'static str, String)>;

/// Where the forms of a screen may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forms {
    /// There are none: `form-action 'none'`.
    None,
    /// The post ends in a redirect to the application. Chromium applies `form-action` to every hop of that chain,
    /// and the application may redirect on to hosts that nobody can list, so the directive is left out: naming
    /// the callback's origin would break sign-in for some and protect from nothing, since every value is escaped, and
    /// the markup that tenants add has no forms.
    LeadToTheApplication,
}

/// The headers of a screen: no script but our own under a nonce, where it has one; our own style sheet, the logos
/// that it names, never framed.
pub(super) fn screen<'a>(
    branding: &'a Branding,
    logos: impl Iterator<Item = &'a WebUrl>,
    forms: Forms,
    nonce: Option<&Nonce>,
) -> Headers {
    let mut images = vec!["'self'"];
    for url in branding.logo.iter().chain(&branding.favicon).chain(logos) {
        if !images.contains(&url.origin()) {
            images.push(url.origin());
        }
    }
    let mut policy = format!(
        "default-src 'none'; style-src 'self'; img-src {}; ",
        images.join(" ")
    );
    if let Some(font) = &branding.font {
        policy = format!("{policy}font-src {}; ", font.origin());
    }
    if let Some(nonce) = nonce {
        policy = format!("{policy}script-src 'nonce-{nonce}'; ");
    }
    never_framed(policy, forms)
}

/// The headers of a screen with a tenant's own markup: styles, pictures and fonts from where it likes, and no script but
/// ours, which is named by its address (`host` is where the browser is). A number in our markup could be written beside
/// another script, if somebody found a way to read it; an address helps nobody.
pub(super) fn own<'a>(
    branding: &'a Branding,
    logos: impl Iterator<Item = &'a WebUrl>,
    forms: Forms,
    host: Option<&str>,
) -> Headers {
    let mut images = vec!["'self'", "https:", "data:"];
    for url in branding.logo.iter().chain(&branding.favicon).chain(logos) {
        // On the loopback, while somebody builds a page.
        if url.origin().starts_with("http:") && !images.contains(&url.origin()) {
            images.push(url.origin());
        }
    }
    let mut policy = format!(
        "default-src 'none'; style-src 'self' 'unsafe-inline' https:; img-src {}; font-src 'self' https: data:; ",
        images.join(" ")
    );
    if let Some(host) = host {
        let [keys, proof] = [WEBAUTHN_SCRIPT, VERIFICATION_SCRIPT].map(|script| script.path);
        policy = format!("{policy}script-src {host}{keys} {host}{proof}; ");
    }
    never_framed(policy, forms)
}

fn never_framed(mut policy: String, forms: Forms) -> Headers {
    if forms == Forms::None {
        policy.push_str("form-action 'none'; ");
    }
    policy.push_str("frame-ancestors 'none'; base-uri 'none'");
    let mut headers = common(policy, "same-origin");
    headers.push(("x-frame-options", "DENY".to_owned()));
    headers
}

/// The headers of a preview: it is seen in a frame of ours, and can do nothing there.
pub fn preview() -> Headers {
    let policy = "default-src 'none'; style-src 'self' 'unsafe-inline' https:; img-src 'self' https: data:; \
                  font-src 'self' https: data:; form-action 'none'; frame-ancestors 'self'; base-uri 'none'; sandbox";
    common(policy.to_owned(), "no-referrer")
}

/// The headers of the `form_post` answer. No `form-action`, for the same reason as on screens, and no
/// `frame-ancestors`, because silent sign-in runs in the application's frame with this mode too.
pub(super) fn form_post(nonce: &Nonce) -> Headers {
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; base-uri 'none'"
    );
    common(policy, "strict-origin")
}

/// The headers of a form that a script fetches: shown by itself, it is a button and nothing more.
pub(super) fn hidden_form() -> Headers {
    let policy = "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    let mut headers = common(policy.to_owned(), "same-origin");
    headers.push(("x-frame-options", "DENY".to_owned()));
    headers
}

/// The headers of the `web_message` answer, which works in a frame and in a popup. `frame-ancestors` is left out: it
/// would have to list every page around the application's own, and `postMessage` names the one origin that can read.
pub(super) fn web_message(nonce: &Nonce) -> Headers {
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; form-action 'none'; base-uri 'none'"
    );
    common(policy, "no-referrer")
}

fn common(policy: String, referrer: &str) -> Headers {
    vec![
        ("content-type", "text/html; charset=utf-8".to_owned()),
        ("content-security-policy", policy),
        ("cache-control", "no-store".to_owned()),
        ("referrer-policy", referrer.to_owned()),
        ("x-content-type-options", "nosniff".to_owned()),
        ("x-robots-tag", "noindex".to_owned()),
    ]
}
