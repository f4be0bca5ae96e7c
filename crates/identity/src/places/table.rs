//! The `login_places` table: for each user, where they last logged in.

use ostia_protocol::auth0::ids::UserId;
use sqlx::Row as _;

use super::{Coordinates, Visit};
use crate::database::{Columns, Database, SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Where and when a user last logged in, if that is known.
pub async fn find(
    tenant: &Tenant,
    user: &UserId,
    database: &Database,
) -> Result<Option<Visit>, SqlError> {
    let row = sqlx::query(
        "SELECT latitude, longitude, logged_in_at FROM login_places WHERE tenant_id = $1 AND user_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .fetch_optional(database.reader())
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let point = Coordinates::new(row.try_get("latitude")?, row.try_get("longitude")?);
    let at = row.time("logged_in_at")?;
    Ok(point.map(|coordinates| Visit { coordinates, at }))
}

/// Notes where a user logged in, in place of the login before.
pub async fn put(
    tenant: &Tenant,
    user: &UserId,
    visit: Visit,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO login_places (tenant_id, user_id, latitude, longitude, logged_in_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant_id, user_id) DO UPDATE SET latitude = $3, longitude = $4, logged_in_at = $5",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(visit.coordinates.latitude)
    .bind(visit.coordinates.longitude)
    .bind(visit.at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Forgets where a user was.
pub async fn delete_of_user(
    tenant: &Tenant,
    user: &UserId,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM login_places WHERE tenant_id = $1 AND user_id = $2")
        .bind(tenant.id.as_str())
        .bind(user.as_str())
        .execute(work.connection())
        .await?;
    Ok(())
}

/// Deletes a bounded number of places of logins before `before`. How many.
pub async fn delete_older(
    tenant: &Tenant,
    before: Timestamp,
    limit: i64,
    work: &mut Work,
) -> Result<u64, SqlError> {
    let done = sqlx::query(
        "DELETE FROM login_places WHERE tenant_id = $1 AND user_id IN
         (SELECT user_id FROM login_places WHERE tenant_id = $1 AND logged_in_at < $2 LIMIT $3)",
    )
    .bind(tenant.id.as_str())
    .bind(before.millis())
    .bind(limit)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected())
}
