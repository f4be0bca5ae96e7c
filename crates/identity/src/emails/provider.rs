//! The e-mail provider: none, or one per tenant.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::credentials;
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};
use crate::tenant_documents::{Kind, Secrets, applied};

const KIND: Kind = Kind::new("email-provider").with_secrets(Secrets::hidden(credentials::SECRETS));
const NAME: &str = "only";

/// The members of the document, for `fields`.
pub const MEMBERS: &[&str] = &[
    "name",
    "enabled",
    "default_from_address",
    "credentials",
    "settings",
];

/// What is shown where `fields` does not say.
pub const SHOWN_BY_DEFAULT: &str = "name,enabled";

/// What is sent when a provider is set up, and when it is changed, by the provider's name.
static BODIES: LazyLock<BTreeMap<&str, [Schema; 2]>> = LazyLock::new(|| {
    let bodies = |name: &&'static str| {
        let credentials = credentials::schema(name);
        (*name, [create(credentials.clone()), update(credentials)])
    };
    credentials::PROVIDERS.iter().map(bodies).collect()
});

/// What is sent for a provider that is not known.
static UNKNOWN: LazyLock<[Schema; 2]> = LazyLock::new(|| {
    [
        create(Schema::object().open()),
        update(Schema::object().open()),
    ]
});

/// What is sent to set up some provider; which credentials it has depends on its name.
pub static SET_UP: LazyLock<Schema> = LazyLock::new(|| create(some_credentials()));

/// What is sent to change some provider.
pub static CHANGE: LazyLock<Schema> = LazyLock::new(|| update(some_credentials()));

fn some_credentials() -> Schema {
    let of_provider = |name: &&'static str| credentials::schema(name);
    Schema::any_of(
        credentials::PROVIDERS
            .iter()
            .map(of_provider)
            .collect::<Vec<_>>(),
    )
}

fn name() -> Schema {
    Schema::enumeration(credentials::PROVIDERS).described("Name of the provider")
}

fn create(credentials: Schema) -> Schema {
    let object = Schema::object().required_member("name", name());
    more(object).required_member("credentials", credentials)
}

fn update(credentials: Schema) -> Schema {
    let object = Schema::object().member("name", name());
    more(object).member("credentials", credentials)
}

fn more(object: Schema) -> Schema {
    object
        .member(
            "enabled",
            Schema::boolean().described("Whether mail goes through it"),
        )
        .member(
            "default_from_address",
            Schema::string().max_length(1_000).described("The sender"),
        )
        .member(
            "settings",
            Schema::object()
                .open()
                .nullable()
                .described("What only this provider knows"),
        )
}

fn bodies(name: &Value) -> &'static [Schema; 2] {
    let known = name.as_str().and_then(|name| BODIES.get(name));
    known.unwrap_or(&UNKNOWN)
}

/// The provider.
///
/// # Errors
/// 404 where there is none; or when the database is away.
pub async fn read(context: &Context) -> Result<Value, ManagementFailure> {
    let found = KIND.find(NAME, context).await?;
    Ok(found.ok_or_else(Error::unknown_email_provider)?)
}

/// Sets up the provider.
///
/// # Errors
/// 400 for a bad body, 409 where there is one; or when the database is away.
pub async fn set_up(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    let [create, _] = bodies(&body["name"]);
    create.check(body, Part::Payload)?;
    let document = applied(json!({ "enabled": true }), body);
    let mut work = context.begin().await?;
    if let Some(other) = KIND.find_for_update(NAME, context, &mut work).await? {
        let name = other["name"].as_str().unwrap_or_default();
        return Err(Error::email_provider_exists(name).into());
    }
    KIND.put(NAME, document.clone(), context, &mut work).await?;
    work.commit().await?;
    Ok(KIND.without_hidden(document))
}

/// Changes the provider. One of another name brings all of its credentials.
///
/// # Errors
/// 400 for a bad body, 404 where there is none; or when the database is away.
pub async fn update_provider(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    if let Some(name) = body.get("name") {
        bodies(name)[1].check(body, Part::Payload)?;
    } else {
        UNKNOWN[1].check(body, Part::Payload)?;
    }
    let mut work = context.begin().await?;
    let before = KIND.find_for_update(NAME, context, &mut work).await?;
    let mut before = before.ok_or_else(Error::unknown_email_provider)?;
    bodies(body.get("name").unwrap_or(&before["name"]))[1].check(body, Part::Payload)?;
    if body.get("name").is_some_and(|name| *name != before["name"]) {
        before["credentials"] = json!({});
    }
    let after = applied(before, body);
    KIND.put(NAME, after.clone(), context, &mut work).await?;
    work.commit().await?;
    Ok(KIND.without_hidden(after))
}

/// Removes the provider, if there is one.
///
/// # Errors
/// When the database is away.
pub async fn remove(context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    KIND.remove(NAME, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}

/// Through whom mail is sent.
#[derive(Debug)]
pub enum Route {
    /// Through nobody: there is no provider, or it is switched off.
    None,
    /// Through a mail server.
    Smtp(SmtpServer),
    /// Through a provider whose interface isn't spoken yet.
    Unsupported(String),
}

/// A mail server, and how it knows the tenant.
#[derive(Debug)]
pub struct SmtpServer {
    /// Its host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// User and password, where it asks for them.
    pub credentials: Option<(String, Zeroizing<String>)>,
}

/// Through whom this tenant sends.
///
/// # Errors
/// When the database is away, or the credentials don't open.
pub async fn route(context: &Context) -> Result<Route, Broken> {
    let Some(provider) = KIND.find_with_secrets(NAME, context).await? else {
        return Ok(Route::None);
    };
    if provider["enabled"] == false {
        return Ok(Route::None);
    }
    let name = provider["name"].as_str().unwrap_or_default();
    if name != "smtp" {
        return Ok(Route::Unsupported(name.to_owned()));
    }
    let credentials = &provider["credentials"];
    let text = |name: &str| credentials[name].as_str().unwrap_or_default().to_owned();
    let port = credentials["smtp_port"].as_u64();
    let user = text("smtp_user");
    Ok(Route::Smtp(SmtpServer {
        host: text("smtp_host"),
        port: port
            .and_then(|port| u16::try_from(port).ok())
            .unwrap_or(587),
        credentials: (!user.is_empty()).then(|| (user, Zeroizing::new(text("smtp_pass")))),
    }))
}

/// The sender that the provider's settings name, if they name one.
///
/// # Errors
/// When the database is away.
pub async fn default_sender(context: &Context) -> Result<Option<String>, Broken> {
    let provider = KIND.find(NAME, context).await?;
    let sender = provider
        .as_ref()
        .and_then(|provider| provider["default_from_address"].as_str());
    Ok(sender
        .filter(|sender| !sender.trim().is_empty())
        .map(str::to_owned))
}
