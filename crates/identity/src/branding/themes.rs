//! Themes: colours, fonts and borders in detail. A tenant has at most one, which is the default.

use ostia_protocol::auth0::ids::ThemeId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Part;
use serde_json::{Value, json};

use super::theme::THEME;
use crate::context::Context;
use crate::failure::ManagementFailure;
use crate::tenant_documents::Kind;

/// Where the theme is stored.
pub(super) const KIND: Kind = Kind::new("theme").shaping_pages();

/// The tenant has one theme, so the row's name says nothing; the id is in the document.
const NAME: &str = "default";

/// The tenant's theme; with an id, only if it is the one of that id.
///
/// # Errors
/// 404 where there is none; or when the database is away.
pub async fn read(id: Option<&str>, context: &Context) -> Result<Value, ManagementFailure> {
    let theme = KIND.find(NAME, context).await?;
    let theme = theme.filter(|theme| id.is_none_or(|id| theme["themeId"] == id));
    Ok(theme.ok_or_else(Error::unknown_theme)?)
}

/// Makes the theme.
///
/// # Errors
/// 400 for a bad body, 409 where there is one; or when the database is away.
pub async fn create(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    THEME.check(body, Part::Payload)?;
    let id = ThemeId::generate(context.entropy());
    let theme = with_id(body.clone(), id.as_str());
    let mut work = context.begin().await?;
    if !KIND.insert(NAME, theme.clone(), context, &mut work).await? {
        return Err(Error::theme_exists().into());
    }
    work.commit().await?;
    Ok(theme)
}

/// Replaces what the theme holds.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn update(id: &str, body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    THEME.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    let before = KIND.find_for_update(NAME, context, &mut work).await?;
    if before.is_none_or(|theme| theme["themeId"] != id) {
        return Err(Error::unknown_theme().into());
    }
    let theme = with_id(body.clone(), id);
    KIND.put(NAME, theme.clone(), context, &mut work).await?;
    work.commit().await?;
    Ok(theme)
}

/// Removes the theme.
///
/// # Errors
/// 404; or when the database is away.
pub async fn delete(id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    let theme = KIND.find_for_update(NAME, context, &mut work).await?;
    if theme.is_none_or(|theme| theme["themeId"] != id) {
        return Err(Error::unknown_theme_to_delete().into());
    }
    KIND.remove(NAME, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}

fn with_id(mut theme: Value, id: &str) -> Value {
    theme["themeId"] = json!(id);
    theme
}
