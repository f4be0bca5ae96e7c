//! A connection's `options`: their schema, what a new database starts with, and what contradicts itself.

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;
use serde_json::{Map, Value, json};

use crate::passwords::Policy;

/// Settings of every strategy at once: members that are not named here are kept as they come.
pub(super) fn schema() -> Schema {
    let schema = Schema::object()
        .open()
        .described("Settings that depend on the strategy");
    passwords(identifiers(behaviour(schema)))
}

fn switch(name: &'static str) -> Schema {
    Schema::object()
        .open()
        .member(name, Schema::boolean())
        .nullable()
}

fn behaviour(schema: Schema) -> Schema {
    let configuration = Schema::map(Schema::string().nullable())
        .nullable()
        .described("Secrets of the database scripts");
    let challenge = Schema::enumeration(&["both", "autofill", "button"]);
    schema
        .member(
            "non_persistent_attrs",
            Schema::array(Schema::string().max_length(255))
                .max_items(96)
                .nullable(),
        )
        .member("brute_force_protection", Schema::boolean())
        .member("configuration", configuration)
        .member(
            "customScripts",
            Schema::map(Schema::string().min_length(1).nullable()).nullable(),
        )
        .member("disable_self_service_change_password", Schema::boolean())
        .member("disable_signup", Schema::boolean())
        .member("enable_script_context", Schema::boolean())
        .member("enabledDatabaseCustomization", Schema::boolean())
        .member("import_mode", Schema::boolean())
        .member(
            "mfa",
            Schema::object()
                .open()
                .member("active", Schema::boolean())
                .member("return_enroll_settings", Schema::boolean())
                .nullable(),
        )
        .member(
            "passkey_options",
            Schema::object()
                .open()
                .member("challenge_ui", challenge)
                .member("progressive_enrollment_enabled", Schema::boolean())
                .member("local_enrollment_enabled", Schema::boolean())
                .nullable(),
        )
        .member("realm_fallback", Schema::boolean())
}

fn identifiers(schema: Schema) -> Schema {
    let method = || switch("enabled");
    let password = Schema::object()
        .open()
        .member("enabled", Schema::boolean())
        .member(
            "api_behavior",
            Schema::enumeration(&["required", "optional"]),
        )
        .member("signup_behavior", Schema::enumeration(&["allow", "block"]))
        .nullable();
    let methods = Schema::object()
        .open()
        .member("password", password)
        .member("passkey", method())
        .member("email_otp", method())
        .member("phone_otp", method())
        .nullable();
    let precedence = Schema::array(Schema::enumeration(&["email", "phone_number", "username"]))
        .min_items(3)
        .max_items(3)
        .unique();
    let username = Schema::object()
        .open()
        .member("min", Schema::integer().minimum(1).maximum(128))
        .member("max", Schema::integer().minimum(1).maximum(128))
        .nullable();
    schema
        .member("attributes", attributes())
        .member("authentication_methods", methods)
        .member("precedence", precedence)
        .member("requires_username", Schema::boolean())
        .member(
            "validation",
            Schema::object()
                .open()
                .member("username", username)
                .nullable(),
        )
}

fn attributes() -> Schema {
    let attribute = || {
        let signup = Schema::object()
            .open()
            .member(
                "status",
                Schema::enumeration(&["required", "optional", "inactive"]),
            )
            .member("verification", switch("active"));
        Schema::object()
            .open()
            .member("identifier", switch("active"))
            .member("profile_required", Schema::boolean())
            .member("signup", signup)
    };
    let validation = Schema::object()
        .open()
        .member("min_length", Schema::integer().minimum(1).maximum(128))
        .member("max_length", Schema::integer().minimum(1).maximum(128))
        .member(
            "allowed_types",
            Schema::object()
                .open()
                .member("email", Schema::boolean())
                .member("phone_number", Schema::boolean()),
        );
    let email = attribute().member("unique", Schema::boolean()).member(
        "verification_method",
        Schema::enumeration(&["link", "code", "otp"]),
    );
    Schema::object()
        .member("email", email.nullable())
        .member("phone_number", attribute().nullable())
        .member(
            "username",
            attribute().member("validation", validation).nullable(),
        )
        .nullable()
}

fn passwords(schema: Schema) -> Schema {
    let level = Schema::enumeration(&["none", "low", "fair", "good", "excellent"]).nullable();
    let words = || Schema::array(Schema::string().max_length(50)).max_items(2_000);
    let size = |least: i64| Schema::integer().minimum(least).maximum(24);
    let complexity = Schema::object()
        .member("min_length", Schema::integer().minimum(1).maximum(128))
        .nullable();
    let history = Schema::object()
        .required_member("enable", Schema::boolean())
        .member("size", size(0))
        .nullable();
    let dictionary = Schema::object()
        .required_member("enable", Schema::boolean())
        .member("dictionary", words())
        .nullable();
    let personal = Schema::object()
        .required_member("enable", Schema::boolean())
        .nullable();
    schema
        .member("passwordPolicy", level)
        .member("password_complexity_options", complexity)
        .member("password_history", history)
        .member("password_dictionary", dictionary)
        .member("password_no_personal_info", personal)
        .member("password_options", newer_passwords(size(1)))
}

