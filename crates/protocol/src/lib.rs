//! What the specifications say: OAuth 2, OpenID Connect and Auth0's vocabulary as types and pure functions.

pub mod auth0;
pub mod oauth;
pub mod oidc;
