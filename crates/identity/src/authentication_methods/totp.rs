//! Time-based one-time passwords (RFC 6238): six digits, SHA-1, 30 seconds, as authenticator apps expect. A step is
//! accepted once, and one step before and after the present one for clocks that are off.

use std::ops::RangeInclusive;

use ostia_protocol::auth0::ids::UserId;
use totp_rs::{Algorithm, Builder, Secret, Totp};
use zeroize::Zeroizing;

use super::{Detail, Method, NotAdded, insert, new, secret_place, table};
use crate::context::Context;
use crate::failure::Broken;

/// How long a seed is, in bytes (RFC 4226 §4: at least 16, better 20).
const SEED: usize = 20;
/// The shortest and the longest seed that administrators may choose, in bytes.
const CHOSEN: RangeInclusive<usize> = 16..=64;
/// The same for those that people have in their apps already: 80 bits were usual.
const FROM_ELSEWHERE: RangeInclusive<usize> = 10..=64;

/// The secret that an app and the server share.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(Zeroizing<Vec<u8>>);

impl std::fmt::Debug for Seed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Seed")
    }
}

impl Seed {
    /// A fresh one.
    pub fn generate(context: &Context) -> Self {
        Self(Zeroizing::new(context.entropy().bytes::<SEED>().to_vec()))
    }

    /// The one that belongs to an enrolment on its way: the same for the same person and transaction, so that a page
    /// can be shown again and nothing has to be stored until it was proved.
    ///
    /// # Errors
    /// When it can't be derived.
    pub fn of_enrollment(
        transaction: &str,
        user: &UserId,
        context: &Context,
    ) -> Result<Self, Broken> {
        let purpose = format!("totp enrolment\0{user}\0{transaction}");
        let derived = context.tenant.key.derive(&purpose)?;
        Ok(Self(Zeroizing::new(derived[..SEED].to_vec())))
    }

    /// Reads base32, as people and other systems write it; `None` for what is none, too short or too long.
    pub fn from_base32(text: &str) -> Option<Self> {
        Self::read(text, &CHOSEN)
    }

    /// The same for a secret that somebody's app has from another system, which can't be made longer any more.
    pub fn from_elsewhere(text: &str) -> Option<Self> {
        Self::read(text, &FROM_ELSEWHERE)
    }

    fn read(text: &str, lengths: &RangeInclusive<usize>) -> Option<Self> {
        let compact: String = text
            .chars()
            .filter(|character| !matches!(character, ' ' | '-' | '='))
            .collect();
        let secret = Secret::try_from_base32(compact.to_ascii_uppercase()).ok()?;
        let bytes = secret.as_bytes().to_vec();
        lengths
            .contains(&bytes.len())
            .then(|| Self(Zeroizing::new(bytes)))
    }

    /// As people type it into an app.
    pub fn to_base32(&self) -> String {
        Secret::new(self.0.to_vec().into_boxed_slice()).to_base32()
    }

    /// The address that an app reads from a QR code.
    pub fn address(&self, account: &str, issuer: &str) -> String {
        let encode = |text: &str| {
            url::form_urlencoded::byte_serialize(text.as_bytes())
                .collect::<String>()
                .replace('+', "%20")
        };
        format!(
            "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}&algorithm=SHA1&digits=6&period=30",
            self.to_base32(),
            issuer = encode(issuer),
            account = encode(account),
        )
    }

    /// The step that a code belongs to, if it is one of those that count at this moment (seconds).
    pub fn step_of(&self, code: &str, now: i64) -> Option<i64> {
        let compact: String = code.chars().filter(|digit| *digit != ' ').collect();
        let is_code = compact.len() == 6 && compact.bytes().all(|byte| byte.is_ascii_digit());
        let step = is_code
            .then(|| self.totp().check(&compact, now.unsigned_abs()))
            .flatten()?;
        i64::try_from(step).ok()
    }

    /// The code at a moment (seconds).
    pub fn code_at(&self, now: i64) -> String {
        self.totp().generate(now.unsigned_abs()).to_string()
    }

    fn totp(&self) -> Totp {
        // Imported seeds may be shorter than 20 bytes: the builder's check is our `read`.
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(1)
            .with_step_duration(30)
            .with_secret(Secret::new(self.0.to_vec().into_boxed_slice()))
            .build_noncompliant()
    }

