//! The `tenant_documents` table.

use ostia_protocol::auth0::ids::TenantId;

use super::{Content, Kind};
use crate::context::Context;
use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::time::Timestamp;

/// Names a document.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    /// Whose.
    pub tenant: &'a TenantId,
    /// The kind's name.
    pub kind: &'a str,
    /// Unique among the tenant's documents of the kind.
    pub name: &'a str,
}

impl<'a> Key<'a> {
    /// A document of the request's tenant.
    pub fn of(kind: &Kind, name: &'a str, context: &'a Context) -> Self {
        Self {
            tenant: &context.tenant.id,
            kind: kind.name,
            name,
        }
    }
}

/// A stored document.
#[derive(Clone, Debug)]
pub struct Row {
    /// The kind's name.
    pub kind: String,
    /// Unique among the tenant's documents of the kind.
    pub name: String,
    /// What is stored.
    pub content: Content,
}

fn read(row: &SqlRow) -> Result<Row, SqlError> {
    Ok(Row {
        kind: row.text("kind")?,
        name: row.text("name")?,
        content: Content {
            document: row.json("document")?,
            sealed: row.optional_text("sealed")?,
        },
    })
}

/// One document.
pub async fn find(key: Key<'_>, database: &Database) -> Result<Option<Row>, SqlError> {
    let row = sqlx::query(
        "SELECT kind, name, document, sealed FROM tenant_documents
         WHERE tenant_id = $1 AND kind = $2 AND name = $3",
    )
    .bind(key.tenant.as_str())
    .bind(key.kind)
    .bind(key.name)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// All documents of a kind, oldest first.
pub async fn list(
    tenant: &TenantId,
    kind: &str,
    database: &Database,
) -> Result<Vec<Row>, SqlError> {
    let rows = sqlx::query(
        "SELECT kind, name, document, sealed FROM tenant_documents
         WHERE tenant_id = $1 AND kind = $2 ORDER BY created_at, name",
    )
    .bind(tenant.as_str())
    .bind(kind)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// All documents of some kinds.
pub async fn list_of_kinds(
    kinds: [&str; 6],
    tenant: &TenantId,
    database: &Database,
) -> Result<Vec<Row>, SqlError> {
    let rows = sqlx::query(
        "SELECT kind, name, document, sealed FROM tenant_documents
         WHERE tenant_id = $1 AND kind IN ($2, $3, $4, $5, $6, $7) ORDER BY kind, name",
    )
    .bind(tenant.as_str())
    .bind(kinds[0])
    .bind(kinds[1])
    .bind(kinds[2])
    .bind(kinds[3])
    .bind(kinds[4])
    .bind(kinds[5])
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// One document, which nobody else changes before the unit of work ends.
pub async fn find_for_update(key: Key<'_>, work: &mut Work) -> Result<Option<Row>, SqlError> {
    // Touching the row takes its lock on every engine.
    let row = sqlx::query(
        "UPDATE tenant_documents SET updated_at = updated_at
         WHERE tenant_id = $1 AND kind = $2 AND name = $3 RETURNING kind, name, document, sealed",
    )
    .bind(key.tenant.as_str())
    .bind(key.kind)
    .bind(key.name)
    .fetch_optional(work.connection())
    .await?;
    row.as_ref().map(read).transpose()
}

/// One document, made empty where it is missing, which nobody else changes before the unit of work ends.
pub async fn claim(key: Key<'_>, now: Timestamp, work: &mut Work) -> Result<Row, SqlError> {
    let row = sqlx::query(
        "INSERT INTO tenant_documents (tenant_id, kind, name, document, created_at, updated_at)
         VALUES ($1, $2, $3, '{}', $4, $4)
         ON CONFLICT (tenant_id, kind, name) DO UPDATE SET updated_at = tenant_documents.updated_at
         RETURNING kind, name, document, sealed",
    )
    .bind(key.tenant.as_str())
    .bind(key.kind)
    .bind(key.name)
    .bind(now.millis())
    .fetch_one(work.connection())
    .await?;
    read(&row)
}

/// Adds a document, unless there is one of this name. Whether it did.
pub async fn insert(
    key: Key<'_>,
    content: &Content,
    now: Timestamp,
    work: &mut Work,
) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "INSERT INTO tenant_documents (tenant_id, kind, name, document, sealed, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (tenant_id, kind, name) DO NOTHING",
    )
    .bind(key.tenant.as_str())
    .bind(key.kind)
    .bind(key.name)
    .bind(content.document.to_string())
    .bind(content.sealed.as_deref())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Adds a document, or replaces the one of this name.
pub async fn put(
    key: Key<'_>,
    content: &Content,
    now: Timestamp,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO tenant_documents (tenant_id, kind, name, document, sealed, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (tenant_id, kind, name)
         DO UPDATE SET document = excluded.document, sealed = excluded.sealed, updated_at = excluded.updated_at",
    )
    .bind(key.tenant.as_str())
    .bind(key.kind)
    .bind(key.name)
    .bind(content.document.to_string())
    .bind(content.sealed.as_deref())
    .bind(now.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes a document. Whether there was one.
pub async fn delete(key: Key<'_>, work: &mut Work) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "DELETE FROM tenant_documents WHERE tenant_id = $1 AND kind = $2 AND name = $3",
    )
    .bind(key.tenant.as_str())
    .bind(key.kind)
    .bind(key.name)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}
