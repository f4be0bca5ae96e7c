//! Telling the owner of an account that it is blocked, with a link that lifts that: only here is it found out whether
//! there is such an account.

use std::time::Duration;

use serde_json::{Value, json};

use crate::connections;
use crate::context::Context;
use crate::emails::templates;
use crate::failure::Broken;
use crate::messages::{self, Letter, LockoutNotice, Message, Occasion, TextMessage};
use crate::phone_messages::templates as phone_templates;
use crate::phone_messages::words::{self, Own};
use crate::tickets::{self, Details, Purpose};
use crate::users::{self, User};

/// How many links an account gets within [`WINDOW`], from however many addresses it is tried.
const MOST: i64 = 3;
const WINDOW: Duration = Duration::from_hours(1);
/// The text message for it, among the tenant's phone templates.
const KIND: &str = "blocked_account";

/// Sends a link, if there is such an account whose owner can be reached. The notice is used up together with it.
pub(super) async fn answer(
    id: &str,
    notice: &LockoutNotice,
    context: &Context,
) -> Result<(), Broken> {
    let Some(connection) = connections::find(&notice.connection_id, context).await? else {
        return Ok(());
    };
    let (identifier, connection) = (&notice.identifier, &connection);
    let user = if connection.is_database() {
        match users::find_password_account(identifier, connection, context).await? {
            Some(account) => users::find(&account.user_id, context).await?,
            None => None,
        }
    } else {
        users::find_by_address(identifier, connection, context).await?
    };
    let Some(user) = user else {
        return Ok(());
    };
    let Some(addressee) = addressee(&user, context).await? else {
        return Ok(());
    };
    let since = context
        .now
        .plus_seconds(-i64::try_from(WINDOW.as_secs()).unwrap_or(i64::MAX));
    if tickets::count_since(&user.id, Purpose::Unblock, since, context).await? >= MOST {
        return Ok(());
    }
    let links = templates::links(Occasion::BlockedAccount.name(), context).await?;
    let details = Details {
        connection_id: Some(connection.id.to_string()),
        result_url: links.result_url,
        include_email: links.include_email,
        client_id: Some(notice.client_id.clone()),
        ..Details::default()
    };
    let mut work = context.begin().await?;
    // Of two nodes that hold the notice, because a lease ran out, one sends a link.
    if !messages::table::delete(&context.tenant.id, id, &mut work).await? {
        return Ok(());
    }
    let url = tickets::issue(
        Purpose::Unblock,
        &user.id,
        &details,
        links.lifetime,
        context,
        &mut work,
    )
    .await?;
    let message: Message = match addressee {
        Addressee::Mailbox(email) => Letter::new(Occasion::BlockedAccount, email, context)
            .user(&user.id)
            .client(&notice.client_id)
            .value("url", url)
            .value("source_ip", notice.ip.as_str())
            .into(),
        Addressee::Phone(to, own) => text(to, own, &url, &user, notice, context).into(),
    };
    messages::enqueue(&message, context, &mut work).await?;
    work.commit().await
}

/// Where the owner of an account is reached.
enum Addressee {
    Mailbox(String),
    /// The number, and what the tenant says there.
    Phone(String, Own),
}

/// By mail, or who has no address there but a telephone, by that. Text messages cost: the tenant has said that it wants
/// them where it has a template.
async fn addressee(user: &User, context: &Context) -> Result<Option<Addressee>, Broken> {
    if let Some(email) = user.email() {
        return Ok(Some(Addressee::Mailbox(email.to_owned())));
    }
    let is_theirs = user.document.get("phone_verified") == Some(&json!(true));
    let phone = user.document.get("phone_number").and_then(Value::as_str);
    let Some(phone) = phone.filter(|_| is_theirs) else {
        return Ok(None);
    };
    let own = phone_templates::own_words(KIND, context).await?;
    Ok(own.map(|own| Addressee::Phone(phone.to_owned(), own)))
}

fn text(
    to: String,
    own: Own,
    url: &str,
    user: &User,
    notice: &LockoutNotice,
    context: &Context,
) -> TextMessage {
    let mut profile = user.for_templates();
    profile.insert("source_ip".to_owned(), json!(notice.ip));
    let values = [
        ("url", json!(url)),
        ("user", Value::Object(profile)),
        ("connection", json!(user.connection())),
    ];
    let usual = phone_templates::usual_text(KIND);
    TextMessage {
        to,
        body: words::of_notice(&own, usual, &values, context),
        from: own.from,
        code: None,
        connection_id: None,
    }
}
