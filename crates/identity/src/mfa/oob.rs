//! Second factors that travel out of band: a code is sent to an address that the user enrolled, or is about to.

use ostia_protocol::auth0::ids::UserId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Refusal, factor_of, log, standing, succeeded, tries};
use crate::attack_protection::PHONE_PROVIDER as PHONE_PROTECTION;
use crate::attempts::{self, Limit};
use crate::authentication_methods::{self, Channel, Detail, Method, NotAdded, document, table};
use crate::connections::Medium;
use crate::context::Context;
use crate::failure::Broken;
use crate::guardian::{self, Factor};
use crate::logs::Event;
use crate::messages::{self, Letter, Message, Occasion, TextMessage};
use crate::one_time_codes::{self, Outcome, Terms};
use crate::passwordless::Address;
use crate::phone_messages::templates;
use crate::phone_messages::words::{self, Names, Own};
use crate::users::User;

/// How long a code is good, and for how many tries.
const TERMS: Terms = Terms {
    lifetime: 300,
    tries: 3,
};

/// Too many codes were sent to the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManySent;

/// What whoever asked for a code had proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedBy {
    /// The first factor alone: an address becomes a second one by this only as long as the user has none.
    FirstFactor,
    /// That they may add to the user's factors.
    Owner,
}

/// Whom a code was sent to, and by which method.
#[derive(Debug, Serialize, Deserialize)]
struct Sent {
    user_id: UserId,
    method_id: String,
    /// Whether somebody asked for it who had proved the first factor alone.
    #[serde(default)]
    by_first_factor: bool,
}

/// How a factor's codes travel, where they are sent.
pub const fn medium(factor: Factor) -> Option<Medium> {
    match factor {
        Factor::Email => Some(Medium::Email),
        Factor::Sms => Some(Medium::Sms),
        Factor::Otp | Factor::WebauthnRoaming | Factor::WebauthnPlatform | Factor::RecoveryCode => {
            None
        }
    }
}

/// The address of a method, as its owner may see it in full.
pub fn address(method: &Method) -> Option<&str> {
    match &method.detail {
        Detail::Email { email } => Some(email),
        Detail::Phone { phone_number, .. } => Some(phone_number),
        _ => None,
    }
}

/// The address as it is shown to who proved one factor alone.
pub fn masked_address(method: &Method) -> String {
    match &method.detail {
        Detail::Email { email } => document::masked_email(email),
        Detail::Phone { phone_number, .. } => document::masked_phone_number(phone_number),
        _ => String::new(),
    }
}

/// The method by which a user proves a factor.
///
/// # Errors
/// When the database is away.
pub async fn confirmed_method(
    factor: Factor,
    user: &UserId,
    context: &Context,
) -> Result<Option<Method>, Broken> {
    let methods = authentication_methods::of_user(user, context).await?;
    let is_it = |method: &Method| method.confirmed && factor_of(&method.detail) == Some(factor);
    Ok(methods.into_iter().find(is_it))
}

/// A method that waits for its first code, by its id.
///
/// # Errors
/// When the database is away.
pub async fn pending_method(
    id: &str,
    user: &UserId,
    context: &Context,
) -> Result<Option<Method>, Broken> {
    let methods = authentication_methods::of_user(user, context).await?;
    let is_it = |method: &Method| !method.confirmed && method.id.as_str() == id;
    Ok(methods.into_iter().find(is_it))
}

/// Begins an enrolment: the address waits for its first code. One that was begun before makes place.
///
/// # Errors
/// When there are too many methods, or the database is away.
pub async fn begin(
    address: &str,
    medium: Medium,
    user: &UserId,
    context: &Context,
) -> Result<Method, NotAdded> {
    let detail = match medium {
        Medium::Email => Detail::Email {
            email: address.to_owned(),
        },
        Medium::Sms => Detail::Phone {
            phone_number: address.to_owned(),
            preferred: Channel::Sms,
        },
    };
    let mut work = context.begin().await?;
    table::delete_pending(&context.tenant, user, detail.kind(), &mut work).await?;
    work.commit().await?;
    authentication_methods::add(user, detail, false, context).await
}

/// [`begin`] for a person at a page, with an address that they typed. `None` where they have as many methods as can be.
///
/// # Errors
/// When the database is away.
pub async fn begin_typed(
    factor: Factor,
    address: &Address,
    user: &UserId,
    context: &Context,
) -> Result<Option<Method>, Broken> {
    let Some(medium) = medium(factor) else {
        return Ok(None);
    };
    match begin(address.as_str(), medium, user, context).await {
        Ok(method) => Ok(Some(method)),
        Err(NotAdded::TooMany | NotAdded::Taken) => Ok(None),
        Err(NotAdded::Broken(broken)) => Err(broken),
    }
}

