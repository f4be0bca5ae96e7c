//! `/api/v2/guardian`: second factors, and who sends their messages.

use std::sync::{Arc, LazyLock};

use axum::http::StatusCode;
use axum::routing::MethodRouter;
use ostia_identity::guardian;
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    ReadGuardianFactors, ReadMfaPolicies, UpdateGuardianFactors, UpdateMfaPolicies,
};

use super::settings::{Declared, patching, reading, replacing};
use super::{Answer, answer};
use crate::app::App;
use crate::extract::{Caller, JsonBody, PathId, RequestContext};

static FACTOR_PATH: LazyLock<Schema> = LazyLock::new(|| {
    let name = Schema::enumeration(guardian::FACTORS).described("Name of the factor");
    Schema::object().required_member("name", name)
});

/// `GET` and `PUT` of a setting of the factors.
pub fn setting(setting: Declared) -> MethodRouter<Arc<App>> {
    reading(setting, ReadGuardianFactors).merge(replacing(setting, UpdateGuardianFactors))
}

/// `GET`, `PUT` and `PATCH` of a provider.
pub fn provider(setting: Declared) -> MethodRouter<Arc<App>> {
    self::setting(setting).merge(patching(setting, UpdateGuardianFactors))
}

/// `PUT` and `PATCH` of a provider of which nothing is shown.
pub fn secret_provider(setting: Declared) -> MethodRouter<Arc<App>> {
    replacing(setting, UpdateGuardianFactors).merge(patching(setting, UpdateGuardianFactors))
}

/// `GET` and `PUT /guardian/policies`
pub fn policies() -> MethodRouter<Arc<App>> {
    let policies = &guardian::POLICIES;
    reading(policies, ReadMfaPolicies).merge(replacing(policies, UpdateMfaPolicies))
}

/// `GET /guardian/factors`
///
/// # Errors
/// 403; or when the database is away.
pub async fn factors(caller: Caller, context: RequestContext) -> Answer {
    caller.require_any(&[ReadGuardianFactors])?;
    let factors = guardian::list_factors(&context).await?;
    Ok(answer(StatusCode::OK, &factors))
}

/// `PUT /guardian/factors/{name}`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn set_factor(
    caller: Caller,
    PathId(name): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[UpdateGuardianFactors])?;
    FACTOR_PATH.check_path(&[("name".to_owned(), name.clone())])?;
    let factor = guardian::set_factor(&name, &body, &context).await?;
    Ok(answer(StatusCode::OK, &factor))
}
