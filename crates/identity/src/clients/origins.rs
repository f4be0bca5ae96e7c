//! Which web pages are a client's, and what they may do.

use ostia_protocol::oauth::{RedirectUri, origin_matches};
use serde_json::Value;

use super::Client;

impl Client {
    /// Whether a page of this origin is one of the client's: it is listed, or one of its callbacks is there.
    pub fn has_origin(&self, origin: &str) -> bool {
        let strictness = self.url_strictness();
        let mut listed = self.web_origins.iter().chain(&self.allowed_origins);
        listed.any(|registered| origin_matches(origin, registered, strictness))
            || self.callbacks.iter().any(|callback| {
                origin_matches(origin, callback, strictness)
                    || RedirectUri::parse(callback)
                        .is_ok_and(|uri| uri.origin().as_deref() == Some(origin))
            })
    }

    /// Whether its own pages may take credentials (`cross_origin_authentication`, formerly `cross_origin_auth`). Those who
    /// aren't trusted with passwords never do (reference/authentication.md §9).
    pub fn takes_credentials(&self) -> bool {
        let is_on = |name: &str| self.document.get(name) == Some(&Value::Bool(true));
        let wanted = is_on("cross_origin_authentication") || is_on("cross_origin_auth");
        wanted && !self.is_strict() && !self.is_global
    }
}
