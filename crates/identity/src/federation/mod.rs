//! Logging in with somebody else's identity provider: people are sent there and come back with an answer.
//!
//! The answer is believed for the login that it was asked for, in the browser that was sent, and once: `state` names a
//! row that holds all of that (`federated_logins/`), the ID token repeats a nonce, the code a challenge.

mod departure;
mod exchange;
mod farewell;
mod id_token;
mod metadata;
mod profile;

use ostia_protocol::oauth::{Error, ErrorCode, Parameters};

pub use self::departure::depart;
use self::exchange::Obtained;
pub use self::farewell::{RETURN, farewell, target};
use self::id_token::DIRECTORY;
pub(crate) use self::profile::{cleaned, is_ours};
use crate::connections::provider::{self, Channel, Metadata, Provider};
use crate::connections::{self, Connection};
use crate::context::Context;
use crate::failure::{Broken, Failure};
use crate::federated_logins::{self, Expected};
use crate::login::{Browser, Transaction, organization, transaction};
use crate::logs::{Entry, Event, bounded};
use crate::outgoing::Unanswered;
use crate::users::User;
use crate::users::federated::{self, NotLoggedIn};

/// Where providers send people back to.
pub const CALLBACK: &str = "login/callback";

/// Somebody who came back from a provider.
#[derive(Debug)]
pub struct Arrival {
    /// The login that goes on.
    pub transaction: Transaction,
    /// Who they are and through which connection, or what their application is told.
    pub outcome: Result<(Box<User>, Connection), Error>,
}

/// Reads what a provider sent somebody back with. `None` where nobody was sent out like that from this browser.
///
/// # Errors
/// A fault of ours.
pub async fn arrive(
    answer: &Parameters,
    browser: &Browser,
    context: &Context,
) -> Result<Option<Arrival>, Broken> {
    let Ok(Some(state)) = answer.get("state") else {
        return Ok(None);
    };
    let found = federated_logins::consume(state, &browser.id, context).await?;
    let Some((expected, connection_id)) = found else {
        return Ok(None);
    };
    let transaction = transaction::find(&expected.transaction, browser, context).await?;
    let Some(transaction) = transaction else {
        return Ok(None);
    };
    let Some(connection) = connections::find(&connection_id, context).await? else {
        return Ok(None);
    };
    let outcome = match admit(answer, &expected, &connection, &transaction, context).await {
        Ok(user) => Ok((Box::new(user), connection)),
        Err(Failure::Broken(broken)) => return Err(broken),
        Err(Failure::Refused(error)) => {
            Entry::new(Event::LoginFailed)
                .client(&transaction.client)
                .connection(&connection)
                .refusal(&error)
                .record(context);
            Err(error)
        }
    };
    Ok(Some(Arrival {
        transaction,
        outcome,
    }))
}

async fn admit(
    answer: &Parameters,
    expected: &Expected,
    connection: &Connection,
    transaction: &Transaction,
    context: &Context,
) -> Result<User, Failure> {
    // It may have been taken from the application while they were away.
    let enabled = organization::connections_of(transaction, context).await?;
    if !enabled.iter().any(|other| other.id == connection.id) {
        return Err(Error::invalid_request("the connection is not enabled").into());
    }
    let provider = open(connection, context).await?;
    let metadata = metadata::of(&provider.server, context)
        .await
        .map_err(|unanswered| away(&unanswered))?;
    is_of(answer, &metadata)?;
    refused_there(answer)?;
    let obtained = match provider.channel {
        Channel::Back => {
            let code = present(answer, "code")?;
            exchange::exchange(code, expected, &provider, &metadata, connection, context).await?
        }
        Channel::Front => Obtained::in_front(present(answer, "id_token")?),
    };
    let profile = profile::read(answer, &obtained, expected, &provider, &metadata, context).await?;
    let account = federated::Account {
        subject: profile.subject,
        members: profile.members,
        tokens: obtained.tokens(),
    };
    federated::log_in(account, connection, context)
        .await
        .map_err(|refusal| match refusal {
            NotLoggedIn::SignupDisabled => Error::access_denied(
                "there is no account for this person, and the connection takes no new ones",
            )
            .into(),
            NotLoggedIn::Blocked => Error::user_blocked().into(),
            NotLoggedIn::OfOtherConnection => {
                Error::access_denied("the account belongs to another connection").into()
            }
            NotLoggedIn::InvalidSubject => failed("the provider names the account unusably"),
            NotLoggedIn::Broken(broken) => Failure::Broken(broken),
        })
}

async fn open(connection: &Connection, context: &Context) -> Result<Provider, Failure> {
    provider::open(connection, context)
        .await?
        .map_err(|incomplete| {
            Error::invalid_request("the connection is not configured completely")
                .with_detail(format!("{}: {incomplete}", connection.name))
                .into()
        })
}

/// An answer that says whose it is has to be this provider's, and says so where this provider always does (RFC 9207 §2.4):
/// else one provider could hand us the code that another one made, and get it back in an exchange.
fn is_of(answer: &Parameters, metadata: &Metadata) -> Result<(), Failure> {
    let said = answer
        .get("iss")
        .map_err(|error| failed(&error.to_string()))?;
    match said {
        None if metadata.authorization_response_iss_parameter_supported => {
            Err(failed("the answer doesn't say whose it is"))
        }
        None => Ok(()),
        // Where each directory has an issuer of its own, or none is known, the ID token tells.
        Some(_) if metadata.issuer.is_empty() || metadata.issuer.contains(DIRECTORY) => Ok(()),
        Some(issuer) if issuer == metadata.issuer => Ok(()),
        Some(_) => Err(failed("the answer is another provider's")),
    }
}

/// What the provider itself said against it (RFC 6749 §4.1.2.1). Its codes are passed on where applications know them.
fn refused_there(answer: &Parameters) -> Result<(), Failure> {
    let Ok(Some(code)) = answer.get("error") else {
        return Ok(());
    };
    let known = code.parse().unwrap_or(ErrorCode::AccessDenied);
    let told = answer.get("error_description").ok().flatten();
    let told = told.map_or_else(|| bounded(code), bounded);
    Err(Error::new(403, known)
        .describe(told)
        .with_detail(format!("the provider refused: {}", bounded(code)))
        .into())
}

fn present<'a>(answer: &'a Parameters, name: &str) -> Result<&'a str, Failure> {
    match answer.get(name) {
        Ok(Some(value)) => Ok(value),
        _ => Err(failed(&format!("the provider's answer has no {name}"))),
    }
}

/// What an application is told when a provider's answer can't be used; the log knows why.
fn failed(why: &str) -> Failure {
    Error::access_denied("the identity provider's answer could not be used")
        .with_detail(why)
        .into()
}

/// What an application is told when a provider doesn't answer as it should.
fn away(unanswered: &Unanswered) -> Failure {
    Error::new(503, ErrorCode::TemporarilyUnavailable)
        .describe("the identity provider could not be reached")
        .with_detail(unanswered.to_string())
        .into()
}
