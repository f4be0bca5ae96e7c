//! Logging out: `/v2/logout` and RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0).

use ostia_protocol::oauth::{Error, Parameters, RedirectUri, Strictness};

use crate::clients::{self, Initiator};
use crate::context::Context;
use crate::failure::{Broken, Failure};
use crate::federation;
use crate::id_token_hint::{self, Hint};
use crate::logs::{Entry, Event};
use crate::sessions::{self, Session};
use crate::users;

/// What happens next.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// The session is over (if there was one). Where to go on; `None` shows a page.
    Done(Option<String>),
    /// Nobody vouches for the request: the person is asked first.
    Confirm,
}

/// Why nothing was done.
#[derive(Debug)]
pub enum Refused {
    /// The return address is not allowed.
    ReturnUrl {
        /// As sent.
        url: String,
    },
    /// The request contradicts itself.
    Request(Error),
    /// A fault of ours.
    Broken(Broken),
}

impl From<Broken> for Refused {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(error) => Self::Request(error),
            Failure::Broken(broken) => Self::Broken(broken),
        }
    }
}

/// `/v2/logout`: never asks.
///
/// # Errors
/// [`Refused`]; the session goes on.
pub async fn v2(
    parameters: &Parameters,
    session: Option<&Session>,
    context: &Context,
) -> Result<Step, Refused> {
    let client_id = parameters.get("client_id").map_err(Refused::Request)?;
    let return_to = parameters.get("returnTo").map_err(Refused::Request)?;
    let allowed = match client_id {
        Some(client_id) => allowed_of_client(client_id, context).await?,
        None => Some(context.tenant.settings.allowed_logout_urls.clone()),
    };
    let unknown_client = || Refused::Request(Error::invalid_request("The client does not exist"));
    let allowed = allowed
        .ok_or_else(unknown_client)
        .inspect_err(|refused| log_refused(refused, client_id, &[], context))?;
    let target = match return_to {
        Some(url) => Some(
            allow(url, &allowed, false)
                .inspect_err(|refused| log_refused(refused, client_id, &allowed, context))?,
        ),
        None if client_id.is_some() => first_address(&allowed),
        None => None,
    };
    end(session, context).await?;
    let target = beyond(parameters, session, target, context).await?;
    Ok(Step::Done(target))
}

/// With `federated`, the way leads over the provider that the session came through, which ends its own.
async fn beyond(
    parameters: &Parameters,
    session: Option<&Session>,
    target: Option<String>,
    context: &Context,
) -> Result<Option<String>, Broken> {
    // A bare key, mostly; its value says nothing.
    let is_wanted = parameters.names().any(|name| name == "federated");
    let Some(session) = session.filter(|_| is_wanted) else {
        return Ok(target);
    };
    let there = federation::farewell(session, target.as_deref(), context).await?;
    Ok(there.or(target))
}

/// `/oidc/logout`: asks where nobody vouches that the request comes from an application of this session.
///
/// # Errors
/// [`Refused`]; the session goes on.
pub async fn oidc(
    parameters: &Parameters,
    session: Option<&Session>,
    confirmed: bool,
    context: &Context,
) -> Result<Step, Refused> {
    let get = |name| parameters.get(name).map_err(Refused::Request);
    let hint = match get("id_token_hint")? {
        Some(token) => {
            let invalid =
                || Error::invalid_parameter("id_token_hint", "is not an ID token of this tenant");
            Some(
                id_token_hint::read(token, context)
                    .await?
                    .ok_or_else(|| Refused::Request(invalid()))?,
            )
        }
        None => None,
    };
    let (client_id, logout_hint) = (get("client_id")?, get("logout_hint")?);
    check_consistency(hint.as_ref(), client_id, logout_hint)?;
    let vouching_client = hint.as_ref().map(|hint| hint.aud.as_str()).or(client_id);
    let allowed = match vouching_client {
        Some(client_id) => allowed_of_client(client_id, context)
            .await?
            .unwrap_or_default(),
        None => context.tenant.settings.allowed_logout_urls.clone(),
    };
    let target = match get("post_logout_redirect_uri")? {
        Some(url) => Some(
            allow(url, &allowed, true)
                .inspect_err(|refused| log_refused(refused, vouching_client, &allowed, context))?,
        ),
        None => None,
    };
    let named = hint
        .and_then(|hint| hint.sid)
        .or(logout_hint.map(str::to_owned));
    let vouched = match (session, &named) {
        (None, _) => true,
        (Some(session), Some(named)) => session.id == *named,
        (Some(_), None) => false,
    };
    if !vouched && !confirmed && context.tenant.settings.logout_prompt {
        return Ok(Step::Confirm);
    }
    let state = get("state")?;
    let target = target.map(|target| with_state(&target, state));
    end(session, context).await?;
    let target = beyond(parameters, session, target, context).await?;
    Ok(Step::Done(target))
}

