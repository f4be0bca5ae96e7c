//! The second factor at the hosted pages: which screen is due, and what a person who passed it gets.

use ostia_protocol::auth0::ids::UserId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::assessment::{self, Assessment};
use super::transaction::{self, Progress, Transaction};
use super::{Browser, Screen};
use crate::authentication_methods::{Method, recovery_code, totp::Seed};
use crate::authorize::Authorization;
use crate::context::Context;
use crate::failure::{Broken, Failure};
use crate::guardian::{Factor, Policy};
use crate::known_browsers::{self, Familiarity};
use crate::mfa::keys::{self, Key};
use crate::mfa::oob::{self, AskedBy, TooManySent};
use crate::mfa::{self, Circumstances, Need, NotEnrolled, Refusal};
use crate::passwordless::Address;
use crate::places::Travel;
use crate::sessions::{self, Opened, Session};
use crate::users::User;

/// What a person chose or has to be shown. It is kept with the transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// They want another factor than the first that was offered.
    Choosing,
    /// This one.
    Factor(Factor),
    /// They have a new recovery code, and must be shown it.
    NewRecoveryCode,
}

/// The screen that is due before a user goes on; `None` where nothing is.
///
/// # Errors
/// A refusal for the client, or a fault of ours.
pub async fn due(
    user: &User,
    session: &Session,
    authorization: &Authorization,
    progress: &Progress,
    browser: &Browser,
    context: &Context,
) -> Result<Option<Screen>, Failure> {
    if progress.second_factor == Some(Choice::NewRecoveryCode) {
        return Ok(Some(Screen::RecoveryCode));
    }
    let Assessment {
        familiarity,
        travel,
    } = assessment(session, user, browser, context).await?;
    let circumstances = Circumstances {
        step_up: asks_for_second_factor(authorization),
        proved: session.second_factor.is_some(),
        familiarity,
        travel,
    };
    Ok(match mfa::need(circumstances, user, context).await? {
        Need::Nothing => None,
        Need::Challenge(standing) => Some(match progress.second_factor {
            Some(Choice::Choosing) => Screen::FactorOptions,
            Some(Choice::Factor(factor)) if standing.ways.contains(&factor) => {
                Screen::Challenge(factor)
            }
            _ => standing
                .ways
                .first()
                .map_or(Screen::FactorOptions, |factor| Screen::Challenge(*factor)),
        }),
        Need::Enrollment(standing) => Some(match progress.second_factor {
            Some(Choice::Factor(factor)) if standing.enrollable.contains(&factor) => {
                Screen::Enrollment(factor)
            }
            Some(Choice::Choosing) => Screen::EnrollmentOptions,
            _ => match standing.enrollable.as_slice() {
                [first, rest @ ..]
                    if rest.is_empty() || !context.tenant.settings.lists_factors_at_enrollment =>
                {
                    Screen::Enrollment(*first)
                }
                _ => Screen::EnrollmentOptions,
            },
        }),
    })
}

fn asks_for_second_factor(authorization: &Authorization) -> bool {
    let mut asked = authorization.request.acr_values.iter();
    asked.any(|value| value == mfa::ACR)
}

/// Nobody is asked what the answer does not change.
async fn assessment(
    session: &Session,
    user: &User,
    browser: &Browser,
    context: &Context,
) -> Result<Assessment, Broken> {
    if session.second_factor.is_some() || context.tenant.multifactor.policy == Policy::Never {
        return Ok(Assessment {
            familiarity: Familiarity::New,
            travel: Travel::PlaceUnknown,
        });
    }
    assessment::assess(user, browser, context).await
}

/// Which factors a person can choose among: those that they have, or could enrol.
///
/// # Errors
/// When the database is away.
pub async fn options(user: &UserId, context: &Context) -> Result<Vec<Factor>, Broken> {
    let standing = mfa::standing(user, context).await?;
    Ok(if standing.is_enrolled() {
        standing.ways
    } else {
        standing.enrollable
    })
}

/// Keeps what a person chose. `false` where the transaction was finished in the meantime.
///
/// # Errors
/// When the database is away.
pub async fn choose(
    choice: Option<Choice>,
    transaction: &mut Transaction,
    context: &Context,
) -> Result<bool, Broken> {
    transaction.progress.second_factor = choice;
    transaction::save(transaction, context).await
}

