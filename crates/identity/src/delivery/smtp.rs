//! Sending an e-mail through a mail server.

use std::time::Duration;

use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use crate::context::Context;
use crate::emails::Composed;
use crate::emails::provider::{self, SmtpServer};

/// How long a server may take for one command.
const TIMEOUT: Duration = Duration::from_secs(15);
/// TLS from the first byte (RFC 8314 §3.3).
const SUBMISSIONS: u16 = 465;

/// What came of a try.
#[derive(Debug)]
pub(super) enum Outcome {
    /// It is sent, or never has to be.
    Done,
    /// It may work later.
    Later(String),
    /// It never will.
    Hopeless(String),
}

/// An opened way out, shared by the messages of a batch.
pub(super) enum Route {
    None,
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Broken(String),
    Unsupported(String),
}

impl Route {
    pub(super) fn open(route: provider::Route) -> Self {
        match route {
            provider::Route::None => Self::None,
            provider::Route::Unsupported(name) => Self::Unsupported(name),
            provider::Route::Smtp(server) => match transport(&server) {
                Ok(transport) => Self::Smtp(transport),
                Err(error) => Self::Broken(error.to_string()),
            },
        }
    }

    pub(super) async fn send(
        &self,
        id: &str,
        to: &str,
        mail: &Composed,
        context: &Context,
    ) -> Outcome {
        let has_inbox = context.platform.outbox.keeps_inbox;
        let transport = match self {
            Self::None | Self::Unsupported(_) if has_inbox => return Outcome::Done,
            Self::None => {
                return Outcome::Hopeless(
                    "No e-mail provider is set up, so nothing was sent. \
                     POST /api/v2/emails/provider with your SMTP server sets one up."
                        .to_owned(),
                );
            }
            Self::Unsupported(name) => {
                return Outcome::Hopeless(format!(
                    "The e-mail provider {name} is stored but can't be used to send yet, so nothing was sent. \
                     PATCH /api/v2/emails/provider to its SMTP interface (name: smtp)."
                ));
            }
            Self::Broken(reason) => return Outcome::Later(reason.clone()),
            Self::Smtp(transport) => transport,
        };
        let message = match envelope(id, to, mail, context) {
            Ok(message) => message,
            Err(reason) => return Outcome::Hopeless(reason),
        };
        match transport.send(message).await {
            Ok(_) => Outcome::Done,
            Err(error) if error.is_permanent() => Outcome::Hopeless(told(&error)),
            Err(error) => Outcome::Later(told(&error)),
        }
    }
}

/// What the server said, without the address that it may repeat.
fn told(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("The mail server refused the message with code {code}."),
        None if error.is_timeout() => "The mail server did not answer in time.".to_owned(),
        None if error.is_tls() => "The mail server's TLS or certificate can't be used.".to_owned(),
        None => format!("The mail server can't be reached: {error}."),
    }
}

/// Credentials and messages travel encrypted, except to this machine itself.
fn transport(
    server: &SmtpServer,
) -> Result<AsyncSmtpTransport<Tokio1Executor>, lettre::transport::smtp::Error> {
    let tls = || TlsParameters::new(server.host.clone());
    let is_local = matches!(server.host.as_str(), "localhost" | "127.0.0.1" | "::1");
    let tls = match server.port {
        SUBMISSIONS => Tls::Wrapper(tls()?),
        _ if is_local => Tls::Opportunistic(tls()?),
        _ => Tls::Required(tls()?),
    };
    let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server.host.as_str())
        .port(server.port)
        .tls(tls)
        .timeout(Some(TIMEOUT));
    Ok(match &server.credentials {
        Some((user, password)) => builder
            .credentials(Credentials::new(user.clone(), password.to_string()))
            .build(),
        None => builder.build(),
    })
}

fn envelope(
    id: &str,
    to: &str,
    mail: &Composed,
    context: &Context,
) -> Result<lettre::Message, String> {
    let mailbox = |text: &str, whose: &str| {
        text.parse::<Mailbox>()
            .map_err(|_| format!("The {whose} address can't be used."))
    };
    let domain = context.tenant.domain.split(':').next().unwrap_or_default();
    let now = u64::try_from(context.platform.clock.now().seconds()).unwrap_or_default();
    lettre::Message::builder()
        .from(mailbox(&mail.from, "sender's")?)
        .to(mailbox(to, "recipient's")?)
        .subject(mail.subject.as_str())
        .date(std::time::UNIX_EPOCH + Duration::from_secs(now))
        // The same at every try: where a try succeeded unnoticed, the next one is recognised as its double.
        .message_id(Some(format!("<{id}@{domain}>")))
        .multipart(MultiPart::alternative_plain_html(
            mail.text.clone(),
            mail.html.clone(),
        ))
        .map_err(|_| "The message can't be written.".to_owned())
}
