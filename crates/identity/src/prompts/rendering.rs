//! How screens are rendered: by the standard pages, or by the tenant's own code. Stored for the tools that manage it.

use std::sync::LazyLock;

use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use super::names;
use crate::context::Context;
use crate::failure::ManagementFailure;
use crate::tenant_documents::{Kind, Named, applied};

/// Where the settings are stored, under `{prompt}/{screen}`.
const KIND: Kind = Kind::new("rendering");

/// What changes of how a screen is rendered.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| settings(Schema::object()));

/// What changes of how several screens are rendered.
pub static UPDATE_ALL: LazyLock<Schema> = LazyLock::new(|| {
    let place = Schema::object()
        .required_member("prompt", Schema::enumeration(names::PROMPTS))
        .required_member("screen", names::screen());
    let configs = Schema::array(settings(place)).min_items(1).max_items(200);
    Schema::object().required_member("configs", configs)
});

fn settings(object: Schema) -> Schema {
    let target = Schema::any_of([
        Schema::object().required_member("id", Schema::string()),
        Schema::object().required_member("metadata", Schema::map(Schema::any())),
    ]);
    let targets = || Schema::array(target.clone()).max_items(100);
    let filters = Schema::object()
        .member(
            "match_type",
            Schema::enumeration(&["includes_any", "excludes_any"]),
        )
        .member("clients", targets())
        .member("organizations", targets())
        .member("domains", targets())
        .nullable();
    object
        .member(
            "rendering_mode",
            Schema::enumeration(&["advanced", "standard"]).described("Whose code renders"),
        )
        .member(
            "context_configuration",
            Schema::array(Schema::string().max_length(255)).nullable(),
        )
        .member("default_head_tags_disabled", Schema::boolean().nullable())
        .member("use_page_template", Schema::boolean().nullable())
        .member(
            "head_tags",
            Schema::array(Schema::object().open())
                .max_items(100)
                .nullable(),
        )
        .member("filters", filters)
}

fn name(prompt: &str, screen: &str) -> String {
    format!("{prompt}/{screen}")
}

/// With prompt and screen, as lists have it.
fn listed(named: &Named) -> Value {
    let (prompt, screen) = named.name.split_once('/').unwrap_or_default();
    applied(
        json!({ "prompt": prompt, "screen": screen }),
        &named.document,
    )
}

/// The screens that have settings.
///
/// # Errors
/// When the database is away.
pub async fn list(paging: &Paging, context: &Context) -> Result<Page, ManagementFailure> {
    let all = KIND.list(context).await?;
    let total = u64::try_from(all.len()).unwrap_or(u64::MAX);
    let start = usize::try_from(paging.start()).unwrap_or(usize::MAX);
    let limit = usize::try_from(paging.limit()).unwrap_or(usize::MAX);
    let rows = all.iter().skip(start).take(limit).map(listed);
    Ok(Page {
        rows: rows.collect(),
        total,
        ..Page::default()
    })
}

/// The settings of a screen; the standard ones where it has none of its own.
///
/// # Errors
/// When the database is away.
pub async fn read(
    prompt: &str,
    screen: &str,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    let found = KIND.find(&name(prompt, screen), context).await?;
    let initial = json!({
        "tenant": context.tenant_id(), "prompt": prompt, "screen": screen, "rendering_mode": "standard",
        "context_configuration": [], "default_head_tags_disabled": false, "head_tags": [], "filters": null,
        "use_page_template": false
    });
    Ok(applied(initial, &found.unwrap_or_else(|| json!({}))))
}

/// Changes the settings of a screen. Only the tenant's own.
///
/// # Errors
/// 400 for a bad body; or when the database is away.
pub async fn update(
    prompt: &str,
    screen: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    UPDATE.check(body, Part::Payload)?;
    let name = name(prompt, screen);
    let mut work = context.begin().await?;
    let before = KIND.claim(&name, context, &mut work).await?;
    let after = applied(before, body);
    KIND.put(&name, after.clone(), context, &mut work).await?;
    work.commit().await?;
    Ok(after)
}

/// Changes the settings of several screens: of all or of none.
///
/// # Errors
/// 400 for a bad body; or when the database is away.
pub async fn update_all(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    UPDATE_ALL.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    for config in body["configs"].as_array().into_iter().flatten() {
        let (prompt, screen) = (&config["prompt"], &config["screen"]);
        let (prompt, screen) = (prompt.as_str(), screen.as_str());
        let name = name(prompt.unwrap_or_default(), screen.unwrap_or_default());
        let before = KIND.claim(&name, context, &mut work).await?;
        let mut after = applied(before, config);
        if let Some(members) = after.as_object_mut() {
            members.remove("prompt");
            members.remove("screen");
        }
        KIND.put(&name, after, context, &mut work).await?;
    }
    work.commit().await?;
    Ok(body.clone())
}
