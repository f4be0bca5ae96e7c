//! Tickets as the Management API asks for them.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::{ClientId, UserId};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use serde_json::Value;

use super::{Details, Purpose, issue};
use crate::clients;
use crate::connections;
use crate::connections::document::STRATEGIES;
use crate::context::Context;
use crate::failure::ManagementFailure;
use crate::users::{self, User};

/// The accounts whose address can be confirmed (reference/management-api.openapi.json): those of every strategy but the
/// last, which has no accounts of its own.
pub const PROVIDERS: &[&str] = match STRATEGIES.split_last() {
    Some((_, others)) => others,
    None => STRATEGIES,
};

/// The body of `POST /tickets/email-verification`.
pub static EMAIL_VERIFICATION: LazyLock<Schema> = LazyLock::new(|| {
    common(Schema::object().required_member("user_id", user_id()))
        .member("identity", identity(PROVIDERS))
});

/// The body of `POST /tickets/password-change`.
pub static PASSWORD_CHANGE: LazyLock<Schema> = LazyLock::new(|| {
    common(Schema::object().member("user_id", user_id()))
        .member(
            "connection_id",
            Schema::formatted(Format::ConnectionId)
                .described("Connection of the account that email names"),
        )
        .member(
            "email",
            Schema::formatted(Format::Email)
                .described("E-mail address of the user, in place of user_id"),
        )
        .member(
            "mark_email_as_verified",
            Schema::boolean().described("Whether a new password confirms the e-mail address, too"),
        )
        .member("identity", identity(&["auth0"]))
});

fn user_id() -> Schema {
    Schema::formatted(Format::UserId).described("Id of the user")
}

fn common(object: Schema) -> Schema {
    object
        .member(
            "result_url",
            Schema::formatted(Format::Url).described("Where the link leads in the end"),
        )
        .member(
            "client_id",
            Schema::formatted(Format::ClientId).described("Application that it is about"),
        )
        .member(
            "organization_id",
            Schema::string()
                .pattern(r"^org_[A-Za-z0-9]{16}$")
                .described("Organization that it is about"),
        )
        .member(
            "ttl_sec",
            Schema::integer()
                .minimum(0)
                .described("How long the link works, in seconds"),
        )
        .member(
            "includeEmailInRedirect",
            Schema::boolean().described("Whether the address is added to result_url"),
        )
}

/// The account of a user that is meant.
pub fn identity(providers: &'static [&'static str]) -> Schema {
    Schema::object()
        .required_member(
            "user_id",
            Schema::string()
                .min_length(1)
                .described("The part of the account's id behind the bar"),
        )
        .required_member(
            "provider",
            Schema::enumeration(providers).described("The part before it"),
        )
        .member(
            "connection_id",
            Schema::formatted(Format::ConnectionId).described("Connection of the account"),
        )
        .described("The account that is meant")
}

/// `POST /tickets/email-verification`. The ticket's address.
///
/// # Errors
/// 400, 404; or when the database is away.
pub async fn email_verification(
    body: &Value,
    context: &Context,
) -> Result<String, ManagementFailure> {
    EMAIL_VERIFICATION.check(body, Part::Payload)?;
    let user = user_of(body, context).await?;
    let account = account_of(&user, body)?;
    let email = account_email(&user, account)
        .ok_or_else(|| Error::invalid_body("The user does not have an email address."))?;
    let details = Details {
        email: Some(email),
        ..details(body, context).await?
    };
    made(Purpose::EmailVerification, &user, &details, body, context).await
}

