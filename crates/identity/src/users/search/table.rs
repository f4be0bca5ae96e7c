//! Pages of the `users` table.

use std::collections::HashMap;

use sqlx::AssertSqlSafe;

use super::{Filter, Listing, SortKey};
use crate::database::{Columns, Database, Dialect, SqlError};
use crate::tenants::Tenant;
use crate::users::table::{read, read_identity};
use crate::users::{Identity, User};

impl Filter {
    /// The condition over `$2`.
    const fn condition(&self) -> &'static str {
        match self {
            Self::All => "$2 = ''",
            Self::UserId(_) => "user_id = $2",
            Self::Email(_) => "email = $2",
            Self::Username(_) => {
                "user_id IN (SELECT i.user_id FROM identities i WHERE i.tenant_id = $1 AND i.username = $2)"
            }
            Self::Connection(_) => {
                "user_id IN (SELECT i.user_id FROM identities i
                   JOIN connections c ON c.tenant_id = i.tenant_id AND c.connection_id = i.connection_id
                   WHERE i.tenant_id = $1 AND c.name = $2)"
            }
        }
    }

    fn value(&self) -> &str {
        match self {
            Self::All => "",
            Self::UserId(text)
            | Self::Email(text)
            | Self::Username(text)
            | Self::Connection(text) => text,
        }
    }
}

impl SortKey {
    fn expression(self, dialect: Dialect) -> String {
        match self {
            Self::CreatedAt => "created_at".to_owned(),
            Self::UpdatedAt => "updated_at".to_owned(),
            Self::LastLogin => "last_login".to_owned(),
            Self::LoginsCount => "logins_count".to_owned(),
            Self::UserId => "user_id".to_owned(),
            Self::Email => "email".to_owned(),
            Self::Text(name) => dialect.text_member("document", name),
        }
    }
}

/// The users of a page, with their accounts.
pub async fn page(
    tenant: &Tenant,
    listing: &Listing,
    database: &Database,
) -> Result<Vec<User>, SqlError> {
    let key = listing.sort.key.expression(database.dialect());
    let direction = if listing.sort.descending {
        "DESC"
    } else {
        "ASC"
    };
    let statement = format!(
        "SELECT user_id, document, blocked, logins_count, last_login, last_ip, created_at, updated_at
         FROM users WHERE tenant_id = $1 AND {}
         ORDER BY {key} {direction} NULLS LAST, user_id {direction} LIMIT $3 OFFSET $4",
        listing.filter.condition()
    );
    let start = i64::try_from(listing.paging.start()).unwrap_or(i64::MAX);
    let rows = sqlx::query(AssertSqlSafe(statement))
        .bind(tenant.id.as_str())
        .bind(listing.filter.value())
        .bind(i64::from(listing.paging.limit()))
        .bind(start)
        .fetch_all(database.reader())
        .await?;
    let ids: Vec<String> = rows
        .iter()
        .map(|row| row.text("user_id"))
        .collect::<Result<_, _>>()?;
    let mut identities = identities(tenant, &ids, database).await?;
    rows.iter()
        .zip(&ids)
        .map(|(row, id)| read(row, identities.remove(id).unwrap_or_default()))
        .collect()
}

/// The accounts of several users, each user's primary one first.
async fn identities(
    tenant: &Tenant,
    ids: &[String],
    database: &Database,
) -> Result<HashMap<String, Vec<Identity>>, SqlError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let places: Vec<String> = (2..ids.len() + 2)
        .map(|place| format!("${place}"))
        .collect();
    let statement = format!(
        "SELECT i.user_id, i.connection_id, c.name AS connection, i.provider, i.provider_user_id, i.profile
         FROM identities i
         LEFT JOIN connections c ON c.tenant_id = i.tenant_id AND c.connection_id = i.connection_id
         WHERE i.tenant_id = $1 AND i.user_id IN ({}) ORDER BY i.position",
        places.join(", ")
    );
    let mut query = sqlx::query(AssertSqlSafe(statement)).bind(tenant.id.as_str());
    for id in ids {
        query = query.bind(id.as_str());
    }
    let mut found: HashMap<String, Vec<Identity>> = HashMap::new();
    for row in query.fetch_all(database.reader()).await? {
        let id = row.text("user_id")?;
        found.entry(id).or_default().push(read_identity(&row)?);
    }
    Ok(found)
}

/// How many users a filter lets through.
pub async fn count(tenant: &Tenant, filter: &Filter, database: &Database) -> Result<i64, SqlError> {
    let statement = format!(
        "SELECT COUNT(*) AS total FROM users WHERE tenant_id = $1 AND {}",
        filter.condition()
    );
    sqlx::query(AssertSqlSafe(statement))
        .bind(tenant.id.as_str())
        .bind(filter.value())
        .fetch_one(database.reader())
        .await?
        .integer("total")
}
