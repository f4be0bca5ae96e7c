//! The named formats of strings (reference/management-api.md §2.6, §4).

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use url::Url;

use crate::auth0::ids::{
    ClientGrantId, ClientId, ConnectionId, CredentialId, EventStreamId, OrganizationId, RoleId,
    SessionId, UserId,
};

/// How a string must read, by its name in upstream's schemas and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// An e-mail address (RFC 5321 §4.1.2 without quoted local parts and address literals).
    Email,
    /// An e-mail address or nothing.
    EmailOrEmpty,
    /// A URL to which codes and tokens may be sent: web or app scheme, wildcard host label, placeholders.
    CallbackUrl,
    /// A URL or origin with a wildcard host label or placeholders.
    UrlWithPlaceholders,
    /// A URL of any harmless scheme with a host.
    Url,
    /// A URL of any harmless scheme with a host, or nothing.
    AbsoluteUriOrEmpty,
    /// An `https` URL or nothing.
    AbsoluteHttpsUriOrEmpty,
    /// An `https` URL with placeholders, or nothing.
    AbsoluteHttpsUriWithPlaceholdersOrEmpty,
    /// An `http` or `https` URL.
    StrictUri,
    /// An `https` URL.
    StrictHttpsUri,
    /// An `https` URL; where it may be missing, `null` stands for that.
    StrictHttpsUriOrNull,
    /// A colour where one is needed, in the same form.
    PlainHtmlColor,
    /// A colour: `#` and 3, 4, 6 or 8 hexadecimal digits.
    HtmlColor,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// An IPv4 network: an address and the length of its prefix.
    Cidr,
    /// An IPv6 network: an address and the length of its prefix.
    Ipv6Cidr,
    /// A time (RFC 3339 §5.6).
    DateTime,
    /// A telephone number (E.164): `+` and up to 15 digits.
    Phone,
    /// A connection's name as a realm.
    ConnectionRealm,
    /// An organization's name: lower-case letters, digits, inner `-` and `_`, not like an id, at most 50 characters.
    OrganizationName,
    /// A client's identifier.
    ClientId,
    /// A user's identifier.
    UserId,
    /// A user's identifier where it is a member.
    UserIdWithMaxLength,
    /// A connection's identifier.
    ConnectionId,
    /// A role's identifier.
    RoleId,
    /// An organization's identifier.
    OrganizationId,
    /// A client grant's identifier.
    ClientGrantId,
    /// A credential's identifier.
    CredentialId,
    /// A session's identifier.
    SessionId,
    /// An event stream's identifier: `est_` and 22 of base58.
    EventStreamId,
}