/// The seed of the app that a person enrols in a transaction.
///
/// # Errors
/// When it can't be derived.
pub fn seed(transaction: &Transaction, user: &UserId, context: &Context) -> Result<Seed, Broken> {
    Seed::of_enrollment(&transaction.state, user, context)
}

/// A code from a factor that the user has.
///
/// # Errors
/// When the database is away.
pub async fn answer_challenge(
    factor: Factor,
    code: &str,
    user: &User,
    transaction: &Transaction,
    context: &Context,
) -> Result<Result<(), Refusal>, Broken> {
    match factor {
        Factor::Sms | Factor::Email => {
            let handle = handle(factor, transaction);
            let checked = oob::prove(&handle, code, user, context).await?;
            Ok(checked.map(|_| ()))
        }
        Factor::Otp => {
            let checked = mfa::check_otp(user, code, mfa::Apps::Confirmed, context).await?;
            Ok(checked.map(|_| ()))
        }
        Factor::RecoveryCode => {
            let checked = mfa::check_recovery_code(user, code, context).await?;
            Ok(checked.map(|_| ()))
        }
        // These give no codes.
        Factor::WebauthnRoaming | Factor::WebauthnPlatform => Ok(Err(Refusal::Wrong)),
    }
}

/// What names the codes that are sent in a transaction.
fn handle(factor: Factor, transaction: &Transaction) -> String {
    format!("{}\0{}", factor.as_str(), transaction.state)
}

/// What became of a code that was to be sent.
#[derive(Debug)]
pub enum Sending {
    /// A code is on its way, or was sent before and is still good.
    Sent(Method),
    /// Too many were sent.
    TooMany(Method),
    /// The person has no such factor any more.
    Nowhere,
}

/// Sends a code for a challenge, unless one that was sent is still good and no other was asked for.
///
/// # Errors
/// When the database is away.
pub async fn send_challenge(
    factor: Factor,
    anew: bool,
    language: &str,
    user: &User,
    transaction: &Transaction,
    context: &Context,
) -> Result<Sending, Broken> {
    let Some(method) = oob::confirmed_method(factor, &user.id, context).await? else {
        return Ok(Sending::Nowhere);
    };
    send(factor, method, anew, language, user, transaction, context).await
}

async fn send(
    factor: Factor,
    method: Method,
    anew: bool,
    language: &str,
    user: &User,
    transaction: &Transaction,
    context: &Context,
) -> Result<Sending, Broken> {
    let handle = handle(factor, transaction);
    if !anew && oob::is_waiting(&handle, context).await? {
        return Ok(Sending::Sent(method));
    }
    let asked_by = AskedBy::FirstFactor;
    let sent = oob::send(&handle, &method, user, language, asked_by, context).await?;
    Ok(match sent {
        Ok(()) => Sending::Sent(method),
        Err(TooManySent) => Sending::TooMany(method),
    })
}

/// Keeps the address that a person wants codes at, and sends the first one there. `None` where they have as many
/// methods as can be, or the transaction was finished in the meantime.
///
/// # Errors
/// When the database is away.
pub async fn begin_address(
    factor: Factor,
    address: &Address,
    language: &str,
    user: &User,
    transaction: &mut Transaction,
    context: &Context,
) -> Result<Option<Sending>, Broken> {
    let begun = oob::begin_typed(factor, address, &user.id, context).await?;
    let Some(method) = begun else {
        return Ok(None);
    };
    transaction.progress.enrolling = Some(method.id.to_string());
    if !transaction::save(transaction, context).await? {
        return Ok(None);
    }
    let sending = send(factor, method, true, language, user, transaction, context).await?;
    Ok(Some(sending))
}

/// The address that waits for its first code in this login.
///
/// # Errors
/// When the database is away.
pub async fn enrolling(
    factor: Factor,
    user: &UserId,
    transaction: &Transaction,
    context: &Context,
) -> Result<Option<Method>, Broken> {
    let Some(id) = &transaction.progress.enrolling else {
        return Ok(None);
    };
    let method = oob::pending_method(id, user, context).await?;
    Ok(method.filter(|method| mfa::factor_of(&method.detail) == Some(factor)))
}

