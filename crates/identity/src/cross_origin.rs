//! Logging in on an application's own page: credentials become a ticket (`/co/authenticate`, `/usernamepassword/login`),
//! and whoever brings it to `/authorize` or `/login/callback` in the same browser is logged in.

use std::sync::Arc;

use ostia_protocol::auth0::ids::ClientId;
use ostia_protocol::oauth::{GrantType, Secret};
use serde_json::{Value, json};

use crate::bot_detection::Evidence;
use crate::clients::{self, Client};
use crate::connections::{self, Connection, Medium};
use crate::context::Context;
use crate::failure::Broken;
use crate::login::password;
use crate::login_limits::Limited;
use crate::login_tickets::{self, Issued, Proof};
use crate::logs::{Entry, Event, bounded};
use crate::passwordless::{self, Address};
use crate::sessions::{self, FirstFactor, Opened, Session};
use crate::users::{self, User};

/// What a page sends.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// E-mail address, username or telephone number.
    pub username: String,
    /// What proves that it is theirs.
    pub secret: Proving,
    /// The connection, by name; where there is none, the client's own.
    pub realm: Option<String>,
}

/// What proves who somebody is.
#[derive(Clone, Debug)]
pub enum Proving {
    /// A password of a database connection.
    Password(Secret),
    /// A code that was sent to the address.
    Code(Secret),
}

/// Why somebody gets no ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denial {
    /// Name or password is wrong: which of them, nobody is told.
    WrongPassword,
    /// Address or code is wrong.
    WrongCode(Medium),
    /// The account is blocked; only said to who proved that it is theirs.
    Blocked,
    /// The password is right, and known from a breach.
    Leaked,
    /// Something has to be proved first, which only the pages of this server ask for.
    Suspicious,
    /// A limit was reached.
    Limited(Limited),
    /// The client has no such connection.
    UnknownRealm(String),
    /// No realm is named and the client has no database.
    NoDatabase,
    /// The client may not take codes.
    GrantNotAllowed,
}

impl Denial {
    /// Code and text of an OAuth error for it (reference/authentication.md §3.16).
    pub fn words(&self) -> (&'static str, String) {
        let account = "Your account has been blocked after multiple consecutive login attempts. We've sent you a \
                       notification via your preferred contact method with instructions on how to unblock it.";
        let address = "We have detected suspicious login behavior and further attempts will be blocked. Please contact \
                       the administrator.";
        let leaked = "This login attempt has been blocked because the password you're using was previously disclosed \
                      through a data breach (not in this application).";
        let (code, text) = match self {
            Self::WrongPassword => ("access_denied", "Wrong email or password."),
            Self::WrongCode(Medium::Email) => {
                ("access_denied", "Wrong email or verification code.")
            }
            Self::WrongCode(Medium::Sms) => {
                ("access_denied", "Wrong phone number or verification code.")
            }
            Self::Blocked => ("blocked_user", "Blocked user"),
            Self::Leaked => ("password_leaked", leaked),
            Self::Suspicious => (
                "requires_verification",
                "Suspicious request requires verification",
            ),
            Self::Limited(Limited::Account) => ("too_many_attempts", account),
            Self::Limited(Limited::Address | Limited::Rate) => ("too_many_attempts", address),
            Self::NoDatabase => ("access_denied", "Authentication error"),
            Self::UnknownRealm(realm) => {
                return (
                    "invalid_request",
                    format!("Unknown realm {}.", bounded(realm)),
                );
            }
            Self::GrantNotAllowed => {
                let grant = GrantType::PasswordlessOtp.as_str();
                let text = format!("Grant type '{grant}' not allowed for the client.");
                return ("unauthorized_client", text);
            }
        };
        (code, text.to_owned())
    }
}

/// A page that asks, of which it is settled that it may.
#[derive(Clone, Debug)]
pub struct Page {
    /// Whose page it is.
    pub client: Arc<Client>,
    /// Where it is.
    pub origin: String,
}

/// The client of a page, if it may log people in on pages of its own.
///
/// # Errors
/// When the database is away.
pub async fn client(client_id: &str, context: &Context) -> Result<Option<Arc<Client>>, Broken> {
    let found = find(client_id, context).await?;
    Ok(found.filter(|client| client.takes_credentials()))
}

