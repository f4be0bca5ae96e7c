//! Operations on settings: documents that every tenant has.

use std::borrow::Cow;
use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::tenant_documents;
use ostia_protocol::auth0::schema::Schema;

use super::operation::{Operation, Unguarded};
use super::{Answer, answer};
use crate::extract::{JsonBody, QueryPairs, RequestContext};

/// A setting, declared where its noun is.
pub type Setting = &'static LazyLock<tenant_documents::Setting>;

static NO_QUERY: LazyLock<Schema> = LazyLock::new(Schema::object);

/// `GET` gives the setting.
pub fn reading(
    path: &'static str,
    summary: impl Into<Cow<'static, str>>,
    setting: Setting,
) -> Unguarded {
    let read = async move |query: QueryPairs, context: RequestContext| -> Answer {
        NO_QUERY.check_query(&query.0)?;
        Ok(answer(StatusCode::OK, &setting.read(&context).await?))
    };
    Operation::get(path, summary, read).query(&NO_QUERY)
}

/// `PATCH` changes the members that are sent.
pub fn patching(
    path: &'static str,
    summary: impl Into<Cow<'static, str>>,
    setting: Setting,
) -> Unguarded {
    let patch = async move |context: RequestContext, JsonBody(body): JsonBody| -> Answer {
        let changed = setting.patch(&body, &context).await?;
        Ok(answer(StatusCode::OK, &changed))
    };
    Operation::patch(path, summary, patch).body(setting)
}

/// `PUT` replaces the setting.
pub fn replacing(
    path: &'static str,
    summary: impl Into<Cow<'static, str>>,
    setting: Setting,
) -> Unguarded {
    let put = async move |context: RequestContext, JsonBody(body): JsonBody| -> Answer {
        let replaced = setting.put(&body, &context).await?;
        Ok(answer(StatusCode::OK, &replaced))
    };
    Operation::put(path, summary, put).body(setting)
}
