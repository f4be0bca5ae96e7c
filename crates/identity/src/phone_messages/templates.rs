//! The words of messages to phones, one template for each occasion.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Schema;
use serde_json::{Value, json};

use super::words::{Names, Own};
use crate::collections::{Collection, Members, Resource, Unique, text_of};
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};

/// The occasions.
const TYPES: &[&str] = &[
    "otp_verify",
    "otp_enroll",
    "change_password",
    "blocked_account",
    "password_breach",
];

/// The body of `POST /branding/phone/templates`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let syntax = Schema::string().max_length(20);
    Schema::object()
        .member("type", Schema::enumeration(TYPES).described("The occasion"))
        .member("disabled", disabled())
        .member(
            "content",
            content(Schema::object().member("syntax", syntax)),
        )
});

/// The body of `PATCH /branding/phone/templates/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    let syntax = Schema::string().max_length(20);
    Schema::object()
        .member(
            "content",
            content(Schema::object().member("syntax", syntax)),
        )
        .member("disabled", disabled())
        .min_properties(1)
});

fn disabled() -> Schema {
    Schema::boolean().described("Whether it is not used")
}

fn content(schema: Schema) -> Schema {
    let text = || Schema::string().min_length(1).max_length(20_000);
    let body = Schema::object()
        .member("text", text())
        .member("voice", text())
        .min_properties(1);
    schema
        .member("from", Schema::string().min_length(1).max_length(16))
        .member("body", body)
        .min_properties(1)
        .described("What the message says")
}

/// What templates have in common. A tenant has one for each occasion.
pub static TEMPLATES: Resource = Resource::new(
    Collection::new("phone-template", Shape::Base58("tem_"), |_| {
        Error::unknown_notification_resource()
    })
    .with_uniques(&[Unique {
        key: |template| text_of(template, "type"),
        taken: Error::phone_template_exists,
    }]),
    &CREATE,
    &UPDATE,
)
.starting_with(|template, context| {
    template.insert("tenant".to_owned(), json!(context.tenant.id));
    template.insert("channel".to_owned(), json!("phone"));
    template.insert("disabled".to_owned(), json!(false));
    template.insert("type".to_owned(), json!("otp_verify"));
    template.insert("content".to_owned(), json!({ "syntax": "liquid" }));
})
.changed_by(change);

/// What a template says is merged, so that a change of the words keeps the sender.
fn change(template: &mut Members, sent: &Members) {
    for (name, value) in sent {
        match (template.get_mut(name), value) {
            (Some(Value::Object(held)), Value::Object(value)) => held.extend(value.clone()),
            _ => {
                template.insert(name.clone(), value.clone());
            }
        }
    }
    if let Some(Value::Object(content)) = template.get_mut("content") {
        content.entry("syntax").or_insert_with(|| json!("liquid"));
    }
}

/// What the tenant says on an occasion, in place of our words. A template that is switched off says nothing.
///
/// # Errors
/// When the database is away.
pub async fn own_words(kind: &str, context: &Context) -> Result<Option<Own>, Broken> {
    let found = TEMPLATES.collection.find_by_key(kind, context).await?;
    let template = found.filter(|template| template.document.get("disabled") != Some(&json!(true)));
    Ok(template.and_then(|template| {
        let content = template.document.get("content")?;
        let said = |pointer: &str| content.pointer(pointer)?.as_str().map(str::to_owned);
        Some(Own {
            from: said("/from"),
            ..Own::new(said("/body/text")?, Names::Branding)
        })
    }))
}

/// Makes a template.
///
/// # Errors
/// 400 for a bad body, 409 where the occasion has one; or when the database is away.
pub async fn create(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    let mut body = body.clone();
    if let Some(Value::Object(content)) = body.get_mut("content") {
        content.entry("syntax").or_insert_with(|| json!("liquid"));
    }
    TEMPLATES.create(&body, context).await
}

/// Gives a template back the words that it has where a tenant says nothing.
///
/// # Errors
/// 404; or when the database is away.
pub async fn reset(id: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let collection = TEMPLATES.collection;
    let mut work = context.begin().await?;
    let mut template = collection
        .find_for_update("", id, context, &mut work)
        .await?;
    let kind = text_of(&template.document, "type").unwrap_or_default();
    let body = usual_words(&kind);
    if let Some(Value::Object(content)) = template.document.get_mut("content") {
        content.insert("body".to_owned(), body);
    }
    let template = collection.update("", template, context, &mut work).await?;
    work.commit().await?;
    Ok(TEMPLATES.shown(template))
}

fn usual_words(kind: &str) -> Value {
    let text = usual_text(kind);
    json!({ "text": text, "voice": text })
}

/// What a message says where the tenant says nothing.
pub fn usual_text(kind: &str) -> &'static str {
    match kind {
        "otp_verify" => "{{ code | escape }} is your code for {{ friendly_name | escape }}.",
        "otp_enroll" => {
            "{{ code | escape }} is your code for {{ friendly_name | escape }}. Enter it to add this phone."
        }
        "change_password" => {
            "{{ code | escape }} is your code to set a new password at {{ friendly_name | escape }}."
        }
        "blocked_account" => {
            "Your account at {{ friendly_name | escape }} is blocked after many failed logins. \
             {% if url %}Unblock it: {{ url }}{% endif %}"
        }
        _ => {
            "The password of your account at {{ friendly_name | escape }} is known to others. Set a new one now."
        }
    }
}
