//! Logs: what happened, in upstream's shape, written in batches so that no request waits for them.

pub mod search;
pub mod stats;
pub mod table;

use std::sync::Arc;
use std::time::Duration;

use ostia_protocol::auth0::ids::{LogId, TenantId};
use serde_json::{Map, Value, json};
use tokio::sync::{mpsc, oneshot};

use crate::clients::Client;
use crate::context::Context;
use crate::database::Database;
use crate::organizations::Organization;
use crate::time::Timestamp;
use crate::users::User;

/// How many entries may wait. Beyond that, entries are counted and dropped: a log must not stop logins.
const CAPACITY: usize = 65_536;
/// How many are written at once.
const BATCH: usize = 500;
/// How long an entry waits for company.
const PATIENCE: Duration = Duration::from_millis(100);

/// What happened: the code is upstream's (reference/authentication.md §7.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// `s`
    LoginSucceeded,
    /// `f`
    LoginFailed,
    /// `fu`
    LoginFailedUnknownUser,
    /// `fp`
    LoginFailedWrongPassword,
    /// `ss`
    SignupSucceeded,
    /// `fs`
    SignupFailed,
    /// `ssa`
    SilentAuthenticationSucceeded,
    /// `fsa`
    SilentAuthenticationFailed,
    /// `seacft`
    CodeExchangeSucceeded,
    /// `feacft`
    CodeExchangeFailed,
    /// `seccft`
    ClientCredentialsSucceeded,
    /// `feccft`
    ClientCredentialsFailed,
    /// `sepft`
    PasswordExchangeSucceeded,
    /// `fepft`
    PasswordExchangeFailed,
    /// `sertft`
    RefreshSucceeded,
    /// `fertft`
    RefreshFailed,
    /// `ferrt`
    RefreshTokenReused,
    /// `srrt`
    RefreshTokenRevoked,
    /// `mfar`
    SecondFactorRequired,
    /// `gd_auth_succeed`
    SecondFactorSucceeded,
    /// `gd_auth_failed`
    SecondFactorFailed,
    /// `gd_start_auth`
    SecondFactorStarted,
    /// `gd_otp_rate_limit_exceed`
    SecondFactorLimited,
    /// `gd_recovery_succeed`
    RecoveryCodeSucceeded,
    /// `gd_recovery_failed`
    RecoveryCodeFailed,
    /// `gd_recovery_rate_limit_exceed`
    RecoveryCodeLimited,
    /// `gd_start_enroll`
    EnrollmentStarted,
    /// `gd_enrollment_complete`
    EnrollmentCompleted,
    /// `gd_unenroll`
    SecondFactorRemoved,
    /// `gd_tenant_update`
    SecondFactorSettingsChanged,
    /// `gd_send_email`
    SecondFactorMailed,
    /// `gd_send_sms`
    SecondFactorTexted,
    /// `seotpft`
    OtpExchangeSucceeded,
    /// `feotpft`
    OtpExchangeFailed,
    /// `seoobft`
    OobExchangeSucceeded,
    /// `feoobft`
    OobExchangeFailed,
    /// `sercft`
    RecoveryCodeExchangeSucceeded,
    /// `fercft`
    RecoveryCodeExchangeFailed,
    /// `slo`
    LogoutSucceeded,
    /// `flo`
    LogoutFailed,
    /// `si`
    InvitationAccepted,
    /// `fi`
    InvitationFailed,
    /// `organization_member_added`
    OrganizationMemberAdded,
    /// `sapi`
    ManagementApiChanged,
    /// `mgmt_api_read`
    ManagementApiReadSecrets,
    /// `depnote`
    Notice,
    /// `sapi`: registration is an API operation upstream, too.
    ClientRegistered,
}

