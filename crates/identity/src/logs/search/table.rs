//! Pages of the `logs` table. Ids sort by time.

use serde_json::{Map, Value};

use super::Order;
use crate::database::{Columns, Database, SqlError, SqlRow};
use crate::tenants::Tenant;
use crate::time::Timestamp;

fn read(rows: &[SqlRow]) -> Result<Vec<Map<String, Value>>, SqlError> {
    rows.iter().map(|row| row.json("document")).collect()
}

/// `limit` entries behind the first `offset` ones; where a user is named, of those about them.
pub async fn page(
    tenant: &Tenant,
    user: Option<&str>,
    order: Order,
    [limit, offset]: [i64; 2],
    database: &Database,
) -> Result<Vec<Map<String, Value>>, SqlError> {
    let statement = match (user, order) {
        (None, Order::NewestFirst) => {
            "SELECT document FROM logs WHERE tenant_id = $1 ORDER BY log_id DESC LIMIT $2 OFFSET $3"
        }
        (None, Order::OldestFirst) => {
            "SELECT document FROM logs WHERE tenant_id = $1 ORDER BY log_id LIMIT $2 OFFSET $3"
        }
        (Some(_), Order::NewestFirst) => {
            "SELECT document FROM logs WHERE tenant_id = $1 AND user_id = $4
             ORDER BY log_id DESC LIMIT $2 OFFSET $3"
        }
        (Some(_), Order::OldestFirst) => {
            "SELECT document FROM logs WHERE tenant_id = $1 AND user_id = $4
             ORDER BY log_id LIMIT $2 OFFSET $3"
        }
    };
    let mut query = sqlx::query(statement)
        .bind(tenant.id.as_str())
        .bind(limit)
        .bind(offset);
    if let Some(user) = user {
        query = query.bind(user.to_owned());
    }
    read(&query.fetch_all(database.reader()).await?)
}

/// How many entries there are; where a user is named, about them.
pub async fn count(
    tenant: &Tenant,
    user: Option<&str>,
    database: &Database,
) -> Result<u64, SqlError> {
    let query = match user {
        None => sqlx::query("SELECT COUNT(*) AS total FROM logs WHERE tenant_id = $1")
            .bind(tenant.id.as_str()),
        Some(user) => {
            sqlx::query("SELECT COUNT(*) AS total FROM logs WHERE tenant_id = $1 AND user_id = $2")
                .bind(tenant.id.as_str())
                .bind(user.to_owned())
        }
    };
    let row = query.fetch_one(database.reader()).await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// The next entries after an id that are no younger than `until`, oldest first.
pub async fn after(
    tenant: &Tenant,
    from: &str,
    until: Timestamp,
    take: u32,
    database: &Database,
) -> Result<Vec<Map<String, Value>>, SqlError> {
    let rows = sqlx::query(
        "SELECT document FROM logs WHERE tenant_id = $1 AND log_id > $2 AND logged_at <= $3
         ORDER BY log_id LIMIT $4",
    )
    .bind(tenant.id.as_str())
    .bind(from)
    .bind(until.millis())
    .bind(i64::from(take))
    .fetch_all(database.reader())
    .await?;
    read(&rows)
}

/// One entry.
pub async fn find(
    tenant: &Tenant,
    id: &str,
    database: &Database,
) -> Result<Option<Map<String, Value>>, SqlError> {
    let row = sqlx::query("SELECT document FROM logs WHERE tenant_id = $1 AND log_id = $2")
        .bind(tenant.id.as_str())
        .bind(id)
        .fetch_optional(database.reader())
        .await?;
    row.map(|row| row.json("document")).transpose()
}
