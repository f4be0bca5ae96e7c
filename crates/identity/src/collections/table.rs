//! The `items` table.

use ostia_protocol::auth0::ids::TenantId;

use crate::database::{Columns, Database, SqlError, SqlRow, Work};
use crate::listing::Slice;
use crate::tenant_documents::Content;
use crate::time::Timestamp;

/// A stored item.
#[derive(Clone, Debug)]
pub struct Row {
    /// Unique in the collection.
    pub id: String,
    /// The item that this one is a part of; empty at the top.
    pub parent: String,
    /// What no other item of the collection has.
    pub keys: [Option<String>; 2],
    /// What lists are sorted by.
    pub position: i64,
    /// What is stored.
    pub content: Content,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed.
    pub updated_at: Timestamp,
}

/// The items of one tenant's collection, or the parts of one of its items.
#[derive(Clone, Copy, Debug)]
pub struct Shelf<'a> {
    /// Whose.
    pub tenant: &'a TenantId,
    /// The collection's name.
    pub collection: &'a str,
    /// The item whose parts are meant; empty at the top.
    pub parent: &'a str,
}

fn read(row: &SqlRow) -> Result<Row, SqlError> {
    Ok(Row {
        id: row.text("item_id")?,
        parent: row.text("parent_id")?,
        keys: [
            row.optional_text("unique_key")?,
            row.optional_text("other_key")?,
        ],
        position: row.integer("position")?,
        content: Content {
            document: row.json("document")?,
            sealed: row.optional_text("sealed")?,
        },
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
    })
}