/// The application with this id, as somebody wrote it. Those that are part of every tenant are none.
///
/// # Errors
/// When the database is away.
pub async fn find(client_id: &str, context: &Context) -> Result<Option<Arc<Client>>, Broken> {
    match ClientId::parse(client_id) {
        Ok(id) => Ok(clients::find(&id, context)
            .await?
            .filter(|client| !client.is_global && client.id.as_str() != clients::ACCOUNT)),
        Err(_) => Ok(None),
    }
}

/// Whether a page of this origin may log people in to a client: ours always, its own where it may.
pub fn may_log_in(client: &Client, origin: &str, context: &Context) -> bool {
    let is_ours = origin == context.tenant.issuer().trim_end_matches('/');
    is_ours || client.takes_credentials() && client.has_origin(origin)
}

/// Checks what somebody typed on an application's page, and notes it in the log.
///
/// # Errors
/// When the database is away.
pub async fn authenticate(
    credentials: &Credentials,
    page: &Page,
    context: &Context,
) -> Result<Result<Issued, Denial>, Broken> {
    let client = &page.client;
    let proved = match prove(credentials, client, context).await? {
        Ok(proved) => proved,
        Err(denial) => {
            log_denial(&denial, credentials, client, context);
            return Ok(Err(denial));
        }
    };
    let (user, connection) = &proved;
    Entry::new(Event::CrossOriginLoginSucceeded)
        .client(client)
        .connection(connection)
        .user(user)
        .detail("origin", page.origin.as_str())
        .detail("prompts", json!([]))
        .record(context);
    Ok(Ok(ticket(&proved, page, context).await?))
}

/// A ticket for somebody who has just proved who they are on a page.
///
/// # Errors
/// When the database is away.
pub async fn ticket(
    (user, connection): &(User, Connection),
    page: &Page,
    context: &Context,
) -> Result<Issued, Broken> {
    let proof = Proof {
        client_id: page.client.id.clone(),
        origin: page.origin.clone(),
        user_id: user.id.clone(),
        connection: connection.name.clone(),
    };
    login_tickets::issue(&proof, context).await
}

fn log_denial(denial: &Denial, credentials: &Credentials, client: &Client, context: &Context) {
    let (code, text) = denial.words();
    let realm = bounded(credentials.realm.as_deref().unwrap_or_default());
    let secret = match credentials.secret {
        Proving::Password(_) => "password",
        Proving::Code(_) => "otp",
    };
    let body = json!({
        "client_id": client.id, "username": bounded(&credentials.username), "realm": realm, secret: "*****",
    });
    let error = json!({ "message": text, "oauthError": code, "type": code });
    Entry::new(Event::CrossOriginLoginFailed)
        .description(text)
        .client(client)
        .text("connection", &realm)
        .text("user_name", &credentials.username)
        .detail("body", body)
        .detail("connection", realm)
        .detail("error", error)
        .record(context);
}

/// Who the credentials belong to, and through which connection. They count towards the limits of logging in.
///
/// # Errors
/// When the database is away.
pub async fn prove(
    credentials: &Credentials,
    client: &Client,
    context: &Context,
) -> Result<Result<(User, Connection), Denial>, Broken> {
    match &credentials.secret {
        Proving::Password(typed) => {
            let connection = match database(credentials.realm.as_deref(), client, context).await? {
                Ok(connection) => connection,
                Err(denial) => return Ok(Err(denial)),
            };
            let (name, typed) = (&credentials.username, typed.expose());
            // The page is the application's own: there is no form of ours.
            let evidence = Evidence::None;
            let checked =
                password::check(name, typed, &connection, client, evidence, context).await?;
            Ok(match checked {
                Ok(user) => Ok((user, connection)),
                Err(password::Refusal::UnknownUser | password::Refusal::WrongPassword) => {
                    Err(Denial::WrongPassword)
                }
                Err(password::Refusal::Blocked) => Err(Denial::Blocked),
                Err(password::Refusal::Leaked) => Err(Denial::Leaked),
                Err(password::Refusal::Suspicious) => Err(Denial::Suspicious),
                Err(password::Refusal::Limited(limit)) => Err(Denial::Limited(limit)),
            })
        }
        Proving::Code(code) => by_code(code, credentials, client, context).await,
    }
}

