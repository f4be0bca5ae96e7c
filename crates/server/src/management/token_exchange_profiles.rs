//! `/api/v2/token-exchange-profiles`: which action decides about tokens of which type.

use axum::http::StatusCode;
use ostia_identity::token_exchange_profiles::{self as profiles, CREATE, PROFILES};
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateTokenExchangeProfiles, DeleteTokenExchangeProfiles, ReadTokenExchangeProfiles,
    UpdateTokenExchangeProfiles,
};

use super::operation::Operation;
use super::{Answer, answer, resource};
use crate::extract::{JsonBody, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    const PATH: &str = "/token-exchange-profiles";
    const ITEM: &str = "/token-exchange-profiles/{id}";
    vec![
        resource::wrapped(
            PATH,
            "List the token exchange profiles",
            "token_exchange_profiles",
            &PROFILES,
        )
        .any_of(&[ReadTokenExchangeProfiles]),
        Operation::post(PATH, "Create a token exchange profile", create)
            .any_of(&[CreateTokenExchangeProfiles])
            .body(&CREATE)
            .stored(),
        resource::reading(ITEM, "Read a token exchange profile", &PROFILES)
            .any_of(&[ReadTokenExchangeProfiles]),
        resource::changing(ITEM, "Change a token exchange profile", &PROFILES)
            .any_of(&[UpdateTokenExchangeProfiles])
            .stored(),
        resource::deleting(ITEM, "Delete a token exchange profile", &PROFILES)
            .any_of(&[DeleteTokenExchangeProfiles]),
    ]
}

async fn create(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = profiles::create(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}
