//! Where the browser may be sent, and how that is compared with what is registered (reference §3.2.2).

use std::borrow::Cow;
use std::fmt;
use std::net::Ipv4Addr;

use serde::{Deserialize, Deserializer, Serialize};
use url::{Url, form_urlencoded};

use super::ResponseMode;

/// An absolute URI that is safe to redirect to, once it is found among the registered ones.
///
/// It keeps the exact text: the token endpoint compares that. What one parser could read differently from
/// another (a backslash, user info, an escaped or numeric host, white space) is refused rather than interpreted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct RedirectUri(String);

/// Why a text is no [`RedirectUri`]; each ends the sentence "it …".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidUri {
    /// It has no scheme, or does not parse.
    #[error("is not an absolute URI")]
    NotAbsolute,
    /// It has a character that RFC 3986 has not.
    #[error("has a character that is not allowed in a URI")]
    Characters,
    /// Its scheme runs code or reads files.
    #[error("has a scheme that is not allowed")]
    Scheme,
    /// RFC 6749 §3.1.2.
    #[error("has a fragment")]
    Fragment,
    /// A name or password before the host.
    #[error("has user information")]
    UserInformation,
    /// The host is absent, escaped, or written in an unusual way.
    #[error("has a host that is not written plainly")]
    Host,
    /// Longer than [`RedirectUri::MAX_LENGTH`].
    #[error("is too long")]
    TooLong,
    /// A wildcard other than one `*` in the left-most label above a domain.
    #[error("has a wildcard where none is allowed")]
    Wildcard,
}

/// Whether the registered entry may have a wildcard; strict third-party clients match exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// A `*` is an ordinary character.
    Exact,
    /// A `*` in the left-most label of an http or https host stands for the rest of one label.
    Wildcards,
}

impl RedirectUri {
    /// The longest URI that is accepted, in bytes.
    pub const MAX_LENGTH: usize = 2048;

    /// Reads a redirect URI.
    ///
    /// # Errors
    /// [`InvalidUri`] says why it can't be one.
    pub fn parse(text: &str) -> Result<Self, InvalidUri> {
        let uri = Self::parse_logout(text)?;
        (!text.contains('#'))
            .then_some(uri)
            .ok_or(InvalidUri::Fragment)
    }

    /// Reads a logout URL, which may have a fragment (reference §3.11).
    ///
    /// # Errors
    /// [`InvalidUri`] says why it can't be one.
    pub fn parse_logout(text: &str) -> Result<Self, InvalidUri> {
        check_characters(text)?;
        let parts = Parts::of(text).ok_or(InvalidUri::NotAbsolute)?;
        if FORBIDDEN_SCHEMES
            .iter()
            .any(|scheme| parts.scheme.eq_ignore_ascii_case(scheme))
        {
            return Err(InvalidUri::Scheme);
        }
        if parts
            .authority
            .is_some_and(|authority| authority.contains('@'))
        {
            return Err(InvalidUri::UserInformation);
        }
        let url = Url::parse(text).map_err(|_| InvalidUri::NotAbsolute)?;
        if parts.is_web() && !host_is_plain(&parts, &url) {
            return Err(InvalidUri::Host);
        }
        Ok(Self(text.to_owned()))
    }

    /// The text as it was sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is what the registered entry stands for.
    ///
    /// Scheme and host compare without regard to case, all else byte for byte.
    pub fn matches(&self, registered: &str, strictness: Strictness) -> bool {
        self.compare(registered, strictness, |tail| tail)
    }

    /// As [`matches`](Self::matches), but without query and fragment: the rule of `/v2/logout`.
    pub fn matches_ignoring_query(&self, registered: &str, strictness: Strictness) -> bool {
        self.compare(registered, strictness, path)
    }

    /// Whether the host is this machine: any program there may be listening.
    pub fn is_loopback(&self) -> bool {
        let parts = self.parts();
        let host = split_port(parts.authority.unwrap_or_default())
            .0
            .to_ascii_lowercase();
        host == "localhost"
            || host.ends_with(".localhost")
            || host == "[::1]"
            || host
                .parse::<Ipv4Addr>()
                .is_ok_and(|address| address.is_loopback())
    }

    /// Whether the scheme is an application's own: any application may have claimed it.
    pub fn is_custom_scheme(&self) -> bool {
        !self.parts().is_web()
    }

    /// Whether the host's owner alone can receive what is sent here (reference §1.7).
    pub fn is_verifiable(&self) -> bool {
        !self.is_loopback() && !self.is_custom_scheme()
    }

