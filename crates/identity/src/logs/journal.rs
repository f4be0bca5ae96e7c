//! The journal: takes entries without waiting, and writes them in batches that are committed as a whole.
//!
//! What a crash can cost is what waited for its batch: a tenth of a second. What a database that is away can cost is
//! what no longer fits behind it; that is counted and told.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ostia_protocol::auth0::ids::TenantId;
use serde_json::{Map, Value, json};
use tokio::sync::{mpsc, oneshot};

use super::{Event, shape, stats, table};
use crate::context::Origin;
use crate::database::Database;
use crate::failure::{Broken, BrokenKind};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// How many entries may wait. Beyond that, entries are counted and dropped: a log must not stop logins.
const CAPACITY: usize = 65_536;
/// How many are written at once: few enough that a request which writes waits a millisecond for them, not ten.
const BATCH: usize = 100;
/// How long an entry waits for company.
const PATIENCE: Duration = Duration::from_millis(100);
/// How long the writer waits before it asks a database again that was away.
const PAUSE: Duration = Duration::from_secs(1);
/// How long entries are kept where nobody says otherwise.
pub const RETENTION: Duration = Duration::from_hours(24 * 30);
/// How many user agents are remembered in parsed form.
const REMEMBERED_AGENTS: usize = 256;

/// An entry as its request hands it over; the writer finishes it.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub tenant: Arc<Tenant>,
    pub event: Event,
    pub log_id: String,
    pub at: Timestamp,
    pub origin: Arc<Origin>,
    pub members: Map<String, Value>,
}

/// An entry as it is written.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Whose log it is.
    pub tenant: TenantId,
    /// 56 digits, sortable by time.
    pub log_id: String,
    /// What happened.
    pub event: Event,
    /// When it happened.
    pub at: Timestamp,
    /// Which request it belongs to; empty where none is known.
    pub correlation_id: String,
    /// As on the wire.
    pub document: Map<String, Value>,
}

/// Is shown every entry as it is handed over.
pub type Observer = fn(&Stored);

/// Takes entries and writes them behind the requests' backs.
#[derive(Clone, Debug)]
pub struct Journal {
    sender: mpsc::Sender<Command>,
    dropped: Arc<AtomicU64>,
    retention: Duration,
    observer: Option<Observer>,
}

#[derive(Debug)]
enum Command {
    Write(Box<Pending>),
    Flush(oneshot::Sender<()>),
}

impl Journal {
    /// Starts the writer.
    pub fn start(database: Database) -> Self {
        Self::with_capacity(CAPACITY, database)
    }

    /// Starts a writer for whom this many entries may wait.
    pub fn with_capacity(capacity: usize, database: Database) -> Self {
        let (sender, receiver) = mpsc::channel(capacity);
        let dropped = Arc::new(AtomicU64::new(0));
        let writer = Writer {
            database,
            dropped: dropped.clone(),
            told: 0,
            agents: HashMap::new(),
        };
        tokio::spawn(writer.run(receiver));
        Self {
            sender,
            dropped,
            retention: RETENTION,
            observer: None,
        }
    }

    /// The same journal, whose entries are kept for this long.
    #[must_use]
    pub fn keeping(self, retention: Duration) -> Self {
        Self { retention, ..self }
    }

    /// The same journal, with somebody who is shown every entry at once, within the call that makes it.
    #[must_use]
    pub fn observed_by(self, observer: Observer) -> Self {
        Self {
            observer: Some(observer),
            ..self
        }
    }

    /// How long entries are kept.
    pub fn retention(&self) -> Duration {
        self.retention
    }

