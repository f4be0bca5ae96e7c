//! Signing up at a database connection.

use serde_json::Value;

use crate::clients::Client;
use crate::connections::Connection;
use crate::context::Context;
use crate::failure::Broken;
use crate::login_limits;
use crate::logs::{Entry, Event};
use crate::organizations::invitations::Invitation;
use crate::passwords::{Policy, Weakness};
use crate::users::{self, NewUser, NotCreated, User};

/// What a person filled in.
#[derive(Debug)]
pub struct Form {
    /// The e-mail address.
    pub email: String,
    /// The username, where the connection has them.
    pub username: Option<String>,
    /// The password as typed.
    pub password: String,
    /// The invitation that they came with: it says whose address it is, and what else is known of them.
    pub invitation: Option<Invitation>,
}

/// Why there is no account.
#[derive(Debug)]
pub enum Refusal {
    /// Sign-up is switched off.
    Disabled,
    /// The password does not satisfy the connection's policy.
    Weak(Weakness),
    /// The address has used up its sign-ups for now.
    TooManyAttempts,
    /// Another rule.
    NotCreated(NotCreated),
}

/// Who is invited holds the ticket that was sent to their address.
fn invited(invitation: &Invitation) -> NewUser {
    let metadata = |name: &str| match invitation.document.get(name) {
        Some(Value::Object(metadata)) => Some(metadata.clone()),
        _ => None,
    };
    NewUser {
        email: Some(invitation.invitee().to_owned()),
        email_verified: true,
        user_metadata: metadata("user_metadata"),
        app_metadata: metadata("app_metadata"),
        ..NewUser::default()
    }
}

/// Makes an account.
///
/// # Errors
/// When the database is away.
pub async fn sign_up(
    form: Form,
    connection: &Connection,
    client: &Client,
    context: &Context,
) -> Result<Result<User, Refusal>, Broken> {
    if !connection.allows_signup() {
        return Ok(Err(Refusal::Disabled));
    }
    if login_limits::sign_up(client, context).await?.is_some() {
        return Ok(Err(Refusal::TooManyAttempts));
    }
    let policy = Policy::from_options(&connection.options).map_err(Broken::internal)?;
    let password = match policy.parse(form.password) {
        Ok(password) => password,
        Err(weakness) => return Ok(Err(Refusal::Weak(weakness))),
    };
    let new = NewUser {
        username: form.username,
        password: Some(password),
        ..match &form.invitation {
            Some(invitation) => invited(invitation),
            None => NewUser {
                email: Some(form.email),
                ..NewUser::default()
            },
        }
    };
    let entry = |event| {
        Entry::new(event)
            .client(client)
            .member("connection", connection.name.as_str())
            .member("connection_id", connection.id.as_str())
    };
    match users::create(new, connection, context).await {
        Ok(user) => {
            users::record_login(&user.id, context).await?;
            entry(Event::SignupSucceeded).user(&user).record(context);
            Ok(Ok(user))
        }
        Err(NotCreated::Broken(broken)) => Err(broken),
        Err(NotCreated::Weak(weakness)) => Ok(Err(Refusal::Weak(weakness))),
        Err(refusal) => {
            entry(Event::SignupFailed)
                .description(format!("{refusal:?}"))
                .record(context);
            Ok(Err(Refusal::NotCreated(refusal)))
        }
    }
}
