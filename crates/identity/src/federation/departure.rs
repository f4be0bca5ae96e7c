//! Sending somebody to a provider.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use ostia_protocol::auth0::ids;
use ostia_protocol::oauth::{AuthorizeRequest, Error};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::{CALLBACK, away, metadata, open};
use crate::connections::Connection;
use crate::connections::provider::{Channel, Metadata, Parameter, Pkce, Provider, Source};
use crate::context::Context;
use crate::failure::Failure;
use crate::federated_logins::{self, Expected};
use crate::login::{Browser, Transaction};
use crate::logs::{Entry, Event};

/// What no option may say otherwise.
const OURS: [&str; 8] = [
    "state",
    "nonce",
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "code_challenge",
    "code_challenge_method",
];

/// Where the browser goes to prove who its person is.
///
/// # Errors
/// A refusal for the application, or a fault of ours.
pub async fn depart(
    transaction: &Transaction,
    connection: &Connection,
    browser: &Browser,
    context: &Context,
) -> Result<String, Failure> {
    let address = address(transaction, connection, browser, context).await;
    if let Err(Failure::Refused(error)) = &address {
        Entry::new(Event::LoginFailed)
            .client(&transaction.client)
            .connection(connection)
            .refusal(error)
            .record(context);
    }
    address
}

async fn address(
    transaction: &Transaction,
    connection: &Connection,
    browser: &Browser,
    context: &Context,
) -> Result<String, Failure> {
    let provider = open(connection, context).await?;
    let metadata = metadata::of(&provider.server, context)
        .await
        .map_err(|unanswered| away(&unanswered))?;
    let mut url = Url::parse(&metadata.authorization_endpoint)
        .ok()
        .filter(|url| matches!(url.scheme(), "https" | "http") && url.host().is_some())
        .ok_or_else(|| {
            Error::invalid_request("the connection is not configured completely")
                .with_detail("the provider's authorization endpoint is no web address")
        })?;
    let verifier = uses_pkce(&provider, &metadata).then(|| ids::token(context.entropy(), 32));
    let expected = Expected {
        transaction: transaction.state.clone(),
        nonce: ids::token(context.entropy(), 24),
        code_verifier: verifier,
        redirect_uri: format!("{}{CALLBACK}", context.tenant.issuer()),
    };
    let state =
        federated_logins::keep(&expected, connection.id.as_str(), &browser.id, context).await?;
    let request = &transaction.authorization.request;
    let pairs = parameters(&provider, &expected, request, transaction);
    let mut query = url.query_pairs_mut();
    for (name, value) in &pairs {
        query.append_pair(name, value);
    }
    query.append_pair("state", &state);
    drop(query);
    Ok(url.into())
}

fn uses_pkce(provider: &Provider, metadata: &Metadata) -> bool {
    let known = &metadata.code_challenge_methods_supported;
    provider.channel == Channel::Back
        && match provider.pkce {
            Pkce::Disabled => false,
            Pkce::S256 | Pkce::Plain => true,
            // Who doesn't know challenges ignores them (RFC 6749 §3.1).
            Pkce::Auto => known.is_empty() || known.iter().any(|method| method == "S256"),
        }
}

fn parameters(
    provider: &Provider,
    expected: &Expected,
    request: &AuthorizeRequest,
    transaction: &Transaction,
) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut set = |name: &str, value: String| {
        pairs.retain(|(known, _)| known != name);
        if !value.is_empty() {
            pairs.push((name.to_owned(), value));
        }
    };
    let more = request.connection_scope.as_deref().unwrap_or_default();
    set("scope", with_more(&provider.scope, more));
    let hint = transaction.progress.identifier.as_ref();
    set(
        "login_hint",
        hint.or(request.login_hint.as_ref())
            .cloned()
            .unwrap_or_default(),
    );
    if request.prompt.select_account() {
        set("prompt", "select_account".to_owned());
    }
    for (name, parameter) in &provider.parameters {
        if !OURS.contains(&name.as_str()) {
            match parameter {
                Parameter::Value(value) => set(name, value.clone()),
                Parameter::Of(alias) => set(name, said(request, alias)),
            }
        }
    }
    set("client_id", provider.client_id.clone());
    set("redirect_uri", expected.redirect_uri.clone());
    let response_type = match provider.channel {
        Channel::Back => "code",
        Channel::Front => "id_token",
    };
    set("response_type", response_type.to_owned());
    set(
        "response_mode",
        provider.response_mode.unwrap_or_default().to_owned(),
    );
    if provider.source == Source::IdToken {
        set("nonce", expected.nonce.clone());
    }
    if let Some(verifier) = &expected.code_verifier {
        let (challenge, method) = match provider.pkce {
            Pkce::Plain => (verifier.clone(), "plain"),
            Pkce::S256 | Pkce::Auto | Pkce::Disabled => {
                (BASE64URL.encode(Sha256::digest(verifier)), "S256")
            }
        };
        set("code_challenge", challenge);
        set("code_challenge_method", method.to_owned());
    }
    pairs
}

/// Scopes that the application wants beside the connection's, between commas or blanks.
fn with_more(scope: &str, more: &str) -> String {
    let mut scopes: Vec<&str> = scope.split(' ').collect();
    for scope in more.split([',', ' ']) {
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    scopes.retain(|scope| !scope.is_empty());
    scopes.join(" ")
}

/// What the application's request says under a name.
fn said(request: &AuthorizeRequest, alias: &str) -> String {
    match alias {
        "acr_values" => request.acr_values.join(" "),
        "audience" => request.audience.clone().unwrap_or_default(),
        "display" => request.display.clone().unwrap_or_default(),
        "login_hint" => request.login_hint.clone().unwrap_or_default(),
        "max_age" => request
            .max_age
            .map(|age| age.to_string())
            .unwrap_or_default(),
        "prompt" if request.prompt.login() => "login".to_owned(),
        "prompt" if request.prompt.select_account() => "select_account".to_owned(),
        "resource" => request.resource.clone().unwrap_or_default(),
        "ui_locales" => request.ui_locales.join(" "),
        extension => request
            .extensions
            .get(extension)
            .cloned()
            .unwrap_or_default(),
    }
}
