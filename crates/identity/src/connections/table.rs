//! The `connections` and `connection_clients` tables. Every change here makes the tenant's cached connections stale.

use std::collections::HashMap;

use ostia_protocol::auth0::ids::ClientId;
use serde_json::{Map, Value};
use sqlx::AssertSqlSafe;

use crate::cache::Stale;
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::listing::Slice;
use crate::organizations;
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A row.
#[derive(Debug)]
pub struct ConnectionRow {
    /// `con_…`.
    pub connection_id: String,
    /// Unique in the tenant.
    pub name: String,
    /// The kind of source.
    pub strategy: String,
    /// Whether every third-party client may use it.
    pub is_domain: bool,
    /// As on the wire, without `enabled_clients` and without secrets.
    pub document: Map<String, Value>,
    /// The secrets among the options.
    pub sealed_options: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl ConnectionRow {
    /// The row of a document.
    pub fn new(
        id: &str,
        document: Map<String, Value>,
        sealed_options: Option<String>,
        created_at: Timestamp,
    ) -> Self {
        let text = |name: &str| {
            let text = document.get(name).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        Self {
            connection_id: id.to_owned(),
            name: text("name"),
            strategy: text("strategy"),
            is_domain: document.get("is_domain_connection") == Some(&Value::Bool(true)),
            document,
            sealed_options,
            created_at,
        }
    }
}

/// Which connections a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only the one with this name.
    pub name: Option<String>,
    /// Only those of these strategies; all where none is named.
    pub strategies: Vec<String>,
}

impl Filter {
    /// The strategies between commas, to be searched with `LIKE`.
    fn strategies(&self) -> String {
        match self.strategies.as_slice() {
            [] => String::new(),
            strategies => format!(",{},", strategies.join(",")),
        }
    }
}

pub(crate) fn read(row: &SqlRow) -> Result<ConnectionRow, SqlError> {
    Ok(ConnectionRow {
        connection_id: row.text("connection_id")?,
        name: row.text("name")?,
        strategy: row.text("strategy")?,
        is_domain: row.flag("is_domain")?,
        document: row.json("document")?,
        sealed_options: row.optional_text("sealed_options")?,
        created_at: row.time("created_at")?,
    })
}

/// The connection with this name.
pub async fn find_by_name(
    tenant: &Tenant,
    name: &str,
    database: &Database,
) -> Result<Option<ConnectionRow>, SqlError> {
    let row = sqlx::query(
        "SELECT connection_id, name, strategy, is_domain, document, sealed_options, created_at
         FROM connections WHERE tenant_id = $1 AND name = $2",
    )
    .bind(tenant.id.as_str())
    .bind(name)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// The connections that are enabled for a client, oldest first.
pub async fn list_of_client(
    tenant: &Tenant,
    client: &ClientId,
    database: &Database,
) -> Result<Vec<ConnectionRow>, SqlError> {
    let rows = sqlx::query(
        "SELECT c.connection_id, c.name, c.strategy, c.is_domain, c.document, c.sealed_options, c.created_at FROM connections c
         JOIN connection_clients e ON e.tenant_id = c.tenant_id AND e.connection_id = c.connection_id
         WHERE c.tenant_id = $1 AND e.client_id = $2 ORDER BY c.created_at, c.connection_id",
    )
    .bind(tenant.id.as_str())
    .bind(client.as_str())
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// All connections, oldest first, as far as a page can show them.
pub async fn list_all(
    tenant: &Tenant,
    database: &Database,
) -> Result<Vec<ConnectionRow>, SqlError> {
    let rows = sqlx::query(
        "SELECT connection_id, name, strategy, is_domain, document, sealed_options, created_at FROM connections
         WHERE tenant_id = $1 ORDER BY created_at, connection_id LIMIT 1000",
    )
    .bind(tenant.id.as_str())
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// The connections that every third-party client may use, oldest first.
pub async fn list_of_domain(
    tenant: &Tenant,
    database: &Database,
) -> Result<Vec<ConnectionRow>, SqlError> {
    let rows = sqlx::query(
        "SELECT connection_id, name, strategy, is_domain, document, sealed_options, created_at FROM connections
         WHERE tenant_id = $1 AND is_domain = 1 ORDER BY created_at, connection_id",
    )
    .bind(tenant.id.as_str())
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// The connection with this id.
pub async fn find(
    tenant: &Tenant,
    id: &str,
    database: &Database,
) -> Result<Option<ConnectionRow>, SqlError> {
    let row = sqlx::query(
        "SELECT connection_id, name, strategy, is_domain, document, sealed_options, created_at
         FROM connections WHERE tenant_id = $1 AND connection_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// A connection inside a unit of work, locked so that a change sees the latest.
pub async fn find_for_update(
    tenant: &Tenant,
    id: &str,
    work: &mut Work,
) -> Result<Option<ConnectionRow>, SqlError> {
    // Touching the row takes its lock on every engine.
    let row = sqlx::query(
        "UPDATE connections SET updated_at = updated_at WHERE tenant_id = $1 AND connection_id = $2
         RETURNING connection_id, name, strategy, is_domain, document, sealed_options, created_at",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .fetch_optional(work.connection())
    .await?;
    row.as_ref().map(read).transpose()
}

/// A page of connections.
pub async fn list(
    tenant: &Tenant,
    filter: &Filter,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<ConnectionRow>, SqlError> {
    let rows = sqlx::query(
        "SELECT connection_id, name, strategy, is_domain, document, sealed_options, created_at FROM connections
         WHERE tenant_id = $1 AND ($2 = '' OR name = $2) AND ($3 = '' OR $3 LIKE '%,' || strategy || ',%')
           AND (created_at > $4 OR (created_at = $4 AND connection_id > $5))
         ORDER BY created_at, connection_id LIMIT $6 OFFSET $7",
    )
    .bind(tenant.id.as_str())
    .bind(filter.name.clone().unwrap_or_default())
    .bind(filter.strategies())
    .bind(slice.after.millis())
    .bind(&slice.after_id)
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// How many connections [`list`] has in all.
pub async fn count(tenant: &Tenant, filter: &Filter, database: &Database) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM connections
         WHERE tenant_id = $1 AND ($2 = '' OR name = $2) AND ($3 = '' OR $3 LIKE '%,' || strategy || ',%')",
    )
    .bind(tenant.id.as_str())
    .bind(filter.name.clone().unwrap_or_default())
    .bind(filter.strategies())
    .fetch_one(database.reader())
    .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// What the other connections of a tenant are.
pub async fn documents_of_others(
    tenant: &Tenant,
    id: &str,
    work: &mut Work,
) -> Result<Vec<Map<String, Value>>, SqlError> {
    let rows = sqlx::query(
        "SELECT document FROM connections WHERE tenant_id = $1 AND connection_id <> $2",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .fetch_all(work.connection())
    .await?;
    rows.iter().map(|row| row.json("document")).collect()
}

/// Adds a connection. `false` where its name is taken.
pub async fn insert(
    tenant: &Tenant,
    row: &ConnectionRow,
    work: &mut Work,
) -> Result<bool, SqlError> {
    work.makes_stale(Stale::Connections(tenant.id.clone()));
    let done = sqlx::query(
        "INSERT INTO connections
           (tenant_id, connection_id, name, strategy, is_domain, document, sealed_options, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(&row.connection_id)
    .bind(&row.name)
    .bind(&row.strategy)
    .bind(i64::from(row.is_domain))
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .bind(row.sealed_options.as_deref())
    .bind(row.created_at.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Replaces a connection's document.
pub async fn update(
    tenant: &Tenant,
    row: &ConnectionRow,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    work.makes_stale(Stale::Connections(tenant.id.clone()));
    sqlx::query(
        "UPDATE connections SET is_domain = $3, document = $4, sealed_options = $5, updated_at = $6
         WHERE tenant_id = $1 AND connection_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(&row.connection_id)
    .bind(i64::from(row.is_domain))
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .bind(row.sealed_options.as_deref())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes a connection that has no accounts, and takes it from all clients and organizations. `false` where it has some.
pub async fn delete_if_empty(tenant: &Tenant, id: &str, work: &mut Work) -> Result<bool, SqlError> {
    work.makes_stale(Stale::Connections(tenant.id.clone()));
    let done = sqlx::query(
        "DELETE FROM connections WHERE tenant_id = $1 AND connection_id = $2 AND NOT EXISTS
         (SELECT 1 FROM identities i WHERE i.tenant_id = $1 AND i.connection_id = $2)",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .execute(work.connection())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(find_for_update(tenant, id, work).await?.is_none());
    }
    disable_all(tenant, id, work).await?;
    organizations::connections::table::delete_of_connection(tenant, id, work).await?;
    Ok(true)
}

/// Lets a client use a connection.
pub async fn enable(
    tenant: &Tenant,
    id: &str,
    client: &ClientId,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    work.makes_stale(Stale::ConnectionsOf(tenant.id.clone(), client.clone()));
    sqlx::query(
        "INSERT INTO connection_clients (tenant_id, connection_id, client_id, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id, connection_id, client_id) DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .bind(client.as_str())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Enables every connection of the tenant for a client.
pub async fn enable_all_for_client(
    tenant: &Tenant,
    client: &ClientId,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    work.makes_stale(Stale::ConnectionsOf(tenant.id.clone(), client.clone()));
    sqlx::query(
        "INSERT INTO connection_clients (tenant_id, connection_id, client_id, created_at)
         SELECT tenant_id, connection_id, $2, $3 FROM connections WHERE tenant_id = $1
         ON CONFLICT (tenant_id, connection_id, client_id) DO NOTHING",
    )
    .bind(tenant.id.as_str())
    .bind(client.as_str())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Takes a connection from a client.
pub async fn disable(
    tenant: &Tenant,
    id: &str,
    client: &ClientId,
    work: &mut Work,
) -> Result<(), SqlError> {
    work.makes_stale(Stale::ConnectionsOf(tenant.id.clone(), client.clone()));
    sqlx::query(
        "DELETE FROM connection_clients WHERE tenant_id = $1 AND connection_id = $2 AND client_id = $3",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .bind(client.as_str())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Takes a connection from all clients.
pub async fn disable_all(tenant: &Tenant, id: &str, work: &mut Work) -> Result<(), SqlError> {
    work.makes_stale(Stale::Connections(tenant.id.clone()));
    sqlx::query("DELETE FROM connection_clients WHERE tenant_id = $1 AND connection_id = $2")
        .bind(tenant.id.as_str())
        .bind(id)
        .execute(work.connection())
        .await?;
    Ok(())
}

/// The clients that may use each of several connections.
pub async fn clients_of(
    tenant: &Tenant,
    ids: &[&str],
    database: &Database,
) -> Result<HashMap<String, Vec<String>>, SqlError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let places: Vec<String> = (2..ids.len() + 2)
        .map(|place| format!("${place}"))
        .collect();
    let statement = format!(
        "SELECT connection_id, client_id FROM connection_clients WHERE tenant_id = $1 AND connection_id IN ({})
         ORDER BY created_at, client_id",
        places.join(", ")
    );
    let mut query = sqlx::query(AssertSqlSafe(statement)).bind(tenant.id.as_str());
    for id in ids {
        query = query.bind(*id);
    }
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    for row in query.fetch_all(database.reader()).await? {
        let id = row.text("connection_id")?;
        found.entry(id).or_default().push(row.text("client_id")?);
    }
    Ok(found)
}

/// A page of the clients that may use a connection, and since when.
pub async fn page_of_clients(
    tenant: &Tenant,
    id: &str,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<(String, Timestamp)>, SqlError> {
    let rows = sqlx::query(
        "SELECT client_id, created_at FROM connection_clients WHERE tenant_id = $1 AND connection_id = $2
           AND (created_at > $3 OR (created_at = $3 AND client_id > $4))
         ORDER BY created_at, client_id LIMIT $5 OFFSET $6",
    )
    .bind(tenant.id.as_str())
    .bind(id)
    .bind(slice.after.millis())
    .bind(&slice.after_id)
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    rows.iter()
        .map(|row| Ok((row.text("client_id")?, row.time("created_at")?)))
        .collect()
}
