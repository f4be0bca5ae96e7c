//! What the specifications say: OAuth 2, OpenID Connect, SCIM and Auth0's vocabulary as types and pure functions.

pub mod auth0;
pub mod oauth;
pub mod oidc;
pub mod scim;
