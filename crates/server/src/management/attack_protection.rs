//! `/api/v2/attack-protection` and what belongs to it.

use ostia_identity::attack_protection::{
    BOT_DETECTION, BREACHED_PASSWORDS, BRUTE_FORCE, CAPTCHA, NEW_DEVICE, PHONE_PROVIDER,
    RISK_ASSESSMENT, SUPPLEMENTAL_SIGNALS, SUSPICIOUS_IPS,
};
use ostia_protocol::auth0::scopes::ManagementScope::{
    ReadAttackProtection, UpdateAttackProtection,
};

use super::operation::Operation;
use super::settings::{Setting, patching, reading};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    const BREACHED_PASSWORDS_PATH: &str = "/attack-protection/breached-password-detection";
    [
        protection(
            "/attack-protection/bot-detection",
            "bot detection",
            &BOT_DETECTION,
        ),
        protection(
            BREACHED_PASSWORDS_PATH,
            "breached password detection",
            &BREACHED_PASSWORDS,
        ),
        protection(
            "/attack-protection/brute-force-protection",
            "brute-force protection",
            &BRUTE_FORCE,
        ),
        stored("/attack-protection/captcha", "the captcha", &CAPTCHA),
        protection(
            "/attack-protection/phone-provider-protection",
            "phone protection",
            &PHONE_PROVIDER,
        ),
        protection(
            "/attack-protection/suspicious-ip-throttling",
            "throttling by address",
            &SUSPICIOUS_IPS,
        ),
        protection(
            "/risk-assessments/settings",
            "risk assessment",
            &RISK_ASSESSMENT,
        ),
        protection(
            "/risk-assessments/settings/new-device",
            "how devices are known",
            &NEW_DEVICE,
        ),
        stored(
            "/supplemental-signals",
            "supplemental signals",
            &SUPPLEMENTAL_SIGNALS,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// One that logins heed.
fn protection(path: &'static str, name: &str, setting: Setting) -> [Operation; 2] {
    [
        reading(path, format!("Read {name}"), setting).any_of(&[ReadAttackProtection]),
        patching(path, format!("Change {name}"), setting).any_of(&[UpdateAttackProtection]),
    ]
}

/// One that nothing heeds yet.
fn stored(path: &'static str, name: &str, setting: Setting) -> [Operation; 2] {
    protection(path, name, setting).map(Operation::stored)
}
