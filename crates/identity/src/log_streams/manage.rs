//! Making, changing and deleting streams, each together with its cursor.

use ostia_protocol::auth0::ids::LogId;
use ostia_protocol::auth0::management_error::Error;
use serde_json::{Value, json};

use super::{STREAMS, is_sent, table};
use crate::collections::{Item, text_of};
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};
use crate::time::Timestamp;

/// When what isn't sent is looked at: after all.
pub const NEVER: Timestamp = Timestamp::from_millis(i64::MAX);

/// Makes a stream, which begins with what happens from now on, or from a moment that the body names.
///
/// # Errors
/// 400 for a bad body, 409 where there are too many; or when the database is away.
pub async fn create(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    let mut document = STREAMS.fresh(body, context)?;
    let start = document.remove("startFrom");
    let start = start.as_ref().and_then(Value::as_str);
    let start: Timestamp = start
        .and_then(|start| start.parse().ok())
        .unwrap_or(context.now);
    let position = LogId::floor(u64::try_from(start.millis()).unwrap_or_default());
    let mut work = context.begin().await?;
    let made = STREAMS
        .collection
        .insert("", document, context, &mut work)
        .await?;
    let due_at = due(&made, context);
    table::insert(&context.tenant, &made.id, &position, due_at, &mut work)
        .await
        .map_err(Broken::from)?;
    work.commit().await?;
    Ok(STREAMS.shown(made))
}

/// Changes a stream. One that is active again goes on where it stopped.
///
/// # Errors
/// 400 for a bad body, 404; or when the database is away.
pub async fn update(id: &str, body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    let mut work = context.begin().await?;
    let changed = STREAMS.update_in(id, body, context, &mut work).await?;
    table::wake(&context.tenant, id, due(&changed, context), &mut work)
        .await
        .map_err(Broken::from)?;
    work.commit().await?;
    Ok(STREAMS.shown(changed))
}

/// Deletes a stream.
///
/// # Errors
/// 404; or when the database is away.
pub async fn delete(id: &str, context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    if !STREAMS.collection.remove(id, context, &mut work).await? {
        return Err(Error::unknown_log_stream().into());
    }
    table::delete(&context.tenant, id, &mut work)
        .await
        .map_err(Broken::from)?;
    work.commit().await?;
    Ok(())
}

/// Stops a stream that nobody took anything from for too long.
///
/// # Errors
/// When the database is away.
pub async fn suspend(id: &str, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    let found = STREAMS
        .collection
        .look_up_for_update("", id, context, &mut work)
        .await?;
    if let Some(mut stream) = found {
        stream
            .document
            .insert("status".to_owned(), json!("suspended"));
        let written = STREAMS.collection.update("", stream, context, &mut work);
        written
            .await
            .map_err(|_| Broken::internal("a log stream could not be suspended"))?;
    }
    table::wake(&context.tenant, id, NEVER, &mut work).await?;
    work.commit().await
}

fn due(stream: &Item, context: &Context) -> Timestamp {
    let is_active = text_of(&stream.document, "status").as_deref() == Some("active");
    if is_active && is_sent(&stream.document) {
        context.now
    } else {
        NEVER
    }
}
