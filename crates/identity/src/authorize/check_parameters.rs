//! Strict third parties may send only what they need (reference/authentication.md §1.6).

use ostia_protocol::oauth::{Error, Parameters, refuse_beyond_strict};

use crate::clients::Client;

pub(super) fn check(parameters: &Parameters, client: &Client) -> Result<(), Error> {
    if client.is_strict() {
        refuse_beyond_strict(parameters)
    } else {
        Ok(())
    }
}