impl Format {
    /// The name in schemas and messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::EmailOrEmpty => "email-or-empty",
            Self::CallbackUrl => "callback-url",
            Self::UrlWithPlaceholders => "url-with-placeholders",
            Self::Url => "url",
            Self::AbsoluteUriOrEmpty => "absolute-uri-or-empty",
            Self::AbsoluteHttpsUriOrEmpty => "absolute-https-uri-or-empty",
            Self::AbsoluteHttpsUriWithPlaceholdersOrEmpty => {
                "absolute-https-uri-with-placeholders-or-empty"
            }
            Self::StrictUri => "strict-uri",
            Self::StrictHttpsUri => "strict-https-uri",
            Self::StrictHttpsUriOrNull => "strict-https-uri-or-null",
            Self::PlainHtmlColor => "html-color",
            Self::HtmlColor => "html-color-or-null",
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Cidr => "cidr",
            Self::Ipv6Cidr => "ipv6_cidr",
            Self::DateTime => "date-time",
            Self::Phone => "phone",
            Self::ConnectionRealm => "connection-realm",
            Self::OrganizationName => "organization-name",
            Self::ClientId => "client-id",
            Self::UserId => "user-id",
            Self::UserIdWithMaxLength => "user-id-with-max-length",
            Self::ConnectionId => "connection-id",
            Self::RoleId => "role-id",
            Self::OrganizationId => "organization-id",
            Self::ClientGrantId => "client-grant-id",
            Self::CredentialId => "credential-id",
            Self::SessionId => "session-id",
            Self::EventStreamId => "event-stream-id",
        }
    }

    /// Whether the text has the format.
    pub fn accepts(self, text: &str) -> bool {
        match self {
            Self::Email => is_email(text),
            Self::EmailOrEmpty => text.is_empty() || is_email(text),
            Self::CallbackUrl | Self::UrlWithPlaceholders => is_callback_url(text),
            Self::Url => is_absolute_uri(text),
            Self::AbsoluteUriOrEmpty => text.is_empty() || is_absolute_uri(text),
            Self::AbsoluteHttpsUriOrEmpty => text.is_empty() || is_web_uri(text, &["https"]),
            Self::AbsoluteHttpsUriWithPlaceholdersOrEmpty => {
                text.is_empty() || is_web_uri(&without_placeholders(text), &["https"])
            }
            Self::StrictUri => is_web_uri(text, &["http", "https"]),
            Self::StrictHttpsUri | Self::StrictHttpsUriOrNull => is_web_uri(text, &["https"]),
            Self::HtmlColor | Self::PlainHtmlColor => is_html_color(text),
            Self::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
            Self::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
            Self::Cidr => is_network::<Ipv4Addr>(text, 32),
            Self::Ipv6Cidr => is_network::<Ipv6Addr>(text, 128),
            Self::DateTime => is_date_time(text),
            Self::Phone => is_phone(text),
            Self::ConnectionRealm => is_connection_realm(text),
            Self::OrganizationName => is_organization_name(text),
            Self::ClientId => ClientId::parse(text).is_ok(),
            Self::UserId | Self::UserIdWithMaxLength => UserId::parse(text).is_ok(),
            Self::ConnectionId => ConnectionId::parse(text).is_ok(),
            Self::RoleId => RoleId::parse(text).is_ok(),
            Self::OrganizationId => OrganizationId::parse(text).is_ok(),
            Self::ClientGrantId => ClientGrantId::parse(text).is_ok(),
            Self::CredentialId => CredentialId::parse(text).is_ok(),
            Self::SessionId => SessionId::parse(text).is_ok(),
            Self::EventStreamId => EventStreamId::parse(text).is_ok(),
        }
    }
}

fn is_html_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 4 | 6 | 8)
            && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

/// RFC 4632 §3.1: an address, a slash, and how many bits count.
fn is_network<Address: FromStr>(text: &str, bits: u8) -> bool {
    text.split_once('/').is_some_and(|(address, prefix)| {
        address.parse::<Address>().is_ok()
            && prefix.bytes().all(|digit| digit.is_ascii_digit())
            && prefix.parse::<u8>().is_ok_and(|prefix| prefix <= bits)
    })
}

/// An e-mail address: at most 254 bytes, a local part of at most 64, a domain with at least two labels.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    text.len() <= 254
        && local.len() <= 64
        && local.split('.').all(is_atom)
        && is_email_domain(domain)
}

/// RFC 5322 §3.2.3 `atext`, and letters and digits beyond ASCII (RFC 6531).
fn is_atom(text: &str) -> bool {
    let special = "!#$%&'*+-/=?^_`{|}~";
    !text.is_empty()
        && text
            .chars()
            .all(|character| character.is_alphanumeric() || special.contains(character))
}

fn is_email_domain(domain: &str) -> bool {
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.')
        && domain.split('.').all(is_host_label)
        && last.chars().count() >= 2
        && !last.chars().all(|character| character.is_ascii_digit())
}

fn is_host_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .chars()
            .all(|character| character.is_alphanumeric() || character == '-')
}

/// A URL that a client may register for redirects: a web URL whose left-most host label may hold one `*`, or an app's
/// own scheme; `{placeholders}` anywhere. Never a scheme that runs or reads something in the browser.
pub fn is_callback_url(text: &str) -> bool {
    let text = without_placeholders(text);
    let host = host_of(&text);
    let wildcards = host.matches('*').count();
    let Some(url) = parse_url(&text.replacen('*', "x", wildcards)) else {
        return false;
    };
    wildcards == 0 || (matches!(url.scheme(), "http" | "https") && is_wildcard_host(host))
}

/// An absolute URL with a host.
pub fn is_absolute_uri(text: &str) -> bool {
    parse_url(text).is_some_and(|url| url.has_host())
}

