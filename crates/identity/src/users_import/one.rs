//! One user of an import file.

use ostia_protocol::auth0::ids::UserId;
use serde_json::{Map, Value, json};

use super::schema::USER;
use crate::authentication_methods::{self, ImportedFactor, NotAdded};
use crate::cache::Stale;
use crate::connections::Connection;
use crate::context::Context;
use crate::database::Work;
use crate::events::Kind;
use crate::failure::Broken;
use crate::passwords::{PasswordHash, UnsupportedHash};
use crate::users::{self, Import, NewUser, NotCreated, User};

/// What became of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Imported {
    /// It is a new one.
    Inserted,
    /// One that was there has changed.
    Updated,
    /// Neither.
    No,
}

/// What became of a user, and what is to be said about it.
pub(super) struct Outcome {
    pub(super) imported: Imported,
    pub(super) errors: Vec<Value>,
}

impl Outcome {
    fn failed(errors: Vec<Value>) -> Self {
        Self {
            imported: Imported::No,
            errors,
        }
    }
}

/// Makes or changes one user in a unit of work that holds more of them.
pub(super) async fn import(
    document: &Value,
    upsert: bool,
    connection: &Connection,
    context: &Context,
    work: &mut Work,
) -> Result<Outcome, Broken> {
    let failures = USER.failures(document);
    if !failures.is_empty() {
        let errors = failures.iter().map(|failure| {
            error(
                code_of(&failure.reason),
                &failure.reason,
                Some(&failure.path),
            )
        });
        return Ok(Outcome::failed(errors.collect()));
    }
    let hash = match hash(document) {
        Ok(hash) => hash,
        Err(error) => return Ok(Outcome::failed(vec![error])),
    };
    let import = Import {
        new: new_user(document),
        hash,
    };
    let user = match users::import(import, connection, context, work).await {
        Ok(user) => {
            return Ok(Outcome {
                imported: Imported::Inserted,
                errors: factors(document, &user.id, context, work).await?,
            });
        }
        Err(NotCreated::Broken(broken)) => return Err(broken),
        Err(
            taken @ (NotCreated::UserExists
            | NotCreated::UsernameExists
            | NotCreated::PhoneNumberExists),
        ) => {
            if !upsert {
                return Ok(Outcome::failed(vec![duplicate()]));
            }
            match users::find_imported(document, connection, context, work).await? {
                Some(user) => user,
                // Its names belong to different users, or to one that another file is making right now.
                None => return Ok(Outcome::failed(vec![conflict(&taken)])),
            }
        }
        Err(refusal) => return Ok(Outcome::failed(vec![refused(&refusal)])),
    };
    let id = user.id.clone();
    update(user, document, context, work).await?;
    Ok(Outcome {
        imported: Imported::Updated,
        errors: factors(document, &id, context, work).await?,
    })
}

/// Gives a user the second factors that the file says. All of them or none: then the user is imported without.
async fn factors(
    document: &Value,
    user: &UserId,
    context: &Context,
    work: &mut Work,
) -> Result<Vec<Value>, Broken> {
    let Some(told) = document["mfa_factors"].as_array() else {
        return Ok(Vec::new());
    };
    let failed = |why: &str| {
        let text = format!("The user was imported, but without second factors: {why}");
        Ok(vec![error(
            "MFA_FACTORS_FAILED",
            &text,
            Some("mfa_factors"),
        )])
    };
    let factors: Option<Vec<_>> = told.iter().map(ImportedFactor::read).collect();
    let Some(factors) = factors else {
        return failed("the secret of an app must be base32 of 10 to 64 bytes");
    };
    match authentication_methods::import(user, factors, context, work).await {
        Ok(()) => Ok(Vec::new()),
        Err(NotAdded::TooMany | NotAdded::Taken) => failed("nobody may have more than 20"),
        Err(NotAdded::Broken(broken)) => Err(broken),
    }
}

fn new_user(document: &Value) -> NewUser {
    let text = |name: &str| document[name].as_str().map(str::to_owned);
    let flag = |name: &str| document[name].as_bool();
    let object = |name: &str| document[name].as_object().cloned();
    NewUser {
        // Both `abc` and `auth0|abc` name the same user.
        user_id: text("user_id").map(|id| match id.split_once('|') {
            Some(("auth0", rest)) => rest.to_owned(),
            _ => id,
        }),
        email: text("email"),
        email_verified: flag("email_verified").unwrap_or(false),
        username: text("username"),
        phone_number: text("phone_number"),
        phone_verified: flag("phone_verified").unwrap_or(false),
        has_passkey: false,
        password: None,
        given_name: text("given_name"),
        family_name: text("family_name"),
        name: text("name"),
        nickname: text("nickname"),
        picture: text("picture"),
        user_metadata: object("user_metadata"),
        app_metadata: object("app_metadata"),
        blocked: flag("blocked"),
        ask_to_verify: None,
    }
}

