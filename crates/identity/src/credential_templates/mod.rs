//! Templates of what is asked of a wallet that presents a driving licence (ISO/IEC 18013-5). Kept; nothing asks yet.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;

use crate::collections::{Collection, Resource, Unique, text_of};

/// What a licence may be asked for.
const ELEMENTS: [&str; 21] = [
    "family_name",
    "given_name",
    "birth_date",
    "issue_date",
    "expiry_date",
    "issuing_country",
    "issuing_authority",
    "portrait",
    "driving_privileges",
    "resident_address",
    "portrait_capture_date",
    "age_in_years",
    "age_birth_year",
    "issuing_jurisdiction",
    "nationality",
    "resident_city",
    "resident_state",
    "resident_postal_code",
    "resident_country",
    "family_name_national_character",
    "given_name_national_character",
];

/// The body of `POST /verifiable-credentials/verification/templates`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let authority = text(4_096).nullable();
    Schema::object()
        .required_member("name", text(255))
        .required_member("type", text(255))
        .required_member("dialect", dialect())
        .required_member("presentation", presentation())
        .member("custom_certificate_authority", authority)
        .required_member("well_known_trusted_issuers", issuers())
});

/// The body of `PATCH /verifiable-credentials/verification/templates/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("name", text(255).nullable())
        .member("type", text(255).nullable())
        .member("dialect", dialect().nullable())
        .member("presentation", presentation())
        .member("well_known_trusted_issuers", issuers().nullable())
        .member("version", Schema::number().nullable())
});

fn text(longest: usize) -> Schema {
    Schema::string().min_length(1).max_length(longest)
}

fn dialect() -> Schema {
    Schema::string()
        .max_length(255)
        .pattern(r"^simplified/1\.0$")
}

fn issuers() -> Schema {
    text(255).pattern("^aamva$")
}

fn presentation() -> Schema {
    let elements = ELEMENTS
        .into_iter()
        .fold(Schema::object(), |schema, name| {
            schema.member(name, Schema::boolean())
        })
        .min_properties(1)
        .open();
    let namespace = Schema::object().required_member("org.iso.18013.5.1", elements);
    Schema::object().required_member("org.iso.18013.5.1.mDL", namespace)
}

/// What templates have in common.
pub static TEMPLATES: Resource = Resource::new(
    Collection::new("credential-template", Shape::Digits("vct_"), |_| {
        Error::unknown_credential_template()
    })
    .with_uniques(&[Unique {
        key: |template| text_of(template, "name"),
        taken: Error::credential_template_exists,
    }]),
    &CREATE,
    &UPDATE,
)
.forgiving();
