//! Messages to phones: who sends them, and with which words. In development they lie in the inbox.

pub mod templates;
pub mod trial;
pub mod words;

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;
use serde_json::json;

use crate::collections::{Collection, Resource, Unique};
use crate::tenant_documents::Secrets;

/// The body of `POST /branding/phone/providers`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member("name", name())
        .member("disabled", disabled())
        .member("configuration", configuration())
        .required_member("credentials", credentials())
});

/// The body of `PATCH /branding/phone/providers/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .member("name", name())
        .member("disabled", disabled())
        .member("credentials", credentials())
        .member("configuration", configuration())
        .min_properties(1)
});

/// The body of `POST …/try`.
pub static TRY: LazyLock<Schema> = LazyLock::new(|| {
    let to = Schema::string().min_length(1).max_length(16);
    Schema::object()
        .required_member("to", to.described("The number that gets a message"))
        .member("delivery_method", Schema::enumeration(&["text", "voice"]))
});

fn name() -> Schema {
    Schema::enumeration(&["twilio", "custom"]).described("The provider")
}

fn disabled() -> Schema {
    Schema::boolean().described("Whether it is not used")
}

fn configuration() -> Schema {
    let text = || Schema::string().max_length(255).nullable();
    let methods = Schema::array(Schema::enumeration(&["text", "voice"]))
        .min_items(1)
        .max_items(2);
    Schema::object()
        .member("default_from", text())
        .member("mssid", text())
        .member("sid", text())
        .required_member("delivery_methods", methods)
}

fn credentials() -> Schema {
    let token = Schema::string().min_length(1).max_length(255);
    Schema::object().member("auth_token", token)
}

/// What providers have in common. A tenant has one.
pub static PROVIDERS: Resource = Resource::new(
    Collection::new("phone-provider", Shape::Base58("pro_"), |_| {
        Error::unknown_notification_resource()
    })
    .with_uniques(&[Unique {
        key: |_| Some("phone".to_owned()),
        taken: Error::phone_provider_exists,
    }])
    .with_secrets(Secrets::hidden(&["/credentials"])),
    &CREATE,
    &UPDATE,
)
.starting_with(|provider, context| {
    provider.insert("tenant".to_owned(), json!(context.tenant.id));
    provider.insert("channel".to_owned(), json!("phone"));
    provider.insert("disabled".to_owned(), json!(false));
})
.checked_by(|provider| {
    let configuration = provider.get("configuration");
    let has_account = configuration.is_some_and(|configuration| configuration["sid"].is_string());
    if provider.get("name") == Some(&json!("twilio")) && !has_account {
        return Err(Error::invalid_body(
            "Payload validation error: 'Missing required property: sid' on property configuration.",
        ));
    }
    Ok(())
});
