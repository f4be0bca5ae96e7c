//! The inbox of development: where every message lands that `ostia dev` sends, for people and tests to read.

pub mod table;

use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::failure::Broken;
use crate::time::Timestamp;
use crate::vault::Place;

/// How many messages one answer lists.
const LIMIT: i64 = 200;

/// How a message travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// E-mail.
    Email,
    /// Text message.
    Sms,
}

impl Channel {
    /// As it is stored and shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }
}

/// A message as its recipient sees it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Received {
    /// How it travelled.
    pub channel: Channel,
    /// For which occasion; of an e-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// Who sent it.
    pub from: String,
    /// Who got it.
    pub to: String,
    /// What it is about; of an e-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The text, of an e-mail with formatting; absent in text messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// The text.
    pub text: String,
    /// The link that it is about, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The code that it is about, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// A message that lies in the inbox.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Names it.
    pub id: String,
    /// The message.
    pub message: Received,
    /// When it came.
    pub created_at: Timestamp,
}

/// Puts a message into the inbox; one that is there already stays as it is.
///
/// # Errors
/// When the database is away.
pub async fn keep(id: &str, message: &Received, context: &Context) -> Result<(), Broken> {
    let clear = serde_json::to_vec(message)?;
    let tenant = &context.tenant;
    let row = table::Row {
        id: id.to_owned(),
        channel: message.channel.name(),
        recipient: message.to.to_lowercase(),
        sealed: tenant.key.seal(place(id), &clear, context.entropy())?,
        created_at: context.now,
    };
    let mut work = context.begin().await?;
    table::insert(&tenant.id, &row, &mut work).await?;
    work.commit().await
}

/// The newest messages, of one recipient or of all.
///
/// # Errors
/// When the database is away.
pub async fn list(recipient: Option<&str>, context: &Context) -> Result<Vec<Kept>, Broken> {
    let recipient = recipient.map(|recipient| recipient.trim().to_lowercase());
    let rows = table::list(
        &context.tenant.id,
        recipient.as_deref(),
        LIMIT,
        context.database(),
    )
    .await?;
    rows.into_iter().map(|row| open(row, context)).collect()
}

/// One message.
///
/// # Errors
/// When the database is away.
pub async fn find(id: &str, context: &Context) -> Result<Option<Kept>, Broken> {
    let row = table::find(&context.tenant.id, id, context.database()).await?;
    row.map(|row| open(row, context)).transpose()
}

/// Throws messages away: the one named, those of a recipient, or all. How many.
///
/// # Errors
/// When the database is away.
pub async fn discard(
    id: Option<&str>,
    recipient: Option<&str>,
    context: &Context,
) -> Result<u64, Broken> {
    let recipient = recipient.map(|recipient| recipient.trim().to_lowercase());
    let mut work = context.begin().await?;
    let gone = table::delete(&context.tenant.id, id, recipient.as_deref(), &mut work).await?;
    work.commit().await?;
    Ok(gone)
}

fn open(row: table::Found, context: &Context) -> Result<Kept, Broken> {
    let clear = context.tenant.key.open(place(&row.id), &row.sealed)?;
    Ok(Kept {
        message: serde_json::from_slice(&clear)?,
        id: row.id,
        created_at: row.created_at,
    })
}

fn place(id: &str) -> Place<'_> {
    Place {
        table: "inbox_messages",
        column: "sealed",
        id,
    }
}
