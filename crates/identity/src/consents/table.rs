//! The `consents` table.

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::oauth::Scope;

use super::{Consent, Party};
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::listing::Slice;
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// Which consents a list shows; what is absent filters nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of this user.
    pub user_id: Option<String>,
    /// To this client.
    pub client_id: Option<String>,
    /// At this API.
    pub audience: Option<String>,
}

fn read(row: &SqlRow) -> Result<Consent, SqlError> {
    Ok(Consent {
        id: row.text("consent_id")?,
        user_id: row.text("user_id")?,
        client_id: row.text("client_id")?,
        audience: row.text("audience")?,
        organization_id: row.text("organization_id")?,
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
         RETURNING consent_id, user_id, client_id, audience, organization_id, scope",
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
         RETURNING consent_id, user_id, client_id, audience, organization_id, scope",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .fetch_all(work.connection())
    .await?;
    rows.iter().map(read).collect()
}

/// Removes all consents of a user in an organization.
pub async fn delete_of_member(
    tenant: &Tenant,
    organization: &str,
    user: &UserId,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "DELETE FROM consents
         WHERE tenant_id = $1 AND organization_id = $2 AND user_id = $3 AND organization_id <> ''",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(user.as_str())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes all consents in an organization.
pub async fn delete_of_organization(
    tenant: &Tenant,
    organization: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "DELETE FROM consents WHERE tenant_id = $1 AND organization_id = $2 AND organization_id <> ''",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes all consents at an API.
pub async fn delete_of_audience(
    tenant: &Tenant,
    audience: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM consents WHERE tenant_id = $1 AND audience = $2")
        .bind(tenant.id.as_str())
        .bind(audience)
        .execute(work.connection())
        .await?;
    Ok(())
}

/// Some of the consents that pass a filter, oldest first.
pub async fn list(
    tenant: &Tenant,
    filter: &Filter,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<Consent>, SqlError> {
    let rows = sqlx::query(
        "SELECT consent_id, user_id, client_id, audience, organization_id, scope FROM consents
         WHERE tenant_id = $1 AND ($2 = '' OR user_id = $2) AND ($3 = '' OR client_id = $3) AND ($4 = '' OR audience = $4)
         ORDER BY created_at, consent_id LIMIT $5 OFFSET $6",
    )
    .bind(tenant.id.as_str())
    .bind(filter.user_id.as_deref().unwrap_or_default())
    .bind(filter.client_id.as_deref().unwrap_or_default())
    .bind(filter.audience.as_deref().unwrap_or_default())
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// How many consents pass a filter.
pub async fn count(tenant: &Tenant, filter: &Filter, database: &Database) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM consents
         WHERE tenant_id = $1 AND ($2 = '' OR user_id = $2) AND ($3 = '' OR client_id = $3) AND ($4 = '' OR audience = $4)",
    )
    .bind(tenant.id.as_str())
    .bind(filter.user_id.as_deref().unwrap_or_default())
    .bind(filter.client_id.as_deref().unwrap_or_default())
    .bind(filter.audience.as_deref().unwrap_or_default())
    .fetch_one(database.reader())
    .await?;
    row.integer("total")
        .map(|total| u64::try_from(total).unwrap_or_default())
}

/// Removes what the parties of an approval agreed on.
pub async fn delete_of_party(
    tenant: &Tenant,
    approval: &crate::approval::Approval,
    audience: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "DELETE FROM consents
         WHERE tenant_id = $1 AND user_id = $2 AND client_id = $3 AND audience = $4 AND organization_id = $5",
    )
    .bind(tenant.id.as_str())
    .bind(approval.user_id.as_str())
    .bind(approval.client_id.as_str())
    .bind(audience)
    .bind(approval.organization.clone().unwrap_or_default())
    .execute(work.connection())
    .await?;
    Ok(())
}
