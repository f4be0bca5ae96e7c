//! `/api/v2/users` and `/api/v2/users-by-email`.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::context::Context;
use ostia_identity::failure::Broken;
use ostia_identity::users::document::{self, FIELDS, parse_id};
use ostia_identity::users::search::{self, Listing};
use ostia_identity::users::{self, User, Writer};
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Schema};
use ostia_protocol::auth0::scopes::ManagementScope::{
    self, CreateUsers, DeleteCurrentUser, DeleteUsers, ReadCurrentUser, ReadUserIdpTokens,
    ReadUsers, UpdateCurrentUserMetadata, UpdateUsers, UpdateUsersAppMetadata,
};
use serde_json::Value;

use super::operation::Operation;
use super::{Answer, answer, done, text, with_fields};
use crate::error::management::Failed;
use crate::extract::{Caller, JsonBody, PathId, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/users", "List or search users", list)
            .any_of(&[ReadUsers, ReadUserIdpTokens])
            .query(&search::QUERY),
        Operation::post("/users", "Create a user", create)
            .any_of(&[CreateUsers])
            .body(&document::CREATE),
        Operation::get("/users/{id}", "Read a user", read)
            .any_of(&[ReadUsers, ReadUserIdpTokens, ReadCurrentUser])
            .query(&READ),
        Operation::patch("/users/{id}", "Change a user", update)
            .any_of(&[
                UpdateUsers,
                UpdateUsersAppMetadata,
                UpdateCurrentUserMetadata,
            ])
            .body(&document::UPDATE),
        Operation::delete("/users/{id}", "Delete a user", delete)
            .any_of(&[DeleteUsers, DeleteCurrentUser]),
        Operation::get("/users-by-email", "Find users by e-mail address", by_email)
            .any_of(&[ReadUsers])
            .query(&BY_EMAIL),
    ]
}

static READ: LazyLock<Schema> = LazyLock::new(|| with_fields(Schema::object()));

static BY_EMAIL: LazyLock<Schema> = LazyLock::new(|| {
    let email = Schema::formatted(Format::Email).described("E-mail address to look for");
    with_fields(Schema::object().required_member("email", email))
});

fn fields(query: &QueryPairs) -> Result<Fields, Failed> {
    Ok(Fields::parse(
        query.get("fields"),
        query.get("include_fields"),
        FIELDS,
    )?)
}

/// A user as a caller may see them: the tokens of their providers only with the scope for those.
fn show(user: &User, fields: &Fields, caller: &Caller, context: &Context) -> Result<Value, Broken> {
    let mut view = users::view(user);
    if caller.has(ReadUserIdpTokens) {
        users::federated::show_tokens(user, &mut view, context)?;
    }
    Ok(Value::Object(fields.project_object(view)))
}

/// Reads the id in the path of a caller who may act on that user: with one of `general`, or on themselves with one of
/// `own`.
pub(super) fn permitted(
    caller: &Caller,
    id: &str,
    general: &[ManagementScope],
    own: &[ManagementScope],
) -> Result<UserId, Failed> {
    let id = parse_id(id)?;
    caller.require_for_user(&id, general, own)?;
    Ok(id)
}

/// `GET /users`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn list(caller: Caller, query: QueryPairs, context: RequestContext) -> Answer {
    let listing = Listing::parse(&query.0)?;
    let fields = fields(&query)?;
    let show = |user: &User| show(user, &fields, &caller, &context);
    let page = search::list(&listing, show, &context).await?;
    Ok(answer(
        StatusCode::OK,
        &listing.paging.respond("users", page),
    ))
}

/// `POST /users`
///
/// # Errors
/// 400, 403, 409; or when the database is away.
async fn create(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let user = users::manage::create_from(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &users::view(&user)))
}

/// `GET /users/{id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn read(
    caller: Caller,
    PathId(id): PathId,
    query: QueryPairs,
    context: RequestContext,
) -> Answer {
    let id = permitted(
        &caller,
        &id,
        &[ReadUsers, ReadUserIdpTokens],
        &[ReadCurrentUser],
    )?;
    READ.check_query(&query.0)?;
    let fields = fields(&query)?;
    let user = users::find(&id, &context)
        .await?
        .ok_or_else(Error::unknown_user)?;
    let shown = show(&user, &fields, &caller, &context)?;
    Ok(answer(StatusCode::OK, &shown))
}

/// `PATCH /users/{id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn update(
    caller: Caller,
    PathId(id): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    let id = permitted(
        &caller,
        &id,
        &[UpdateUsers, UpdateUsersAppMetadata],
        &[UpdateCurrentUserMetadata],
    )?;
    let writer = if caller.has(UpdateUsers) {
        Writer::Administrator
    } else if caller.has(UpdateUsersAppMetadata) {
        Writer::AppMetadata
    } else {
        Writer::UserMetadata
    };
    let user = users::update(&id, &body, writer, &context).await?;
    Ok(answer(StatusCode::OK, &users::view(&user)))
}

/// `DELETE /users/{id}`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn delete(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    let id = permitted(&caller, &id, &[DeleteUsers], &[DeleteCurrentUser])?;
    users::manage::delete(&id, &context).await?;
    Ok(done())
}

/// `GET /users-by-email`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn by_email(caller: Caller, query: QueryPairs, context: RequestContext) -> Answer {
    let checked = BY_EMAIL.check_query(&query.0)?;
    let fields = fields(&query)?;
    let email = text(&checked, "email").unwrap_or_default();
    let found = search::by_email(&email, &context).await?;
    let shown: Result<Vec<Value>, Broken> = found
        .iter()
        .map(|user| show(user, &fields, &caller, &context))
        .collect();
    Ok(answer(StatusCode::OK, &shown?))
}
