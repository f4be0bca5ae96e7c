//! Bindings: which actions run at a trigger, in which order.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::{Part, Schema};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::manage::ACTIONS;
use super::{document, triggers};
use crate::collections::{Item, Members, text_of};
use crate::context::Context;
use crate::database::Work;
use crate::failure::{Broken, ManagementFailure};
use crate::tenant_documents::Kind;

/// One document for each trigger that has bindings.
const KIND: Kind = Kind::new("action-bindings");

/// How many actions run at a trigger.
const MAX_BINDINGS: usize = 100;

/// The path of a trigger's bindings.
pub static PATH: LazyLock<Schema> = LazyLock::new(|| {
    let trigger = Schema::enumeration(triggers::NAMES).described("Name of the trigger");
    Schema::object().required_member("triggerId", trigger)
});

/// The body of `PATCH /actions/triggers/{triggerId}/bindings`.
pub static REPLACE: LazyLock<Schema> = LazyLock::new(|| {
    let name = || Schema::string().max_length(255);
    let reference = Schema::object()
        .member(
            "type",
            Schema::enumeration(&["binding_id", "action_id", "action_name"]),
        )
        .member("value", name())
        .open();
    let binding = Schema::object()
        .required_member("ref", reference)
        .member("display_name", name())
        .member("secrets", document::secrets());
    Schema::object().member(
        "bindings",
        Schema::array(binding)
            .max_items(MAX_BINDINGS)
            .described("The actions that run, in order"),
    )
});

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Binding {
    id: String,
    action_id: String,
    display_name: String,
    created_at: String,
    updated_at: String,
}

/// The bindings of a trigger, in order.
///
/// # Errors
/// When the database is away.
pub async fn list(
    trigger: &str,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let stored = KIND.find(trigger, context).await?;
    let stored = bindings_of(stored.unwrap_or_default())?;
    let start = usize::try_from(paging.start()).unwrap_or(usize::MAX);
    let limit = usize::try_from(paging.limit()).unwrap_or(usize::MAX);
    let total = stored.len();
    let mut rows = Vec::new();
    for binding in stored.into_iter().skip(start).take(limit) {
        let action = ACTIONS.find(&binding.action_id, context).await?;
        rows.push(shown(&binding, trigger, &action));
    }
    Ok(Page {
        rows,
        total: u64::try_from(total).unwrap_or_default(),
        ..Page::default()
    })
}

/// Replaces the bindings of a trigger.
///
/// # Errors
/// 400 for a bad body or an action that can't be bound, 404; or when the database is away.
pub async fn replace(
    trigger: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    REPLACE.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    let before = bindings_of(KIND.claim(trigger, context, &mut work).await?)?;
    let mut bound: Vec<(Binding, Item)> = Vec::new();
    for sent in body["bindings"].as_array().into_iter().flatten() {
        let action = referenced(&sent["ref"], &before, context).await?;
        check(&action, trigger, &bound)?;
        let binding = binding(sent, &action, &before, context);
        bound.push((binding, action));
    }
    let stored: Vec<&Binding> = bound.iter().map(|(binding, _)| binding).collect();
    let stored = json!({ "bindings": stored });
    KIND.put(trigger, stored, context, &mut work).await?;
    work.commit().await?;
    let rows = bound.iter();
    let rows: Vec<Value> = rows
        .map(|(binding, action)| shown(binding, trigger, action))
        .collect();
    Ok(json!({ "bindings": rows }))
}

async fn referenced(
    reference: &Value,
    before: &[Binding],
    context: &Context,
) -> Result<Item, ManagementFailure> {
    let value = reference["value"].as_str().unwrap_or_default();
    match reference["type"].as_str() {
        Some("action_id") => ACTIONS.find(value, context).await,
        Some("binding_id") => {
            let bound = before.iter().find(|binding| binding.id == value);
            let bound = bound.ok_or_else(|| Error::invalid_body("That binding does not exist."))?;
            ACTIONS.find(&bound.action_id, context).await
        }
        _ => {
            let named = ACTIONS.find_by_key(value, context).await?;
            Ok(named.ok_or_else(Error::unknown_action)?)
        }
    }
}

fn check(action: &Item, trigger: &str, bound: &[(Binding, Item)]) -> Result<(), Error> {
    if !document::supports(&action.document, trigger) {
        return Err(Error::invalid_body(format!(
            "The action does not support the trigger {trigger}."
        )));
    }
    if !action.document.contains_key("deployed_version") {
        return Err(Error::action_not_deployed());
    }
    if bound.iter().any(|(_, other)| other.id == action.id) {
        return Err(Error::invalid_body(
            "An action can be bound to a trigger only once.",
        ));
    }
    Ok(())
}

/// A binding of the same action keeps its id and its age.
fn binding(sent: &Value, action: &Item, before: &[Binding], context: &Context) -> Binding {
    let now = context.now.to_string();
    let millis = u64::try_from(context.now.millis()).unwrap_or_default();
    let before = before.iter().find(|binding| binding.action_id == action.id);
    let display_name = sent["display_name"].as_str().map(str::to_owned);
    let name = || text_of(&action.document, "name").unwrap_or_default();
    let display_name = display_name.unwrap_or_else(name);
    match before {
        Some(before) if before.display_name == display_name => before.clone(),
        Some(before) => Binding {
            display_name,
            updated_at: now,
            ..before.clone()
        },
        None => Binding {
            id: Shape::Uuid.generate(millis, context.entropy()),
            action_id: action.id.clone(),
            display_name,
            created_at: now.clone(),
            updated_at: now,
        },
    }
}

/// Whether an action runs at some trigger.
pub(super) async fn is_bound(action: &str, context: &Context) -> Result<bool, Broken> {
    for named in KIND.list(context).await? {
        let bindings = bindings_of(named.document)?;
        if bindings.iter().any(|binding| binding.action_id == action) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes an action from all triggers.
pub(super) async fn remove_action(
    action: &str,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    for named in KIND.list(context).await? {
        let stored = KIND.claim(&named.name, context, work).await?;
        let mut bindings = bindings_of(stored)?;
        let before = bindings.len();
        bindings.retain(|binding| binding.action_id != action);
        if bindings.len() < before {
            let stored = json!({ "bindings": bindings });
            KIND.put(&named.name, stored, context, work).await?;
        }
    }
    Ok(())
}

fn bindings_of(mut stored: Value) -> Result<Vec<Binding>, Broken> {
    match stored.get_mut("bindings") {
        Some(bindings) => Ok(serde_json::from_value(bindings.take())?),
        None => Ok(Vec::new()),
    }
}

fn shown(binding: &Binding, trigger: &str, action: &Item) -> Value {
    let mut shown = document::summary(action);
    let members: &Members = &action.document;
    if let Some(deployed) = members.get("deployed_version") {
        shown["deployed_version"] = deployed.clone();
    }
    json!({
        "id": binding.id, "trigger_id": trigger, "display_name": binding.display_name, "action": shown,
        "created_at": binding.created_at, "updated_at": binding.updated_at
    })
}
