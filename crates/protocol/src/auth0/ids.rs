//! Identifiers and secrets in the formats that clients know (reference/management-api.md §2.8).

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A source of unpredictable bytes, given by the caller so that tests can seed it.
pub trait Randomness: Send + Sync {
    /// Fills the whole buffer.
    fn fill(&self, bytes: &mut [u8]);
}

/// The text is no identifier of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {kind}")]
pub struct InvalidId {
    /// The name of the kind, for example `client_id`.
    pub kind: &'static str,
}

const ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BASE58: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const SECRET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const HEXADECIMAL: &[u8] = b"0123456789abcdef";
const CAPITALS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const CONSONANTS: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ";
const DIGITS: &[u8] = b"0123456789";
const CROCKFORD: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A fresh client secret: 64 characters of `[A-Za-z0-9_-]`, 384 bits.
pub fn client_secret(randomness: &dyn Randomness) -> String {
    pick(randomness, SECRET, 64)
}

/// A fresh ticket, as links in mails carry it: 32 letters and digits, 190 bits.
/// A fresh ticket, as it stands in links: 32 characters of `[A-Za-z0-9]`, 190 bits.
pub fn ticket(randomness: &dyn Randomness) -> String {
    pick(randomness, ALPHANUMERIC, 32)
}

/// A fresh identifier of a job: `job_` and 16 characters.
pub fn job(randomness: &dyn Randomness) -> String {
    with_prefix(randomness, "job_", ALPHANUMERIC, 16).to_string()
}

/// `bytes` random bytes as base64url without padding: codes, tokens, tickets, session identifiers.
pub fn token(randomness: &dyn Randomness, bytes: usize) -> String {
    let mut buffer = vec![0; bytes];
    randomness.fill(&mut buffer);
    URL_SAFE_NO_PAD.encode(buffer)
}

/// `length` decimal digits: a code that people type.
pub fn digits(randomness: &dyn Randomness, length: usize) -> String {
    pick(randomness, DIGITS, length)
}

/// A fresh recovery code: 24 capital letters and digits, 124 bits.
pub fn recovery_code(randomness: &dyn Randomness) -> String {
    pick(randomness, CAPITALS, 24)
}

/// A fresh user code of the device flow: consonants, so that it can't be misread and spells nothing.
pub fn consonants(randomness: &dyn Randomness, length: usize) -> String {
    pick(randomness, CONSONANTS, length)
}

/// `length` characters, each with the same chance. Bytes that would favour the alphabet's head are thrown away.
fn pick(randomness: &dyn Randomness, alphabet: &[u8], length: usize) -> String {
    let fair = 256 - 256 % alphabet.len();
    let mut picked = String::with_capacity(length);
    let mut buffer = [0; 64];
    while picked.len() < length {
        randomness.fill(&mut buffer);
        let fair_bytes = buffer
            .iter()
            .map(|byte| usize::from(*byte))
            .filter(|byte| *byte < fair);
        let missing = length - picked.len();
        picked.extend(
            fair_bytes
                .take(missing)
                .map(|byte| char::from(alphabet[byte % alphabet.len()])),
        );
    }
    picked
}

