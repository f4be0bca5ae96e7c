//! Sending events to the streams that subscribed to them: each delivery is leased, so that one node sends it, and tried a
//! few times; what did not arrive is kept, and can be sent again.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::crew::{self, Errand, Kind};
use super::payload::NOT_CUSTOM;
use crate::collections::{Members, text_of};
use crate::context::{Context, Platform};
use crate::database::Work;
use crate::event_streams::STREAMS;
use crate::events::deliveries::cloud_event;
use crate::events::table::{self, Delivery};
use crate::failure::Broken;

/// How many events are sent at once.
const BATCH: i64 = 20;
/// How long a node has for one, in seconds, before another one may take it.
const LEASE: i64 = 60;
/// How long to wait after each failed try, in seconds; after the last one the event is kept as failed.
const BACKOFF: [i64; 3] = [10, 60, 300];
/// How many tries are remembered: an event may be sent again and again.
const REMEMBERED: usize = 20;

/// Sends every event that is due, in all tenants. How many arrived.
///
/// # Errors
/// When the database is away. What was sent until then stays sent.
pub async fn deliver_due(platform: &Arc<Platform>) -> Result<usize, Broken> {
    crew::finish(due(platform).await?, platform).await
}

/// The streams that have something to be sent.
pub(super) async fn due(platform: &Platform) -> Result<Vec<Errand>, Broken> {
    let now = platform.clock.now();
    let streams = table::streams_with_due(now, &platform.database).await?;
    let errands = streams.into_iter().map(|(tenant, stream)| Errand {
        tenant,
        stream,
        kind: Kind::Events,
    });
    Ok(errands.collect())
}

/// Sends a stream some of what is due, all at once. How many arrived.
pub(super) async fn go_on(stream: &str, context: &Context) -> Result<usize, Broken> {
    let due = table::due(
        &context.tenant,
        stream,
        context.now,
        BATCH,
        context.database(),
    );
    let mut sending = JoinSet::new();
    for event in due.await? {
        let (stream, context) = (stream.to_owned(), context.clone());
        sending.spawn(async move { deliver(&stream, &event, &context).await });
    }
    let mut arrived = 0;
    while let Some(went) = sending.join_next().await {
        arrived += usize::from(went.map_err(Broken::internal)??);
    }
    Ok(arrived)
}

/// Whether it arrived.
async fn deliver(stream: &str, event: &str, context: &Context) -> Result<bool, Broken> {
    let (tenant, now) = (&context.tenant, context.now);
    let mut work = context.begin().await?;
    let until = now.plus_seconds(LEASE);
    if !table::lease(tenant, stream, event, now, until, &mut work).await? {
        return Ok(false);
    }
    let destination = STREAMS
        .collection
        .look_up_for_update("", stream, context, &mut work)
        .await?;
    let Some(destination) = destination else {
        // Whoever wanted to know is gone.
        table::delete(tenant, stream, event, &mut work).await?;
        work.commit().await?;
        return Ok(false);
    };
    work.commit().await?;
    let Some(delivery) = table::find(tenant, stream, event, context.database()).await? else {
        return Ok(false);
    };
    let sent = send(&destination.document, &delivery, context).await;
    let mut work = context.begin().await?;
    match &sent {
        Ok(()) => table::delete(tenant, stream, event, &mut work).await?,
        Err(reason) => conclude(delivery, reason, context, &mut work).await?,
    }
    work.commit().await?;
    Ok(sent.is_ok())
}

async fn conclude(
    mut delivery: Delivery,
    reason: &str,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    tracing::warn!(stream = delivery.stream_id, event = delivery.event_id, %reason, "an event did not arrive");
    delivery.history.push(json!({
        "status": "failed", "timestamp": context.now.to_string(), "error_message": reason,
    }));
    let forgotten = delivery.history.len().saturating_sub(REMEMBERED);
    delivery.history.drain(..forgotten);
    let tries = usize::try_from(delivery.attempts).unwrap_or(usize::MAX);
    let (status, due_at) = match BACKOFF.get(tries.saturating_sub(1)) {
        Some(seconds) => ("pending", context.now.plus_seconds(*seconds)),
        None => ("failed", context.now),
    };
    table::note_failure(&context.tenant, &delivery, status, due_at, work).await?;
    Ok(())
}

async fn send(stream: &Members, delivery: &Delivery, context: &Context) -> Result<(), String> {
    if text_of(stream, "status").as_deref() != Some("enabled") && !delivery.is_test {
        return Err("The event stream is disabled.".to_owned());
    }
    let destination = stream.get("destination").unwrap_or(&Value::Null);
    if destination["type"] != "webhook" {
        return Err("Events are sent to webhooks alone.".to_owned());
    }
    let configuration = &destination["configuration"];
    let headers: Vec<(String, String)> = header(&configuration["webhook_authorization"])
        .into_iter()
        .collect();
    let headers: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let url = configuration["webhook_endpoint"]
        .as_str()
        .unwrap_or_default();
    let event = cloud_event(delivery, context).to_string();
    let outgoing = &context.platform.outgoing;
    let answer = outgoing
        .post_text(url, &headers, "application/json", event)
        .await
        .map_err(|unanswered| unanswered.to_string())?;
    if (200..300).contains(&answer.status) {
        return Ok(());
    }
    // What else it said is not told: a tenant could read from it what answers in the operator's network.
    Err(format!("The receiver answered {}.", answer.status))
}

/// What a webhook recognises us by.
fn header(authorization: &Value) -> Option<(String, String)> {
    let text = |name: &str| authorization[name].as_str().unwrap_or_default();
    let named = |value: String| ("authorization".to_owned(), value);
    match authorization["method"].as_str()? {
        "basic" => {
            let pair = format!("{}:{}", text("username"), text("password"));
            Some(named(format!("Basic {}", BASE64.encode(pair))))
        }
        "bearer" => Some(named(format!("Bearer {}", text("token")))),
        _ => {
            let name = text("header_key").to_ascii_lowercase();
            let is_theirs = !NOT_CUSTOM.contains(&name.as_str());
            is_theirs.then(|| (name, text("header_value").to_owned()))
        }
    }
}
