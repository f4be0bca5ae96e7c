//! Partials: pieces of markup that a tenant adds to a prompt's screens, as Liquid text.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use super::fragment;
use crate::context::Context;
use crate::failure::ManagementFailure;
use crate::liquid::{Program, TemplateError, Values};
use crate::tenant_documents::Kind;

/// Where they are stored, under the prompt.
pub(crate) const KIND: Kind = Kind::new("partials").shaping_pages();

/// The places that a screen has for them.
pub const POINTS: [&str; 6] = [
    "form-content-start",
    "form-content-end",
    "form-footer-start",
    "form-footer-end",
    "secondary-actions-start",
    "secondary-actions-end",
];

/// Screens, and on each of them markup by the place where it goes.
pub static SCREENS: LazyLock<Schema> = LazyLock::new(|| {
    let markup = Schema::string().max_length(100_000);
    let pieces = Schema::map(markup).max_properties(50).max_key_length(100);
    Schema::map(pieces).max_properties(100).max_key_length(100)
});

/// The pieces of a prompt: by screen, and by place.
pub type Partials = BTreeMap<String, BTreeMap<String, Partial>>;

/// A piece that was read.
#[derive(Debug)]
pub struct Partial {
    program: Program,
    speaks_of_user: bool,
    has_failed: AtomicBool,
}

impl Partial {
    /// Reads a piece.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let program = Program::piece(text)?;
        // What no condition changes is looked at before anybody is shown it.
        if !text.contains("{%") && !text.contains("{{") {
            fragment::check(text)?;
        }
        Ok(Self {
            program,
            speaks_of_user: text.contains("user"),
            has_failed: AtomicBool::new(false),
        })
    }

    /// The markup, which leaves the form that it stands in as it is.
    ///
    /// # Errors
    /// When it costs too much, or would change the form.
    pub fn render(&self, values: &Values) -> Result<String, TemplateError> {
        let markup = self.program.render(values)?;
        fragment::check(&markup)?;
        Ok(markup)
    }

    /// Whether it may speak of who logs in.
    pub fn speaks_of_user(&self) -> bool {
        self.speaks_of_user
    }

    /// Whether this is its first failure since it was loaded: the log needs it once.
    pub fn fails_first(&self) -> bool {
        !self.has_failed.swap(true, Ordering::Relaxed)
    }
}

/// A prompt's pieces as they are stored, read. What can't be is told, and left out.
pub fn parsed(document: &Value, mut complain: impl FnMut(TemplateError)) -> Partials {
    let mut partials = Partials::new();
    for (screen, point, text) in pieces(document) {
        match Partial::parse(text) {
            Ok(piece) => {
                let places = partials.entry(screen.to_owned()).or_default();
                places.insert(point.to_owned(), piece);
            }
            Err(error) => complain(named(screen, point, &error)),
        }
    }
    partials
}

/// A prompt's pieces as somebody sends them, read.
///
/// # Errors
/// 400 where one can't be used.
pub fn checked(document: &Value) -> Result<Partials, Error> {
    let mut complaint = None;
    let partials = parsed(document, |error| complaint = Some(error));
    match complaint {
        Some(error) => Err(Error::invalid_body(error.to_string())),
        None => Ok(partials),
    }
}

/// Screen, place and text of each piece that has a text.
fn pieces(document: &Value) -> impl Iterator<Item = (&str, &str, &str)> {
    let screens = document.as_object().into_iter().flatten();
    screens.flat_map(|(screen, points)| {
        let points = points.as_object().into_iter().flatten();
        points.filter_map(move |(point, text)| {
            let text = text.as_str().filter(|text| !text.trim().is_empty())?;
            Some((screen.as_str(), point.as_str(), text))
        })
    })
}

fn named(screen: &str, point: &str, error: &TemplateError) -> TemplateError {
    TemplateError::new(format!("{screen}, {point}: {error}"))
}

/// The partials of a prompt; an empty object where there are none.
///
/// # Errors
/// When the database is away.
pub async fn read(prompt: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let found = KIND.find(prompt, context).await?;
    Ok(found.unwrap_or_else(|| json!({})))
}

/// Replaces the partials of a prompt; an empty object removes them.
///
/// # Errors
/// 400 for a bad body and for markup that can't be used; or when the database is away.
pub async fn set(
    prompt: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    SCREENS.check(body, Part::Payload)?;
    checked(body)?;
    KIND.set_or_remove(prompt, body, context).await?;
    Ok(body.clone())
}
