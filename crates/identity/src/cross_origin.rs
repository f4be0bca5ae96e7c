//! Logging in on an application's own page (`/co/authenticate`), which `/authorize` finishes.

use ostia_protocol::auth0::authentication_error::{EndpointError, Error};
use ostia_protocol::auth0::ids::ClientId;

use crate::clients::{self, Client};
use crate::connections::{self, Connection};
use crate::context::Context;
use crate::failure::{Broken, Failure};
use crate::login::password::{self, Refusal};
use crate::login_limits::Limited;
use crate::login_tickets::{self, Issued, Proof};
use crate::logs::{Entry, Event};
use crate::sessions::{self, Opened, Session};
use crate::users::{self, User};

const PASSWORD: &str = "password";
const PASSWORD_REALM: &str = "http://auth0.com/oauth/grant-type/password-realm";

/// What a page sends.
#[derive(Clone, Copy)]
pub struct Credentials<'a> {
    /// E-mail address or username.
    pub username: &'a str,
    /// The password.
    pub password: &'a str,
    /// Which kind of credentials these are.
    pub credential_type: &'a str,
    /// The connection, where the kind names one.
    pub realm: Option<&'a str>,
}

/// A refusal in the words of reference/authentication.md §3.16.
pub fn refused(status: u16, error: &'static str, description: impl Into<String>) -> Error {
    Error::Endpoint(EndpointError {
        error: error.into(),
        description: Some(description.into().into()),
        status,
    })
}

/// The client of a page, if it may log people in on pages of its own.
///
/// # Errors
/// 401 where it may not, or is none.
pub async fn client(
    client_id: &str,
    context: &Context,
) -> Result<std::sync::Arc<Client>, Failure<Error>> {
    let not_allowed = || {
        refused(
            401,
            "unauthorized_client",
            "Cross origin login not allowed.",
        )
    };
    let id = ClientId::parse(client_id).map_err(|_| not_allowed())?;
    let client = clients::find(&id, context).await?.ok_or_else(not_allowed)?;
    let allows = |name: &str| client.document.get(name) == Some(&serde_json::Value::Bool(true));
    if allows("cross_origin_authentication") || allows("cross_origin_auth") {
        Ok(client)
    } else {
        Err(not_allowed().into())
    }
}

/// Checks what somebody typed on an application's page.
///
/// # Errors
/// In the words that SDKs compare; or when the database is away.
pub async fn authenticate(
    credentials: Credentials<'_>,
    client: &Client,
    context: &Context,
) -> Result<Issued, Failure<Error>> {
    let connection = connection(&credentials, client, context).await?;
    let (username, typed) = (credentials.username, credentials.password);
    let checked = password::check(username, typed, &connection, client, context).await?;
    let user = match checked {
        Ok(user) => user,
        Err(refusal) => {
            let error = told(refusal);
            Entry::new(Event::CrossOriginLoginFailed)
                .description(error.to_string())
                .client(client)
                .connection(&connection)
                .text("user_name", username)
                .record(context);
            return Err(error.into());
        }
    };
    Entry::new(Event::CrossOriginLoginSucceeded)
        .client(client)
        .connection(&connection)
        .user(&user)
        .record(context);
    let proof = Proof {
        client_id: client.id.clone(),
        user_id: user.id,
        connection: connection.name,
    };
    Ok(login_tickets::issue(&proof, context).await?)
}

fn told(refusal: Refusal) -> Error {
    match refusal {
        Refusal::UnknownUser | Refusal::WrongPassword => {
            refused(403, "access_denied", "Wrong email or password.")
        }
        Refusal::Blocked => refused(403, "blocked_user", "Blocked user"),
        Refusal::Limited(Limited::Account) => refused(
            429,
            "too_many_attempts",
            "Your account has been blocked after multiple consecutive login attempts. We've sent you a notification \
             via your preferred contact method with instructions on how to unblock it.",
        ),
        Refusal::Limited(Limited::Address | Limited::Rate) => refused(
            429,
            "too_many_attempts",
            "We have detected suspicious login behavior and further attempts will be blocked. Please contact the \
             administrator.",
        ),
    }
}

/// The database that the credentials are for: the realm, or the one that the client has.
async fn connection(
    credentials: &Credentials<'_>,
    client: &Client,
    context: &Context,
) -> Result<Connection, Failure<Error>> {
    let enabled = connections::enabled_for(client, context).await?;
    let mut databases = enabled.iter().filter(|connection| connection.is_database());
    match (credentials.credential_type, credentials.realm) {
        (PASSWORD, _) => {
            let default = context.tenant.settings.default_directory.as_deref();
            let named = databases
                .clone()
                .find(|connection| Some(connection.name.as_str()) == default);
            let found = named.or_else(|| databases.next()).cloned();
            found.ok_or_else(|| refused(403, "access_denied", "Authentication error").into())
        }
        (PASSWORD_REALM, Some(realm)) => databases
            .find(|connection| connection.name == realm)
            .cloned()
            .ok_or_else(|| refused(400, "invalid_request", format!("Unknown realm {realm}.")).into()),
        (PASSWORD_REALM, None) => Err(refused(
            400,
            "invalid_request",
            "Invalid request body. All and only of client_id, credential_type, username, password, realm are required.",
        )
        .into()),
        _ => Err(refused(
            400,
            "unsupported_credential_type",
            "Unknown credential type parameter.",
        )
        .into()),
    }
}

/// Opens the session that a ticket is good for, in place of the one that the browser has. `None` where it is good for
/// nothing: the request goes on as if there were none.
///
/// # Errors
/// When the database is away.
pub async fn open_session(
    ticket: &str,
    verifier: &str,
    client_id: &str,
    previous: Option<&Session>,
    context: &Context,
) -> Result<Option<Opened>, Broken> {
    let Some(proof) = login_tickets::consume(ticket, verifier, context).await? else {
        return Ok(None);
    };
    if proof.client_id.as_str() != client_id {
        return Ok(None);
    }
    let user: Option<User> = users::find(&proof.user_id, context).await?;
    let Some(user) = user.filter(|user| !user.blocked) else {
        return Ok(None);
    };
    let opened = sessions::open(&user.id, &proof.connection, context).await?;
    match previous {
        Some(previous) if previous.user_id == user.id => {
            sessions::replace(&previous.id, context).await?;
        }
        Some(previous) => {
            let initiator = clients::Initiator::SessionRevoked;
            sessions::end(&previous.id, initiator, context).await?;
        }
        None => {}
    }
    Ok(Some(opened))
}