/// One item.
pub async fn find(
    shelf: Shelf<'_>,
    id: &str,
    database: &Database,
) -> Result<Option<Row>, SqlError> {
    let row = sqlx::query(
        "SELECT item_id, parent_id, unique_key, other_key, position, document, sealed, created_at, updated_at
         FROM items WHERE tenant_id = $1 AND collection = $2 AND item_id = $3 AND parent_id = $4",
    )
    .bind(shelf.tenant.as_str())
    .bind(shelf.collection)
    .bind(id)
    .bind(shelf.parent)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// The item with this key, which is the first of those that no two items share.
pub async fn find_by_key(
    shelf: Shelf<'_>,
    key: &str,
    database: &Database,
) -> Result<Option<Row>, SqlError> {
    let row = sqlx::query(
        "SELECT item_id, parent_id, unique_key, other_key, position, document, sealed, created_at, updated_at
         FROM items WHERE tenant_id = $1 AND collection = $2 AND unique_key = $3 AND parent_id = $4",
    )
    .bind(shelf.tenant.as_str())
    .bind(shelf.collection)
    .bind(key)
    .bind(shelf.parent)
    .fetch_optional(database.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// One item inside a unit of work: nobody else changes or deletes it before its end.
pub async fn find_for_update(
    shelf: Shelf<'_>,
    id: &str,
    work: &mut Work,
) -> Result<Option<Row>, SqlError> {
    // Touching the row takes its lock on every engine.
    let row = sqlx::query(
        "UPDATE items SET updated_at = updated_at
         WHERE tenant_id = $1 AND collection = $2 AND item_id = $3 AND parent_id = $4
         RETURNING item_id, parent_id, unique_key, other_key, position, document, sealed, created_at, updated_at",
    )
    .bind(shelf.tenant.as_str())
    .bind(shelf.collection)
    .bind(id)
    .bind(shelf.parent)
    .fetch_optional(work.connection())
    .await?;
    row.as_ref().map(read).transpose()
}

/// Some of the items, in order.
pub async fn list(
    shelf: Shelf<'_>,
    slice: &Slice,
    database: &Database,
) -> Result<Vec<Row>, SqlError> {
    let rows = sqlx::query(
        "SELECT item_id, parent_id, unique_key, other_key, position, document, sealed, created_at, updated_at
         FROM items WHERE tenant_id = $1 AND collection = $2 AND parent_id = $3
           AND (position > $4 OR (position = $4 AND item_id > $5))
         ORDER BY position, item_id LIMIT $6 OFFSET $7",
    )
    .bind(shelf.tenant.as_str())
    .bind(shelf.collection)
    .bind(shelf.parent)
    .bind(slice.after.millis())
    .bind(&slice.after_id)
    .bind(slice.limit)
    .bind(slice.offset)
    .fetch_all(database.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// The first so many of the items, in order.
pub async fn first(
    shelf: Shelf<'_>,
    limit: u64,
    database: &Database,
) -> Result<Vec<Row>, SqlError> {
    let slice = Slice {
        after: Timestamp::from_millis(i64::MIN),
        after_id: String::new(),
        limit: i64::try_from(limit).unwrap_or(i64::MAX),
        offset: 0,
    };
    list(shelf, &slice, database).await
}

/// How many items there are.
pub async fn count(shelf: Shelf<'_>, database: &Database) -> Result<u64, SqlError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM items WHERE tenant_id = $1 AND collection = $2 AND parent_id = $3",
    )
    .bind(shelf.tenant.as_str())
    .bind(shelf.collection)
    .bind(shelf.parent)
    .fetch_one(database.reader())
    .await?;
    row.integer("total").map(i64::unsigned_abs)
}

/// The greatest position of an item; 0 where there is none.
pub async fn last_position(shelf: Shelf<'_>, work: &mut Work) -> Result<i64, SqlError> {
    let row = sqlx::query(
        "SELECT COALESCE(MAX(position), 0) AS last FROM items
         WHERE tenant_id = $1 AND collection = $2 AND parent_id = $3",
    )
    .bind(shelf.tenant.as_str())
    .bind(shelf.collection)
    .bind(shelf.parent)
    .fetch_one(work.connection())
    .await?;
    row.integer("last")
}

/// Adds an item. Fails where [`is_taken`](crate::database::is_taken) says so.
pub async fn insert(shelf: Shelf<'_>, row: &Row, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query(
        "INSERT INTO items (tenant_id, collection, item_id, parent_id, unique_key, other_key, position, document,
           sealed, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(shelf.tenant.as_str())
    .bind(shelf.collection)
    .bind(&row.id)
    .bind(&row.parent)
    .bind(row.keys[0].as_deref())
    .bind(row.keys[1].as_deref())
    .bind(row.position)
    .bind(row.content.document.to_string())
    .bind(row.content.sealed.as_deref())
    .bind(row.created_at.millis())
    .bind(row.updated_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Replaces what an item holds. Fails where [`is_taken`](crate::database::is_taken) says so.
pub async fn update(shelf: Shelf<'_>, row: &Row, work: &mut Work) -> Result<(), SqlError> {
    sqlx::query(
        "UPDATE items SET unique_key = $4, other_key = $5, position = $6, document = $7, sealed = $8, updated_at = $9
         WHERE tenant_id = $1 AND collection = $2 AND item_id = $3",
    )
    .bind(shelf.tenant.as_str())
    .bind(shelf.collection)
    .bind(&row.id)
    .bind(row.keys[0].as_deref())
    .bind(row.keys[1].as_deref())
    .bind(row.position)
    .bind(row.content.document.to_string())
    .bind(row.content.sealed.as_deref())
    .bind(row.updated_at.millis())
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Removes an item. Whether there was one.
pub async fn delete(shelf: Shelf<'_>, id: &str, work: &mut Work) -> Result<bool, SqlError> {
    let done = sqlx::query(
        "DELETE FROM items WHERE tenant_id = $1 AND collection = $2 AND item_id = $3 AND parent_id = $4",
    )
    .bind(shelf.tenant.as_str())
    .bind(shelf.collection)
    .bind(id)
    .bind(shelf.parent)
    .execute(work.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Removes all parts of an item up to a position.
pub async fn delete_parts(
    shelf: Shelf<'_>,
    last: i64,
    except: &str,
    work: &mut Work,
) -> Result<(), SqlError> {
    sqlx::query(
        "DELETE FROM items
         WHERE tenant_id = $1 AND collection = $2 AND parent_id = $3 AND position <= $4 AND item_id <> $5",
    )
    .bind(shelf.tenant.as_str())
    .bind(shelf.collection)
    .bind(shelf.parent)
    .bind(last)
    .bind(except)
    .execute(work.connection())
    .await?;
    Ok(())
}
