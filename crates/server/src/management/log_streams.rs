//! `/api/v2/log-streams`: where copies of the log's entries are sent.

use axum::http::StatusCode;
use ostia_identity::log_streams::{CREATE, STREAMS};
use ostia_protocol::auth0::paging::Paging;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateLogStreams, DeleteLogStreams, ReadLogStreams, UpdateLogStreams,
};

use super::operation::Operation;
use super::{Answer, answer, resource};
use crate::extract::{JsonBody, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/log-streams", "List the log streams", list).any_of(&[ReadLogStreams]),
        Operation::post("/log-streams", "Create a log stream", create)
            .any_of(&[CreateLogStreams])
            .body(&CREATE)
            .answers(&[200])
            .stored(),
        resource::reading("/log-streams/{id}", "Read a log stream", &STREAMS)
            .any_of(&[ReadLogStreams]),
        resource::changing("/log-streams/{id}", "Change a log stream", &STREAMS)
            .any_of(&[UpdateLogStreams])
            .stored(),
        resource::deleting("/log-streams/{id}", "Delete a log stream", &STREAMS)
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
    let made = STREAMS.create(&body, &context).await?;
    Ok(answer(StatusCode::OK, &made))
}