    /// The origin as browsers write it, `https://app.example.com:8443`; a custom scheme has none.
    pub fn origin(&self) -> Option<String> {
        let parts = self.parts();
        let authority = parts.authority_without_default_port()?;
        parts
            .is_web()
            .then(|| format!("{}://{authority}", parts.scheme).to_ascii_lowercase())
    }

    /// The URI with a response in its query, or in its fragment for [`ResponseMode::Fragment`].
    ///
    /// Spaces become `%20`, which every decoder reads.
    pub fn with_response(&self, mode: ResponseMode, response: &[(&str, &str)]) -> String {
        let encoded = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(response)
            .finish()
            .replace('+', "%20");
        let separator = match mode {
            ResponseMode::Fragment => '#',
            _ if self.0.ends_with(['?', '&']) => return format!("{}{encoded}", self.0),
            _ if self.0.contains('?') => '&',
            _ => '?',
        };
        format!("{}{separator}{encoded}", self.0)
    }

    fn parts(&self) -> Parts<'_> {
        Parts::of(&self.0).unwrap_or_default()
    }

    fn compare(&self, registered: &str, strictness: Strictness, tail: fn(&str) -> &str) -> bool {
        let Some(registered) = Parts::of(registered) else {
            return false;
        };
        let sent = self.parts();
        sent.scheme.eq_ignore_ascii_case(registered.scheme)
            && tail(sent.tail) == tail(registered.tail)
            && match (sent.authority, registered.authority) {
                (None, None) => true,
                (Some(sent_to), Some(pattern)) => {
                    let wildcards = strictness == Strictness::Wildcards && sent.is_web();
                    authority_matches(sent_to, pattern, wildcards)
                }
                _ => false,
            }
    }
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RedirectUri {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// Whether an `Origin` header's value is among what a registered URL allows; the URL's path plays no part.
pub fn origin_matches(origin: &str, registered: &str, strictness: Strictness) -> bool {
    let Ok(sent) = RedirectUri::parse(origin) else {
        return false;
    };
    let (sent, Some(registered)) = (sent.parts(), Parts::of(registered)) else {
        return false;
    };
    let same_scheme = sent.scheme.eq_ignore_ascii_case(registered.scheme);
    let authorities = sent
        .authority_without_default_port()
        .zip(registered.authority_without_default_port());
    sent.tail.is_empty()
        && same_scheme
        && authorities.is_some_and(|(sent_from, pattern)| {
            authority_matches(
                sent_from,
                pattern,
                strictness == Strictness::Wildcards && sent.is_web(),
            )
        })
}

/// Whether an entry may be registered: a URI, or with [`Strictness::Wildcards`] a pattern for some.
///
/// # Errors
/// [`InvalidUri`] says what is wrong with it.
pub fn check_registered(entry: &str, strictness: Strictness) -> Result<(), InvalidUri> {
    let mut sample = Cow::Borrowed(entry);
    if strictness == Strictness::Wildcards {
        if let Some(expanded) = expand_organization(entry, "organization") {
            sample = Cow::Owned(expanded);
        }
        let pattern =
            Parts::of(&sample).and_then(|parts| parts.authority.filter(|_| parts.is_web()));
        if let Some(pattern) = pattern.filter(|pattern| pattern.contains('*')) {
            Wildcard::of(pattern).ok_or(InvalidUri::Wildcard)?;
            sample = Cow::Owned(sample.replacen('*', "any", 1));
        }
    }
    RedirectUri::parse_logout(&sample).map(|_| ())
}

/// A registered entry whose left-most label is `{organization_name}`, with this organization's name in its place.
///
/// `None` for any other entry, and for a name that is no single label.
pub fn expand_organization(registered: &str, name: &str) -> Option<String> {
    const PLACEHOLDER: &str = "{organization_name}";
    let parts = Parts::of(registered).filter(Parts::is_web)?;
    let parent = parts.authority?.strip_prefix(PLACEHOLDER)?;
    let is_label = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    (parent.starts_with('.') && is_label)
        .then(|| format!("{}://{name}{parent}{}", parts.scheme, parts.tail))
}

/// Schemes that make the browser run, read or start something.
const FORBIDDEN_SCHEMES: [&str; 9] = [
    "javascript",
    "data",
    "vbscript",
    "blob",
    "file",
    "filesystem",
    "about",
    "view-source",
    "intent",
];

/// A URI cut apart without interpreting anything.
#[derive(Default)]
struct Parts<'a> {
    scheme: &'a str,
    authority: Option<&'a str>,
    /// Path, query and fragment.
    tail: &'a str,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        let in_grammar = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
        if !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) || !scheme.bytes().all(in_grammar)
        {
            return None;
        }
        let Some(rest) = rest.strip_prefix("//") else {
            return Some(Self {
                scheme,
                authority: None,
                tail: rest,
            });
        };
        let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        Some(Self {
            scheme,
            authority: Some(authority),
            tail,
        })
    }

    fn is_web(&self) -> bool {
        ["http", "https"]
            .iter()
            .any(|web| self.scheme.eq_ignore_ascii_case(web))
    }

    fn authority_without_default_port(&self) -> Option<&'a str> {
        let default = if self.scheme.eq_ignore_ascii_case("https") {
            ":443"
        } else {
            ":80"
        };
        self.authority
            .map(|authority| authority.strip_suffix(default).unwrap_or(authority))
    }
}

