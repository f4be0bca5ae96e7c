//! The page around the hosted forms, as Liquid text. Stored for the tools that manage it; the pages don't use it yet.

use std::sync::LazyLock;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::ManagementFailure;
use crate::tenant_documents::Kind;

const KIND: Kind = Kind::new("page-template");
const NAME: &str = "universal-login";

/// What a page can't do without.
const REQUIRED_TAGS: [&str; 2] = ["auth0:head", "auth0:widget"];

/// The page, as text or as a member of an object.
pub static BODY: LazyLock<Schema> = LazyLock::new(|| {
    let text = || {
        Schema::string()
            .max_length(102_400)
            .described("The page as Liquid text")
    };
    Schema::any_of([text(), Schema::object().required_member("template", text())])
});

/// The template.
///
/// # Errors
/// 404 where there is none; or when the database is away.
pub async fn read_template(context: &Context) -> Result<Value, ManagementFailure> {
    let found = KIND.find(NAME, context).await?;
    Ok(found.ok_or_else(Error::unknown_universal_login_template)?)
}

/// Sets the template. Whether it is the first.
///
/// # Errors
/// 400 for a bad body; or when the database is away.
pub async fn set_template(body: &Value, context: &Context) -> Result<bool, ManagementFailure> {
    BODY.check(body, Part::Payload)?;
    let text = body.as_str().or_else(|| body["template"].as_str());
    let text = text.unwrap_or_default();
    if let Some(missing) = REQUIRED_TAGS.iter().find(|tag| !text.contains(**tag)) {
        let message = format!("The template has no {missing} tag.");
        return Err(Error::invalid_body(message).into());
    }
    let document = json!({ "body": text });
    let mut work = context.begin().await?;
    let is_first = KIND
        .insert(NAME, document.clone(), context, &mut work)
        .await?;
    if !is_first {
        KIND.put(NAME, document, context, &mut work).await?;
    }
    work.commit().await?;
    Ok(is_first)
}

/// Removes the template, if there is one.
///
/// # Errors
/// When the database is away.
pub async fn delete_template(context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    KIND.remove(NAME, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}
