//! Sending a message to see that it arrives: by a provider, or in a template's words.

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Part};
use serde_json::{Value, json};

use super::templates::TEMPLATES;
use super::words::{self, Names, Own};
use super::{PROVIDERS, TRY};
use crate::context::Context;
use crate::failure::ManagementFailure;
use crate::messages::{self, TextMessage};

/// The code that such messages hold. It opens nothing.
const CODE: &str = "123456";

/// Sends a message in our words.
///
/// # Errors
/// 400 for a bad body, or where nobody could carry the message; 404; or when the database is away.
pub async fn of_provider(
    id: &str,
    body: &Value,
    context: &Context,
) -> Result<(), ManagementFailure> {
    let to = addressee(body)?;
    let provider = PROVIDERS.collection.find(id, context).await?;
    if provider.document.get("disabled") == Some(&json!(true)) {
        return Err(Error::no_sender_of_texts().into());
    }
    let text = words::of_code(CODE, None, &[], "", context);
    send(to, text, None, context).await
}

/// Sends a message in a template's words, with values that mean nothing.
///
/// # Errors
/// 400 for a bad body, where the words can't be used, or where nobody could carry the message; 404; or when the database
/// is away.
pub async fn of_template(
    id: &str,
    body: &Value,
    context: &Context,
) -> Result<(), ManagementFailure> {
    let to = addressee(body)?;
    let template = TEMPLATES.collection.find(id, context).await?;
    let content = template.document.get("content");
    let said = |pointer: &str| content?.pointer(pointer)?.as_str().map(str::to_owned);
    let own = said("/body/text").filter(|own| !own.trim().is_empty());
    let text = match own {
        None => words::of_code(CODE, None, &[], "", context),
        Some(own) => words::tried(CODE, &Own::new(own, Names::Branding), context)
            .map_err(|error| Error::invalid_body(format!("The template can't be used: {error}")))?,
    };
    send(to, text, said("/from"), context).await
}

/// To whom it goes.
fn addressee(body: &Value) -> Result<String, Error> {
    TRY.check(body, Part::Payload)?;
    if body["delivery_method"] == "voice" {
        return Err(Error::voice_is_not_spoken());
    }
    // As recorded: the plus may lack.
    let digits = body["to"].as_str().unwrap_or_default();
    let to = format!("+{}", digits.strip_prefix('+').unwrap_or(digits));
    if !Format::Phone.accepts(&to) {
        return Err(Error::invalid_body(
            "Payload validation error: 'Object didn't pass validation for format phone-number' on property to (The number that gets a message).",
        ));
    }
    Ok(to)
}

async fn send(
    to: String,
    body: String,
    from: Option<String>,
    context: &Context,
) -> Result<(), ManagementFailure> {
    let outbox = &context.platform.outbox;
    if outbox.webhook.is_none() && !outbox.keeps_inbox {
        return Err(Error::no_sender_of_texts().into());
    }
    let text = TextMessage {
        to,
        from,
        body,
        code: None,
        connection_id: None,
    };
    let mut work = context.begin().await?;
    messages::enqueue(&text.into(), context, &mut work).await?;
    work.commit().await?;
    Ok(())
}
