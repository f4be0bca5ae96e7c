//! Experiments: who sees which variation of a feature flag.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use super::flags::{self, FLAGS};
use super::readiness::{self, Fault};
use super::segments::SEGMENTS;
use super::{allocations, description, name, not_allowed, shown, variations};
use crate::collections::{Collection, Item, Members, Unique, members, replaced, text_of};
use crate::context::Context;
use crate::database::Work;
use crate::failure::{Broken, Failure, ManagementFailure};

const STATUSES: &[&str] = &["draft", "active", "paused", "completed", "archived"];

/// The body of `POST /experimentation/experiments`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let flag = Schema::string()
        .max_length(64)
        .pattern("^flg_[A-HJ-NP-Za-km-z1-9]+$");
    let flow = Schema::string().min_length(1).max_length(255);
    Schema::object()
        .required_member("name", name())
        .member("description", description())
        .required_member("feature_flag_id", flag.described("What it is about"))
        .required_member(
            "authentication_flow",
            flow.described("Where it takes place"),
        )
        .required_member(
            "allocation_strategy",
            Schema::enumeration(&["percentage", "segment"]),
        )
        .required_member("assignment_config", assignment())
        .required_member("allocations", allocations_schema())
});

/// The body of `PATCH /experimentation/experiments/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("name", name())
        .member("description", description().nullable())
        .member("assignment_config", assignment())
        .member("allocations", allocations_schema())
        .min_properties(1)
});

/// The body of `POST /experimentation/experiments/{id}/status`.
pub static STATUS: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object().required_member(
        "status",
        Schema::enumeration(&["active", "paused", "completed", "archived"])
            .described("What becomes of it"),
    )
});

/// What lists are filtered by, beside paging.
pub fn filters(schema: Schema) -> Schema {
    schema
        .member("status", Schema::enumeration(STATUSES))
        .member("authentication_flow", Schema::string().max_length(255))
        .member("feature_flag_id", Schema::string().max_length(64))
}

fn assignment() -> Schema {
    Schema::object().required_member("subject", Schema::enumeration(&["device"]))
}

fn allocations_schema() -> Schema {
    let variation = Schema::string()
        .max_length(64)
        .pattern("^var_[A-HJ-NP-Za-km-z1-9]+$");
    let segment = Schema::string()
        .max_length(64)
        .pattern("^seg_[A-HJ-NP-Za-km-z1-9]+$");
    let allocation = Schema::object()
        .required_member("variation_id", variation.described("What is shown"))
        .member(
            "weight",
            Schema::number()
                .minimum(0)
                .maximum(100)
                .described("To how many of a hundred"),
        )
        .member("segment_id", segment.described("To whom"))
        .member(
            "priority",
            Schema::integer()
                .minimum(1)
                .maximum(1_000_000)
                .described("Which is asked first"),
        )
        .required_member("is_control", Schema::boolean())
        .member("is_fallback", Schema::boolean());
    Schema::array(allocation)
        .min_items(1)
        .max_items(100)
        .described("Who sees what")
}

/// All experiments.
pub(super) const EXPERIMENTS: Collection =
    Collection::new("experiment", Shape::Base58("exp_"), |_| {
        Error::unknown_experiment()
    })
    .with_uniques(&[Unique {
        key: |experiment| text_of(experiment, "name"),
        taken: Error::experiment_exists,
    }]);

/// Some of the experiments, oldest first.
///
/// # Errors
/// 400 for a checkpoint that is not ours; or when the database is away.
pub async fn list(
    paging: &Paging,
    asked: &Value,
    context: &Context,
) -> Result<Page, ManagementFailure> {
    let keeps = |experiment: &Members| {
        ["status", "authentication_flow", "feature_flag_id"]
            .into_iter()
            .all(|name| {
                asked
                    .get(name)
                    .is_none_or(|wanted| experiment.get(name) == Some(wanted))
            })
    };
    let listing = EXPERIMENTS.list("", paging, Some(&keeps), context).await?;
    let mut page = listing.page(shown);
    for experiment in &mut page.rows {
        complete(experiment, context).await?;
    }
    Ok(page)
}

/// One experiment.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let experiment = EXPERIMENTS.find(id, context).await?;
    Ok(told(experiment, context).await?)
}

/// Makes an experiment, as a draft.
///
/// # Errors
/// 400 for a bad body, 404 for what it names, 409 where the name is taken; or when the database is away.
pub async fn create(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    CREATE.check(body, Part::Payload)?;
    let mut experiment = members(body.clone());
    experiment.insert("status".to_owned(), json!("draft"));
    let mut work = context.begin().await?;
    require_named(&experiment, context, &mut work).await?;
    let made = EXPERIMENTS
        .insert("", experiment, context, &mut work)
        .await?;
    work.commit().await?;
    Ok(told(made, context).await?)
}

/// Changes an experiment. Who sees what can't change while it runs.
///
/// # Errors
/// As [`create`], and 404; or when the database is away.
pub async fn update(id: &str, body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    UPDATE.check(body, Part::Payload)?;
    let mut work = context.begin().await?;
    let mut experiment = EXPERIMENTS
        .find_for_update("", id, context, &mut work)
        .await?;
    if body.get("allocations").is_some() && status_of(&experiment) == "active" {
        return Err(
            not_allowed("Allocations cannot be modified while the experiment is active.").into(),
        );
    }
    replaced(&mut experiment.document, &members(body.clone()));
    if body.get("allocations").is_some() {
        require_named(&experiment.document, context, &mut work).await?;
    }
    let changed = EXPERIMENTS
        .update("", experiment, context, &mut work)
        .await?;
    work.commit().await?;
    Ok(told(changed, context).await?)
}