fn check_characters(text: &str) -> Result<(), InvalidUri> {
    if text.len() > RedirectUri::MAX_LENGTH {
        return Err(InvalidUri::TooLong);
    }
    let in_grammar = |byte: u8| byte.is_ascii_graphic() && !b"\\\"<>`{}|^".contains(&byte);
    text.bytes()
        .all(in_grammar)
        .then_some(())
        .ok_or(InvalidUri::Characters)
}

/// Whether the host reads the same to a parser that normalises as to one that does not.
fn host_is_plain(parts: &Parts<'_>, url: &Url) -> bool {
    let Some(authority) = parts.authority else {
        return false;
    };
    let (host, port) = split_port(authority);
    let same_host = url
        .host_str()
        .is_some_and(|normal| host.eq_ignore_ascii_case(normal));
    let same_port = port.is_none_or(|port| {
        port.parse()
            .is_ok_and(|port: u16| url.port_or_known_default() == Some(port))
    });
    same_host && same_port && !host.contains(['*', '%'])
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

fn path(tail: &str) -> &str {
    tail.split_once(['?', '#']).map_or(tail, |(path, _)| path)
}

fn authority_matches(sent: &str, registered: &str, wildcards: bool) -> bool {
    sent.eq_ignore_ascii_case(registered)
        || wildcards && Wildcard::of(registered).is_some_and(|wildcard| wildcard.covers(sent))
}

/// `prefix*suffix.parent`, the parent having at least two labels so that nobody registers a top-level domain.
struct Wildcard<'a> {
    prefix: &'a str,
    suffix: &'a str,
    parent: &'a str,
}

impl<'a> Wildcard<'a> {
    fn of(authority: &'a str) -> Option<Self> {
        let (label, parent) = authority.split_once('.')?;
        let (prefix, suffix) = label.split_once('*')?;
        let labels: Vec<_> = split_port(parent).0.split('.').collect();
        let is_domain = labels.len() > 1
            && labels.iter().all(|label| !label.is_empty())
            && !labels
                .iter()
                .all(|label| label.bytes().all(|byte| byte.is_ascii_digit()));
        (is_domain && !suffix.contains('*') && !parent.contains('*')).then_some(Self {
            prefix,
            suffix,
            parent,
        })
    }

