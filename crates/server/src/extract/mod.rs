//! What handlers take from a request: parsed once, bounded, refused in the form of the API that was called.

mod browser;
mod caller;
mod context;
mod json_body;
mod parameters;
mod path_id;
mod place;
mod query_pairs;

pub use self::browser::{BrowserCookies, close_session, keep_verifier, open_session, verifier};
pub use self::caller::{Caller, Subject};
pub use self::context::{CORRELATION_ID, RequestContext, TrustedProxy, host, origin};
pub use self::json_body::{JsonBody, MAX_BODY, OptionalJsonBody, TextOrJsonBody};
pub use self::parameters::{
    PresentedParameters, QueryParameters, client_certificate, presented_client,
};
pub use self::path_id::{PathId, PathIds, PathParts};
pub use self::place::{InvalidPlaceHeaders, PlaceHeaders};
pub use self::query_pairs::QueryPairs;
