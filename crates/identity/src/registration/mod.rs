//! Dynamic Client Registration (RFC 7591): anybody may register a client where the tenant allows it. What comes out is
//! a third-party client, always; nothing that the body says changes that (clients.md, axis 2).

pub(crate) mod metadata;

use ostia_protocol::oauth::{self, GrantType};
use serde_json::{Map, Value, json};

use self::metadata::Metadata;
use crate::clients::document::{self, Document};
use crate::clients::{self, Ownership, SecurityMode, manage};
use crate::context::Context;
use crate::failure::{Broken, Failure};
use crate::logs::{Entry, Event};

/// Registers a client and gives the registration response (RFC 7591 §3.2.1).
///
/// # Errors
/// 404 `endpoint_disabled` where the tenant has not turned registration on, 400 `invalid_redirect_uri` or
/// `invalid_client_metadata` where the metadata can't be accepted.
pub async fn register(body: &Value, context: &Context) -> Result<Map<String, Value>, Failure> {
    let settings = &context.tenant.settings;
    if !settings.dynamic_client_registration {
        return Err(oauth::Error::endpoint_disabled()
            .with_detail("flags.enable_dynamic_client_registration is off")
            .into());
    }
    let metadata = Metadata::parse(body)?;
    let mode = settings.dynamic_client_registration_mode;
    let grants = granted(&metadata, mode);
    let mut document = document::create(&wanted(&metadata, &grants, mode)).map_err(refused)?;
    for (name, value) in [
        ("external_metadata_type", "dcr"),
        ("external_metadata_created_by", "client"),
    ] {
        document.insert(name.to_owned(), json!(value));
    }
    let id = manage::new_id(&document, context);
    if metadata.client_name.is_none() {
        // RFC 7591 §2: without a name, people are shown the id.
        document.insert("name".to_owned(), json!(id));
    }
    let mut work = context.begin().await?;
    let row = manage::insert(&id, document, context, &mut work).await?;
    work.commit().await?;
    let client = clients::build(row, clients::Registered::Nothing, &context.tenant)?;
    Entry::new(Event::ClientRegistered)
        .description("Dynamic client registration")
        .client(&client)
        .record(context);
    Ok(response(&client, &metadata, &grants)?)
}

/// The grants that were asked for and may be had; the rest is dropped without a word (RFC 7591 §3.2.1). Where nothing
/// remains, or nothing was asked for, the code flow.
fn granted(metadata: &Metadata, mode: SecurityMode) -> Vec<GrantType> {
    let owner = Ownership::ThirdParty(mode);
    let public = metadata.authentication_method == "none";
    let allowed = |grant: &GrantType| {
        let offered = matches!(
            grant,
            GrantType::AuthorizationCode
                | GrantType::RefreshToken
                | GrantType::Implicit
                | GrantType::ClientCredentials
        );
        offered
            && document::ownership_allows(owner, *grant, true)
            && !(public && grant.needs_confidential_client())
    };
    match &metadata.grant_types {
        None => vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
        Some(wanted) => {
            let mut granted: Vec<_> = wanted.iter().copied().filter(allowed).collect();
            if granted.is_empty() {
                granted.push(GrantType::AuthorizationCode);
            }
            granted
        }
    }
}

/// The registration in the words of a client document.
fn wanted(metadata: &Metadata, grants: &[GrantType], mode: SecurityMode) -> Document {
    let mut document = Document::new();
    let mut set = |name: &str, value: Value| {
        document.insert(name.to_owned(), value);
    };
    set("is_first_party", json!(false));
    set("third_party_security_mode", json!(mode.as_str()));
    set("callbacks", json!(metadata.redirect_uris));
    set("grant_types", names(grants));
    set(
        "token_endpoint_auth_method",
        json!(metadata.authentication_method),
    );
    if let Some(name) = &metadata.client_name {
        set("name", json!(name));
    }
    if let Some(logo) = &metadata.logo_uri {
        set("logo_uri", json!(logo));
    }
    if !metadata.post_logout_redirect_uris.is_empty() {
        set(
            "allowed_logout_urls",
            json!(metadata.post_logout_redirect_uris),
        );
    }
    if metadata.is_native {
        set("app_type", json!("native"));
    }
    document
}

fn names(grants: &[GrantType]) -> Value {
    grants.iter().map(|grant| grant.as_str()).collect()
}

/// What the document's rules refuse is, seen from here, metadata that can't be registered.
fn refused(error: ostia_protocol::auth0::management_error::Error) -> oauth::Error {
    oauth::Error::invalid_client_metadata(error.message)
}

fn response(
    client: &clients::Client,
    metadata: &Metadata,
    grants: &[GrantType],
) -> Result<Map<String, Value>, Broken> {
    let mut response = Map::new();
    let mut set = |name: &str, value: Value| {
        response.insert(name.to_owned(), value);
    };
    set("client_id", json!(client.id));
    set("client_name", json!(client.name));
    set("redirect_uris", json!(metadata.redirect_uris));
    set(
        "token_endpoint_auth_method",
        json!(metadata.authentication_method),
    );
    set("grant_types", names(grants));
    set("response_types", json!(metadata.response_types(grants)));
    if let clients::ClientKind::Secret { secret, .. } = &client.kind {
        set("client_secret", json!(*secret.reveal()?));
        // RFC 7591 §3.2.1: 0 where it does not expire.
        set("client_secret_expires_at", json!(0));
    }
    if let Some(logo) = &metadata.logo_uri {
        set("logo_uri", json!(logo));
    }
    if !metadata.post_logout_redirect_uris.is_empty() {
        set(
            "post_logout_redirect_uris",
            json!(metadata.post_logout_redirect_uris),
        );
    }
    Ok(response)
}
