//! Passkeys: logging in with one at a database connection, and making one after another login.

use ostia_protocol::auth0::ids::UserId;
use serde_json::{Value, json};

use super::transaction::{self, Progress, Transaction};
use crate::attempts::{self, Limit};
use crate::authentication_methods::{self, Detail, Method, NotAdded};
use crate::clients::Client;
use crate::connections::Connection;
use crate::context::Context;
use crate::failure::Broken;
use crate::logs::{Entry, Event};
use crate::sessions::Session;
use crate::users::{self, User};
use crate::webauthn::{self, PATIENCE, Place, Use};

/// How long a log-in page can be open and still take a passkey, in seconds: as long as its transaction lasts.
const PATIENCE_OF_PAGES: i64 = 3_600;

/// Why somebody was not let in by a passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It proves nothing, or is none of this connection.
    Wrong,
    /// The account is blocked.
    Blocked,
}

/// Why there is no new passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotEnrolled {
    /// The answer is wrong, or came too late.
    Wrong,
    /// Somebody has it already.
    Taken,
    /// The user has as many methods as can be.
    TooMany,
}

/// Asks the browser at a log-in page for any passkey. What it is given.
///
/// # Errors
/// When the database is away.
pub async fn ask_for_any(transaction: &Transaction, context: &Context) -> Result<Value, Broken> {
    let name = ["log in", transaction.state.as_str()];
    webauthn::ask_to_show(at_log_in(&name), None, Value::Null, context).await
}

fn at_log_in<'a>(name: &'a [&'a str]) -> Place<'a> {
    Place {
        name,
        r#use: Use::Passkey,
        patience: PATIENCE_OF_PAGES,
        origins: &[],
    }
}

/// Lets the owner of a passkey in, who has an account at one of these connections.
///
/// # Errors
/// When the database is away.
pub async fn log_in<'a>(
    answer: &Value,
    enabled: &'a [Connection],
    transaction: &Transaction,
    context: &Context,
) -> Result<Result<(User, &'a Connection), Refusal>, Broken> {
    let name = ["log in", transaction.state.as_str()];
    let client = &transaction.client;
    let method = match webauthn::shown(at_log_in(&name), None, answer, context).await? {
        Ok(shown) => shown.method,
        Err(refusal) => {
            refused(&refusal.to_string(), None, client, context);
            return Ok(Err(Refusal::Wrong));
        }
    };
    let owner = users::find(&method.user_id, context).await?;
    let outcome = admitted(owner.as_ref(), enabled);
    match outcome {
        Ok(connection) => {
            users::record_login(&method.user_id, context).await?;
            Ok(owner.map(|user| (user, connection)).ok_or(Refusal::Wrong))
        }
        Err(refusal) => {
            let told = match refusal {
                Refusal::Wrong => "the passkey is none of this connection's",
                Refusal::Blocked => "The user is blocked",
            };
            refused(told, owner.as_ref(), client, context);
            Ok(Err(refusal))
        }
    }
}

/// The connection at which the owner of a passkey has their account.
pub(crate) fn admitted<'a>(
    owner: Option<&User>,
    enabled: &'a [Connection],
) -> Result<&'a Connection, Refusal> {
    let user = owner.ok_or(Refusal::Wrong)?;
    let is_theirs = |connection: &&Connection| connection.name == user.connection();
    let connection = enabled
        .iter()
        .find(is_theirs)
        .filter(|connection| connection.passkeys().is_some())
        .ok_or(Refusal::Wrong)?;
    if user.blocked {
        return Err(Refusal::Blocked);
    }
    Ok(connection)
}

fn refused(told: &str, owner: Option<&User>, client: &Client, context: &Context) {
    let entry = Entry::new(Event::LoginFailed)
        .description(told)
        .client(client);
    let entry = match owner {
        Some(user) => entry.user(user),
        None => entry,
    };
    entry.record(context);
}

