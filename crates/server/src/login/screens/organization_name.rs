//! `/u/pre-organization-picker`: which organization do you want to log in to?

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::clients::Discovery;
use ostia_identity::login::organization::{self, Wanted};
use ostia_identity::login::{Screen, transaction};

use super::{Post, Visit};
use crate::error::page;
use crate::login::respond;
use crate::pages::{OrganizationNameKind, OrganizationNamePage, OrganizationNameProblem};

/// Shows the form.
pub async fn get(visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::OrganizationName).await {
        return elsewhere;
    }
    let discovery = match discovery(&visit).await {
        Ok(discovery) => discovery,
        Err(response) => return response,
    };
    let hint = visit.transaction.authorization.request.login_hint.clone();
    let hint = hint.filter(|_| discovery.by_email()).unwrap_or_default();
    show(&visit, discovery, hint, None, StatusCode::OK)
}

/// Looks for the organization.
pub async fn post(Post { mut visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::OrganizationName).await {
        return elsewhere;
    }
    let discovery = match discovery(&visit).await {
        Ok(discovery) => discovery,
        Err(response) => return response,
    };
    let named = form.get("organization").ok().flatten().unwrap_or_default();
    let named = named.trim().to_owned();
    let found = match organization::discover(&named, discovery, &visit.context).await {
        Ok(found) => found,
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let Some(found) = found else {
        let problem = if named.is_empty() {
            OrganizationNameProblem::Missing
        } else {
            OrganizationNameProblem::Unknown
        };
        let status = StatusCode::BAD_REQUEST;
        return show(&visit, discovery, named, Some(problem), status);
    };
    // The address that led here is the one to log in with.
    if named.contains('@') {
        visit.transaction.progress.identifier.get_or_insert(named);
    }
    visit.transaction.progress.organization = Some(found.id.to_string());
    match transaction::save(&visit.transaction, &visit.context).await {
        Ok(true) => visit.conclude(visit.next().await),
        Ok(false) => page::expired(&visit.view()),
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

async fn discovery(visit: &Visit) -> Result<Discovery, Response> {
    match organization::of(&visit.transaction, &visit.context).await {
        Ok((Wanted::AskBefore(discovery), _)) => Ok(discovery),
        Ok(_) => Err(page::expired(&visit.view())),
        Err(failure) => Err(page::failed(&visit.view(), failure)),
    }
}

fn show(
    visit: &Visit,
    discovery: Discovery,
    name: String,
    problem: Option<OrganizationNameProblem>,
    status: StatusCode,
) -> Response {
    let page = OrganizationNamePage {
        chrome: visit.chrome(),
        form: visit.form(Screen::OrganizationName),
        kind: match discovery {
            Discovery::Name => OrganizationNameKind::Name,
            Discovery::Email => OrganizationNameKind::Email,
            Discovery::NameOrEmail => OrganizationNameKind::NameOrEmail,
        },
        name,
        problem,
    };
    respond::page(status, &page)
}
