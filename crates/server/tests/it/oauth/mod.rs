//! What applications call.

mod authorize;
mod back_channel_logout;
mod bad_input;
mod database_away;
mod device;
mod discovery;
mod jwks;
mod logout;
mod par;
mod revoke;
mod token;
mod userinfo;
