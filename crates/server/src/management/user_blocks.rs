//! `/api/v2/user-blocks` and `/api/v2/anomaly/blocks/ips`: who can't log in for now, and letting them again.

use std::net::IpAddr;
use std::sync::LazyLock;

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use ostia_identity::login_limits::blocks;
use ostia_identity::users;
use ostia_identity::users::document::parse_id;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Schema};
use ostia_protocol::auth0::scopes::ManagementScope::{
    self, DeleteAnomalyBlocks, ReadAnomalyBlocks, ReadUsers, UpdateUsers,
};
use serde_json::Value;

use super::operation::Operation;
use super::{Answer, answer, done, text};
use crate::error::management::Failed;
use crate::extract::{PathId, QueryPairs, RequestContext};

/// Who lifts blocks: upstream whoever changes users; here support, too, which lifts those of addresses and changes nobody.
const LIFTING: &[ManagementScope] = &[UpdateUsers, DeleteAnomalyBlocks];

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get(
            "/user-blocks",
            "List the blocks of an identifier",
            list_by_identifier,
        )
        .any_of(&[ReadUsers])
        .query(&BY_IDENTIFIER),
        Operation::delete(
            "/user-blocks",
            "Lift the blocks of an identifier",
            unblock_identifier,
        )
        .any_of(LIFTING)
        .query(&UNBLOCK),
        Operation::get("/user-blocks/{id}", "List a user's blocks", list_of_user)
            .any_of(&[ReadUsers])
            .query(&OF_USER),
        Operation::delete("/user-blocks/{id}", "Lift a user's blocks", unblock_user)
            .any_of(LIFTING),
        Operation::get(
            "/anomaly/blocks/ips/{id}",
            "Tell whether an address is blocked",
            read_address,
        )
        .any_of(&[ReadAnomalyBlocks])
        .segments(&ADDRESS),
        Operation::delete(
            "/anomaly/blocks/ips/{id}",
            "Unblock an address",
            unblock_address,
        )
        .any_of(&[DeleteAnomalyBlocks])
        .segments(&ADDRESS),
    ]
}

static BY_IDENTIFIER: LazyLock<Schema> = LazyLock::new(|| {
    OF_USER.clone().required_member(
        "identifier",
        Schema::string()
            .min_length(1)
            .described("E-mail address, username or telephone number"),
    )
});

static OF_USER: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object().member(
        "consider_brute_force_enablement",
        Schema::boolean().described("Whether there are none while nobody is blocked"),
    )
});

static UNBLOCK: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object().required_member(
        "identifier",
        Schema::string()
            .min_length(1)
            .described("E-mail address, username or telephone number"),
    )
});

static ADDRESS: LazyLock<Schema> = LazyLock::new(|| {
    let address = Schema::any_of([
        Schema::formatted(Format::Ipv4),
        Schema::formatted(Format::Ipv6),
    ]);
    Schema::object().required_member("id", address.described("IP address"))
});

fn only_in_force(query: &Value) -> bool {
    query.get("consider_brute_force_enablement") == Some(&Value::Bool(true))
}

/// `GET /user-blocks`
async fn list_by_identifier(query: QueryPairs, context: RequestContext) -> Answer {
    let query = BY_IDENTIFIER.check_query(&query.0)?;
    let identifier = text(&query, "identifier").unwrap_or_default();
    let found = blocks::of_identifier(&identifier, only_in_force(&query), &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `DELETE /user-blocks`
async fn unblock_identifier(query: QueryPairs, context: RequestContext) -> Answer {
    let query = UNBLOCK.check_query(&query.0)?;
    let identifier = text(&query, "identifier").unwrap_or_default();
    blocks::lift_of_identifier(&identifier, &context).await?;
    Ok(done())
}

async fn user(id: &str, context: &RequestContext) -> Result<users::User, Failed> {
    let found = users::find(&parse_id(id)?, context).await?;
    Ok(found.ok_or_else(Error::unknown_user)?)
}

/// `GET /user-blocks/{id}`
async fn list_of_user(PathId(id): PathId, query: QueryPairs, context: RequestContext) -> Answer {
    let query = OF_USER.check_query(&query.0)?;
    let user = user(&id, &context).await?;
    let found = blocks::of_user(&user, only_in_force(&query), &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `DELETE /user-blocks/{id}`
async fn unblock_user(PathId(id): PathId, context: RequestContext) -> Answer {
    blocks::lift_of_user(&user(&id, &context).await?, &context).await?;
    Ok(done())
}

fn address(id: &str) -> Result<IpAddr, Failed> {
    ADDRESS.check_path(&[("id".to_owned(), id.to_owned())])?;
    let parsed: Result<IpAddr, _> = id.parse();
    let address = parsed.map_err(|_| {
        Error::invalid_uri("Path validation error: 'The path names no IP address' on property id.")
    })?;
    Ok(address.to_canonical())
}

/// `GET /anomaly/blocks/ips/{id}`
async fn read_address(PathId(id): PathId, context: RequestContext) -> Answer {
    if blocks::is_address_blocked(address(&id)?, &context).await? {
        Ok(StatusCode::OK.into_response())
    } else {
        Err(Error::not_found().into())
    }
}

/// `DELETE /anomaly/blocks/ips/{id}`
async fn unblock_address(PathId(id): PathId, context: RequestContext) -> Answer {
    blocks::lift_of_address(address(&id)?, &context).await?;
    Ok(done())
}
