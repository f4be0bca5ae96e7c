//! Sending what waits in the outbox: leased, so that one node sends it, and tried again until it is sent or hopeless.

mod back_channel;
mod letter;
mod lockout;
mod reset;
mod smtp;
mod texts;

use std::sync::Arc;
use std::time::Duration;

use ostia_protocol::auth0::ids::TenantId;
use tokio::task::JoinSet;

use self::smtp::{Outcome, Route};
use crate::connections;
use crate::context::{Context, Origin, Platform};
use crate::emails::provider;
use crate::failure::Broken;
use crate::logs::{Entry, Event};
use crate::messages::inbox::{self, Channel, Received};
use crate::messages::{self, Leased, Message, TextMessage};
use crate::tenants;

/// How often the outbox is looked at when nobody rings: for what other nodes committed, and for what waits.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many messages are taken at once.
const BATCH: i64 = 20;
/// How long a node has for a batch, in seconds, before another one may take it.
const LEASE: i64 = 300;
/// How long to wait after each failed try, in seconds; when there is none left, a message is given up.
const BACKOFF: [i64; 8] = [10, 60, 300, 900, 3_600, 10_800, 28_800, 86_400];

/// The same for what applications are told: whoever hears of a log-out a day later has forgotten it.
const NOTICE_BACKOFF: [i64; 4] = [10, 60, 300, 900];

/// The same for text messages: what they hold is good for minutes.
const TEXT_BACKOFF: [i64; 4] = [5, 20, 60, 300];

/// Sends until the process ends.
pub async fn run(platform: Arc<Platform>) {
    loop {
        match deliver_due(&platform).await {
            Ok(0) => platform.outbox.bell.heard(PATIENCE).await,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "could not look into the outbox; it is tried again");
                tokio::time::sleep(PATIENCE).await;
            }
        }
    }
}

/// Sends everything that is due, in all tenants. How many messages were taken up.
///
/// # Errors
/// When the database is away. What was sent until then stays sent.
pub async fn deliver_due(platform: &Arc<Platform>) -> Result<usize, Broken> {
    let mut taken = 0;
    for tenant in messages::tenants_with_due(platform.clock.now(), &platform.database).await? {
        taken += deliver_of_tenant(&tenant, platform).await?;
    }
    Ok(taken)
}

async fn deliver_of_tenant(id: &TenantId, platform: &Arc<Platform>) -> Result<usize, Broken> {
    let Some(tenant) = tenants::find(id, platform).await? else {
        return Ok(0);
    };
    let context = Context::new(platform.clone(), Arc::new(tenant), Origin::default());
    let leased = messages::lease(BATCH, LEASE, &context).await?;
    if leased.is_empty() {
        return Ok(0);
    }
    let taken = leased.len();
    let (notices, leased): (Vec<_>, Vec<_>) = leased
        .into_iter()
        .partition(|leased| matches!(leased.message, Message::Logout(_)));
    // All at once, and beside the rest: an application that is slow keeps nobody waiting but itself.
    let mut telling = JoinSet::new();
    for notice in notices {
        let context = context.clone();
        telling.spawn(async move { tell(&notice, &context).await });
    }
    send_all(leased, &context).await?;
    while let Some(told) = telling.join_next().await {
        told.map_err(Broken::internal)??;
    }
    Ok(taken)
}

async fn send_all(leased: Vec<Leased>, context: &Context) -> Result<(), Broken> {
    if leased.is_empty() {
        return Ok(());
    }
    let route = Route::open(provider::route(context).await?);
    for message in leased {
        let outcome = send(&message, &route, context).await?;
        conclude(&message, outcome, context).await?;
    }
    Ok(())
}

/// Tells one application, and notes what came of it.
async fn tell(leased: &Leased, context: &Context) -> Result<(), Broken> {
    let Message::Logout(notice) = &leased.message else {
        return Ok(());
    };
    let Some(told) = back_channel::tell(notice, context).await? else {
        return messages::forget(&leased.id, context).await;
    };
    let tries = usize::try_from(leased.attempts).unwrap_or(usize::MAX);
    let wait = NOTICE_BACKOFF.get(tries.saturating_sub(1));
    if let (Outcome::Later(reason), Some(seconds)) = (&told.outcome, wait) {
        tracing::warn!(message = leased.id, %reason, seconds, "a log-out waits to be told again");
        let until = context.platform.clock.now().plus_seconds(*seconds);
        messages::postpone(&leased.id, until, context).await
    } else {
        back_channel::record(notice, &told, context);
        messages::forget(&leased.id, context).await
    }
}

