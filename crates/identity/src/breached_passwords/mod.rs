//! Passwords that are known from breaches elsewhere: which are, and what a tenant wants done about them
//! (reference/authentication.md §6.1).
//!
//! Whoever lets somebody in with a password, or takes a new one from a person, asks [`detect`]: `login/password.rs`,
//! `login/signup.rs` and `password_reset.rs`, each of which is the only way to what it does. At a log-in it is asked once the
//! password was found right, so that nobody learns from it who has an account.

mod list;
mod settings;

pub use self::list::{List, Unusable};
pub use self::settings::{Detection, Shields, Stage};
use crate::attempts::{self, Limit};
use crate::clients::Client;
use crate::connections::Connection;
use crate::context::Context;
use crate::emails::templates;
use crate::failure::Broken;
use crate::logs::{Entry, Event};
use crate::messages::{self, Letter, Occasion};
use crate::tickets::{self, Details, Purpose};
use crate::users::User;

/// However often somebody logs in, they are told once in an hour.
const NOTICES: Limit = Limit {
    burst: 1,
    interval: 3_600_000,
};

impl Stage {
    const fn event(self) -> Event {
        match self {
            Self::Login => Event::LeakedPasswordAtLogin,
            Self::Signup => Event::LeakedPasswordAtSignup,
            Self::Reset => Event::LeakedPasswordAtReset,
        }
    }

    /// What the log says of it.
    const fn description(self) -> &'static str {
        match self {
            Self::Login => "Somebody logged in with a password that is known from a breach.",
            Self::Signup => "Somebody signed up with a password that is known from a breach.",
            Self::Reset => "Somebody chose a new password that is known from a breach.",
        }
    }
}

/// Looks a password up, where the tenant wants that at this stage; the log and the administrators are told. What is to be
/// done: `None` where the password is not known, or nobody wants to know. `entry` begins the log's entry.
///
/// # Errors
/// When the database is away.
pub(crate) async fn detect(
    stage: Stage,
    password: &str,
    entry: impl FnOnce(Event) -> Entry + Send,
    context: &Context,
) -> Result<Option<Shields>, Broken> {
    let Some(shields) = context.tenant.breached_passwords.at(stage) else {
        return Ok(None);
    };
    if !context.platform.breached_passwords.knows(password).await {
        return Ok(None);
    }
    entry(stage.event())
        .description(stage.description())
        .detail("blocked", shields.block)
        .record(context);
    if shields.admin_notification {
        tell_administrators(stage, context).await?;
    }
    Ok(Some(shields))
}

/// Mails the owner of an account a link to a new password.
///
/// # Errors
/// When the database is away.
pub(crate) async fn notify(
    user: &User,
    connection: &Connection,
    client: &Client,
    context: &Context,
) -> Result<(), Broken> {
    let Some(email) = user.email() else {
        return Ok(());
    };
    let key = ["breached-password", user.id.as_str()];
    if !attempts::spend(&key, NOTICES, context).await? {
        return Ok(());
    }
    let occasion = Occasion::StolenCredentials;
    let links = templates::links(occasion.name(), context).await?;
    let details = Details {
        email: Some(email.to_owned()),
        connection_id: Some(connection.id.to_string()),
        result_url: links.result_url,
        include_email: links.include_email,
        client_id: Some(client.id.clone()),
        // The link is mailed there: whoever has it reads that mail.
        mark_email_as_verified: true,
        ..Details::default()
    };
    let (purpose, lifetime) = (Purpose::PasswordChange, links.lifetime);
    let mut work = context.begin().await?;
    let url = tickets::issue(purpose, &user.id, &details, lifetime, context, &mut work).await?;
    let letter = Letter::new(occasion, email, context)
        .user(&user.id)
        .client(&client.id)
        .value("url", url);
    messages::enqueue(&letter.into(), context, &mut work).await?;
    work.commit().await
}

/// Mails the tenant's support address, as often as the tenant wants that: the log tells the rest.
async fn tell_administrators(stage: Stage, context: &Context) -> Result<(), Broken> {
    let Some(address) = context.tenant.settings.support_email() else {
        return Ok(());
    };
    let often = Limit {
        burst: 1,
        interval: context.tenant.breached_passwords.administrators_every(),
    };
    if !attempts::spend(&["breached-password-report"], often, context).await? {
        return Ok(());
    }
    let letter = Letter::new(Occasion::LeakedPasswordUsed, address, context)
        .value("type", stage.event().code());
    let mut work = context.begin().await?;
    messages::enqueue(&letter.into(), context, &mut work).await?;
    work.commit().await
}
