//! Guardian: which second factors a tenant offers, when it asks for one, and what the factors' channels are told.

mod keys;
mod offered;
mod providers;

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Map, Value, json};

pub use self::keys::{DEVICES, KeySettings, SECURITY_KEYS};
pub use self::offered::{Factor, Multifactor, Policy};
pub use self::providers::{
    APNS, DUO, FCM, FCM_V1, MESSAGE_TYPES, PHONE_PROVIDER, PUSH_PROVIDER, SNS, TEMPLATES, TWILIO,
};
use crate::context::Context;
use crate::failure::ManagementFailure;
use crate::logs::{Entry, Event};
use crate::tenant_documents::{Kind, Setting};

/// The factors, in the order in which they are listed.
pub const FACTORS: &[&str] = &[
    "sms",
    "push-notification",
    "otp",
    "email",
    "duo",
    "webauthn-roaming",
    "webauthn-platform",
    "recovery-code",
];

/// Whether a factor is offered.
pub static FACTOR: LazyLock<Schema> = LazyLock::new(|| {
    let enabled = Schema::boolean().described("Whether the factor is offered");
    Schema::object().required_member("enabled", enabled)
});

static ENABLED: LazyLock<Setting> = LazyLock::new(|| {
    let schema = Schema::map(Schema::boolean());
    let off = FACTORS
        .iter()
        .map(|name| ((*name).to_owned(), json!(false)));
    Setting::new(
        Kind::new("guardian-factors").shaping_pages(),
        schema,
        Value::Object(off.collect()),
    )
});

/// When a second factor is asked for.
pub static POLICIES: LazyLock<Setting> = LazyLock::new(|| {
    let policy = Schema::enumeration(&["all-applications", "confidence-score"]);
    let schema = Schema::array(policy).described("When a second factor is asked for");
    Setting::new(
        Kind::new("guardian-policies").shaping_pages(),
        schema,
        json!([]),
    )
});

/// All factors, with whether each is offered.
///
/// # Errors
/// When the database is away.
pub async fn list_factors(context: &Context) -> Result<Value, ManagementFailure> {
    let enabled = ENABLED.read(context).await?;
    let factor =
        |name: &&str| json!({ "name": name, "enabled": enabled[name], "trial_expired": false });
    Ok(FACTORS.iter().map(factor).collect())
}

/// Offers a factor, or no longer. `name` is one of [`FACTORS`].
///
/// # Errors
/// 400 for a bad body; or when the database is away.
pub async fn set_factor(
    name: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    FACTOR.check(body, Part::Payload)?;
    let change = Map::from_iter([(name.to_owned(), body["enabled"].clone())]);
    ENABLED.merge(&Value::Object(change), context).await?;
    Entry::new(Event::FactorSettingsChanged).record(context);
    Ok(json!({ "enabled": body["enabled"] }))
}
