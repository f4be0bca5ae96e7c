//! Answering somebody who forgot a password: only here is it found out whether there is such an account.

use std::time::Duration;

use serde_json::json;

use crate::connections;
use crate::context::Context;
use crate::emails::templates;
use crate::failure::Broken;
use crate::logs::{Entry, Event};
use crate::messages::{self, Letter, Occasion, PasswordResetRequest};
use crate::password_reset::entry;
use crate::tickets::{self, Details, Purpose};
use crate::users;

/// How many links an account gets within [`WINDOW`]: nobody's mailbox is filled by somebody else.
const MOST: i64 = 10;
const WINDOW: Duration = Duration::from_mins(10);

/// Mails a link, if there is such an account with an e-mail address. The request is used up together with it.
pub(super) async fn answer(
    id: &str,
    request: &PasswordResetRequest,
    context: &Context,
) -> Result<(), Broken> {
    let failed = |reason: &str| {
        Entry::new(Event::PasswordChangeRequestFailed)
            .description(reason)
            .member("ip", request.ip.as_str())
            .member("connection_id", request.connection_id.as_str())
            .record(context);
    };
    let Some(connection) = connections::find(&request.connection_id, context).await? else {
        return Ok(());
    };
    let account = users::find_password_account(&request.identifier, &connection, context).await?;
    let user = match account {
        Some(account) => users::find(&account.user_id, context).await?,
        None => None,
    };
    let Some(user) = user else {
        failed("User does not exist.");
        return Ok(());
    };
    let Some(email) = user.email() else {
        failed("The user has no e-mail address.");
        return Ok(());
    };
    let since = context
        .now
        .plus_seconds(-i64::try_from(WINDOW.as_secs()).unwrap_or(i64::MAX));
    if tickets::count_since(&user.id, Purpose::PasswordChange, since, context).await? >= MOST {
        failed("Too many requests for this account; no further link was sent.");
        return Ok(());
    }
    let links = templates::links(Occasion::ResetEmail.name(), context).await?;
    let details = Details {
        email: Some(email.to_owned()),
        connection_id: Some(connection.id.to_string()),
        result_url: links.result_url,
        include_email: links.include_email,
        client_id: request.client_id.clone(),
        organization_id: request.organization_id.clone(),
        // The link was mailed there: whoever has it reads that mail.
        mark_email_as_verified: true,
        state: request.state.clone(),
    };
    let mut work = context.begin().await?;
    // Of two nodes that hold the request, because a lease ran out, one mails a link.
    if !messages::table::delete(&context.tenant.id, id, &mut work).await? {
        return Ok(());
    }
    let purpose = Purpose::PasswordChange;
    let url = tickets::issue(
        purpose,
        &user.id,
        &details,
        links.lifetime,
        context,
        &mut work,
    )
    .await?;
    let mut letter = Letter::new(Occasion::ResetEmail, email, context)
        .user(&user.id)
        .language(request.language.as_str())
        .value("url", url)
        .value("source_ip", request.ip.as_str());
    if let Some(client_id) = &request.client_id {
        letter = letter.client(client_id);
    }
    messages::enqueue(&letter.into(), context, &mut work).await?;
    work.commit().await?;
    entry(Event::PasswordChangeRequested, &user, &connection)
        .member("ip", request.ip.as_str())
        .member("client_id", json!(request.client_id))
        .record(context);
    Ok(())
}
