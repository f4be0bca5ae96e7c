//! `/api/v2/users/{id}/authentication-methods` and what else the API says of a user's second factors.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::authentication_methods::document::{CREATE, REPLACE, UPDATE};
use ostia_identity::users::document::parse_id;
use ostia_identity::{
    authentication_methods as methods, enrollment_tickets, known_browsers, users,
};
use ostia_protocol::auth0::paging::{Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateAuthenticationMethods, CreateGuardianEnrollmentTickets, DeleteAuthenticationMethods,
    DeleteGuardianEnrollments, ReadAuthenticationMethods, ReadCurrentUser, ReadGuardianEnrollments,
    ReadUsers, UpdateAuthenticationMethods, UpdateUsers,
};

use super::operation::Operation;
use super::{Answer, answer, done};
use crate::extract::{Caller, JsonBody, PathId, PathIds, QueryPairs, RequestContext};

static PAGES: PagingRules = PagingRules {
    max_take: 0,
    ..PagingRules::USUAL
};

static PROVIDER: LazyLock<Schema> = LazyLock::new(|| {
    let provider =
        Schema::enumeration(&["duo", "google-authenticator"]).described("Name of the provider");
    Schema::object().required_member("provider", provider)
});

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    let mut operations = methods_of_user();
    operations.extend([
        Operation::delete(
            "/users/{id}/authenticators",
            "Take all second factors from a user",
            remove_authenticators,
        )
        .any_of(&[DeleteGuardianEnrollments]),
        Operation::get(
            "/users/{id}/enrollments",
            "List a user's enrolled second factors",
            enrollments,
        )
        .any_of(&[ReadUsers, ReadCurrentUser]),
        Operation::delete(
            "/users/{id}/multifactor/{provider}",
            "Take a provider's second factors from a user",
            remove_provider,
        )
        .any_of(&[UpdateUsers])
        .segments(&PROVIDER),
        Operation::post(
            "/users/{id}/multifactor/actions/invalidate-remember-browser",
            "Forget a user's browsers",
            forget_browsers,
        )
        .any_of(&[UpdateUsers])
        .answers(&[204]),
        Operation::post(
            "/users/{id}/recovery-code-regeneration",
            "Give a user a new recovery code",
            regenerate_recovery_code,
        )
        .any_of(&[UpdateUsers])
        .answers(&[200]),
        Operation::post(
            "/guardian/enrollments/ticket",
            "Make a link for enrolling a second factor",
            create_ticket,
        )
        .any_of(&[CreateGuardianEnrollmentTickets])
        .body(&enrollment_tickets::TICKET)
        .answers(&[200]),
        Operation::get(
            "/guardian/enrollments/{id}",
            "Read an enrolled second factor",
            enrollment,
        )
        .any_of(&[ReadGuardianEnrollments]),
        Operation::delete(
            "/guardian/enrollments/{id}",
            "Delete an enrolled second factor",
            remove_enrollment,
        )
        .any_of(&[DeleteGuardianEnrollments]),
    ]);
    operations
}

const METHODS: &str = "/users/{id}/authentication-methods";
const METHOD: &str = "/users/{id}/authentication-methods/{authentication_method_id}";

fn methods_of_user() -> Vec<Operation> {
    vec![
        Operation::get(METHODS, "List a user's authentication methods", list)
            .any_of(&[ReadAuthenticationMethods])
            .query(&LIST),
        Operation::post(METHODS, "Give a user an authentication method", create)
            .any_of(&[CreateAuthenticationMethods])
            .body(&CREATE),
        Operation::put(METHODS, "Replace a user's authentication methods", replace)
            .any_of(&[UpdateAuthenticationMethods])
            .body(&REPLACE),
        Operation::delete(
            METHODS,
            "Delete all authentication methods of a user",
            remove_all,
        )
        .any_of(&[DeleteAuthenticationMethods]),
        Operation::get(METHOD, "Read an authentication method", read)
            .any_of(&[ReadAuthenticationMethods]),
        Operation::patch(METHOD, "Change an authentication method", update)
            .any_of(&[UpdateAuthenticationMethods])
            .body(&UPDATE),
        Operation::delete(METHOD, "Delete an authentication method", remove)
            .any_of(&[DeleteAuthenticationMethods]),
    ]
}

static LIST: LazyLock<Schema> = LazyLock::new(|| PAGES.members(Schema::object()));

/// `GET /users/{id}/authentication-methods`: an object with totals under `authenticators`, or a bare array.
async fn list(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    LIST.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &PAGES)?;
    let page = methods::list(&parse_id(&id)?, &paging, &context).await?;
    Ok(answer(
        StatusCode::OK,
        &paging.respond("authenticators", page),
    ))
}

async fn create(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = methods::create(&parse_id(&id)?, &body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

async fn replace(PathId(id): PathId, context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = methods::replace(&parse_id(&id)?, &body, &context).await?;
    Ok(answer(StatusCode::OK, &made))
}

async fn remove_all(PathId(id): PathId, context: RequestContext) -> Answer {
    methods::remove_all(&parse_id(&id)?, &context).await?;
    Ok(done())
}

async fn read(PathIds(id, method_id): PathIds, context: RequestContext) -> Answer {
    let method = methods::read(&parse_id(&id)?, &method_id, &context).await?;
    Ok(answer(StatusCode::OK, &method))
}

async fn update(
    PathIds(id, method_id): PathIds,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    let method = methods::update(&parse_id(&id)?, &method_id, &body, &context).await?;
    Ok(answer(StatusCode::OK, &method))
}

async fn remove(PathIds(id, method_id): PathIds, context: RequestContext) -> Answer {
    methods::remove(&parse_id(&id)?, &method_id, &context).await?;
    Ok(done())
}

async fn remove_authenticators(PathId(id): PathId, context: RequestContext) -> Answer {
    methods::remove_all(&parse_id(&id)?, &context).await?;
    Ok(done())
}

async fn enrollments(caller: Caller, PathId(id): PathId, context: RequestContext) -> Answer {
    let id = super::users::permitted(&caller, &id, &[ReadUsers], &[ReadCurrentUser])?;
    let rows = methods::enrollments(&id, &context).await?;
    Ok(answer(StatusCode::OK, &rows))
}

async fn remove_provider(PathIds(id, provider): PathIds, context: RequestContext) -> Answer {
    PROVIDER.check_path(&[("provider".to_owned(), provider.clone())])?;
    methods::remove_provider(&parse_id(&id)?, &provider, &context).await?;
    Ok(done())
}

async fn forget_browsers(PathId(id): PathId, context: RequestContext) -> Answer {
    let id = parse_id(&id)?;
    users::require_exists(&id, &context).await?;
    known_browsers::forget_all(&id, &context).await?;
    Ok(done())
}

async fn regenerate_recovery_code(PathId(id): PathId, context: RequestContext) -> Answer {
    let code = methods::regenerate_recovery_code(&parse_id(&id)?, &context).await?;
    Ok(answer(StatusCode::OK, &code))
}

async fn create_ticket(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let ticket = enrollment_tickets::create(&body, &context).await?;
    Ok(answer(StatusCode::OK, &ticket))
}

async fn enrollment(PathId(id): PathId, context: RequestContext) -> Answer {
    let enrollment = methods::enrollment(&id, &context).await?;
    Ok(answer(StatusCode::OK, &enrollment))
}

async fn remove_enrollment(PathId(id): PathId, context: RequestContext) -> Answer {
    methods::remove_enrollment(&id, &context).await?;
    Ok(done())
}
