//! The `refresh_token_families` and `refresh_tokens` tables.

use ostia_protocol::auth0::ids::{ClientId, UserId};

use crate::approval::Approval;
use crate::consents::Consent;
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A family to be made.
#[derive(Debug)]
pub struct NewFamily<'a> {
    /// Its id.
    pub family_id: &'a str,
    /// What it stands for.
    pub approval: &'a Approval,
    /// When it ends, whatever happens.
    pub expires_at: Option<Timestamp>,
}

/// A token to be made.
#[derive(Debug)]
pub struct NewToken {
    /// Recognises the token.
    pub token_hash: String,
    /// Its family.
    pub family_id: String,
    /// 0 for the first of the family.
    pub generation: i64,
    /// When it ends unless it is used.
    pub idle_expires_at: Option<Timestamp>,
}

/// A token that was found, with its family.
#[derive(Debug)]
pub struct Found {
    /// Its family.
    pub family_id: String,
    /// What the family stands for.
    pub approval: Approval,
    /// Which of the family's tokens it is.
    pub generation: i64,
    /// Which is the newest.
    pub newest_generation: i64,
    /// When it was replaced.
    pub rotated_at: Option<Timestamp>,
    /// By what.
    pub sealed_successor: Option<String>,
    idle_expires_at: Option<Timestamp>,
    expires_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
}

impl Found {
    /// Whether the family still stands and the token has not expired.
    pub fn is_alive(&self, now: Timestamp) -> bool {
        let ahead = |moment: Option<Timestamp>| moment.is_none_or(|moment| moment > now);
        self.revoked_at.is_none() && ahead(self.expires_at) && ahead(self.idle_expires_at)
    }
}

/// Adds a family.
pub async fn insert_family(
    tenant: &Tenant,
    family: &NewFamily<'_>,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO refresh_token_families
         (tenant_id, family_id, client_id, user_id, audience, approval, session_id, created_at, last_used_at, expires_at,
          organization_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10)",
    )
    .bind(tenant.id.as_str())
    .bind(family.family_id)
    .bind(family.approval.client_id.as_str())
    .bind(family.approval.user_id.as_str())
    .bind(family.approval.audience.clone().unwrap_or_default())
    .bind(serde_json::to_string(family.approval).unwrap_or_default())
    .bind(family.approval.authentication.session_id.as_deref())
    .bind(now.millis())
    .bind(family.expires_at.map(Timestamp::millis))
    .bind(family.approval.organization.clone().unwrap_or_default())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Adds a token.
