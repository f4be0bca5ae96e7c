//! Bots: when somebody has to prove a little before a password is looked at or a message sent, and how they do.
//!
//! The verbs ask here, each at its one beginning, and say what speaks for the caller: a form of ours, or nothing. So no
//! screen and no endpoint can leave it out.

pub mod challenge;
mod settings;
pub mod table;

use ostia_protocol::auth0::ids::UserId;
use serde_json::json;

pub use self::challenge::Challenge;
pub use self::settings::{BotDetection, Policy};
use crate::clients::Client;
use crate::context::Context;
use crate::failure::Broken;
use crate::known_browsers::{self, Familiarity};
use crate::login_limits;
use crate::logs::{Entry, Event};

/// What somebody is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Log in with a password.
    LogIn,
    /// Make an account.
    SignUp,
    /// Have a link sent that resets a password.
    ResetPassword,
    /// Have a code or a link sent to log in with.
    Passwordless,
}

/// What speaks for the caller.
#[derive(Clone, Copy, Debug)]
pub enum Evidence<'a> {
    /// Nothing: an application calls, which shows no form of ours.
    None,
    /// A form of ours that came back.
    Form {
        /// The id in the browser's cookie.
        browser: &'a str,
        /// The login that the form belongs to.
        state: &'a str,
        /// The challenge that was in the form; empty where none was.
        challenge: &'a str,
        /// What the browser found; empty where it did not look.
        solution: &'a str,
    },
}

impl Evidence<'_> {
    async fn is_good(&self, context: &Context) -> Result<bool, Broken> {
        match self {
            Self::None => Ok(false),
            Self::Form {
                browser,
                state,
                challenge,
                solution,
            } => challenge::redeem(challenge, solution, [browser, state], context).await,
        }
    }
}

/// Somebody has to prove something first, and has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suspicious;

/// A challenge for a form, where what it is for may need one. Whether it does is settled when the form comes back.
///
/// # Errors
/// When the database is away.
pub async fn challenge(
    flow: Flow,
    browser: &str,
    state: &str,
    context: &Context,
) -> Result<Option<Challenge>, Broken> {
    let settings = &context.tenant.bot_detection;
    let asks = !settings.monitors_only && !settings.allows(context.origin.ip);
    if !asks || !is_due(settings.policy(flow), context).await? {
        return Ok(None);
    }
    Challenge::issue([browser, state], context).map(Some)
}

/// Lets somebody go on, unless they have to prove something and did not. What they proved is used up. A browser that
/// `user` has logged in with is not risky.
///
/// # Errors
/// When the database is away.
pub async fn pass(
    flow: Flow,
    evidence: Evidence<'_>,
    user: Option<&UserId>,
    client: &Client,
    context: &Context,
) -> Result<Result<(), Suspicious>, Broken> {
    let settings = &context.tenant.bot_detection;
    let policy = settings.policy(flow);
    let assessed = match policy {
        // Whoever only watches sees what would be risky.
        Policy::Never if settings.monitors_only => Policy::WhenRisky,
        Policy::Never => return Ok(Ok(())),
        policy => policy,
    };
    let is_allowed = settings.allows(context.origin.ip);
    let is_required = !is_allowed
        && is_due(assessed, context).await?
        && !(assessed == Policy::WhenRisky && is_known(evidence, user, context).await?);
    log(flow, is_allowed, is_required, client, context);
    if !is_required || settings.monitors_only || evidence.is_good(context).await? {
        return Ok(Ok(()));
    }
    Ok(Err(Suspicious))
}

/// Risky is an address from which too many logins or sign-ups failed lately, as the limits of addresses count them.
async fn is_due(policy: Policy, context: &Context) -> Result<bool, Broken> {
    match policy {
        Policy::Never => Ok(false),
        Policy::Always => Ok(true),
        Policy::WhenRisky => {
            let enough = context.tenant.bot_detection.level.failures();
            Ok(login_limits::recent_failures(context).await? >= enough)
        }
    }
}

async fn is_known(
    evidence: Evidence<'_>,
    user: Option<&UserId>,
    context: &Context,
) -> Result<bool, Broken> {
    let (Evidence::Form { browser, .. }, Some(user)) = (evidence, user) else {
        return Ok(false);
    };
    Ok(known_browsers::familiarity(browser, user, context).await? != Familiarity::New)
}

fn log(flow: Flow, is_allowed: bool, is_required: bool, client: &Client, context: &Context) {
    let entry = Entry::new(Event::PreLoginAssessed)
        .client(client)
        .detail("ipOnAllowlist", is_allowed)
        .detail("requiresVerification", is_required);
    let entry = match flow {
        Flow::SignUp => entry.detail("requiresVerificationForSignupFlow", is_required),
        Flow::LogIn | Flow::ResetPassword | Flow::Passwordless => entry,
    };
    entry
        .description(match flow {
            Flow::LogIn => "Before a login",
            Flow::SignUp => "Before a sign-up",
            Flow::ResetPassword => "Before a password is reset",
            Flow::Passwordless => "Before a code is sent",
        })
        .detail("session_id", json!(""))
        .record(context);
}
