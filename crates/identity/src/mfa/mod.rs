//! Multi-factor authentication: who needs a second factor, what they can prove it with, and whether they did.
//!
//! The hosted screens (`login/second_factor.rs`), the token endpoint and the MFA API all ask here.

pub mod api;
pub mod by_ticket;
pub mod keys;
pub mod oob;

use ostia_protocol::auth0::ids::UserId;

use crate::attempts::{self, Limit};
use crate::authentication_methods::{self, Detail, Method, NotAdded, recovery_code, totp};
use crate::context::Context;
use crate::failure::Broken;
use crate::guardian::{Factor, Policy};
use crate::known_browsers::Familiarity;
use crate::logs::{Entry, Event};
use crate::places::Travel;
use crate::users::User;

/// The value of `acr_values` that asks for a second factor, and of `acr` that says there was one.
pub const ACR: &str = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

/// What a login is like, as far as a second factor goes.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances {
    /// Whether the request asks for a second factor itself.
    pub step_up: bool,
    /// Whether the session has one already.
    pub proved: bool,
    /// How well the user knows the browser.
    pub familiarity: Familiarity,
    /// How they came here from their last login.
    pub travel: Travel,
}

/// What a user has to do.
#[derive(Debug)]
pub enum Need {
    /// Nothing.
    Nothing,
    /// Prove a factor that they have.
    Challenge(Standing),
    /// Enrol one.
    Enrollment(Standing),
}

/// Which factors a user has, of those that the tenant offers, and which they could get.
#[derive(Debug)]
pub struct Standing {
    /// What can be asked for, the best first.
    pub ways: Vec<Factor>,
    /// What can be enrolled, the best first.
    pub enrollable: Vec<Factor>,
    /// Whether a recovery code waits for the day when nothing else is at hand.
    pub has_recovery_code: bool,
}

impl Standing {
    /// Whether the user has a factor.
    pub fn is_enrolled(&self) -> bool {
        !self.ways.is_empty()
    }
}

/// What a user has to do before a login is complete.
///
/// # Errors
/// When the database is away.
pub async fn need(
    circumstances: Circumstances,
    user: &User,
    context: &Context,
) -> Result<Need, Broken> {
    let multifactor = &context.tenant.multifactor;
    let Circumstances {
        step_up,
        proved,
        familiarity,
        travel,
    } = circumstances;
    let by_policy = match multifactor.policy {
        Policy::Never => false,
        Policy::Always => familiarity != Familiarity::Remembered,
        Policy::Adaptive => familiarity == Familiarity::New || travel == Travel::Impossible,
    };
    if proved || !(step_up || by_policy) || !multifactor.offers_any() {
        return Ok(Need::Nothing);
    }
    let standing = standing(&user.id, context).await?;
    if standing.is_enrolled() {
        Ok(Need::Challenge(standing))
    } else {
        Ok(Need::Enrollment(standing))
    }
}

/// Which factors a user has and could get.
///
/// # Errors
/// When the database is away.
pub async fn standing(user: &UserId, context: &Context) -> Result<Standing, Broken> {
    let multifactor = &context.tenant.multifactor;
    let methods = authentication_methods::of_user(user, context).await?;
    let has = |factor| {
        let mut confirmed = methods.iter().filter(|method| method.confirmed);
        multifactor.offers(factor)
            && confirmed.any(|method| factor_of(&method.detail) == Some(factor))
    };
    let mut ways: Vec<Factor> = Factor::ASKED_FOR.into_iter().collect();
    ways.retain(|factor| has(*factor));
    let has_recovery_code = has(Factor::RecoveryCode);
    if has_recovery_code && !ways.is_empty() {
        ways.push(Factor::RecoveryCode);
    }
    Ok(Standing {
        ways,
        enrollable: Factor::ALL
            .into_iter()
            .filter(|factor| *factor != Factor::RecoveryCode && multifactor.offers(*factor))
            .collect(),
        has_recovery_code,
    })
}

/// Which factor a method is.
pub fn factor_of(detail: &Detail) -> Option<Factor> {
    match detail {
        Detail::Totp => Some(Factor::Otp),
        Detail::RecoveryCode => Some(Factor::RecoveryCode),
        Detail::Email { .. } => Some(Factor::Email),
        Detail::Phone { .. } => Some(Factor::Sms),
        Detail::WebauthnRoaming(_) => Some(Factor::WebauthnRoaming),
        Detail::WebauthnPlatform(_) => Some(Factor::WebauthnPlatform),
        Detail::Passkey(_) => None,
    }
}