pub async fn insert_token(
    tenant: &Tenant,
    token: &NewToken,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO refresh_tokens (tenant_id, token_hash, family_id, generation, created_at, idle_expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tenant.id.as_str())
    .bind(&token.token_hash)
    .bind(&token.family_id)
    .bind(token.generation)
    .bind(now.millis())
    .bind(token.idle_expires_at.map(Timestamp::millis))
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Finds a token and locks its family until the unit of work ends.
pub async fn lock(
    tenant: &Tenant,
    token_hash: &str,
    work: &mut Work,
) -> Result<Option<Found>, SqlError> {
    let family = sqlx::query(
        "UPDATE refresh_token_families SET last_used_at = last_used_at WHERE tenant_id = $1 AND family_id =
         (SELECT family_id FROM refresh_tokens WHERE tenant_id = $1 AND token_hash = $2)
         RETURNING family_id, approval, expires_at, revoked_at",
    )
    .bind(tenant.id.as_str())
    .bind(token_hash)
    .fetch_optional(work.connection())
    .await?;
    let Some(family) = family else {
        return Ok(None);
    };
    // Read after the lock was had: what a racing request did is seen.
    let token = sqlx::query(
        "SELECT generation, rotated_at, sealed_successor, idle_expires_at,
           (SELECT MAX(generation) FROM refresh_tokens n WHERE n.tenant_id = $1 AND n.family_id = t.family_id) AS newest
         FROM refresh_tokens t WHERE tenant_id = $1 AND token_hash = $2",
    )
    .bind(tenant.id.as_str())
    .bind(token_hash)
    .fetch_one(work.connection())
    .await?;
    read(&family, &token).map(Some)
}

/// Finds a token without locking anything.
pub async fn find(
    tenant: &Tenant,
    token_hash: &str,
    database: &Database,
) -> Result<Option<Found>, SqlError> {
    let row = sqlx::query(
        "SELECT f.family_id, f.approval, f.expires_at, f.revoked_at,
           t.generation, t.rotated_at, t.sealed_successor, t.idle_expires_at, t.generation AS newest
         FROM refresh_tokens t
         JOIN refresh_token_families f ON f.tenant_id = t.tenant_id AND f.family_id = t.family_id
         WHERE t.tenant_id = $1 AND t.token_hash = $2",
    )
    .bind(tenant.id.as_str())
    .bind(token_hash)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(|row| read(row, row)).transpose()
}

fn read(family: &SqlRow, token: &SqlRow) -> Result<Found, SqlError> {
    Ok(Found {
        family_id: family.text("family_id")?,
        approval: family.json("approval")?,
        expires_at: family.optional_time("expires_at")?,
        revoked_at: family.optional_time("revoked_at")?,
        generation: token.integer("generation")?,
        newest_generation: token.integer("newest")?,
        rotated_at: token.optional_time("rotated_at")?,
        sealed_successor: token.optional_text("sealed_successor")?,
        idle_expires_at: token.optional_time("idle_expires_at")?,
    })
}

/// Notes by what a token was replaced.
pub async fn set_successor(
    tenant: &Tenant,
    token_hash: &str,
    sealed: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE refresh_tokens SET rotated_at = $3, sealed_successor = $4 WHERE tenant_id = $1 AND token_hash = $2",
    )
    .bind(tenant.id.as_str())
    .bind(token_hash)
    .bind(now.millis())
    .bind(sealed)
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Moves the idle limit of a token that stays.
pub async fn touch(
    tenant: &Tenant,
    token_hash: &str,
    idle_expires_at: Option<Timestamp>,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE refresh_tokens SET idle_expires_at = $3 WHERE tenant_id = $1 AND token_hash = $2",
    )
    .bind(tenant.id.as_str())
    .bind(token_hash)
    .bind(idle_expires_at.map(Timestamp::millis))
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Notes that a family was used, and when it ends if nothing was said about that before.
pub async fn touch_family(
    tenant: &Tenant,
    family_id: &str,
    expires_at: Option<Timestamp>,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE refresh_token_families SET last_used_at = $3, expires_at = COALESCE(expires_at, $4)
         WHERE tenant_id = $1 AND family_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(family_id)
    .bind(now.millis())
    .bind(expires_at.map(Timestamp::millis))
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Ends a family.
pub async fn revoke_family(
    tenant: &Tenant,
    family_id: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE refresh_token_families SET revoked_at = $3 WHERE tenant_id = $1 AND family_id = $2 AND revoked_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(family_id)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Ends the families that rest on a consent.
pub async fn revoke_of_consent(
    tenant: &Tenant,
    consent: &Consent,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    // Tokens that are good for /userinfo alone have no audience of their own.
    let audience = if consent.audience == tenant.userinfo_audience() {
        ""
    } else {
        consent.audience.as_str()
    };
    sqlx::query(
        "UPDATE refresh_token_families SET revoked_at = $5
         WHERE tenant_id = $1 AND user_id = $2 AND client_id = $3 AND audience = $4 AND organization_id = $6
           AND revoked_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(&consent.user_id)
    .bind(&consent.client_id)
    .bind(audience)
    .bind(now.millis())
    .bind(&consent.organization_id)
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Ends all families at an API.
pub async fn revoke_of_audience(
    tenant: &Tenant,
    audience: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE refresh_token_families SET revoked_at = $3
         WHERE tenant_id = $1 AND audience = $2 AND revoked_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(audience)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Ends all families of a user.
pub async fn revoke_of_user(
    tenant: &Tenant,
    user: &UserId,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE refresh_token_families SET revoked_at = $3 WHERE tenant_id = $1 AND user_id = $2 AND revoked_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(user.as_str())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Ends the families of a user in an organization.
pub async fn revoke_of_member(
    tenant: &Tenant,
    organization: &str,
    user: &UserId,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE refresh_token_families SET revoked_at = $4 WHERE tenant_id = $1 AND organization_id = $2
         AND user_id = $3 AND organization_id <> '' AND revoked_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(user.as_str())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Ends all families in an organization.
pub async fn revoke_of_organization(
    tenant: &Tenant,
    organization: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE refresh_token_families SET revoked_at = $3
         WHERE tenant_id = $1 AND organization_id = $2 AND organization_id <> '' AND revoked_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(organization)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Ends the families that began in a session.
pub async fn revoke_of_session(
    tenant: &Tenant,
    session_id: &str,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE refresh_token_families SET revoked_at = $3
         WHERE tenant_id = $1 AND session_id = $2 AND revoked_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(session_id)
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Ends all families of a client.
pub async fn revoke_of_client(
    tenant: &Tenant,
    client: &ClientId,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE refresh_token_families SET revoked_at = $3 WHERE tenant_id = $1 AND client_id = $2 AND revoked_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(client.as_str())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Ends all families of an approval's parties.
pub async fn revoke_of_party(
    tenant: &Tenant,
    approval: &Approval,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE refresh_token_families SET revoked_at = $5
         WHERE tenant_id = $1 AND user_id = $2 AND client_id = $3 AND audience = $4 AND organization_id = $6
           AND revoked_at IS NULL",
    )
    .bind(tenant.id.as_str())
    .bind(approval.user_id.as_str())
    .bind(approval.client_id.as_str())
    .bind(approval.audience.clone().unwrap_or_default())
    .bind(now.millis())
    .bind(approval.organization.clone().unwrap_or_default())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Deletes a bounded number of families that expired, were revoked or idled away before `before`, with their tokens.
/// How many. Where the newest token idled away, none of the older ones can be used either.
pub async fn delete_expired(
    tenant: &Tenant,
    before: Timestamp,
    limit: i64,
    work: &mut Work,
) -> Result<u64, SqlError> {
    let mut deleted = 0;
    for statement in [
        "DELETE FROM refresh_token_families WHERE tenant_id = $1 AND family_id IN
         (SELECT family_id FROM refresh_token_families WHERE tenant_id = $1 AND expires_at < $2 LIMIT $3)
         RETURNING family_id",
        "DELETE FROM refresh_token_families WHERE tenant_id = $1 AND family_id IN
         (SELECT family_id FROM refresh_token_families WHERE tenant_id = $1 AND revoked_at < $2 LIMIT $3)
         RETURNING family_id",
        "DELETE FROM refresh_token_families WHERE tenant_id = $1 AND family_id IN
         (SELECT family_id FROM refresh_tokens
          WHERE tenant_id = $1 AND idle_expires_at < $2 AND rotated_at IS NULL LIMIT $3)
         RETURNING family_id",
    ] {
        let rows = sqlx::query(statement)
            .bind(tenant.id.as_str())
            .bind(before.millis())
            .bind(limit)
            .fetch_all(work.connection())
            .await?;
        for row in &rows {
            sqlx::query("DELETE FROM refresh_tokens WHERE tenant_id = $1 AND family_id = $2")
                .bind(tenant.id.as_str())
                .bind(row.text("family_id")?)
                .execute(work.connection())
                .await?;
        }
        deleted += rows.len() as u64;
    }
    Ok(deleted)
}
