//! Attack protection: how a tenant wants attempts counted, addresses throttled, leaked passwords and bots met.

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::{Format, Schema};
use serde_json::json;

use crate::tenant_documents::{Kind, Secrets, Setting};

/// How many wrong passwords an account endures.
pub static BRUTE_FORCE: LazyLock<Setting> = LazyLock::new(|| {
    let schema = Schema::object()
        .member("enabled", enabled())
        .member(
            "shields",
            shields(&["block", "user_notification"])
                .described("What happens when there are too many"),
        )
        .member("allowlist", allowlist())
        .member(
            "mode",
            Schema::enumeration(&["count_per_identifier_and_ip", "count_per_identifier"])
                .described("What the attempts are counted by"),
        )
        .member(
            "max_attempts",
            Schema::integer()
                .minimum(1)
                .maximum(100)
                .described("Wrong passwords before the shields go up"),
        );
    let initial = json!({
        "enabled": true, "shields": ["block", "user_notification"], "mode": "count_per_identifier_and_ip",
        "allowlist": [], "max_attempts": 10
    });
    Setting::new(Kind::new("brute-force-protection"), schema, initial)
});

/// What is done about passwords that leaked elsewhere.
pub static BREACHED_PASSWORDS: LazyLock<Setting> = LazyLock::new(|| {
    let all = &["block", "user_notification", "admin_notification"];
    let stage = || {
        Schema::object()
            .member("shields", shields(&["block", "admin_notification"]))
            .described("What happens at this stage")
    };
    let schema = Schema::object()
        .member("enabled", enabled())
        .member(
            "shields",
            shields(all).described("What happens at a login with a leaked password"),
        )
        .member(
            "admin_notification_frequency",
            shields(&["immediately", "daily", "weekly", "monthly"])
                .described("How often administrators are told"),
        )
        .member(
            "method",
            Schema::enumeration(&["standard", "enhanced"]).described("Where leaks are looked up"),
        )
        .member(
            "stage",
            Schema::object()
                .member("pre-user-registration", stage())
                .member("pre-change-password", stage()),
        );
    let initial = json!({
        "enabled": false, "shields": [], "admin_notification_frequency": [], "method": "standard",
        "stage": { "pre-user-registration": { "shields": [] }, "pre-change-password": { "shields": [] } }
    });
    // Remembered with the tenant, so that logins cost nothing more where it is off.
    let kind = Kind::new("breached-password-detection").shaping_pages();
    Setting::new(kind, schema, initial)
});

/// How many attempts one address has.
pub static SUSPICIOUS_IPS: LazyLock<Setting> = LazyLock::new(|| {
    let stage = |attempts: i64, slowest: i64| {
        Schema::object()
            .member(
                "max_attempts",
                Schema::integer()
                    .minimum(1)
                    .maximum(attempts)
                    .described("Attempts at once"),
            )
            .member(
                "rate",
                Schema::integer()
                    .minimum(slowest)
                    .maximum(86_400_000)
                    .described("Milliseconds until the address has one more"),
            )
    };
    let stages = Schema::object()
        .member("pre-login", stage(2_500, 34_560))
        .member("pre-user-registration", stage(72_000, 1_200))
        .member("pre-custom-token-exchange", stage(72_000, 1_200));
    let schema = Schema::object()
        .member("enabled", enabled())
        .member(
            "shields",
            shields(&["block", "admin_notification"])
                .described("What happens when an address has used up its attempts"),
        )
        .member("allowlist", allowlist())
        .member("stage", stages);
    let initial = json!({
        "enabled": true, "shields": ["admin_notification", "block"], "allowlist": [],
        "stage": {
            "pre-login": { "max_attempts": 100, "rate": 864_000 },
            "pre-user-registration": { "max_attempts": 50, "rate": 1_200 }
        }
    });
    Setting::new(Kind::new("suspicious-ip-throttling"), schema, initial)
});

/// When people have to prove that they are people.
pub static BOT_DETECTION: LazyLock<Setting> = LazyLock::new(|| {
    let policy = || {
        Schema::enumeration(&["never", "when_risky", "always"]).described("When a challenge is put")
    };
    let schema = Schema::object()
        .member(
            "bot_detection_level",
            Schema::enumeration(&["low", "medium", "high"]).described("How suspicious to be"),
        )
        .member("challenge_password_policy", policy())
        .member("challenge_passwordless_policy", policy())
        .member("challenge_password_reset_policy", policy())
        .member("allowlist", allowlist())
        .member(
            "monitoring_mode_enabled",
            Schema::boolean().described("Whether risk is logged, but nobody is challenged"),
        );
    let initial = json!({
        "challenge_password_policy": "never", "challenge_passwordless_policy": "never",
        "challenge_password_reset_policy": "never", "allowlist": [], "bot_detection_level": "medium",
        "monitoring_mode_enabled": false
    });
    // Forms depend on it: it is remembered with the tenant.
    let kind = Kind::new("bot-detection").shaping_pages();
    Setting::new(kind, schema, initial)
});

