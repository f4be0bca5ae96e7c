//! Logging in: the steps between a checked authorization request and its answer.
//!
//! One place, [`next_step`], decides what comes next, from persisted state alone. Screens post, save and come back to
//! it; they don't know one another.

pub mod consent;
pub mod next_step;
pub mod organization;
pub mod password;
pub mod second_factor;
pub mod signup;
pub mod transaction;

use std::sync::Arc;

pub use self::next_step::{Decision, Screen};
pub use self::transaction::{Progress, Transaction};
use crate::authorize::issue::{Granted, issue};
use crate::authorize::{Answer, Authorization, Stopped, TrustedTarget, conclude};
use crate::clients::Client;
use crate::context::Context;
use crate::failure::Failure;
use crate::guardian::Policy;
use crate::known_browsers;
use crate::logs::{Entry, Event};
use crate::sessions::Session;

/// What is known of the browser at the other end.
#[derive(Clone, Debug)]
pub struct Browser {
    /// A random id from its cookie: transactions belong to one browser.
    pub id: String,
    /// The session that its cookie opens, if any.
    pub session: Option<Session>,
}

/// What happens next.
#[derive(Debug)]
pub enum Step {
    /// The person has to see a screen, under the `state` that names the transaction.
    Show(Screen, String),
    /// The client is answered.
    Answer(Box<Answer>),
}

/// The first step of a checked request. A transaction is stored only if somebody has to be asked something.
///
/// # Errors
/// A refusal for the client, or a fault of ours.
pub async fn begin(
    authorization: Authorization,
    client: &Arc<Client>,
    browser: &Browser,
    context: &Context,
) -> Result<Step, Failure> {
    let progress = Progress::default();
    let decision = next_step::decide(&authorization, &progress, browser, client, context).await;
    match decision {
        Ok(Decision::Ask(screen)) => {
            let state = transaction::begin(&authorization, client, browser, context).await?;
            Ok(Step::Show(screen, state))
        }
        Ok(Decision::Grant(granted)) => {
            let target = target(&authorization, client, context);
            let answer = answer(*granted, &authorization, &target, &progress, context).await?;
            Ok(Step::Answer(Box::new(answer)))
        }
        Err(failure) => {
            log_silent_failure(&authorization, client, &failure, context);
            Err(failure)
        }
    }
}

/// The next step of a stored transaction.
///
/// # Errors
/// [`Stopped`], where there is nobody to answer to.
pub async fn resume(
    transaction: &Transaction,
    browser: &Browser,
    context: &Context,
) -> Result<Step, Stopped> {
    let client = &transaction.client;
    let decision = next_step::decide(
        &transaction.authorization,
        &transaction.progress,
        browser,
        client,
        context,
    );
    let decided = match decision.await {
        Ok(Decision::Ask(screen)) => return Ok(Step::Show(screen, transaction.state.clone())),
        Err(Failure::Broken(broken)) => return Err(broken.into()),
        decided => decided,
    };
    if !transaction::finish(transaction, context).await? {
        return Err(Stopped::Over);
    }
    let target = target(&transaction.authorization, client, context);
    let outcome = async {
        match decided? {
            Decision::Grant(granted) => {
                let (authorization, progress) = (&transaction.authorization, &transaction.progress);
                note_browser(&granted, browser, context).await?;
                let answer = answer(*granted, authorization, &target, progress, context).await?;
                Ok(Step::Answer(Box::new(answer)))
            }
            Decision::Ask(screen) => Ok(Step::Show(screen, transaction.state.clone())),
        }
    };
    match outcome.await {
        Ok(step) => Ok(step),
        Err(failure) => conclude(failure, target),
    }
}

/// Ends a transaction with a refusal, because the person declined.
///
/// # Errors
/// [`Stopped`], where the refusal is shown and not returned.
pub async fn decline(
    transaction: &Transaction,
    error: ostia_protocol::oauth::Error,
    context: &Context,
) -> Result<Step, Stopped> {
    let target = target(&transaction.authorization, &transaction.client, context);
    if transaction::finish(transaction, context).await? {
        conclude(Failure::Refused(error), target)
    } else {
        Err(Stopped::Over)
    }
}

/// Where a policy asks for unknown browsers, those that a login was completed with become known.
async fn note_browser(
    granted: &Granted,
    browser: &Browser,
    context: &Context,
) -> Result<(), Failure> {
    if context.tenant.multifactor.policy == Policy::Adaptive {
        known_browsers::see(&browser.id, &granted.user.id, context).await?;
    }
    Ok(())
}

/// The target was trusted when the transaction began.
fn target(authorization: &Authorization, client: &Arc<Client>, context: &Context) -> TrustedTarget {
    TrustedTarget {
        client: client.clone(),
        redirect_uri: authorization.redirect_uri.clone(),
        redirect_uri_was_sent: authorization.redirect_uri_was_sent,
        state: authorization.request.state.clone(),
        error_mode: authorization.request.response_mode,
        issuer: context
            .tenant
            .settings
            .authorization_response_iss
            .then(|| context.tenant.issuer()),
    }
}

async fn answer(
    granted: Granted,
    authorization: &Authorization,
    target: &TrustedTarget,
    progress: &Progress,
    context: &Context,
) -> Result<Answer, Failure> {
    let event = if progress.session_id.is_some() {
        Event::LoginSucceeded
    } else {
        Event::SilentAuthenticationSucceeded
    };
    let session = &granted.session;
    let entry = Entry::new(event)
        .client(&target.client)
        .user(&granted.user)
        .organization(granted.organization.as_ref())
        .through(&session.connection, granted.user.id.provider())
        .member(
            "audience",
            granted.access.target.audience().unwrap_or_default(),
        )
        .member("scope", granted.access.scope.to_string())
        .detail("prompts", serde_json::json!([]))
        .detail("session_id", session.id.as_str())
        .detail("initiatedAt", session.authenticated_at.millis())
        .detail("completedAt", context.now.millis())
        .detail(
            "stats",
            serde_json::json!({ "loginsCount": granted.user.logins_count }),
        );
    let answer = issue(granted, authorization, target, context).await?;
    entry.record(context);
    Ok(answer)
}

fn log_silent_failure(
    authorization: &Authorization,
    client: &Client,
    failure: &Failure,
    context: &Context,
) {
    let Failure::Refused(error) = failure else {
        return;
    };
    let event = if authorization.request.prompt.is_none() {
        Event::SilentAuthenticationFailed
    } else {
        Event::LoginFailed
    };
    Entry::new(event)
        .client(client)
        .refusal(error)
        .record(context);
}
