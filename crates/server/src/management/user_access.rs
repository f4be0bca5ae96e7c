//! What a user may do in the end, and through what: `/api/v2/users/{id}/effective-…`, and what else hangs on accounts.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::permissions::effective::{self, AT_API, CHECKPOINT, OF_PERMISSION, OF_ROLE};
use ostia_identity::users::document::parse_id;
use ostia_identity::{known_browsers, users};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use ostia_protocol::auth0::scopes::ManagementScope::{
    DeleteFederatedConnectionsTokens, ReadFederatedConnectionsTokens, ReadUserEffectivePermissions,
    ReadUserEffectiveRoles, ReadUserPermissionSourceRoles, ReadUserRoleSourceGroups, ReadUsers,
    UpdateUsers,
};
use serde_json::json;

use super::operation::Operation;
use super::{Answer, answer, done};
use crate::extract::{JsonBody, PathId, PathIds, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get(
            "/users/{id}/effective-permissions",
            "List what a user may do at an API",
            permissions,
        )
        .any_of(&[ReadUserEffectivePermissions])
        .query(&AT_API),
        Operation::get(
            "/users/{id}/effective-permissions/sources/effective-roles",
            "List the roles that a user has a permission from",
            roles_of_permission,
        )
        .any_of(&[ReadUserPermissionSourceRoles])
        .query(&OF_PERMISSION),
        Operation::get(
            "/users/{id}/effective-roles",
            "List all roles of a user",
            roles,
        )
        .any_of(&[ReadUserEffectiveRoles])
        .query(&CHECKPOINT),
        Operation::get(
            "/users/{id}/effective-roles/sources/groups",
            "List the groups that a user has a role from",
            groups_of_role,
        )
        .any_of(&[ReadUserRoleSourceGroups])
        .query(&OF_ROLE)
        .stored(),
        Operation::get(
            "/users/{id}/connected-accounts",
            "List a user's connected accounts",
            connected_accounts,
        )
        .any_of(&[ReadUsers])
        .query(&CHECKPOINT)
        .stored(),
        Operation::get(
            "/users/{id}/federated-connections-tokensets",
            "List the token sets of a user's connections",
            tokensets,
        )
        .any_of(&[ReadFederatedConnectionsTokens])
        .stored(),
        Operation::delete(
            "/users/{id}/federated-connections-tokensets/{tokenset_id}",
            "Delete a token set",
            delete_tokenset,
        )
        .any_of(&[DeleteFederatedConnectionsTokens])
        .stored(),
        Operation::post(
            "/users/{id}/risk-assessments/clear",
            "Forget what a user's risk is assessed by",
            clear_risk_assessments,
        )
        .any_of(&[UpdateUsers])
        .body(&CLEAR)
        .answers(&[204]),
    ]
}

static CLEAR: LazyLock<Schema> = LazyLock::new(|| {
    let connection = Schema::string()
        .min_length(1)
        .max_length(128)
        .pattern("^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$")
        .described("Name of the user's connection");
    let assessors = Schema::array(Schema::enumeration(&["new-device"]))
        .min_items(1)
        .described("What is assessed anew");
    Schema::object()
        .required_member("connection", connection)
        .required_member("assessors", assessors)
});

/// `GET /users/{id}/effective-permissions`
async fn permissions(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    let found = effective::permissions(&parse_id(&id)?, &query.0, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `GET /users/{id}/effective-permissions/sources/effective-roles`
async fn roles_of_permission(
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    let found = effective::roles_of_permission(&parse_id(&id)?, &query.0, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `GET /users/{id}/effective-roles`
async fn roles(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    let found = effective::roles(&parse_id(&id)?, &query.0, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `GET /users/{id}/effective-roles/sources/groups`
async fn groups_of_role(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    let found = effective::groups_of_role(&parse_id(&id)?, &query.0, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `GET /users/{id}/connected-accounts`: no account is connected without being linked.
async fn connected_accounts(
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    let id = parse_id(&id)?;
    CHECKPOINT.check_query(&query.0)?;
    users::require_exists(&id, &context).await?;
    Ok(answer(StatusCode::OK, &json!({ "connected_accounts": [] })))
}

/// `GET /users/{id}/federated-connections-tokensets`: tokens of other providers are not kept.
async fn tokensets(PathId(id): PathId, context: RequestContext) -> Answer {
    users::require_exists(&parse_id(&id)?, &context).await?;
    Ok(answer(StatusCode::OK, &json!([])))
}

/// `DELETE /users/{id}/federated-connections-tokensets/{tokenset_id}`: it is gone already.
async fn delete_tokenset(PathIds(id, _): PathIds, context: RequestContext) -> Answer {
    users::require_exists(&parse_id(&id)?, &context).await?;
    Ok(done())
}

/// `POST /users/{id}/risk-assessments/clear`: every browser is new to the user again.
async fn clear_risk_assessments(
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    CLEAR.check(&body, Part::Payload)?;
    let user = users::find(&parse_id(&id)?, &context).await?;
    let user = user.ok_or_else(Error::unknown_user)?;
    let mut identities = user.identities.iter();
    if identities.any(|identity| body["connection"] == identity.connection.as_str()) {
        known_browsers::forget_all(&user.id, &context).await?;
    }
    Ok(done())
}
