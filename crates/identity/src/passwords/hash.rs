//! One-way hashes of passwords: our own argon2id, and foreign ones that came with imported users.

use std::{fmt, hint, ops::RangeInclusive, str::FromStr};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash as Phc, Salt},
};
use bcrypt::HashParts;

use super::foreign::{Algorithm as ForeignAlgorithm, Description, Foreign, PREFIX, TextEncoding};
use super::{Password, Workspace};

/// Memory in KiB, passes and lanes of a new hash: OWASP's recommendation for argon2id.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Beyond these an imported hash is refused: verifying it would be an attack on this machine.
const MAX_MEMORY_KIB: u32 = 256 * 1024;
const MAX_PASSES: u32 = 20;
const MAX_LANES: u32 = 16;
const BCRYPT_COSTS: RangeInclusive<u32> = 4..=16;

/// What a PHC string without `v=` means: the version before the field existed.
const UNVERSIONED: u32 = 0x10;

/// Any salt does where the result is thrown away.
const DECOY_SALT: [u8; 16] = *b"nobody lives her";

/// A stored hash, known to be one that can be verified.
#[derive(Clone)]
pub struct PasswordHash {
    stored: String,
    scheme: Scheme,
}

/// How a stored hash is verified. What other systems made is in `foreign.rs`.
#[derive(Clone)]
enum Scheme {
    Argon2(Box<Phc>),
    Bcrypt,
    Foreign(Box<Foreign>),
}

/// What came of comparing a password with a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    /// It is the password.
    Matches {
        /// The hash is weaker than a new one would be. Now that the password is at hand, replace it.
        rehash: bool,
    },
    /// It is another password.
    Differs,
}

/// Hashes a password with argon2id. The salt must be fresh from the context's entropy.
///
/// Takes tens of milliseconds and 19 MiB: call [`HashingPool::hash`](super::HashingPool::hash) from a request.
pub fn hash(
    password: &Password,
    salt: [u8; 16],
    workspace: &mut Workspace,
) -> Result<PasswordHash, HashingFailed> {
    let params = current_params()?;
    let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    workspace
        .compute(&argon2, password.hashed_bytes(), &salt, &mut output)
        .map_err(HashingFailed::new)?;
    let hash = Phc {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).map_err(HashingFailed::new)?,
        salt: Some(Salt::new(&salt).map_err(HashingFailed::new)?),
        hash: Some(Output::new(&output).map_err(HashingFailed::new)?),
    };
    Ok(PasswordHash {
        stored: hash.to_string(),
        scheme: Scheme::Argon2(Box::new(hash)),
    })
}

/// Spends as long on a password as verifying it would, for an account that doesn't exist: otherwise the time of a
/// failed login would tell who has one. An account with an imported hash takes that hash's time until its first
/// login here.
pub fn verify_decoy(password: &Password, workspace: &mut Workspace) -> Verdict {
    // Only the work matters; `black_box` keeps it from being optimised away.
    _ = hint::black_box(hash(password, DECOY_SALT, workspace));
    Verdict::Differs
}

impl PasswordHash {
    /// Takes over a hash that another system made.
    ///
    /// # Errors
    /// When it can't be verified, or not without harm.
    pub fn from_foreign(description: &Description) -> Result<Self, UnsupportedHash> {
        let encoding = description
            .password
            .as_ref()
            .map(|password| password.encoding);
        match description.algorithm {
            ForeignAlgorithm::Argon2 | ForeignAlgorithm::Bcrypt => {
                if encoding.is_some_and(|encoding| encoding != TextEncoding::Utf8) {
                    return Err(UnsupportedHash::Malformed);
                }
                description.hash.value.parse()
            }
            ForeignAlgorithm::Hmac
            | ForeignAlgorithm::Ldap
            | ForeignAlgorithm::Md4
            | ForeignAlgorithm::Md5
            | ForeignAlgorithm::Sha1
            | ForeignAlgorithm::Sha256
            | ForeignAlgorithm::Sha512
            | ForeignAlgorithm::Pbkdf2
            | ForeignAlgorithm::Scrypt => {
                let foreign = Foreign::parse(description)?;
                let json = serde_json::to_string(description);
                Ok(Self {
                    stored: format!("{PREFIX}{}", json.map_err(|_| UnsupportedHash::Malformed)?),
                    scheme: Scheme::Foreign(Box::new(foreign)),
                })
            }
        }
    }

