//! Previews: how a screen would look with a draft, kept for a few minutes where the draft's author can see it.

use std::sync::{Arc, LazyLock};

use ostia_protocol::auth0::ids;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};
use subtle::ConstantTimeEq as _;

use super::look::{self, Look};
use super::template::PageTemplate;
use super::{BRANDING, THEME, initial};
use crate::context::Context;
use crate::failure::Broken;
use crate::prompts::{custom_text, names, partials};
use crate::tenant_documents::{Kind, applied};
use crate::vault::fingerprint;

/// Where previews are kept: one for each author, so that they stay few.
const KIND: Kind = Kind::new("page-preview");
/// How long one is shown, in seconds.
pub const LIFETIME: i64 = 300;

/// A screen, and what would be different. What isn't sent is as it is stored.
pub static DRAFT: LazyLock<Schema> = LazyLock::new(|| {
    let template = Schema::string().max_length(102_400).nullable();
    Schema::object()
        .required_member(
            "prompt",
            Schema::enumeration(names::PROMPTS).described("Name of the prompt"),
        )
        .required_member("screen", names::screen())
        .member(
            "language",
            Schema::enumeration(names::LANGUAGES).described("Tag of the language"),
        )
        .member(
            "branding",
            Schema::object()
                .open()
                .described("As PATCH /branding takes it"),
        )
        .member(
            "theme",
            Schema::object()
                .open()
                .nullable()
                .described("As POST /branding/themes takes it"),
        )
        .member(
            "template",
            template.described("The page as Liquid text; null is Ostia's own"),
        )
        .member("partials", partials::SCREENS.clone())
        .member("texts", custom_text::SCREENS.clone())
});

/// The look that a draft makes.
///
/// # Errors
/// 400 for a draft that can't be used.
pub fn drafted(draft: &Value, language: &str, context: &Context) -> Result<Look, Error> {
    DRAFT.check(draft, Part::Payload)?;
    let mut look = context.tenant.look.clone();
    let prompt = draft["prompt"].as_str().unwrap_or_default();
    if let Some(branding) = draft.get("branding") {
        BRANDING.schema().check(branding, Part::Payload)?;
        let before = if look.branding.is_object() {
            look.branding
        } else {
            initial()
        };
        look.branding = applied(before, branding);
    }
    if let Some(theme) = draft.get("theme") {
        if !theme.is_null() {
            THEME.check(theme, Part::Payload)?;
        }
        look.theme = theme.clone();
    }
    if let Some(template) = draft.get("template") {
        let text = template.as_str().filter(|text| !text.is_empty());
        let page = text.map(PageTemplate::parse).transpose();
        let page = page.map_err(|error| Error::invalid_body(error.to_string()))?;
        look.page = page.map(Arc::new);
    }
    if let Some(pieces) = draft.get("partials") {
        let pieces = Arc::new(partials::checked(pieces)?);
        look.partials.insert(prompt.to_owned(), pieces);
    }
    if let Some(texts) = draft.get("texts") {
        look::set_texts(&mut look, prompt, language, texts);
    }
    Ok(look)
}

/// Keeps a page for its author. What names it in an address.
///
/// # Errors
/// When the database is away.
pub async fn keep(html: &str, author: &str, context: &Context) -> Result<String, Broken> {
    let secret = ids::token(context.entropy(), 32);
    let name = fingerprint(author);
    let expires_at = context.now.plus_seconds(LIFETIME).millis();
    let document = json!({
        "secret": fingerprint(&secret),
        "html": html,
        "expires_at": expires_at,
    });
    let mut work = context.begin().await?;
    let before = KIND.claim(&name, context, &mut work).await?;
    // Of two that are under way at once, the author waits for the one that began later.
    if before["expires_at"].as_i64() <= Some(expires_at) {
        KIND.put(&name, document, context, &mut work).await?;
    }
    work.commit().await?;
    Ok(format!("{name}.{secret}"))
}

/// The page that an address names, while it is kept.
///
/// # Errors
/// When the database is away.
pub async fn find(token: &str, context: &Context) -> Result<Option<String>, Broken> {
    let Some((name, secret)) = token.split_once('.') else {
        return Ok(None);
    };
    let Some(document) = KIND.find(name, context).await? else {
        return Ok(None);
    };
    let stored = document["secret"].as_str().unwrap_or_default();
    let is_it = stored.as_bytes().ct_eq(fingerprint(secret).as_bytes());
    let is_fresh = document["expires_at"].as_i64() > Some(context.now.millis());
    if bool::from(is_it) && is_fresh {
        Ok(document["html"].as_str().map(str::to_owned))
    } else {
        Ok(None)
    }
}
