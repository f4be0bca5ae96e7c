//! The application that the account page is.

use ostia_protocol::auth0::ids::ClientId;
use serde_json::{Value, json};

use super::{Client, Registered};
use crate::failure::Broken;
use crate::tenants::Tenant;

/// The id of the application that `/account` is. Every tenant has it, and none stores it: its only callback is the page
/// itself, and everybody who has an account may log in to it.
pub const ACCOUNT: &str = "account";

pub(super) fn account_page(id: &ClientId, tenant: &Tenant) -> Result<Client, Broken> {
    let callbacks: Vec<String> = tenant
        .issuers()
        .map(|issuer| format!("{issuer}account"))
        .collect();
    let Value::Object(document) = json!({
        "client_id": ACCOUNT, "name": tenant.display_name(), "app_type": "regular_web", "is_first_party": true,
        "oidc_conformant": true, "token_endpoint_auth_method": "none", "grant_types": ["authorization_code"],
        "jwt_configuration": { "alg": "RS256" }, "callbacks": callbacks,
        "skip_non_verifiable_callback_uri_confirmation_prompt": true,
    }) else {
        return Err(Broken::internal("the account page is no client"));
    };
    Client::from_stored(id.clone(), document, None, Registered::default())
}
