//! Choosing a new password without knowing the old one: request, link, new password.

use ostia_protocol::auth0::ids::ClientId;
use serde_json::json;

use crate::bot_detection::{self, Evidence, Flow, Suspicious};
use crate::breached_passwords::{self, Stage};
use crate::clients::Client;
use crate::connections::{self, Connection};
use crate::context::Context;
use crate::failure::Broken;
use crate::logs::{Entry, Event};
use crate::messages::{self, Letter, Message, Occasion, PasswordResetRequest};
use crate::passwords::{Policy, Weakness};
use crate::tickets::{self, Purpose, Ticket, Worthless};
use crate::users::{self, NotChanged, User};

/// Takes a request down. The answer, and the work that it takes, are the same whether or not there is such an account:
/// who has one is found out by whoever sends the mail.
///
/// # Errors
/// When the database is away.
pub async fn request(
    request: PasswordResetRequest,
    client: &Client,
    evidence: Evidence<'_>,
    context: &Context,
) -> Result<Result<(), Suspicious>, Broken> {
    let flow = Flow::ResetPassword;
    if let Err(suspicious) = bot_detection::pass(flow, evidence, None, client, context).await? {
        return Ok(Err(suspicious));
    }
    let mut work = context.begin().await?;
    messages::enqueue(&Message::PasswordReset(request), context, &mut work).await?;
    work.commit().await?;
    Ok(Ok(()))
}

/// What a ticket opens: whose password, and by which rules.
#[derive(Debug)]
pub struct Opened {
    /// The ticket, not yet used.
    pub ticket: Ticket,
    /// Whose password it is.
    pub user: User,
    /// Where it belongs.
    pub connection: Connection,
}

/// Looks at a ticket without using it.
///
/// # Errors
/// When the database is away.
pub async fn look_at(token: &str, context: &Context) -> Result<Result<Opened, Worthless>, Broken> {
    let ticket = match tickets::look_at(token, Purpose::PasswordChange, context).await? {
        Ok(ticket) => ticket,
        Err(worthless) => return Ok(Err(worthless)),
    };
    let Some(user) = users::find(&ticket.user_id, context).await? else {
        return Ok(Err(Worthless::Unknown));
    };
    let id = ticket.details.connection_id.as_deref().unwrap_or_default();
    let Some(connection) = connections::find(id, context).await? else {
        return Ok(Err(Worthless::Unknown));
    };
    Ok(Ok(Opened {
        ticket,
        user,
        connection,
    }))
}

/// Why the password stays as it was.
#[derive(Debug)]
pub enum Refusal {
    /// The ticket is worth nothing any more.
    Ticket(Worthless),
    /// The password does not satisfy the connection's policy. The ticket still works.
    Weak(Weakness),
    /// The password is known from a breach. The ticket still works.
    Leaked,
}

/// Uses a ticket: the user has the new password, and everybody who was signed in with the old one is signed out.
///
/// # Errors
/// When the database is away.
pub async fn complete(
    token: &str,
    password: &str,
    client: Option<&ClientId>,
    context: &Context,
) -> Result<Result<Opened, Refusal>, Broken> {
    let opened = match look_at(token, context).await? {
        Ok(opened) => opened,
        Err(worthless) => return Ok(Err(Refusal::Ticket(worthless))),
    };
    let policy = Policy::from_options(&opened.connection.options).map_err(Broken::internal)?;
    let password = match policy.parse(password.to_owned()) {
        Ok(password) => password,
        Err(weakness) => return Ok(Err(refused(weakness, &opened, context))),
    };
    let leak = |event| {
        let client_id = client.map(ClientId::as_str).unwrap_or_default();
        entry(event, &opened.user, &opened.connection).member("client_id", client_id)
    };
    let leaked = breached_passwords::detect(Stage::Reset, password.text(), leak, context).await?;
    if leaked.is_some_and(|shields| shields.block) {
        return Ok(Err(Refusal::Leaked));
    }
    let accepted =
        users::password::accept(&opened.user, &password, &opened.connection, context).await;
    let accepted = match accepted {
        Ok(accepted) => accepted,
        Err(NotChanged::Weak(weakness)) => return Ok(Err(refused(weakness, &opened, context))),
        Err(NotChanged::NoAccount) => return Ok(Err(Refusal::Ticket(Worthless::Unknown))),
        Err(NotChanged::Broken(broken)) => return Err(broken),
    };
    let mut work = context.begin().await?;
    let Some(ticket) = tickets::redeem(token, Purpose::PasswordChange, context, &mut work).await?
    else {
        return Ok(Err(Refusal::Ticket(Worthless::Used)));
    };
    let Some(user) = users::password::replace(
        &ticket.user_id,
        &accepted,
        &ticket.details,
        context,
        &mut work,
    )
    .await?
    else {
        return Ok(Err(Refusal::Ticket(Worthless::Unknown)));
    };
    // The links that still lie in the mailbox belong to the old password.
    tickets::void_of_user(&user.id, Purpose::PasswordChange, context, &mut work).await?;
    if let Some(email) = user.email() {
        let told = Letter::new(Occasion::PasswordReset, email, context).user(&user.id);
        messages::enqueue(&told.into(), context, &mut work).await?;
    }
    work.commit().await?;
    entry(Event::PasswordChanged, &user, &opened.connection)
        .member(
            "client_id",
            client.map(ClientId::as_str).unwrap_or_default(),
        )
        .record(context);
    Ok(Ok(Opened { user, ..opened }))
}

fn refused(weakness: Weakness, opened: &Opened, context: &Context) -> Refusal {
    entry(
        Event::PasswordChangeFailed,
        &opened.user,
        &opened.connection,
    )
    .description(weakness.name())
    .record(context);
    Refusal::Weak(weakness)
}

/// An entry about a user's password.
pub(crate) fn entry(event: Event, user: &User, connection: &Connection) -> Entry {
    Entry::new(event)
        .user(user)
        .member("connection", connection.name.as_str())
        .member("connection_id", connection.id.as_str())
        .member("strategy", connection.strategy.as_str())
        .member("details", json!({}))
}
