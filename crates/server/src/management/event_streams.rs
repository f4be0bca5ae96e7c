//! `/api/v2/event-streams`: who is told of what happens to users and organizations.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::event_streams::{self as streams, STREAMS};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateEventStreams, DeleteEventStreams, ReadEventDeliveries, ReadEventStreams,
    UpdateEventDeliveries, UpdateEventStreams,
};
use serde_json::json;

use super::operation::Operation;
use super::{Answer, answer, done, resource};
use crate::extract::{JsonBody, PathId, PathIds, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    const ITEM: &str = "/event-streams/{id}";
    vec![
        resource::wrapped(
            "/event-streams",
            "List the event streams",
            "eventStreams",
            &STREAMS,
        )
        .any_of(&[ReadEventStreams]),
        resource::creating("/event-streams", "Create an event stream", &STREAMS)
            .any_of(&[CreateEventStreams])
            .stored(),
        Operation::get(ITEM, "Read an event stream", read)
            .any_of(&[ReadEventStreams])
            .segments(&streams::PATH),
        Operation::patch(ITEM, "Change an event stream", update)
            .any_of(&[UpdateEventStreams])
            .segments(&streams::PATH)
            .body(&streams::UPDATE)
            .stored(),
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
        .segments(&streams::PATH)
        .placeholder(),
        Operation::get(
            "/event-streams/{id}/deliveries/{event_id}",
            "Read a failed delivery",
            delivery,
        )
        .any_of(&[ReadEventDeliveries])
        .placeholder(),
        Operation::post(
            "/event-streams/{id}/redeliver",
            "Deliver failed events again",
            redeliver,
        )
        .any_of(&[UpdateEventDeliveries])
        .body(&streams::REDELIVER)
        .answers(&[202])
        .placeholder(),
        Operation::post(
            "/event-streams/{id}/redeliver/{event_id}",
            "Deliver a failed event again",
            delivery,
        )
        .any_of(&[UpdateEventDeliveries])
        .answers(&[202])
        .placeholder(),
        Operation::post("/event-streams/{id}/test", "Send an event as a test", test)
            .any_of(&[UpdateEventStreams])
            .body(&streams::TEST)
            .answers(&[202])
            .placeholder(),
    ]
}

static DELIVERIES: LazyLock<Schema> = LazyLock::new(|| {
    let text = |maximum| Schema::string().max_length(maximum);
    Schema::object()
        .member("statuses", text(100))
        .member("event_types", text(2_000))
        .member("date_from", text(40))
        .member("date_to", text(40))
        .member("from", text(1_000))
        .member("take", Schema::integer().minimum(1).maximum(100))
});

fn check(id: &str) -> Result<(), Error> {
    streams::PATH
        .check_path(&[("id".to_owned(), id.to_owned())])
        .map(drop)
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

/// Nothing is sent yet, so that nothing failed to be delivered.
async fn list_deliveries(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    check(&id)?;
    DELIVERIES.check_query(&query.0)?;
    STREAMS.read(&id, &context).await?;
    Ok(answer(StatusCode::OK, &json!([])))
}

async fn delivery(PathIds(id, _): PathIds, context: RequestContext) -> Answer {
    check(&id)?;
    STREAMS.read(&id, &context).await?;
    Err(Error::unknown_delivery().into())
}

async fn redeliver(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    check(&id)?;
    streams::REDELIVER.check(&body, Part::Payload)?;
    STREAMS.read(&id, &context).await?;
    Ok(answer(StatusCode::ACCEPTED, &json!({})))
}

async fn test(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    check(&id)?;
    streams::TEST.check(&body, Part::Payload)?;
    STREAMS.read(&id, &context).await?;
    Err(Error::events_are_not_sent().into())
}
