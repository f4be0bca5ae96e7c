//! `/u/reset-password/request/{connection}`: somebody forgot a password. The answer never says whether there is such an
//! account.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::bot_detection::{Flow, Suspicious};
use ostia_identity::connections::Connection;
use ostia_identity::login::Screen;
use ostia_identity::messages::PasswordResetRequest;
use ostia_identity::password_reset;

use super::{Post, Visit};
use crate::error::page;
use crate::login::entry::connection;
use crate::login::respond;
use crate::pages::{Form, IdentifierKind, ResetRequestPage, ResetSentPage};

/// The longest address that is looked at.
const MAX_IDENTIFIER: usize = 254;

/// Asks for which account.
pub async fn get(Path(_): Path<String>, visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Login).await {
        return elsewhere;
    }
    let hint = visit.transaction.authorization.request.login_hint.clone();
    match database(&visit).await {
        Ok(connection) => show(&visit, &connection, hint.unwrap_or_default(), false).await,
        Err(response) => response,
    }
}

/// Takes the request down.
pub async fn post(Path(_): Path<String>, Post { mut visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Login).await {
        return elsewhere;
    }
    let connection = match database(&visit).await {
        Ok(connection) => connection,
        Err(response) => return response,
    };
    let typed = form.get("email").ok().flatten().unwrap_or_default().trim();
    let identifier: String = typed.chars().take(MAX_IDENTIFIER).collect();
    if identifier.is_empty() {
        return show(&visit, &connection, identifier, true).await;
    }
    let request = PasswordResetRequest {
        connection_id: connection.id.to_string(),
        identifier: identifier.clone(),
        client_id: Some(visit.transaction.client.id.clone()),
        organization_id: None,
        state: Some(visit.transaction.state.clone()),
        language: visit.chrome().texts.language().to_owned(),
        ip: visit.context.origin.ip_text(),
        host: Some(visit.context.tenant.host.clone()),
    };
    let client = &visit.transaction.client;
    let evidence = visit.evidence(&form);
    match password_reset::request(request, client, evidence, &visit.context).await {
        Ok(Ok(())) => {}
        Ok(Err(Suspicious)) => {
            visit.is_suspicious = true;
            return show(&visit, &connection, identifier, false).await;
        }
        Err(broken) => return page::broken(&visit.view(), &broken),
    }
    let form = match form_of(&visit, &connection).await {
        Ok(form) => form,
        Err(response) => return response,
    };
    let page = ResetSentPage {
        chrome: visit.chrome(),
        form,
        identifier,
        login_url: respond::address(Screen::Login, &visit.transaction.state),
    };
    respond::page(StatusCode::OK, &page)
}

/// The connection of this login; which one the address names decides nothing.
async fn database(visit: &Visit) -> Result<Connection, Response> {
    match connection(visit).await {
        Ok(Some(connection)) if connection.is_database() => Ok(connection),
        Ok(_) => Err(page::expired(&visit.view())),
        Err(broken) => Err(page::broken(&visit.view(), &broken)),
    }
}

async fn form_of(visit: &Visit, connection: &Connection) -> Result<Form, Response> {
    let guarded = visit.guarded_form(Screen::Login, Flow::ResetPassword);
    Ok(Form {
        action: respond::reset_password(&connection.name, &visit.transaction.state),
        ..guarded.await?
    })
}

async fn show(
    visit: &Visit,
    connection: &Connection,
    identifier: String,
    is_missing: bool,
) -> Response {
    let form = match form_of(visit, connection).await {
        Ok(form) => form,
        Err(response) => return response,
    };
    let page = ResetRequestPage {
        chrome: visit.chrome(),
        form,
        identifier_kind: if connection.requires_username() {
            IdentifierKind::EmailOrUsername
        } else {
            IdentifierKind::Email
        },
        identifier,
        is_missing,
        login_url: respond::address(Screen::Login, &visit.transaction.state),
    };
    let status = if is_missing {
        StatusCode::BAD_REQUEST
    } else {
        visit.status()
    };
    respond::page(status, &page)
}
