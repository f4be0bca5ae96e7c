//! Accounts with identity providers, in the `identities` table.

use ostia_protocol::auth0::ids::UserId;
use serde_json::{Map, Value};

use crate::database::{Columns, SqlError, Work};
use crate::tenants::Tenant;
use crate::users::User;
use crate::users::identities::table::Owner;
use crate::users::table::user_id;

/// Whose an account is; none where there is no such account.
pub async fn owner(
    tenant: &Tenant,
    provider: &str,
    provider_user_id: &str,
    work: &mut Work,
) -> Result<Option<Owner>, SqlError> {
    let row = sqlx::query(
        "SELECT user_id, connection_id, position FROM identities
         WHERE tenant_id = $1 AND provider = $2 AND provider_user_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(provider)
    .bind(provider_user_id)
    .fetch_optional(work.connection())
    .await?;
    row.map(|row| {
        Ok(Owner {
            user_id: user_id(&row, "user_id")?,
            connection_id: row.text("connection_id")?,
            is_primary: row.integer("position")? == 0,
        })
    })
    .transpose()
}

/// Adds a user's account. Its addresses are its provider's to keep apart, so that none is unique here. `false` where
/// there is such an account.
pub async fn insert_identity(
    tenant: &Tenant,
    user: &User,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let Some(identity) = user.identities.first() else {
        return Ok(false);
    };
    let done = sqlx::query(
        "INSERT INTO identities (tenant_id, connection_id, provider, provider_user_id, user_id, position)
         VALUES ($1, $2, $3, $4, $5, 0) ON CONFLICT DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(&identity.connection_id)
    .bind(&identity.provider)
    .bind(&identity.provider_user_id)
    .bind(user.id.as_str())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Replaces what is known of a linked account.
pub async fn set_profile(
    tenant: &Tenant,
    account: &UserId,
    profile: &Map<String, Value>,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE identities SET profile = $4 WHERE tenant_id = $1 AND provider = $2 AND provider_user_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(account.provider())
    .bind(account.provider_user_id())
    .bind(serde_json::to_string(profile).unwrap_or_default())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// The provider's tokens, sealed.
pub async fn sealed_tokens(
    tenant: &Tenant,
    account: &UserId,
    work: &mut Work,
) -> Result<Option<String>, SqlError> {
    let row = sqlx::query(
        "SELECT sealed_tokens FROM identities WHERE tenant_id = $1 AND provider = $2 AND provider_user_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(account.provider())
    .bind(account.provider_user_id())
    .fetch_optional(work.connection())
    .await?;
    match row {
        Some(row) => row.optional_text("sealed_tokens"),
        None => Ok(None),
    }
}

/// Replaces the provider's tokens.
pub async fn set_sealed_tokens(
    tenant: &Tenant,
    account: &UserId,
    sealed: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE identities SET sealed_tokens = $4 WHERE tenant_id = $1 AND provider = $2 AND provider_user_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(account.provider())
    .bind(account.provider_user_id())
    .bind(sealed)
    .execute(work.connection())
    .await?;
    Ok(())
}
