//! `/api/v2/log-streams`: where copies of the log's entries are sent.

use axum::http::StatusCode;
use ostia_identity::log_streams::{self, CREATE, STREAMS, UPDATE};
use ostia_protocol::auth0::paging::Paging;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateLogStreams, DeleteLogStreams, ReadLogStreams, UpdateLogStreams,
};

use super::operation::Operation;
use super::{Answer, answer, done, resource};
use crate::extract::{JsonBody, PathId, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/log-streams", "List the log streams", list).any_of(&[ReadLogStreams]),
        Operation::post("/log-streams", "Create a log stream", create)
            .any_of(&[CreateLogStreams])
            .body(&CREATE)
            .answers(&[200]),
        resource::reading("/log-streams/{id}", "Read a log stream", &STREAMS)
            .any_of(&[ReadLogStreams]),
        Operation::patch("/log-streams/{id}", "Change a log stream", update)
            .any_of(&[UpdateLogStreams])
            .body(&UPDATE),
        Operation::delete("/log-streams/{id}", "Delete a log stream", delete)
            .any_of(&[DeleteLogStreams]),
    ]
}

/// An array of all, whatever the query: there are few.
async fn list(context: RequestContext) -> Answer {
    let page = STREAMS
        .list(&Paging::None { limit: 100 }, None, &context)
        .await?;
    Ok(answer(StatusCode::OK, &page.rows))
}

async fn create(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = log_streams::create(&body, &context).await?;
    Ok(answer(StatusCode::OK, &made))
}

async fn update(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let changed = log_streams::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

async fn delete(PathId(id): PathId, context: RequestContext) -> Answer {
    log_streams::delete(&id, &context).await?;
    Ok(done())
}
