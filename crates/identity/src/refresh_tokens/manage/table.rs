//! Lists of the `refresh_token_families` table.

use ostia_protocol::auth0::ids::UserId;
use serde_json::Value;

use crate::approval::Approval;
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::listing::Slice;
use crate::metadata::table as metadata;
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A family whose newest token can be used.
#[derive(Debug)]
pub struct Record {
    /// Its id.
    pub family_id: String,
    /// What it stands for.
    pub approval: Approval,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Timestamp,
    /// When it ends, whatever happens.
    pub expires_at: Option<Timestamp>,
    /// When it ends unless it is used.
    pub idle_expires_at: Option<Timestamp>,
    /// What administrators noted.
    pub metadata: Option<Value>,
}

/// Which families are meant, at which moment.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    /// Of this user.
    pub user: &'a UserId,
    /// Of this client; empty for all.
    pub client: &'a str,
    /// Those that can be used now.
    pub now: Timestamp,
}

fn read(row: &SqlRow) -> Result<Record, SqlError> {
    Ok(Record {
        family_id: row.text("family_id")?,
        approval: row.json("approval")?,
        created_at: row.time("created_at")?,
        last_used_at: row.time("last_used_at")?,
        expires_at: row.optional_time("expires_at")?,
        idle_expires_at: row.optional_time("idle_expires_at")?,
        metadata: metadata::read(row)?,
    })
}

/// Some of the families, oldest first. Of a family's tokens one was not yet replaced.
pub async fn list(
    tenant: &Tenant,
    of: Of<'_>,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<Record>, SqlError> {
    let rows = sqlx::query(
        "SELECT f.family_id, f.approval, f.created_at, f.last_used_at, f.expires_at, t.idle_expires_at, f.metadata
         FROM refresh_token_families f
         JOIN refresh_tokens t ON t.tenant_id = f.tenant_id AND t.family_id = f.family_id AND t.rotated_at IS NULL
         WHERE f.tenant_id = $1 AND f.user_id = $2 AND ($3 = '' OR f.client_id = $3) AND f.revoked_at IS NULL
         AND (f.expires_at IS NULL OR f.expires_at > $4) AND (t.idle_expires_at IS NULL OR t.idle_expires_at > $4)
         AND (f.created_at > $5 OR (f.created_at = $5 AND f.family_id > $6))
         ORDER BY f.created_at, f.family_id LIMIT $7 OFFSET $8",
    )
    .bind(tenant.id.as_str())
    .bind(of.user.as_str())
    .bind(of.client)
    .bind(of.now.millis())
    .bind(slice.after.millis())
    .bind(&slice.after_id)
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// How many families there are.
pub async fn count(tenant: &Tenant, of: Of<'_>, database: &Database) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM refresh_token_families f
         JOIN refresh_tokens t ON t.tenant_id = f.tenant_id AND t.family_id = f.family_id AND t.rotated_at IS NULL
         WHERE f.tenant_id = $1 AND f.user_id = $2 AND ($3 = '' OR f.client_id = $3) AND f.revoked_at IS NULL
         AND (f.expires_at IS NULL OR f.expires_at > $4) AND (t.idle_expires_at IS NULL OR t.idle_expires_at > $4)",
    )
    .bind(tenant.id.as_str())
    .bind(of.user.as_str())
    .bind(of.client)
    .bind(of.now.millis())
    .fetch_one(database.reader())
    .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// One family.
pub async fn find(
    tenant: &Tenant,
    family_id: &str,
    now: Timestamp,
    database: &Database,
) -> Result<Option<Record>, SqlError> {
    let row = sqlx::query(
        "SELECT f.family_id, f.approval, f.created_at, f.last_used_at, f.expires_at, t.idle_expires_at, f.metadata
         FROM refresh_token_families f
         JOIN refresh_tokens t ON t.tenant_id = f.tenant_id AND t.family_id = f.family_id AND t.rotated_at IS NULL
         WHERE f.tenant_id = $1 AND f.family_id = $2 AND f.revoked_at IS NULL
         AND (f.expires_at IS NULL OR f.expires_at > $3) AND (t.idle_expires_at IS NULL OR t.idle_expires_at > $3)",
    )
    .bind(tenant.id.as_str())
    .bind(family_id)
    .bind(now.millis())
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Replaces what administrators noted about a family that was not revoked. `false` where there is none.
pub async fn set_metadata(
    tenant: &Tenant,
    family_id: &str,
    metadata: Option<&str>,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "UPDATE refresh_token_families SET metadata = $3
         WHERE tenant_id = $1 AND family_id = $2 AND revoked_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(family_id)
    .bind(metadata)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Ends the families of a user, a client and an audience, of which the latter two may be empty for all.
pub async fn revoke(
    tenant: &Tenant,
    [user, client, audience]: [&str; 3],
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE refresh_token_families SET revoked_at = $5 WHERE tenant_id = $1 AND user_id = $2
         AND ($3 = '' OR client_id = $3) AND ($4 = '' OR audience = $4) AND revoked_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(user)
    .bind(client)
    .bind(audience)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}