/// Sends a code to a method's address for who has proved so much. Whoever brings it back names it by `handle`.
///
/// # Errors
/// When the database is away.
pub async fn send(
    handle: &str,
    method: &Method,
    user: &User,
    language: &str,
    asked_by: AskedBy,
    context: &Context,
) -> Result<Result<(), TooManySent>, Broken> {
    if !may_send(method, user, context).await? {
        log(Event::FactorRateLimited, user, context);
        return Ok(Err(TooManySent));
    }
    let detail = Sent {
        user_id: user.id.clone(),
        method_id: method.id.to_string(),
        by_first_factor: asked_by == AskedBy::FirstFactor,
    };
    let own = match &method.detail {
        Detail::Phone { .. } => own_words(method, context).await?,
        _ => None,
    };
    let mut work = context.begin().await?;
    let code =
        one_time_codes::issue_in(&purpose(handle), &detail, TERMS, context, &mut work).await?;
    let (message, event) = if let Detail::Phone { phone_number, .. } = &method.detail {
        let further = [
            ("user", Value::Object(user.for_templates())),
            ("connection", json!(user.connection())),
        ];
        let text = TextMessage {
            to: phone_number.clone(),
            body: words::of_code(&code, own.as_ref(), &further, language, context),
            from: own.and_then(|own| own.from),
            code: Some(code),
            connection_id: None,
        };
        (Message::from(text), Event::FactorTextSent)
    } else {
        let to = address(method).unwrap_or_default();
        let letter = Letter::new(Occasion::MfaOobCode, to, context)
            .user(&user.id)
            .language(language)
            .value("code", code);
        (Message::from(letter), Event::FactorEmailSent)
    };
    messages::enqueue(&message, context, &mut work).await?;
    work.commit().await?;
    log(event, user, context);
    Ok(Ok(()))
}

/// Counts a code that is sent to a user. `false` where it is one too many.
async fn may_send(method: &Method, user: &User, context: &Context) -> Result<bool, Broken> {
    if let Detail::Phone { .. } = method.detail {
        let protection = PHONE_PROTECTION.own(context).await?.unwrap_or_default();
        if protection["type"] == "exponential" {
            let texts = ["second factor texted", user.id.as_str()];
            return attempts::spend_in_all(&texts, &attempts::GROWING_WAITS, context).await;
        }
    }
    let sent = ["second factor sent", user.id.as_str()];
    attempts::spend(&sent, Limit::SENT_CODES, context).await
}

/// Which of the tenant's texts fits: the one among its phone templates, else the factor's own.
async fn own_words(method: &Method, context: &Context) -> Result<Option<Own>, Broken> {
    let (kind, member) = if method.confirmed {
        ("otp_verify", "verification_message")
    } else {
        ("otp_enroll", "enrollment_message")
    };
    if let Some(own) = templates::own_words(kind, context).await? {
        return Ok(Some(own));
    }
    let said = guardian::TEMPLATES.own(context).await?.unwrap_or_default();
    let text = said[member].as_str().map(str::to_owned);
    Ok(text.map(|text| Own::new(text, Names::Factors)))
}

/// Whether a code that was sent is still good.
///
/// # Errors
/// When the database is away.
pub async fn is_waiting(handle: &str, context: &Context) -> Result<bool, Broken> {
    one_time_codes::is_waiting(&purpose(handle), context).await
}

/// Checks a code that was sent to a user. It is used up; a method that waited for it is confirmed, unless the user got
/// another factor since, and the code was asked for by who hasn't proved that.
///
/// # Errors
/// When the database is away.
pub async fn prove(
    handle: &str,
    code: &str,
    user: &User,
    context: &Context,
) -> Result<Result<Method, Refusal>, Broken> {
    if !attempts::spend(&tries(user), Limit::SECOND_FACTOR, context).await? {
        log(Event::FactorRateLimited, user, context);
        return Ok(Err(Refusal::TooMany));
    }
    let outcome = one_time_codes::redeem::<Sent>(&purpose(handle), code, context).await?;
    let method = match outcome {
        Outcome::Right(sent) if sent.user_id == user.id => {
            let is_late = sent.by_first_factor && standing(&user.id, context).await?.is_enrolled();
            let methods = authentication_methods::of_user(&user.id, context).await?;
            methods
                .into_iter()
                .find(|method| method.id.as_str() == sent.method_id)
                .filter(|method| method.confirmed || !is_late)
        }
        Outcome::Right(_) | Outcome::Wrong | Outcome::Gone => None,
    };
    let offered = |method: &Method| {
        factor_of(&method.detail).is_some_and(|factor| context.tenant.multifactor.offers(factor))
    };
    let Some(method) = method.filter(offered) else {
        log(Event::FactorFailed, user, context);
        return Ok(Err(Refusal::Wrong));
    };
    succeeded(&method, user, Event::FactorSucceeded, context).await?;
    Ok(Ok(method))
}

fn purpose(handle: &str) -> [&str; 2] {
    ["second factor", handle]
}
