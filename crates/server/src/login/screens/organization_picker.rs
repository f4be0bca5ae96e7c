//! `/u/organization-picker`: in which of your organizations do you want to be?

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::failure::Broken;
use ostia_identity::login::organization::{self, MOST_CHOICES};
use ostia_identity::login::{Screen, transaction};
use ostia_identity::organizations::members;
use ostia_identity::users::{self, User};

use super::{Post, Visit};
use crate::error::page;
use crate::login::respond;
use crate::pages::{Organization, OrganizationPickerPage};

/// Shows what there is to choose from.
pub async fn get(visit: Visit) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::OrganizationPicker).await {
        return elsewhere;
    }
    match user(&visit).await {
        Ok(Some(user)) => show(&visit, &user).await,
        Ok(None) => page::expired(&visit.view()),
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

/// Takes the choice, if it is one of theirs.
pub async fn post(Post { mut visit, form }: Post) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::OrganizationPicker).await {
        return elsewhere;
    }
    let chosen = form.get("organization").ok().flatten().unwrap_or_default();
    let chosen = chosen.to_owned();
    match belongs(&visit, &chosen).await {
        Ok(Some(true)) => {}
        Ok(Some(false)) => {
            return respond::redirect(&respond::address(
                Screen::OrganizationPicker,
                &visit.transaction.state,
            ));
        }
        Ok(None) => return page::expired(&visit.view()),
        Err(broken) => return page::broken(&visit.view(), &broken),
    }
    visit.transaction.progress.organization = Some(chosen);
    match transaction::save(&visit.transaction, &visit.context).await {
        Ok(true) => visit.conclude(visit.next().await),
        Ok(false) => page::expired(&visit.view()),
        Err(broken) => page::broken(&visit.view(), &broken),
    }
}

async fn user(visit: &Visit) -> Result<Option<User>, Broken> {
    match &visit.cookies.browser.session {
        Some(session) => users::find(&session.user_id, &visit.context).await,
        None => Ok(None),
    }
}

async fn belongs(visit: &Visit, organization: &str) -> Result<Option<bool>, Broken> {
    let Some(session) = &visit.cookies.browser.session else {
        return Ok(None);
    };
    let is_member = members::is_member(organization, &session.user_id, &visit.context);
    Ok(Some(is_member.await?))
}

async fn show(visit: &Visit, user: &User) -> Response {
    let choices = match organization::choices(user, MOST_CHOICES, &visit.context).await {
        Ok(choices) => choices,
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let choices = choices.iter().map(|organization| Organization {
        id: organization.id.to_string(),
        display_name: organization.display_name().to_owned(),
    });
    let page = OrganizationPickerPage {
        chrome: visit.chrome(),
        form: visit.form(Screen::OrganizationPicker),
        account: user.display_name().to_owned(),
        organizations: choices.collect(),
    };
    respond::page(StatusCode::OK, &page)
}
