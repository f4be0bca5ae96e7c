//! Rules: the code that ran at logins before there were actions. Kept, and not run.

pub mod configs;

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use crate::collections::{Collection, Members, Resource, Unique, text_of};
use crate::context::Context;
use crate::failure::ManagementFailure;

/// How much code a rule holds.
const MAX_SCRIPT: usize = 100_000;

/// The body of `POST /rules`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let stages = Schema::enumeration(&["login_success", "login_failure", "pre_authorize"]);
    rest(
        Schema::object()
            .required_member("name", name())
            .required_member("script", script()),
    )
    // Not in upstream's description, but the deploy tool sends it back when it creates a rule.
    .member("stage", stages.described("When it runs"))
});

/// The body of `PATCH /rules/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    rest(
        Schema::object()
            .member("script", script())
            .member("name", name()),
    )
    .min_properties(1)
});

fn name() -> Schema {
    Schema::string()
        .max_length(255)
        .pattern(r"^[a-zA-Z0-9]([ \-a-zA-Z0-9]*[a-zA-Z0-9])?$")
        .described("Name of the rule")
}

fn script() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(MAX_SCRIPT)
        .described("The source code")
}

fn rest(schema: Schema) -> Schema {
    let order = Schema::number().minimum(0).maximum(i64::from(i32::MAX));
    schema
        .member("order", order.described("Where among the rules it runs"))
        .member("enabled", Schema::boolean().described("Whether it runs"))
}

/// What a rule has in common with all others.
pub static RULES: Resource = Resource::new(
    Collection::new("rule", Shape::Alphanumeric("rul_"), |_| {
        Error::unknown_rule()
    })
    .with_uniques(&[
        Unique {
            key: |rule| text_of(rule, "name"),
            taken: Error::rule_exists,
        },
        Unique {
            key: |rule| Some(order_of(rule).to_string()),
            taken: Error::rule_order_exists,
        },
    ])
    .sorted_by(|rule, _| order_of(rule)),
    &CREATE,
    &UPDATE,
)
.starting_with(|rule, _| {
    rule.insert("enabled".to_owned(), json!(true));
    rule.insert("stage".to_owned(), json!("login_success"));
})
.undated()
.forgiving();

fn order_of(rule: &Members) -> i64 {
    let order = rule.get("order").and_then(Value::as_f64).unwrap_or(0.0);
    #[expect(clippy::cast_possible_truncation, reason = "the schema bounds it")]
    let order = order as i64;
    order
}

/// Makes a rule, which runs last where it doesn't say.
///
/// # Errors
/// 400 for a bad body, 409 where name or order is taken; or when the database is away.
pub async fn create(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    CREATE.check(body, Part::Payload)?;
    let mut body = body.clone();
    if body.get("order").is_none() {
        let mut work = context.begin().await?;
        let last = RULES
            .collection
            .last_position("", context, &mut work)
            .await?;
        body["order"] = json!(last + 1);
    }
    RULES.create(&body, context).await
}
