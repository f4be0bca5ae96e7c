//! Token exchange profiles: which action decides about tokens of which type. Kept; the exchange itself comes with the
//! code of actions.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use serde_json::Value;

use crate::actions;
use crate::collections::{Collection, Resource, Unique, text_of};
use crate::context::Context;
use crate::failure::{Failure, ManagementFailure};

/// The body of `POST /token-exchange-profiles`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let action = Schema::string().min_length(1).max_length(36);
    Schema::object()
        .required_member("name", name())
        .required_member("subject_token_type", token_type())
        .required_member("action_id", action.described("The action that decides"))
        .required_member(
            "type",
            Schema::enumeration(&["custom_authentication"]).described("The kind of profile"),
        )
});

/// The body of `PATCH /token-exchange-profiles/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("name", name())
        .member("subject_token_type", token_type())
        .min_properties(1)
});

fn name() -> Schema {
    Schema::string()
        .min_length(3)
        .max_length(50)
        .described("Name of the profile")
}

fn token_type() -> Schema {
    Schema::formatted(Format::Url)
        .min_length(8)
        .max_length(100)
        .described("The type of the tokens that it takes")
}

/// What a profile has in common with all others.
pub static PROFILES: Resource = Resource::new(
    Collection::new(
        "token-exchange-profile",
        Shape::Alphanumeric("tep_"),
        |_| Error::unknown_token_exchange_profile(),
    )
    .with_uniques(&[Unique {
        key: |profile| text_of(profile, "subject_token_type"),
        taken: Error::token_exchange_profile_exists,
    }])
    .with_limit(100, Error::too_many_entities),
    &CREATE,
    &UPDATE,
)
.forgiving();

/// Makes a profile.
///
/// # Errors
/// 400 for a bad body or an unknown action, 409 where the type of token is taken; or when the database is away.
pub async fn create(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    CREATE.check(body, Part::Payload)?;
    let action = body["action_id"].as_str().unwrap_or_default();
    match actions::read(action, context).await {
        Ok(_) => {}
        Err(Failure::Refused(_)) => {
            return Err(Error::invalid_body("The action does not exist.").into());
        }
        Err(broken) => return Err(broken),
    }
    PROFILES.create(body, context).await
}
