//! Authorization responses that travel in a page: `form_post` and `web_message`.
//!
//! Both carry one inline script under a nonce: an external file would cost silent sign-in a second round trip.

use std::fmt::{self, Display, Formatter, Write};

use askama::Template;
use askama::filters::Safe;

use super::chrome::Chrome;
use super::{Headers, Page, headers, written};

/// A number used once, which lets the page's own script run and no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nonce(String);

impl Nonce {
    /// From 16 bytes of fresh randomness.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        let mut text = String::with_capacity(32);
        for byte in bytes {
            // Writing to a `String` can't fail.
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }
}

impl Display for Nonce {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Posts the response to the redirect URI by itself, or with a button where scripts are off
/// (OAuth 2.0 Form Post Response Mode §2).
#[derive(Clone, Debug, Template)]
#[template(path = "response/form_post.html")]
pub struct FormPostPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Lets the script run.
    pub nonce: Nonce,
    /// The application's redirect URI, already checked.
    pub redirect_uri: String,
    /// `code`, `state`, … or `error`, `error_description`, `state`.
    pub parameters: Vec<(String, String)>,
}

impl FormPostPage {
    fn t(&self, key: &str) -> Safe<String> {
        self.chrome.html(["common", "form-post", key], &[])
    }

    fn plain(&self, key: &str) -> String {
        self.chrome.plain(["common", "form-post", key], &[])
    }
}

impl Page for FormPostPage {
    fn render(&self) -> String {
        written(Template::render(self))
    }

    fn headers(&self) -> Headers {
        headers::form_post(&self.nonce)
    }
}

/// A form that the script which asked for it puts into its own page and posts: nothing stands before it, because such
/// scripts take the first element (`auth0-js`, `UsernamePassword.callback`).
#[derive(Clone, Debug, Template)]
#[template(path = "response/hidden_form.html")]
pub struct HiddenFormPage {
    /// The words of the button.
    pub chrome: Chrome,
    /// Where it posts to.
    pub action: String,
    /// What it posts.
    pub fields: Vec<(&'static str, String)>,
}

impl HiddenFormPage {
    fn t(&self, key: &str) -> Safe<String> {
        self.chrome.html(["common", "form-post", key], &[])
    }
}

impl Page for HiddenFormPage {
    fn render(&self) -> String {
        written(Template::render(self))
    }

    fn headers(&self) -> Headers {
        headers::hidden_form()
    }
}

/// Hands the response to the window that opened or framed this page.
#[derive(Clone, Debug, Template)]
#[template(path = "response/web_message.html")]
pub struct WebMessagePage {
    /// Lets the script run.
    pub nonce: Nonce,
    /// The exact origin that may read the message, already checked.
    pub target_origin: String,
    /// `code`, `state`, … or `error`, `error_description`, `state`; numbers stay numbers (`expires_in`).
    pub response: serde_json::Map<String, serde_json::Value>,
}

impl WebMessagePage {
    fn response_json(&self) -> Safe<String> {
        let response = serde_json::Value::Object(self.response.clone());
        Safe(script_json(&response.to_string()))
    }

    fn origin_json(&self) -> Safe<String> {
        let origin = serde_json::Value::String(self.target_origin.clone());
        Safe(script_json(&origin.to_string()))
    }
}

impl Page for WebMessagePage {
    fn render(&self) -> String {
        written(Template::render(self))
    }

    fn headers(&self) -> Headers {
        headers::web_message(&self.nonce)
    }
}

/// JSON as it may stand in a script element: nothing in it ends the element, opens a comment or ends a line.
fn script_json(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            other => safe.push(other),
        }
    }
    safe
}
