//! The request's surroundings: which tenant its host names, where it came from, and an id to speak about it.

use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use ostia_identity::context::{Context, Origin};

use super::place::PlaceHeaders;

/// The header that carries a request's id, in both directions.
pub const CORRELATION_ID: HeaderName = HeaderName::from_static("x-correlation-id");
const AUTH0_CLIENT: HeaderName = HeaderName::from_static("auth0-client");
const AUTH0_FORWARDED_FOR: HeaderName = HeaderName::from_static("auth0-forwarded-for");
/// The longest name that the DNS has, and more than any port.
const MAX_HOST: usize = 255;
/// Upstream's limit for a caller's own id.
const MAX_CORRELATION_ID: usize = 64;
const MAX_USER_AGENT: usize = 512;
/// The longest text of an IPv6 address.
const MAX_ADDRESS: usize = 45;
const MAX_AUTH0_CLIENT: usize = 1024;

/// The [`Context`] of this request, as a handler's argument.
#[derive(Clone, Debug)]
pub struct RequestContext(pub Context);

impl std::ops::Deref for RequestContext {
    type Target = Context;

    fn deref(&self) -> &Context {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for RequestContext {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        // The front door put it there before every handler; without it there is nothing to serve.
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// The host that a request names, without the port that goes without saying: HTTP/2 has it in the URI, HTTP/1.1 in a
/// header. Empty where none is named.
pub fn host(parts: &Parts) -> &str {
    let authority = parts.uri.authority().map(Authority::as_str);
    let host = authority
        .or_else(|| text(&parts.headers, &header::HOST, MAX_HOST))
        .unwrap_or_default();
    host.strip_suffix(":443").unwrap_or(host)
}

/// A proxy of one's own, whose word is taken for where requests come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxy {
    /// The headers in which it tells where its callers are, where it does.
    pub place_headers: Option<PlaceHeaders>,
}

/// Where a request came from: as the proxy says, where there is one. What a caller says of itself is bounded.
pub fn origin(parts: &Parts, peer: Option<IpAddr>, proxy: Option<&TrustedProxy>) -> Origin {
    let headers = &parts.headers;
    let owned = |name: &HeaderName, max: usize| text(headers, name, max).map(str::to_owned);
    let given = text(headers, &CORRELATION_ID, MAX_CORRELATION_ID)
        .filter(|id| id.bytes().all(|byte| byte.is_ascii_graphic()));
    Origin {
        ip: proxy.and_then(|_| forwarded_for(headers)).or(peer),
        on_behalf_of: text(headers, &AUTH0_FORWARDED_FOR, MAX_ADDRESS)
            .and_then(|address| address.trim().parse().ok()),
        place: proxy.and_then(|proxy| proxy.place_headers.as_ref()?.read(headers)),
        user_agent: owned(&header::USER_AGENT, MAX_USER_AGENT).unwrap_or_default(),
        auth0_client: owned(&AUTH0_CLIENT, MAX_AUTH0_CLIENT),
        correlation_id: given.map_or_else(correlation_id, str::to_owned),
    }
}

/// The last address is the one that our own proxy saw.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let addresses = headers.get("x-forwarded-for")?.to_str().ok()?;
    addresses.rsplit(',').next()?.trim().parse().ok()
}

/// Unlike any other for as long as the process lives, and unlikely to be another process's. It protects nothing.
fn correlation_id() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    // What seeds the hash maps is random enough, and there before the cryptographic source is.
    static PROCESS: LazyLock<u64> =
        LazyLock::new(|| RandomState::new().hash_one(std::process::id()));
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let mut id = String::with_capacity(24);
    push_hexadecimal(&mut id, *PROCESS, 8);
    // The number has as many digits as it needs once eight are too few.
    let digits = number.checked_ilog2().map_or(1, |bits| bits / 4 + 1);
    push_hexadecimal(&mut id, number, digits.max(8));
    id
}

/// As `{:0digits$x}` would, which costs more than the rest of a small request's surroundings.
fn push_hexadecimal(text: &mut String, number: u64, digits: u32) {
    for place in (0..digits).rev() {
        let digit = (number >> (4 * place) & 0xf) as u32;
        text.extend(char::from_digit(digit, 16));
    }
}

/// A header as text; absent where it is too long to be meant well.
fn text<'a>(headers: &'a HeaderMap, name: &HeaderName, max: usize) -> Option<&'a str> {
    let text = headers.get(name)?.to_str().ok()?;
    (text.len() <= max).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::push_hexadecimal;

    #[test]
    fn hexadecimal_is_as_the_formatter_writes_it() {
        for number in [0, 1, 0xf, 0x10, 0x0012_3456_789a, u64::MAX] {
            for digits in [8, 16] {
                let mut text = String::new();
                push_hexadecimal(&mut text, number, digits);
                let whole = format!("{number:016x}");
                assert_eq!(text, whole[16 - digits as usize..]);
            }
        }
    }
}
