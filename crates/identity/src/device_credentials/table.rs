//! The `device_credentials` table, and refresh tokens seen as device credentials.

use serde_json::Value;

use crate::database::{Columns, Database, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// What a device holds.
#[derive(Clone, Debug)]
pub struct Credential {
    /// Its id.
    pub id: String,
    /// Its type on the wire.
    pub kind: &'static str,
    /// Whose it is.
    pub user_id: String,
    /// Of which application.
    pub client_id: String,
    /// What tells the device from others, where that is known.
    pub device_id: Option<String>,
    /// What the device is called.
    pub device_name: String,
}

/// Keys, oldest first; of one user and of one client, where these are named.
pub async fn keys(
    tenant: &Tenant,
    [user, client]: [&str; 2],
    limit: i64,
    database: &Database,
) -> Result<Vec<Credential>, SqlError> {
    let rows = sqlx::query(
        "SELECT credential_id, user_id, client_id, device_id, device_name FROM device_credentials
         WHERE tenant_id = $1 AND ($2 = '' OR user_id = $2) AND ($3 = '' OR client_id = $3)
         ORDER BY created_at, credential_id LIMIT $4",
    )
    .bind(tenant.id.as_str())
    .bind(user.to_owned())
    .bind(client.to_owned())
    .bind(limit)
    .fetch_all(database.reader())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Credential {
                id: row.text("credential_id")?,
                kind: "public_key",
                user_id: row.text("user_id")?,
                client_id: row.text("client_id")?,
                device_id: Some(row.text("device_id")?),
                device_name: row.text("device_name")?,
            })
        })
        .collect()
}

/// Refresh tokens that can be used now, oldest first, with the browser of the session that they come from.
pub async fn refresh_tokens(
    tenant: &Tenant,
    [user, client]: [&str; 2],
    now: Timestamp,
    limit: i64,
    database: &Database,
) -> Result<Vec<Credential>, SqlError> {
    let rows = sqlx::query(
        "SELECT f.family_id, f.user_id, f.client_id, s.device FROM refresh_token_families f
         JOIN refresh_tokens t ON t.tenant_id = f.tenant_id AND t.family_id = f.family_id AND t.rotated_at IS NULL
         LEFT JOIN sessions s ON s.tenant_id = f.tenant_id AND s.session_id = f.session_id
         WHERE f.tenant_id = $1 AND ($2 = '' OR f.user_id = $2) AND ($3 = '' OR f.client_id = $3)
         AND f.revoked_at IS NULL AND (f.expires_at IS NULL OR f.expires_at > $4)
         AND (t.idle_expires_at IS NULL OR t.idle_expires_at > $4)
         ORDER BY f.created_at, f.family_id LIMIT $5",
    )
    .bind(tenant.id.as_str())
    .bind(user.to_owned())
    .bind(client.to_owned())
    .bind(now.millis())
    .bind(limit)
    .fetch_all(database.reader())
    .await?;
    rows.iter()
        .map(|row| {
            let device = row.optional_text("device")?.unwrap_or_default();
            let device: Value = serde_json::from_str(&device).unwrap_or_default();
            let agent = device.get("initial_user_agent").and_then(Value::as_str);
            Ok(Credential {
                id: row.text("family_id")?,
                kind: "refresh_token",
                user_id: row.text("user_id")?,
                client_id: row.text("client_id")?,
                device_id: None,
                device_name: agent.unwrap_or_default().to_owned(),
            })
        })
        .collect()
}

/// Keeps a key. `false` where the device has one.
pub async fn insert(
    tenant: &Tenant,
    credential: &Credential,
    value: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "INSERT INTO device_credentials
           (tenant_id, credential_id, user_id, client_id, device_id, device_name, value, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(&credential.id)
    .bind(&credential.user_id)
    .bind(&credential.client_id)
    .bind(credential.device_id.as_deref().unwrap_or_default())
    .bind(&credential.device_name)
    .bind(value)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Deletes a key; of one user, where one is named. Whether there was one.
pub async fn delete(
    tenant: &Tenant,
    id: &str,
    owner: &str,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "DELETE FROM device_credentials
         WHERE tenant_id = $1 AND credential_id = $2 AND ($3 = '' OR user_id = $3)",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .bind(owner)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Whether there is such a refresh token; of one user, where one is named.
pub async fn owns_family(
    tenant: &Tenant,
    id: &str,
    owner: &str,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let row = sqlx::query(
        "SELECT family_id FROM refresh_token_families
         WHERE tenant_id = $1 AND family_id = $2 AND ($3 = '' OR user_id = $3)",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .bind(owner)
    .fetch_optional(work.connection())
    .await?;
    Ok(row.is_some())
}