/// Why a code proved nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is wrong, or was used before.
    Wrong,
    /// There were too many wrong ones.
    TooMany,
}

/// Which apps may prove something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apps {
    /// Those that have been shown to work.
    Confirmed,
    /// Those that wait for their first code, too: it confirms them.
    Pending,
}

/// Checks the code of an authenticator app. It is used up.
///
/// # Errors
/// When the database is away.
pub async fn check_otp(
    user: &User,
    code: &str,
    apps: Apps,
    context: &Context,
) -> Result<Result<Method, Refusal>, Broken> {
    if !attempts::spend(&tries(user), Limit::SECOND_FACTOR, context).await? {
        log(Event::FactorRateLimited, user, context);
        return Ok(Err(Refusal::TooMany));
    }
    let accepts = |method: &Method| method.confirmed || apps == Apps::Pending;
    let Some(method) = totp::prove(&user.id, code, accepts, context).await? else {
        log(Event::FactorFailed, user, context);
        return Ok(Err(Refusal::Wrong));
    };
    succeeded(&method, user, Event::FactorSucceeded, context).await?;
    Ok(Ok(method))
}

/// Checks a recovery code and gives the one that takes its place, which the user has to be shown.
///
/// # Errors
/// When the database is away.
pub async fn check_recovery_code(
    user: &User,
    code: &str,
    context: &Context,
) -> Result<Result<String, Refusal>, Broken> {
    if !attempts::spend(&tries(user), Limit::SECOND_FACTOR, context).await? {
        log(Event::RecoveryCodeRateLimited, user, context);
        return Ok(Err(Refusal::TooMany));
    }
    if recovery_code::redeem(&user.id, code, context)
        .await?
        .is_none()
    {
        log(Event::RecoveryCodeFailed, user, context);
        return Ok(Err(Refusal::Wrong));
    }
    attempts::forget(&tries(user), context).await?;
    log(Event::RecoveryCodeSucceeded, user, context);
    Ok(Ok(recovery_code::renew(&user.id, true, context).await?))
}

/// Why an app was not enrolled.
#[derive(Debug)]
pub enum NotEnrolled {
    /// The code does not come from the app with this seed.
    Wrong,
    /// There were too many wrong ones.
    TooManyCodes,
    /// The user has as many methods as can be.
    TooManyMethods,
    /// Somebody has this very credential.
    Taken,
}

/// Enrols an app whose first code shows that it works.
///
/// # Errors
/// When the database is away.
pub async fn enroll_otp(
    user: &User,
    seed: &totp::Seed,
    code: &str,
    context: &Context,
) -> Result<Result<Method, NotEnrolled>, Broken> {
    if !attempts::spend(&tries(user), Limit::SECOND_FACTOR, context).await? {
        log(Event::FactorRateLimited, user, context);
        return Ok(Err(NotEnrolled::TooManyCodes));
    }
    let Some(step) = seed.step_of(code, context.now.seconds()) else {
        return Ok(Err(NotEnrolled::Wrong));
    };
    match totp::add_proved(&user.id, seed, step, context).await {
        Ok(method) => {
            attempts::forget(&tries(user), context).await?;
            log(Event::FactorEnrolled, user, context);
            Ok(Ok(method))
        }
        Err(refusal) => not_enrolled(refusal).map(Err),
    }
}

fn not_enrolled(refusal: NotAdded) -> Result<NotEnrolled, Broken> {
    match refusal {
        NotAdded::TooMany => Ok(NotEnrolled::TooManyMethods),
        NotAdded::Taken => Ok(NotEnrolled::Taken),
        NotAdded::Broken(broken) => Err(broken),
    }
}

async fn succeeded(
    method: &Method,
    user: &User,
    event: Event,
    context: &Context,
) -> Result<(), Broken> {
    authentication_methods::proved(method, context).await?;
    attempts::forget(&tries(user), context).await?;
    log(event, user, context);
    if !method.confirmed {
        log(Event::FactorEnrolled, user, context);
    }
    Ok(())
}

/// Wrong codes are counted for each user, whatever they are codes of.
fn tries(user: &User) -> [&str; 2] {
    ["second factor", user.id.as_str()]
}

/// Writes of a user's second factor.
pub(crate) fn log(event: Event, user: &User, context: &Context) {
    Entry::new(event).user(user).record(context);
}
