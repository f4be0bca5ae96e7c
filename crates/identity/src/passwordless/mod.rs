//! Passwordless login: a code or a link is sent to an address, and whoever brings it back has the address
//! (reference/authentication.md §3.15).
//!
//! Whether an address has an account, and whether it gets a message at all, is found out behind the request's back
//! (`delivery/letter.rs`): answers and times don't tell.

mod verify;

use ostia_protocol::auth0::schema::Format;
use serde_json::{Value, json};

pub use self::verify::{Refusal, is_right, verify};
use crate::attempts::{self, Limit};
use crate::bot_detection::{self, Evidence, Flow, Suspicious};
use crate::clients::Client;
use crate::connections::{Connection, Medium};
use crate::context::Context;
use crate::failure::Broken;
use crate::logs::{Entry, Event};
use crate::messages::{self, Letter, Message, Occasion, TextMessage};
use crate::one_time_codes::{self, Terms};
use crate::phone_messages::templates;
use crate::phone_messages::words::{self, Names, Own};

/// How long a code is good where the connection does not say, in seconds.
const LIFETIME: i64 = 180;
/// The longest that a connection may say.
const LONGEST: i64 = 86_400;
/// How many tries there are.
const TRIES: i64 = 3;
/// How many messages an address of the network may cause (reference/authentication.md §6.2).
const STARTS: Limit = Limit {
    burst: 50,
    interval: 72_000,
};
/// How many messages a mailbox or a telephone gets: nobody's is filled by somebody else.
const MESSAGES: Limit = Limit {
    burst: 10,
    interval: 360_000,
};

/// Where links lead.
const VERIFY_REDIRECT: &str = "passwordless/verify_redirect";

/// An address that a connection can send to, as accounts are looked up by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// What somebody typed, where it is such an address.
    pub fn parse(typed: &str, medium: Medium) -> Option<Self> {
        let typed = typed.trim();
        match medium {
            Medium::Email => {
                let lower = typed.to_lowercase();
                (lower.len() <= 254 && Format::Email.accepts(&lower)).then_some(Self(lower))
            }
            Medium::Sms => {
                let compact: String = typed
                    .chars()
                    .filter(|character| !matches!(character, ' ' | '-' | '.' | '(' | ')' | '/'))
                    .collect();
                Format::Phone.accepts(&compact).then_some(Self(compact))
            }
        }
    }

    /// As it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is sent.
#[derive(Clone, Debug)]
pub enum Way {
    /// A code, to be typed.
    Code,
    /// A link with the code in it; these parameters go on to `/authorize`.
    Link(Vec<(String, String)>),
}

/// Why nothing is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// Too many messages were asked for.
    TooMany,
    /// The caller has to prove something first.
    Suspicious,
}

/// Sends a code or a link to an address. The one before is good no longer.
///
/// # Errors
/// When the database is away.
pub async fn start(
    address: &Address,
    way: &Way,
    connection: &Connection,
    client: &Client,
    language: &str,
    evidence: Evidence<'_>,
    context: &Context,
) -> Result<Result<(), NotSent>, Broken> {
    let flow = Flow::Passwordless;
    if let Err(Suspicious) = bot_detection::pass(flow, evidence, None, client, context).await? {
        return Ok(Err(NotSent::Suspicious));
    }
    let from = ["passwordless from", &context.origin.ip_text()];
    let to = ["passwordless to", address.as_str()];
    let allowed = attempts::spend(&from, STARTS, context).await?
        && attempts::spend(&to, MESSAGES, context).await?;
    if !allowed {
        return Ok(Err(NotSent::TooMany));
    }
    let terms = Terms {
        lifetime: lifetime(connection),
        tries: TRIES,
    };
    let usual = match connection.medium() {
        Some(Medium::Sms) => templates::own_words("otp_verify", context).await?,
        Some(Medium::Email) | None => None,
    };
    let mut work = context.begin().await?;
    let purpose = purpose(address, connection, client);
    let code = one_time_codes::issue_in(&purpose, &(), terms, context, &mut work).await?;
    let message = match connection.medium() {
        Some(Medium::Sms) => text(&code, usual, address, connection, client, language, context),
        Some(Medium::Email) | None => {
            letter(&code, way, address, connection, client, language, context)
        }
    };
    messages::enqueue(&message, context, &mut work).await?;
    work.commit().await?;
    log_sent(address, way, connection, client, language, context);
    Ok(Ok(()))
}