/// Who puts the challenge.
pub static CAPTCHA: LazyLock<Setting> = LazyLock::new(|| {
    let secrets = Secrets::hidden(&[
        "/arkose/secret",
        "/hcaptcha/secret",
        "/friendly_captcha/secret",
        "/recaptcha_v2/secret",
        "/recaptcha_enterprise/api_key",
    ]);
    let initial = json!({
        "active_provider_id": "auth_challenge", "simple_captcha": {}, "auth_challenge": { "fail_open": false },
        "recaptcha_v2": { "site_key": "" }, "recaptcha_enterprise": { "site_key": "", "project_id": "" },
        "hcaptcha": { "site_key": "" }, "friendly_captcha": { "site_key": "" },
        "arkose": {
            "site_key": "", "client_subdomain": "client-api", "verify_subdomain": "verify-api", "fail_open": false
        }
    });
    let kind = Kind::new("captcha").with_secrets(secrets);
    Setting::new(kind, captcha(), initial)
});

/// How the waits grow between the codes that are sent to a user's telephone.
pub static PHONE_PROVIDER: LazyLock<Setting> = LazyLock::new(|| {
    let schema = Schema::object().required_member(
        "type",
        Schema::enumeration(&["exponential", "none"]).described("How the wait grows"),
    );
    let kind = Kind::new("phone-provider-protection");
    Setting::new(kind, schema, json!({ "type": "none" }))
});

/// Whether logins are assessed and logged, where no policy asks for it.
pub static RISK_ASSESSMENT: LazyLock<Setting> = LazyLock::new(|| {
    let schema = Schema::object().required_member("enabled", enabled());
    // With what is said of factors, it is remembered with the tenant.
    let kind = Kind::new("risk-assessment").shaping_pages();
    Setting::new(kind, schema, json!({ "enabled": false }))
});

/// How long a device counts as known: a second factor is asked for in new ones, where the policy says so.
pub static NEW_DEVICE: LazyLock<Setting> = LazyLock::new(|| {
    let days = Schema::integer()
        .minimum(1)
        .maximum(365)
        .described("In days");
    let schema = Schema::object().required_member("remember_for", days);
    // With what is said of factors, it is remembered with the tenant.
    let kind = Kind::new("new-device-assessment").shaping_pages();
    Setting::new(kind, schema, json!({ "remember_for": 30 }))
});

/// Whether a proxy's signals are taken into account.
pub static SUPPLEMENTAL_SIGNALS: LazyLock<Setting> = LazyLock::new(|| {
    let schema = Schema::object().required_member(
        "akamai_enabled",
        Schema::boolean().described("Whether Akamai's headers are read"),
    );
    let kind = Kind::new("supplemental-signals");
    Setting::new(kind, schema, json!({ "akamai_enabled": false }))
});

fn enabled() -> Schema {
    Schema::boolean().described("Whether it is on")
}

fn shields(names: &'static [&'static str]) -> Schema {
    Schema::array(Schema::enumeration(names))
}

fn allowlist() -> Schema {
    let address = Schema::any_of([
        Schema::formatted(Format::Ipv4),
        Schema::formatted(Format::Cidr),
        Schema::formatted(Format::Ipv6),
        Schema::formatted(Format::Ipv6Cidr),
    ]);
    Schema::array(address)
        .max_items(1_000)
        .described("Addresses and networks that are never counted")
}

fn captcha() -> Schema {
    let text = || Schema::string().max_length(100);
    let provider = |secret: &'static str| {
        Schema::object()
            .required_member("site_key", text().described("What pages name the site by"))
            .member(secret, text().described("What answers are checked with"))
    };
    let arkose = provider("secret")
        .member("client_subdomain", text())
        .member("verify_subdomain", text())
        .member("fail_open", Schema::boolean());
    Schema::object()
        .member(
            "active_provider_id",
            Schema::enumeration(&[
                "arkose",
                "auth_challenge",
                "friendly_captcha",
                "hcaptcha",
                "recaptcha_v2",
                "recaptcha_enterprise",
                "simple_captcha",
            ])
            .described("The one that is used"),
        )
        .member("arkose", arkose)
        .member(
            "auth_challenge",
            Schema::object().required_member("fail_open", Schema::boolean()),
        )
        .member("hcaptcha", provider("secret"))
        .member("friendly_captcha", provider("secret"))
        .member(
            "recaptcha_enterprise",
            provider("api_key").member("project_id", text()),
        )
        .member("recaptcha_v2", provider("secret"))
        .member("simple_captcha", Schema::object())
}