fn is_web_uri(text: &str, schemes: &[&str]) -> bool {
    parse_url(text).is_some_and(|url| url.has_host() && schemes.contains(&url.scheme()))
}

/// Stricter than the URL standard, which repairs what browsers are sent: no white space, no backslash, a `/` after the
/// scheme's colon (so `localhost:3000` has no scheme) and two for the web.
fn parse_url(text: &str) -> Option<Url> {
    const REFUSED: [&str; 5] = ["javascript", "data", "vbscript", "blob", "about"];
    if text
        .chars()
        .any(|character| character.is_whitespace() || character.is_control() || character == '\\')
    {
        return None;
    }
    let (_, rest) = text.split_once(':')?;
    let url = Url::parse(text).ok()?;
    let required = if matches!(url.scheme(), "http" | "https") {
        "//"
    } else {
        "/"
    };
    let has_authority = rest.starts_with(required) && !rest.starts_with("///");
    (!REFUSED.contains(&url.scheme()) && (has_authority || url.scheme() == "file")).then_some(url)
}

/// What stands between `//` and the path, without user information and port.
fn host_of(text: &str) -> &str {
    let authority = text.split_once("//").map_or("", |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
    let host_and_port = authority.rsplit('@').next().unwrap_or_default();
    host_and_port.split(':').next().unwrap_or_default()
}

/// At most one `*`, in the left-most label, and never for a whole top-level domain.
fn is_wildcard_host(host: &str) -> bool {
    let Some((first, rest)) = host.split_once('.') else {
        return !host.contains('*');
    };
    let allowed = usize::from(rest.contains('.') || rest == "localhost");
    !rest.contains('*') && first.matches('*').count() <= allowed
}

/// `{organization_name}`, `{custom_domain.metadata.public_region}`: each becomes a letter. Unclosed braces stay.
fn without_placeholders(text: &str) -> Cow<'_, str> {
    if !text.contains('{') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let named = after
            .split_once('}')
            .filter(|(name, _)| is_placeholder_name(name));
        plain.push_str(before);
        plain.push(if named.is_some() { 'x' } else { '{' });
        rest = named.map_or(after, |(_, after)| after);
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

fn is_placeholder_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || "._-".contains(character))
}

/// RFC 3339 §5.6 `date-time`.
pub fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
        return false;
    };
    let (clock, zone) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => return false,
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_date(date)
        && numbers(clock, ':', &[2, 2, 2])
            .is_some_and(|clock| clock[0] <= 23 && clock[1] <= 59 && clock[2] <= 60)
        && digits(fraction)
        && is_zone(zone)
}

