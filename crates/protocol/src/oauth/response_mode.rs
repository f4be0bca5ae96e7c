//! How `/authorize` returns its answer (OAuth 2.0 Multiple Response Types §2.1, Form Post, and `web_message`).

use super::{Error, ResponseType, parsed_wire_names};

parsed_wire_names! {
    "response mode",
    /// The `response_mode` parameter.
    pub enum ResponseMode {
        /// In the query of the redirect URI.
        Query = "query",
        /// In its fragment.
        Fragment = "fragment",
        /// As a form that posts itself there.
        FormPost = "form_post",
        /// By `postMessage` to the window that asked.
        WebMessage = "web_message",
    }
}

impl ResponseMode {
    /// The mode for a request whose response type is known.
    ///
    /// # Errors
    /// `invalid_request` for an unknown mode, and for `query` with tokens: they would end up in logs.
    pub fn resolve(sent: Option<&str>, response_type: ResponseType) -> Result<Self, Error> {
        let Some(sent) = sent else {
            return Ok(response_type.default_mode());
        };
        let mode = sent
            .parse()
            .map_err(|why| Error::invalid_parameter("response_mode", why))?;
        if mode == Self::Query && response_type.is_front_channel() {
            return Err(Error::invalid_parameter(
                "response_mode",
                "can't be query for a response with a token",
            ));
        }
        Ok(mode)
    }

    /// The mode in which to return an error, whatever is wrong with the request.
    pub fn for_error(sent: Option<&str>, response_type: Option<&str>) -> Self {
        let response_type = response_type
            .and_then(|sent| sent.parse().ok())
            .unwrap_or(ResponseType::Code);
        Self::resolve(sent, response_type).unwrap_or_else(|_| response_type.default_mode())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves() {
        use {ResponseMode as Mode, ResponseType as Type};
        let table = [
            (None, Type::Code, Some(Mode::Query)),
            (None, Type::IdToken, Some(Mode::Fragment)),
            (Some("fragment"), Type::Code, Some(Mode::Fragment)),
            (Some("form_post"), Type::IdToken, Some(Mode::FormPost)),
            (Some("web_message"), Type::Token, Some(Mode::WebMessage)),
            (Some("query"), Type::Token, None),
            (Some("query"), Type::CodeIdToken, None),
            (Some("QUERY"), Type::Code, None),
            (Some("jwt"), Type::Code, None),
        ];
        for (sent, response_type, expected) in table {
            assert_eq!(
                Mode::resolve(sent, response_type).ok(),
                expected,
                "{sent:?}"
            );
        }
    }

    #[test]
    fn errors_always_find_a_way() {
        let mode = ResponseMode::for_error;
        assert_eq!(mode(None, None), ResponseMode::Query);
        assert_eq!(mode(Some("x"), Some("token")), ResponseMode::Fragment);
        assert_eq!(mode(Some("query"), Some("token")), ResponseMode::Fragment);
        assert_eq!(
            mode(Some("web_message"), Some("?")),
            ResponseMode::WebMessage
        );
    }
}
