//! Which claims a scope opens (OIDC Core §5.4, reference §3.8).

use serde_json::{Map, Value};

use crate::oauth::Scope;

/// The claims that a scope token opens; none for a token that is no OIDC scope.
pub fn claims_of(token: &str) -> &'static [&'static str] {
    match token {
        "openid" => &["sub"],
        "profile" => &[
            "name",
            "given_name",
            "family_name",
            "middle_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "updated_at",
        ],
        "email" => &["email", "email_verified"],
        "phone" => &["phone_number", "phone_number_verified"],
        "address" => &["address"],
        _ => &[],
    }
}

/// The members of a profile that a scope opens. `sub` always is; what does not exist stays away.
pub fn filter(profile: &Map<String, Value>, scope: &Scope) -> Map<String, Value> {
    let opened = scope.iter().flat_map(claims_of);
    claims_of("openid")
        .iter()
        .chain(opened)
        .filter_map(|claim| {
            let value = profile.get(*claim).filter(|value| !value.is_null())?;
            Some(((*claim).to_owned(), value.clone()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn scopes_open_their_claims_and_no_other() {
        let profile = json!({
            "sub": "auth0|1", "name": "Ada", "email": "ada@example.com", "email_verified": true,
            "phone_number": null, "user_metadata": {"x": 1}, "identities": []
        });
        let profile = profile.as_object().unwrap();
        for (scope, expected) in [
            ("", json!({"sub": "auth0|1"})),
            ("openid", json!({"sub": "auth0|1"})),
            ("openid profile", json!({"sub": "auth0|1", "name": "Ada"})),
            (
                "openid email phone read:users",
                json!({"sub": "auth0|1", "email": "ada@example.com", "email_verified": true}),
            ),
            ("user_metadata identities name", json!({"sub": "auth0|1"})),
        ] {
            let scope = Scope::parse(scope).unwrap();
            assert_eq!(Value::Object(filter(profile, &scope)), expected, "{scope}");
        }
    }
}
