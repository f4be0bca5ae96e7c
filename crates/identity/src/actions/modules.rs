//! Modules: code that several actions share, in numbered versions.

use std::collections::HashMap;
use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use super::manage::ACTIONS;
use super::secrets;
use crate::collections::{Collection, Item, Members, Unique, members, replaced, text_of};
use crate::context::Context;
use crate::database::Work;
use crate::failure::{Broken, ManagementFailure};

/// What of a draft a version keeps.
const CONTENT: &[&str] = &["code", "dependencies", "secrets", "secret_values"];

/// The drafts.
const MODULES: Collection = Collection::new("action-module", Shape::Uuid, |_| {
    Error::unknown_action_module()
})
.with_secrets(secrets::VALUES)
.with_uniques(&[Unique {
    key: |document| text_of(document, "name"),
    taken: Error::action_module_exists,
}]);

/// The versions of all modules, each a part of its module.
const VERSIONS: Collection = Collection::new("action-module-version", Shape::Uuid, |_| {
    Error::unknown_module_version()
})
.with_secrets(secrets::VALUES)
.with_limit(100, Error::too_many_module_versions)
.sorted_by(|version, _| {
    let number = version.get("version_number");
    number.and_then(Value::as_i64).unwrap_or(0)
});

/// The body of `POST /actions/modules`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let name = Schema::string().min_length(1).max_length(255);
    let schema = Schema::object()
        .required_member("name", name.described("Name of the module"))
        .required_member("code", code());
    content(schema)
        .member("api_version", Schema::string().max_length(20))
        .member(
            "publish",
            Schema::boolean().described("Whether to publish it at once"),
        )
});

/// The body of `PATCH /actions/modules/{id}`.
pub static UPDATE: LazyLock<Schema> =
    LazyLock::new(|| content(Schema::object().member("code", code())));

/// The body of `POST /actions/modules/{id}/rollback`.
pub static ROLLBACK: LazyLock<Schema> = LazyLock::new(|| {
    let id = Schema::string().max_length(64);
    Schema::object().required_member(
        "module_version_id",
        id.described("The version to go back to"),
    )
});

fn code() -> Schema {
    Schema::string()
        .max_length(65_536)
        .described("The source code")
}

fn content(schema: Schema) -> Schema {
    let text = |maximum| Schema::string().min_length(1).max_length(maximum);
    let secret = Schema::object()
        .required_member("name", text(255))
        .required_member("value", Schema::string().max_length(4_096));
    let dependency = Schema::object()
        .required_member("name", text(255))
        .required_member("version", text(50));
    schema
        .member("secrets", Schema::array(secret).max_items(100))
        .member("dependencies", Schema::array(dependency).max_items(100))
}

/// Some of the modules, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn list(paging: &Paging, context: &Context) -> Result<Page, ManagementFailure> {
    let used = uses(context).await?;
    let listing = MODULES.list("", paging, None, context).await?;
    Ok(listing.page(|module| shown(module, &used)))
}

/// One module.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let module = MODULES.find(id, context).await?;
    Ok(shown(module, &uses(context).await?))
}

/// Makes a module.
///
/// # Errors
/// 400 for a bad body, 409 where the name is taken; or when the database is away.
pub async fn create(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    CREATE.check(body, Part::Payload)?;
    let mut module = members(json!({
        "dependencies": [], "secrets": [], "all_changes_published": false
    }));
    change(&mut module, members(body.clone()), context);
    let publishes = module.remove("publish") == Some(json!(true));
    module.remove("api_version");
    let mut work = context.begin().await?;
    let made = MODULES
        .insert("", module.clone(), context, &mut work)
        .await?;
    let made = if publishes {
        let draft = Item {
            document: module,
            ..made
        };
        publish_draft(draft, context, &mut work).await?.0
    } else {
        made
    };
    work.commit().await?;
    Ok(shown(made, &HashMap::new()))
}

/// Changes the draft of a module. There is a draft afterwards even where it holds what it held: the deploy tool sends what
/// is there, and then publishes it.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn update(id: &str, body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    UPDATE.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    let mut module = MODULES.find_for_update("", id, context, &mut work).await?;
    change(&mut module.document, members(body.clone()), context);
    module
        .document
        .insert("all_changes_published".to_owned(), json!(false));
    let changed = MODULES.update("", module, context, &mut work).await?;
    work.commit().await?;
    Ok(shown(changed, &uses(context).await?))
}