impl Event {
    /// Upstream's type code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LoginSucceeded => "s",
            Self::LoginFailed => "f",
            Self::LoginFailedUnknownUser => "fu",
            Self::LoginFailedWrongPassword => "fp",
            Self::SignupSucceeded => "ss",
            Self::SignupFailed => "fs",
            Self::SilentAuthenticationSucceeded => "ssa",
            Self::SilentAuthenticationFailed => "fsa",
            Self::CodeExchangeSucceeded => "seacft",
            Self::CodeExchangeFailed => "feacft",
            Self::ClientCredentialsSucceeded => "seccft",
            Self::ClientCredentialsFailed => "feccft",
            Self::PasswordExchangeSucceeded => "sepft",
            Self::PasswordExchangeFailed => "fepft",
            Self::RefreshSucceeded => "sertft",
            Self::RefreshFailed => "fertft",
            Self::RefreshTokenReused => "ferrt",
            Self::RefreshTokenRevoked => "srrt",
            Self::SecondFactorRequired => "mfar",
            Self::SecondFactorSucceeded => "gd_auth_succeed",
            Self::SecondFactorFailed => "gd_auth_failed",
            Self::SecondFactorStarted => "gd_start_auth",
            Self::SecondFactorLimited => "gd_otp_rate_limit_exceed",
            Self::RecoveryCodeSucceeded => "gd_recovery_succeed",
            Self::RecoveryCodeFailed => "gd_recovery_failed",
            Self::RecoveryCodeLimited => "gd_recovery_rate_limit_exceed",
            Self::EnrollmentStarted => "gd_start_enroll",
            Self::EnrollmentCompleted => "gd_enrollment_complete",
            Self::SecondFactorRemoved => "gd_unenroll",
            Self::SecondFactorSettingsChanged => "gd_tenant_update",
            Self::SecondFactorMailed => "gd_send_email",
            Self::SecondFactorTexted => "gd_send_sms",
            Self::OtpExchangeSucceeded => "seotpft",
            Self::OtpExchangeFailed => "feotpft",
            Self::OobExchangeSucceeded => "seoobft",
            Self::OobExchangeFailed => "feoobft",
            Self::RecoveryCodeExchangeSucceeded => "sercft",
            Self::RecoveryCodeExchangeFailed => "fercft",
            Self::LogoutSucceeded => "slo",
            Self::LogoutFailed => "flo",
            Self::InvitationAccepted => "si",
            Self::InvitationFailed => "fi",
            Self::OrganizationMemberAdded => "organization_member_added",
            Self::ManagementApiChanged | Self::ClientRegistered => "sapi",
            Self::ManagementApiReadSecrets => "mgmt_api_read",
            Self::Notice => "depnote",
        }
    }
}

/// An entry in the making.
#[derive(Debug)]
pub struct Entry {
    event: Event,
    members: Map<String, Value>,
}

impl Entry {
    /// An entry about an event.
    pub fn new(event: Event) -> Self {
        Self {
            event,
            members: Map::new(),
        }
    }

    /// Says what happened, in words; for refusals, why.
    #[must_use]
    pub fn description(self, text: impl Into<String>) -> Self {
        self.member("description", text.into())
    }

    /// Names the client.
    #[must_use]
    pub fn client(self, client: &Client) -> Self {
        self.member("client_id", client.id.as_str())
            .member("client_name", client.name.as_str())
    }

    /// Names the user.
    #[must_use]
    pub fn user(self, user: &User) -> Self {
        self.member("user_id", user.id.as_str())
            .member("user_name", user.display_name())
    }

    /// Names the organization, where there is one.
    #[must_use]
    pub fn organization(self, organization: Option<&Organization>) -> Self {
        match organization {
            Some(organization) => self
                .member("organization_id", organization.id.as_str())
                .member("organization_name", organization.name.as_str()),
            None => self,
        }
    }