async fn send(leased: &Leased, route: &Route, context: &Context) -> Result<Outcome, Broken> {
    match &leased.message {
        Message::Letter(letter) => {
            let Some(composed) = letter::write(letter, context).await? else {
                return Ok(Outcome::Done);
            };
            if let Some(complaint) = &composed.complaint {
                let template = letter.occasion.name();
                tracing::warn!(template, %complaint, "a tenant's e-mail template can't be used; ours was");
            }
            if context.platform.outbox.keeps_inbox {
                inbox::keep(&leased.id, &letter::received(letter, &composed), context).await?;
            }
            Ok(route.send(&leased.id, &letter.to, &composed, context).await)
        }
        Message::Text(text) => send_text(leased, text, context).await,
        // Those are told beside the rest.
        Message::Logout(_) => Ok(Outcome::Done),
        Message::PasswordReset(request) => {
            let context = context.clone().linking_to(request.host.as_deref());
            reset::answer(&leased.id, request, &context).await?;
            Ok(Outcome::Done)
        }
        Message::Lockout(notice) => {
            let context = context.clone().linking_to(notice.host.as_deref());
            lockout::answer(&leased.id, notice, &context).await?;
            Ok(Outcome::Done)
        }
    }
}

async fn send_text(
    leased: &Leased,
    text: &TextMessage,
    context: &Context,
) -> Result<Outcome, Broken> {
    if let Some(id) = &text.connection_id {
        let connection = connections::find(id, context).await?;
        let lets_in = match &connection {
            Some(connection) => letter::lets_in(&text.to, connection, context).await?,
            None => false,
        };
        if !lets_in {
            return Ok(Outcome::Done);
        }
    }
    if context.platform.outbox.keeps_inbox {
        inbox::keep(&leased.id, &received(text, context), context).await?;
    }
    texts::send(&leased.id, text, context).await
}

/// As it lies in the inbox of development.
fn received(text: &TextMessage, context: &Context) -> Received {
    let usual = || context.tenant.display_name().to_owned();
    Received {
        channel: Channel::Sms,
        template: None,
        from: text.from.clone().unwrap_or_else(usual),
        to: text.to.clone(),
        subject: None,
        html: None,
        text: text.body.clone(),
        url: None,
        code: text.code.clone(),
    }
}

async fn conclude(leased: &Leased, outcome: Outcome, context: &Context) -> Result<(), Broken> {
    match outcome {
        Outcome::Done => messages::forget(&leased.id, context).await,
        Outcome::Hopeless(reason) => give_up(leased, &reason, context).await,
        Outcome::Later(reason) => {
            let tries = usize::try_from(leased.attempts).unwrap_or(usize::MAX);
            let backoff: &[i64] = match &leased.message {
                Message::Text(_) => &TEXT_BACKOFF,
                Message::Letter(_)
                | Message::PasswordReset(_)
                | Message::Logout(_)
                | Message::Lockout(_) => &BACKOFF,
            };
            match backoff.get(tries.saturating_sub(1)) {
                Some(seconds) => {
                    tracing::warn!(message = leased.id, %reason, seconds, "a message waits for its next try");
                    let until = context.platform.clock.now().plus_seconds(*seconds);
                    messages::postpone(&leased.id, until, context).await
                }
                None => give_up(leased, &reason, context).await,
            }
        }
    }
}

/// Neither address nor text goes to the log: the tenant's own log names the occasion and the user.
async fn give_up(leased: &Leased, reason: &str, context: &Context) -> Result<(), Broken> {
    messages::forget(&leased.id, context).await?;
    tracing::error!(message = leased.id, reason, "a message was not sent");
    let entry = Entry::new(Event::NotificationFailed).description(reason);
    match &leased.message {
        Message::Letter(letter) => {
            let entry = entry.member(
                "details",
                serde_json::json!({ "template": letter.occasion.name() }),
            );
            match &letter.user_id {
                Some(user) => entry.member("user_id", user.as_str()),
                None => entry,
            }
        }
        Message::Text(_) | Message::PasswordReset(_) | Message::Logout(_) | Message::Lockout(_) => {
            entry
        }
    }
    .record(context);
    Ok(())
}