    fn seal(&self, method: &Method, context: &Context) -> Result<String, Broken> {
        let place = secret_place(&method.id);
        context.tenant.key.seal(place, &self.0, context.entropy())
    }
}

/// Gives a user an app as a method: confirmed where they or an administrator have shown that it works, else waiting
/// for the first code.
///
/// # Errors
/// When there are too many methods, or the database is away.
pub async fn add(
    user: &UserId,
    seed: &Seed,
    confirmed: bool,
    context: &Context,
) -> Result<Method, NotAdded> {
    let method = new(user, Detail::Totp, confirmed, context);
    let sealed = seed.seal(&method, context)?;
    insert(method, Some(&sealed), context).await
}

/// As [`add`], where a code has just shown that the app works: that code is used up.
///
/// # Errors
/// As [`add`].
pub async fn add_proved(
    user: &UserId,
    seed: &Seed,
    step: i64,
    context: &Context,
) -> Result<Method, NotAdded> {
    let method = add(user, seed, true, context).await?;
    use_step(&method, step, context).await?;
    Ok(method)
}

pub(super) fn sealed(seed: &Seed, method: &Method, context: &Context) -> Result<String, Broken> {
    seed.seal(method, context)
}

/// What is sealed in the row of an app.
pub(super) fn opened(sealed: &str, method: &Method, context: &Context) -> Result<Seed, Broken> {
    let place = secret_place(&method.id);
    Ok(Seed(context.tenant.key.open(place, sealed)?))
}

/// The user's app that a code comes from; the code is used up by that. `None` where it is wrong or was used before.
///
/// # Errors
/// When the database is away, or a seed does not open.
pub async fn prove(
    user: &UserId,
    code: &str,
    accepts: impl Fn(&Method) -> bool,
    context: &Context,
) -> Result<Option<Method>, Broken> {
    let rows = table::secrets_of_user(&context.tenant, user, context.database()).await?;
    for (method, sealed) in rows {
        if method.detail != Detail::Totp || !accepts(&method) {
            continue;
        }
        let seed = opened(&sealed, &method, context)?;
        if let Some(step) = seed.step_of(code, context.now.seconds()) {
            let won = use_step(&method, step, context).await?;
            return Ok(won.then_some(method));
        }
    }
    Ok(None)
}

async fn use_step(method: &Method, step: i64, context: &Context) -> Result<bool, Broken> {
    let mut work = context.begin().await?;
    let won = table::use_step(&context.tenant, method, step, &mut work).await?;
    work.commit().await?;
    Ok(won)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, cut to six digits.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn knows_the_vectors_of_the_rfc() {
        let seed = Seed::from_base32(SECRET).unwrap();
        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(seed.step_of(code, time), Some(time / 30));
            assert_eq!(seed.code_at(time), code);
        }
        assert_eq!(seed.step_of("287082", 59 + 30), Some(1));
        assert_eq!(seed.step_of("287082", 59 + 61), None);
        assert_eq!(seed.step_of("287 082", 59), Some(1));
        for wrong in ["", "28708", "2870821", "28708x", "٢٨٧٠٨٢"] {
            assert_eq!(seed.step_of(wrong, 59), None, "{wrong}");
        }
    }

    #[test]
    fn reads_what_people_write() {
        let seed = Seed::from_base32("gezd gnbv gy3t qojq gezd gnbv gy3t qojq").unwrap();
        assert_eq!(seed.to_base32(), SECRET);
        assert!(Seed::from_base32("GEZDGNBV").is_none());
        assert!(Seed::from_elsewhere("GEZDGNBV").is_none());
        assert!(Seed::from_base32("GEZDGNBVGY3TQOJQ").is_none());
        let short = Seed::from_elsewhere("GEZDGNBVGY3TQOJQ").unwrap();
        assert_eq!(short.to_base32(), "GEZDGNBVGY3TQOJQ");
        assert!(Seed::from_base32("not base32!").is_none());
        assert!(Seed::from_base32(&"A".repeat(400)).is_none());
    }

    #[test]
    fn writes_the_address_of_an_app() {
        let seed = Seed::from_base32(SECRET).unwrap();
        assert_eq!(
            seed.address("a b@example.com", "acme"),
            format!(
                "otpauth://totp/acme:a%20b%40example.com?secret={SECRET}&issuer=acme&algorithm=SHA1&digits=6&period=30"
            )
        );
    }
}