/// Newtypes over a shared string: the wire name of the kind, and the rule that a text must pass.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $kind:literal, $valid:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes a text that has the kind's format, or says that it has not.
            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                let valid: fn(&str) -> bool = $valid;
                if valid(text) { Ok(Self(text.into())) } else { Err(InvalidId { kind: $kind }) }
            }

            /// The identifier as on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::parse(text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A client. Made here: 32 letters and digits, or `tpc_` and 22 of base58. Imports and metadata documents bring
    /// others, so any printable text of at most 128 bytes without spaces is one.
    ClientId, "client_id", |text| printable(text, 128);
    /// A user: `{provider}|{id}`, at most 255 bytes, no white space.
    UserId, "user_id", |text| {
        text.len() <= 255
            && !text.chars().any(|character| character.is_whitespace() || character.is_control())
            && text.split_once('|').is_some_and(|(provider, id)| !provider.is_empty() && !id.is_empty())
    };
    /// A connection: `con_` and 16 letters and digits.
    ConnectionId, "connection_id", |text| prefixed(text, "con_", 16, ALPHANUMERIC);
    /// A role: `rol_` and 16 letters and digits.
    RoleId, "role_id", |text| prefixed(text, "rol_", 16, ALPHANUMERIC);
    /// An organization: `org_` and 16 letters and digits.
    OrganizationId, "organization_id", |text| prefixed(text, "org_", 16, ALPHANUMERIC);
    /// An invitation to an organization: `uinv_` and 16 letters and digits.
    InvitationId, "invitation_id", |text| prefixed(text, "uinv_", 16, ALPHANUMERIC);
    /// A domain of an organization: `ord_` and 22 of base58.
    OrganizationDomainId, "discovery_domain_id", |text| prefixed(text, "ord_", 22, BASE58);
    /// A client grant: `cgr_` and 16 letters and digits.
    ClientGrantId, "client_grant_id", |text| prefixed(text, "cgr_", 16, ALPHANUMERIC);
    /// A client's credential: `cred_` and 22 of base58.
    CredentialId, "credential_id", |text| prefixed(text, "cred_", 22, BASE58);
    /// An event stream: `est_` and 22 of base58.
    EventStreamId, "event_stream_id", |text| prefixed(text, "est_", 22, BASE58);
    /// An API: 24 lower-case hexadecimal digits.
    ResourceServerId, "resource_server_id", |text| prefixed(text, "", 24, HEXADECIMAL);
    /// A theme: 32 letters and digits.
    ThemeId, "theme_id", |text| prefixed(text, "", 32, ALPHANUMERIC);
    /// A log stream: `lst_` and 16 digits.
    LogStreamId, "log_stream_id", |text| prefixed(text, "lst_", 16, DIGITS);
    /// A user's consent: 24 lower-case hexadecimal digits.
    GrantId, "grant_id", |text| prefixed(text, "", 24, HEXADECIMAL);
    /// A tenant's name: 1 to 63 lower-case letters, digits and inner hyphens, as fits a DNS label.
    TenantId, "tenant_id", |text| {
        (1..=63).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-')
    };
    /// An authentication method: `dev_` and 16 letters and digits. On the wire its type stands before it.
    AuthenticatorId, "authenticator_id", |text| prefixed(text, "dev_", 16, ALPHANUMERIC);
    /// A session; opaque to clients.
    SessionId, "session_id", |text| printable(text, 128);
    /// A log event: 56 digits that sort by time.
    LogId, "log_id", |text| prefixed(text, "", 56, DIGITS);
    /// A signing key (`kid`); opaque to clients.
    KeyId, "kid", |text| printable(text, 128);
}

/// What starts the text of each log identifier that is made here.
const LOG_ID_PREFIX: &str = "900";

impl ClientId {
    /// A fresh identifier of an ordinary client.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(pick(randomness, ALPHANUMERIC, 32).into())
    }

    /// A fresh identifier of a third-party client in the `strict` security mode.
    pub fn generate_strict_third_party(randomness: &dyn Randomness) -> Self {
        Self(with_prefix(randomness, "tpc_", BASE58, 22))
    }
}

impl UserId {
    /// A fresh identifier of a user of a database connection.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(with_prefix(randomness, "auth0|", HEXADECIMAL, 24))
    }

    /// The user of a database connection to whom the caller gave `id`: `abc` becomes `auth0|abc`.
    pub fn database(id: &str) -> Result<Self, InvalidId> {
        Self::parse(&format!("auth0|{id}"))
    }

    /// The part before the first bar: which provider knows the user.
    pub fn provider(&self) -> &str {
        self.0.split_once('|').map_or("", |(provider, _)| provider)
    }

    /// The part after the first bar: the provider's own name for the user, `identities[].user_id` on the wire.
    pub fn provider_user_id(&self) -> &str {
        self.0.split_once('|').map_or("", |(_, id)| id)
    }
}

impl ConnectionId {
    /// A fresh identifier.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(with_prefix(randomness, "con_", ALPHANUMERIC, 16))
    }
}

impl RoleId {
    /// A fresh identifier.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(with_prefix(randomness, "rol_", ALPHANUMERIC, 16))
    }
}

impl OrganizationId {
    /// A fresh identifier.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(with_prefix(randomness, "org_", ALPHANUMERIC, 16))
    }
}

impl InvitationId {
    /// A fresh identifier.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(with_prefix(randomness, "uinv_", ALPHANUMERIC, 16))
    }
}

impl OrganizationDomainId {
    /// A fresh identifier.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(with_prefix(randomness, "ord_", BASE58, 22))
    }
}

impl ClientGrantId {
    /// A fresh identifier.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(with_prefix(randomness, "cgr_", ALPHANUMERIC, 16))
    }
}

impl AuthenticatorId {
    /// A fresh identifier.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(with_prefix(randomness, "dev_", ALPHANUMERIC, 16))
    }
}

impl CredentialId {
    /// A fresh identifier.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(with_prefix(randomness, "cred_", BASE58, 22))
    }
}

impl EventStreamId {
    /// A fresh identifier.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(with_prefix(randomness, "est_", BASE58, 22))
    }
}

impl ResourceServerId {
    /// A fresh identifier.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(pick(randomness, HEXADECIMAL, 24).into())
    }
}

impl GrantId {
    /// A fresh identifier.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(pick(randomness, HEXADECIMAL, 24).into())
    }
}

