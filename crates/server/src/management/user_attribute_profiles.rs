//! `/api/v2/user-attribute-profiles`: how what a provider says of a person becomes a user.

use axum::http::StatusCode;
use ostia_identity::user_attribute_profiles::{PROFILES, templates};
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateUserAttributeProfiles, DeleteUserAttributeProfiles, ReadUserAttributeProfiles,
    UpdateUserAttributeProfiles,
};

use super::operation::Operation;
use super::{Answer, answer, resource};
use crate::extract::PathId;

const ALL: &str = "/user-attribute-profiles";
const ITEM: &str = "/user-attribute-profiles/{id}";
const TEMPLATES: &str = "/user-attribute-profiles/templates";
const TEMPLATE: &str = "/user-attribute-profiles/templates/{id}";

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        resource::wrapped(
            ALL,
            "List the user attribute profiles",
            "user_attribute_profiles",
            &PROFILES,
        )
        .any_of(&[ReadUserAttributeProfiles]),
        resource::creating(ALL, "Create a user attribute profile", &PROFILES)
            .any_of(&[CreateUserAttributeProfiles])
            .stored(),
        Operation::get(
            TEMPLATES,
            "List the templates of user attribute profiles",
            list_templates,
        )
        .any_of(&[ReadUserAttributeProfiles]),
        Operation::get(
            TEMPLATE,
            "Read a template of user attribute profiles",
            read_template,
        )
        .any_of(&[ReadUserAttributeProfiles]),
        resource::reading(ITEM, "Read a user attribute profile", &PROFILES)
            .any_of(&[ReadUserAttributeProfiles]),
        resource::changing(ITEM, "Change a user attribute profile", &PROFILES)
            .any_of(&[UpdateUserAttributeProfiles])
            .stored(),
        resource::deleting(ITEM, "Delete a user attribute profile", &PROFILES)
            .any_of(&[DeleteUserAttributeProfiles]),
    ]
}

async fn list_templates() -> Answer {
    Ok(answer(StatusCode::OK, &templates::all()))
}

async fn read_template(PathId(id): PathId) -> Answer {
    Ok(answer(StatusCode::OK, &templates::find(&id)?))
}
