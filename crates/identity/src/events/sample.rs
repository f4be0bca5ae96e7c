//! What an event is about that did not happen, but shows what one looks like.

use serde_json::{Value, json};

/// The object of an event of a kind.
pub(super) fn object(kind: &str) -> Value {
    const AT: &str = "2026-01-02T03:04:05.678Z";
    let organization = json!({ "id": "org_sample1234567890", "name": "sample-organization" });
    let noun = kind.rsplit_once('.').map_or(kind, |(noun, _)| noun);
    match noun {
        "user" => {
            let mut user = user(AT);
            if kind == "user.deleted" {
                user["deleted_at"] = json!(AT);
            }
            user
        }
        "organization" => {
            let mut organization = organization;
            organization["display_name"] = json!("Sample Organization");
            organization["metadata"] = json!({ "region": "north" });
            organization
        }
        "organization.connection" => {
            json!({ "organization": organization, "connection": { "id": "con_sample1234567890" } })
        }
        "organization.member" => {
            json!({ "organization": organization, "user": { "user_id": USER } })
        }
        "organization.member.role" => json!({
            "organization": { "id": organization["id"] }, "user": { "user_id": USER },
            "role": { "id": "rol_sample1234567890", "name": "Sample Role" },
        }),
        // Of groups, of which there are none.
        _ => json!({}),
    }
}

const USER: &str = "auth0|65a1b2c3d4e5f60718293a4b";

fn user(at: &str) -> Value {
    let (_, id) = USER.split_once('|').unwrap_or_default();
    let profile = json!({
        "email": "ada@example.com", "email_verified": true, "username": "ada", "name": "Ada Lovelace",
        "given_name": "Ada", "family_name": "Lovelace", "phone_number": "+15550100200", "phone_verified": true,
    });
    let mut user = json!({
        "user_id": USER,
        "created_at": at,
        "updated_at": at,
        "identities": [{
            "connection": "Username-Password-Authentication", "provider": "auth0", "user_id": id, "isSocial": false,
            "profileData": profile,
        }],
        "app_metadata": { "plan": "sample" },
        "user_metadata": { "hobby": "reckoning" },
        "picture": "https://example.com/ada.png",
        "nickname": "ada",
        "multifactor": ["sample"],
        "last_ip": "192.0.2.1",
        "last_login": at,
        "logins_count": 1,
        "blocked": false,
    });
    for (name, value) in profile.as_object().into_iter().flatten() {
        user[name] = value.clone();
    }
    user
}
