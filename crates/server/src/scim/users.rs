//! `/Users`: a directory's people.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ostia_identity::failure::Failure;
use ostia_identity::scim::{self, Listing};
use ostia_protocol::scim::{Error, Filter, description};
use serde_json::{Map, Value};

use super::{Caller, Message, resource};
use crate::error::scim::{Failed, message};

type Answer = Result<Response, Failed>;

/// `GET /Users`
///
/// # Errors
/// 400 for a filter that can't be answered, 401, 403.
pub async fn list(caller: Caller) -> Answer {
    caller.directory.require("get:users")?;
    let listing = Listing::parse(&caller.query)?;
    page(&caller, &listing, &projection(&caller.query)).await
}

/// `POST /Users/.search`, and `POST /.search` because there is nothing but users: the same for who must not write names into addresses (RFC 7644 §3.4.3).
///
/// # Errors
/// As [`list`].
pub async fn search(caller: Caller, Message(body): Message) -> Answer {
    caller.directory.require("get:users")?;
    let mut pairs = Vec::new();
    for name in [
        "filter",
        "startIndex",
        "count",
        "attributes",
        "excludedAttributes",
    ] {
        let value = match body.get(name) {
            None | Some(Value::Null) => continue,
            Some(Value::String(text)) => text.clone(),
            Some(Value::Array(names)) => {
                let names: Vec<_> = names.iter().filter_map(Value::as_str).collect();
                names.join(",")
            }
            Some(other) => other.to_string(),
        };
        pairs.push((name.to_owned(), value));
    }
    let listing = Listing::parse(&pairs)?;
    page(&caller, &listing, &projection(&pairs)).await
}

async fn page(caller: &Caller, listing: &Listing, projection: &Projection) -> Answer {
    let (users, total) = scim::list(&caller.directory, listing, &caller.context).await?;
    let users: Vec<_> = users
        .into_iter()
        .map(|user| Value::Object(projection.of(user)))
        .collect();
    let page = description::page(&users, total, listing.start);
    Ok(message(StatusCode::OK, &page))
}

/// `GET /Users/{id}`
///
/// # Errors
/// 401, 403, 404.
pub async fn read(Path((_, id)): Path<(String, String)>, caller: Caller) -> Answer {
    caller.directory.require("get:users")?;
    let user = scim::read(&caller.directory, &id, &caller.context).await?;
    Ok(resource(StatusCode::OK, projection(&caller.query).of(user)))
}

/// `POST /Users`
///
/// # Errors
/// 400, 401, 403, 409.
pub async fn create(caller: Caller, Message(body): Message) -> Answer {
    let made = match caller.directory.require("post:users") {
        Ok(()) => scim::create(&caller.directory, body.clone(), &caller.context).await,
        Err(error) => Err(error.into()),
    };
    changed(&caller, "create_user", &body, StatusCode::CREATED, made)
}

/// `PUT /Users/{id}`
///
/// # Errors
/// 400, 401, 403, 404, 409.
pub async fn replace(
    Path((_, id)): Path<(String, String)>,
    caller: Caller,
    Message(body): Message,
) -> Answer {
    let replaced = match caller.directory.require("put:users") {
        Ok(()) => scim::replace(&caller.directory, &id, body.clone(), &caller.context).await,
        Err(error) => Err(error.into()),
    };
    changed(&caller, "replace_user", &body, StatusCode::OK, replaced)
}

/// `PATCH /Users/{id}`
///
/// # Errors
/// 400, 401, 403, 404, 409.
pub async fn patch(
    Path((_, id)): Path<(String, String)>,
    caller: Caller,
    Message(body): Message,
) -> Answer {
    let patched = match caller.directory.require("patch:users") {
        Ok(()) => scim::patch(&caller.directory, &id, &body, &caller.context).await,
        Err(error) => Err(error.into()),
    };
    changed(&caller, "update_user", &body, StatusCode::OK, patched)
}

/// `DELETE /Users/{id}`
///
/// # Errors
/// 401, 403, 404.
pub async fn delete(Path((_, id)): Path<(String, String)>, caller: Caller) -> Answer {
    let deleted = match caller.directory.require("delete:users") {
        Ok(()) => scim::delete(&caller.directory, &id, &caller.context).await,
        Err(error) => Err(error.into()),
    };
    let deleted = deleted.map(|()| Map::new());
    changed(
        &caller,
        "delete_user",
        &Value::Null,
        StatusCode::NO_CONTENT,
        deleted,
    )
}

/// Logs a change, and answers.
fn changed(
    caller: &Caller,
    action: &str,
    body: &Value,
    status: StatusCode,
    result: Result<Map<String, Value>, Failure<Error>>,
) -> Answer {
    match result {
        Ok(user) => {
            caller.log(action, body, Ok(status.as_u16()));
            if status == StatusCode::NO_CONTENT {
                return Ok(status.into_response());
            }
            Ok(resource(status, user))
        }
        Err(Failure::Refused(error)) => {
            caller.log(action, body, Err(&error));
            Err(error.into())
        }
        Err(broken) => Err(broken.into()),
    }
}

/// Which attributes are wanted (RFC 7644 §3.9): whole ones; who asks for a part gets the attribute.
struct Projection {
    only: Option<Vec<String>>,
    without: Vec<String>,
}

/// What is there whatever is asked for.
const ALWAYS: [&str; 3] = ["schemas", "id", "userName"];

fn projection(query: &[(String, String)]) -> Projection {
    let names = |parameter: &str| {
        let found = query
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(parameter))?;
        let name = |text: &str| {
            // An extension's name has dots of its own.
            match Filter::parse(&format!("{} pr", text.trim())) {
                Ok(Filter::Present(path)) => path.extension.unwrap_or(path.attribute),
                _ => text.trim().to_owned(),
            }
        };
        Some(found.1.split(',').map(name).collect::<Vec<_>>())
    };
    Projection {
        only: names("attributes"),
        without: names("excludedAttributes").unwrap_or_default(),
    }
}

impl Projection {
    fn of(&self, mut user: Map<String, Value>) -> Map<String, Value> {
        let is_among = |names: &[String], name: &str| {
            names.iter().any(|wanted| wanted.eq_ignore_ascii_case(name))
        };
        user.retain(|name, _| {
            let is_wanted = self.only.as_ref().is_none_or(|only| is_among(only, name));
            ALWAYS.contains(&name.as_str()) || (is_wanted && !is_among(&self.without, name))
        });
        user
    }
}