    fn covers(&self, authority: &str) -> bool {
        let Some((label, parent)) = authority.split_once('.') else {
            return false;
        };
        let (label, prefix, suffix) = (
            label.to_ascii_lowercase(),
            self.prefix.to_ascii_lowercase(),
            self.suffix.to_ascii_lowercase(),
        );
        parent.eq_ignore_ascii_case(self.parent)
            && label.len() > prefix.len() + suffix.len()
            && label.starts_with(&prefix)
            && label.ends_with(&suffix)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use Strictness::{Exact, Wildcards};

    fn uri(text: &str) -> RedirectUri {
        RedirectUri::parse(text).unwrap()
    }

    #[test]
    fn reads_what_applications_use() {
        for text in [
            "https://app.example.com/callback",
            "https://app.example.com",
            "HTTPS://App.Example.com:8443/Callback?a=b",
            "http://localhost:3000/",
            "http://127.0.0.1:8080/cb",
            "http://[::1]:8080/cb",
            "https://xn--mnchen-3ya.de/",
            "com.example.app://tenant.example/ios/com.example.app/callback",
            "com.example.app:/callback",
            "myapp://",
        ] {
            assert_eq!(
                RedirectUri::parse(text).map(|uri| uri.to_string()),
                Ok(text.to_owned())
            );
        }
    }

    #[test]
    fn refuses_what_parsers_disagree_about() {
        let table = [
            ("", InvalidUri::NotAbsolute),
            ("/callback", InvalidUri::NotAbsolute),
            ("//evil.example", InvalidUri::NotAbsolute),
            ("1x://a", InvalidUri::NotAbsolute),
            ("https://a.example/#x", InvalidUri::Fragment),
            ("https://a.example/ b", InvalidUri::Characters),
            ("https://a.example\\@evil.example", InvalidUri::Characters),
            ("https://a.example/\r\nSet-Cookie:x", InvalidUri::Characters),
            ("java\tscript:alert(1)", InvalidUri::Characters),
            ("https://münchen.de/", InvalidUri::Characters),
            (
                "https://{organization_name}.a.example/",
                InvalidUri::Characters,
            ),
            ("JavaScript:alert(1)", InvalidUri::Scheme),
            ("data:text/html,x", InvalidUri::Scheme),
            ("file:///etc/passwd", InvalidUri::Scheme),
            (
                "https://a.example@evil.example/",
                InvalidUri::UserInformation,
            ),
            ("https://:x@evil.example/", InvalidUri::UserInformation),
            ("https:evil.example", InvalidUri::Host),
            ("https:/evil.example", InvalidUri::Host),
            ("https:///evil.example", InvalidUri::Host),
            ("https://ex%61mple.com/", InvalidUri::Host),
            ("https://0x7f.1/", InvalidUri::Host),
            ("https://2130706433/", InvalidUri::Host),
            ("https://*.example.com/", InvalidUri::Host),
            ("https://a.example:/", InvalidUri::Host),
            ("https://a.example:99999/", InvalidUri::NotAbsolute),
        ];
        for (text, why) in table {
            assert_eq!(RedirectUri::parse(text), Err(why), "{text}");
        }
        let long = format!("https://a.example/{}", "x".repeat(2048));
        assert_eq!(RedirectUri::parse(&long), Err(InvalidUri::TooLong));
    }

    #[test]
    fn compares_with_what_is_registered() {
        let table = [
            ("https://a.example/cb", "https://a.example/cb", true),
            ("HTTPS://A.Example/cb", "https://a.example/cb", true),
            ("https://a.example/CB", "https://a.example/cb", false),
            ("https://a.example/cb/", "https://a.example/cb", false),
            ("https://a.example/cb?x", "https://a.example/cb", false),
            ("https://a.example/cb/../x", "https://a.example/x", false),
            ("https://a.example:444/cb", "https://a.example/cb", false),
            ("http://a.example/cb", "https://a.example/cb", false),
            ("http://localhost:3001", "http://localhost:3000", false),
            ("myapp://x", "myapp:x", false),
            ("https://one.a.example/", "https://*.a.example/", true),
            ("https://ONE.a.example/", "https://*.a.example/", true),
            ("https://one.two.a.example/", "https://*.a.example/", false),
            ("https://a.example/", "https://*.a.example/", false),
            (
                "https://one.a.example.evil.example/",
                "https://*.a.example/",
                false,
            ),
            (
                "https://pr-7-web.a.example/",
                "https://pr-*-web.a.example/",
                true,
            ),
            (
                "https://pr--web.a.example/",
                "https://pr-*-web.a.example/",
                false,
            ),
            (
                "https://pr-web.a.example/",
                "https://pr-*-web.a.example/",
                false,
            ),
            (
                "https://one.a.example:8443/",
                "https://*.a.example:8443/",
                true,
            ),
            ("https://one.a.example/", "https://*.a.example:8443/", false),
            ("https://evil.com/", "https://*.com/", false),
            ("https://one.two.com/", "https://one.*.com/", false),
            (
                "https://one.two.a.example/",
                "https://*.*.a.example/",
                false,
            ),
            ("https://evil.0.0.1/", "https://*.0.0.1/", false),
            ("https://a.example/x", "https://a.example/*", false),
            ("myapp://one.a.example", "myapp://*.a.example", false),
        ];
        for (sent, registered, expected) in table {
            let sent = RedirectUri::parse(sent).unwrap_or_else(|_| uri("https://unused.example"));
            assert_eq!(
                sent.matches(registered, Wildcards),
                expected,
                "{sent} {registered}"
            );
            assert!(
                !registered.contains('*') || !sent.matches(registered, Exact),
                "{sent} {registered}"
            );
        }
    }

    #[test]
    fn logout_urls() {
        let sent = RedirectUri::parse_logout("https://a.example/bye?x=1#y").unwrap();
        assert!(sent.matches_ignoring_query("https://a.example/bye", Exact));
        assert!(sent.matches_ignoring_query("https://a.example/bye?z", Exact));
        assert!(!sent.matches_ignoring_query("https://a.example/", Exact));
        assert!(!sent.matches("https://a.example/bye", Exact));
        assert!(sent.matches("https://a.example/bye?x=1#y", Exact));
    }

    #[test]
    fn origins() {
        let table = [
            ("https://a.example", "https://a.example", true),
            ("https://a.example", "https://a.example/callback?x", true),
            ("https://a.example", "https://a.example:443", true),
            ("http://a.example:80", "http://a.example", true),
            ("https://one.a.example", "https://*.a.example", true),
            ("https://a.example:444", "https://a.example", false),
            ("http://a.example", "https://a.example", false),
            ("https://a.example/", "https://a.example", false),
            ("null", "null", false),
            ("", "", false),
        ];
        for (origin, registered, expected) in table {
            assert_eq!(
                origin_matches(origin, registered, Wildcards),
                expected,
                "{origin} {registered}"
            );
        }
        assert_eq!(
            uri("HTTPS://A.example:443/x").origin().unwrap(),
            "https://a.example"
        );
        assert_eq!(
            uri("http://localhost:3000/x").origin().unwrap(),
            "http://localhost:3000"
        );
        assert_eq!(uri("myapp://x").origin(), None);
    }

    #[test]
    fn registered_entries() {
        let table = [
            ("https://a.example/cb", Ok(()), Ok(())),
            ("https://*.a.example/cb", Ok(()), Err(InvalidUri::Host)),
            (
                "https://{organization_name}.a.example/",
                Ok(()),
                Err(InvalidUri::Characters),
            ),
            (
                "https://*.com",
                Err(InvalidUri::Wildcard),
                Err(InvalidUri::Host),
            ),
            (
                "https://a.*.example",
                Err(InvalidUri::Wildcard),
                Err(InvalidUri::Host),
            ),
            (
                "javascript:x",
                Err(InvalidUri::Scheme),
                Err(InvalidUri::Scheme),
            ),
        ];
        for (entry, lenient, strict) in table {
            assert_eq!(check_registered(entry, Wildcards), lenient, "{entry}");
            assert_eq!(check_registered(entry, Exact), strict, "{entry}");
        }
    }

    #[test]
    fn organization_placeholders() {
        let entry = "https://{organization_name}.a.example/cb";
        let expanded = expand_organization(entry, "acme");
        assert_eq!(expanded.as_deref(), Some("https://acme.a.example/cb"));
        assert_eq!(expand_organization(entry, "evil.example/"), None);
        assert_eq!(
            expand_organization("https://x-{organization_name}.a.example", "acme"),
            None
        );
        assert_eq!(
            expand_organization("https://{organization_name}x.a.example", "acme"),
            None
        );
    }

    #[test]
    fn who_can_be_verified() {
        for text in [
            "http://localhost",
            "https://127.8.9.1:3000",
            "http://[::1]/",
            "http://x.localhost",
            "app:/x",
        ] {
            assert!(!uri(text).is_verifiable(), "{text}");
        }
        assert!(uri("https://localhost.example.com/").is_verifiable());
    }

    #[test]
    fn responses_are_appended() {
        let response = [("code", "a b+c"), ("state", "&")];
        let table = [
            (
                "https://a.example/cb",
                ResponseMode::Query,
                "https://a.example/cb?code=a%20b%2Bc&state=%26",
            ),
            (
                "https://a.example/?x=%2f",
                ResponseMode::Query,
                "https://a.example/?x=%2f&code=a%20b%2Bc&state=%26",
            ),
            (
                "https://a.example/?x=1",
                ResponseMode::Fragment,
                "https://a.example/?x=1#code=a%20b%2Bc&state=%26",
            ),
            (
                "app://",
                ResponseMode::Query,
                "app://?code=a%20b%2Bc&state=%26",
            ),
        ];
        for (text, mode, expected) in table {
            assert_eq!(uri(text).with_response(mode, &response), expected);
        }
    }

    proptest! {
        #[test]
        fn never_matches_another_host(text in "https?:/{0,3}[a-z.:@\\\\/%*?#\\[\\]0-9]{0,24}\\.?(example\\.com)?[a-z.:@/?]{0,8}") {
            if let Ok(sent) = RedirectUri::parse(&text) {
                let host = Url::parse(&text).unwrap().host_str().unwrap().to_owned();
                prop_assert!(!sent.matches("https://*.example.com/", Wildcards) || host.ends_with(".example.com"));
                prop_assert!(!sent.matches("https://example.com/", Wildcards) || host == "example.com");
            }
        }
    }
}
