//! Organizations: clients deny them until they say otherwise, which none can yet.

use ostia_protocol::oauth::{AuthorizeRequest, Error};

pub(super) fn check(request: &AuthorizeRequest) -> Result<(), Error> {
    if request.organization.is_some() || request.invitation.is_some() {
        return Err(Error::organization_not_allowed());
    }
    Ok(())
}