/// Deletes an experiment that doesn't run. It may be gone already.
///
/// # Errors
/// 400 where it runs; or when the database is away.
pub async fn delete(id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    let found = EXPERIMENTS
        .look_up_for_update("", id, context, &mut work)
        .await?;
    let Some(experiment) = found else {
        return Ok(());
    };
    if status_of(&experiment) == "active" {
        return Err(not_allowed(
            "Active experiments cannot be deleted. Pause or complete the experiment first.",
        )
        .into());
    }
    EXPERIMENTS.remove(id, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}

/// Moves an experiment on. It begins only where it is ready.
///
/// # Errors
/// 400 for a bad body, for a way that there is not, and for one that is not ready, 404; or when the database is away.
pub async fn set_status(
    id: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    STATUS.check(body, Part::Payload)?;
    let wanted = body["status"].as_str().unwrap_or_default();
    let mut work = context.begin().await?;
    let mut experiment = EXPERIMENTS
        .find_for_update("", id, context, &mut work)
        .await?;
    if !matches!(
        (status_of(&experiment).as_str(), wanted),
        ("draft" | "paused", "active")
            | ("active", "paused")
            | ("active" | "paused", "completed")
            | ("draft" | "paused" | "completed", "archived")
    ) {
        return Err(not_allowed("Status transition is not allowed.").into());
    }
    if wanted == "active"
        && let Some((_, message)) = faults(&experiment.document, context).await?.first()
    {
        return Err(not_allowed(message).into());
    }
    let now = json!(context.now.to_string());
    let document = &mut experiment.document;
    document.insert("status".to_owned(), json!(wanted));
    if wanted == "active" {
        document.entry("started_at").or_insert(now);
    } else if wanted == "completed" {
        document.insert("ended_at".to_owned(), now);
    }
    let moved = EXPERIMENTS
        .update("", experiment, context, &mut work)
        .await?;
    work.commit().await?;
    Ok(told(moved, context).await?)
}

/// Whether an experiment could begin, and what keeps it from that.
///
/// # Errors
/// 404; or when the database is away.
pub async fn validate(id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let experiment = EXPERIMENTS.find(id, context).await?;
    let faults = faults(&experiment.document, context).await?;
    let errors: Vec<Value> = faults
        .iter()
        .map(|(code, message)| json!({ "code": code, "message": message }))
        .collect();
    Ok(json!({ "is_valid": errors.is_empty(), "errors": errors }))
}

fn status_of(experiment: &Item) -> String {
    text_of(&experiment.document, "status").unwrap_or_default()
}

/// What an experiment names is there, stays there until the unit of work ends, and fits its strategy.
async fn require_named(
    experiment: &Members,
    context: &Context,
    work: &mut Work,
) -> Result<(), ManagementFailure> {
    let flag = text_of(experiment, "feature_flag_id").unwrap_or_default();
    flags::lock(&flag, context, work).await?;
    let known = variations::of(&flag, context).await?;
    let by_segment = text_of(experiment, "allocation_strategy").as_deref() == Some("segment");
    let foreign: &[&str] = if by_segment {
        &["weight"]
    } else {
        &["segment_id", "priority", "is_fallback"]
    };
    for allocation in allocations(experiment) {
        if foreign
            .iter()
            .any(|member| allocation.get(*member).is_some())
        {
            return Err(not_allowed(
                "Payload validation error: An allocation has members of the other allocation strategy.",
            )
            .into());
        }
        let mut known = known.iter();
        if !known.any(|variation| allocation["variation_id"] == variation.id.as_str()) {
            return Err(Error::unknown_variation().into());
        }
    }
    // In one order, so that no two requests wait for each other.
    let segments: BTreeSet<&str> = allocations(experiment)
        .filter_map(|allocation| allocation["segment_id"].as_str())
        .collect();
    for segment in segments {
        SEGMENTS
            .collection
            .find_for_update("", segment, context, work)
            .await?;
    }
    Ok(())
}

async fn faults(experiment: &Members, context: &Context) -> Result<Vec<Fault>, Broken> {
    let id = text_of(experiment, "feature_flag_id").unwrap_or_default();
    let flag = match FLAGS.collection.find(&id, context).await {
        Ok(flag) => Some(flag),
        Err(Failure::Broken(broken)) => return Err(broken),
        Err(Failure::Refused(_)) => None,
    };
    let variations = variations::of(&id, context).await?;
    Ok(readiness::faults(experiment, flag.as_ref(), &variations))
}

async fn told(experiment: Item, context: &Context) -> Result<Value, Broken> {
    let mut shown = shown(experiment);
    complete(&mut shown, context).await?;
    Ok(shown)
}

/// Whether it is ready depends on more than itself, so nobody stores it.
async fn complete(shown: &mut Value, context: &Context) -> Result<(), Broken> {
    let faults = match shown.as_object() {
        Some(experiment) => faults(experiment, context).await?,
        None => Vec::new(),
    };
    shown["is_valid"] = json!(faults.is_empty());
    Ok(())
}