    /// The text to store: a PHC string, or bcrypt's own form.
    pub fn as_str(&self) -> &str {
        &self.stored
    }

    /// Compares in constant time. A computation that fails counts as a difference.
    ///
    /// As expensive as [`hash`]: call [`HashingPool::verify`](super::HashingPool::verify) from a request.
    pub fn verify(&self, password: &Password, workspace: &mut Workspace) -> Verdict {
        let matches = match &self.scheme {
            Scheme::Argon2(hash) => computed(hash, password, workspace)
                .is_some_and(|computed| hash.hash.is_some_and(|stored| stored == computed)),
            Scheme::Bcrypt => {
                bcrypt::verify(password.hashed_bytes(), &self.stored).unwrap_or(false)
            }
            // Others hash all of a long password.
            Scheme::Foreign(foreign) => foreign.matches(password.text()),
        };
        if matches {
            Verdict::Matches {
                rehash: !self.is_current(),
            }
        } else {
            Verdict::Differs
        }
    }

    /// Whether it is at least as strong as what [`hash`] makes.
    fn is_current(&self) -> bool {
        match &self.scheme {
            Scheme::Argon2(hash) => {
                hash.algorithm == Algorithm::Argon2id.ident()
                    && hash.version == Some(Version::V0x13.into())
                    && Params::try_from(hash.as_ref()).is_ok_and(|params| {
                        params.m_cost() >= MEMORY_KIB && params.t_cost() >= PASSES
                    })
            }
            Scheme::Bcrypt | Scheme::Foreign(_) => false,
        }
    }
}

impl FromStr for PasswordHash {
    type Err = UnsupportedHash;

    /// Reads a stored or imported hash: `$argon2id$`, `$argon2i$`, `$argon2d$`, `$2a$`, `$2b$`,
    /// `$2y$`, or `$custom$` for what [`PasswordHash::from_foreign`] took over.
    fn from_str(stored: &str) -> Result<Self, UnsupportedHash> {
        let scheme = match stored.split('$').nth(1) {
            Some("argon2id" | "argon2i" | "argon2d") => Scheme::Argon2(parse_argon2(stored)?),
            // Not `2x`, which marks hashes made by a broken implementation.
            Some("2a" | "2b" | "2y") => parse_bcrypt(stored)?,
            Some("custom") => parse_foreign(stored)?,
            _ => return Err(UnsupportedHash::Unknown),
        };
        Ok(Self {
            stored: stored.to_owned(),
            scheme,
        })
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.scheme {
            Scheme::Argon2(_) => "argon2",
            Scheme::Bcrypt => "bcrypt",
            Scheme::Foreign(_) => "foreign",
        };
        write!(formatter, "PasswordHash({scheme}, …)")
    }
}

/// Why a text is not a hash that can be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnsupportedHash {
    /// No known scheme starts like this.
    #[error("the password hash is of no supported kind")]
    Unknown,
    /// The scheme is known, but its parameters, salt or digest don't parse.
    #[error("the password hash is malformed")]
    Malformed,
    /// Verifying it would take too much time or memory.
    #[error("the password hash costs more than this server accepts")]
    TooCostly,
}

/// The hashing itself broke down: no memory, or the pool is shutting down.
#[derive(Debug, thiserror::Error)]
#[error("password hashing failed: {0}")]
pub struct HashingFailed(String);

impl HashingFailed {
    pub(super) fn new(cause: impl fmt::Display) -> Self {
        Self(cause.to_string())
    }
}

