//! Name and password at a database connection. Answers and times don't tell whether there is such an account.

use crate::bot_detection::{self, Evidence, Flow, Suspicious};
use crate::breached_passwords::{self, Stage};
use crate::clients::Client;
use crate::connections::Connection;
use crate::context::Context;
use crate::failure::Broken;
use crate::login_limits::{Attempt, Limited};
use crate::logs::{Entry, Event};
use crate::passwords::{Password, PasswordHash, Policy, Verdict};
use crate::users::{self, PasswordAccount, User};
use ostia_protocol::auth0::ids::Randomness as _;

/// Why somebody was not let in. The first two look the same from outside, and limits are the same for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such account.
    UnknownUser,
    /// The password is another.
    WrongPassword,
    /// The account is blocked; only said to who knows the password.
    Blocked,
    /// The password is right, and known from a breach: the account needs another.
    Leaked,
    /// The caller has to prove something first.
    Suspicious,
    /// A limit was reached; whether the password was right stays open.
    Limited(Limited),
}

/// Lets a user in who knows the password: counts the login, and renews a hash that was made with weaker parameters.
///
/// # Errors
/// When the database is away.
pub async fn check(
    identifier: &str,
    password: &str,
    connection: &Connection,
    client: &Client,
    evidence: Evidence<'_>,
    context: &Context,
) -> Result<Result<User, Refusal>, Broken> {
    if let Err(Suspicious) = pass(identifier, evidence, connection, client, context).await? {
        return Ok(Err(Refusal::Suspicious));
    }
    let outcome = match limited(identifier, password, connection, client, context).await? {
        Ok(user) if is_leaked(&user, password, connection, client, context).await? => {
            Err(Refusal::Leaked)
        }
        outcome => outcome,
    };
    match &outcome {
        Ok(user) => users::record_login(&user.id, context).await?,
        // These have told of themselves.
        Err(Refusal::Limited(_) | Refusal::Leaked | Refusal::Suspicious) => {}
        Err(refusal) => {
            let (event, description) = match refusal {
                Refusal::UnknownUser => (Event::LoginFailedUnknownUser, WRONG),
                Refusal::WrongPassword => (Event::LoginFailedWrongPassword, WRONG),
                Refusal::Blocked | Refusal::Leaked | Refusal::Suspicious | Refusal::Limited(_) => {
                    (Event::LoginFailed, "The user is blocked")
                }
            };
            Entry::new(event)
                .description(description)
                .client(client)
                .connection(connection)
                .text("user_name", identifier)
                .record(context);
        }
    }
    Ok(outcome)
}

const WRONG: &str = "Wrong email or password.";

/// Whether a right password may not be used, because others know it, too. Its owner is told how to get another.
async fn is_leaked(
    user: &User,
    password: &str,
    connection: &Connection,
    client: &Client,
    context: &Context,
) -> Result<bool, Broken> {
    let entry = |event| {
        let entry = Entry::new(event).client(client).connection(connection);
        entry.user(user)
    };
    let found = breached_passwords::detect(Stage::Login, password, entry, context).await?;
    let Some(shields) = found else {
        return Ok(false);
    };
    if shields.user_notification {
        breached_passwords::notify(user, connection, client, context).await?;
    }
    Ok(shields.block)
}

/// Whose browser it is matters only where a policy says so.
async fn pass(
    identifier: &str,
    evidence: Evidence<'_>,
    connection: &Connection,
    client: &Client,
    context: &Context,
) -> Result<Result<(), Suspicious>, Broken> {
    let account = if context.tenant.bot_detection.heeds_browsers() {
        users::find_password_account(identifier, connection, context).await?
    } else {
        None
    };
    let user = account.as_ref().map(|account| &account.user_id);
    bot_detection::pass(Flow::LogIn, evidence, user, client, context).await
}

/// Looks at the password within the limits of attempts.
async fn limited(
    identifier: &str,
    password: &str,
    connection: &Connection,
    client: &Client,
    context: &Context,
) -> Result<Result<User, Refusal>, Broken> {
    let attempt = match Attempt::begin(identifier, connection, client, context).await? {
        Ok(attempt) => attempt,
        Err(limit) => return Ok(Err(Refusal::Limited(limit))),
    };
    let outcome = verify(identifier, password, connection, context).await?;
    let limit = match outcome {
        Err(Refusal::UnknownUser | Refusal::WrongPassword) => attempt.failed(context).await?,
        Ok(_)
        | Err(Refusal::Blocked | Refusal::Leaked | Refusal::Suspicious | Refusal::Limited(_)) => {
            attempt.succeeded(context).await?
        }
    };
    Ok(match limit {
        Some(limit) => Err(Refusal::Limited(limit)),
        None => outcome,
    })
}

async fn verify(
    identifier: &str,
    password: &str,
    connection: &Connection,
    context: &Context,
) -> Result<Result<User, Refusal>, Broken> {
    let hashing = &context.platform.hashing;
    let account = users::find_password_account(identifier, connection, context).await?;
    let policy = Policy::from_options(&connection.options).map_err(Broken::internal)?;
    let Ok(password) = policy.parse_existing(password) else {
        return Ok(Err(Refusal::WrongPassword));
    };
    let Some((account, hash)) = account.and_then(with_hash) else {
        let _ = hashing
            .verify_decoy(&password)
            .await
            .map_err(Broken::internal)?;
        return Ok(Err(Refusal::UnknownUser));
    };
    let rehash = match hashing
        .verify(&hash, &password)
        .await
        .map_err(Broken::internal)?
    {
        Verdict::Differs => return Ok(Err(Refusal::WrongPassword)),
        Verdict::Matches { rehash } => rehash,
    };
    let Some(user) = users::find(&account.user_id, context).await? else {
        return Ok(Err(Refusal::UnknownUser));
    };
    if user.blocked {
        return Ok(Err(Refusal::Blocked));
    }
    if rehash {
        renew_hash(&account, &password, context).await?;
    }
    Ok(Ok(user))
}

/// A hash that can't be read is logged as a defect by nobody else, and lets nobody in.
fn with_hash(account: PasswordAccount) -> Option<(PasswordAccount, PasswordHash)> {
    let hash = account.hash.as_deref()?.parse().ok()?;
    Some((account, hash))
}

async fn renew_hash(
    account: &PasswordAccount,
    password: &Password,
    context: &Context,
) -> Result<(), Broken> {
    let mut salt = [0; 16];
    context.entropy().fill(&mut salt);
    let hash = context
        .platform
        .hashing
        .hash(password, salt)
        .await
        .map_err(Broken::internal)?;
    users::rehash(account, hash.as_str(), context).await
}