async fn by_code(
    code: &Secret,
    credentials: &Credentials,
    client: &Client,
    context: &Context,
) -> Result<Result<(User, Connection), Denial>, Broken> {
    if !client.may_use(GrantType::PasswordlessOtp) {
        return Ok(Err(Denial::GrantNotAllowed));
    }
    let realm = credentials.realm.as_deref().unwrap_or_default();
    let enabled = connections::enabled_for(client, context).await?;
    let named = enabled.iter().find(|connection| connection.name == realm);
    let Some((connection, medium)) =
        named.and_then(|connection| Some((connection, connection.medium()?)))
    else {
        return Ok(Err(Denial::UnknownRealm(realm.to_owned())));
    };
    let Some(address) = Address::parse(&credentials.username, medium) else {
        return Ok(Err(Denial::WrongCode(medium)));
    };
    let code = code.expose();
    let verified = passwordless::verify(code, &address, connection, client, context).await?;
    Ok(match verified {
        Ok(user) => Ok((user, connection.clone())),
        Err(passwordless::Refusal::Wrong) => Err(Denial::WrongCode(medium)),
        Err(passwordless::Refusal::Blocked) => Err(Denial::Blocked),
        Err(passwordless::Refusal::Limited(limit)) => Err(Denial::Limited(limit)),
    })
}

/// The database that a password is for: the realm, or the one that the client has.
async fn database(
    realm: Option<&str>,
    client: &Client,
    context: &Context,
) -> Result<Result<Connection, Denial>, Broken> {
    let enabled = connections::enabled_for(client, context).await?;
    let databases = || enabled.iter().filter(|connection| connection.is_database());
    let named = |name: &str| databases().find(|connection| connection.name == name);
    Ok(if let Some(realm) = realm {
        named(realm)
            .cloned()
            .ok_or_else(|| Denial::UnknownRealm(realm.to_owned()))
    } else {
        let default = context.tenant.settings.default_directory.as_deref();
        let found = default.and_then(named).or_else(|| databases().next());
        found.cloned().ok_or(Denial::NoDatabase)
    })
}

/// Notes that a page may not log people in: it is none of the client's.
pub fn log_foreign_page(client: &Client, origin: &str, host: &str, context: &Context) {
    let lists = |name: &str| {
        let listed = client.document.get(name).and_then(Value::as_array);
        json!(listed.cloned().unwrap_or_default())
    };
    let origin = bounded(origin);
    Entry::new(Event::CrossOriginRefused)
        .description(format!("Origin {origin} is not allowed."))
        .client(client)
        .detail("allowedOrigins", lists("allowed_origins"))
        .detail("webOrigins", lists("web_origins"))
        .detail("headers", json!({ "origin": origin }))
        .detail("host", bounded(host))
        .detail("method", "POST")
        .detail("origin", origin)
        .detail("xhr", true)
        .record(context);
}

/// Who a ticket lets in, and through which connection; it is used up. `None` where it lets nobody in: it is unknown, old,
/// used or for another browser or client, or what allowed it has been taken back since.
///
/// # Errors
/// When the database is away.
pub async fn redeem(
    ticket: &str,
    verifier: &str,
    client_id: &str,
    context: &Context,
) -> Result<Option<(User, Connection)>, Broken> {
    let Some(proof) = login_tickets::consume(ticket, verifier, context).await? else {
        return Ok(None);
    };
    let client = clients::find(&proof.client_id, context).await?;
    let Some(client) = client.filter(|client| client.id.as_str() == client_id) else {
        return Ok(None);
    };
    if !may_log_in(&client, &proof.origin, context) {
        return Ok(None);
    }
    let enabled = connections::enabled_for(&client, context).await?;
    let through = enabled
        .iter()
        .find(|connection| connection.name == proof.connection);
    let user = users::find(&proof.user_id, context).await?;
    Ok(user.filter(|user| !user.blocked).zip(through.cloned()))
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
    let Some((user, connection)) = redeem(ticket, verifier, client_id, context).await? else {
        return Ok(None);
    };
    let first = FirstFactor::of_strategy(&connection.strategy);
    let opened = sessions::open(&user.id, &connection.name, first, context).await?;
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