/// What a password gives with the salt and the parameters of a hash. It compares in constant time.
fn computed(hash: &Phc, password: &Password, workspace: &mut Workspace) -> Option<Output> {
    let algorithm = Algorithm::try_from(hash.algorithm.as_str()).ok()?;
    let version = Version::try_from(hash.version?).ok()?;
    let params = Params::try_from(hash).ok()?;
    let argon2 = Argon2::new(algorithm, version, params);
    let mut output = [0; Output::MAX_LENGTH];
    let output = output.get_mut(..hash.hash.as_ref()?.len())?;
    let salt = hash.salt.as_ref()?;
    workspace
        .compute(&argon2, password.hashed_bytes(), salt, output)
        .ok()?;
    Output::new(output).ok()
}

fn current_params() -> Result<Params, HashingFailed> {
    Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(HashingFailed::new)
}

fn parse_argon2(stored: &str) -> Result<Box<Phc>, UnsupportedHash> {
    let mut hash = Phc::new(stored).map_err(|_| UnsupportedHash::Malformed)?;
    let version = *hash.version.get_or_insert(UNVERSIONED);
    Version::try_from(version).map_err(|_| UnsupportedHash::Malformed)?;
    let params = Params::try_from(&hash).map_err(|_| UnsupportedHash::Malformed)?;
    if hash.salt.is_none() || hash.hash.is_none() {
        return Err(UnsupportedHash::Malformed);
    }
    if params.m_cost() > MAX_MEMORY_KIB
        || params.t_cost() > MAX_PASSES
        || params.p_cost() > MAX_LANES
    {
        return Err(UnsupportedHash::TooCostly);
    }
    Ok(Box::new(hash))
}

fn parse_foreign(stored: &str) -> Result<Scheme, UnsupportedHash> {
    let json = stored.strip_prefix(PREFIX).unwrap_or_default();
    let description = serde_json::from_str(json).map_err(|_| UnsupportedHash::Malformed)?;
    Ok(Scheme::Foreign(Box::new(Foreign::parse(&description)?)))
}