impl ThemeId {
    /// A fresh identifier.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(pick(randomness, ALPHANUMERIC, 32).into())
    }
}

impl LogStreamId {
    /// A fresh identifier.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(with_prefix(randomness, "lst_", DIGITS, 16))
    }
}

impl SessionId {
    /// A fresh identifier of 256 bits; it is what the session cookie proves.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(token(randomness, 32).into())
    }
}

impl LogId {
    /// A fresh identifier for an event at `epoch_milliseconds`. Events of one millisecond sort at random.
    pub fn generate(epoch_milliseconds: u64, randomness: &dyn Randomness) -> Self {
        let random = pick(randomness, DIGITS, 38);
        Self(format!("{}{random}", Self::floor(epoch_milliseconds)).into())
    }

    /// What sorts before the identifiers of this moment, and after those of all earlier ones.
    pub fn floor(epoch_milliseconds: u64) -> String {
        let milliseconds = epoch_milliseconds.min(999_999_999_999_999);
        format!("{LOG_ID_PREFIX}{milliseconds:015}")
    }
}

impl KeyId {
    /// A fresh identifier of 128 bits.
    pub fn generate(randomness: &dyn Randomness) -> Self {
        Self(token(randomness, 16).into())
    }
}

/// How the identifiers of a kind read that has no type of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A prefix and 16 letters and digits.
    Alphanumeric(&'static str),
    /// A prefix and 16 digits.
    Digits(&'static str),
    /// A prefix and 22 of base58.
    Base58(&'static str),
    /// A random UUID (RFC 9562 §5.4).
    Uuid,
    /// A ULID: 48 bits of time and 80 random ones, in Crockford's base32.
    Ulid,
}

impl Shape {
    /// A fresh identifier at `epoch_milliseconds`.
    pub fn generate(self, epoch_milliseconds: u64, randomness: &dyn Randomness) -> String {
        match self {
            Self::Alphanumeric(prefix) => format!("{prefix}{}", pick(randomness, ALPHANUMERIC, 16)),
            Self::Digits(prefix) => format!("{prefix}{}", pick(randomness, DIGITS, 16)),
            Self::Base58(prefix) => format!("{prefix}{}", pick(randomness, BASE58, 22)),
            Self::Uuid => uuid(randomness),
            Self::Ulid => ulid(epoch_milliseconds, randomness),
        }
    }

    /// Whether the text could have been generated.
    pub fn accepts(self, text: &str) -> bool {
        match self {
            Self::Alphanumeric(prefix) => prefixed(text, prefix, 16, ALPHANUMERIC),
            Self::Digits(prefix) => prefixed(text, prefix, 16, DIGITS),
            Self::Base58(prefix) => prefixed(text, prefix, 22, BASE58),
            Self::Uuid => is_uuid(text),
            Self::Ulid => prefixed(text, "", 26, CROCKFORD),
        }
    }
}

fn uuid(randomness: &dyn Randomness) -> String {
    let mut bytes = [0; 16];
    randomness.fill(&mut bytes);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for digit in [byte >> 4, byte & 0x0f] {
            text.push(char::from(HEXADECIMAL[usize::from(digit)]));
        }
    }
    text
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => HEXADECIMAL.contains(&byte),
        })
}

fn ulid(epoch_milliseconds: u64, randomness: &dyn Randomness) -> String {
    let mut text = String::with_capacity(26);
    for place in (0..10).rev() {
        let digit = epoch_milliseconds >> (place * 5) & 31;
        text.push(char::from(CROCKFORD[usize::try_from(digit).unwrap_or(0)]));
    }
    text + &pick(randomness, CROCKFORD, 16)
}

fn with_prefix(
    randomness: &dyn Randomness,
    prefix: &str,
    alphabet: &[u8],
    length: usize,
) -> Arc<str> {
    format!("{prefix}{}", pick(randomness, alphabet, length)).into()
}

fn prefixed(text: &str, prefix: &str, length: usize, alphabet: &[u8]) -> bool {
    text.strip_prefix(prefix).is_some_and(|rest| {
        rest.len() == length && rest.bytes().all(|byte| alphabet.contains(&byte))
    })
}

