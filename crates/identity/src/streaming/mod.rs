//! Sending the log to its streams, and [`events`] to theirs. Each log stream is leased, so that one node sends it, and goes
//! on behind its cursor. What a receiver did not take is sent again, so that it may get an entry twice and misses none.

mod crew;
pub mod events;
mod payload;
mod privacy;
mod xxhash;

use std::sync::Arc;

use serde_json::{Map, Value};

use self::crew::{Crew, Errand, Kind};
use self::payload::Payload;
use crate::collections::{Item, Members, text_of};
use crate::context::{Context, Platform};
use crate::failure::Broken;
use crate::log_streams::table::{self, Cursor};
use crate::log_streams::{self, NEVER, STREAMS, categories};
use crate::logs::shape;
use crate::tenants;
use crate::time::Timestamp;

/// How old an entry is before it is sent, in seconds: later ones may be written before it, by this node or another.
const SETTLING: i64 = 5;
/// How many entries are sent at once.
const BATCH: i64 = 100;
/// How long a node has for a batch, in seconds, before another one may take it.
const LEASE: i64 = 60;
/// How long to wait after each failed try, in seconds; the last one counts for all that follow.
const BACKOFF: [i64; 6] = [5, 15, 60, 120, 300, 600];
/// How long a stream may fail before it is stopped, in seconds.
const ENDURED: i64 = 7 * 86_400;

/// Sends until the process ends.
pub async fn run(platform: Arc<Platform>) {
    let mut crew = Crew::default();
    loop {
        match errands(&platform).await {
            Ok(errands) => crew.wait_in_line(errands),
            Err(error) => {
                tracing::warn!(%error, "could not look after the streams; it is tried again");
            }
        }
        crew.work(&platform).await;
    }
}

async fn errands(platform: &Arc<Platform>) -> Result<Vec<Errand>, Broken> {
    let mut errands = due(platform).await?;
    errands.extend(events::due(platform).await?);
    Ok(errands)
}

/// Sends to every log stream that is due, in all tenants, what it has not had. How many streams went on.
///
/// # Errors
/// When the database is away. What was sent until then stays sent.
pub async fn deliver_due(platform: &Arc<Platform>) -> Result<usize, Broken> {
    crew::finish(due(platform).await?, platform).await
}

/// The log streams that have something to be sent.
async fn due(platform: &Arc<Platform>) -> Result<Vec<Errand>, Broken> {
    let (now, database) = (platform.clock.now(), &platform.database);
    let mut errands = Vec::new();
    for id in table::tenants_with_due(now, database).await? {
        let Some(tenant) = tenants::find(&id, platform).await? else {
            continue;
        };
        let streams = table::with_news(&tenant, now, settled(now), database).await?;
        errands.extend(streams.into_iter().map(|stream| Errand {
            tenant: id.clone(),
            stream,
            kind: Kind::Log,
        }));
    }
    Ok(errands)
}

fn settled(now: Timestamp) -> Timestamp {
    now.plus_seconds(-SETTLING)
}

/// Sends one batch of one stream. Whether its cursor moved.
async fn go_on(stream: &str, context: &Context) -> Result<bool, Broken> {
    let (tenant, now) = (&context.tenant, context.now);
    let mut work = context.begin().await?;
    let leased = table::lease(tenant, stream, now, now.plus_seconds(LEASE), &mut work).await?;
    let Some(cursor) = leased else {
        return Ok(false);
    };
    let found = STREAMS
        .collection
        .look_up_for_update("", stream, context, &mut work)
        .await?;
    let Some(stream) = found else {
        table::delete(tenant, stream, &mut work).await?;
        work.commit().await?;
        return Ok(false);
    };
    let is_active = text_of(&stream.document, "status").as_deref() == Some("active");
    if !is_active || !log_streams::is_sent(&stream.document) {
        table::wake(tenant, &stream.id, NEVER, &mut work).await?;
        work.commit().await?;
        return Ok(false);
    }
    work.commit().await?;
    send(&stream, &cursor, context).await
}

async fn send(stream: &Item, cursor: &Cursor, context: &Context) -> Result<bool, Broken> {
    let (tenant, now) = (&context.tenant, context.now);
    let behind = table::entries(
        tenant,
        &cursor.position,
        settled(now),
        BATCH,
        context.database(),
    );
    let behind = behind.await?;
    let Some(last) = behind.last().map(|(id, _)| id.clone()) else {
        return Ok(false);
    };
    let wanted: Vec<Value> = behind
        .into_iter()
        .filter(|(_, entry)| is_wanted(&stream.document, entry))
        .map(|(id, entry)| told(&id, entry, &stream.document))
        .collect();
    let refused = if wanted.is_empty() {
        None
    } else {
        deliver(&stream.document, &wanted, context).await.err()
    };
    let mut work = context.begin().await?;
    let Some(reason) = refused else {
        table::advance(tenant, cursor, &last, now, &mut work).await?;
        work.commit().await?;
        return Ok(true);
    };
    let tries = usize::try_from(cursor.attempts).unwrap_or(usize::MAX);
    let wait = BACKOFF[tries.min(BACKOFF.len() - 1)];
    let failing_since = cursor.failing_since.unwrap_or(now);
    tracing::warn!(stream = stream.id, %reason, wait, "a log stream's receiver did not take its entries");
    table::postpone(
        tenant,
        cursor,
        failing_since,
        now.plus_seconds(wait),
        &mut work,
    )
    .await?;
    work.commit().await?;
    if now > failing_since.plus_seconds(ENDURED) {
        tracing::error!(stream = stream.id, "a log stream is suspended");
        log_streams::suspend(&stream.id, context).await?;
    }
    Ok(false)
}

/// Whether a stream's filters, of which none lets everything pass, name the entry's group.
fn is_wanted(stream: &Members, entry: &Map<String, Value>) -> bool {
    let filters = stream.get("filters").and_then(Value::as_array);
    let Some(filters) = filters.filter(|filters| !filters.is_empty()) else {
        return true;
    };
    let code = entry.get("type").and_then(Value::as_str);
    let category = categories::of(code.unwrap_or_default());
    filters.iter().any(|filter| filter["name"] == category)
}

/// An entry as streams get it, without what the stream's receiver is not to read.
fn told(id: &str, entry: Map<String, Value>, stream: &Members) -> Value {
    let mut data = Value::Object(shape::streamed(entry));
    if let Some(config) = stream.get("pii_config") {
        privacy::hide(&mut data, config);
    }
    serde_json::json!({ "log_id": id, "data": data })
}

async fn deliver(stream: &Members, entries: &[Value], context: &Context) -> Result<(), String> {
    let payload = Payload::of(stream, entries).ok_or("its sink can't be used")?;
    let headers: Vec<(&str, &str)> = payload
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let sent = context.platform.outgoing.post_text(
        &payload.url,
        &headers,
        &payload.content_type,
        payload.body,
    );
    let answer = sent.await.map_err(|unanswered| unanswered.to_string())?;
    if (200..300).contains(&answer.status) {
        return Ok(());
    }
    Err(format!(
        "it answered {}: {}",
        answer.status,
        answer.excerpt()
    ))
}