/// The first entry that is an address and no pattern for some.
fn first_address(allowed: &[String]) -> Option<String> {
    allowed
        .iter()
        .find(|entry| RedirectUri::parse_logout(entry).is_ok())
        .cloned()
}

fn check_consistency(
    hint: Option<&Hint>,
    client_id: Option<&str>,
    logout_hint: Option<&str>,
) -> Result<(), Refused> {
    let Some(hint) = hint else { return Ok(()) };
    let contradiction = if client_id.is_some_and(|client_id| client_id != hint.aud) {
        Some((
            "client_id",
            "is not the one that the id_token_hint was made for",
        ))
    } else if logout_hint.is_some_and(|named| hint.sid.as_deref() != Some(named)) {
        Some(("logout_hint", "is not the session of the id_token_hint"))
    } else {
        None
    };
    match contradiction {
        Some((name, why)) => Err(Refused::Request(Error::invalid_parameter(name, why))),
        None => Ok(()),
    }
}

async fn allowed_of_client(
    client_id: &str,
    context: &Context,
) -> Result<Option<Vec<String>>, Broken> {
    let client = clients::find_named(client_id, context).await?;
    Ok(client.map(|client| client.allowed_logout_urls.clone()))
}

fn allow(url: &str, allowed: &[String], exactly: bool) -> Result<String, Refused> {
    let refused = || Refused::ReturnUrl {
        url: url.to_owned(),
    };
    let uri = RedirectUri::parse_logout(url).map_err(|_| refused())?;
    let matches = |registered: &String| {
        if exactly {
            uri.matches(registered, Strictness::Wildcards)
        } else {
            uri.matches_ignoring_query(registered, Strictness::Wildcards)
        }
    };
    if allowed.iter().any(matches) {
        Ok(url.to_owned())
    } else {
        Err(refused())
    }
}

fn with_state(target: &str, state: Option<&str>) -> String {
    let (Some(state), Ok(mut url)) = (state, url::Url::parse(target)) else {
        return target.to_owned();
    };
    url.query_pairs_mut().append_pair("state", state);
    url.into()
}

fn log_refused(refused: &Refused, client_id: Option<&str>, allowed: &[String], context: &Context) {
    let entry = Entry::new(Event::LogoutFailed).unknown_client(client_id.unwrap_or_default());
    let entry = match refused {
        Refused::ReturnUrl { url } => entry
            .description("The return address is not among the allowed logout URLs")
            .detail("allowed_logout_url", allowed)
            .detail("return_to", crate::logs::bounded(url)),
        Refused::Request(error) => entry.refusal(error),
        Refused::Broken(_) => return,
    };
    entry.record(context);
}

async fn end(session: Option<&Session>, context: &Context) -> Result<(), Broken> {
    let Some(session) = session else {
        return Ok(());
    };
    sessions::end(&session.id, Initiator::RpLogout, context).await?;
    let entry = Entry::new(Event::LogoutSucceeded)
        .through(&session.connection, session.user_id.provider())
        .detail("session_id", session.id.as_str());
    match users::find_cached(&session.user_id, context).await? {
        Some(user) => entry.user(&user).record(context),
        None => entry
            .member("user_id", session.user_id.as_str())
            .record(context),
    }
    Ok(())
}
