//! Signing up at a database connection.

use serde_json::{Map, Value};

use crate::bot_detection::{self, Evidence, Flow, Suspicious};
use crate::breached_passwords::{self, Stage};
use crate::clients::Client;
use crate::connections::Connection;
use crate::context::Context;
use crate::failure::Broken;
use crate::login_limits;
use crate::logs::{Entry, Event};
use crate::organizations::invitations::Invitation;
use crate::passwords::{Policy, Weakness};
use crate::users::{self, AskToVerify, NewUser, NotCreated, User};

/// What a person filled in.
#[derive(Debug, Default)]
pub struct Form {
    /// The e-mail address.
    pub email: Option<String>,
    /// The username, where the connection has them.
    pub username: Option<String>,
    /// The telephone number.
    pub phone_number: Option<String>,
    /// The password as typed.
    pub password: String,
    /// Given names.
    pub given_name: Option<String>,
    /// Family names.
    pub family_name: Option<String>,
    /// The full name.
    pub name: Option<String>,
    /// The short name.
    pub nickname: Option<String>,
    /// Where their picture is.
    pub picture: Option<String>,
    /// What else they say of themselves.
    pub user_metadata: Option<Map<String, Value>>,
    /// The language of the message that asks to confirm the address.
    pub language: String,
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
    /// The password is known from a breach.
    Leaked,
    /// The caller has to prove something first.
    Suspicious,
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

/// Makes an account and lets its owner in.
///
/// # Errors
/// When the database is away.
pub async fn sign_up(
    form: Form,
    connection: &Connection,
    client: &Client,
    evidence: Evidence<'_>,
    context: &Context,
) -> Result<Result<User, Refusal>, Broken> {
    let created = create_account(form, connection, client, evidence, context).await?;
    if let Ok(user) = &created {
        users::record_login(&user.id, context).await?;
    }
    Ok(created)
}

/// Makes an account.
///
/// # Errors
/// When the database is away.
pub async fn create_account(
    form: Form,
    connection: &Connection,
    client: &Client,
    evidence: Evidence<'_>,
    context: &Context,
) -> Result<Result<User, Refusal>, Broken> {
    if !connection.allows_signup() {
        return Ok(Err(Refusal::Disabled));
    }
    let passed = bot_detection::pass(Flow::SignUp, evidence, None, client, context).await?;
    if let Err(Suspicious) = passed {
        return Ok(Err(Refusal::Suspicious));
    }
    if login_limits::sign_up(client, context).await?.is_some() {
        return Ok(Err(Refusal::TooManyAttempts));
    }
    let policy = Policy::from_options(&connection.options).map_err(Broken::internal)?;
    let password = match policy.parse(form.password) {
        Ok(password) => password,
        Err(weakness) => return Ok(Err(Refusal::Weak(weakness))),
    };
    let name = form.email.as_deref().or(form.username.as_deref());
    let name = name.unwrap_or_default();
    let leak = |event| {
        let entry = Entry::new(event).client(client).connection(connection);
        entry.text("user_name", name)
    };
    let leaked = breached_passwords::detect(Stage::Signup, password.text(), leak, context).await?;
    if leaked.is_some_and(|shields| shields.block) {
        return Ok(Err(Refusal::Leaked));
    }
    let email = crate::logs::bounded(form.email.as_deref().unwrap_or_default());
    let ask_to_verify = AskToVerify {
        client_id: Some(client.id.clone()),
        language: form.language,
        ..AskToVerify::default()
    };
    let known = match &form.invitation {
        Some(invitation) => invited(invitation),
        None => NewUser {
            email: form.email,
            user_metadata: form.user_metadata,
            ask_to_verify: Some(ask_to_verify),
            ..NewUser::default()
        },
    };
    let new = NewUser {
        username: form.username,
        phone_number: form.phone_number,
        password: Some(password),
        given_name: form.given_name,
        family_name: form.family_name,
        name: form.name,
        nickname: form.nickname,
        picture: form.picture,
        ..known
    };
    let entry = |event| {
        Entry::new(event)
            .client(client)
            .connection(connection)
            .detail(
                "body",
                serde_json::json!({
                    "client_id": client.id, "connection": connection.name, "email": email, "password": "*****",
                    "tenant": context.tenant.id,
                }),
            )
    };
    match users::create(new, connection, context).await {
        Ok(user) => {
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