    /// Adds another member of the published shape. Secrets never go here.
    #[must_use]
    pub fn member(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    /// Hands the entry to the journal.
    pub fn record(self, context: &Context) {
        let log_id =
            LogId::generate(context.now.millis().unsigned_abs(), context.entropy()).to_string();
        let mut document = self.members;
        let mut set = |name: &str, value: Value| {
            document.insert(name.to_owned(), value);
        };
        set("date", json!(context.now.to_string()));
        set("type", json!(self.event.code()));
        set("log_id", json!(log_id));
        set("_id", json!(log_id));
        set("isMobile", json!(false));
        set("ip", json!(context.origin.ip_text()));
        set("user_agent", json!(context.origin.user_agent));
        set("hostname", json!(context.tenant.host));
        set("tenant_name", json!(context.tenant.id.as_str()));
        set(
            "references",
            json!({ "correlation_id": context.origin.correlation_id }),
        );
        if let Some(auth0_client) = &context.origin.auth0_client {
            set("auth0_client", json!(auth0_client));
        }
        context.platform.journal.push(Stored {
            tenant: context.tenant.id.clone(),
            log_id,
            code: self.event.code(),
            at: context.now,
            document,
        });
    }
}

/// An entry as it is written.
#[derive(Debug)]
pub struct Stored {
    /// Whose log it is.
    pub tenant: TenantId,
    /// 56 digits, sortable by time.
    pub log_id: String,
    /// The type code.
    pub code: &'static str,
    /// When it happened.
    pub at: Timestamp,
    /// As on the wire.
    pub document: Map<String, Value>,
}

/// Takes entries and writes them behind the requests' backs.
#[derive(Clone, Debug)]
pub struct Journal(Arc<mpsc::Sender<Command>>);

#[derive(Debug)]
enum Command {
    Write(Box<Stored>),
    Flush(oneshot::Sender<()>),
}

impl Journal {
    /// Starts the writer.
    pub fn start(database: Database) -> Self {
        let (sender, receiver) = mpsc::channel(CAPACITY);
        tokio::spawn(write_batches(receiver, database));
        Self(Arc::new(sender))
    }

    fn push(&self, entry: Stored) {
        if self.0.try_send(Command::Write(Box::new(entry))).is_err() {
            tracing::error!("the log can't keep up with the requests; an entry was dropped");
        }
    }

    /// Waits until everything that was handed over so far is written.
    pub async fn flush(&self) {
        let (done, written) = oneshot::channel();
        if self.0.send(Command::Flush(done)).await.is_ok() {
            // The writer drops the sender only when it ends with the process.
            let _ = written.await;
        }
    }
}

async fn write_batches(mut receiver: mpsc::Receiver<Command>, database: Database) {
    let mut commands = Vec::new();
    while receiver.recv_many(&mut commands, 1).await > 0 {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while commands.len() < BATCH && !matches!(commands.last(), Some(Command::Flush(_))) {
            let room = BATCH - commands.len();
            match tokio::time::timeout_at(deadline, receiver.recv_many(&mut commands, room)).await {
                Ok(received) if received > 0 => {}
                _ => break,
            }
        }
        let (entries, waiting) = sort_out(&mut commands);
        write_until_it_works(&entries, &database).await;
        for done in waiting {
            // Whoever waited may have gone away.
            let _ = done.send(());
        }
    }
}

fn sort_out(commands: &mut Vec<Command>) -> (Vec<Stored>, Vec<oneshot::Sender<()>>) {
    let (mut entries, mut waiting) = (Vec::new(), Vec::new());
    for command in commands.drain(..) {
        match command {
            Command::Write(entry) => entries.push(*entry),
            Command::Flush(done) => waiting.push(done),
        }
    }
    (entries, waiting)
}

/// While the database is away, entries wait; the channel bounds how many.
async fn write_until_it_works(entries: &[Stored], database: &Database) {
    if entries.is_empty() {
        return;
    }
    for _ in 0..60 {
        match write(entries, database).await {
            Ok(()) => return,
            Err(error) => tracing::warn!(%error, "could not write the log; trying again"),
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    tracing::error!(entries = entries.len(), "gave up writing log entries");
}

async fn write(entries: &[Stored], database: &Database) -> Result<(), crate::failure::Broken> {
    let mut work = database.begin().await?;
    for entry in entries {
        table::insert(entry, &mut work).await?;
    }
    work.commit().await
}
