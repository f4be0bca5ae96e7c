//! `/api/v2/guardian`: second factors, and who sends their messages.

use std::sync::LazyLock;

use axum::http::{Method, StatusCode};
use ostia_identity::guardian::{
    self, APNS, DEVICES, DUO, FCM, FCM_V1, MESSAGE_TYPES, PHONE_PROVIDER, POLICIES, PUSH_PROVIDER,
    SECURITY_KEYS, SNS, TEMPLATES, TWILIO,
};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    ReadGuardianFactors, ReadMfaPolicies, UpdateGuardianFactors, UpdateMfaPolicies,
};

use super::operation::Operation;
use super::settings::{Setting, patching, reading, replacing};
use super::{Answer, answer};
use crate::extract::{JsonBody, PathId, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    let mut operations = vec![
        Operation::get("/guardian/factors", "List the second factors", factors)
            .any_of(&[ReadGuardianFactors]),
        Operation::put(
            "/guardian/factors/{name}",
            "Offer a factor, or no longer",
            set_factor,
        )
        .any_of(&[UpdateGuardianFactors])
        .segments(&FACTOR_PATH)
        .body(&guardian::FACTOR),
        reading(
            "/guardian/policies",
            "Read when a second factor is asked for",
            &POLICIES,
        )
        .any_of(&[ReadMfaPolicies]),
        replacing(
            "/guardian/policies",
            "Set when a second factor is asked for",
            &POLICIES,
        )
        .any_of(&[UpdateMfaPolicies]),
    ];
    operations.extend(settings().into_iter().flatten());
    operations.extend(key_settings());
    operations
}

/// Not in the published description, but in the clients that upstream publishes.
fn key_settings() -> Vec<Operation> {
    [
        (
            "/guardian/factors/webauthn-roaming/settings",
            "security keys",
            &SECURITY_KEYS,
        ),
        (
            "/guardian/factors/webauthn-platform/settings",
            "what is built into devices",
            &DEVICES,
        ),
    ]
    .into_iter()
    .flat_map(|(path, name, setting)| {
        [
            reading(path, format!("Read how {name} are used"), setting)
                .any_of(&[ReadGuardianFactors]),
            patching(path, format!("Change how {name} are used"), setting)
                .any_of(&[UpdateGuardianFactors]),
            replacing(path, format!("Set how {name} are used"), setting)
                .any_of(&[UpdateGuardianFactors]),
        ]
    })
    .collect()
}

fn settings() -> Vec<Vec<Operation>> {
    vec![
        provider("/guardian/factors/duo/settings", "Duo", &DUO),
        setting(
            "/guardian/factors/phone/message-types",
            "how codes come by phone",
            &MESSAGE_TYPES,
        ),
        setting(
            "/guardian/factors/phone/providers/twilio",
            "Twilio",
            &TWILIO,
        ),
        setting(
            "/guardian/factors/phone/selected-provider",
            "who sends to phones",
            &PHONE_PROVIDER,
        ),
        heeded(
            "/guardian/factors/phone/templates",
            "the texts of phone messages",
            &TEMPLATES,
        ),
        setting(
            "/guardian/factors/sms/providers/twilio",
            "Twilio by its old path",
            &TWILIO,
        ),
        setting(
            "/guardian/factors/sms/selected-provider",
            "who sends text messages",
            &PHONE_PROVIDER,
        ),
        heeded(
            "/guardian/factors/sms/templates",
            "the texts of messages",
            &TEMPLATES,
        ),
        provider(
            "/guardian/factors/push-notification/providers/apns",
            "APNs",
            &APNS,
        ),
        secret_provider(
            "/guardian/factors/push-notification/providers/fcm",
            "FCM",
            &FCM,
        ),
        secret_provider(
            "/guardian/factors/push-notification/providers/fcmv1",
            "FCM v1",
            &FCM_V1,
        ),
        provider(
            "/guardian/factors/push-notification/providers/sns",
            "SNS",
            &SNS,
        ),
        setting(
            "/guardian/factors/push-notification/selected-provider",
            "who sends pushes",
            &PUSH_PROVIDER,
        ),
    ]
}

static FACTOR_PATH: LazyLock<Schema> = LazyLock::new(|| {
    let name = Schema::enumeration(guardian::FACTORS).described("Name of the factor");
    Schema::object().required_member("name", name)
});

/// `GET` and `PUT` of a setting of the factors that logins heed.
fn heeded(path: &'static str, name: &str, setting: Setting) -> Vec<Operation> {
    vec![
        reading(path, format!("Read {name}"), setting).any_of(&[ReadGuardianFactors]),
        replacing(path, format!("Set {name}"), setting).any_of(&[UpdateGuardianFactors]),
    ]
}

/// `GET` and `PUT` of one that nothing heeds yet.
fn setting(path: &'static str, name: &str, setting: Setting) -> Vec<Operation> {
    let operations = heeded(path, name, setting).into_iter();
    operations.map(Operation::stored).collect()
}

/// `GET`, `PUT` and `PATCH` of a provider.
fn provider(path: &'static str, name: &str, provider: Setting) -> Vec<Operation> {
    let mut operations = setting(path, name, provider);
    operations.push(changing(path, name, provider));
    operations
}

/// `PUT` and `PATCH` of a provider of which nothing is shown.
fn secret_provider(path: &'static str, name: &str, setting: Setting) -> Vec<Operation> {
    let mut operations = provider(path, name, setting);
    operations.retain(|operation| operation.method != Method::GET);
    operations
}

fn changing(path: &'static str, name: &str, setting: Setting) -> Operation {
    patching(path, format!("Change {name}"), setting)
        .any_of(&[UpdateGuardianFactors])
        .stored()
}

/// `GET /guardian/factors`
///
/// # Errors
/// 403; or when the database is away.
async fn factors(context: RequestContext) -> Answer {
    let factors = guardian::list_factors(&context).await?;
    Ok(answer(StatusCode::OK, &factors))
}

/// `PUT /guardian/factors/{name}`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn set_factor(
    PathId(name): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    FACTOR_PATH.check_path(&[("name".to_owned(), name.clone())])?;
    let factor = guardian::set_factor(&name, &body, &context).await?;
    Ok(answer(StatusCode::OK, &factor))
}
