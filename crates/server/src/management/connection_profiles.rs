//! `/api/v2/connection-profiles`: what connections that organizations make themselves begin with.

use axum::http::StatusCode;
use ostia_identity::connection_profiles::{self as profiles, PROFILES};
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateConnectionProfiles, DeleteConnectionProfiles, ReadConnectionProfiles,
    UpdateConnectionProfiles,
};
use serde_json::json;

use super::operation::Operation;
use super::{Answer, answer, resource};
use crate::extract::PathId;

const ALL: &str = "/connection-profiles";
const ITEM: &str = "/connection-profiles/{id}";
const TEMPLATES: &str = "/connection-profiles/templates";
const TEMPLATE: &str = "/connection-profiles/templates/{id}";

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        resource::wrapped(
            ALL,
            "List the connection profiles",
            "connection_profiles",
            &PROFILES,
        )
        .any_of(&[ReadConnectionProfiles]),
        resource::creating(ALL, "Create a connection profile", &PROFILES)
            .any_of(&[CreateConnectionProfiles])
            .stored(),
        Operation::get(
            TEMPLATES,
            "List the templates of connection profiles",
            list_templates,
        )
        .any_of(&[ReadConnectionProfiles]),
        Operation::get(
            TEMPLATE,
            "Read a template of connection profiles",
            read_template,
        )
        .any_of(&[ReadConnectionProfiles]),
        resource::reading(ITEM, "Read a connection profile", &PROFILES)
            .any_of(&[ReadConnectionProfiles]),
        resource::changing(ITEM, "Change a connection profile", &PROFILES)
            .any_of(&[UpdateConnectionProfiles])
            .stored(),
        resource::deleting(ITEM, "Delete a connection profile", &PROFILES)
            .any_of(&[DeleteConnectionProfiles]),
    ]
}

async fn list_templates() -> Answer {
    let all = json!({ "connection_profile_templates": profiles::templates() });
    Ok(answer(StatusCode::OK, &all))
}

async fn read_template(PathId(id): PathId) -> Answer {
    Ok(answer(StatusCode::OK, &profiles::template(&id)?))
}
