//! A user as the Management API takes it: what bodies may say, and what is answered when they say something else.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use serde_json::{Map, Value};

use super::{AskToVerify, NewUser, NotChanged, NotCreated};
use crate::connections::Connection;
use crate::failure::{Failure, ManagementFailure};
use crate::passwords::{Password, Weakness};

/// The names that `fields` may choose.
pub const FIELDS: &[&str] = &[
    "user_id",
    "email",
    "email_verified",
    "username",
    "phone_number",
    "phone_verified",
    "created_at",
    "updated_at",
    "identities",
    "app_metadata",
    "user_metadata",
    "picture",
    "name",
    "nickname",
    "multifactor",
    "multifactor_last_modified",
    "last_ip",
    "last_login",
    "last_password_reset",
    "logins_count",
    "blocked",
    "given_name",
    "family_name",
    "guardian_authenticators",
    "passkeys",
];

/// The body of `POST /users`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("email", email())
        .member("phone_number", phone_number())
        .member(
            "user_metadata",
            metadata("What the user may change themselves"),
        )
        .member("blocked", blocked())
        .member("email_verified", email_verified())
        .member("phone_verified", phone_verified())
        .member("app_metadata", metadata("What only administrators change"))
        .member("given_name", text(150, "Given names"))
        .member("family_name", text(150, "Family names"))
        .member("name", text(300, "Full name"))
        .member("nickname", text(300, "Short name"))
        .member("picture", picture())
        .member(
            "user_id",
            Schema::string()
                .max_length(255)
                .pattern(r"^\S*$")
                .described("The part of the user's id behind the bar"),
        )
        .required_member(
            "connection",
            Schema::string()
                .min_length(1)
                .described("Name of the connection that gets the account"),
        )
        .member("password", password())
        .member("verify_email", verify_email())
        .member("username", username())
});

/// The body of `PATCH /users/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("blocked", blocked())
        .member("email_verified", email_verified())
        .member("email", email().nullable())
        .member("phone_number", phone_number().nullable())
        .member("phone_verified", phone_verified())
        .member(
            "user_metadata",
            metadata("What the user may change themselves"),
        )
        .member("app_metadata", metadata("What only administrators change"))
        .member("given_name", text(150, "Given names").nullable())
        .member("family_name", text(150, "Family names").nullable())
        .member("name", text(300, "Full name").nullable())
        .member("nickname", text(300, "Short name").nullable())
        .member("picture", picture().nullable())
        .member("verify_email", verify_email())
        .member(
            "verify_phone_number",
            Schema::boolean().described("Whether a code is sent to the new telephone number"),
        )
        .member("password", password().nullable())
        .member(
            "connection",
            Schema::string()
                .min_length(1)
                .described("Name of the connection whose account changes"),
        )
        .member(
            "client_id",
            Schema::string()
                .min_length(1)
                .described("Application in whose name messages are sent"),
        )
        .member("username", username().nullable())
});

static PATH: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object().required_member(
        "id",
        Schema::formatted(Format::UserId).described("Id of the user"),
    )
});

fn email() -> Schema {
    Schema::formatted(Format::Email).described("E-mail address")
}

fn phone_number() -> Schema {
    Schema::string()
        .pattern(r"^\+[0-9]{1,15}$")
        .described("Telephone number, with + and country code")
}

fn metadata(description: &'static str) -> Schema {
    Schema::object().open().described(description)
}

fn blocked() -> Schema {
    Schema::boolean().described("Whether logging in is forbidden")
}

fn email_verified() -> Schema {
    Schema::boolean().described("Whether the e-mail address is known to be theirs")
}

fn phone_verified() -> Schema {
    Schema::boolean().described("Whether the telephone number is known to be theirs")
}

fn text(longest: usize, description: &'static str) -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(longest)
        .described(description)
}

fn picture() -> Schema {
    Schema::formatted(Format::StrictUri).described("URL of a picture")
}

fn password() -> Schema {
    Schema::string().min_length(1).described("Password")
}

fn verify_email() -> Schema {
    Schema::boolean().described("Whether a message asks to verify the e-mail address")
}

fn username() -> Schema {
    Schema::string()
        .min_length(1)
        .max_length(128)
        .described("Username")
}

/// Reads a user's id from a path.
///
/// # Errors
/// 400 `invalid_uri` for what can't be one.
pub fn parse_id(id: &str) -> Result<UserId, Error> {
    PATH.check_path(&[("id".to_owned(), id.to_owned())])?;
    UserId::parse(id).map_err(|_| Error::unknown_user())
}

