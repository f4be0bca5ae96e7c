//! The device flow (RFC 8628): a device asks for codes, and somebody lets it in at `/activate`, in a browser.
//!
//! Letting it in is a login like others ([`login::begin`]), whose answer goes to the device that polls.

use std::sync::Arc;

use ostia_protocol::oauth::{AuthorizeRequest, Error, GrantType, Parameters, Scope};

use crate::attempts::{self, Limit};
use crate::authorize::{Authorization, Destination, Stopped};
use crate::clients::{self, Client};
use crate::context::Context;
use crate::device_codes::{self, Denial, Issued, Request, UserCode, Waiting};
use crate::failure::{Broken, Failure};
use crate::login::{self, Browser, Step};
use crate::logs::{Entry, Event};
use crate::token::client_authentication::{self, PresentedClient};
use crate::{access, failure};

/// How many user codes an address may try at once, and how often one more, in milliseconds: many devices may stand
/// behind one address, and guesses would have to be billions.
const GUESSES: Limit = Limit {
    burst: 20,
    interval: 15_000,
};

/// Gives a device its codes (RFC 8628 §3.1).
///
/// # Errors
/// The OAuth error that the device is told.
pub async fn begin(
    presented: &PresentedClient,
    parameters: &Parameters,
    context: &Context,
) -> Result<Issued, Failure> {
    let client = client_authentication::authenticate(presented, context).await?;
    let issued = begin_for(&client, parameters, context).await;
    if let Err(Failure::Refused(error)) = &issued {
        Entry::new(Event::DeviceAuthorizationFailed)
            .client(&client)
            .refusal(error)
            .record(context);
    }
    issued
}

async fn begin_for(
    client: &Client,
    parameters: &Parameters,
    context: &Context,
) -> Result<Issued, Failure> {
    client.require_grant(GrantType::DeviceCode)?;
    let scope = parameters.get("scope")?.map(Scope::parse).transpose()?;
    let request = Request {
        scope: scope.unwrap_or_default(),
        audience: parameters.get("audience")?.map(str::to_owned),
    };
    access::target(request.audience.as_deref(), None, context).await?;
    let issued = device_codes::issue(&client.id, &request, context).await?;
    issued.ok_or_else(|| failure::Broken::internal("no user code was free").into())
}

/// What came of a user code that somebody typed.
#[derive(Debug)]
pub enum Found {
    /// It is a device that waits.
    Device(Device),
    /// No device shows it, or not any more.
    Nothing,
    /// Too many codes were tried from there.
    TooMany,
}

/// A device that somebody can let in.
#[derive(Debug)]
pub struct Device {
    /// Whose it is.
    pub client: Arc<Client>,
    /// What recognises it, and what it asks for.
    pub waiting: Waiting,
}

/// The device that shows a code.
///
/// # Errors
/// When the database is away.
pub async fn find(typed: &str, context: &Context) -> Result<Found, Broken> {
    let guesses = ["user code", &context.origin.ip_text()];
    if !attempts::spend(&guesses, GUESSES, context).await? {
        log_not_activated("Too many user codes were tried", context);
        return Ok(Found::TooMany);
    }
    let waiting = match UserCode::parse(typed) {
        Some(code) => device_codes::find(&code, context).await?,
        None => None,
    };
    let client = match &waiting {
        Some(waiting) => clients::find(&waiting.client_id, context).await?,
        None => None,
    };
    let client = client.filter(|client| client.may_use(GrantType::DeviceCode));
    if let (Some(waiting), Some(client)) = (waiting, client) {
        return Ok(Found::Device(Device { client, waiting }));
    }
    log_not_activated("The user code is unknown or has expired", context);
    Ok(Found::Nothing)
}

fn log_not_activated(why: &str, context: &Context) {
    Entry::new(Event::DeviceActivationFailed)
        .refusal(&Error::invalid_grant(why.to_owned()))
        .record(context);
}

/// Somebody recognises the device: they log in for it.
///
/// # Errors
/// [`Stopped`], where there is nobody to answer to.
pub async fn confirm(
    device: &Device,
    ui_locales: Vec<String>,
    browser: &Browser,
    context: &Context,
) -> Result<Step, Stopped> {
    let authorization = Authorization {
        destination: Destination::Device {
            code_hash: device.waiting.code_hash.clone(),
        },
        request: AuthorizeRequest {
            scope: device.waiting.request.scope.clone(),
            audience: device.waiting.request.audience.clone(),
            ui_locales,
            ..AuthorizeRequest::default()
        },
    };
    match login::begin(authorization.clone(), &device.client, browser, context).await {
        Ok(step) => Ok(step),
        Err(failure) => login::conclude(failure, &authorization, &device.client, context).await,
    }
}

/// Somebody does not.
///
/// # Errors
/// When the database is away.
pub async fn cancel(device: &Device, context: &Context) -> Result<(), Broken> {
    let denial = Denial {
        description: "User cancelled the confirmation prompt.".to_owned(),
    };
    if device_codes::deny(&device.waiting.code_hash, &denial, context).await? {
        Entry::new(Event::DeviceConfirmationCancelled)
            .client(&device.client)
            .refusal(&Error::access_denied(denial.description))
            .record(context);
    }
    Ok(())
}
