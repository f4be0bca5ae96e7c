//! Confirming an e-mail address: asked for by whoever may, answered by whoever reads the mail.

use ostia_protocol::auth0::ids::UserId;

use crate::context::Context;
use crate::failure::Broken;
use crate::logs::{Entry, Event};
use crate::messages::{self, Letter, Occasion};
use crate::tickets::{self, Purpose, Ticket, Worthless};
use crate::users::{self, AskToVerify, User, verification};

/// An address that was just confirmed.
#[derive(Debug)]
pub struct Confirmed {
    /// Whose it is.
    pub user: User,
    /// The ticket that did it.
    pub ticket: Ticket,
}

/// Mails a link to a user. `false` where the user is gone or has no address.
///
/// # Errors
/// When the database is away.
pub async fn request(id: &UserId, ask: &AskToVerify, context: &Context) -> Result<bool, Broken> {
    let Some(user) = users::find(id, context).await? else {
        return Ok(false);
    };
    let mut work = context.begin().await?;
    let asked = users::ask_to_verify(&user, ask, context, &mut work).await?;
    work.commit().await?;
    let event = if asked {
        Event::EmailVerificationRequested
    } else {
        Event::EmailVerificationRequestFailed
    };
    Entry::new(event)
        .user(&user)
        .member("connection", user.connection())
        .record(context);
    Ok(asked)
}

/// Uses a ticket: its address is confirmed, and the user is welcome.
///
/// # Errors
/// When the database is away.
pub async fn confirm(
    token: &str,
    language: &str,
    context: &Context,
) -> Result<Result<Confirmed, Worthless>, Broken> {
    let purpose = Purpose::EmailVerification;
    if let Err(worthless) = tickets::look_at(token, purpose, context).await? {
        log_failure(worthless, context);
        return Ok(Err(worthless));
    }
    let mut work = context.begin().await?;
    let Some(ticket) = tickets::redeem(token, purpose, context, &mut work).await? else {
        return Ok(Err(Worthless::Used));
    };
    let user = users::table::find_for_update(&context.tenant, &ticket.user_id, &mut work).await?;
    let Some(mut user) = user else {
        return Ok(Err(Worthless::Unknown));
    };
    let email = ticket.details.email.clone().unwrap_or_default();
    let was_verified = user.document.get("email_verified") == Some(&true.into());
    if !verification::confirm_email(&mut user, &email, context, &mut work).await? {
        log_failure(Worthless::Expired, context);
        return Ok(Err(Worthless::Expired));
    }
    if !was_verified {
        let welcome = Letter::new(Occasion::WelcomeEmail, email, context)
            .user(&user.id)
            .language(language);
        messages::enqueue(&welcome.into(), context, &mut work).await?;
    }
    work.commit().await?;
    Entry::new(Event::EmailVerified)
        .user(&user)
        .member("connection", user.connection())
        .description("Your email was verified. You can continue using the application.")
        .record(context);
    Ok(Ok(Confirmed { user, ticket }))
}

fn log_failure(worthless: Worthless, context: &Context) {
    let description = match worthless {
        Worthless::Unknown => "There is no such ticket.",
        Worthless::Used => "This URL can be used only once",
        Worthless::Expired => "Access expired.",
    };
    Entry::new(Event::EmailVerificationFailed)
        .description(description)
        .record(context);
}
