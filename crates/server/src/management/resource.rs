//! Operations on resources: collections whose items are no more than documents of a schema.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::collections::{Members, Resource};
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::paging::{Paging, PagingRules, wrap_checkpoint};
use ostia_protocol::auth0::schema::Schema;
use serde_json::{Value, json};

use super::operation::{Operation, Unguarded};
use super::{Answer, Wrapped, answer, done, text};
use crate::extract::{JsonBody, PathId, QueryPairs, RequestContext};

/// A resource, declared where its noun is.
pub type Declared = &'static Resource;

/// Numbered pages, of no row where that is asked for.
pub const PAGES: PagingRules = PagingRules {
    zero_allowed: true,
    max_take: 0,
    ..PagingRules::USUAL
};

/// The query of a list in numbered pages.
pub static PAGES_QUERY: LazyLock<Schema> = LazyLock::new(|| PAGES.members(Schema::object()));

/// `GET` lists in numbered pages; a query may have more parameters in its schema, which aren't looked at.
pub fn paged(
    path: &'static str,
    summary: &'static str,
    key: &'static str,
    resource: Declared,
) -> Unguarded {
    let list = async move |query: QueryPairs, context: RequestContext| -> Answer {
        let paging = Paging::parse(&query.0, &PAGES)?;
        let page = resource.list(&paging, None, &context).await?;
        Ok(answer(StatusCode::OK, &paging.respond(key, page)))
    };
    Operation::get(path, summary, list)
}

/// `GET` lists from checkpoint to checkpoint, as an object whatever is asked for.
pub fn wrapped(
    path: &'static str,
    summary: &'static str,
    key: &'static str,
    resource: Declared,
) -> Unguarded {
    let list = async move |query: QueryPairs, context: RequestContext| -> Answer {
        let wrapped = Wrapped::parse(&query)?;
        let page = resource.list(&wrapped.paging, None, &context).await?;
        Ok(answer(StatusCode::OK, &wrapped.respond(key, page)))
    };
    Operation::get(path, summary, list).query(&super::CHECKPOINTS)
}

/// `GET` lists what is enabled or disabled, all of it: there are few.
pub fn switchable(
    path: &'static str,
    summary: &'static str,
    key: &'static str,
    resource: Declared,
) -> Unguarded {
    let list = async move |query: QueryPairs, context: RequestContext| -> Answer {
        let rows = switched(resource, &query, &context).await?;
        Ok(answer(StatusCode::OK, &wrap_checkpoint(key, None, rows)))
    };
    Operation::get(path, summary, list).query(&DISABLED)
}

/// The query of a list of what is enabled or disabled.
pub static DISABLED: LazyLock<Schema> =
    LazyLock::new(|| Schema::object().member("disabled", Schema::boolean()));

/// What such a list shows.
pub async fn switched(
    resource: Declared,
    query: &QueryPairs,
    context: &RequestContext,
) -> Result<Vec<Value>, crate::error::management::Failed> {
    let filter = DISABLED.check_query(&query.0)?;
    let wanted = filter.get("disabled").and_then(Value::as_bool);
    let keeps =
        |item: &Members| wanted.is_none_or(|wanted| item.get("disabled") == Some(&json!(wanted)));
    let all = Paging::Checkpoint {
        from: None,
        take: 100,
    };
    let page = resource.list(&all, Some(&keeps), context).await?;
    Ok(page.rows)
}

/// `POST` makes an item.
pub fn creating(path: &'static str, summary: &'static str, resource: Declared) -> Unguarded {
    let create = async move |context: RequestContext, JsonBody(body): JsonBody| -> Answer {
        let made = resource.create(&body, &context).await?;
        Ok(answer(StatusCode::CREATED, &made))
    };
    Operation::post(path, summary, create).body(resource.create)
}

/// `GET` reads an item.
pub fn reading(path: &'static str, summary: &'static str, resource: Declared) -> Unguarded {
    let read = async move |PathId(id): PathId, context: RequestContext| -> Answer {
        let found = resource.read(&id, &context).await?;
        Ok(answer(StatusCode::OK, &found))
    };
    Operation::get(path, summary, read)
}

/// `PATCH` changes an item.
pub fn changing(path: &'static str, summary: &'static str, resource: Declared) -> Unguarded {
    let update = async move |PathId(id): PathId,
                             context: RequestContext,
                             JsonBody(body): JsonBody|
                -> Answer {
        let changed = resource.update(&id, &body, &context).await?;
        Ok(answer(StatusCode::OK, &changed))
    };
    Operation::patch(path, summary, update).body(resource.update)
}

/// `DELETE` removes an item.
pub fn deleting(path: &'static str, summary: &'static str, resource: Declared) -> Unguarded {
    let delete = async move |PathId(id): PathId, context: RequestContext| -> Answer {
        resource.delete(&id, &context).await?;
        Ok(done())
    };
    Operation::delete(path, summary, delete)
}

/// Which members of an item a query asks for.
pub fn fields_of(
    query: &Value,
    allowed: &[&str],
) -> Result<Fields, crate::error::management::Failed> {
    let fields = text(query, "fields");
    let include = query.get("include_fields").map(|include| match include {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    Ok(Fields::parse(
        fields.as_deref(),
        include.as_deref(),
        allowed,
    )?)
}
