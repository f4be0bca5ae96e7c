//! The `clients` table.

use ostia_protocol::auth0::ids::ClientId;
use serde_json::{Map, Value};

use crate::cache::Stale;
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::refresh_tokens;
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// A row; the secret is sealed.
#[derive(Debug)]
pub struct ClientRow {
    /// The `client_id`.
    pub client_id: String,
    /// As on the wire, without the secret.
    pub document: Map<String, Value>,
    /// The secret, sealed by the tenant's key.
    pub sealed_secret: Option<String>,
}

fn read(row: &SqlRow) -> Result<ClientRow, SqlError> {
    Ok(ClientRow {
        client_id: row.text("client_id")?,
        document: row.json("document")?,
        sealed_secret: row.optional_text("sealed_secret")?,
    })
}

/// One client.
pub async fn find(
    tenant: &Tenant,
    id: &ClientId,
    database: &Database,
) -> Result<Option<ClientRow>, SqlError> {
    let row =
        sqlx::query("SELECT client_id, document, sealed_secret FROM clients WHERE tenant_id = $1 AND client_id = $2")
            .bind(tenant.id.as_str())
            .bind(id.as_str())
            .fetch_optional(database.reader())
            .await?;
    row.as_ref().map(read).transpose()
}

/// A client that is known by the address of its metadata document.
#[derive(Debug)]
pub struct ExternalRow {
    /// The `client_id`.
    pub client_id: String,
    /// When it was brought up to date.
    pub updated_at: Timestamp,
    /// Whether nobody brought it in.
    pub came_by_itself: bool,
}

const EXTERNAL: &str =
    "SELECT client_id, document, updated_at FROM clients WHERE tenant_id = $1 AND external_id = $2";

fn read_external(row: &SqlRow) -> Result<ExternalRow, SqlError> {
    let document: Map<String, Value> = row.json("document")?;
    let by = document.get("external_metadata_created_by");
    Ok(ExternalRow {
        client_id: row.text("client_id")?,
        updated_at: row.time("updated_at")?,
        came_by_itself: by.and_then(Value::as_str) == Some("client"),
    })
}

/// The client with this address.
pub async fn find_external(
    tenant: &Tenant,
    address: &str,
    database: &Database,
) -> Result<Option<ExternalRow>, SqlError> {
    let row = sqlx::query(EXTERNAL)
        .bind(tenant.id.as_str())
        .bind(address)
        .fetch_optional(database.reader())
        .await?;
    row.as_ref().map(read_external).transpose()
}

/// The same inside a unit of work.
pub async fn find_external_in(
    tenant: &Tenant,
    address: &str,
    work: &mut Work,
) -> Result<Option<ExternalRow>, SqlError> {
    let row = sqlx::query(EXTERNAL)
        .bind(tenant.id.as_str())
        .bind(address)
        .fetch_optional(work.connection())
        .await?;
    row.as_ref().map(read_external).transpose()
}

/// Notes that a client's document was looked for, whatever came of it.
pub async fn note_reading(
    tenant: &Tenant,
    id: &ClientId,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query("UPDATE clients SET updated_at = $3 WHERE tenant_id = $1 AND client_id = $2")
        .bind(tenant.id.as_str())
        .bind(id.as_str())
        .bind(now.millis())
        .execute(work.connection())
        .await?;
    Ok(())
}

/// The built-in client "All Applications".
pub async fn find_global(
    tenant: &Tenant,
    database: &Database,
) -> Result<Option<ClientRow>, SqlError> {
    let row =
        sqlx::query("SELECT client_id, document, sealed_secret FROM clients WHERE tenant_id = $1 AND is_global = 1")
            .bind(tenant.id.as_str())
            .fetch_optional(database.reader())
            .await?;
    row.as_ref().map(read).transpose()
}

