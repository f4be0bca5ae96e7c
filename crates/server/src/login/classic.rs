//! `/login`: the address at which a login that has begun goes on, as Auth0's classic pages have it. Whoever comes without
//! one is led to where logins begin, by the application's word or the tenant's (reference/authentication.md §3.17).

use axum::http::HeaderMap;
use axum::response::Response;
use ostia_identity::clients;
use ostia_identity::context::Context;
use ostia_identity::failure::Broken;
use ostia_identity::login::{Screen, transaction};
use ostia_protocol::oauth::Parameters;
use url::Url;

use super::respond::{self, View};
use crate::error::page;
use crate::extract::{BrowserCookies, QueryParameters, RequestContext};

/// `GET /login`
pub async fn get(
    context: RequestContext,
    cookies: BrowserCookies,
    headers: HeaderMap,
    query: Result<QueryParameters, crate::error::oauth::Failed>,
) -> Response {
    let view = View {
        context: &context,
        headers: &headers,
    };
    let query = query.map_or_else(|_| Parameters::default(), |QueryParameters(query)| query);
    match way(&query, &cookies, &context).await {
        Ok(Some(way)) => respond::redirect(&way),
        Ok(None) => page::expired(&view),
        Err(broken) => page::broken(&view, &broken),
    }
}

async fn way(
    query: &Parameters,
    cookies: &BrowserCookies,
    context: &Context,
) -> Result<Option<String>, Broken> {
    let field = |name| query.get(name).ok().flatten();
    if let Some(state) = field("state")
        && let Some(found) = transaction::find(state, &cookies.browser, context).await?
    {
        return Ok(Some(respond::address(Screen::Login, &found.state)));
    }
    let client = field("client").or_else(|| field("client_id"));
    let own = match client.and_then(|id| id.parse().ok()) {
        Some(id) => clients::find(&id, context).await?,
        None => None,
    };
    // Anybody can name a client here: only addresses that the tenant's own people wrote are followed.
    let own = own.filter(|client| client.is_first_party());
    let own = own
        .as_ref()
        .and_then(|client| client.document.get("initiate_login_uri")?.as_str());
    let tenants = context.tenant.settings.default_redirection_uri.as_deref();
    let address = own.filter(|own| !own.is_empty()).or(tenants);
    // An address with a placeholder for an organization leads nowhere without one.
    let address = address.and_then(|address| Url::parse(address).ok());
    Ok(address
        .filter(|url| url.scheme() == "https")
        .map(|mut url| {
            // OpenID Connect Core §4: the application starts a login with who sent the person.
            url.query_pairs_mut()
                .append_pair("iss", &context.tenant.issuer());
            url.into()
        }))
}
