//! The `passwords` and `password_history` tables.

use crate::database::Database;
use crate::database::{Columns, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Sets an account's password, whether or not it has one.
pub async fn put(
    tenant: &Tenant,
    provider_user_id: &str,
    hash: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO passwords (tenant_id, provider_user_id, hash, changed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id, provider_user_id) DO UPDATE SET hash = $3, changed_at = $4",
    )
    .bind(tenant.id.as_str())
    .bind(provider_user_id)
    .bind(hash)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Replaces a hash; when the password changed stays as it was.
pub async fn set_hash(
    tenant: &Tenant,
    provider_user_id: &str,
    hash: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("UPDATE passwords SET hash = $3 WHERE tenant_id = $1 AND provider_user_id = $2")
        .bind(tenant.id.as_str())
        .bind(provider_user_id)
        .bind(hash)
        .execute(work.connection())
        .await?;
    Ok(())
}

/// The hash in use and the remembered ones, newest first.
pub async fn hashes(
    tenant: &Tenant,
    provider_user_id: &str,
    database: &Database,
) -> Result<Vec<String>, SqlError> {
    let rows = sqlx::query(
        "SELECT hash, 0 AS age, changed_at FROM passwords WHERE tenant_id = $1 AND provider_user_id = $2
         UNION ALL
         SELECT hash, 1 AS age, changed_at FROM password_history WHERE tenant_id = $1 AND provider_user_id = $2
         ORDER BY age, changed_at DESC",
    )
    .bind(tenant.id.as_str())
    .bind(provider_user_id)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(|row| row.text("hash")).collect()
}

/// Moves a copy of the password in use to the remembered ones.
pub async fn remember(
    tenant: &Tenant,
    provider_user_id: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    // Two changes in one millisecond still are two passwords.
    sqlx::query(
        "INSERT INTO password_history (tenant_id, provider_user_id, changed_at, hash)
         SELECT p.tenant_id, p.provider_user_id,
           (SELECT CASE WHEN COALESCE(MAX(h.changed_at), 0) >= p.changed_at THEN MAX(h.changed_at) + 1 ELSE p.changed_at END
            FROM password_history h WHERE h.tenant_id = $1 AND h.provider_user_id = $2),
           p.hash
         FROM passwords p WHERE p.tenant_id = $1 AND p.provider_user_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(provider_user_id)
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Forgets all remembered passwords but the newest `kept`.
pub async fn forget(
    tenant: &Tenant,
    provider_user_id: &str,
    kept: usize,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "DELETE FROM password_history WHERE tenant_id = $1 AND provider_user_id = $2 AND changed_at NOT IN
         (SELECT changed_at FROM password_history WHERE tenant_id = $1 AND provider_user_id = $2
          ORDER BY changed_at DESC LIMIT $3)",
    )
    .bind(tenant.id.as_str())
    .bind(provider_user_id)
    .bind(i64::try_from(kept).unwrap_or(i64::MAX))
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes an account's passwords, the present and the former ones.
pub async fn delete(
    tenant: &Tenant,
    provider_user_id: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    for statement in [
        "DELETE FROM passwords WHERE tenant_id = $1 AND provider_user_id = $2",
        "DELETE FROM password_history WHERE tenant_id = $1 AND provider_user_id = $2",
    ] {
        sqlx::query(statement)
            .bind(tenant.id.as_str())
            .bind(provider_user_id)
            .execute(work.connection())
            .await?;
    }
    Ok(())
}
