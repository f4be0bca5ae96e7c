//! Routes of settings: documents that every tenant has.

use std::sync::{Arc, LazyLock};

use axum::http::StatusCode;
use axum::routing::{MethodRouter, get, patch, put};
use ostia_identity::tenant_documents::Setting;
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope;

use super::{Answer, answer};
use crate::app::App;
use crate::extract::{Caller, JsonBody, QueryPairs, RequestContext};

/// A setting, declared where its noun is.
pub type Declared = &'static LazyLock<Setting>;

static NO_QUERY: LazyLock<Schema> = LazyLock::new(Schema::object);

/// `GET` gives the setting to who holds the scope.
pub fn reading(setting: Declared, scope: ManagementScope) -> MethodRouter<Arc<App>> {
    get(
        async move |caller: Caller, query: QueryPairs, context: RequestContext| -> Answer {
            caller.require_any(&[scope])?;
            NO_QUERY.check_query(&query.0)?;
            Ok(answer(StatusCode::OK, &setting.read(&context).await?))
        },
    )
}

/// `PATCH` changes the members that are sent.
pub fn patching(setting: Declared, scope: ManagementScope) -> MethodRouter<Arc<App>> {
    patch(
        async move |caller: Caller, context: RequestContext, JsonBody(body): JsonBody| -> Answer {
            caller.require_any(&[scope])?;
            let changed = setting.patch(&body, &context).await?;
            Ok(answer(StatusCode::OK, &changed))
        },
    )
}

/// `PUT` replaces the setting.
pub fn replacing(setting: Declared, scope: ManagementScope) -> MethodRouter<Arc<App>> {
    put(
        async move |caller: Caller, context: RequestContext, JsonBody(body): JsonBody| -> Answer {
            caller.require_any(&[scope])?;
            let replaced = setting.put(&body, &context).await?;
            Ok(answer(StatusCode::OK, &replaced))
        },
    )
}
