//! Who sends the messages of the factors, and with which words.

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::Schema;
use serde_json::json;

use crate::tenant_documents::{Kind, Secrets, Setting};

/// Twilio, for text messages and calls. Upstream shows its token again.
pub static TWILIO: LazyLock<Setting> = LazyLock::new(|| {
    let from = Schema::string()
        .max_length(64)
        .nullable()
        .described("The sender");
    let schema = Schema::object()
        .member("from", from)
        .member("messaging_service_sid", text(1_000))
        .member("auth_token", text(1_000))
        .member("sid", text(1_000));
    let secrets = Secrets::shown(&["/auth_token"]);
    let kind = Kind::new("guardian-twilio").with_secrets(secrets);
    Setting::new(kind, schema, json!({}))
});

/// The words of text messages.
pub static TEMPLATES: LazyLock<Setting> = LazyLock::new(|| {
    let message = || Schema::string().max_length(10_000);
    let schema = Schema::object()
        .required_member(
            "enrollment_message",
            message().described("What is sent to who adds the factor"),
        )
        .required_member(
            "verification_message",
            message().described("What is sent to who uses the factor"),
        );
    let initial = json!({
        "enrollment_message": "{{code}} is your verification code for {{tenant.friendly_name}}. \
            Enter it to add this phone.",
        "verification_message": "{{code}} is your verification code for {{tenant.friendly_name}}."
    });
    Setting::new(Kind::new("guardian-templates"), schema, initial)
});

/// Who sends text messages.
pub static PHONE_PROVIDER: LazyLock<Setting> = LazyLock::new(|| {
    let schema = Schema::object().required_member(
        "provider",
        Schema::enumeration(&["auth0", "twilio", "phone-message-hook"]),
    );
    let kind = Kind::new("guardian-phone-provider");
    Setting::new(kind, schema, json!({ "provider": "auth0" }))
});

/// Whether codes are written or spoken.
pub static MESSAGE_TYPES: LazyLock<Setting> = LazyLock::new(|| {
    let types = Schema::array(Schema::enumeration(&["sms", "voice"]));
    let schema = Schema::object().required_member("message_types", types);
    let kind = Kind::new("guardian-message-types");
    Setting::new(kind, schema, json!({ "message_types": [] }))
});

/// Who delivers push notifications.
pub static PUSH_PROVIDER: LazyLock<Setting> = LazyLock::new(|| {
    let schema = Schema::object().required_member(
        "provider",
        Schema::enumeration(&["guardian", "sns", "direct"]),
    );
    let kind = Kind::new("guardian-push-provider");
    Setting::new(kind, schema, json!({ "provider": "guardian" }))
});

/// Amazon's notification service.
pub static SNS: LazyLock<Setting> = LazyLock::new(|| {
    let schema = Schema::object()
        .member("aws_access_key_id", text(1_000))
        .member("aws_secret_access_key", text(1_000))
        .member(
            "aws_region",
            text(1_000).pattern("^[a-z]{2}-[a-z]+-[0-9]{1,2}$"),
        )
        .member("sns_apns_platform_application_arn", text(1_000))
        .member("sns_gcm_platform_application_arn", text(1_000));
    let secrets = Secrets::hidden(&["/aws_secret_access_key"]);
    let kind = Kind::new("guardian-sns").with_secrets(secrets);
    Setting::new(kind, schema, json!({}))
});

/// Apple's push service.
pub static APNS: LazyLock<Setting> = LazyLock::new(|| {
    let schema = Schema::object()
        .member("sandbox", Schema::boolean())
        .member("bundle_id", text(1_000))
        .member("p12", text(10_000).described("Certificate and key, base64"));
    let kind = Kind::new("guardian-apns").with_secrets(Secrets::hidden(&["/p12"]));
    Setting::new(kind, schema, json!({}))
});

/// Google's push service, by its former protocol.
pub static FCM: LazyLock<Setting> = LazyLock::new(|| {
    let schema = Schema::object().member("server_key", text(152));
    let kind = Kind::new("guardian-fcm").with_secrets(Secrets::hidden(&["/server_key"]));
    Setting::new(kind, schema, json!({}))
});

/// Google's push service.
pub static FCM_V1: LazyLock<Setting> = LazyLock::new(|| {
    let schema = Schema::object().member("server_credentials", text(10_000));
    let secrets = Secrets::hidden(&["/server_credentials"]);
    let kind = Kind::new("guardian-fcmv1").with_secrets(secrets);
    Setting::new(kind, schema, json!({}))
});

/// Duo. Upstream shows its key again.
pub static DUO: LazyLock<Setting> = LazyLock::new(|| {
    let schema = Schema::object()
        .member("ikey", Schema::string().max_length(10_000))
        .member("skey", Schema::string().min_length(1).max_length(10_000))
        .member("host", Schema::string().max_length(10_000));
    let kind = Kind::new("guardian-duo").with_secrets(Secrets::shown(&["/skey"]));
    Setting::new(kind, schema, json!({}))
});

fn text(max: usize) -> Schema {
    Schema::string().min_length(1).max_length(max).nullable()
}
