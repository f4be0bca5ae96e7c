//! `/api/v2/verifiable-credentials/verification/templates`: what a wallet is asked for.

use ostia_identity::credential_templates::TEMPLATES;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateVdcsTemplates, DeleteVdcsTemplates, ReadVdcsTemplates, UpdateVdcsTemplates,
};

use super::operation::Operation;
use super::resource;

const ALL: &str = "/verifiable-credentials/verification/templates";
const ITEM: &str = "/verifiable-credentials/verification/templates/{id}";

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        resource::wrapped(
            ALL,
            "List the templates of credentials",
            "templates",
            &TEMPLATES,
        )
        .any_of(&[ReadVdcsTemplates]),
        resource::creating(ALL, "Create a template of credentials", &TEMPLATES)
            .any_of(&[CreateVdcsTemplates])
            .stored(),
        resource::reading(ITEM, "Read a template of credentials", &TEMPLATES)
            .any_of(&[ReadVdcsTemplates]),
        resource::changing(ITEM, "Change a template of credentials", &TEMPLATES)
            .any_of(&[UpdateVdcsTemplates])
            .stored(),
        resource::deleting(ITEM, "Delete a template of credentials", &TEMPLATES)
            .any_of(&[DeleteVdcsTemplates]),
    ]
}