fn hash(document: &Value) -> Result<Option<PasswordHash>, Value> {
    let (name, read) = match (
        document["password_hash"].as_str(),
        document.get("custom_password_hash"),
    ) {
        (Some(_), Some(_)) => {
            let text = "Only one of password_hash and custom_password_hash is possible";
            return Err(error("NOT_PASSED", text, Some("custom_password_hash")));
        }
        (Some(text), None) => ("password_hash", bcrypt(text)),
        (None, Some(custom)) => {
            let description = serde_json::from_value(custom.clone()).map_err(|_| {
                error(
                    "INVALID_FORMAT",
                    "The hash can't be read",
                    Some("custom_password_hash"),
                )
            })?;
            (
                "custom_password_hash",
                PasswordHash::from_foreign(&description),
            )
        }
        (None, None) => return Ok(None),
    };
    read.map(Some).map_err(|unsupported| {
        error(
            "INVALID_FORMAT",
            &format!("Object didn't pass validation: {unsupported}"),
            Some(name),
        )
    })
}

/// `password_hash` is bcrypt; others have `custom_password_hash`.
fn bcrypt(text: &str) -> Result<PasswordHash, UnsupportedHash> {
    if text.starts_with("$2a$") || text.starts_with("$2b$") {
        text.parse()
    } else {
        Err(UnsupportedHash::Unknown)
    }
}

/// Members replace those stored, metadata is merged on its first level. Names and password stay: they are how a user is
/// known, and a file that is older than its users must not turn them back.
async fn update(
    mut user: User,
    document: &Value,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    const REPLACED: [&str; 7] = [
        "email_verified",
        "given_name",
        "family_name",
        "name",
        "nickname",
        "picture",
        "blocked",
    ];
    for name in REPLACED {
        if let Some(value) = document.get(name) {
            user.document.insert(name.to_owned(), value.clone());
        }
    }
    for name in ["user_metadata", "app_metadata"] {
        if let Some(Value::Object(members)) = document.get(name) {
            let merged = users::document::merge(user.document.get(name), members);
            user.document.insert(name.to_owned(), Value::Object(merged));
        }
    }
    user.blocked = user.document.get("blocked") == Some(&Value::Bool(true));
    user.updated_at = context.now;
    users::table::update(&context.tenant, &user, work).await?;
    users::view::record(&user, Kind::UserUpdated, context, work).await?;
    let id: UserId = user.id.clone();
    work.makes_stale(Stale::User(context.tenant.id.clone(), id));
    Ok(())
}

fn error(code: &str, message: &str, path: Option<&str>) -> Value {
    let mut members = Map::new();
    members.insert("code".to_owned(), json!(code));
    members.insert("message".to_owned(), json!(message));
    if let Some(path) = path.filter(|path| !path.is_empty()) {
        members.insert("path".to_owned(), json!(path));
    }
    Value::Object(members)
}

fn duplicate() -> Value {
    let text = "The user already exist and upsert parameter is false";
    error("DUPLICATED_USER", text, None)
}

fn conflict(taken: &NotCreated) -> Value {
    match taken {
        NotCreated::UsernameExists => {
            let text = "The username belongs to another user";
            error("CONFLICT_USERNAME", text, Some("username"))
        }
        _ => error("CONFLICT", "The user conflicts with another user", None),
    }
}

fn refused(refusal: &NotCreated) -> Value {
    let missing = |name: &str| {
        let text = format!("Missing required property: {name}");
        error("OBJECT_REQUIRED", &text, Some(name))
    };
    let malformed = |name: &str| {
        let text = format!("Object didn't pass validation for format {name}");
        error("INVALID_FORMAT", &text, Some(name))
    };
    match refusal {
        NotCreated::EmailRequired => missing("email"),
        NotCreated::UsernameRequired => missing("username"),
        NotCreated::PhoneNumberRequired => missing("phone_number"),
        NotCreated::InvalidEmail => malformed("email"),
        NotCreated::InvalidUsername => malformed("username"),
        NotCreated::InvalidPhoneNumber => malformed("phone_number"),
        NotCreated::InvalidUserId => malformed("user_id"),
        NotCreated::UsernameNotAllowed => {
            let text = "Cannot set username for connection without requires_username";
            error("NOT_PASSED", text, Some("username"))
        }
        NotCreated::PasswordRequired
        | NotCreated::PasswordNotAllowed
        | NotCreated::Weak(_)
        | NotCreated::Unsupported
        | NotCreated::UserExists
        | NotCreated::UsernameExists
        | NotCreated::PhoneNumberExists
        | NotCreated::Broken(_) => error("NOT_PASSED", "The user can't be made", None),
    }
}

/// Upstream's code for a failure of validation.
fn code_of(reason: &str) -> &'static str {
    const CODES: [(&str, &str); 11] = [
        ("Missing required property", "OBJECT_REQUIRED"),
        ("Object didn't pass validation for format", "INVALID_FORMAT"),
        ("Expected type", "INVALID_TYPE"),
        ("Invalid value", "ENUM_MISMATCH"),
        ("String is too long", "MAX_LENGTH"),
        ("String is too short", "MIN_LENGTH"),
        ("String does not match pattern", "PATTERN"),
        ("Array is too long", "ARRAY_LENGTH_LONG"),
        ("Array is too short", "ARRAY_LENGTH_SHORT"),
        ("None of the valid schemas", "ANY_OF_MISSING"),
        ("Additional properties", "OBJECT_ADDITIONAL_PROPERTIES"),
    ];
    let known = CODES
        .iter()
        .find(|(beginning, _)| reason.starts_with(beginning));
    match known {
        Some((_, code)) => code,
        None if reason.contains("is less than minimum") => "MINIMUM",
        None if reason.contains("is greater than maximum") => "MAXIMUM",
        None => "NOT_PASSED",
    }
}
