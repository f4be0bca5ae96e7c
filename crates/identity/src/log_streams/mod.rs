//! Log streams: where copies of the log's entries are sent, and how far each is. `streaming/` sends them.

pub mod categories;
mod document;
mod manage;
pub mod table;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use serde_json::json;

pub use self::document::{CATEGORIES, CREATE, UPDATE};
pub use self::manage::{NEVER, create, delete, suspend, update};
use crate::collections::{Collection, Members, Resource, text_of};
use crate::tenant_documents::Secrets;

/// Upstream shows to who may read a stream what it authenticates with.
const SECRETS: Secrets = Secrets::shown(&[
    "/sink/httpAuthorization",
    "/sink/httpCustomHeaders",
    "/sink/datadogApiKey",
    "/sink/splunkToken",
    "/sink/sumoSourceAddress",
    "/sink/segmentWriteKey",
    "/sink/mixpanelServiceAccountPassword",
]);

/// What a stream has in common with all others.
pub static STREAMS: Resource = Resource::new(
    Collection::new("log-stream", Shape::Digits("lst_"), |_| {
        Error::unknown_log_stream()
    })
    .with_secrets(SECRETS)
    .with_limit(20, Error::too_many_log_streams),
    &CREATE,
    &UPDATE,
)
.starting_with(|stream, _| {
    stream.insert("status".to_owned(), json!("active"));
})
.changed_by(document::change)
.checked_by(|stream| {
    let kind = text_of(stream, "type").unwrap_or_default();
    document::check_sink(&kind, stream)
})
.undated();

/// The kinds of receivers to whom entries are sent. The others need an account with a provider, and are kept.
const SENT: [&str; 6] = ["http", "datadog", "splunk", "sumo", "segment", "mixpanel"];

/// Whether entries are sent to this kind of receiver.
pub fn is_sent(stream: &Members) -> bool {
    text_of(stream, "type").is_some_and(|kind| SENT.contains(&kind.as_str()))
}