fn change(module: &mut Members, mut sent: Members, context: &Context) {
    if let Some(sent) = sent.remove("secrets") {
        secrets::replace(module, &sent, context.now);
    }
    replaced(module, &sent);
}

/// Deletes a module that no action uses.
///
/// # Errors
/// 404, 412 where an action uses it; or when the database is away.
pub async fn delete(id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    let module = MODULES.find_for_update("", id, context, &mut work).await?;
    if uses(context).await?.contains_key(&module.id) {
        return Err(Error::action_module_in_use().into());
    }
    VERSIONS
        .remove_parts(&module.id, i64::MAX, "", context, &mut work)
        .await?;
    MODULES.remove(&module.id, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}

/// The actions that use a module.
///
/// # Errors
/// 404; or when the database is away.
pub async fn actions(
    id: &str,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let module = MODULES.find(id, context).await?;
    let uses = |action: &Members| used_version(action, &module.id).is_some();
    let listing = ACTIONS.list("", paging, Some(&uses), context).await?;
    Ok(listing.page(|action| {
        let version = used_version(&action.document, &module.id).unwrap_or_default();
        json!({
            "action_id": action.id, "action_name": action.document.get("name"),
            "module_version_id": version["module_version_id"],
            "module_version_number": version["module_version_number"],
            "supported_triggers": action.document.get("supported_triggers"),
        })
    }))
}

/// The versions of a module, newest last.
///
/// # Errors
/// 404; or when the database is away.
pub async fn versions(
    id: &str,
    paging: &Paging,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let module = MODULES.find(id, context).await?;
    let listing = VERSIONS.list(&module.id, paging, None, context).await?;
    Ok(listing.page(|version| version_shown(version, &module.id)))
}

/// One version of a module.
///
/// # Errors
/// 404; or when the database is away.
pub async fn version(
    id: &str,
    version: &str,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    let version = VERSIONS.find_part(id, version, context).await?;
    Ok(version_shown(version, id))
}

/// Publishes the draft of a module as its next version; one that equals the latest version is that version.
///
/// # Errors
/// 404, 409 where there is no draft, 412 where there are too many versions; or when the database is away.
pub async fn publish(id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let mut work = context.begin().await?;
    let mut draft = MODULES.find_for_update("", id, context, &mut work).await?;
    if draft.document.get("all_changes_published") == Some(&json!(true)) {
        return Err(Error::no_module_draft().into());
    }
    let version = match latest_version(&draft, context, &mut work).await? {
        Some(latest) if content_of(&latest.document) == content_of(&draft.document) => {
            mark_published(&mut draft.document);
            MODULES.update("", draft, context, &mut work).await?;
            latest
        }
        _ => publish_draft(draft, context, &mut work).await?.1,
    };
    work.commit().await?;
    Ok(version_shown(version, id))
}

/// With its secrets, which are not for showing.
async fn latest_version(
    module: &Item,
    context: &Context,
    work: &mut Work,
) -> Result<Option<Item>, ManagementFailure> {
    let latest = module.document.get("latest_version");
    let Some(id) = latest.and_then(|latest| latest["id"].as_str()) else {
        return Ok(None);
    };
    let version = VERSIONS.find_for_update(&module.id, id, context, work);
    Ok(Some(version.await?))
}

fn mark_published(module: &mut Members) {
    module.insert("all_changes_published".to_owned(), json!(true));
}

async fn publish_draft(
    mut draft: Item,
    context: &Context,
    work: &mut Work,
) -> Result<(Item, Item), ManagementFailure> {
    let last = VERSIONS.last_position(&draft.id, context, work).await?;
    let mut content = content_of(&draft.document);
    content.insert("version_number".to_owned(), json!(last + 1));
    let version = VERSIONS.insert(&draft.id, content, context, work).await?;
    let mut latest = version.document.clone();
    latest.remove("secret_values");
    latest.insert("id".to_owned(), json!(version.id));
    latest.insert(
        "created_at".to_owned(),
        json!(version.created_at.to_string()),
    );
    draft
        .document
        .insert("latest_version".to_owned(), Value::Object(latest));
    mark_published(&mut draft.document);
    let module = MODULES.update("", draft, context, work).await?;
    Ok((module, version))
}

/// Makes an older version the draft.
///
/// # Errors
/// 400 for a bad body, 404, 409 where the draft is that version; or when the database is away.
pub async fn roll_back(
    id: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    ROLLBACK.check(body, Part::Payload)?;
    let version = body["module_version_id"].as_str().unwrap_or_default();
    let mut work = context.begin().await?;
    let mut draft = MODULES.find_for_update("", id, context, &mut work).await?;
    let old = VERSIONS
        .find_for_update(&draft.id, version, context, &mut work)
        .await?;
    if content_of(&draft.document) == content_of(&old.document) {
        return Err(Error::module_draft_is_current().into());
    }
    let latest = draft.document.get("latest_version");
    let is_latest = latest.is_some_and(|latest| latest["id"] == old.id.as_str());
    draft.document.extend(content_of(&old.document));
    draft
        .document
        .insert("all_changes_published".to_owned(), json!(is_latest));
    let changed = MODULES.update("", draft, context, &mut work).await?;
    work.commit().await?;
    Ok(shown(changed, &uses(context).await?))
}

/// The modules that a body names, each with its version: the latest where none is named.
pub(super) async fn resolve(sent: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    let mut resolved = Vec::new();
    for sent in sent.as_array().into_iter().flatten() {
        let module = match (sent["module_id"].as_str(), sent["module_name"].as_str()) {
            (Some(id), _) => MODULES.find(id, context).await?,
            (None, name) => {
                let name = name.unwrap_or_default();
                let named = MODULES.find_by_key(name, context).await?;
                named.ok_or_else(Error::unknown_action_module)?
            }
        };
        resolved.push(resolve_version(sent, &module, context).await?);
    }
    Ok(Value::Array(resolved))
}

async fn resolve_version(
    sent: &Value,
    module: &Item,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    let latest = module.document.get("latest_version");
    let latest_id = latest.and_then(|latest| latest["id"].as_str());
    let named = if let Some(number) = sent["module_version_number"].as_i64() {
        let versions = VERSIONS.all(&module.id, context).await?;
        let mut versions = versions.into_iter();
        let version =
            versions.find(|version| version.document.get("version_number") == Some(&json!(number)));
        version.ok_or_else(Error::unknown_module_version)?
    } else {
        let id = sent["module_version_id"].as_str().or(latest_id);
        VERSIONS
            .find_part(&module.id, id.unwrap_or_default(), context)
            .await?
    };
    Ok(json!({
        "module_id": module.id, "module_name": module.document.get("name"), "module_version_id": named.id,
        "module_version_number": named.document.get("version_number"),
    }))
}

/// How many actions use each module, where any does.
async fn uses(context: &Context) -> Result<HashMap<String, usize>, Broken> {
    let mut uses = HashMap::new();
    for action in ACTIONS.all("", context).await? {
        let modules = action.document.get("modules").and_then(Value::as_array);
        for module in modules.into_iter().flatten() {
            let id = module["module_id"].as_str().unwrap_or_default();
            *uses.entry(id.to_owned()).or_insert(0) += 1;
        }
    }
    Ok(uses)
}

fn used_version(action: &Members, module: &str) -> Option<Value> {
    let mut used = action.get("modules")?.as_array()?.iter();
    used.find(|used| used["module_id"] == module).cloned()
}

fn content_of(document: &Members) -> Members {
    let member = |name: &&str| Some(((*name).to_owned(), document.get(*name)?.clone()));
    CONTENT.iter().filter_map(member).collect()
}

fn shown(module: Item, uses: &HashMap<String, usize>) -> Value {
    let mut document = module.document;
    let total = uses.get(&module.id).copied().unwrap_or(0);
    for (name, value) in [
        ("id", json!(module.id)),
        ("actions_using_module_total", json!(total)),
        ("created_at", json!(module.created_at.to_string())),
        ("updated_at", json!(module.updated_at.to_string())),
    ] {
        document.insert(name.to_owned(), value);
    }
    Value::Object(document)
}

fn version_shown(version: Item, module: &str) -> Value {
    let mut document = version.document;
    document.remove("secret_values");
    document.insert("id".to_owned(), json!(version.id));
    document.insert("module_id".to_owned(), json!(module));
    document.insert(
        "created_at".to_owned(),
        json!(version.created_at.to_string()),
    );
    Value::Object(document)
}
