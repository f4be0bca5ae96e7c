//! Where a used ticket leads.

use serde_json::{Map, json};
use url::Url;

use super::Details;
use crate::clients;
use crate::context::Context;
use crate::failure::Broken;
use crate::liquid::{Engine as _, Form, LiquidEngine};
use crate::users::User;

/// What the application is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The address is confirmed.
    EmailVerified,
    /// The password is changed.
    PasswordChanged,
    /// The account's blocks are lifted.
    Unblocked,
}

impl Outcome {
    /// Upstream's words: applications show them.
    const fn message(self) -> &'static str {
        match self {
            Self::EmailVerified => {
                "Your email was verified. You can continue using the application."
            }
            Self::PasswordChanged => "You can now login to the application with the new password.",
            Self::Unblocked => "Your account has been unblocked.",
        }
    }
}

/// The address that the ticket or the template names, with the outcome; `None` where none is named or it is no address.
///
/// # Errors
/// When the database is away.
pub async fn destination(
    details: &Details,
    user: &User,
    outcome: Outcome,
    context: &Context,
) -> Result<Option<String>, Broken> {
    let Some(template) = &details.result_url else {
        return Ok(None);
    };
    let mut values = Map::new();
    if let Some(client_id) = &details.client_id
        && let Some(client) = clients::find(client_id, context).await?
    {
        let callback = client
            .callbacks
            .first()
            .and_then(|url| Url::parse(url).ok());
        let domain = callback.map(|url| url.origin().ascii_serialization());
        values.insert(
            "application".to_owned(),
            json!({ "name": client.name, "clientID": client.id.as_str(), "callback_domain": domain }),
        );
    }
    values.insert("user".to_owned(), json!({ "email": user.email() }));
    let Ok(address) = LiquidEngine.render(template, &values, Form::Text) else {
        return Ok(None);
    };
    let Ok(mut url) = Url::parse(address.trim()) else {
        return Ok(None);
    };
    // What a browser would run instead of open is no destination.
    if matches!(
        url.scheme(),
        "javascript" | "data" | "vbscript" | "file" | "blob"
    ) {
        return Ok(None);
    }
    {
        let mut query = url.query_pairs_mut();
        query.append_pair("success", "true");
        query.append_pair("code", "success");
        query.append_pair("message", outcome.message());
        if let (true, Some(email)) = (details.include_email, user.email()) {
            query.append_pair("email", email);
        }
        if let Some(organization) = &details.organization_id {
            query.append_pair("organization_id", organization);
        }
    }
    Ok(Some(url.into()))
}
