use super::*;

fn object(value: Value) -> Document {
    match value {
        Value::Object(object) => object,
        other => panic!("not an object: {other}"),
    }
}

fn created(body: Value) -> Result<Value, String> {
    create(&object(body))
        .map(Value::Object)
        .map_err(|error| error.message.into_owned())
}

fn updated(current: &Value, body: Value) -> Result<Value, String> {
    update(&object(current.clone()), &object(body))
        .map(Value::Object)
        .map_err(|error| error.message.into_owned())
}

#[test]
fn a_client_with_a_name_alone_is_as_recorded() {
    assert_eq!(
        created(json!({ "name": "X" })).unwrap(),
        json!({
            "name": "X", "is_first_party": true, "is_token_endpoint_ip_header_trusted": false,
            "oidc_conformant": false,
            "jwt_configuration": { "secret_encoded": false, "lifetime_in_seconds": 36000 },
            "sso_disabled": false, "cross_origin_authentication": false,
            "grant_types": ["authorization_code", "implicit", "refresh_token", "client_credentials"],
            "custom_login_page_on": true,
            "refresh_token": {
                "rotation_type": "non-rotating", "expiration_type": "non-expiring", "leeway": 0,
                "token_lifetime": 2_592_000, "infinite_token_lifetime": true,
                "infinite_idle_token_lifetime": true, "idle_token_lifetime": 1_296_000,
            },
        })
    );
}

#[test]
fn a_strict_third_party_is_as_recorded() {
    let document = created(json!({
        "name": "Acceptance", "app_type": "regular_web", "is_first_party": false,
        "token_endpoint_auth_method": "client_secret_post", "callbacks": ["https://example.com/callback"],
        "redirection_policy": "allow_always",
    }))
    .unwrap();
    assert_eq!(
        document,
        json!({
            "name": "Acceptance", "app_type": "regular_web", "is_first_party": false,
            "is_token_endpoint_ip_header_trusted": false, "oidc_conformant": true,
            "callbacks": ["https://example.com/callback"],
            "jwt_configuration": { "secret_encoded": false, "alg": "RS256", "lifetime_in_seconds": 3600 },
            "sso_disabled": false, "cross_origin_authentication": false,
            "grant_types": ["authorization_code"], "custom_login_page_on": true,
            "token_endpoint_auth_method": "client_secret_post",
            "refresh_token": {
                "rotation_type": "non-rotating", "expiration_type": "expiring", "leeway": 0,
                "token_lifetime": 31_557_600, "infinite_token_lifetime": true,
                "infinite_idle_token_lifetime": false, "idle_token_lifetime": 2_592_000,
            },
            "third_party_security_mode": "strict", "redirection_policy": "allow_always",
        })
    );
}

#[test]
fn defaults_follow_the_kind() {
    let four = json!([
        "authorization_code",
        "implicit",
        "refresh_token",
        "client_credentials"
    ]);
    let three = json!(["authorization_code", "implicit", "refresh_token"]);
    let table = [
        (
            json!({ "token_endpoint_auth_method": "client_secret_post" }),
            &four,
            false,
            31_557_600,
        ),
        (
            json!({ "app_type": "non_interactive" }),
            &four,
            false,
            2_592_000,
        ),
        (
            json!({ "app_type": "spa", "token_endpoint_auth_method": "none" }),
            &three,
            false,
            2_592_000,
        ),
        (json!({ "app_type": "native" }), &three, false, 2_592_000),
        (
            json!({ "app_type": "sso_integration" }),
            &four,
            false,
            2_592_000,
        ),
        (
            json!({ "app_type": "resource_server" }),
            &json!([]),
            true,
            2_592_000,
        ),
        (
            json!({ "app_type": "express_configuration" }),
            &json!(["authorization_code", "client_credentials"]),
            true,
            2_592_000,
        ),
    ];
    for (body, grants, conformant, lifetime) in table {
        let document = created(body.clone()).unwrap();
        assert_eq!(&document["grant_types"], grants, "{body}");
        assert_eq!(document["oidc_conformant"], conformant, "{body}");
        assert_eq!(
            document["refresh_token"]["token_lifetime"], lifetime,
            "{body}"
        );
    }
    let permissive = created(json!({
        "is_first_party": false, "third_party_security_mode": "permissive", "app_type": "spa",
        "token_endpoint_auth_method": "none",
    }))
    .unwrap();
    assert_eq!(permissive["grant_types"], three);
    assert_eq!(permissive["refresh_token"]["rotation_type"], "rotating");
    assert_eq!(permissive["refresh_token"]["expiration_type"], "expiring");
}