/// What was asked for goes to the log in its published shape, and the code does not.
fn log_sent(
    address: &Address,
    way: &Way,
    connection: &Connection,
    client: &Client,
    language: &str,
    context: &Context,
) {
    let send = match way {
        Way::Code => "code",
        Way::Link(_) => "link",
    };
    let entry = match connection.medium() {
        Some(Medium::Sms) => {
            let nothing = json!({
                "audience": "", "redirect_uri": "", "response_type": "", "scope": "", "state": "",
            });
            let body = json!({
                "authParams": nothing, "client_id": client.id, "connection": connection.name,
                "ip": context.origin.ip_text(), "phone_number": address.as_str(), "request_language": language,
                "send": send, "tenant": context.tenant.id, "user-agent": context.origin.user_agent,
                "username": address.as_str(),
            });
            Entry::new(Event::PasswordlessCodeSent).detail("body", body)
        }
        Some(Medium::Email) | None => {
            let body = json!({
                "client_id": client.id, "connection": connection.name, "email": address.as_str(), "send": send,
                "tenant": context.tenant.id,
            });
            let link = match way {
                Way::Code => String::new(),
                Way::Link(_) => format!("{}{VERIFY_REDIRECT}", context.tenant.issuer()),
            };
            let entry = Entry::new(Event::PasswordlessLinkSent);
            entry.detail("body", body).detail("link", link)
        }
    };
    entry
        .client(client)
        .connection(connection)
        .member("user_name", address.as_str())
        .record(context);
}

/// Codes of one client are no good for another.
fn purpose<'a>(
    address: &'a Address,
    connection: &'a Connection,
    client: &'a Client,
) -> [&'a str; 4] {
    [
        "passwordless",
        connection.id.as_str(),
        address.as_str(),
        client.id.as_str(),
    ]
}

/// `options.totp.time_step`.
fn lifetime(connection: &Connection) -> i64 {
    let said = connection.options.pointer("/totp/time_step");
    let said = said.and_then(Value::as_i64);
    said.filter(|seconds| (1..=LONGEST).contains(seconds))
        .unwrap_or(LIFETIME)
}

fn letter(
    code: &str,
    way: &Way,
    address: &Address,
    connection: &Connection,
    client: &Client,
    language: &str,
    context: &Context,
) -> Message {
    let occasion = match way {
        Way::Code => Occasion::AuthEmailByCode,
        Way::Link(_) => Occasion::PasswordlessLink,
    };
    let letter = Letter::new(occasion, address.as_str(), context)
        .client(&client.id)
        .language(language)
        .connection(&connection.id)
        .value("email", address.as_str())
        .value("code", code)
        .value("password", code)
        .value("operation", "login");
    match way {
        Way::Code => letter.value("send", "code"),
        Way::Link(parameters) => {
            let link = link(code, parameters, address, connection, client, context);
            letter
                .value("send", "link")
                .value("link", link.as_str())
                .value("url", link.as_str())
        }
    }
    .into()
}

fn link(
    code: &str,
    parameters: &[(String, String)],
    address: &Address,
    connection: &Connection,
    client: &Client,
    context: &Context,
) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("client_id", client.id.as_str());
    query.append_pair("connection", &connection.name);
    query.append_pair("email", address.as_str());
    query.append_pair("verification_code", code);
    for (name, value) in parameters {
        query.append_pair(name, value);
    }
    let issuer = context.tenant.issuer();
    format!("{issuer}{VERIFY_REDIRECT}?{}", query.finish())
}

/// In the connection's words, else in those (`usual`) in which the tenant sends codes.
fn text(
    code: &str,
    usual: Option<Own>,
    address: &Address,
    connection: &Connection,
    client: &Client,
    language: &str,
    context: &Context,
) -> Message {
    let own = connection.options.get("template").and_then(Value::as_str);
    let own = own.filter(|own| !own.trim().is_empty());
    let own = own.map(|own| Own::new(own.to_owned(), Names::Branding));
    let own = own.or(usual);
    let application = json!({ "name": client.name, "clientID": client.id });
    let values = [("application", application), ("operation", json!("login"))];
    TextMessage {
        to: address.as_str().to_owned(),
        body: words::of_code(code, own.as_ref(), &values, language, context),
        from: own.and_then(|own| own.from),
        code: Some(code.to_owned()),
        connection_id: Some(connection.id.to_string()),
    }
    .into()
}
