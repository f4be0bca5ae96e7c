//! `/api/v2/self-service-profiles`: what a customer's administrator may set up themselves.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use ostia_identity::self_service_profiles::{
    self as profiles, CREATE, PROFILES, TEXT_PATH, TEXTS, UPDATE, tickets,
};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateSelfServiceProfiles, CreateSsoAccessTickets, DeleteSelfServiceProfiles,
    DeleteSsoAccessTickets, ReadSelfServiceProfileCustomTexts, ReadSelfServiceProfiles,
    UpdateSelfServiceProfileCustomTexts, UpdateSelfServiceProfiles,
};

use super::operation::Operation;
use super::resource::{self, PAGES_QUERY};
use super::{Answer, answer, done};
use crate::extract::{JsonBody, PathId, PathIds, PathParts, RequestContext};

const ALL: &str = "/self-service-profiles";
const ITEM: &str = "/self-service-profiles/{id}";
const TEXT: &str = "/self-service-profiles/{id}/custom-text/{language}/{page}";
const TICKET: &str = "/self-service-profiles/{id}/sso-ticket";
const REVOKE: &str = "/self-service-profiles/{profileId}/sso-ticket/{id}/revoke";

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        resource::paged(
            ALL,
            "List the self-service profiles",
            "self_service_profiles",
            &PROFILES,
        )
        .any_of(&[ReadSelfServiceProfiles])
        .query(&PAGES_QUERY),
        Operation::post(ALL, "Create a self-service profile", create)
            .any_of(&[CreateSelfServiceProfiles])
            .body(&CREATE)
            .stored(),
        resource::reading(ITEM, "Read a self-service profile", &PROFILES)
            .any_of(&[ReadSelfServiceProfiles]),
        Operation::patch(ITEM, "Change a self-service profile", update)
            .any_of(&[UpdateSelfServiceProfiles])
            .body(&UPDATE)
            .stored(),
        Operation::delete(ITEM, "Delete a self-service profile", delete)
            .any_of(&[DeleteSelfServiceProfiles]),
        Operation::get(TEXT, "Read the texts of a self-service page", read_texts)
            .any_of(&[ReadSelfServiceProfileCustomTexts])
            .segments(&TEXT_PATH),
        Operation::put(TEXT, "Set the texts of a self-service page", set_texts)
            .any_of(&[UpdateSelfServiceProfileCustomTexts])
            .segments(&TEXT_PATH)
            .body(&TEXTS)
            .stored(),
        Operation::post(TICKET, "Create a ticket for self-service", create_ticket)
            .any_of(&[CreateSsoAccessTickets])
            .body(&tickets::CREATE)
            .stored(),
        Operation::post(REVOKE, "Revoke a ticket for self-service", revoke_ticket)
            .any_of(&[DeleteSsoAccessTickets])
            .answers(&[202]),
    ]
}

async fn create(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = profiles::create(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

async fn update(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let changed = profiles::update(&id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

async fn delete(PathId(id): PathId, context: RequestContext) -> Answer {
    profiles::delete(&id, &context).await?;
    Ok(done())
}

fn check_page(language: &str, page: &str) -> Result<(), Error> {
    let segments = [("language", language), ("page", page)];
    let segments = segments.map(|(name, value)| (name.to_owned(), value.to_owned()));
    TEXT_PATH.check_path(&segments).map(drop)
}

async fn read_texts(PathParts(id, language, page): PathParts, context: RequestContext) -> Answer {
    check_page(&language, &page)?;
    let texts = profiles::texts(&id, &language, &page, &context).await?;
    Ok(answer(StatusCode::OK, &texts))
}

async fn set_texts(
    PathParts(id, language, page): PathParts,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    check_page(&language, &page)?;
    let texts = profiles::set_texts(&id, &language, &page, &body, &context).await?;
    Ok(answer(StatusCode::OK, &texts))
}

async fn create_ticket(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    let ticket = tickets::create(&id, &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &ticket))
}

async fn revoke_ticket(PathIds(profile, ticket): PathIds, context: RequestContext) -> Answer {
    tickets::revoke(&profile, &ticket, &context).await?;
    Ok(StatusCode::ACCEPTED.into_response())
}
