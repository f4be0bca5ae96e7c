//! `/api/v2/attack-protection` and what belongs to it.

use std::sync::Arc;

use axum::routing::MethodRouter;
use ostia_protocol::auth0::scopes::ManagementScope::{
    ReadAttackProtection, UpdateAttackProtection,
};

use super::settings::{Declared, patching, reading};
use crate::app::App;

/// `GET` and `PATCH` of one protection.
pub fn routes(protection: Declared) -> MethodRouter<Arc<App>> {
    reading(protection, ReadAttackProtection).merge(patching(protection, UpdateAttackProtection))
}