fn parse_bcrypt(stored: &str) -> Result<Scheme, UnsupportedHash> {
    let cost = HashParts::from_str(stored)
        .map_err(|_| UnsupportedHash::Malformed)?
        .get_cost();
    match cost {
        cost if BCRYPT_COSTS.contains(&cost) => Ok(Scheme::Bcrypt),
        cost if cost < *BCRYPT_COSTS.start() => Err(UnsupportedHash::Malformed),
        _ => Err(UnsupportedHash::TooCostly),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: [u8; 16] = [7; 16];

    fn password(text: &str) -> Password {
        Password::parse(text).unwrap()
    }

    fn verify(stored: &str, text: &str) -> Verdict {
        stored
            .parse::<PasswordHash>()
            .unwrap()
            .verify(&password(text), &mut Workspace::default())
    }

    #[test]
    fn a_new_hash_is_current_and_survives_storage() {
        let hash = hash(&password("tiger"), SALT, &mut Workspace::default()).unwrap();
        assert!(
            hash.as_str()
                .starts_with("$argon2id$v=19$m=19456,t=2,p=1$BwcHBwcHBwcHBwcHBwcHBw$")
        );
        assert_eq!(
            verify(hash.as_str(), "tiger"),
            Verdict::Matches { rehash: false }
        );
        assert_eq!(verify(hash.as_str(), "Tiger"), Verdict::Differs);
        assert_eq!(format!("{hash:?}"), "PasswordHash(argon2, …)");
    }

    #[test]
    fn the_salt_decides() {
        let tiger = password("tiger");
        let mut workspace = Workspace::default();
        let [one, same, other] =
            [[1; 16], [1; 16], [2; 16]].map(|salt| hash(&tiger, salt, &mut workspace).unwrap());
        assert_eq!(one.as_str(), same.as_str());
        assert_ne!(one.as_str(), other.as_str());
    }

    /// From the test program of the Password Hashing Competition's argon2.
    #[test]
    fn argon2_vectors() {
        for (stored, rehash) in [
            (
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                false,
            ),
            (
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                true,
            ),
            (
                "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
                true,
            ),
            (
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
                true,
            ),
            // Without a version the old algorithm is meant.
            (
                "$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY",
                true,
            ),
        ] {
            assert_eq!(
                verify(stored, "password"),
                Verdict::Matches { rehash },
                "{stored}"
            );
            assert_eq!(verify(stored, "sassword"), Verdict::Differs, "{stored}");
        }
    }

    /// From OpenBSD's and jBCrypt's test suites, and made by Node.js and Python.
    #[test]
    fn bcrypt_vectors() {
        for (stored, text) in [
            (
                "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe",
                "a",
            ),
            (
                "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i",
                "abc",
            ),
            (
                "$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC",
                "abcdefghijklmnopqrstuvwxyz",
            ),
            (
                "$2b$04$EGdrhbKUv8Oc9vGiXX0HQOxSg445d458Muh7DAHskb6QbtCvdxcie",
                "correctbatteryhorsestapler",
            ),
            (
                "$2a$04$n4Uy0eSnMfvnESYL.bLwuuj0U/ETSsoTpRT9GVk5bektyVVa5xnIi",
                "correctbatteryhorsestapler",
            ),
        ] {
            let matches = Verdict::Matches { rehash: true };
            assert_eq!(verify(stored, text), matches, "{stored}");
            assert_eq!(
                verify(&stored.replacen("$2a$", "$2y$", 1), text),
                matches,
                "{stored}"
            );
            assert_eq!(verify(stored, "another"), Verdict::Differs, "{stored}");
        }
    }

    #[test]
    fn all_72_bytes_of_a_password_count_in_bcrypt() {
        let stored = bcrypt::hash_with_salt("x".repeat(72), 4, SALT)
            .unwrap()
            .to_string();
        assert_eq!(
            verify(&stored, &"x".repeat(72)),
            Verdict::Matches { rehash: true }
        );
        assert_eq!(verify(&stored, &"x".repeat(71)), Verdict::Differs);
    }

    #[test]
    fn an_overlong_password_matches_by_its_first_72_bytes() {
        let long = Password::parse_truncating("x".repeat(100)).unwrap();
        let mut workspace = Workspace::default();
        let stored = hash(&long, SALT, &mut workspace).unwrap();
        assert_eq!(
            stored.verify(&password(&"x".repeat(72)), &mut workspace),
            Verdict::Matches { rehash: false }
        );
        // Made by Python's bcrypt from 100 bytes.
        let bcrypt: PasswordHash = "$2a$05$......................YgIDy4hFBdVlc/6LHnD9mX488r9cLd2"
            .parse()
            .unwrap();
        assert_eq!(
            bcrypt.verify(&long, &mut workspace),
            Verdict::Matches { rehash: true }
        );
    }

    #[test]
    fn what_cannot_be_verified_is_refused() {
        use UnsupportedHash::{Malformed, TooCostly, Unknown};
        for (stored, expected) in [
            ("", Unknown),
            ("tiger", Unknown),
            ("$md5$abc", Unknown),
            (
                "$2x$04$EGdrhbKUv8Oc9vGiXX0HQOxSg445d458Muh7DAHskb6QbtCvdxcie",
                Unknown,
            ),
            ("$2b$04$EGdrhbKUv8Oc9vGiXX0HQOxSg445d458", Malformed),
            (
                "$2b$03$EGdrhbKUv8Oc9vGiXX0HQOxSg445d458Muh7DAHskb6QbtCvdxcie",
                Malformed,
            ),
            (
                "$2b$17$EGdrhbKUv8Oc9vGiXX0HQOxSg445d458Muh7DAHskb6QbtCvdxcie",
                TooCostly,
            ),
            ("$argon2id$v=19$m=256,t=2,p=1", Malformed),
            ("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ", Malformed),
            (
                "$argon2id$v=42$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                Malformed,
            ),
            (
                "$argon2id$v=19$m=1048576,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                TooCostly,
            ),
            (
                "$argon2id$v=19$m=256,t=900,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                TooCostly,
            ),
        ] {
            assert_eq!(
                stored.parse::<PasswordHash>().unwrap_err(),
                expected,
                "{stored}"
            );
        }
    }

    #[test]
    fn the_decoy_never_matches() {
        let text = "nobody lives here";
        assert_eq!(
            verify_decoy(&password(text), &mut Workspace::default()),
            Verdict::Differs
        );
    }
}
