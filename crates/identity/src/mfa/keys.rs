//! Second factors that an authenticator holds: security keys, and what is built into devices (WebAuthn).

use serde_json::{Value, json};

use super::{NotEnrolled, Refusal, log, not_enrolled, succeeded, tries};
use crate::attempts::{self, Limit};
use crate::authentication_methods::Method;
use crate::context::Context;
use crate::failure::Broken;
use crate::guardian::Factor;
use crate::logs::{Entry, Event, bounded};
use crate::users::User;
use crate::webauthn::{self, PATIENCE, Place, Use};

/// Such a factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// One that can be carried along.
    Roaming,
    /// What is built into a device.
    Platform,
}

impl Key {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Roaming, Self::Platform];

    /// The factor that it is.
    pub const fn factor(self) -> Factor {
        match self {
            Self::Roaming => Factor::WebauthnRoaming,
            Self::Platform => Factor::WebauthnPlatform,
        }
    }

    const fn r#use(self) -> Use {
        match self {
            Self::Roaming => Use::SecurityKey,
            Self::Platform => Use::Device,
        }
    }
}

/// What a key is to be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ceremony {
    /// A new one.
    Enrollment,
    /// One that there is.
    Challenge,
}

impl Ceremony {
    const fn name(self) -> &'static str {
        match self {
            Self::Enrollment => "enrollment",
            Self::Challenge => "challenge",
        }
    }
}

/// What names the place where something is asked: a handle that only the browser knows, and the user.
fn place_name<'a>(key: Key, ceremony: Ceremony, handle: &'a str, user: &'a User) -> [&'a str; 4] {
    [
        ceremony.name(),
        key.factor().as_str(),
        handle,
        user.id.as_str(),
    ]
}

fn place<'a>(key: Key, name: &'a [&'a str; 4]) -> Place<'a> {
    Place {
        name,
        r#use: key.r#use(),
        patience: PATIENCE,
        origins: &[],
    }
}

/// Asks for a new key. What the browser is given.
///
/// # Errors
/// When the database is away.
pub async fn ask_to_create(
    key: Key,
    handle: &str,
    user: &User,
    context: &Context,
) -> Result<Value, Broken> {
    let name = user.display_name();
    let display_name = user.text("name").unwrap_or(name);
    let account = webauthn::account(&user.id, name, display_name, context).await?;
    let place_name = place_name(key, Ceremony::Enrollment, handle, user);
    webauthn::ask_to_create(place(key, &place_name), account, Value::Null, context).await
}

/// Enrols the key that a browser made.
///
/// # Errors
/// When the database is away.
pub async fn enroll(
    key: Key,
    handle: &str,
    answer: &Value,
    user: &User,
    context: &Context,
) -> Result<Result<Method, NotEnrolled>, Broken> {
    if !attempts::spend(&tries(user), Limit::SECOND_FACTOR, context).await? {
        log(Event::FactorRateLimited, user, context);
        return Ok(Err(NotEnrolled::TooManyCodes));
    }
    let place_name = place_name(key, Ceremony::Enrollment, handle, user);
    let created = match webauthn::created(place(key, &place_name), answer, context).await? {
        Ok(created) => created,
        Err(refusal) => {
            let problem = refusal.to_string();
            failed(Event::WebauthnEnrollmentFailed, key, problem, user, context);
            return Ok(Err(NotEnrolled::Wrong));
        }
    };
    match webauthn::give(&created, &user.id, None, context).await {
        Ok(method) => {
            attempts::forget(&tries(user), context).await?;
            log(Event::FactorEnrolled, user, context);
            Ok(Ok(method))
        }
        Err(refusal) => not_enrolled(refusal).map(Err),
    }
}

/// Asks for a key that the user has. What the browser is given.
///
/// # Errors
/// When the database is away.
pub async fn ask_to_show(
    key: Key,
    handle: &str,
    user: &User,
    context: &Context,
) -> Result<Value, Broken> {
    let place_name = place_name(key, Ceremony::Challenge, handle, user);
    webauthn::ask_to_show(
        place(key, &place_name),
        Some(&user.id),
        Value::Null,
        context,
    )
    .await
}

/// Checks that a browser used a key of the user's.
///
/// # Errors
/// When the database is away.
pub async fn check(
    key: Key,
    handle: &str,
    answer: &Value,
    user: &User,
    context: &Context,
) -> Result<Result<Method, Refusal>, Broken> {
    if !attempts::spend(&tries(user), Limit::SECOND_FACTOR, context).await? {
        log(Event::FactorRateLimited, user, context);
        return Ok(Err(Refusal::TooMany));
    }
    let place_name = place_name(key, Ceremony::Challenge, handle, user);
    let place = place(key, &place_name);
    match webauthn::shown(place, Some(&user.id), answer, context).await? {
        Ok(shown) => {
            succeeded(&shown.method, user, Event::FactorSucceeded, context).await?;
            Ok(Ok(shown.method))
        }
        Err(refusal) => {
            failed(Event::FactorFailed, key, refusal.to_string(), user, context);
            Ok(Err(Refusal::Wrong))
        }
    }
}

/// Notes that a browser got no answer from an authenticator: `problem` is what it calls that.
pub fn note_silence(key: Key, ceremony: Ceremony, problem: &str, user: &User, context: &Context) {
    let event = match ceremony {
        Ceremony::Enrollment => Event::WebauthnEnrollmentFailed,
        Ceremony::Challenge => Event::WebauthnChallengeFailed,
    };
    failed(event, key, bounded(problem), user, context);
}

fn failed(event: Event, key: Key, problem: String, user: &User, context: &Context) {
    let authenticator = json!({ "id": null, "type": key.factor().as_str() });
    Entry::new(event)
        .description(problem)
        .user(user)
        .detail("authenticator", authenticator)
        .record(context);
}
