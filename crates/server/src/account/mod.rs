//! `/account`: what people see and do of their own account. It needs no script, but to make a passkey.

mod passkeys;
mod visit;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use ostia_identity::failure::Failure;
use ostia_identity::{account, authentication_methods, enrollment_tickets, logout};
use ostia_protocol::oauth::Parameters;
use serde_json::json;

use self::visit::{Owner, Post, Recent};
use crate::app::App;
use crate::error::page;
use crate::extract::{BrowserCookies, QueryParameters, RequestContext, close_session};
use crate::login::enrollment::BY_LINK;
use crate::login::respond::{self, View};
use crate::pages::{
    AccountDeletedPage, AccountNotice, AccountPage, DeleteAccountPage, LoggedOutPage,
};

/// How long the name of a factor is at most, in characters (as the Management API shows it).
const NAME: usize = 20;

/// Where the page is.
pub const PATH: &str = "/account";

/// The page and its forms.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(PATH, get(show))
        .route("/account/profile", post(profile))
        .route("/account/password", get(password))
        .route("/account/factors/add", get(add_factor))
        .route("/account/factors/remove", post(remove_factor))
        .route("/account/factors/rename", post(rename_factor))
        .route(
            "/account/passkeys/add",
            get(passkeys::ask).post(passkeys::add),
        )
        .route("/account/sessions", post(sessions))
        .route("/account/applications", post(applications))
        .route("/account/delete", get(ask_to_delete).post(delete))
        .route("/account/logout", post(log_out))
}

/// `GET /account`, where logins to it come back to, too.
async fn show(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    query: Result<QueryParameters, crate::error::oauth::Failed>,
) -> Response {
    let view = View {
        context: &context,
        headers: &headers,
    };
    let query = match query {
        Ok(QueryParameters(query)) => query,
        Err(failed) => return page::unreadable(&view, failed.into_error()),
    };
    if let Some(response) = visit::arrived(&view, &query) {
        return response;
    }
    let notice = query
        .get("done")
        .ok()
        .flatten()
        .and_then(AccountNotice::parse);
    match visit::owner(context, cookies, headers).await {
        Ok(owner) => shown(&owner, notice, StatusCode::OK).await,
        Err(response) => response,
    }
}

async fn shown(owner: &Owner, notice: Option<AccountNotice>, status: StatusCode) -> Response {
    let overview = match account::overview(&owner.user, &owner.context).await {
        Ok(overview) => overview,
        Err(broken) => return page::broken(&owner.view(), &broken),
    };
    let csrf = match owner.csrf() {
        Ok(csrf) => csrf,
        Err(broken) => return page::broken(&owner.view(), &broken),
    };
    let page = AccountPage {
        chrome: respond::chrome(&owner.view(), None, &[]),
        csrf,
        notice,
        account: owner.user.display_name().to_owned(),
        profile: overview
            .connection
            .is_some()
            .then(|| visit::profile(&owner.user)),
        offers_passkey: overview
            .connection
            .as_ref()
            .is_some_and(|connection| connection.passkeys().is_some()),
        offers_factor: BY_LINK
            .into_iter()
            .any(|factor| owner.context.tenant.multifactor.offers(factor)),
        factors: overview.methods.iter().map(visit::factor).collect(),
        sessions: overview
            .sessions
            .iter()
            .map(|record| visit::session(record, &owner.session))
            .collect(),
        applications: overview
            .applications
            .into_iter()
            .map(visit::application)
            .collect(),
    };
    owner.cookies.remember(respond::page(status, &page))
}

/// Back to the page, which says what was done.
fn done(notice: AccountNotice) -> Response {
    let mut response = respond::redirect(&format!("{PATH}?done={}", notice.name()));
    *response.status_mut() = StatusCode::SEE_OTHER;
    response
}

fn field<'a>(form: &'a Parameters, name: &str) -> &'a str {
    form.get(name).ok().flatten().unwrap_or_default()
}

async fn profile(Post { owner, form }: Post) -> Response {
    let names =
        ["name", "nickname", "given_name", "family_name"].map(|name| (name, field(&form, name)));
    match account::rename(&owner.user.id, &names, &owner.context).await {
        Ok(()) => done(AccountNotice::ProfileSaved),
        Err(Failure::Refused(_)) => {
            shown(
                &owner,
                Some(AccountNotice::ProfileRefused),
                StatusCode::BAD_REQUEST,
            )
            .await
        }
        Err(Failure::Broken(broken)) => page::broken(&owner.view(), &broken),
    }
}

