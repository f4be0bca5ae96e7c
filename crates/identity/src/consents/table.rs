//! The `consents` table.

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::oauth::Scope;

use super::{Consent, Party};
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

fn read(row: &SqlRow) -> Result<Consent, SqlError> {
    Ok(Consent {
        id: row.text("consent_id")?,
        user_id: row.text("user_id")?,
        client_id: row.text("client_id")?,
        audience: row.text("audience")?,
        scope: stored_scope(&row.text("scope")?),
    })
}

/// Scopes were checked before they were stored.
fn stored_scope(text: &str) -> Scope {
    Scope::parse(text).unwrap_or_default()
}

/// What a party has consented to.
pub async fn find_scope(
    tenant: &Tenant,
    party: Party<'_>,
    database: &Database,
) -> Result<Option<Scope>, SqlError> {
    let row = sqlx::query(
        "SELECT scope FROM consents
         WHERE tenant_id = $1 AND user_id = $2 AND client_id = $3 AND audience = $4 AND organization_id = $5",
    )
    .bind(tenant.id.as_str())
    .bind(party.user.as_str())
    .bind(party.client.as_str())
    .bind(party.audience)
    .bind(party.organization)
    .fetch_optional(database.reader())
    .await?;
    row.map(|row| row.text("scope").map(|text| stored_scope(&text)))
        .transpose()
}

/// Makes sure that there is a row for a party.
pub async fn insert_if_absent(
    tenant: &Tenant,
    party: Party<'_>,
    id: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO consents (tenant_id, consent_id, user_id, client_id, audience, organization_id, scope, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, '', $7, $7)
         ON CONFLICT (tenant_id, user_id, client_id, audience, organization_id) DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .bind(party.user.as_str())
    .bind(party.client.as_str())
    .bind(party.audience)
    .bind(party.organization)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Locks a party's row and reads it.
pub async fn lock_scope(
    tenant: &Tenant,
    party: Party<'_>,
    work: &mut Work,
) -> Result<Scope, SqlError> {
    let row = sqlx::query(
        "UPDATE consents SET updated_at = updated_at
         WHERE tenant_id = $1 AND user_id = $2 AND client_id = $3 AND audience = $4 AND organization_id = $5
         RETURNING scope",
    )
    .bind(tenant.id.as_str())
    .bind(party.user.as_str())
    .bind(party.client.as_str())
    .bind(party.audience)
    .bind(party.organization)
    .fetch_one(work.connection())
    .await?;
    Ok(stored_scope(&row.text("scope")?))
}

/// Replaces the scope of a party.
pub async fn set_scope(
    tenant: &Tenant,
    party: Party<'_>,
    scope: &Scope,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE consents SET scope = $6, updated_at = $7
         WHERE tenant_id = $1 AND user_id = $2 AND client_id = $3 AND audience = $4 AND organization_id = $5",
    )
    .bind(tenant.id.as_str())
    .bind(party.user.as_str())
    .bind(party.client.as_str())
    .bind(party.audience)
    .bind(party.organization)
    .bind(scope.to_string())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes one consent and says what it was.
pub async fn delete(
    tenant: &Tenant,
    id: &str,
    work: &mut Work,
) -> Result<Option<Consent>, SqlError> {
    let row = sqlx::query(
        "DELETE FROM consents WHERE tenant_id = $1 AND consent_id = $2
         RETURNING consent_id, user_id, client_id, audience, scope",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .fetch_optional(work.connection())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Removes all consents of a user and says what they were.
pub async fn delete_of_user(
    tenant: &Tenant,
    user: &UserId,
    work: &mut Work,
) -> Result<Vec<Consent>, SqlError> {
    let rows = sqlx::query(
        "DELETE FROM consents WHERE tenant_id = $1 AND user_id = $2
         RETURNING consent_id, user_id, client_id, audience, scope",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .fetch_all(work.connection())
    .await?;
    rows.iter().map(read).collect()
}
