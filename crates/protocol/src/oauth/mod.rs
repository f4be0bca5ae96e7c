//! OAuth 2: the vocabulary of RFC 6749 and its companions.

mod attack_protection;
mod authorize_request;
mod error;
mod error_code;
mod grant_type;
mod parameters;
mod pkce;
mod redirect_uri;
mod response_mode;
mod response_type;
mod scope;
mod secret;
mod token_request;
mod token_response;
mod wire_names;

pub use authorize_request::{
    AuthorizeRequest, OTHER_PARAMETERS, RawTarget, STRICT_PARAMETERS, refuse_beyond_strict,
};
pub use error::{Error, SecondFactorRequired};
pub use error_code::ErrorCode;
pub use grant_type::{GrantType, GrantTypes};
pub use parameters::Parameters;
pub use pkce::{ChallengeMethod, CodeChallenge};
pub use redirect_uri::{
    InvalidUri, RedirectUri, Strictness, check_registered, expand_organization, origin_matches,
};
pub use response_mode::ResponseMode;
pub use response_type::ResponseType;
pub use scope::Scope;
pub use secret::Secret;
pub use token_request::{SecondFactorProof, TokenRequest};
pub use token_response::{TokenResponse, TokenType};

pub use wire_names::UnknownName;
pub(crate) use wire_names::{parsed_wire_names, wire_names};
