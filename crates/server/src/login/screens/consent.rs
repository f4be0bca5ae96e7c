//! `/u/consent`: what the application asks for.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::failure::Failure;
use ostia_identity::login::consent::{self, Question};
use ostia_identity::login::{self, Screen};
use ostia_identity::resource_servers::ResourceServer;
use ostia_protocol::oauth::Error;

use super::{Post, Visit};
use crate::error::page;
use crate::login::respond;
use crate::pages::{ConsentPage, RequestedScope, ScopeWording};

/// Shows what is asked for.
pub async fn get(visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Consent).await {
        return elsewhere;
    }
    match question(&visit).await {
        Ok(Some(question)) => show(&visit, &question),
        Ok(None) => page::expired(&visit.view()),
        Err(response) => response,
    }
}

/// Accepts or declines.
pub async fn post(Post { mut visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Consent).await {
        return elsewhere;
    }
    if form.get("action").ok().flatten() != Some("accept") {
        let step = login::decline(&visit.transaction, Error::user_denied(), &visit.context).await;
        return visit.conclude(step);
    }
    let question = match question(&visit).await {
        Ok(Some(question)) => question,
        Ok(None) => return page::expired(&visit.view()),
        Err(response) => return response,
    };
    match consent::accept(&question, &mut visit.transaction, &visit.context).await {
        Ok(true) => visit.conclude(visit.next().await),
        Ok(false) => page::expired(&visit.view()),
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

async fn question(visit: &Visit) -> Result<Option<Question>, Response> {
    let session = visit.cookies.browser.session.as_ref();
    match consent::question(&visit.transaction, session, &visit.context).await {
        Ok(question) => Ok(question),
        Err(Failure::Refused(error)) => Err(page::unreadable(&visit.view(), error)),
        Err(Failure::Broken(broken)) => Err(page::broken(&visit.view(), &broken)),
    }
}

fn show(visit: &Visit, question: &Question) -> Response {
    let api = question.granted.access.target.api();
    let descriptions = visit.context.tenant.settings.consent_shows_descriptions;
    let scopes = question.scope.iter().map(|value| RequestedScope {
        value: value.to_owned(),
        description: api.and_then(|api| description(api, value)),
    });
    let callback = visit.transaction.authorization.destination.callback();
    let page = ConsentPage {
        chrome: visit.chrome(),
        form: visit.form(Screen::Consent),
        account: Some(question.granted.user.display_name().to_owned()),
        api: api.map(|api| api.name.clone()),
        scopes: scopes.collect(),
        wording: if descriptions {
            ScopeWording::Descriptions
        } else {
            ScopeWording::Grouped
        },
        destination: callback.map(respond::destination),
    };
    respond::page(StatusCode::OK, &page)
}

fn description(api: &ResourceServer, value: &str) -> Option<String> {
    let scope = api.scopes.iter().find(|scope| scope.value == value)?;
    Some(scope.description.clone()).filter(|text| !text.is_empty())
}
