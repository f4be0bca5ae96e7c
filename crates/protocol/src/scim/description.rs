//! What a service provider says about itself (RFC 7643 §5 to §7).

use serde_json::{Value, json};

use super::{CORE_USER, ENTERPRISE_USER, LIST_RESPONSE};

/// The most users of a page.
pub const MAX_RESULTS: usize = 100;

/// `ServiceProviderConfig`.
pub fn service_provider(base: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": MAX_RESULTS },
        "changePassword": { "supported": false },
        "sort": { "supported": false },
        "etag": { "supported": false },
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "Bearer token",
            "description": "A token of the connection's SCIM configuration.",
            "specUri": "https://www.rfc-editor.org/rfc/rfc6750",
            "primary": true,
        }],
        "meta": { "resourceType": "ServiceProviderConfig", "location": format!("{base}/ServiceProviderConfig") },
    })
}

/// The kinds of resources.
pub fn resource_types(base: &str) -> Vec<Value> {
    vec![json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
        "id": "User",
        "name": "User",
        "endpoint": "/Users",
        "description": "People who log in through the connection.",
        "schema": CORE_USER,
        "schemaExtensions": [{ "schema": ENTERPRISE_USER, "required": false }],
        "meta": { "resourceType": "ResourceType", "location": format!("{base}/ResourceTypes/User") },
    })]
}

/// The schemas of users.
pub fn schemas(base: &str) -> Vec<Value> {
    let schema = |urn: &str, name: &str, description: &str, attributes: Vec<Value>| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
            "id": urn,
            "name": name,
            "description": description,
            "attributes": attributes,
            "meta": { "resourceType": "Schema", "location": format!("{base}/Schemas/{urn}") },
        })
    };
    let text = |names: &[&str]| -> Vec<Value> {
        let attribute = |name: &&str| attribute(name, "string", false, &[]);
        names.iter().map(attribute).collect()
    };
    let many = |name: &str| {
        let mut parts = text(&["value", "display", "type"]);
        parts.push(attribute("primary", "boolean", false, &[]));
        attribute(name, "complex", true, &parts)
    };
    let mut core = vec![json!({
        "name": "userName", "type": "string", "multiValued": false, "required": true, "caseExact": false,
        "mutability": "readWrite", "returned": "default", "uniqueness": "server",
    })];
    let name = text(&[
        "formatted",
        "familyName",
        "givenName",
        "middleName",
        "honorificPrefix",
        "honorificSuffix",
    ]);
    core.push(attribute("name", "complex", false, &name));
    core.extend(text(&[
        "displayName",
        "nickName",
        "profileUrl",
        "title",
        "userType",
        "preferredLanguage",
        "locale",
        "timezone",
    ]));
    core.push(attribute("active", "boolean", false, &[]));
    core.extend(
        [
            "emails",
            "phoneNumbers",
            "ims",
            "photos",
            "entitlements",
            "roles",
        ]
        .map(many),
    );
    let address = text(&[
        "formatted",
        "streetAddress",
        "locality",
        "region",
        "postalCode",
        "country",
        "type",
    ]);
    core.push(attribute("addresses", "complex", true, &address));
    let mut employer = text(&[
        "employeeNumber",
        "costCenter",
        "organization",
        "division",
        "department",
    ]);
    let manager = text(&["value", "displayName"]);
    employer.push(attribute("manager", "complex", false, &manager));
    vec![
        schema(CORE_USER, "User", "Somebody's account", core),
        schema(
            ENTERPRISE_USER,
            "EnterpriseUser",
            "What employers add",
            employer,
        ),
    ]
}

fn attribute(name: &str, kind: &str, is_list: bool, parts: &[Value]) -> Value {
    let mut attribute = json!({
        "name": name, "type": kind, "multiValued": is_list, "required": false, "mutability": "readWrite",
        "returned": "default", "uniqueness": "none",
    });
    match kind {
        "string" => attribute["caseExact"] = json!(false),
        "complex" => attribute["subAttributes"] = json!(parts),
        _ => {}
    }
    attribute
}

/// A page of a list, from its `start`, counted from 1.
pub fn page(resources: &[Value], total: u64, start: u64) -> Value {
    json!({
        "schemas": [LIST_RESPONSE],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": resources.len(),
        "Resources": resources,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::scim::user::ATTRIBUTES;

    #[test]
    fn what_is_kept_is_described() {
        let schemas = schemas("");
        let described = schemas
            .first()
            .and_then(|core| core["attributes"].as_array());
        let described = described.into_iter().flatten();
        let mut names: BTreeSet<_> = described.filter_map(|one| one["name"].as_str()).collect();
        // Every resource has it, so that no schema does (RFC 7643 §3.1).
        names.insert("externalId");
        assert_eq!(names, BTreeSet::from(ATTRIBUTES));
    }
}
