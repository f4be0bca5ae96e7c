//! Enrolment tickets: a link by which a user gives themselves a second factor without logging in.

pub mod table;

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::{self, UserId};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};
use crate::messages::{self, Letter, Message, Occasion};
use crate::users;
use crate::vault::fingerprint;

/// How long a link can be followed, in seconds: five days.
pub const LIFETIME: i64 = 5 * 86_400;

/// Who may enrol what.
#[derive(Debug)]
pub struct Ticket {
    /// Who.
    pub user_id: UserId,
    /// Which factor, by its name in `/guardian/factors`; `None` leaves the choice.
    pub factor: Option<String>,
    /// Whether it may be one beside others.
    pub adds_to_others: bool,
    /// The method that waits for its first code, by its id.
    pub enrolling: Option<String>,
}

/// The body of `POST /guardian/enrollments/ticket`.
pub static TICKET: LazyLock<Schema> = LazyLock::new(|| {
    let factors = &[
        "push-notification",
        "phone",
        "email",
        "otp",
        "webauthn-roaming",
        "webauthn-platform",
    ];
    Schema::object()
        .required_member(
            "user_id",
            Schema::formatted(Format::UserId).described("Who enrols"),
        )
        .member(
            "email",
            Schema::formatted(Format::Email).described("Where the link is sent instead"),
        )
        .member(
            "send_mail",
            Schema::boolean().described("Whether the link is sent"),
        )
        .member(
            "email_locale",
            Schema::string()
                .max_length(32)
                .described("Language of the e-mail"),
        )
        .member(
            "factor",
            Schema::enumeration(factors).described("The factor to enrol"),
        )
        .member(
            "allow_multiple_enrollments",
            Schema::boolean().described("Whether users enrol who have a factor already"),
        )
});

/// `POST /guardian/enrollments/ticket`
///
/// # Errors
/// 400 for a bad body, 404 for an unknown user; or when the database is away.
pub async fn create(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    TICKET.check(body, Part::Payload)?;
    let id = body["user_id"].as_str().unwrap_or_default();
    let user = UserId::parse(id).map_err(|_| Error::unknown_user())?;
    let found = users::find(&user, context).await?;
    let found = found.ok_or_else(Error::unknown_user)?;
    let adds_to_others = body["allow_multiple_enrollments"] == true;
    let ticket = issue(&user, body["factor"].as_str(), adds_to_others, context).await?;
    let url = format!("{}mfa/enrollment?ticket={ticket}", context.links());
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    if body["send_mail"] == true
        && let Some(to) = text("email").or_else(|| found.email())
    {
        let letter = Letter::new(Occasion::EnrollmentEmail, to, context)
            .user(&user)
            .language(text("email_locale").unwrap_or_default())
            .value("link", url.as_str())
            .value("url", url.as_str());
        let mut work = context.begin().await?;
        messages::enqueue(&Message::from(letter), context, &mut work).await?;
        work.commit().await?;
    }
    Ok(json!({ "ticket_id": ticket, "ticket_url": url }))
}

/// Makes a ticket. What names it is shown once.
///
/// # Errors
/// When the database is away.
pub async fn issue(
    user: &UserId,
    factor: Option<&str>,
    adds_to_others: bool,
    context: &Context,
) -> Result<String, Broken> {
    let ticket = ids::token(context.entropy(), 24);
    let row = table::NewTicket {
        ticket_hash: &fingerprint(&ticket),
        user,
        factor,
        adds_to_others,
        expires_at: context.now.plus_seconds(LIFETIME),
    };
    let mut work = context.begin().await?;
    table::insert(&context.tenant, &row, context.now, &mut work).await?;
    work.commit().await?;
    Ok(ticket)
}

/// Who may enrol by a ticket that was not used.
///
/// # Errors
/// When the database is away.
pub async fn find(ticket: &str, context: &Context) -> Result<Option<Ticket>, Broken> {
    let hash = fingerprint(ticket);
    Ok(table::find(&context.tenant, &hash, context.now, context.database()).await?)
}

/// Notes which method waits for its first code, by its id. `false` where the ticket was used in the meantime.
///
/// # Errors
/// When the database is away.
pub async fn set_enrolling(
    ticket: &str,
    method: Option<&str>,
    context: &Context,
) -> Result<bool, Broken> {
    let mut work = context.begin().await?;
    let hash = fingerprint(ticket);
    let (tenant, now) = (&context.tenant, context.now);
    let noted = table::set_enrolling(tenant, &hash, method, now, &mut work).await?;
    work.commit().await?;
    Ok(noted)
}

/// Uses a ticket up. Of racing requests one wins.
///
/// # Errors
/// When the database is away.
pub async fn consume(ticket: &str, context: &Context) -> Result<bool, Broken> {
    let mut work = context.begin().await?;
    let hash = fingerprint(ticket);
    let won = table::consume(&context.tenant, &hash, context.now, &mut work).await?;
    work.commit().await?;
    Ok(won)
}
