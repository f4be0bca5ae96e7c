//! `/passwordless/verify_redirect`: the link that somebody was sent. A person presses a button, and goes on to
//! `/authorize` with a session; programs that only look at links use nothing up.

use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use ostia_identity::clients::{self, Client, Initiator};
use ostia_identity::connections::{self, Connection, Medium};
use ostia_identity::failure::Broken;
use ostia_identity::login::transaction;
use ostia_identity::passwordless::{self, Address};
use ostia_identity::sessions::{self, FirstFactor};
use ostia_protocol::auth0::ids::ClientId;
use ostia_protocol::oauth::Parameters;
use std::sync::Arc;

use super::respond::{self, View};
use crate::error::oauth::Failed;
use crate::error::page;
use crate::extract::{BrowserCookies, PresentedParameters, RequestContext, open_session};
use crate::pages::{Form, MagicLinkPage};

/// What the link says of the login itself; the rest goes on to `/authorize`.
const OF_THE_LOGIN: [&str; 3] = ["email", "verification_code", "phone_number"];

/// A link that can be used.
struct Link {
    parameters: Parameters,
    client: Arc<Client>,
    connection: Connection,
    address: Address,
    code: String,
}

/// Asks whether to go on.
pub async fn get(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let view = View {
        context: &context,
        headers: &headers,
    };
    let link = match read(&view, &uri).await {
        Ok(link) => link,
        Err(response) => return response,
    };
    let csrf = transaction::form_token(&purpose(&link), &cookies.browser, &context);
    let locales = link.parameters.get("ui_locales").ok().flatten();
    let locales: Vec<String> = locales
        .unwrap_or_default()
        .split_ascii_whitespace()
        .take(10)
        .map(str::to_owned)
        .collect();
    let page = MagicLinkPage {
        chrome: respond::chrome(&view, Some((&link.client, None)), &locales),
        form: Form {
            action: uri.to_string(),
            state: String::new(),
            csrf: csrf.unwrap_or_default(),
            verification: None,
        },
        address: link.address.as_str().to_owned(),
    };
    cookies.remember(respond::page(StatusCode::OK, &page))
}

/// Uses the link up.
pub async fn post(
    context: RequestContext,
    mut cookies: BrowserCookies,
    headers: HeaderMap,
    uri: Uri,
    form: Result<PresentedParameters, Failed>,
) -> Response {
    let view = View {
        context: &context,
        headers: &headers,
    };
    let link = match read(&view, &uri).await {
        Ok(link) => link,
        Err(response) => return response,
    };
    let Ok(PresentedParameters(form)) = form else {
        return page::expired(&view);
    };
    let token = form.get("csrf").ok().flatten().unwrap_or_default();
    match transaction::is_form_token(token, &purpose(&link), &cookies.browser, &context) {
        Ok(true) => {}
        Ok(false) => return page::expired(&view),
        Err(broken) => return page::broken(&view, &broken),
    }
    match enter(&link, &mut cookies, &context).await {
        Ok(Some(opened)) => {
            let limits = context.tenant.settings.session;
            open_session(respond::redirect(&next(&link)), &opened, limits)
        }
        Ok(None) => page::expired(&view),
        Err(broken) => page::broken(&view, &broken),
    }
}

fn purpose(link: &Link) -> String {
    format!("magic link\0{}\0{}", link.address.as_str(), link.code)
}

/// A session for who has the address, in place of the one before.
async fn enter(
    link: &Link,
    cookies: &mut BrowserCookies,
    context: &RequestContext,
) -> Result<Option<sessions::Opened>, Broken> {
    let (address, connection) = (&link.address, &link.connection);
    let verified =
        passwordless::verify(&link.code, address, connection, &link.client, context).await?;
    let Ok(user) = verified else {
        return Ok(None);
    };
    let first = FirstFactor::Email;
    let opened = sessions::open(&user.id, &connection.name, first, context).await?;
    match cookies.browser.session.take() {
        Some(previous) if previous.user_id == user.id => {
            sessions::replace(&previous.id, context).await?;
        }
        Some(previous) => {
            sessions::end(&previous.id, Initiator::SessionRevoked, context).await?;
        }
        None => {}
    }
    Ok(Some(opened))
}

/// On to `/authorize`, which checks everything as for any request.
fn next(link: &Link) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in link.parameters.names() {
        if let Ok(Some(value)) = link.parameters.get(name)
            && !OF_THE_LOGIN.contains(&name)
        {
            query.append_pair(name, value);
        }
    }
    format!("/authorize?{}", query.finish())
}

/// What the link says, as far as it can be used.
async fn read(view: &View<'_>, uri: &Uri) -> Result<Link, Response> {
    let parameters = Parameters::from_form(uri.query().unwrap_or_default().as_bytes())
        .map_err(|error| page::unreadable(view, error))?;
    match find(parameters, view).await {
        Ok(Some(link)) => Ok(link),
        Ok(None) => Err(page::expired(view)),
        Err(broken) => Err(page::broken(view, &broken)),
    }
}

async fn find(parameters: Parameters, view: &View<'_>) -> Result<Option<Link>, Broken> {
    let get = |name| parameters.get(name).ok().flatten().map(str::to_owned);
    let (Some(client_id), Some(name), Some(email), Some(code)) = (
        get("client_id"),
        get("connection"),
        get("email"),
        get("verification_code"),
    ) else {
        return Ok(None);
    };
    let Ok(client_id) = ClientId::parse(&client_id) else {
        return Ok(None);
    };
    let Some(client) = clients::find(&client_id, view.context).await? else {
        return Ok(None);
    };
    let enabled = connections::enabled_for(&client, view.context).await?;
    let connection = enabled
        .iter()
        .find(|connection| connection.name == name && connection.medium() == Some(Medium::Email));
    let address = Address::parse(&email, Medium::Email);
    Ok(connection.zip(address).map(|(connection, address)| Link {
        connection: connection.clone(),
        address,
        client,
        code,
        parameters,
    }))
}