async fn password(Recent(owner): Recent) -> Response {
    match account::new_password(&owner.user, &owner.context).await {
        Ok(Some(url)) => respond::redirect(&url),
        Ok(None) => respond::redirect(PATH),
        Err(broken) => page::broken(&owner.view(), &broken),
    }
}

async fn add_factor(Recent(owner): Recent) -> Response {
    let (user, context) = (&owner.user.id, &owner.context);
    match enrollment_tickets::issue(user, None, true, context).await {
        Ok(ticket) => respond::redirect(&format!("/mfa/enrollment?ticket={ticket}")),
        Err(broken) => page::broken(&owner.view(), &broken),
    }
}

async fn remove_factor(Post { owner, form }: Post) -> Response {
    if !owner.is_recent() {
        return owner.log_in_again(PATH);
    }
    let (user, context) = (&owner.user.id, &owner.context);
    let id = field(&form, "id");
    match authentication_methods::remove(user, id, context).await {
        // One that is gone already is gone.
        Ok(()) | Err(Failure::Refused(_)) => done(AccountNotice::FactorRemoved),
        Err(Failure::Broken(broken)) => page::broken(&owner.view(), &broken),
    }
}

async fn rename_factor(Post { owner, form }: Post) -> Response {
    let name: String = field(&form, "name").trim().chars().take(NAME).collect();
    if name.is_empty() {
        return done(AccountNotice::FactorRenamed);
    }
    let (user, context) = (&owner.user.id, &owner.context);
    let change = json!({ "name": name });
    match authentication_methods::update(user, field(&form, "id"), &change, context).await {
        // One that is gone needs no name.
        Ok(_) | Err(Failure::Refused(_)) => done(AccountNotice::FactorRenamed),
        Err(Failure::Broken(broken)) => page::broken(&owner.view(), &broken),
    }
}

async fn sessions(Post { owner, form }: Post) -> Response {
    let there = Some(field(&form, "id")).filter(|id| !id.is_empty());
    let signed_out = account::sign_out(&owner.user, &owner.session, there, &owner.context).await;
    match signed_out {
        Ok(()) | Err(Failure::Refused(_)) => done(AccountNotice::SignedOut),
        Err(Failure::Broken(broken)) => page::broken(&owner.view(), &broken),
    }
}

async fn applications(Post { owner, form }: Post) -> Response {
    match account::revoke(&owner.user, field(&form, "client_id"), &owner.context).await {
        Ok(()) => done(AccountNotice::AccessRevoked),
        Err(broken) => page::broken(&owner.view(), &broken),
    }
}

async fn ask_to_delete(Recent(owner): Recent) -> Response {
    ask(&owner, false)
}

fn ask(owner: &Owner, differs: bool) -> Response {
    let csrf = match owner.csrf() {
        Ok(csrf) => csrf,
        Err(broken) => return page::broken(&owner.view(), &broken),
    };
    let page = DeleteAccountPage {
        chrome: respond::chrome(&owner.view(), None, &[]),
        csrf,
        account: owner.user.display_name().to_owned(),
        differs,
    };
    let status = if differs {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    respond::page(status, &page)
}

async fn delete(Post { owner, form }: Post) -> Response {
    if !owner.is_recent() {
        return owner.log_in_again("/account/delete");
    }
    let typed = field(&form, "account").trim();
    if !typed.eq_ignore_ascii_case(owner.user.display_name()) {
        return ask(&owner, true);
    }
    match account::delete(&owner.user, &owner.context).await {
        Ok(()) => {
            let page = AccountDeletedPage {
                chrome: respond::chrome(&owner.view(), None, &[]),
                account: owner.user.display_name().to_owned(),
            };
            close_session(respond::page(StatusCode::OK, &page))
        }
        Err(broken) => page::broken(&owner.view(), &broken),
    }
}

async fn log_out(Post { owner, .. }: Post) -> Response {
    let nothing = Parameters::default();
    match logout::v2(&nothing, Some(&owner.session), &owner.context).await {
        Ok(_) | Err(logout::Refused::Request(_) | logout::Refused::ReturnUrl { .. }) => {
            let page = LoggedOutPage {
                chrome: respond::chrome(&owner.view(), None, &[]),
                stayed: false,
                link: None,
            };
            close_session(respond::page(StatusCode::OK, &page))
        }
        Err(logout::Refused::Broken(broken)) => page::broken(&owner.view(), &broken),
    }
}
