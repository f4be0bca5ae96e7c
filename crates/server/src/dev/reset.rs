//! `/dev/reset`: back to the first start, without stopping.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use ostia_identity::provisioning::{self, FirstKeys};
use ostia_identity::tenants;
use ostia_protocol::auth0::management_error::Error;
use serde_json::json;

use super::Controls;
use crate::installation;
use crate::management::{Answer, answer};

/// `POST /dev/reset`: deletes all that the tenant has, makes the samples again and sends the seed. The samples' ids and
/// secrets stay as they were, and so do the signing keys. The clock goes back to the machine's, faults and calls are
/// forgotten. Of several resets at once, one runs after the other.
///
/// # Errors
/// 400 where the seed is refused, saying by which part; or when the database is away.
pub async fn post(State(controls): State<Arc<Controls>>) -> Answer {
    let _turn = controls.resetting.lock().await;
    let (tenant, platform) = (&controls.tenant, &controls.platform);
    platform.clock.shift(-platform.clock.shifted());
    controls.faults.clear();
    controls.calls.clear();
    platform.journal.flush().await;
    tenants::empty(tenant, platform).await?;
    provisioning::provision(&tenant.id, &tenant.domain, FirstKeys::Generate, platform).await?;
    let context = installation::context(platform, tenant.clone());
    provisioning::provide_samples(&context).await?;
    let sown = super::seed::sow(&controls)
        .await
        .map_err(Error::invalid_body)?;
    Ok(answer(StatusCode::OK, &json!({ "seeded": sown })))
}
