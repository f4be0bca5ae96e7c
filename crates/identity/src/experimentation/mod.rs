//! Experiments: feature flags with their variations, segments of visitors, and which of them sees which variation. Kept
//! in a consistent state; nothing shows a variation to anybody yet.

pub mod experiments;
pub mod flags;
mod readiness;
pub mod segments;
pub mod variations;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;
use serde_json::{Map, Value};

use crate::collections::{Item, Members, text_of};
use crate::context::Context;
use crate::failure::Broken;

/// No blanks at the ends.
const TRIMMED: &str = r"^\S(.*\S)?$";

fn name() -> Schema {
    text(255).described("A name for people")
}

fn description() -> Schema {
    text(1_024).described("What it is for")
}

fn text(longest: usize) -> Schema {
    Schema::string()
        .min_length(3)
        .max_length(longest)
        .pattern(TRIMMED)
}

fn not_allowed(message: &'static str) -> Error {
    Error::invalid_body(message)
}

/// Whether an experiment that is not archived says so.
async fn is_used(uses: impl Fn(&Members) -> bool, context: &Context) -> Result<bool, Broken> {
    let all = experiments::EXPERIMENTS.all("", context).await?;
    let mut in_use = all
        .iter()
        .map(|experiment| &experiment.document)
        .filter(|experiment| text_of(experiment, "status").as_deref() != Some("archived"));
    Ok(in_use.any(uses))
}

/// The allocations of an experiment that name this as their `member`.
fn allocates(experiment: &Members, member: &str, id: &str) -> bool {
    allocations(experiment).any(|allocation| allocation[member] == id)
}

fn allocations(experiment: &Members) -> impl Iterator<Item = &Value> {
    let allocations = experiment.get("allocations").and_then(Value::as_array);
    allocations.into_iter().flatten()
}

fn shown(item: Item) -> Value {
    let mut document: Map<String, Value> = item.document;
    for (name, text) in [
        ("id", item.id),
        ("created_at", item.created_at.to_string()),
        ("updated_at", item.updated_at.to_string()),
    ] {
        document.insert(name.to_owned(), Value::String(text));
    }
    Value::Object(document)
}
