//! The wire form of a session.

use serde_json::{Value, json};

use super::Session;
use super::table::Record;
use crate::tenants::Tenant;

/// What was proved in a session, in order.
fn methods(session: &Session) -> Vec<Value> {
    let name = session.first_factor.as_str();
    let first = json!({ "name": name, "timestamp": session.authenticated_at.to_string() });
    let second = session.second_factor.as_ref().map(
        |factor| json!({ "name": "mfa", "type": factor.kind, "timestamp": factor.at.to_string() }),
    );
    [Some(first), second].into_iter().flatten().collect()
}

/// As on the wire. Where the network belongs (`asn`) is not known here.
pub fn shown(record: &Record, tenant: &Tenant) -> Value {
    let (session, device) = (&record.session, &record.device);
    let authenticated_at = session.authenticated_at.to_string();
    let clients: Vec<Value> = record
        .clients
        .iter()
        .map(|client| json!({ "client_id": client }))
        .collect();
    let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let mode = if tenant.settings.session.persistent {
        "persistent"
    } else {
        "non-persistent"
    };
    let mut shown = json!({
        "id": session.id,
        "user_id": session.user_id,
        "created_at": record.created_at.to_string(),
        "updated_at": session.last_seen_at.to_string(),
        "authenticated_at": authenticated_at,
        "idle_expires_at": session.idle_expires_at.to_string(),
        "expires_at": session.expires_at.to_string(),
        "last_interacted_at": session.last_seen_at.to_string(),
        "device": {
            "initial_user_agent": device.initial_user_agent,
            "initial_ip": known(&device.initial_ip),
            "initial_asn": "",
            "last_user_agent": device.last_user_agent,
            "last_ip": known(&device.last_ip),
            "last_asn": "",
        },
        "clients": clients,
        "authentication": { "methods": methods(session) },
        "cookie": { "mode": mode },
    });
    if let Some(metadata) = &record.metadata {
        shown["session_metadata"] = metadata.clone();
    }
    shown
}
