//! Recovery codes: 24 letters and digits that open an account once, when no other factor is at hand. A user has one.

use ostia_protocol::auth0::ids::{self, Randomness, UserId};
use zeroize::Zeroizing;

use super::{Detail, Method, new, table};
use crate::context::Context;
use crate::failure::Broken;
use crate::vault::fingerprint;

/// Gives a user a new code in place of the one before. It is shown once.
///
/// # Errors
/// When the database is away.
pub async fn renew(user: &UserId, confirmed: bool, context: &Context) -> Result<String, Broken> {
    let code = ids::recovery_code(context.entropy());
    keep(&code, user, confirmed, context).await?;
    Ok(code)
}

/// The code that a user is shown in a login: the same however often the page is. It counts once they say that they have
/// it.
///
/// # Errors
/// When the database is away.
pub async fn of_login(
    transaction: &str,
    user: &UserId,
    context: &Context,
) -> Result<String, Broken> {
    let key = &context.tenant.key;
    let half = |number: u8| key.derive(&format!("recovery code {number}\0{user}\0{transaction}"));
    let derived = Derived([half(1)?, half(2)?]);
    let code = ids::recovery_code(&derived);
    keep(&code, user, false, context).await?;
    Ok(code)
}

/// Bytes that are always the same: more than a code takes.
struct Derived([Zeroizing<[u8; 32]>; 2]);

impl Randomness for Derived {
    fn fill(&self, bytes: &mut [u8]) {
        let derived = self.0.iter().flat_map(|half| half.iter()).cycle();
        for (byte, derived) in bytes.iter_mut().zip(derived) {
            *byte = *derived;
        }
    }
}

async fn keep(code: &str, user: &UserId, confirmed: bool, context: &Context) -> Result<(), Broken> {
    let method = new(user, Detail::RecoveryCode, confirmed, context);
    let mut work = context.begin().await?;
    table::delete_recovery_codes(&context.tenant, user, &mut work).await?;
    table::insert(&context.tenant, &method, None, &mut work).await?;
    table::set_hash(&context.tenant, &method, &fingerprint(code), &mut work).await?;
    work.commit().await
}

/// Uses a user's code up. Of racing requests one wins.
///
/// # Errors
/// When the database is away.
pub async fn redeem(
    user: &UserId,
    code: &str,
    context: &Context,
) -> Result<Option<Method>, Broken> {
    let compact: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    let hash = fingerprint(&compact.to_ascii_uppercase());
    let mut work = context.begin().await?;
    let used = table::use_recovery_code(&context.tenant, user, &hash, &mut work).await?;
    work.commit().await?;
    Ok(used)
}

/// Confirms the code that was shown to a user.
///
/// # Errors
/// When the database is away.
pub async fn confirm(user: &UserId, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    table::confirm_recovery_code(&context.tenant, user, context.now, &mut work).await?;
    work.commit().await
}
