//! The `user_attributes` table.

use ostia_protocol::auth0::ids::UserId;
use sqlx::AssertSqlSafe;

use super::Attribute;
use crate::database::{SqlError, Work};
use crate::tenants::Tenant;

/// Removes all of a user's.
pub async fn delete(tenant: &Tenant, user: &UserId, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query("DELETE FROM user_attributes WHERE tenant_id = $1 AND user_id = $2")
        .bind(tenant.id.as_str())
        .bind(user.as_str())
        .execute(work.connection())
        .await?;
    Ok(())
}

/// How many leaves one statement adds.
const ATTRIBUTES_AT_ONCE: usize = 50;

/// Adds a user's.
pub async fn insert(
    tenant: &Tenant,
    user: &UserId,
    attributes: &[Attribute],
    work: &mut Work,
) -> Result<(), SqlError> {
    for some in attributes.chunks(ATTRIBUTES_AT_ONCE) {
        let rows: Vec<String> = (0..some.len())
            .map(|row| {
                let first = 3 + row * 3;
                format!("($1, $2, ${first}, ${}, ${})", first + 1, first + 2)
            })
            .collect();
        let statement = format!(
            "INSERT INTO user_attributes (tenant_id, user_id, path, value, number_key) VALUES {}",
            rows.join(", ")
        );
        let mut query = sqlx::query(AssertSqlSafe(statement))
            .bind(tenant.id.as_str())
            .bind(user.as_str());
        for attribute in some {
            query = query
                .bind(attribute.path.as_str())
                .bind(attribute.value.as_str())
                .bind(attribute.number.as_deref());
        }
        query.execute(work.connection()).await?;
    }
    Ok(())
}
