//! Making, changing and deleting actions.

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::Part;
use serde_json::{Value, json};

use super::{bindings, document, modules, secrets, versions};
use crate::collections::{Collection, Item, Members, Unique, members, replaced, text_of};
use crate::context::Context;
use crate::failure::ManagementFailure;

/// The drafts.
pub const ACTIONS: Collection = Collection::new("action", Shape::Uuid, |_| Error::unknown_action())
    .with_secrets(secrets::VALUES)
    .with_uniques(&[Unique {
        key: |document| text_of(document, "name"),
        taken: Error::action_exists,
    }]);

/// Which actions are listed.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Those that support this trigger.
    pub trigger: Option<String>,
    /// The one of this name.
    pub name: Option<String>,
    /// Those that are deployed, or those that aren't.
    pub is_deployed: Option<bool>,
    /// Those that come from a marketplace, or those that don't. There is no marketplace here.
    pub is_installed: Option<bool>,
}

impl Filter {
    fn keeps(&self, action: &Members) -> bool {
        let is_deployed = action.contains_key("deployed_version");
        self.trigger
            .as_ref()
            .is_none_or(|trigger| document::supports(action, trigger))
            && self
                .name
                .as_ref()
                .is_none_or(|name| action.get("name") == Some(&json!(name)))
            && self.is_deployed.is_none_or(|wanted| wanted == is_deployed)
            && self.is_installed != Some(true)
    }

    fn keeps_all(&self) -> bool {
        self.trigger.is_none()
            && self.name.is_none()
            && self.is_deployed.is_none()
            && self.is_installed.is_none()
    }
}

/// Some of the actions, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn list(
    filter: &Filter,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let keeps = |action: &Members| filter.keeps(action);
    let keeps: Option<&(dyn Fn(&Members) -> bool + Sync)> = if filter.keeps_all() {
        None
    } else {
        Some(&keeps)
    };
    let listing = ACTIONS.list("", paging, keeps, context).await?;
    Ok(listing.page(document::shown))
}

/// One action.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let action = ACTIONS.find(id, context).await?;
    Ok(document::shown(action))
}

/// Makes an action.
///
/// # Errors
/// 400 for a bad body, 409 where the name is taken; or when the database is away.
pub async fn create(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    document::CREATE.check(body, Part::Payload)?;
    let mut action = document::initial();
    let sent = members(body.clone());
    change(&mut action, sent, context).await?;
    let deploys = action.remove("deploy") == Some(json!(true));
    let mut work = context.begin().await?;
    let made = ACTIONS
        .insert("", action.clone(), context, &mut work)
        .await?;
    let made = if deploys {
        let draft = Item {
            document: action,
            ..made
        };
        versions::deploy_draft(draft, context, &mut work).await?.0
    } else {
        made
    };
    work.commit().await?;
    Ok(document::shown(made))
}

/// Changes the draft of an action.
///
/// # Errors
/// 400 for a bad body, 404, 409 where the name is taken; or when the database is away.
pub async fn update(id: &str, body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    document::UPDATE.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    let mut action = ACTIONS.find_for_update("", id, context, &mut work).await?;
    let before = action.document.clone();
    change(&mut action.document, members(body.clone()), context).await?;
    if action.document == before {
        return Ok(document::shown(ACTIONS.find(id, context).await?));
    }
    action
        .document
        .insert("all_changes_deployed".to_owned(), json!(false));
    let changed = ACTIONS.update("", action, context, &mut work).await?;
    work.commit().await?;
    Ok(document::shown(changed))
}

async fn change(
    action: &mut Members,
    mut sent: Members,
    context: &Context,
) -> Result<(), ManagementFailure> {
    if let Some(triggers) = sent.remove("supported_triggers") {
        let triggers = document::named_triggers(&triggers);
        action.insert("supported_triggers".to_owned(), triggers);
    }
    if let Some(secrets) = sent.remove("secrets") {
        secrets::replace(action, &secrets, context.now);
    }
    if let Some(used) = sent.remove("modules") {
        let used = modules::resolve(&used, context).await?;
        action.insert("modules".to_owned(), used);
    }
    replaced(action, &sent);
    Ok(())
}

/// Deletes an action with its versions. One that is bound to a trigger only goes by force, and its bindings with it.
///
/// # Errors
/// 400 where it is bound, 404; or when the database is away.
pub async fn delete(id: &str, by_force: bool, context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    let action = ACTIONS.find_for_update("", id, context, &mut work).await?;
    if !by_force && bindings::is_bound(id, context).await? {
        return Err(Error::action_is_bound().into());
    }
    bindings::remove_action(&action.id, context, &mut work).await?;
    versions::VERSIONS
        .remove_parts(&action.id, i64::MAX, "", context, &mut work)
        .await?;
    ACTIONS.remove(&action.id, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}

/// Would run a draft once.
///
/// # Errors
/// 400 for a bad body, and because code isn't run yet; 404; or when the database is away.
pub async fn test(id: &str, body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    document::TEST.check(body, Part::Payload)?;
    ACTIONS.find(id, context).await?;
    Err(Error::code_is_not_run().into())
}
