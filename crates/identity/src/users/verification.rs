//! Whether an e-mail address is its user's: asking by mail, and noting the answer.

use ostia_protocol::auth0::ids::ClientId;
use serde_json::json;

use super::view::record;
use super::{User, table};
use crate::cache::Stale;
use crate::context::Context;
use crate::database::Work;
use crate::emails::templates;
use crate::events::Kind;
use crate::failure::Broken;
use crate::messages::{self, Letter, Occasion};
use crate::tickets::{self, Details, Purpose};

/// What a request to confirm an address is about.
#[derive(Clone, Debug, Default)]
pub struct AskToVerify {
    /// The application in whose name it is sent.
    pub client_id: Option<ClientId>,
    /// The organization that it is about.
    pub organization_id: Option<String>,
    /// The language asked for.
    pub language: String,
}

/// Mails a link that confirms the user's address, once the unit of work is committed. `false` where there is no address.
///
/// # Errors
/// When the database is away.
pub async fn ask_to_verify(
    user: &User,
    ask: &AskToVerify,
    context: &Context,
    work: &mut Work,
) -> Result<bool, Broken> {
    let Some(email) = user.email() else {
        return Ok(false);
    };
    let links = templates::links(Occasion::VerifyEmail.name(), context).await?;
    let details = Details {
        email: Some(email.to_owned()),
        result_url: links.result_url,
        include_email: links.include_email,
        client_id: ask.client_id.clone(),
        organization_id: ask.organization_id.clone(),
        ..Details::default()
    };
    let purpose = Purpose::EmailVerification;
    let url = tickets::issue(purpose, &user.id, &details, links.lifetime, context, work).await?;
    let mut letter = Letter::new(Occasion::VerifyEmail, email, context)
        .user(&user.id)
        .language(ask.language.as_str())
        .value("url", url);
    if let Some(client_id) = &ask.client_id {
        letter = letter.client(client_id);
    }
    messages::enqueue(&letter.into(), context, work).await?;
    Ok(true)
}

/// Notes that an address is the user's. `false` where they have another one by now.
pub(crate) async fn confirm_email(
    user: &mut User,
    email: &str,
    context: &Context,
    work: &mut Work,
) -> Result<bool, Broken> {
    if user.email() != Some(email) {
        return Ok(false);
    }
    user.document
        .insert("email_verified".to_owned(), json!(true));
    user.updated_at = context.now;
    table::update(&context.tenant, user, work).await?;
    record(user, Kind::UserUpdated, context, work).await?;
    work.makes_stale(Stale::User(context.tenant.id.clone(), user.id.clone()));
    Ok(true)
}

/// Notes that an address is the user's, where that was not known yet. The user as they are from then on.
///
/// # Errors
/// When the database is away.
pub async fn confirm_address(user: User, address: &str, context: &Context) -> Result<User, Broken> {
    let waits = |name: &str, verified: &str| {
        user.text(name) == Some(address) && user.document.get(verified) != Some(&json!(true))
    };
    let verified = if waits("email", "email_verified") {
        "email_verified"
    } else if waits("phone_number", "phone_verified") {
        "phone_verified"
    } else {
        return Ok(user);
    };
    let mut work = context.begin().await?;
    let Some(mut user) = table::find_for_update(&context.tenant, &user.id, &mut work).await? else {
        return Ok(user);
    };
    user.document.insert(verified.to_owned(), json!(true));
    user.updated_at = context.now;
    table::update(&context.tenant, &user, &mut work).await?;
    record(&user, Kind::UserUpdated, context, &mut work).await?;
    work.makes_stale(Stale::User(context.tenant.id.clone(), user.id.clone()));
    work.commit().await?;
    Ok(user)
}
