//! `/api/v2/tickets`.

use axum::http::StatusCode;
use ostia_identity::tickets::document;
use ostia_protocol::auth0::scopes::ManagementScope::CreateUserTickets;
use serde_json::json;

use super::operation::Operation;
use super::{Answer, answer, precedence};
use crate::extract::{Caller, JsonBody, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::post(
            "/tickets/email-verification",
            "Make a link that confirms an e-mail address",
            email_verification,
        )
        .any_of(&[CreateUserTickets])
        .body(&document::EMAIL_VERIFICATION),
        Operation::post(
            "/tickets/password-change",
            "Make a link that lets a user choose a new password",
            password_change,
        )
        .any_of(&[CreateUserTickets])
        .body(&document::PASSWORD_CHANGE),
    ]
}

/// `POST /tickets/email-verification`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn email_verification(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let ticket = document::email_verification(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &json!({ "ticket": ticket })))
}

/// `POST /tickets/password-change`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn password_change(
    caller: Caller,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    precedence::named_user(&body, &caller, &context).await?;
    let ticket = document::password_change(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &json!({ "ticket": ticket })))
}
