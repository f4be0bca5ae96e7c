//! Text messages: posted to the operator's webhook, which has them carried (docs/operating.md).

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::smtp::Outcome;
use crate::context::Context;
use crate::failure::Broken;
use crate::messages::{TextMessage, Webhook};
use crate::phone_messages::PROVIDERS;

/// Sends a message by what the operator and the tenant have set up.
///
/// # Errors
/// When the database is away.
pub(super) async fn send(
    id: &str,
    text: &TextMessage,
    context: &Context,
) -> Result<Outcome, Broken> {
    let Some(webhook) = &context.platform.outbox.webhook else {
        return Ok(if context.platform.outbox.keeps_inbox {
            Outcome::Done
        } else {
            Outcome::Hopeless("No webhook for text messages is set up.".to_owned())
        });
    };
    let provider = provider(context).await?;
    if provider["disabled"] == true {
        return Ok(Outcome::Hopeless(
            "The tenant's phone provider is switched off.".to_owned(),
        ));
    }
    Ok(post(id, text, &provider, webhook, context).await)
}

/// What the tenant says of its provider; `null` where it has none.
async fn provider(context: &Context) -> Result<Value, Broken> {
    let mut providers = PROVIDERS.collection.all("", context).await?.into_iter();
    let provider = providers.next().map(|item| Value::Object(item.document));
    Ok(provider.unwrap_or_default())
}

async fn post(
    id: &str,
    text: &TextMessage,
    provider: &Value,
    webhook: &Webhook,
    context: &Context,
) -> Outcome {
    // A message may have waited: the signature is of now.
    let now = context.platform.clock.now().seconds();
    let usual = provider["configuration"]["default_from"].as_str();
    let body = json!({
        "id": id,
        "type": "sms",
        "tenant": context.tenant.id,
        "from": text.from.as_deref().or(usual),
        "to": text.to,
        "text": text.body,
    })
    .to_string();
    let mac = webhook.key.sign(format!("{now}.{body}").as_bytes());
    let signature = format!("t={now},v1={}", hexadecimal(&mac));
    let headers = [
        ("ostia-signature", signature.as_str()),
        ("ostia-message-id", id),
    ];
    let answer = webhook
        .outgoing
        .post_text(&webhook.url, &headers, "application/json", body)
        .await;
    match answer {
        Ok(answer) if (200..300).contains(&answer.status) => Outcome::Done,
        Ok(answer)
            if (400..500).contains(&answer.status) && ![408, 425, 429].contains(&answer.status) =>
        {
            Outcome::Hopeless(format!(
                "The webhook answered {}: {}",
                answer.status,
                answer.excerpt()
            ))
        }
        Ok(answer) => Outcome::Later(format!(
            "The webhook answered {}: {}",
            answer.status,
            answer.excerpt()
        )),
        Err(unanswered) => Outcome::Later(unanswered.to_string()),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a `String` can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
