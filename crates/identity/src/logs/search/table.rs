//! Pages of the `logs` table. Ids sort by time.

use ostia_protocol::auth0::ids::UserId;
use serde_json::{Map, Value};

use super::fields::Field;
use super::{Order, Sort};
use crate::database::{Columns, Database, Dialect, SqlError, SqlRow, bound};
use crate::search::{self, Access, Binder, Condition, Expression, FEW, Leaf, MAX_WAYS, Test};
use crate::tenants::Tenant;
use crate::time::Timestamp;

fn read(rows: &[SqlRow]) -> Result<Vec<Map<String, Value>>, SqlError> {
    rows.iter().map(|row| row.json("document")).collect()
}

/// Which entries, and how they are come by.
#[derive(Clone, Copy, Debug)]
pub struct Filter<'a> {
    /// Those that it means.
    pub condition: &'a Condition<Field>,
    /// From [`access`].
    pub access: &'a Access<'a, Field>,
}

impl Field {
    fn expression(self, row: char, dialect: Dialect) -> Expression {
        let sql = match self {
            Self::LogId => format!("{row}.log_id"),
            Self::Type => format!("{row}.type"),
            Self::Date => format!("{row}.logged_at"),
            Self::UserId => format!("{row}.user_id"),
            // Of the row `l` alone: nothing but its columns leads to an entry.
            Self::Member(name) => dialect.text_member("l.document", name),
        };
        Expression {
            sql,
            sorted_by_bytes: false,
        }
    }

    const fn is_indexed(&self) -> bool {
        !matches!(self, Self::Member(_))
    }

    /// Wrapped, so that no planner takes it for the way: that is chosen here.
    fn holds(&self, test: &Test, binder: &mut Binder) -> String {
        let expression = self.expression('l', binder.dialect());
        format!("({}) IS TRUE", binder.test(&expression, test))
    }
}

fn union(way: &[Leaf<'_, Field>], binder: &mut Binder) -> String {
    let sources: Vec<String> = way
        .iter()
        .map(|(field, test)| {
            let expression = field.expression('s', binder.dialect());
            let condition = binder.test(&expression, test);
            format!("SELECT s.log_id FROM logs s WHERE s.tenant_id = $1 AND {condition}")
        })
        .collect();
    sources.join(" UNION ALL ")
}

/// The way that leads to the fewest entries, where that are few. Counting ends when they are not.
pub async fn access<'a>(
    tenant: &Tenant,
    condition: &'a Condition<Field>,
    database: &Database,
) -> Result<Access<'a, Field>, SqlError> {
    let mut best = (FEW, Access::InOrder);
    let ways = condition.ways(&Field::is_indexed).into_iter();
    for way in ways.take(MAX_WAYS) {
        let mut binder = Binder::new(database.dialect());
        let union = union(&way, &mut binder);
        // tidy: global each part of the union names its tenant
        let statement = format!("SELECT COUNT(*) AS total FROM ({union} LIMIT {FEW}) found");
        let row = bound(statement, tenant, &binder)
            .fetch_one(database.searcher())
            .await?;
        let found = row.integer("total")?;
        if found < best.0 {
            best = (found, Access::ByMatch(way));
        }
    }
    Ok(best.1)
}

impl Filter<'_> {
    /// `FROM` and `WHERE`, over the row `l`.
    fn from(self, binder: &mut Binder) -> String {
        let holds = self.condition.sql(binder, &Field::holds);
        match self.access {
            Access::InOrder => format!("FROM logs l WHERE l.tenant_id = $1 AND {holds}"),
            // A cross join, because SQLite keeps its order: else it might walk the whole log to have it sorted.
            Access::ByMatch(way) => format!(
                "FROM (SELECT DISTINCT way.log_id FROM ({}) way) found CROSS JOIN logs l
                 WHERE l.tenant_id = $1 AND l.log_id = found.log_id AND {holds}",
                union(way, binder)
            ),
        }
    }
}

impl Sort {
    fn sql(self, dialect: Dialect) -> String {
        match self {
            Self::Time(Order::NewestFirst) => "l.log_id DESC".to_owned(),
            Self::Time(Order::OldestFirst) => "l.log_id".to_owned(),
            Self::Field(field, order) => {
                let key = field.expression('l', dialect).sql;
                let direction = match order {
                    Order::NewestFirst => "DESC",
                    Order::OldestFirst => "ASC",
                };
                format!("{key} {direction} NULLS LAST, l.log_id DESC")
            }
        }
    }
}

/// `limit` entries behind the first `offset` ones.
pub async fn page(
    tenant: &Tenant,
    filter: Filter<'_>,
    sort: Sort,
    [limit, offset]: [i64; 2],
    database: &Database,
) -> Result<Vec<Map<String, Value>>, SqlError> {
    let mut binder = Binder::new(database.dialect());
    let from = filter.from(&mut binder);
    let limit = binder.bind(search::Value::Number(limit));
    let offset = binder.bind(search::Value::Number(offset));
    let order = sort.sql(database.dialect());
    let statement =
        // tidy: global `from` names the tenant
        format!("SELECT l.document {from} ORDER BY {order} LIMIT {limit} OFFSET {offset}");
    let rows = bound(statement, tenant, &binder)
        .fetch_all(database.searcher())
        .await?;
    read(&rows)
}

/// How many entries a search means.
pub async fn count(
    tenant: &Tenant,
    filter: Filter<'_>,
    database: &Database,
) -> Result<u64, SqlError> {
    let mut binder = Binder::new(database.dialect());
    let from = filter.from(&mut binder);
    // tidy: global what follows names its tenant
    let statement = format!("SELECT COUNT(*) AS total {from}");
    let row = bound(statement, tenant, &binder)
        .fetch_one(database.searcher())
        .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// `limit` entries about a user, behind the first `offset` ones.
pub async fn page_of_user(
    tenant: &Tenant,
    user: &UserId,
    order: Order,
    [limit, offset]: [i64; 2],
    database: &Database,
) -> Result<Vec<Map<String, Value>>, SqlError> {
    let statement = match order {
        Order::NewestFirst => {
            "SELECT document FROM logs WHERE tenant_id = $1 AND user_id = $2
             ORDER BY log_id DESC LIMIT $3 OFFSET $4"
        }
        Order::OldestFirst => {
            "SELECT document FROM logs WHERE tenant_id = $1 AND user_id = $2
             ORDER BY log_id LIMIT $3 OFFSET $4"
        }
    };
    let rows = sqlx::query(statement)
        .bind(tenant.id.as_str())
        .bind(user.as_str())
        .bind(limit)
        .bind(offset)
        .fetch_all(database.reader())
        .await?;
    read(&rows)
}

/// How many entries there are about a user.
pub async fn count_of_user(
    tenant: &Tenant,
    user: &UserId,
    database: &Database,
) -> Result<u64, SqlError> {
    let row =
        sqlx::query("SELECT COUNT(*) AS total FROM logs WHERE tenant_id = $1 AND user_id = $2")
            .bind(tenant.id.as_str())
            .bind(user.as_str())
            .fetch_one(database.reader())
            .await?;
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