#[test]
fn contradictions_are_refused() {
    let table = [
        (
            json!({ "token_endpoint_auth_method": "none", "client_authentication_methods": { "private_key_jwt": { "credentials": [] } } }),
            "client_authentication_methods and token_endpoint_auth_method are mutually exclusive: set one of them to null.",
        ),
        (
            json!({ "client_authentication_methods": { "private_key_jwt": { "credentials": [] } } }),
            "private_key_jwt needs jwt_configuration.alg to be RS256.",
        ),
        (
            json!({ "grant_types": ["magic"] }),
            "Invalid grant type: magic",
        ),
        (
            json!({ "is_first_party": false, "organization_usage": "allow" }),
            "Third-party clients in strict mode can't set: organization_usage",
        ),
        (
            json!({ "is_first_party": false, "third_party_security_mode": "permissive", "organization_usage": "allow" }),
            "Third-party clients can't have organization_usage.",
        ),
        (
            json!({ "is_first_party": false, "addons": { "samlp": {} }, "sso_disabled": true }),
            "Third-party clients in strict mode can't set: addons,sso_disabled",
        ),
        (
            json!({ "is_first_party": false, "grant_types": ["implicit"] }),
            "Grant type 'implicit' is not allowed for this third-party client.",
        ),
        (
            json!({ "is_first_party": false, "third_party_security_mode": "permissive", "grant_types": ["password"] }),
            "Grant type 'password' is not allowed for this third-party client.",
        ),
        (
            json!({ "is_first_party": false, "jwt_configuration": { "alg": "HS256" } }),
            "Third-party clients in strict mode need jwt_configuration.alg to be RS256.",
        ),
        (
            json!({ "is_first_party": false, "refresh_token": { "rotation_type": "rotating", "expiration_type": "non-expiring" } }),
            "Refresh tokens of third-party clients in strict mode must expire, also when idle.",
        ),
        (
            json!({ "is_first_party": false, "callbacks": ["https://*.example.com/cb"] }),
            "Payload validation error: 'Object didn't pass validation for format callback-url: https://*.example.com/cb' on property callbacks[0] (Where answers to authorization requests may go).",
        ),
        (
            json!({ "third_party_security_mode": "strict" }),
            "third_party_security_mode is for third-party clients.",
        ),
        (
            json!({ "resource_server_identifier": "urn:x" }),
            "resource_server_identifier is for clients of app_type resource_server.",
        ),
    ];
    for (body, message) in table {
        assert_eq!(created(body.clone()), Err(message.to_owned()), "{body}");
    }
}

#[test]
fn a_strict_client_may_be_sent_back_as_it_was_read() {
    let document = created(json!({ "name": "X", "is_first_party": false })).unwrap();
    assert_eq!(created(document.clone()).as_ref(), Ok(&document));
    assert_eq!(updated(&document, document.clone()).as_ref(), Ok(&document));
}

