//! `/api/v2/users/{id}/identities`: linking accounts, also by the users themselves.

use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use ostia_identity::users::document::parse_id;
use ostia_identity::users::identities::{self, Linker};
use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::scopes::ManagementScope::{UpdateCurrentUserIdentities, UpdateUsers};

use super::operation::Operation;
use super::{Answer, answer};
use crate::error::management::Failed;
use crate::extract::{Caller, JsonBody, PathId, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::post("/users/{id}/identities", "Link an account to a user", link)
            .any_of(&[UpdateUsers, UpdateCurrentUserIdentities])
            .body(&identities::LINK),
        Operation::delete(
            "/users/{id}/identities/{provider}/{user_id}",
            "Unlink an account from its user",
            unlink,
        )
        .any_of(&[UpdateUsers, UpdateCurrentUserIdentities])
        .answers(&[200]),
    ]
}

/// Who may act on this user: an administrator, or the user themselves.
fn permitted(caller: &Caller, id: &str) -> Result<UserId, Failed> {
    let id = parse_id(id)?;
    caller.require_for_user(&id, &[UpdateUsers], &[UpdateCurrentUserIdentities])?;
    Ok(id)
}

/// `POST /users/{id}/identities`
async fn link(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    let id = permitted(&caller, &id)?;
    let linker = if caller.has(UpdateUsers) {
        Linker::Administrator
    } else {
        Linker::User(&caller.client_id)
    };
    let user = identities::link(&id, &body, linker, &context).await?;
    Ok(answer(StatusCode::CREATED, &identities::shown(&user)))
}

/// `DELETE /users/{id}/identities/{provider}/{user_id}`
async fn unlink(caller: Caller, account: AccountPath, context: RequestContext) -> Answer {
    let id = permitted(&caller, &account.id)?;
    let user = identities::unlink(&id, &account.provider, &account.user_id, &context).await?;
    Ok(answer(StatusCode::OK, &identities::shown(&user)))
}

/// A user and one of their accounts.
struct AccountPath {
    id: String,
    provider: String,
    user_id: String,
}

impl<S: Send + Sync> FromRequestParts<S> for AccountPath {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failed> {
        match Path::<(String, String, String)>::from_request_parts(parts, state).await {
            Ok(Path((id, provider, user_id)))
                if ![&id, &provider, &user_id]
                    .iter()
                    .any(|text| text.contains('\0')) =>
            {
                Ok(Self {
                    id,
                    provider,
                    user_id,
                })
            }
            _ => Err(
                Error::invalid_uri("Path validation error: 'The path is not UTF-8 text'.").into(),
            ),
        }
    }
}
