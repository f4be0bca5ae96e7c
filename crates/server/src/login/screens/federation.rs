//! Going on with another identity provider, and coming back from it.

use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use ostia_identity::failure::Failure;
use ostia_identity::federation::{self, Arrival, CALLBACK};
use ostia_identity::login::next_step::provider_at_once;
use ostia_identity::login::{self, Screen};
use ostia_identity::vault::{Place, fingerprint};
use ostia_protocol::oauth::{Error, Parameters};

use super::Visit;
use crate::authentication::classic_login;
use crate::error::oauth::Failed;
use crate::error::page;
use crate::extract::{BrowserCookies, PresentedParameters, QueryParameters, RequestContext};
use crate::login::entry::{authenticated, enabled};
use crate::login::respond::{self, View};

/// What holds a posted answer on its way back to our own cookies.
const POSTED: &str = "posted";

/// Sends the browser to a connection's provider: the one that the request names, or the one that its person chose.
pub async fn get(visit: Visit, uri: Uri) -> Response {
    if let Err(elsewhere) = visit.expect(Screen::Federation).await {
        return elsewhere;
    }
    let enabled = match enabled(&visit).await {
        Ok(enabled) => enabled,
        Err(broken) => return page::broken(&visit.view(), &broken),
    };
    let query = Parameters::from_form(uri.query().unwrap_or_default().as_bytes()).ok();
    let chosen = query
        .as_ref()
        .and_then(|query| query.get("connection").ok().flatten());
    let authorization = &visit.transaction.authorization;
    let connection = match (provider_at_once(&enabled, authorization), chosen) {
        // The application has chosen already.
        (Some(connection), _) if authorization.request.connection.is_some() => Some(connection),
        (_, Some(chosen)) => enabled
            .iter()
            .find(|connection| connection.name == chosen && connection.is_federated()),
        (at_once, None) => at_once,
    };
    let Some(connection) = connection else {
        let error = Error::invalid_request("the connection was not found");
        return page::unreadable(&visit.view(), error);
    };
    let browser = &visit.cookies.browser;
    match federation::depart(&visit.transaction, connection, browser, &visit.context).await {
        Ok(address) => visit.cookies.remember(respond::redirect(&address)),
        Err(Failure::Refused(error)) => {
            visit.conclude(login::decline(&visit.transaction, error, &visit.context).await)
        }
        Err(Failure::Broken(broken)) => page::broken(&visit.view(), &broken),
    }
}

/// `GET /login/callback`: a provider sends somebody back.
pub async fn callback(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    parameters: Result<QueryParameters, Failed>,
) -> Response {
    let view = View {
        context: &context,
        headers: &headers,
    };
    let answer = match parameters {
        Ok(QueryParameters(parameters)) => parameters,
        Err(failed) => return page::unreadable(&view, failed.into_error()),
    };
    let Some(answer) = unsealed(answer, &context) else {
        return page::expired(&view);
    };
    let arrival = match federation::arrive(&answer, &cookies.browser, &context).await {
        Ok(Some(arrival)) => arrival,
        Ok(None) => return page::expired(&view),
        Err(broken) => return page::broken(&view, &broken),
    };
    let Arrival {
        transaction,
        outcome,
    } = arrival;
    let visit = match Visit::returning(transaction, context.clone(), cookies, headers.clone()).await
    {
        Ok(visit) => visit,
        Err(broken) => return page::broken(&view, &broken),
    };
    match outcome {
        Ok((user, connection)) => authenticated(visit, &user, &connection).await,
        Err(error) => {
            visit.conclude(login::decline(&visit.transaction, error, &visit.context).await)
        }
    }
}

/// `POST /login/callback`: the answer comes by a form of the provider's (`response_mode=form_post`). Browsers keep our
/// cookies from such posts, so the answer goes around once more: sealed, because addresses are remembered by many.
pub async fn callback_post(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    parameters: Result<PresentedParameters, Failed>,
) -> Response {
    let view = View {
        context: &context,
        headers: &headers,
    };
    let answer = match parameters {
        Ok(PresentedParameters(parameters)) => parameters,
        Err(failed) => return page::unreadable(&view, failed.into_error()),
    };
    if let Ok(Some(_)) = answer.get("wa") {
        return classic_login::callback(context.clone(), cookies, headers.clone(), &answer).await;
    }
    let Ok(Some(state)) = answer.get("state") else {
        return page::expired(&view);
    };
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for name in [
        "code",
        "id_token",
        "iss",
        "user",
        "error",
        "error_description",
    ] {
        if let Ok(Some(value)) = answer.get(name) {
            form.append_pair(name, value);
        }
    }
    let key = &context.tenant.key;
    let state_hash = fingerprint(state);
    match key.seal(
        place(&state_hash),
        form.finish().as_bytes(),
        context.entropy(),
    ) {
        Ok(sealed) => {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query
                .append_pair("state", state)
                .append_pair(POSTED, &sealed);
            let location = format!("/{CALLBACK}?{}", query.finish());
            let mut response = respond::redirect(&location);
            *response.status_mut() = StatusCode::SEE_OTHER;
            response
        }
        Err(broken) => page::broken(&view, &broken),
    }
}

fn place(state_hash: &str) -> Place<'_> {
    Place {
        table: "federated_logins",
        column: POSTED,
        id: state_hash,
    }
}

/// The answer itself, out of the envelope that [`callback_post`] made. `None` where it made none for this `state`.
fn unsealed(answer: Parameters, context: &RequestContext) -> Option<Parameters> {
    let Ok(Some(sealed)) = answer.get(POSTED) else {
        return Some(answer);
    };
    let state = answer.get("state").ok().flatten()?;
    let clear = context
        .tenant
        .key
        .open(place(&fingerprint(state)), sealed)
        .ok()?;
    let mut form = url::form_urlencoded::Serializer::new(String::from_utf8(clear.to_vec()).ok()?);
    form.append_pair("state", state);
    Parameters::from_form(form.finish().as_bytes()).ok()
}