fn is_date(text: &str) -> bool {
    let Some(date) = numbers(text, '-', &[4, 2, 2]) else {
        return false;
    };
    let (year, month, day) = (date[0], date[1], date[2]);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn is_zone(text: &str) -> bool {
    let offset = text
        .strip_prefix(['+', '-'])
        .and_then(|offset| numbers(offset, ':', &[2, 2]));
    matches!(text, "Z" | "z") || offset.is_some_and(|offset| offset[0] <= 23 && offset[1] <= 59)
}

/// Decimal numbers of exactly these widths between separators.
fn numbers(text: &str, separator: char, widths: &[usize]) -> Option<Vec<u32>> {
    let parts: Vec<_> = text.split(separator).collect();
    let fits = |(part, width): (&&str, &usize)| {
        part.len() == *width && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let all_fit = parts.len() == widths.len() && parts.iter().zip(widths).all(fits);
    all_fit.then(|| parts.iter().filter_map(|part| part.parse().ok()).collect())
}

/// E.164 as upstream's pattern has it.
pub fn is_phone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Letters and digits with single inner hyphens, at most 128 characters; also the rule for connection names.
pub fn is_connection_realm(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.len() <= 128 && text.split('-').all(is_word)
}

/// The rule for organization names.
pub fn is_organization_name(text: &str) -> bool {
    let is_end = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = text.as_bytes();
    (1..=50).contains(&bytes.len())
        && !text.starts_with("org_")
        && bytes
            .iter()
            .all(|byte| is_end(*byte) || matches!(byte, b'-' | b'_'))
        && bytes.first().is_some_and(|byte| is_end(*byte))
        && bytes.last().is_some_and(|byte| is_end(*byte))
}

#[cfg(test)]
mod tests {
    use super::Format::*;

    #[test]
    fn formats() {
        let rows = [
            (Email, "ada@example.com", true),
            (Email, "ada.lovelace+tag@sub.example.co.uk", true),
            (Email, "änne@münchen.example", true),
            (Email, "", false),
            (Email, "ada", false),
            (Email, "ada@localhost", false),
            (Email, "ada..l@example.com", false),
            (Email, "ada@example.1", false),
            (Email, "a b@example.com", false),
            (Email, "ada@-example.com", false),
            (EmailOrEmpty, "", true),
            (CallbackUrl, "https://app.example.com/callback?x=1", true),
            (CallbackUrl, "http://localhost:3000/#/callback", true),
            (CallbackUrl, "http://127.0.0.1:3000", true),
            (
                CallbackUrl,
                "com.example.app://tenant.example.com/ios/com.example.app/callback",
                true,
            ),
            (CallbackUrl, "com.example.app:/callback", true),
            (CallbackUrl, "https://*.example.com/callback", true),
            (CallbackUrl, "https://pr-*.example.com/callback", true),
            (
                CallbackUrl,
                "https://{organization_name}.example.com/callback",
                true,
            ),
            (CallbackUrl, "https://*.com", false),
            (CallbackUrl, "https://a.*.example.com", false),
            (CallbackUrl, "https://*.*.example.com", false),
            (CallbackUrl, "https://**.example.com", false),
            (CallbackUrl, "https://*", false),
            (CallbackUrl, "com.example.app://*.example.com", false),
            (CallbackUrl, "", false),
            (CallbackUrl, "localhost:3000/callback", false),
            (CallbackUrl, "https:app.example.com", false),
            (CallbackUrl, "https:///app.example.com", false),
            (CallbackUrl, "/callback", false),
            (CallbackUrl, "javascript:alert(1)", false),
            (CallbackUrl, "javascript://example.com/%0aalert(1)", false),
            (CallbackUrl, " https://app.example.com", false),
            (CallbackUrl, "https://app.example.com\\@evil.example", false),
            (CallbackUrl, "https://{bad name}.example.com", false),
            (UrlWithPlaceholders, "chrome-extension://abcdefgh", true),
            (AbsoluteUriOrEmpty, "", true),
            (AbsoluteUriOrEmpty, "https://example.com/logo.png", true),
            (AbsoluteUriOrEmpty, "logo.png", false),
            (AbsoluteHttpsUriOrEmpty, "", true),
            (AbsoluteHttpsUriOrEmpty, "https://example.com", true),
            (AbsoluteHttpsUriOrEmpty, "http://example.com", false),
            (
                AbsoluteHttpsUriWithPlaceholdersOrEmpty,
                "https://{organization_name}.example.com/login",
                true,
            ),
            (
                AbsoluteHttpsUriWithPlaceholdersOrEmpty,
                "http://{organization_name}.example.com/login",
                false,
            ),
            (StrictUri, "http://example.com/a.png", true),
            (StrictUri, "", false),
            (StrictUri, "ftp://example.com", false),
            (DateTime, "2024-02-29T23:59:60Z", true),
            (DateTime, "2024-02-29T23:59:59.123+01:00", true),
            (DateTime, "2023-02-29T00:00:00Z", false),
            (DateTime, "2024-01-01", false),
            (DateTime, "2024-01-01T00:00:00", false),
            (DateTime, "2024-13-01T00:00:00Z", false),
            (DateTime, "2024-01-01T24:00:00Z", false),
            (Phone, "+41791234567", true),
            (Phone, "0791234567", false),
            (Phone, "+1234567890123456", false),
            (ConnectionRealm, "Username-Password-Authentication", true),
            (ConnectionRealm, "a--b", false),
            (ConnectionRealm, "-a", false),
            (OrganizationName, "acme_eu-1", true),
            (OrganizationName, "org_acme", false),
            (OrganizationName, "acme-", false),
            (ClientId, "Yys4z9sD9EnVECDeiRGVllOBePEQkHs4", true),
            (ClientId, "", false),
        ];
        for (format, text, expected) in rows {
            assert_eq!(
                format.accepts(text),
                expected,
                "{}: {text}",
                format.as_str()
            );
        }
    }
}
