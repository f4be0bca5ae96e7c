//! Versions of actions: what was deployed, kept as it was.

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::Part;
use serde_json::{Value, json};

use super::document;
use super::manage::ACTIONS;
use super::secrets;
use crate::collections::{Collection, Item, Members};
use crate::context::Context;
use crate::database::Work;
use crate::failure::ManagementFailure;

/// So many versions of an action are kept, and the deployed one.
const KEPT: i64 = 100;

/// What of a draft a version keeps.
const CONTENT: &[&str] = &[
    "code",
    "dependencies",
    "runtime",
    "secrets",
    "secret_values",
    "supported_triggers",
    "modules",
];

/// The versions of all actions, each a part of its action.
pub(super) const VERSIONS: Collection = Collection::new("action-version", Shape::Uuid, |_| {
    Error::unknown_action_version()
})
.with_secrets(secrets::VALUES)
.sorted_by(|version, _| version.get("number").and_then(Value::as_i64).unwrap_or(0));

/// The versions of an action, newest last.
///
/// # Errors
/// 404; or when the database is away.
pub async fn list(
    action: &str,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let action = ACTIONS.find(action, context).await?;
    let listing = VERSIONS.list(&action.id, paging, None, context).await?;
    Ok(listing.page(|version| shown(version, &action)))
}

/// One version.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(action: &str, id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let action = ACTIONS.find(action, context).await?;
    let version = VERSIONS.find_part(&action.id, id, context).await?;
    Ok(shown(version, &action))
}

/// Deploys the draft of an action as its next version.
///
/// # Errors
/// 404; or when the database is away.
pub async fn deploy(action: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let mut work = context.begin().await?;
    let draft = ACTIONS
        .find_for_update("", action, context, &mut work)
        .await?;
    let (action, version) = deploy_draft(draft, context, &mut work).await?;
    work.commit().await?;
    Ok(shown(version, &action))
}

/// The same inside a unit of work. The action and its new version.
pub(super) async fn deploy_draft(
    draft: Item,
    context: &Context,
    work: &mut Work,
) -> Result<(Item, Item), ManagementFailure> {
    let version = add(&draft.id, content_of(&draft.document), context, work).await?;
    let action = make_current(draft, &version, true, context, work).await?;
    Ok((action, version))
}

/// Deploys an older version once more: it becomes the deployed one.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn deploy_again(
    action: &str,
    id: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    document::DEPLOY_VERSION.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    let mut draft = ACTIONS
        .find_for_update("", action, context, &mut work)
        .await?;
    let old = VERSIONS
        .find_for_update(&draft.id, id, context, &mut work)
        .await?;
    let content = content_of(&old.document);
    let updates_draft = body["update_draft"] == true;
    if updates_draft {
        draft.document.extend(content.clone());
    }
    let version = add(&draft.id, content, context, &mut work).await?;
    let is_draft = updates_draft || content_of(&draft.document) == content_of(&old.document);
    let action = make_current(draft, &version, is_draft, context, &mut work).await?;
    work.commit().await?;
    Ok(shown(version, &action))
}

/// The next version of an action. The oldest ones go where there are too many.
async fn add(
    action: &str,
    mut content: Members,
    context: &Context,
    work: &mut Work,
) -> Result<Item, ManagementFailure> {
    let last = VERSIONS.last_position(action, context, work).await?;
    content.insert("number".to_owned(), json!(last + 1));
    let version = VERSIONS.insert(action, content, context, work).await?;
    VERSIONS
        .remove_parts(action, last + 1 - KEPT, &version.id, context, work)
        .await?;
    Ok(version)
}

async fn make_current(
    mut draft: Item,
    version: &Item,
    is_draft: bool,
    context: &Context,
    work: &mut Work,
) -> Result<Item, ManagementFailure> {
    let deployed = as_deployed(version, context);
    draft
        .document
        .insert("deployed_version".to_owned(), deployed);
    draft
        .document
        .insert("all_changes_deployed".to_owned(), json!(is_draft));
    ACTIONS.update("", draft, context, work).await
}

fn content_of(document: &Members) -> Members {
    let member = |name: &&str| Some(((*name).to_owned(), document.get(*name)?.clone()));
    CONTENT.iter().filter_map(member).collect()
}

/// A version as its action shows it.
fn as_deployed(version: &Item, context: &Context) -> Value {
    let mut deployed = version.document.clone();
    deployed.remove("secret_values");
    let now = json!(context.now.to_string());
    for (name, value) in [
        ("id", json!(version.id)),
        ("deployed", json!(true)),
        ("status", json!("built")),
        ("built_at", now.clone()),
        ("created_at", now.clone()),
        ("updated_at", now),
    ] {
        deployed.insert(name.to_owned(), value);
    }
    Value::Object(deployed)
}

fn shown(version: Item, action: &Item) -> Value {
    let deployed = action.document.get("deployed_version");
    let is_deployed = deployed.is_some_and(|deployed| deployed["id"] == version.id.as_str());
    let mut document = version.document;
    for (name, value) in [
        ("id", json!(version.id)),
        ("action_id", json!(action.id)),
        ("deployed", json!(is_deployed)),
        ("status", json!("built")),
        ("built_at", json!(version.created_at.to_string())),
        ("created_at", json!(version.created_at.to_string())),
        ("updated_at", json!(version.updated_at.to_string())),
        ("action", document::summary(action)),
    ] {
        document.insert(name.to_owned(), value);
    }
    Value::Object(document)
}