#[test]
fn a_change_merges_replaces_and_removes() {
    let current = created(json!({
        "name": "X", "description": "d", "logo_uri": "https://a.example/l.png", "callbacks": ["https://a.example"],
        "client_metadata": { "a": "1", "b": "2" }, "addons": { "samlp": { "audience": "x" }, "wsfed": {} },
        "jwt_configuration": { "alg": "RS256" }, "organization_usage": "allow",
    }))
    .unwrap();
    let changed = updated(
        &current,
        json!({
            "logo_uri": "", "callbacks": [], "client_metadata": { "a": null, "c": "3" },
            "addons": { "samlp": { "recipient": "y" } }, "jwt_configuration": { "lifetime_in_seconds": 60 },
            "organization_usage": null,
            "refresh_token": { "rotation_type": "rotating", "expiration_type": "expiring", "token_lifetime": 100 },
        }),
    )
    .unwrap();
    assert_eq!(changed["description"], "d");
    assert!(changed.get("logo_uri").is_none() && changed.get("organization_usage").is_none());
    assert_eq!(changed["callbacks"], json!([]));
    assert_eq!(changed["client_metadata"], json!({ "b": "2", "c": "3" }));
    assert_eq!(
        changed["addons"],
        json!({ "samlp": { "recipient": "y" }, "wsfed": {} })
    );
    assert_eq!(
        changed["jwt_configuration"],
        json!({ "secret_encoded": false, "alg": "RS256", "lifetime_in_seconds": 60 })
    );
    assert_eq!(
        changed["refresh_token"],
        json!({
            "rotation_type": "rotating", "expiration_type": "expiring", "leeway": 0, "token_lifetime": 100,
            "infinite_token_lifetime": false, "infinite_idle_token_lifetime": false, "idle_token_lifetime": 1_296_000,
        })
    );
    let removed = updated(&changed, json!({ "refresh_token": null, "addons": null })).unwrap();
    assert!(removed.get("refresh_token").is_none() && removed.get("addons").is_none());
}

#[test]
fn what_is_fixed_may_only_be_repeated() {
    let first = created(json!({ "name": "X" })).unwrap();
    let third = created(json!({ "name": "X", "is_first_party": false })).unwrap();
    assert!(updated(&first, json!({ "is_first_party": true })).is_ok());
    assert!(
        updated(
            &third,
            json!({ "is_first_party": false, "third_party_security_mode": "strict" })
        )
        .is_ok()
    );
    for (current, body, name) in [
        (&first, json!({ "is_first_party": false }), "is_first_party"),
        (&third, json!({ "is_first_party": true }), "is_first_party"),
        (
            &third,
            json!({ "third_party_security_mode": "permissive" }),
            "third_party_security_mode",
        ),
        (
            &first,
            json!({ "third_party_security_mode": "strict" }),
            "third_party_security_mode",
        ),
    ] {
        assert_eq!(
            updated(current, body),
            Err(format!("{name} can't be changed."))
        );
    }
}

#[test]
fn a_client_can_be_made_public_and_confidential_again() {
    let confidential = created(json!({ "name": "X" })).unwrap();
    let public = updated(
        &confidential,
        json!({ "token_endpoint_auth_method": "none" }),
    )
    .unwrap();
    assert_eq!(public["grant_types"], confidential["grant_types"]);
    let back = updated(&public, json!({ "token_endpoint_auth_method": null })).unwrap();
    assert_eq!(back, confidential);
}

#[test]
fn switching_to_credentials_says_that_there_is_no_other_method() {
    let current = created(json!({
        "name": "X", "token_endpoint_auth_method": "client_secret_post", "jwt_configuration": { "alg": "RS256" },
    }))
    .unwrap();
    let methods = json!({ "private_key_jwt": { "credentials": [] } });
    assert!(
        updated(
            &current,
            json!({ "client_authentication_methods": methods })
        )
        .is_err()
    );
    let changed = updated(
        &current,
        json!({ "client_authentication_methods": methods, "token_endpoint_auth_method": null }),
    )
    .unwrap();
    assert_eq!(changed["client_authentication_methods"], methods);
}

#[test]
fn metadata_is_bounded_after_the_merge() {
    let eight: Document = (0..8).map(|i| (format!("a{i}"), json!("x"))).collect();
    let more: Document = (0..3).map(|i| (format!("b{i}"), json!("x"))).collect();
    let current = created(json!({ "name": "X", "client_metadata": eight })).unwrap();
    assert!(updated(&current, json!({ "client_metadata": more })).is_err());
}
