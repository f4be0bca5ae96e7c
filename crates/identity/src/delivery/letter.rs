//! A letter as its recipient sees it: what its cause knew, and what is known of user and application now.

use serde_json::{Value, json};

use crate::clients;
use crate::connections::{self, Connection};
use crate::context::Context;
use crate::emails::{Composed, compose, compose_with};
use crate::failure::Broken;
use crate::messages::Letter;
use crate::messages::inbox::{Channel, Received};
use crate::users;

/// Writes a letter. `None` where the tenant sends none on this occasion.
pub(super) async fn write(letter: &Letter, context: &Context) -> Result<Option<Composed>, Broken> {
    let mut values = letter.values.clone();
    values.insert("to".to_owned(), json!(letter.to));
    if let Some(id) = &letter.user_id
        && let Some(user) = users::find(id, context).await?
    {
        values.insert(
            "connection".to_owned(),
            json!({ "name": user.connection() }),
        );
        let mut shown = user.for_templates();
        let source_ip = values.get("source_ip").cloned();
        shown.insert("source_ip".to_owned(), source_ip.unwrap_or_default());
        values.insert("user".to_owned(), Value::Object(shown));
    }
    if let Some(id) = &letter.client_id
        && let Some(client) = clients::find(id, context).await?
    {
        let callback = client
            .callbacks
            .first()
            .map(String::as_str)
            .unwrap_or_default();
        let application = json!({
            "name": client.name,
            "clientID": client.id.as_str(),
            "callback_domain": origin(callback),
        });
        values.insert("application".to_owned(), application);
    }
    let (occasion, language) = (letter.occasion, letter.language.as_str());
    let Some(id) = &letter.connection_id else {
        return compose(occasion, language, values, context).await;
    };
    let Some(connection) = connections::find(id, context).await? else {
        return Ok(None);
    };
    if !lets_in(&letter.to, &connection, context).await? {
        return Ok(None);
    }
    match own_template(&connection) {
        Some(own) => {
            let composed = compose_with(Some(own), occasion, language, values, context);
            composed.await.map(Some)
        }
        None => compose(occasion, language, values, context).await,
    }
}

/// Whether somebody who proves an address gets in: there is an account that is not blocked, or there may be one.
pub(super) async fn lets_in(
    address: &str,
    connection: &Connection,
    context: &Context,
) -> Result<bool, Broken> {
    let user = users::find_by_address(address, connection, context).await?;
    Ok(user.map_or_else(|| connection.admits_strangers(), |user| !user.blocked))
}

/// `options.email`, where it says something.
fn own_template(connection: &Connection) -> Option<Value> {
    let own = connection.options.get("email")?;
    let body = own.get("body").and_then(Value::as_str)?;
    (!body.trim().is_empty()).then(|| own.clone())
}

/// Scheme and host of a URL.
fn origin(url: &str) -> String {
    url::Url::parse(url)
        .map(|url| url.origin().ascii_serialization())
        .unwrap_or_default()
}

/// As it lies in the inbox of development.
pub(super) fn received(letter: &Letter, composed: &Composed) -> Received {
    let value = |name: &str| letter.values.get(name)?.as_str().map(str::to_owned);
    Received {
        channel: Channel::Email,
        template: Some(letter.occasion.name().to_owned()),
        from: composed.from.clone(),
        to: letter.to.clone(),
        subject: Some(composed.subject.clone()),
        html: Some(composed.html.clone()),
        text: composed.text.clone(),
        url: value("url"),
        code: value("code"),
    }
}