fn newer_passwords(size: Schema) -> Schema {
    let block = || Schema::enumeration(&["allow", "block"]);
    let types = Schema::enumeration(&["uppercase", "lowercase", "number", "special"]);
    let complexity = Schema::object()
        .member("min_length", Schema::integer().minimum(1).maximum(72))
        .member("character_types", Schema::array(types).unique())
        .member(
            "character_type_rule",
            Schema::enumeration(&["all", "three_of_four"]),
        )
        .member("identical_characters", block())
        .member("sequential_characters", block())
        .member(
            "max_length_exceeded",
            Schema::enumeration(&["truncate", "error"]),
        );
    let dictionary = Schema::object()
        .member("active", Schema::boolean())
        .member(
            "custom",
            Schema::array(Schema::string().max_length(50)).max_items(2_000),
        )
        .member("default", Schema::enumeration(&["en_10k", "en_100k"]));
    let personal = Schema::object().member("active", Schema::boolean()).member(
        "blocked_fields",
        Schema::array(Schema::string().max_length(100)).max_items(12),
    );
    Schema::object()
        .member("complexity", complexity)
        .member("dictionary", dictionary)
        .member(
            "history",
            Schema::object()
                .member("active", Schema::boolean())
                .member("size", size),
        )
        .member("profile_data", personal)
}

/// What upstream adds to the options of a new database (recorded).
pub(super) fn fill_in(options: &mut Map<String, Value>) {
    let has_newer = options.contains_key("password_options");
    let mut absent = |name: &str, value: Value| {
        let member = options.entry(name.to_owned()).or_insert(Value::Null);
        if member.is_null() {
            *member = value;
        }
    };
    absent(
        "mfa",
        json!({ "active": true, "return_enroll_settings": true }),
    );
    if !has_newer {
        absent("passwordPolicy", json!("good"));
    }
    absent("strategy_version", json!(2));
    absent(
        "passkey_options",
        json!({
            "challenge_ui": "both",
            "progressive_enrollment_enabled": true,
            "local_enrollment_enabled": true,
        }),
    );
    absent("brute_force_protection", json!(true));
    absent("authentication_methods", json!({}));
    let methods = json!({
        "password": { "enabled": true, "api_behavior": "required", "signup_behavior": "allow" },
        "passkey": { "enabled": false },
        "email_otp": { "enabled": false },
        "phone_otp": { "enabled": false },
    });
    if let Some(given) = options.get_mut("authentication_methods") {
        fill(given, &methods);
    }
}

/// Adds what is missing, on every level.
fn fill(given: &mut Value, defaults: &Value) {
    match (given, defaults) {
        (Value::Object(given), Value::Object(defaults)) => {
            for (name, default) in defaults {
                fill(given.entry(name.clone()).or_insert(Value::Null), default);
            }
        }
        (given, default) if given.is_null() => *given = default.clone(),
        _ => {}
    }
}

/// Refuses options of a database that contradict themselves.
///
/// # Errors
/// 400 `invalid_body`, in upstream's words where they are known.
pub(super) fn check(options: &Value) -> Result<(), Error> {
    if let Some(attributes) = options.get("attributes").and_then(Value::as_object) {
        check_attributes(attributes, options)?;
    }
    let bounds = ["/validation/username", "/attributes/username/validation"];
    for bounds in bounds.iter().filter_map(|path| options.pointer(path)) {
        let number = |old: &str, new: &str| {
            let bound = bounds.get(old).or_else(|| bounds.get(new));
            bound.and_then(Value::as_u64)
        };
        let (least, most) = (number("min", "min_length"), number("max", "max_length"));
        if least.zip(most).is_some_and(|(least, most)| least > most) {
            return Err(Error::invalid_body(
                "The shortest username cannot be longer than the longest one.",
            ));
        }
    }
    Policy::from_options(options)
        .map(|_| ())
        .map_err(|invalid| Error::invalid_body(invalid.to_string()))
}

fn check_attributes(attributes: &Map<String, Value>, options: &Value) -> Result<(), Error> {
    if options.get("requires_username") == Some(&Value::Bool(true)) {
        return Err(Error::invalid_body(
            "Cannot set both options.attributes and options.requires_username",
        ));
    }
    if options
        .get("validation")
        .is_some_and(|value| !value.is_null())
    {
        return Err(Error::invalid_body(
            "Cannot set both options.attributes and options.validation",
        ));
    }
    if attributes
        .get("email")
        .and_then(|email| email.get("unique"))
        == Some(&Value::Bool(false))
    {
        return Err(Error::invalid_body("cannot add non-unique email attribute"));
    }
    let is_active =
        |attribute: &Value| attribute.pointer("/identifier/active") == Some(&Value::Bool(true));
    if !attributes.values().any(is_active) {
        return Err(Error::invalid_body(
            "attributes must contain one active identifier",
        ));
    }
    for (name, attribute) in attributes {
        let is_required = attribute.get("profile_required") == Some(&Value::Bool(true));
        let status = attribute.pointer("/signup/status").and_then(Value::as_str);
        if is_required && status.is_some_and(|status| status != "required") {
            return Err(Error::invalid_body(format!(
                "attribute {name} must also be required on signup"
            )));
        }
    }
    Ok(())
}
