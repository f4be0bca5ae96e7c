//! The `metadata` columns.

use serde_json::Value;

use crate::database::{Columns, SqlError, SqlRow};

/// What administrators noted, where they did.
pub fn read(row: &SqlRow) -> Result<Option<Value>, SqlError> {
    match row.optional_text("metadata")? {
        Some(_) => row.json("metadata").map(Some),
        None => Ok(None),
    }
}
