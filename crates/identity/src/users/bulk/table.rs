//! What imports and exports ask of the `users` and `identities` tables.

use ostia_protocol::auth0::ids::{ConnectionId, UserId};

use crate::database::{Columns, Database, SqlError, Work};
use crate::tenants::Tenant;
use crate::users::table::user_id;

/// By what an account of a connection may be meant; an empty text means nobody.
#[derive(Debug)]
pub struct Names<'a> {
    /// The e-mail address, in lower case.
    pub email: &'a str,
    /// The username, in lower case.
    pub username: &'a str,
    /// The part of the id behind the bar.
    pub provider_user_id: &'a str,
}

/// The users whose accounts at a connection have one of the names, two at the most.
pub async fn ids_by_names(
    tenant: &Tenant,
    connection: &ConnectionId,
    names: &Names<'_>,
    work: &mut Work,
) -> Result<Vec<UserId>, SqlError> {
    let rows = sqlx::query(
        "SELECT DISTINCT user_id FROM identities
         WHERE tenant_id = $1 AND connection_id = $2
           AND (($3 <> '' AND email = $3) OR ($4 <> '' AND username = $4) OR ($5 <> '' AND provider_user_id = $5))
         LIMIT 2",
    )
    .bind(tenant.id.as_str())
    .bind(connection.as_str())
    .bind(names.email)
    .bind(names.username)
    .bind(names.provider_user_id)
    .fetch_all(work.connection())
    .await?;
    rows.iter().map(|row| user_id(row, "user_id")).collect()
}

/// Some users behind an id, of one connection or of all, in the order of their ids.
pub async fn page_after(
    tenant: &Tenant,
    connection: Option<&ConnectionId>,
    after: &str,
    limit: i64,
    database: &Database,
) -> Result<Vec<UserId>, SqlError> {
    let rows = sqlx::query(
        "SELECT u.user_id FROM users u WHERE u.tenant_id = $1 AND u.user_id > $2 AND ($3 = '' OR EXISTS
           (SELECT 1 FROM identities i WHERE i.tenant_id = $1 AND i.user_id = u.user_id AND i.connection_id = $3))
         ORDER BY u.user_id LIMIT $4",
    )
    .bind(tenant.id.as_str())
    .bind(after)
    .bind(connection.map(ConnectionId::as_str).unwrap_or_default())
    .bind(limit)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(|row| user_id(row, "user_id")).collect()
}

/// How many users there are, at one connection or at all.
pub async fn count_of_connection(
    tenant: &Tenant,
    connection: Option<&ConnectionId>,
    database: &Database,
) -> Result<i64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM users u WHERE u.tenant_id = $1 AND ($2 = '' OR EXISTS
           (SELECT 1 FROM identities i WHERE i.tenant_id = $1 AND i.user_id = u.user_id AND i.connection_id = $2))",
    )
    .bind(tenant.id.as_str())
    .bind(connection.map(ConnectionId::as_str).unwrap_or_default())
    .fetch_one(database.reader())
    .await?;
    row.integer("total")
}
