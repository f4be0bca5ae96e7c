//! Logging in: the steps between a checked authorization request and its answer.
//!
//! One place, [`next_step`], decides what comes next, from persisted state alone. Screens post, save and come back to
//! it; they don't know one another.

pub mod assessment;
pub mod confirmation;
pub mod consent;
pub mod next_step;
pub mod organization;
pub mod passkey;
pub mod password;
pub mod second_factor;
pub mod signup;
pub mod transaction;

use std::sync::Arc;

use ostia_protocol::oauth::{Error, RedirectUri};

use self::assessment::Assessment;
pub use self::next_step::{Decision, Screen};
pub use self::transaction::{Progress, Transaction};
use crate::authorize::issue::{Ending, Granted, approval, issue};
use crate::authorize::{self, Answer, Authorization, Destination, Stopped, TrustedTarget};
use crate::clients::Client;
use crate::context::Context;
use crate::device_codes::{self, Denial};
use crate::failure::Failure;
use crate::logs::{Entry, Event};
use crate::sessions::Session;

/// What is known of the browser at the other end.
#[derive(Clone, Debug)]
pub struct Browser {
    /// A random id from its cookie: transactions belong to one browser.
    pub id: String,
    /// The session that its cookie opens, if any.
    pub session: Option<Session>,
    /// Whether this very request opened the session, with a ticket for it.
    pub has_just_logged_in: bool,
}

impl Browser {
    /// How far a login is that begins now.
    fn progress(&self) -> Progress {
        let opened = self.session.as_ref().filter(|_| self.has_just_logged_in);
        Progress {
            session_id: opened.map(|session| session.id.clone()),
            ..Progress::default()
        }
    }
}

/// What happens next.
#[derive(Debug)]
pub enum Step {
    /// The person has to see a screen, under the `state` that names the transaction.
    Show(Screen, String),
    /// The client is answered.
    Answer(Box<Answer>),
    /// A device is answered, which polls for it; whether it was let in.
    Device(bool),
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
    let mut progress = browser.progress();
    // Whoever has just proved who they are knows that they are at it.
    progress.awaits_confirmation =
        progress.session_id.is_none() && confirmation::is_due(&authorization, client, context);
    let decision = next_step::decide(&authorization, &progress, browser, client, context).await;
    match decision {
        Ok(Decision::Ask(screen)) => {
            // Whoever is asked something else sees there who asks.
            progress.awaits_confirmation &= screen == Screen::Confirmation;
            let state =
                transaction::begin(&authorization, &progress, client, browser, context).await?;
            Ok(Step::Show(screen, state))
        }
        Ok(Decision::Grant(granted)) => {
            let login = match progress.session_id {
                Some(_) => Login::Now(assessment::conclude(&granted.user, browser, context).await?),
                None => Login::Earlier,
            };
            let ending = Ending::begin(&granted, client, context).await?;
            answer(*granted, &authorization, client, login, ending, context).await
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
    let granted = match decision.await {
        Ok(Decision::Ask(screen)) => return Ok(Step::Show(screen, transaction.state.clone())),
        Ok(Decision::Grant(granted)) => granted,
        Err(Failure::Broken(broken)) => return Err(broken.into()),
        Err(Failure::Refused(error)) => return decline(transaction, error, context).await,
    };
    let assessment = assessment::conclude(&granted.user, browser, context).await?;
    let mut ending = Ending::begin(&granted, client, context).await?;
    if !transaction::finish_in(transaction, context, &mut ending.work).await? {
        return Err(Stopped::Over);
    }
    let authorization = &transaction.authorization;
    let login = match transaction.progress.session_id {
        Some(_) => Login::Now(assessment),
        None => Login::Earlier,
    };
    match answer(*granted, authorization, client, login, ending, context).await {
        Ok(step) => Ok(step),
        Err(failure) => conclude(failure, authorization, client, context).await,
    }
}

/// Ends a transaction with a refusal: the person declined, or may not go on.
///
/// # Errors
/// [`Stopped`], where the refusal is shown and not returned.
pub async fn decline(
    transaction: &Transaction,
    error: Error,
    context: &Context,
) -> Result<Step, Stopped> {
    if !transaction::finish(transaction, context).await? {
        return Err(Stopped::Over);
    }
    let (authorization, client) = (&transaction.authorization, &transaction.client);
    conclude(Failure::Refused(error), authorization, client, context).await
}

/// Tells a refusal to whom the answer would go, or shows it.
pub(crate) async fn conclude(
    failure: Failure,
    authorization: &Authorization,
    client: &Arc<Client>,
    context: &Context,
) -> Result<Step, Stopped> {
    match (&authorization.destination, failure) {
        (
            Destination::Callback {
                redirect_uri,
                was_sent,
            },
            failure,
        ) => {
            let target = target(redirect_uri, *was_sent, authorization, client, context);
            authorize::conclude(failure, target)
        }
        (Destination::Device { code_hash }, Failure::Refused(error)) => {
            let description = error.description.unwrap_or_default().into_owned();
            let denial = Denial { description };
            if device_codes::deny(code_hash, &denial, context).await? {
                Ok(Step::Device(false))
            } else {
                Err(Stopped::Over)
            }
        }
        (Destination::Device { .. }, Failure::Broken(broken)) => Err(broken.into()),
    }
}

/// When the person who is answered for logged in.
enum Login {
    /// In this very transaction, and how unusual that was where somebody wants to know.
    Now(Option<Assessment>),
    /// Before it.
    Earlier,
}

/// The target was trusted when the transaction began.
fn target(
    redirect_uri: &RedirectUri,
    was_sent: bool,
    authorization: &Authorization,
    client: &Arc<Client>,
    context: &Context,
) -> TrustedTarget {
    TrustedTarget {
        client: client.clone(),
        redirect_uri: redirect_uri.clone(),
        redirect_uri_was_sent: was_sent,
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
    client: &Arc<Client>,
    login: Login,
    ending: Ending,
    context: &Context,
) -> Result<Step, Failure> {
    let (event, assessment) = match login {
        Login::Now(assessment) => (Event::LoginSucceeded, assessment),
        Login::Earlier => (Event::SilentAuthenticationSucceeded, None),
    };
    let session = &granted.session;
    let entry = Entry::new(event)
        .client(client)
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
    let entry = match assessment {
        Some(assessment) => entry.detail("riskAssessment", assessment.to_log()),
        None => entry,
    };
    let step = match &authorization.destination {
        Destination::Callback {
            redirect_uri,
            was_sent,
        } => {
            let target = target(redirect_uri, *was_sent, authorization, client, context);
            let answer = issue(granted, authorization, &target, ending, context).await?;
            Step::Answer(Box::new(answer))
        }
        Destination::Device { code_hash } => {
            ending.commit(context).await?;
            let_device_in(granted, code_hash, authorization, client, context).await?
        }
    };
    entry.record(context);
    Ok(step)
}

/// The device is no part of the browser's session: it stays when that ends.
async fn let_device_in(
    granted: Granted,
    code_hash: &str,
    authorization: &Authorization,
    client: &Client,
    context: &Context,
) -> Result<Step, Failure> {
    let mut approval = approval(&granted, authorization, client);
    approval.authentication.session_id = None;
    if device_codes::approve(code_hash, &approval, context).await? {
        Ok(Step::Device(true))
    } else {
        // Somebody else answered, or it took too long.
        Err(Error::invalid_request("The device does not wait any more").into())
    }
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
