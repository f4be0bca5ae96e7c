//! `GET /v2/logout` and `GET|POST /oidc/logout`.

use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use ostia_identity::federation;
use ostia_identity::login::transaction;
use ostia_identity::logout::{self, Refused, Step};
use ostia_identity::users;
use ostia_protocol::oauth::{Error, Parameters};

use crate::error::oauth::Failed;
use crate::error::page;
use crate::extract::{
    BrowserCookies, PresentedParameters, QueryParameters, RequestContext, close_session,
};
use crate::login::respond::{self, View};
use crate::pages::{Form, LoggedOutPage, LogoutPage};

/// What the confirmation's form token is bound to.
const CONFIRMATION: &str = "logout";

/// `/v2/logout`, and its older spelling `/logout`.
pub async fn v2(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    parameters: Result<QueryParameters, Failed>,
) -> Response {
    let view = View {
        context: &context,
        headers: &headers,
    };
    let parameters = match parameters {
        Ok(QueryParameters(parameters)) => parameters,
        Err(failed) => return page::unreadable(&view, failed.into_error()),
    };
    match logout::v2(&parameters, cookies.browser.session.as_ref(), &context).await {
        Ok(Step::Done(None)) => close_session((StatusCode::OK, "OK").into_response()),
        Ok(step) => done(&view, step, false),
        Err(refused) => refuse(&view, refused),
    }
}

/// `/logout/callback`: somebody comes back from a provider that logged them out, too.
pub async fn returned(
    context: RequestContext,
    headers: HeaderMap,
    parameters: Result<QueryParameters, Failed>,
) -> Response {
    let view = View {
        context: &context,
        headers: &headers,
    };
    let parameters = match parameters {
        Ok(QueryParameters(parameters)) => parameters,
        Err(failed) => return page::unreadable(&view, failed.into_error()),
    };
    let state = parameters.get("state").ok().flatten().unwrap_or_default();
    let target = federation::target(state, &context);
    // The session ended before they left; another that was opened since goes on.
    go_on(&view, Step::Done(target), false)
}

/// `/oidc/logout`: asks, where nobody vouches for the request.
pub async fn oidc(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    parameters: Result<PresentedParameters, Failed>,
) -> Response {
    let view = View {
        context: &context,
        headers: &headers,
    };
    let parameters = match parameters {
        Ok(PresentedParameters(parameters)) => parameters,
        Err(failed) => return page::unreadable(&view, failed.into_error()),
    };
    match logout::oidc(
        &parameters,
        cookies.browser.session.as_ref(),
        false,
        &context,
    )
    .await
    {
        Ok(Step::Confirm) => ask(&view, &cookies, &parameters).await,
        Ok(step) => done(&view, step, false),
        Err(refused) => refuse(&view, refused),
    }
}

/// `POST /u/logout?…`: the person answered. The request's own parameters are still in the query.
pub async fn confirmed(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    uri: Uri,
    form: Result<PresentedParameters, Failed>,
) -> Response {
    let view = View {
        context: &context,
        headers: &headers,
    };
    let request = Parameters::from_form(uri.query().unwrap_or_default().as_bytes());
    let (Ok(request), Ok(PresentedParameters(form))) = (request, form) else {
        return page::unreadable(&view, Error::invalid_request("The form could not be read"));
    };
    let token = form.get("csrf").ok().flatten().unwrap_or_default();
    match transaction::is_form_token(token, CONFIRMATION, &cookies.browser, &context) {
        Ok(true) => {}
        Ok(false) => return page::expired(&view),
        Err(broken) => return page::broken(&view, &broken),
    }
    if form.get("action").ok().flatten() != Some("accept") {
        return done(&view, Step::Done(None), true);
    }
    match logout::oidc(&request, cookies.browser.session.as_ref(), true, &context).await {
        Ok(step) => done(&view, step, false),
        Err(refused) => refuse(&view, refused),
    }
}

async fn ask(view: &View<'_>, cookies: &BrowserCookies, parameters: &Parameters) -> Response {
    let account = match &cookies.browser.session {
        Some(session) => users::find_cached(&session.user_id, view.context)
            .await
            .ok()
            .flatten(),
        None => None,
    };
    let csrf = match transaction::form_token(CONFIRMATION, &cookies.browser, view.context) {
        Ok(csrf) => csrf,
        Err(broken) => return page::broken(view, &broken),
    };
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in parameters.names() {
        if let Ok(Some(value)) = parameters.get(name) {
            query.append_pair(name, value);
        }
    }
    let page = LogoutPage {
        chrome: respond::chrome(view, None, &[]),
        form: Form {
            action: format!("/u/logout?{}", query.finish()),
            state: String::new(),
            csrf,
            verification: None,
        },
        account: account.map(|user| user.display_name().to_owned()),
    };
    cookies.remember(respond::page(StatusCode::OK, &page))
}

fn done(view: &View<'_>, step: Step, stayed: bool) -> Response {
    let response = go_on(view, step, stayed);
    if stayed {
        response
    } else {
        close_session(response)
    }
}

fn go_on(view: &View<'_>, step: Step, stayed: bool) -> Response {
    if let Step::Done(Some(target)) = step {
        respond::redirect(&target)
    } else {
        let page = LoggedOutPage {
            chrome: respond::chrome(view, None, &[]),
            stayed,
            link: None,
        };
        respond::page(StatusCode::OK, &page)
    }
}

fn refuse(view: &View<'_>, refused: Refused) -> Response {
    match refused {
        Refused::ReturnUrl { url } => page::logout_url_mismatch(view, &url),
        Refused::Request(error) => page::unreadable(view, error),
        Refused::Broken(broken) => page::broken(view, &broken),
    }
}
