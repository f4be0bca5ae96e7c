//! A challenge: a number to be found whose digest begins with zeros, or some seconds of patience. A browser finds it
//! while its person types; nobody has to read, listen or drag anything, and no other host is asked.

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use ostia_protocol::auth0::ids::Randomness as _;
use subtle::ConstantTimeEq as _;

use super::table;
use crate::context::Context;
use crate::failure::Broken;
use crate::time::Timestamp;
use crate::vault::fingerprint;

/// How long a challenge can be answered, in seconds.
const LIFETIME: i64 = 15 * 60;
/// Longer than any challenge of ours.
const MAX_CHALLENGE: usize = 200;
/// More digits than a browser ever gets to.
const MAX_SOLUTION: usize = 20;

/// What a form asks a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// What the number is appended to, behind a full stop.
    pub text: String,
    /// How many bits of the SHA-256 digest have to be zero at its beginning.
    pub bits: u32,
    /// After how many seconds the form is taken without a number.
    pub wait: i64,
}

impl Challenge {
    /// A new one for a browser and a login.
    pub(super) fn issue(owner: [&str; 2], context: &Context) -> Result<Self, Broken> {
        let level = context.tenant.bot_detection.level;
        let mut salt = [0; 16];
        context.entropy().fill(&mut salt);
        let mut said = format!(
            "{}.{}.{}.",
            context.now.millis(),
            level.bits(),
            level.wait()
        );
        for byte in salt {
            // Writing to a `String` can't fail.
            let _ = write!(said, "{byte:02x}");
        }
        let signature = sign(&said, owner, context)?;
        Ok(Self {
            text: format!("{said}.{signature}"),
            bits: level.bits(),
            wait: level.wait(),
        })
    }
}

fn sign(said: &str, [browser, state]: [&str; 2], context: &Context) -> Result<String, Broken> {
    let message = format!("{browser}\0{state}\0{said}");
    let key = &context.tenant.key;
    key.authenticate("bot challenge", message.as_bytes())
}

/// Whether a challenge of this browser and login was answered in time. One that was is used up: of many that bring it
/// back, one passes.
pub(super) async fn redeem(
    challenge: &str,
    solution: &str,
    owner: [&str; 2],
    context: &Context,
) -> Result<bool, Broken> {
    if challenge.len() > MAX_CHALLENGE {
        return Ok(false);
    }
    let Some((said, signature)) = challenge.rsplit_once('.') else {
        return Ok(false);
    };
    let expected = sign(said, owner, context)?;
    if !bool::from(expected.as_bytes().ct_eq(signature.as_bytes())) {
        return Ok(false);
    }
    // Ours, so it can be read.
    let mut parts = said.split('.').map(str::parse::<i64>);
    let (Some(Ok(issued)), Some(Ok(bits)), Some(Ok(wait))) =
        (parts.next(), parts.next(), parts.next())
    else {
        return Ok(false);
    };
    let issued = Timestamp::from_millis(issued);
    let expires = issued.plus_seconds(LIFETIME);
    let has_waited = context.now >= issued.plus_seconds(wait);
    if context.now >= expires || !(has_waited || is_solution(challenge, solution, bits)) {
        return Ok(false);
    }
    let mut work = context.begin().await?;
    let first = table::spend(&context.tenant, &fingerprint(challenge), expires, &mut work).await?;
    work.commit().await?;
    Ok(first)
}

fn is_solution(challenge: &str, solution: &str, bits: i64) -> bool {
    let is_number = (1..=MAX_SOLUTION).contains(&solution.len())
        && solution.bytes().all(|byte| byte.is_ascii_digit());
    is_number && i64::from(leading_zeros(challenge, solution)) >= bits
}

fn leading_zeros(challenge: &str, solution: &str) -> u32 {
    let digest = digest(&SHA256, format!("{challenge}.{solution}").as_bytes());
    let mut zeros = 0;
    for byte in digest.as_ref() {
        zeros += byte.leading_zeros();
        if *byte != 0 {
            break;
        }
    }
    zeros
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_counted_from_the_first_bit() {
        // SHA-256 of "abc.0" and the like, by `printf abc.N | sha256sum`.
        let best = (0..10_000).max_by_key(|n| leading_zeros("abc", &n.to_string()));
        let best = best.unwrap().to_string();
        let zeros = i64::from(leading_zeros("abc", &best));
        assert!(zeros >= 10, "{zeros}");
        assert!(is_solution("abc", &best, zeros));
        assert!(!is_solution("abc", &best, zeros + 1));
        assert!(!is_solution("abd", &best, zeros));
        for text in [
            "",
            "-1",
            "1.0",
            "x",
            "0x1",
            "123456789012345678901",
            "\u{661}",
        ] {
            assert!(!is_solution("abc", text, 0), "{text}");
        }
    }
}
