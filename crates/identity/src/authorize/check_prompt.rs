//! A request that must not show anything can't ask for a screen.

use ostia_protocol::oauth::{AuthorizeRequest, Error};

pub(super) fn check(request: &AuthorizeRequest) -> Result<(), Error> {
    if request.scope.contains("online_access") && request.scope.offline_access() {
        return Err(Error::online_and_offline_access());
    }
    if request.organization.is_some() {
        return Err(Error::organization_not_allowed());
    }
    Ok(())
}
