//! Rows that are good until a moment, and go some time after it.

use sqlx::AssertSqlSafe;

use super::{SqlError, Work};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A table whose rows go when a moment that they have is long past.
#[derive(Clone, Copy, Debug)]
pub struct Expiring {
    moment: &'static str,
    table: &'static str,
    key: &'static str,
}

impl Expiring {
    /// A table with a column `expires_at`, and its key behind the tenant: one column, or several between commas.
    pub const fn new(table: &'static str, key: &'static str) -> Self {
        Self::at("expires_at", table, key)
    }

    /// The same with another column.
    pub const fn at(moment: &'static str, table: &'static str, key: &'static str) -> Self {
        Self { moment, table, key }
    }

    /// Deletes a bounded number of rows whose moment was before `before`. How many.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn delete(
        self,
        tenant: &Tenant,
        before: Timestamp,
        limit: i64,
        work: &mut Work,
    ) -> Result<u64, SqlError> {
        let Self { moment, table, key } = self;
        let statement = format!(
            "DELETE FROM {table} WHERE tenant_id = $1 AND ({key}) IN
             (SELECT {key} FROM {table} WHERE tenant_id = $1 AND {moment} < $2 LIMIT $3)"
        );
        // Made of names in our own code.
        let done = sqlx::query(AssertSqlSafe(statement))
            .bind(tenant.id.as_str())
            .bind(before.millis())
            .bind(limit)
            .execute(work.connection())
            .await?;
        Ok(done.rows_affected())
    }
}
