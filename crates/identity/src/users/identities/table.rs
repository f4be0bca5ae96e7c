//! Accounts that move from one user to another.

use ostia_protocol::auth0::ids::UserId;
use serde_json::{Map, Value};

use crate::database::{Columns, Database, SqlError, Work};
use crate::tenants::Tenant;
use crate::users::User;
use crate::users::table::user_id;

/// Whose an account is.
#[derive(Debug)]
pub struct Owner {
    /// The user.
    pub user_id: UserId,
    /// The account's connection.
    pub connection_id: String,
    /// Whether it is the user's first, which names them.
    pub is_primary: bool,
}

/// Whose an account is; none where there is no such account.
pub async fn owner(
    tenant: &Tenant,
    provider: &str,
    provider_user_id: &str,
    database: &Database,
) -> Result<Option<Owner>, SqlError> {
    let row = sqlx::query(
        "SELECT user_id, connection_id, position FROM identities
         WHERE tenant_id = $1 AND provider = $2 AND provider_user_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(provider)
    .bind(provider_user_id)
    .fetch_optional(database.reader())
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

/// Gives all accounts of a user to another one, behind those that are there. The first keeps the profile.
pub async fn move_to(
    tenant: &Tenant,
    from: &User,
    to: &UserId,
    profile: &Map<String, Value>,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE identities SET profile = $3 WHERE tenant_id = $1 AND user_id = $2 AND position = 0",
    )
    .bind(tenant.id.as_str())
    .bind(from.id.as_str())
    .bind(serde_json::to_string(profile).unwrap_or_default())
    .execute(work.connection())
    .await?;
    sqlx::query(
        "UPDATE identities SET user_id = $3, position = position + 1 +
           (SELECT COALESCE(MAX(t.position), 0) FROM identities t WHERE t.tenant_id = $1 AND t.user_id = $3)
         WHERE tenant_id = $1 AND user_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(from.id.as_str())
    .bind(to.as_str())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Gives an account to the user whom it names.
pub async fn set_apart(tenant: &Tenant, user: &User, work: &mut Work) -> Result<(), SqlError> {
    let identity = user.identities.first();
    sqlx::query(
        "UPDATE identities SET user_id = $4, position = 0, profile = NULL
         WHERE tenant_id = $1 AND provider = $2 AND provider_user_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(identity.map_or("", |identity| &identity.provider))
    .bind(identity.map_or("", |identity| &identity.provider_user_id))
    .bind(user.id.as_str())
    .execute(work.connection())
    .await?;
    Ok(())
}