/// Whether a person who has just logged in is to be offered a passkey.
///
/// # Errors
/// When the database is away.
pub async fn is_due(
    user: &User,
    session: &Session,
    progress: &Progress,
    enabled: &[Connection],
    context: &Context,
) -> Result<bool, Broken> {
    let is_offered = enabled
        .iter()
        .find(|connection| connection.name == session.connection)
        .and_then(Connection::passkeys)
        .is_some_and(|passkeys| passkeys.offered_after_login);
    if !is_offered || progress.passkey_was_offered {
        return Ok(false);
    }
    Ok(!has_one(&user.id, context).await?
        && attempts::is_free(&declining(&user.id), context).await?)
}

async fn has_one(user: &UserId, context: &Context) -> Result<bool, Broken> {
    let methods = authentication_methods::of_user(user, context).await?;
    let is_one = |method: &Method| matches!(method.detail, Detail::Passkey(_));
    Ok(methods.iter().any(is_one))
}

fn declining(user: &UserId) -> [&str; 2] {
    ["passkey offered", user.as_str()]
}

/// The person wants none now, and is not asked again for a while. `false` where the transaction was finished in the
/// meantime.
///
/// # Errors
/// When the database is away.
pub async fn decline(
    user: &UserId,
    transaction: &mut Transaction,
    context: &Context,
) -> Result<bool, Broken> {
    attempts::spend(&declining(user), Limit::PASSKEY_OFFERS, context).await?;
    pass(transaction, context).await
}

async fn pass(transaction: &mut Transaction, context: &Context) -> Result<bool, Broken> {
    transaction.progress.passkey_was_offered = true;
    transaction::save(transaction, context).await
}

/// Asks the browser of a person for a new passkey, at a place that `handle` names. What it is given.
///
/// # Errors
/// When the database is away.
pub async fn ask_for_new(handle: &str, user: &User, context: &Context) -> Result<Value, Broken> {
    let name = user.display_name();
    let display_name = user.text("name").unwrap_or(name);
    let account = webauthn::account(&user.id, name, display_name, context).await?;
    let place_name = new_passkey(handle, &user.id);
    webauthn::ask_to_create(enrolling(&place_name), account, Value::Null, context).await
}

fn new_passkey<'a>(handle: &'a str, user: &'a UserId) -> [&'a str; 3] {
    ["new passkey", handle, user.as_str()]
}

fn enrolling<'a>(name: &'a [&'a str]) -> Place<'a> {
    Place {
        name,
        r#use: Use::Passkey,
        patience: PATIENCE,
        origins: &[],
    }
}

/// Gives a person the passkey that their browser made.
///
/// # Errors
/// When the database is away.
pub async fn enroll(
    handle: &str,
    answer: &Value,
    user: &User,
    context: &Context,
) -> Result<Result<Method, NotEnrolled>, Broken> {
    let place_name = new_passkey(handle, &user.id);
    let made = match webauthn::created(enrolling(&place_name), answer, context).await? {
        Ok(created) => webauthn::give(&created, &user.id, None, context).await,
        Err(refusal) => {
            note_failure(&refusal.to_string(), user, context);
            return Ok(Err(NotEnrolled::Wrong));
        }
    };
    match made {
        Ok(method) => {
            Entry::new(Event::FactorEnrolled)
                .user(user)
                .detail("authenticator", authenticator())
                .record(context);
            Ok(Ok(method))
        }
        Err(NotAdded::Taken) => Ok(Err(NotEnrolled::Taken)),
        Err(NotAdded::TooMany) => Ok(Err(NotEnrolled::TooMany)),
        Err(NotAdded::Broken(broken)) => Err(broken),
    }
}

/// The same in a login, which goes on then.
///
/// # Errors
/// When the database is away.
pub async fn enroll_in_login(
    answer: &Value,
    user: &User,
    transaction: &mut Transaction,
    context: &Context,
) -> Result<Result<bool, NotEnrolled>, Broken> {
    match enroll(&transaction.state, answer, user, context).await? {
        Ok(_) => Ok(Ok(pass(transaction, context).await?)),
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// Notes that a browser made no passkey: `problem` says why.
pub fn note_failure(problem: &str, user: &User, context: &Context) {
    Entry::new(Event::WebauthnEnrollmentFailed)
        .description(crate::logs::bounded(problem))
        .user(user)
        .detail("authenticator", authenticator())
        .record(context);
}

fn authenticator() -> Value {
    json!({ "id": null, "type": "passkey" })
}
