//! The secrets of a document: taken out and sealed before it is stored.

use serde_json::{Map, Value};

use crate::context::Context;
use crate::failure::Broken;
use crate::vault::Place;

/// What is stored of a document.
#[derive(Clone, Debug)]
pub struct Content {
    /// Without secrets.
    pub document: Value,
    /// The secrets, sealed.
    pub sealed: Option<String>,
}

/// The members of a kind's documents that are sealed at rest.
#[derive(Clone, Copy, Debug)]
pub struct Secrets {
    /// Where they are: JSON pointers (RFC 6901) whose last part names a member of an object.
    pub pointers: &'static [&'static str],
    /// Whether callers see them again. Some of upstream's answers show what was stored.
    pub are_shown: bool,
}

impl Secrets {
    /// No member is a secret.
    pub const NONE: Self = Self::hidden(&[]);

    /// Secrets that no answer shows.
    pub const fn hidden(pointers: &'static [&'static str]) -> Self {
        Self {
            pointers,
            are_shown: false,
        }
    }

    /// Secrets that who may read the document may read, too.
    pub const fn shown(pointers: &'static [&'static str]) -> Self {
        Self {
            pointers,
            are_shown: true,
        }
    }

    /// Takes the secrets out of a document. Them, by pointer.
    pub fn take_from(&self, document: &mut Value) -> Map<String, Value> {
        let mut taken = Map::new();
        for pointer in self.pointers {
            if let Some((object, member)) = holder(document, pointer)
                && let Some(secret) = object.remove(member)
            {
                taken.insert((*pointer).to_owned(), secret);
            }
        }
        taken
    }

    fn put_back(secrets: Map<String, Value>, document: &mut Value) {
        for (pointer, secret) in secrets {
            if let Some((object, member)) = holder(document, &pointer) {
                object.insert(member.to_owned(), secret);
            }
        }
    }
}

/// The object that a pointer leads into, and the name of the member there.
fn holder<'d, 'p>(
    document: &'d mut Value,
    pointer: &'p str,
) -> Option<(&'d mut Map<String, Value>, &'p str)> {
    let (parent, member) = pointer.rsplit_once('/')?;
    match document.pointer_mut(parent)? {
        Value::Object(object) => Some((object, member)),
        _ => None,
    }
}

/// The document as it is stored: without its secrets, which are sealed for the place.
pub fn seal(
    secrets: &Secrets,
    mut document: Value,
    place: Place<'_>,
    context: &Context,
) -> Result<Content, Broken> {
    let secrets = secrets.take_from(&mut document);
    let sealed = if secrets.is_empty() {
        None
    } else {
        let clear = serde_json::to_vec(&secrets)?;
        let key = &context.tenant.key;
        Some(key.seal(place, &clear, context.entropy())?)
    };
    Ok(Content { document, sealed })
}

/// The document with its secrets.
pub fn open(content: Content, place: Place<'_>, context: &Context) -> Result<Value, Broken> {
    let mut document = content.document;
    if let Some(sealed) = content.sealed {
        let clear = context.tenant.key.open(place, &sealed)?;
        Secrets::put_back(serde_json::from_slice(&clear)?, &mut document);
    }
    Ok(document)
}