fn printable(text: &str, maximum: usize) -> bool {
    (1..=maximum).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::Mutex;

    use super::*;

    /// A linear congruential generator: even enough to count with.
    struct Seeded(Mutex<u64>);

    impl Randomness for Seeded {
        fn fill(&self, bytes: &mut [u8]) {
            let mut state = self.0.lock().unwrap();
            for byte in bytes {
                *state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                *byte = state.to_be_bytes()[0];
            }
        }
    }

    fn seeded() -> Seeded {
        Seeded(Mutex::new(7))
    }

    #[test]
    fn shapes_accept_what_they_generate() {
        let shapes = [
            Shape::Alphanumeric("rul_"),
            Shape::Digits("lst_"),
            Shape::Base58("acl_"),
            Shape::Uuid,
            Shape::Ulid,
        ];
        for shape in shapes {
            let text = shape.generate(1_700_000_000_000, &seeded());
            assert!(shape.accepts(&text), "{text}");
            assert!(!shape.accepts(&text[1..]) && !shape.accepts(&format!("{text}0")));
            let others = shapes.iter().filter(|other| other.accepts(&text)).count();
            assert_eq!(others, 1, "{text}");
        }
        let uuid = Shape::Uuid.generate(0, &seeded());
        assert_eq!(&uuid[14..15], "4");
        assert!(
            Shape::Ulid
                .generate(1_700_000_000_000, &seeded())
                .starts_with("01HF7YAT00")
        );
    }

    #[test]
    fn what_is_generated_parses() {
        let randomness = &seeded();
        let strict = ClientId::generate_strict_third_party(randomness);
        assert!(prefixed(strict.as_str(), "tpc_", 22, BASE58));
        assert!(prefixed(
            ClientId::generate(randomness).as_str(),
            "",
            32,
            ALPHANUMERIC
        ));
        assert!(prefixed(
            UserId::generate(randomness).as_str(),
            "auth0|",
            24,
            HEXADECIMAL
        ));
        assert!(prefixed(&client_secret(randomness), "", 64, SECRET));
        assert_eq!(token(randomness, 32).len(), 43);
        let generated = [
            ConnectionId::parse(ConnectionId::generate(randomness).as_str()).is_ok(),
            RoleId::parse(RoleId::generate(randomness).as_str()).is_ok(),
            OrganizationId::parse(OrganizationId::generate(randomness).as_str()).is_ok(),
            ClientGrantId::parse(ClientGrantId::generate(randomness).as_str()).is_ok(),
            CredentialId::parse(CredentialId::generate(randomness).as_str()).is_ok(),
            ResourceServerId::parse(ResourceServerId::generate(randomness).as_str()).is_ok(),
            GrantId::parse(GrantId::generate(randomness).as_str()).is_ok(),
            SessionId::parse(SessionId::generate(randomness).as_str()).is_ok(),
            KeyId::parse(KeyId::generate(randomness).as_str()).is_ok(),
        ];
        assert_eq!(generated, [true; 9]);
    }

    type Row<'a> = (&'a dyn Fn(&str) -> bool, &'a str, bool);

    #[test]
    fn formats() {
        let client = |text: &str| ClientId::parse(text).is_ok();
        let user = |text: &str| UserId::parse(text).is_ok();
        let connection = |text: &str| ConnectionId::parse(text).is_ok();
        let tenant = |text: &str| TenantId::parse(text).is_ok();
        let rows: [Row; 17] = [
            (&client, "https://app.example/client.json", true),
            (&client, "", false),
            (&client, "two words", false),
            (&client, "naïve", false),
            (&user, "auth0|63d1", true),
            (&user, "samlp|corp|name@example.com", true),
            (&user, "auth0|", false),
            (&user, "|63d1", false),
            (&user, "63d1", false),
            (&user, "auth0|a b", false),
            (&connection, "con_0123456789abcdEF", true),
            (&connection, "con_0123456789abcdE", false),
            (&connection, "con_0123456789abcdE-", false),
            (&connection, "org_0123456789abcdEF", false),
            (&tenant, "acme-eu", true),
            (&tenant, "-acme", false),
            (&tenant, "Acme", false),
        ];
        for (accepts, text, expected) in rows {
            assert_eq!(accepts(text), expected, "{text}");
        }
        assert!(!client(&"x".repeat(129)));
        assert!(!user(&format!("auth0|{}", "x".repeat(250))));
    }

    #[test]
    fn a_user_has_a_provider() {
        let user = UserId::database("abc").unwrap();
        assert_eq!((user.provider(), user.provider_user_id()), ("auth0", "abc"));
    }

    #[test]
    fn log_identifiers_sort_by_time() {
        let randomness = &seeded();
        let ids =
            [0, 1, 1_700_000_000_000, 1_700_000_000_001].map(|at| LogId::generate(at, randomness));
        assert!(ids.is_sorted());
        assert!(ids.iter().all(|id| LogId::parse(id.as_str()).is_ok()));
    }

    #[test]
    fn selection_covers_the_alphabet_evenly() {
        let text = pick(&seeded(), BASE58, 58_000);
        let distinct: HashSet<_> = text.bytes().collect();
        assert_eq!(distinct.len(), 58);
        for character in distinct {
            let count = text.bytes().filter(|byte| *byte == character).count();
            assert!((800..1200).contains(&count), "{character}: {count}");
        }
    }
}