/// A checked body as a new user of a connection.
pub(super) fn new_user(
    body: &Value,
    connection: &Connection,
) -> Result<NewUser, ManagementFailure> {
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    let flag = |name: &str| body.get(name).and_then(Value::as_bool);
    let object = |name: &str| body.get(name).and_then(Value::as_object).cloned();
    Ok(NewUser {
        user_id: text("user_id"),
        email: text("email"),
        email_verified: flag("email_verified").unwrap_or(false),
        username: text("username"),
        phone_number: text("phone_number"),
        phone_verified: flag("phone_verified").unwrap_or(false),
        has_passkey: false,
        password: text("password")
            .map(|password| parse_password(password, connection))
            .transpose()?,
        given_name: text("given_name"),
        family_name: text("family_name"),
        name: text("name"),
        nickname: text("nickname"),
        picture: text("picture"),
        user_metadata: object("user_metadata"),
        app_metadata: object("app_metadata"),
        blocked: flag("blocked"),
        ask_to_verify: asks_to_verify(body).then(AskToVerify::default),
    })
}

/// `verify_email` says; where it does not, an address that nobody knows to be theirs is asked about.
fn asks_to_verify(body: &Value) -> bool {
    let flag = |name: &str| body.get(name).and_then(Value::as_bool);
    flag("verify_email").unwrap_or_else(|| flag("email_verified") != Some(true))
}

/// Reads a password under a connection's rule for long ones.
pub(super) fn parse_password(
    text: String,
    connection: &Connection,
) -> Result<Password, ManagementFailure> {
    let policy = connection.password_policy()?;
    policy
        .parse(text)
        .map_err(|weakness| weak(&weakness).into())
}

/// What the first level of stored metadata becomes: members are replaced, `null` removes, and `{}` empties.
pub(crate) fn merge(stored: Option<&Value>, sent: &Map<String, Value>) -> Map<String, Value> {
    if sent.is_empty() {
        return Map::new();
    }
    let mut merged = stored
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    for (name, value) in sent {
        if value.is_null() {
            merged.remove(name);
        } else {
            merged.insert(name.clone(), value.clone());
        }
    }
    merged
}

/// What is answered when no user could be made.
pub(super) fn not_created(refusal: NotCreated, body: &Value) -> ManagementFailure {
    Failure::Refused(match refusal {
        NotCreated::Broken(broken) => return broken.into(),
        NotCreated::Weak(weakness) => weak(&weakness),
        NotCreated::UserExists | NotCreated::UsernameExists | NotCreated::PhoneNumberExists => {
            Error::user_exists()
        }
        NotCreated::EmailRequired => missing("email"),
        NotCreated::UsernameRequired => missing("username"),
        NotCreated::PhoneNumberRequired => missing("phone_number"),
        NotCreated::PasswordRequired => missing("password"),
        NotCreated::UsernameNotAllowed => Error::username_not_required(),
        NotCreated::PasswordNotAllowed => {
            Error::invalid_body("Cannot set password for passwordless connection.")
        }
        NotCreated::InvalidEmail => malformed("email", "E-mail address", body),
        NotCreated::InvalidUsername => malformed("username", "Username", body),
        NotCreated::InvalidPhoneNumber => malformed("phone_number", "Telephone number", body),
        NotCreated::InvalidUserId => {
            malformed("user_id", "The part of the user's id behind the bar", body)
        }
        NotCreated::Unsupported => Error::user_creation_not_supported(),
    })
}

/// What is answered when a password stays as it was.
pub(super) fn not_changed(refusal: NotChanged) -> ManagementFailure {
    match refusal {
        NotChanged::Broken(broken) => broken.into(),
        NotChanged::Weak(weakness) => weak(&weakness).into(),
        NotChanged::NoAccount => {
            Error::invalid_body("Cannot update password for non-database user.").into()
        }
    }
}

fn weak(weakness: &Weakness) -> Error {
    match weakness {
        Weakness::TooWeak(_) => Error::password_too_weak(),
        Weakness::TooCommon => Error::password_too_common(),
        Weakness::Personal => Error::password_contains_user_information(),
        Weakness::UsedBefore => Error::password_previously_used(),
    }
}

/// A member that only this connection asks for, in the validator's words.
pub(super) fn missing(member: &str) -> Error {
    Error::invalid_body(format!(
        "Payload validation error: 'Missing required property: {member}'."
    ))
}

/// A member that this connection does not accept, in the validator's words.
pub(super) fn malformed(member: &str, description: &str, body: &Value) -> Error {
    let sent = body.get(member).and_then(Value::as_str).unwrap_or_default();
    let shown: String = sent.chars().take(200).collect();
    Error::invalid_body(format!(
        "Payload validation error: 'Object didn't pass validation for format {member}: {shown}' on property {member} \
         ({description})."
    ))
}

/// Checks a body.
pub(super) fn check(schema: &Schema, body: &Value) -> Result<(), Error> {
    schema.check(body, Part::Payload)
}
