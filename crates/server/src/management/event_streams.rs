//! `/api/v2/event-streams`: who is told of what happens to users and organizations.

use std::sync::LazyLock;

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use ostia_identity::event_streams::{self as streams, STREAMS};
use ostia_identity::events::deliveries::{self, Filter};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Schema};
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateEventStreams, DeleteEventStreams, ReadEventDeliveries, ReadEventStreams, ReadEvents,
    UpdateEventDeliveries, UpdateEventStreams,
};
use serde_json::{Value, json};

use super::operation::Operation;
use super::{Answer, answer, done, resource, text};
use crate::extract::{JsonBody, PathId, PathIds, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    const ITEM: &str = "/event-streams/{id}";
    vec![
        Operation::get("/events", "Follow what happens", follow)
            .any_of(&[ReadEvents])
            .placeholder(),
        resource::wrapped(
            "/event-streams",
            "List the event streams",
            "eventStreams",
            &STREAMS,
        )
        .any_of(&[ReadEventStreams]),
        resource::creating("/event-streams", "Create an event stream", &STREAMS)
            .any_of(&[CreateEventStreams]),
        Operation::get(ITEM, "Read an event stream", read)
            .any_of(&[ReadEventStreams])
            .segments(&streams::PATH),
        Operation::patch(ITEM, "Change an event stream", update)
            .any_of(&[UpdateEventStreams])
            .segments(&streams::PATH)
            .body(&streams::UPDATE),
        Operation::delete(ITEM, "Delete an event stream", delete)
            .any_of(&[DeleteEventStreams])
            .segments(&streams::PATH),
        Operation::get(
            "/event-streams/{id}/deliveries",
            "List failed deliveries",
            list_deliveries,
        )
        .all_of(&[ReadEventStreams, ReadEventDeliveries])
        .query(&DELIVERIES)
        .segments(&streams::PATH),
        Operation::get(
            "/event-streams/{id}/deliveries/{event_id}",
            "Read a failed delivery",
            read_delivery,
        )
        .any_of(&[ReadEventDeliveries]),
        Operation::post(
            "/event-streams/{id}/redeliver",
            "Deliver failed events again",
            redeliver,
        )
        .any_of(&[UpdateEventDeliveries])
        .body(&streams::REDELIVER)
        .answers(&[202]),
        Operation::post(
            "/event-streams/{id}/redeliver/{event_id}",
            "Deliver a failed event again",
            redeliver_one,
        )
        .any_of(&[UpdateEventDeliveries])
        .answers(&[202]),
        Operation::post("/event-streams/{id}/test", "Send an event as a test", test)
            .any_of(&[UpdateEventStreams])
            .body(&streams::TEST)
            .answers(&[202]),
    ]
}

static DELIVERIES: LazyLock<Schema> = LazyLock::new(|| {
    let text = |maximum| Schema::string().max_length(maximum);
    let time = || Schema::formatted(Format::DateTime).max_length(40);
    Schema::object()
        .member("statuses", text(100))
        .member("event_types", text(2_000))
        .member("date_from", time())
        .member("date_to", time())
        .member("from", text(1_000))
        .member("take", Schema::integer().minimum(1).maximum(100))
});

fn check(id: &str) -> Result<(), Error> {
    streams::PATH
        .check_path(&[("id".to_owned(), id.to_owned())])
        .map(drop)
}

/// Nobody can listen yet: events are sent to event streams.
async fn follow() -> Answer {
    Err(Error::not_found().into())
}

async fn read(PathId(id): PathId, context: RequestContext) -> Answer {
    check(&id)?;
    Ok(answer(StatusCode::OK, &STREAMS.read(&id, &context).await?))
}

async fn update(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    check(&id)?;
    let changed = STREAMS.update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

async fn delete(PathId(id): PathId, context: RequestContext) -> Answer {
    check(&id)?;
    STREAMS.delete(&id, &context).await?;
    Ok(done())
}

async fn list_deliveries(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    check(&id)?;
    let asked = DELIVERIES.check_query(&query.0)?;
    let list = |name: &str| -> Vec<String> {
        let named = text(&asked, name).unwrap_or_default();
        let named = named
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        named.map(str::to_owned).collect()
    };
    let statuses = list("statuses");
    if !statuses.is_empty() && !statuses.iter().any(|status| status == "failed") {
        return Ok(answer(StatusCode::OK, &json!([])));
    }
    let moment = |name: &str| text(&asked, name).and_then(|text| text.parse().ok());
    let filter = Filter {
        kinds: list("event_types"),
        from: moment("date_from"),
        until: moment("date_to"),
        after: text(&asked, "from").unwrap_or_default(),
        take: asked.get("take").and_then(Value::as_i64).unwrap_or(50),
    };
    let found = deliveries::list(&id, &filter, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

async fn read_delivery(PathIds(id, event): PathIds, context: RequestContext) -> Answer {
    check(&id)?;
    let found = deliveries::read(&id, &event, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

async fn redeliver(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    check(&id)?;
    deliveries::redeliver(&id, &body, &context).await?;
    Ok(answer(StatusCode::ACCEPTED, &body))
}

async fn redeliver_one(PathIds(id, event): PathIds, context: RequestContext) -> Answer {
    check(&id)?;
    deliveries::redeliver_one(&id, &event, &context).await?;
    Ok(StatusCode::ACCEPTED.into_response())
}

async fn test(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    check(&id)?;
    let submitted = deliveries::test(&id, &body, &context).await?;
    Ok(answer(StatusCode::ACCEPTED, &submitted))
}
