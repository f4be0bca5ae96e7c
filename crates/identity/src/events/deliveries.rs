//! Deliveries: events on their way to a stream, and those that did not arrive. What arrived is forgotten.

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Part;
use serde_json::{Value, json};

use super::table::{self, Delivery};
use super::{Event, keep, sample};
use crate::context::Context;
use crate::database::Work;
use crate::event_streams::{REDELIVER, STREAMS, TEST};
use crate::failure::{Broken, ManagementFailure};
use crate::time::Timestamp;

/// Puts an event on its way.
pub(super) async fn enqueue(
    stream: &str,
    event: &Event,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    table::insert_delivery(&context.tenant, stream, event, context.now, work).await?;
    work.rings(&context.platform.events);
    Ok(())
}

/// Which deliveries a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The kinds of events; all where none is named.
    pub kinds: Vec<String>,
    /// Since when they happened.
    pub from: Option<Timestamp>,
    /// Until when.
    pub until: Option<Timestamp>,
    /// Behind which event the list goes on.
    pub after: String,
    /// How many.
    pub take: i64,
}

/// What did not arrive at a stream, oldest first.
///
/// # Errors
/// 404; or when the database is away.
pub async fn list(
    stream: &str,
    filter: &Filter,
    context: &Context,
) -> Result<Vec<Value>, ManagementFailure> {
    STREAMS.collection.find(stream, context).await?;
    let asked = table::Failed {
        kinds: &filter.kinds,
        time: time(filter.from, filter.until),
        after: &filter.after,
        limit: filter.take,
    };
    let found = table::failed(&context.tenant, stream, &asked, context.database()).await;
    let found = found.map_err(Broken::from)?;
    Ok(found
        .iter()
        .map(|delivery| shown(delivery, context))
        .collect())
}

/// One event that did not arrive, or not yet.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(
    stream: &str,
    event: &str,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    let delivery = find(stream, event, context).await?;
    if delivery.history.is_empty() {
        return Err(Error::unknown_delivery().into());
    }
    Ok(shown(&delivery, context))
}

async fn find(stream: &str, event: &str, context: &Context) -> Result<Delivery, ManagementFailure> {
    STREAMS.collection.find(stream, context).await?;
    let found = table::find(&context.tenant, stream, event, context.database()).await;
    let found = found.map_err(Broken::from)?;
    Ok(found.ok_or_else(Error::unknown_delivery)?)
}

/// Sends what did not arrive again.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn redeliver(
    stream: &str,
    body: &Value,
    context: &Context,
) -> Result<(), ManagementFailure> {
    REDELIVER.check(body, Part::Payload)?;
    STREAMS.collection.find(stream, context).await?;
    let moment = |name: &str| body[name].as_str().and_then(|text| text.parse().ok());
    let time = time(moment("date_from"), moment("date_to"));
    let kinds = body["event_types"].as_array().into_iter().flatten();
    let kinds = kinds.filter_map(Value::as_str).map(str::to_owned);
    let kinds: Vec<String> = kinds.collect();
    let mut work = context.begin().await?;
    table::retry(
        &context.tenant,
        stream,
        &kinds,
        time,
        context.now,
        &mut work,
    )
    .await
    .map_err(Broken::from)?;
    work.rings(&context.platform.events);
    work.commit().await?;
    Ok(())
}

/// Sends one event that did not arrive again.
///
/// # Errors
/// 404, 409 where it is on its way; or when the database is away.
pub async fn redeliver_one(
    stream: &str,
    event: &str,
    context: &Context,
) -> Result<(), ManagementFailure> {
    find(stream, event, context).await?;
    let mut work = context.begin().await?;
    let was_failed = table::retry_one(&context.tenant, stream, event, context.now, &mut work).await;
    if !was_failed.map_err(Broken::from)? {
        return Err(Error::event_is_on_its_way().into());
    }
    work.rings(&context.platform.events);
    work.commit().await?;
    Ok(())
}

/// Sends a stream an event that did not happen.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn test(
    stream: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    TEST.check(body, Part::Payload)?;
    let kind = body["event_type"].as_str().unwrap_or_default();
    let data = body.get("data").cloned();
    let data = data.unwrap_or_else(|| json!({ "object": sample::object(kind) }));
    let mut work = context.begin().await?;
    STREAMS
        .collection
        .find_for_update("", stream, context, &mut work)
        .await?;
    let event = keep(kind, &data, true, context, &mut work).await?;
    enqueue(stream, &event, context, &mut work).await?;
    work.commit().await?;
    let delivery = Delivery {
        stream_id: stream.to_owned(),
        event_id: event.id,
        kind: event.kind,
        status: "pending".to_owned(),
        attempts: 0,
        history: Vec::new(),
        data,
        is_test: true,
        created_at: context.now,
    };
    Ok(json!({
        "id": delivery.event_id,
        "event_stream_id": stream,
        "status": delivery.status,
        "event_type": delivery.kind,
        "attempts": [],
        "event": cloud_event(&delivery, context),
    }))
}

fn time(from: Option<Timestamp>, until: Option<Timestamp>) -> [Timestamp; 2] {
    [
        from.unwrap_or(Timestamp::from_millis(i64::MIN)),
        until.unwrap_or(Timestamp::from_millis(i64::MAX)),
    ]
}

/// The event itself, as receivers get it (`CloudEvents` 1.0).
pub fn cloud_event(delivery: &Delivery, context: &Context) -> Value {
    let mut event = json!({
        "specversion": "1.0",
        "type": delivery.kind,
        "source": format!("urn:auth0:{}", context.tenant.id),
        "id": delivery.event_id,
        "time": delivery.created_at.to_string(),
        "data": delivery.data,
        "a0tenant": context.tenant.id,
        "a0stream": delivery.stream_id,
    });
    if delivery.is_test {
        event["a0purpose"] = json!("test");
    }
    event
}

fn shown(delivery: &Delivery, context: &Context) -> Value {
    let event = cloud_event(delivery, context);
    json!({
        "id": delivery.event_id,
        "event_stream_id": delivery.stream_id,
        // Whatever is still known of did not arrive: there is no other status.
        "status": "failed",
        "event_type": delivery.kind,
        "attempts": delivery.history,
        "event": {
            "id": event["id"], "source": event["source"], "specversion": event["specversion"], "type": event["type"],
            "time": event["time"], "data": delivery.data.to_string(),
        },
    })
}
