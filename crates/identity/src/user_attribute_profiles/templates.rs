//! What a user attribute profile can begin with: the claims of OpenID Connect Core §5.1, the core attributes of SCIM
//! (RFC 7643 §4.1, §4.3), and the claim types of WS-Federation.

use ostia_protocol::auth0::management_error::Error;
use serde_json::{Map, Value, json};

/// The one template there is. Tools know it by this id.
const GENERIC: &str = "auth0-generic";

const IDENTITY: &str = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.";

struct Attribute {
    name: &'static str,
    label: &'static str,
    target: &'static str,
    claim: &'static str,
    claim_types: &'static [&'static str],
    scim: &'static str,
}

const fn attribute(
    name: &'static str,
    label: &'static str,
    target: &'static str,
    claim: &'static str,
    claim_types: &'static [&'static str],
    scim: &'static str,
) -> Attribute {
    Attribute {
        name,
        label,
        target,
        claim,
        claim_types,
        scim,
    }
}

const ATTRIBUTES: &[Attribute] = &[
    attribute(
        "email",
        "E-mail address",
        "email",
        "email",
        &["emailaddress"],
        "emails[primary eq true].value",
    ),
    attribute(
        "email_verified",
        "E-mail address is verified",
        "email_verified",
        "email_verified",
        &[],
        "",
    ),
    attribute(
        "name",
        "Full name",
        "name",
        "name",
        &["name"],
        "displayName",
    ),
    attribute(
        "given_name",
        "First name",
        "given_name",
        "given_name",
        &["givenname"],
        "name.givenName",
    ),
    attribute(
        "family_name",
        "Last name",
        "family_name",
        "family_name",
        &["surname"],
        "name.familyName",
    ),
    attribute(
        "nickname",
        "Nickname",
        "nickname",
        "nickname",
        &[],
        "nickName",
    ),
    attribute(
        "picture",
        "Picture",
        "picture",
        "picture",
        &[],
        "photos[type eq \"photo\"].value",
    ),
    attribute(
        "username",
        "Username",
        "username",
        "preferred_username",
        &[],
        "",
    ),
    attribute("upn", "User principal name", "upn", "", &["upn"], ""),
    attribute(
        "phone_number",
        "Telephone number",
        "phone_number",
        "phone_number",
        &["mobilephone", "homephone", "otherphone"],
        "",
    ),
    attribute(
        "external_id",
        "Identifier at the provider",
        "app_metadata.external_id",
        "",
        &[],
        "externalId",
    ),
    attribute("blocked", "Blocked", "blocked", "", &[], "active"),
    attribute(
        "street_address",
        "Street address",
        "app_metadata.street_address",
        "",
        &[],
        "addresses[type eq \"work\"].streetAddress",
    ),
    attribute(
        "city",
        "City",
        "app_metadata.city",
        "",
        &[],
        "addresses[type eq \"work\"].locality",
    ),
    attribute(
        "state",
        "State or province",
        "app_metadata.state",
        "",
        &[],
        "addresses[type eq \"work\"].region",
    ),
    attribute(
        "postal_code",
        "Postal code",
        "app_metadata.postal_code",
        "",
        &[],
        "addresses[type eq \"work\"].postalCode",
    ),
    attribute(
        "country",
        "Country",
        "app_metadata.country",
        "",
        &[],
        "addresses[type eq \"work\"].country",
    ),
    attribute("title", "Title", "app_metadata.title", "", &[], "title"),
    attribute(
        "language",
        "Preferred language",
        "app_metadata.language",
        "",
        &[],
        "preferredLanguage",
    ),
    attribute("locale", "Locale", "app_metadata.locale", "", &[], "locale"),
    attribute(
        "timezone",
        "Time zone",
        "app_metadata.timezone",
        "zoneinfo",
        &[],
        "timezone",
    ),
    attribute(
        "user_type",
        "Kind of user",
        "app_metadata.user_type",
        "",
        &[],
        "userType",
    ),
    attribute(
        "employee_id",
        "Employee number",
        "app_metadata.employee_id",
        "",
        &[],
        "employeeNumber",
    ),
    attribute(
        "cost_center",
        "Cost centre",
        "app_metadata.cost_center",
        "",
        &[],
        "costCenter",
    ),
    attribute(
        "organization",
        "Organization",
        "app_metadata.organization",
        "",
        &[],
        "organization",
    ),
    attribute(
        "division",
        "Division",
        "app_metadata.division",
        "",
        &[],
        "division",
    ),
    attribute(
        "department",
        "Department",
        "app_metadata.department",
        "",
        &[],
        "department",
    ),
    attribute(
        "manager",
        "Manager",
        "app_metadata.manager",
        "",
        &[],
        "manager",
    ),
];

/// The attributes of SCIM's enterprise extension (RFC 7643 §4.3).
const OF_EXTENSION: [&str; 6] = [
    "employeeNumber",
    "costCenter",
    "organization",
    "division",
    "department",
    "manager",
];

/// All templates.
pub fn all() -> Value {
    json!({ "user_attribute_profile_templates": [generic()] })
}

/// One template.
///
/// # Errors
/// 404.
pub fn find(id: &str) -> Result<Value, Error> {
    if id == GENERIC {
        Ok(generic())
    } else {
        Err(Error::unknown_user_attribute_profile_template())
    }
}

fn generic() -> Value {
    let attributes: Map<String, Value> = ATTRIBUTES
        .iter()
        .map(|attribute| (attribute.name.to_owned(), shown(attribute)))
        .collect();
    let mut user_id = super::default_user_id();
    user_id["strategy_overrides"] = json!({
        "samlp": { "scim_mapping": "userName" },
        "waad": { "oidc_mapping": "oid" },
        "google-apps": { "oidc_mapping": "email" },
    });
    json!({
        "id": GENERIC,
        "display_name": "General",
        "template": { "name": "General", "user_id": user_id, "user_attributes": attributes },
    })
}

fn shown(attribute: &Attribute) -> Value {
    let mut shown = json!({
        "label": attribute.label,
        "description": attribute.label,
        "profile_required": attribute.name == "email",
        "auth0_mapping": attribute.target,
    });
    if !attribute.claim.is_empty() {
        let mapping = format!("${{context.tokenset.{}}}", attribute.claim);
        shown["oidc_mapping"] = json!({ "mapping": mapping, "display_name": attribute.claim });
    }
    if !attribute.claim_types.is_empty() {
        let types = attribute.claim_types.iter();
        shown["saml_mapping"] = types.map(|name| format!("{IDENTITY}{name}")).collect();
    }
    if !attribute.scim.is_empty() {
        let scope = if OF_EXTENSION.contains(&attribute.scim) {
            ENTERPRISE
        } else {
            ""
        };
        shown["scim_mapping"] = json!(format!("{scope}{}", attribute.scim));
    }
    shown
}

#[cfg(test)]
mod tests {
    use ostia_protocol::auth0::schema::Part;

    use super::*;

    #[test]
    fn a_template_is_a_body_that_makes_a_profile() {
        let template = find(GENERIC).unwrap()["template"].take();
        super::super::CREATE
            .check(&template, Part::Payload)
            .unwrap();
    }
}