/// One client inside a unit of work, so that a change sees the latest.
pub async fn find_for_update(
    tenant: &Tenant,
    id: &ClientId,
    work: &mut Work,
) -> Result<Option<ClientRow>, SqlError> {
    // Touching the row takes its lock on every engine.
    let row = sqlx::query(
        "UPDATE clients SET updated_at = updated_at WHERE tenant_id = $1 AND client_id = $2
         RETURNING client_id, document, sealed_secret",
    )
    .bind(tenant.id.as_str())
    .bind(id.as_str())
    .fetch_optional(work.connection())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Adds a client.
pub async fn insert(
    tenant: &Tenant,
    row: &ClientRow,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    let is = |name: &str, absent: bool| {
        i64::from(
            row.document
                .get(name)
                .and_then(Value::as_bool)
                .unwrap_or(absent),
        )
    };
    sqlx::query(
        "INSERT INTO clients (tenant_id, client_id, document, sealed_secret, is_global, is_first_party, app_type, external_id, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
    )
    .bind(tenant.id.as_str())
    .bind(&row.client_id)
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .bind(row.sealed_secret.as_deref())
    .bind(is("global", false))
    .bind(is("is_first_party", true))
    .bind(row.document.get("app_type").and_then(Value::as_str))
    .bind(row.document.get("external_client_id").and_then(Value::as_str))
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Replaces a client's document and, where one is given, its sealed secret.
pub async fn update(
    tenant: &Tenant,
    row: &ClientRow,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE clients SET document = $3, sealed_secret = $4, app_type = $5, updated_at = $6
         WHERE tenant_id = $1 AND client_id = $2",
    )
    .bind(tenant.id.as_str())
    .bind(&row.client_id)
    .bind(serde_json::to_string(&row.document).unwrap_or_default())
    .bind(row.sealed_secret.as_deref())
    .bind(row.document.get("app_type").and_then(Value::as_str))
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Which clients a list holds.
#[derive(Debug, Default)]
pub struct Filter {
    /// Only the global client, or only the others.
    pub is_global: Option<bool>,
    /// Only first-party, or only third-party clients.
    pub is_first_party: Option<bool>,
    /// Only clients of these kinds.
    pub app_types: Option<Vec<String>>,
    /// Only the client of this metadata document.
    pub external_id: Option<String>,
    /// Only clients with a grant that covers every organization.
    pub granted_any_organization: bool,
    /// Only clients with a grant that was added to this organization.
    pub granted_organization: Option<String>,
}

impl Filter {
    // Absent conditions are values that no row has: one statement serves every combination.
    fn is_global(&self) -> i64 {
        self.is_global.map_or(-1, i64::from)
    }

    fn is_first_party(&self) -> i64 {
        self.is_first_party.map_or(-1, i64::from)
    }

    fn app_types(&self) -> String {
        self.app_types
            .as_ref()
            .map_or_else(String::new, |types| format!(",{},", types.join(",")))
    }
}

/// Where a list begins, and how long it is.
#[derive(Debug)]
pub struct Slice {
    /// Behind the client that was made at this time and has this id.
    pub after: (Timestamp, String),
    /// Rows to leave out.
    pub offset: i64,
    /// Rows at most.
    pub limit: i64,
}

/// A row of a list, with what the list is sorted by.
#[derive(Debug)]
pub struct ListedRow {
    /// When the client was made.
    pub created_at: Timestamp,
    /// The client.
    pub row: ClientRow,
}

/// Clients, oldest first.
pub async fn list(
    tenant: &Tenant,
    filter: &Filter,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<ListedRow>, SqlError> {
    let rows = sqlx::query(
        r#"SELECT client_id, document, sealed_secret, created_at FROM clients
         WHERE tenant_id = $1 AND ($2 = -1 OR is_global = $2) AND ($3 = -1 OR is_first_party = $3)
         AND ($4 = '' OR $4 LIKE '%,' || app_type || ',%') AND ($5 = '' OR external_id = $5)
         AND ($6 = 0 OR EXISTS (SELECT 1 FROM client_grants g WHERE g.tenant_id = clients.tenant_id
           AND g.client_id = clients.client_id AND g.document LIKE '%"allow_any_organization":true%'))
         AND ($11 = '' OR EXISTS (SELECT 1 FROM client_grants g JOIN organization_client_grants o
           ON o.tenant_id = g.tenant_id AND o.client_grant_id = g.client_grant_id
           WHERE g.tenant_id = clients.tenant_id AND g.client_id = clients.client_id AND o.organization_id = $11))
         AND (created_at > $7 OR (created_at = $7 AND client_id > $8))
         ORDER BY created_at, client_id LIMIT $9 OFFSET $10"#,
    )
    .bind(tenant.id.as_str())
    .bind(filter.is_global())
    .bind(filter.is_first_party())
    .bind(filter.app_types())
    .bind(filter.external_id.clone().unwrap_or_default())
    .bind(i64::from(filter.granted_any_organization))
    .bind(slice.after.0.millis())
    .bind(&slice.after.1)
    .bind(slice.limit)
    .bind(slice.offset)
    .bind(filter.granted_organization.clone().unwrap_or_default())
    .fetch_all(database.reader())
    .await?;
    let listed = |row: &SqlRow| {
        Ok(ListedRow {
            created_at: row.time("created_at")?,
            row: read(row)?,
        })
    };
    rows.iter().map(listed).collect()
}

/// How many clients there are.
pub async fn count(tenant: &Tenant, filter: &Filter, database: &Database) -> Result<u64, SqlError> {
    let row = sqlx::query(
        r#"SELECT COUNT(*) AS total FROM clients
         WHERE tenant_id = $1 AND ($2 = -1 OR is_global = $2) AND ($3 = -1 OR is_first_party = $3)
         AND ($4 = '' OR $4 LIKE '%,' || app_type || ',%') AND ($5 = '' OR external_id = $5)
         AND ($6 = 0 OR EXISTS (SELECT 1 FROM client_grants g WHERE g.tenant_id = clients.tenant_id
           AND g.client_id = clients.client_id AND g.document LIKE '%"allow_any_organization":true%'))
         AND ($7 = '' OR EXISTS (SELECT 1 FROM client_grants g JOIN organization_client_grants o
           ON o.tenant_id = g.tenant_id AND o.client_grant_id = g.client_grant_id
           WHERE g.tenant_id = clients.tenant_id AND g.client_id = clients.client_id AND o.organization_id = $7))"#,
    )
    .bind(tenant.id.as_str())
    .bind(filter.is_global())
    .bind(filter.is_first_party())
    .bind(filter.app_types())
    .bind(filter.external_id.clone().unwrap_or_default())
    .bind(i64::from(filter.granted_any_organization))
    .bind(filter.granted_organization.clone().unwrap_or_default())
    .fetch_one(database.reader())
    .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// The documents of all clients that have aliases.
pub async fn list_with_aliases(
    tenant: &Tenant,
    work: &mut Work,
) -> Result<Vec<ClientRow>, SqlError> {
    let rows = sqlx::query(
        r#"SELECT client_id, document, sealed_secret FROM clients
         WHERE tenant_id = $1 AND document LIKE '%"client_aliases":["%'"#,
    )
    .bind(tenant.id.as_str())
    .fetch_all(work.connection())
    .await?;
    rows.iter().map(read).collect()
}

/// Removes a client with all that exists only for it. Its refresh tokens are ended, not removed: the log of their
/// families outlives it.
pub async fn delete(
    tenant: &Tenant,
    id: &ClientId,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    work.makes_stale(Stale::ConnectionsOf(tenant.id.clone(), id.clone()));
    refresh_tokens::table::revoke_of_client(tenant, id, now, work).await?;
    for statement in [
        "DELETE FROM client_credentials WHERE tenant_id = $1 AND client_id = $2",
        "DELETE FROM used_assertions WHERE tenant_id = $1 AND client_id = $2",
        "DELETE FROM organization_client_grants WHERE tenant_id = $1 AND client_grant_id IN
         (SELECT client_grant_id FROM client_grants WHERE tenant_id = $1 AND client_id = $2)",
        "DELETE FROM organization_invitations WHERE tenant_id = $1 AND client_id = $2",
        "DELETE FROM client_grants WHERE tenant_id = $1 AND client_id = $2",
        "DELETE FROM connection_clients WHERE tenant_id = $1 AND client_id = $2",
        "DELETE FROM consents WHERE tenant_id = $1 AND client_id = $2",
        "DELETE FROM session_clients WHERE tenant_id = $1 AND client_id = $2",
        "DELETE FROM authorization_codes WHERE tenant_id = $1 AND client_id = $2",
        "DELETE FROM login_transactions WHERE tenant_id = $1 AND client_id = $2",
        "DELETE FROM clients WHERE tenant_id = $1 AND client_id = $2",
    ] {
        sqlx::query(statement)
            .bind(tenant.id.as_str())
            .bind(id.as_str())
            .execute(work.connection())
            .await?;
    }
    Ok(())
}
