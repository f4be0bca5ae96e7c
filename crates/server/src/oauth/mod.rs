//! The OAuth 2 and OpenID Connect endpoints. Handlers read, ask a verb of `identity`, and write.

pub mod authorize;
pub mod cors;
pub mod device;
pub mod discovery;
pub mod logout;
pub mod mfa;
pub mod par;
pub mod revoke;
pub mod token;
pub mod userinfo;