/// `POST /tickets/password-change`. The ticket's address.
///
/// # Errors
/// 400, 404; or when the database is away.
pub async fn password_change(body: &Value, context: &Context) -> Result<String, ManagementFailure> {
    PASSWORD_CHANGE.check(body, Part::Payload)?;
    let says = |name: &str| body.get(name).is_some();
    if says("user_id") && (says("connection_id") || says("email")) {
        return Err(Error::invalid_body(
            "user_id cannot be specified together with connection_id or email.",
        )
        .into());
    }
    if says("identity") && !says("user_id") {
        return Err(Error::invalid_body("identity requires user_id.").into());
    }
    let user = if says("user_id") {
        user_of(body, context).await?
    } else {
        user_by_email(body, context).await?
    };
    let position = account_of(&user, body)?;
    let account = &user.identities[position];
    let connection = connections::find(&account.connection_id, context).await?;
    let connection = connection
        .filter(connections::Connection::is_database)
        .ok_or_else(|| Error::invalid_body("The user does not have a password."))?;
    let details = Details {
        connection_id: Some(connection.id.to_string()),
        email: user.email().map(str::to_owned),
        mark_email_as_verified: body["mark_email_as_verified"] == true,
        ..details(body, context).await?
    };
    made(Purpose::PasswordChange, &user, &details, body, context).await
}

async fn made(
    purpose: Purpose,
    user: &User,
    details: &Details,
    body: &Value,
    context: &Context,
) -> Result<String, ManagementFailure> {
    let lifetime = body["ttl_sec"].as_i64();
    let mut work = context.begin().await?;
    let address = issue(purpose, &user.id, details, lifetime, context, &mut work).await?;
    work.commit().await?;
    Ok(address)
}

async fn user_of(body: &Value, context: &Context) -> Result<User, ManagementFailure> {
    let id = UserId::parse(body["user_id"].as_str().unwrap_or_default())
        .map_err(|_| Error::unknown_user())?;
    Ok(users::find(&id, context)
        .await?
        .ok_or_else(Error::unknown_user)?)
}

async fn user_by_email(body: &Value, context: &Context) -> Result<User, ManagementFailure> {
    let (Some(connection_id), Some(email)) =
        (body["connection_id"].as_str(), body["email"].as_str())
    else {
        return Err(Error::invalid_body(
            "Payload validation error: 'Missing required property: user_id'.",
        )
        .into());
    };
    let connection = connections::find(connection_id, context)
        .await?
        .ok_or_else(Error::unknown_connection)?;
    let account = users::find_password_account(email, &connection, context).await?;
    let found = match account {
        Some(account) => users::find(&account.user_id, context).await?,
        None => None,
    };
    Ok(found.ok_or_else(Error::unknown_user)?)
}

/// The position of the account that `identity` names, else of the primary one.
///
/// # Errors
/// 404 where the user has no such account.
pub fn account_of(user: &User, body: &Value) -> Result<usize, Error> {
    let Some(identity) = body.get("identity") else {
        return if user.identities.is_empty() {
            Err(Error::unknown_user())
        } else {
            Ok(0)
        };
    };
    let says = |name: &str, value: &str| identity[name].as_str().is_none_or(|said| said == value);
    user.identities
        .iter()
        .position(|account| {
            says("user_id", &account.provider_user_id)
                && says("provider", &account.provider)
                && says("connection_id", &account.connection_id)
        })
        .ok_or_else(Error::unknown_user)
}

/// The e-mail address of an account: the profile's, or what is known of a linked one.
pub fn account_email(user: &User, position: usize) -> Option<String> {
    if position == 0 {
        return user.email().map(str::to_owned);
    }
    let profile = user.identities.get(position)?.profile.as_ref()?;
    profile.get("email")?.as_str().map(str::to_owned)
}

async fn details(body: &Value, context: &Context) -> Result<Details, ManagementFailure> {
    let text = |name: &str| body[name].as_str().map(str::to_owned);
    if body.get("result_url").is_some() {
        for other in ["client_id", "organization_id"] {
            if body.get(other).is_some() {
                return Err(Error::invalid_body(format!(
                    "result_url cannot be specified together with {other}."
                ))
                .into());
            }
        }
    }
    let client_id = match body["client_id"].as_str() {
        Some(id) => {
            let id = ClientId::parse(id).map_err(|_| Error::unknown_client())?;
            let client = clients::find(&id, context).await?;
            Some(client.ok_or_else(Error::unknown_client)?.id.clone())
        }
        None => None,
    };
    Ok(Details {
        result_url: text("result_url"),
        client_id,
        organization_id: text("organization_id"),
        include_email: body["includeEmailInRedirect"] == true,
        ..Details::default()
    })
}
