//! `/api/v2/grants`: what users consented to.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::consents;
use ostia_identity::consents::table::Filter;
use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::paging::{Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{DeleteGrants, ReadGrants};

use super::operation::Operation;
use super::{Answer, answer, done, text};
use crate::extract::{PathId, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/grants", "List the users' consents", list)
            .any_of(&[ReadGrants])
            .query(&LIST),
        Operation::delete("/grants", "End all consents of a user", delete_all)
            .any_of(&[DeleteGrants])
            .query(&DELETE_ALL),
        Operation::delete("/grants/{id}", "End a consent", delete).any_of(&[DeleteGrants]),
    ]
}

const RULES: PagingRules = PagingRules {
    max_take: 0,
    ..PagingRules::USUAL
};

static LIST: LazyLock<Schema> = LazyLock::new(|| {
    let query = Schema::object()
        .member("user_id", Schema::string())
        .member("client_id", Schema::string())
        .member("audience", Schema::string());
    RULES.members(query)
});

static DELETE_ALL: LazyLock<Schema> = LazyLock::new(|| {
    let user_id = Schema::string().min_length(1);
    Schema::object().required_member("user_id", user_id.described("Whose consents end"))
});

/// `GET /grants`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn list(query: QueryPairs, context: RequestContext) -> Answer {
    let filter = LIST.check_query(&query.0)?;
    let paging = Paging::parse(&query.0, &RULES)?;
    let filter = Filter {
        user_id: text(&filter, "user_id"),
        client_id: text(&filter, "client_id"),
        audience: text(&filter, "audience"),
    };
    let page = consents::list(&filter, &paging, &context).await?;
    Ok(answer(StatusCode::OK, &paging.respond("grants", page)))
}

/// `DELETE /grants?user_id=`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn delete_all(query: QueryPairs, context: RequestContext) -> Answer {
    let query = DELETE_ALL.check_query(&query.0)?;
    let user = text(&query, "user_id").unwrap_or_default();
    // A text that is no user's id is nobody's, who has no consents.
    if let Ok(user) = UserId::parse(&user) {
        consents::revoke_all_of(&user, &context).await?;
    }
    Ok(done())
}

/// `DELETE /grants/{id}`
///
/// # Errors
/// 403; or when the database is away.
async fn delete(PathId(id): PathId, context: RequestContext) -> Answer {
    consents::revoke(&id, &context).await?;
    Ok(done())
}
