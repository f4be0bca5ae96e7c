//! Telling the owner of an account that it is blocked, with a link that lifts that: only here is it found out whether
//! there is such an account.

use std::time::Duration;

use crate::connections;
use crate::context::Context;
use crate::emails::templates;
use crate::failure::Broken;
use crate::messages::{self, Letter, LockoutNotice, Occasion};
use crate::tickets::{self, Details, Purpose};
use crate::users;

/// How many links an account gets within [`WINDOW`], from however many addresses it is tried.
const MOST: i64 = 3;
const WINDOW: Duration = Duration::from_hours(1);

/// Mails a link, if there is such an account with an e-mail address. The notice is used up together with it.
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
    let Some((user, email)) = user.and_then(|user| {
        let email = user.email()?.to_owned();
        Some((user, email))
    }) else {
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
    // Of two nodes that hold the notice, because a lease ran out, one mails a link.
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
    let letter = Letter::new(Occasion::BlockedAccount, email, context)
        .user(&user.id)
        .client(&notice.client_id)
        .value("url", url)
        .value("source_ip", notice.ip.as_str());
    messages::enqueue(&letter.into(), context, &mut work).await?;
    work.commit().await
}
