//! The code of a device that somebody let in (RFC 8628 §3.4, §3.5).

use ostia_protocol::oauth::Error;

use super::{Entitlement, authorization_code};
use crate::clients::Client;
use crate::context::Context;
use crate::device_codes::{self, INTERVAL, Poll};
use crate::failure::Failure;

pub(super) async fn redeem(
    device_code: &str,
    client: &Client,
    context: &Context,
) -> Result<Entitlement, Failure> {
    match device_codes::poll(device_code, &client.id, context).await? {
        Poll::Approved(approval) => {
            authorization_code::entitle(*approval, None, None, client, context).await
        }
        Poll::Denied(denial) => Err(Error::access_denied(denial.description).into()),
        Poll::Pending => Err(Error::authorization_pending().into()),
        Poll::TooFast => Err(Error::slow_down(INTERVAL).into()),
        Poll::Expired => Err(Error::device_code_expired().into()),
        Poll::Unknown => Err(Error::invalid_device_code().into()),
    }
}