/// Sends another first code.
///
/// # Errors
/// When the database is away.
pub async fn resend_first(
    factor: Factor,
    method: Method,
    language: &str,
    user: &User,
    transaction: &Transaction,
    context: &Context,
) -> Result<Sending, Broken> {
    send(factor, method, true, language, user, transaction, context).await
}

/// Asks the authenticators of a person for a factor that they have. What the browser is given.
///
/// # Errors
/// When the database is away.
pub async fn ask_for_key(
    key: Key,
    user: &User,
    transaction: &Transaction,
    context: &Context,
) -> Result<Value, Broken> {
    keys::ask_to_show(key, &transaction.state, user, context).await
}

/// Checks what an authenticator answered.
///
/// # Errors
/// When the database is away.
pub async fn answer_key(
    key: Key,
    answer: &Value,
    user: &User,
    transaction: &Transaction,
    context: &Context,
) -> Result<Result<(), Refusal>, Broken> {
    let checked = keys::check(key, &transaction.state, answer, user, context).await?;
    Ok(checked.map(|_| ()))
}

/// Asks an authenticator of a person for a new credential. What the browser is given.
///
/// # Errors
/// When the database is away.
pub async fn ask_for_new_key(
    key: Key,
    user: &User,
    transaction: &Transaction,
    context: &Context,
) -> Result<Value, Broken> {
    keys::ask_to_create(key, &transaction.state, user, context).await
}

/// Enrols what an authenticator made.
///
/// # Errors
/// When the database is away.
pub async fn enroll_key(
    key: Key,
    answer: &Value,
    user: &User,
    transaction: &Transaction,
    context: &Context,
) -> Result<Result<(), NotEnrolled>, Broken> {
    let enrolled = keys::enroll(key, &transaction.state, answer, user, context).await?;
    Ok(enrolled.map(|_| ()))
}

/// The first code of an app that the user enrols.
///
/// # Errors
/// When the database is away.
pub async fn enroll_app(
    code: &str,
    user: &User,
    transaction: &Transaction,
    context: &Context,
) -> Result<Result<(), NotEnrolled>, Broken> {
    let seed = seed(transaction, &user.id, context)?;
    let enrolled = mfa::enroll_otp(user, &seed, code, context).await?;
    Ok(enrolled.map(|_| ()))
}

/// Notes in session, transaction and browser that a person proved a second factor. Their session as it is from then on,
/// or `None` where session or transaction ended in the meantime.
///
/// # Errors
/// When the database is away.
pub async fn pass(
    factor: Factor,
    remember: bool,
    browser: &mut Browser,
    transaction: &mut Transaction,
    context: &Context,
) -> Result<Option<Opened>, Broken> {
    let Some(session) = browser.session.clone() else {
        return Ok(None);
    };
    let standing = mfa::standing(&session.user_id, context).await?;
    let shows_code = context.tenant.multifactor.offers(Factor::RecoveryCode)
        && (factor == Factor::RecoveryCode || !standing.has_recovery_code);
    let choice = shows_code.then_some(Choice::NewRecoveryCode);
    transaction.progress.enrolling = None;
    if !choose(choice, transaction, context).await? {
        return Ok(None);
    }
    let Some(opened) = sessions::elevate(&session, factor.as_str(), context).await? else {
        return Ok(None);
    };
    if remember {
        known_browsers::remember(&browser.id, &session.user_id, context).await?;
    }
    browser.session = Some(opened.session.clone());
    Ok(Some(opened))
}

/// A recovery code to be shown, the same however often the page is. It counts once the person says that they have it.
///
/// # Errors
/// When the database is away.
pub async fn new_recovery_code(
    transaction: &Transaction,
    user: &UserId,
    context: &Context,
) -> Result<String, Broken> {
    recovery_code::of_login(&transaction.state, user, context).await
}

/// The person has their recovery code. `false` where the transaction was finished in the meantime.
///
/// # Errors
/// When the database is away.
pub async fn keep_recovery_code(
    user: &UserId,
    transaction: &mut Transaction,
    context: &Context,
) -> Result<bool, Broken> {
    recovery_code::confirm(user, context).await?;
    choose(None, transaction, context).await
}
