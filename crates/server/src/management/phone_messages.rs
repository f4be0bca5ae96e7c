//! `/api/v2/branding/phone`: who sends messages to phones, and with which words.

use axum::http::StatusCode;
use axum::response::Response;
use ostia_identity::phone_messages::templates::{self, TEMPLATES};
use ostia_identity::phone_messages::{PROVIDERS, TRY, trial};
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreatePhoneProviders, CreatePhoneTemplates, DeletePhoneProviders, DeletePhoneTemplates,
    ReadPhoneProviders, ReadPhoneTemplates, UpdatePhoneProviders, UpdatePhoneTemplates,
};
use serde_json::{Value, json};

use super::operation::Operation;
use super::{Answer, answer, resource};
use crate::extract::{JsonBody, PathId, QueryPairs, RequestContext};

/// The operations of these nouns.
pub fn operations() -> Vec<Operation> {
    [provider_operations(), template_operations()]
        .into_iter()
        .flatten()
        .collect()
}

fn provider_operations() -> Vec<Operation> {
    const PATH: &str = "/branding/phone/providers";
    const ITEM: &str = "/branding/phone/providers/{id}";
    vec![
        Operation::get(PATH, "List the phone providers", list_providers)
            .any_of(&[ReadPhoneProviders])
            .query(&resource::DISABLED),
        resource::creating(PATH, "Set up a phone provider", &PROVIDERS)
            .any_of(&[CreatePhoneProviders]),
        resource::reading(ITEM, "Read a phone provider", &PROVIDERS).any_of(&[ReadPhoneProviders]),
        resource::changing(ITEM, "Change a phone provider", &PROVIDERS)
            .any_of(&[UpdatePhoneProviders]),
        resource::deleting(ITEM, "Remove a phone provider", &PROVIDERS)
            .any_of(&[DeletePhoneProviders]),
        Operation::post(
            "/branding/phone/providers/{id}/try",
            "Send a message through a phone provider",
            try_provider,
        )
        .any_of(&[CreatePhoneProviders])
        .body(&TRY)
        .answers(&[202]),
    ]
}

fn template_operations() -> Vec<Operation> {
    const PATH: &str = "/branding/phone/templates";
    const ITEM: &str = "/branding/phone/templates/{id}";
    vec![
        resource::switchable(PATH, "List the phone templates", "templates", &TEMPLATES)
            .any_of(&[ReadPhoneTemplates]),
        Operation::post(PATH, "Create a phone template", create_template)
            .any_of(&[CreatePhoneTemplates])
            .body(&templates::CREATE),
        resource::reading(ITEM, "Read a phone template", &TEMPLATES).any_of(&[ReadPhoneTemplates]),
        resource::changing(ITEM, "Change a phone template", &TEMPLATES)
            .any_of(&[UpdatePhoneTemplates]),
        resource::deleting(ITEM, "Delete a phone template", &TEMPLATES)
            .any_of(&[DeletePhoneTemplates]),
        Operation::patch(
            "/branding/phone/templates/{id}/reset",
            "Give a phone template its usual words",
            reset,
        )
        .any_of(&[UpdatePhoneTemplates]),
        Operation::post(
            "/branding/phone/templates/{id}/try",
            "Send a message from a phone template",
            try_template,
        )
        .any_of(&[CreatePhoneTemplates])
        .body(&TRY)
        .answers(&[202]),
    ]
}

async fn reset(PathId(id): PathId, context: RequestContext) -> Answer {
    let template = templates::reset(&id, &context).await?;
    Ok(answer(StatusCode::OK, &template))
}

async fn list_providers(query: QueryPairs, context: RequestContext) -> Answer {
    let mut rows = resource::switched(&PROVIDERS, &query, &context).await?;
    // As recorded: rows say that their credentials aren't shown.
    for row in &mut rows {
        row["credentials"] = Value::Null;
    }
    Ok(answer(StatusCode::OK, &json!({ "providers": rows })))
}

async fn create_template(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = templates::create(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

async fn try_provider(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    trial::of_provider(&id, &body, &context).await?;
    Ok(sent())
}

async fn try_template(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    trial::of_template(&id, &body, &context).await?;
    Ok(sent())
}

fn sent() -> Response {
    let message = "Test notification successfully sent for processing";
    answer(
        StatusCode::ACCEPTED,
        &json!({ "code": 202, "message": message }),
    )
}
