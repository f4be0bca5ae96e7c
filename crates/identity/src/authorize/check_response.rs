//! The response type and mode that are asked for must fit the client.

use ostia_protocol::oauth::{AuthorizeRequest, Error, ResponseMode};

use super::answer::Answer;
use super::target::TrustedTarget;

pub(super) fn check(request: &AuthorizeRequest, target: &TrustedTarget) -> Result<(), Error> {
    target.client.require_response_type(request.response_type)?;
    let is_message = request.response_mode == ResponseMode::WebMessage;
    if is_message
        && Answer::new(target, request.response_mode, Vec::new())
            .message_origin
            .is_none()
    {
        return Err(Error::invalid_parameter(
            "response_mode",
            "can be web_message only for an origin that is among the application's allowed web origins",
        ));
    }
    Ok(())
}
