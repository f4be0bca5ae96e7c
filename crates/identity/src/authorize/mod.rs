//! `/authorize`: from a request to an answer, or to the first screen that somebody has to see.
//!
//! Two stages with two kinds of errors: before the target is trusted, an error can only be *shown*; afterwards it can
//! be *returned* to it.

pub mod answer;
mod check_audience;
mod check_challenge;
mod check_connection;
mod check_hint;
mod check_nonce;
mod check_organization;
mod check_parameters;
mod check_response;
pub mod issue;
pub mod push;
mod request_object;
pub mod source;
pub mod target;

use std::sync::Arc;

use ostia_protocol::oauth::{AuthorizeRequest, Error, Parameters, RedirectUri};
use serde::{Deserialize, Serialize};

pub use self::answer::Answer;
use self::source::Source;
pub use self::target::{TrustedTarget, Untrusted};
use crate::clients::Client;
use crate::context::Context;
use crate::failure::{Broken, Failure};
use crate::login::{self, Browser, Progress, Step, organization};
use crate::logs::{Entry, Event, bounded};

/// A request that passed every check; what a login transaction keeps.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Authorization {
    /// Where the answer goes.
    pub destination: Destination,
    /// The request.
    pub request: AuthorizeRequest,
}

/// Where an answer goes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Destination {
    /// To the client, through the browser.
    Callback {
        /// One of the client's callbacks.
        redirect_uri: RedirectUri,
        /// Whether the request named it.
        was_sent: bool,
    },
    /// To a device that polls for it (RFC 8628).
    Device {
        /// Recognises the device's code.
        code_hash: String,
    },
}

impl Destination {
    /// The callback, where it is one.
    pub fn callback(&self) -> Option<&RedirectUri> {
        match self {
            Self::Callback { redirect_uri, .. } => Some(redirect_uri),
            Self::Device { .. } => None,
        }
    }
}

/// Why `/authorize` can't go on.
#[derive(Debug)]
pub enum Stopped {
    /// The target can't be trusted: the browser stays here and is shown why.
    Shown(Untrusted),
    /// The target is trusted, but its client's errors are shown and not returned (strict third parties).
    ShownFor(Arc<Client>, Error),
    /// Another request finished this login: there is nothing left to answer.
    Over,
    /// A fault of ours.
    Broken(Broken),
}

impl From<Broken> for Stopped {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

/// Begins an authorization.
///
/// # Errors
/// [`Stopped`], where there is nobody to answer to.
pub async fn begin(
    parameters: &Parameters,
    browser: &Browser,
    context: &Context,
) -> Result<Step, Stopped> {
    let (parameters, source) = source::resolve(parameters, context)
        .await
        .inspect_err(|stopped| log_untrusted(stopped, context))?;
    let target = target::trust(&parameters, context)
        .await
        .inspect_err(|stopped| log_untrusted(stopped, context))?;
    let outcome = async {
        let request = check(&parameters, source, &target, context)
            .await
            .inspect_err(|failure| log_refused(failure, &parameters, &target.client, context))?;
        let authorization = Authorization {
            destination: Destination::Callback {
                redirect_uri: target.redirect_uri.clone(),
                was_sent: target.redirect_uri_was_sent,
            },
            request,
        };
        login::begin(authorization, &target.client, browser, context).await
    };
    match outcome.await {
        Ok(step) => Ok(step),
        Err(failure) => conclude(failure, target),
    }
}

/// Returns a refusal to the target, or shows it where the client's rules say so.
pub(crate) fn conclude(failure: Failure, target: TrustedTarget) -> Result<Step, Stopped> {
    match failure {
        Failure::Broken(broken) => Err(Stopped::Broken(broken)),
        Failure::Refused(error) if target.client.returns_errors_to_callback() => {
            Ok(Step::Answer(Box::new(Answer::error(&target, &error))))
        }
        Failure::Refused(error) => Err(Stopped::ShownFor(target.client, error)),
    }
}

fn log_untrusted(stopped: &Stopped, context: &Context) {
    let Stopped::Shown(untrusted) = stopped else {
        return;
    };
    let entry = Entry::new(Event::LoginFailed);
    let entry = match untrusted {
        Untrusted::Request(error) => entry.refusal(error),
        Untrusted::Client { client_id } => entry
            .unknown_client(client_id)
            .refusal(&Error::invalid_request("Unknown client")),
        Untrusted::Callback {
            client,
            redirect_uri,
        } => entry.client(client).refusal(
            &Error::unauthorized_client("Callback URL mismatch").with_detail(format!(
                "{} is not in the client's callbacks",
                bounded(redirect_uri)
            )),
        ),
    };
    entry.record(context);
}

fn log_refused(failure: &Failure, parameters: &Parameters, client: &Client, context: &Context) {
    let Failure::Refused(error) = failure else {
        return;
    };
    let silent = matches!(parameters.get("prompt"), Ok(Some("none")));
    let event = if silent {
        Event::SilentAuthenticationFailed
    } else {
        Event::LoginFailed
    };
    Entry::new(event)
        .client(client)
        .refusal(error)
        .record(context);
}

/// The rules, in the order in which a request meets them (reference/authentication.md §3.2.1).
async fn check(
    parameters: &Parameters,
    source: Source,
    target: &TrustedTarget,
    context: &Context,
) -> Result<AuthorizeRequest, Failure> {
    source::check(source, &target.client, context)?;
    check_parameters::check(parameters, &target.client)?;
    let request = AuthorizeRequest::parse(parameters)?;
    check_response::check(&request, target)?;
    check_nonce::check(&request, &target.client)?;
    check_challenge::check(&request, &target.client)?;
    check_audience::check(&request, &target.client, context).await?;
    let client = &target.client;
    let wanted = organization::wanted(&request, &Progress::default(), client, context).await?;
    check_organization::check(&request, &wanted, client, context).await?;
    check_hint::check(&request, context).await?;
    check_connection::check(&request, &wanted, client, context).await?;
    Ok(request)
}