    /// How many entries were lost since the process began, because the database could not follow or refused them.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    pub(super) fn push(&self, entry: Pending) {
        if let Some(observer) = self.observer {
            observer(&finish(
                entry.clone(),
                shape::user_agent(&entry.origin.user_agent),
            ));
        }
        if self
            .sender
            .try_send(Command::Write(Box::new(entry)))
            .is_err()
        {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits until everything that was handed over so far is written.
    pub async fn flush(&self) {
        let (done, written) = oneshot::channel();
        if self.sender.send(Command::Flush(done)).await.is_ok() {
            // The writer drops the sender only when it ends with the process.
            let _ = written.await;
        }
    }
}

fn finish(entry: Pending, (user_agent, is_mobile): (String, bool)) -> Stored {
    let Pending {
        tenant,
        event,
        log_id,
        at,
        origin,
        members: mut document,
    } = entry;
    let mut set = |name: &str, value: Value| {
        document.insert(name.to_owned(), value);
    };
    set("date", json!(at.to_string()));
    set("type", json!(event.code()));
    set("log_id", json!(log_id));
    set("_id", json!(log_id));
    set("isMobile", json!(is_mobile));
    set("user_agent", json!(user_agent));
    set("hostname", json!(tenant.host));
    set("tenant_name", json!(tenant.id.as_str()));
    if let Some(ip) = origin.ip {
        set("ip", json!(ip.to_string()));
    }
    if let Some(place) = &origin.place {
        set("location_info", place.to_log());
    }
    if !origin.correlation_id.is_empty() {
        set(
            "references",
            json!({ "correlation_id": origin.correlation_id }),
        );
    }
    if let Some(sdk) = origin.auth0_client.as_deref().and_then(auth0_client) {
        set("auth0_client", sdk);
    }
    document.entry("description").or_insert_with(|| json!(""));
    shape::complete(event, &mut document);
    Stored {
        tenant: tenant.id.clone(),
        log_id,
        event,
        at,
        correlation_id: origin.correlation_id.clone(),
        document,
    }
}

/// What an SDK says of itself in `Auth0-Client`: an object in base64.
fn auth0_client(header: &str) -> Option<Value> {
    let text = header.trim_end_matches('=');
    let bytes = URL_SAFE_NO_PAD
        .decode(text)
        .or_else(|_| STANDARD.decode(header))
        .ok()?;
    serde_json::from_slice(&bytes).ok().filter(Value::is_object)
}

struct Writer {
    database: Database,
    dropped: Arc<AtomicU64>,
    /// How many dropped entries the operator was told of.
    told: u64,
    agents: HashMap<String, (String, bool)>,
}

impl Writer {
    async fn run(mut self, mut receiver: mpsc::Receiver<Command>) {
        let mut commands = Vec::new();
        while receiver.recv_many(&mut commands, 1).await > 0 {
            let deadline = tokio::time::Instant::now() + PATIENCE;
            while commands.len() < BATCH && !matches!(commands.last(), Some(Command::Flush(_))) {
                let room = BATCH - commands.len();
                let more = receiver.recv_many(&mut commands, room);
                match tokio::time::timeout_at(deadline, more).await {
                    Ok(received) if received > 0 => {}
                    _ => break,
                }
            }
            let (entries, waiting) = self.sort_out(&mut commands);
            self.write(&entries).await;
            self.tell_of_losses();
            for done in waiting {
                // Whoever waited may have gone away.
                let _ = done.send(());
            }
        }
    }

    fn sort_out(&mut self, commands: &mut Vec<Command>) -> (Vec<Stored>, Vec<oneshot::Sender<()>>) {
        let (mut entries, mut waiting) = (Vec::new(), Vec::new());
        for command in commands.drain(..) {
            match command {
                Command::Write(entry) => {
                    let agent = self.agent(&entry.origin.user_agent);
                    entries.push(finish(*entry, agent));
                }
                Command::Flush(done) => waiting.push(done),
            }
        }
        (entries, waiting)
    }

    /// Parsing one takes longer than all the rest of an entry, and few are different.
    fn agent(&mut self, header: &str) -> (String, bool) {
        if let Some(known) = self.agents.get(header) {
            return known.clone();
        }
        if self.agents.len() >= REMEMBERED_AGENTS {
            self.agents.clear();
        }
        let parsed = shape::user_agent(header);
        self.agents.insert(header.to_owned(), parsed.clone());
        parsed
    }

    /// Together, or where the database refuses that, one by one: an entry that can't be written takes no other with it.
    async fn write(&self, entries: &[Stored]) {
        if entries.is_empty() || self.write_when_possible(entries).await.is_ok() {
            return;
        }
        for entry in entries {
            if let Err(broken) = self.write_when_possible(std::slice::from_ref(entry)).await {
                self.dropped.fetch_add(1, Ordering::Relaxed);
                tracing::error!(report = %broken, log_id = entry.log_id, "a log entry can't be written");
            }
        }
    }

    /// While the database is away, entries wait; the channel bounds how many.
    async fn write_when_possible(&self, entries: &[Stored]) -> Result<(), Broken> {
        loop {
            match write(entries, &self.database).await {
                Err(broken) if broken.kind == BrokenKind::Unavailable => {
                    tracing::warn!(report = %broken, "could not write the log; trying again");
                    tokio::time::sleep(PAUSE).await;
                }
                outcome => return outcome,
            }
        }
    }

    fn tell_of_losses(&mut self) {
        let dropped = self.dropped.load(Ordering::Relaxed);
        if dropped > self.told {
            let entries = dropped - self.told;
            tracing::error!(entries, "log entries were lost: the database can't keep up");
            self.told = dropped;
        }
    }
}

/// All of them and what they add to the statistics, or nothing. What was written before is not counted again: a commit
/// of which the answer was lost comes twice.
async fn write(entries: &[Stored], database: &Database) -> Result<(), Broken> {
    let mut work = database.begin().await?;
    let mut counts = stats::Counts::default();
    for entry in entries {
        if table::insert(entry, &mut work).await? {
            counts.add(entry);
        }
    }
    counts.save(&mut work).await?;
    work.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sdks_say_of_themselves() {
        let told = json!({ "name": "node-auth0", "version": "6.4.0" });
        let text = told.to_string();
        assert_eq!(
            auth0_client(&URL_SAFE_NO_PAD.encode(&text)),
            Some(told.clone())
        );
        assert_eq!(auth0_client(&STANDARD.encode(&text)), Some(told));
        for other in ["", "not base64!", "InRleHQi"] {
            assert_eq!(auth0_client(other), None, "{other}");
        }
    }
}
