//! Lists in pages, oldest first: which rows a statement reads, and the page that they make.

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Cursor, Page, Paging};
use serde_json::Value;

use crate::time::Timestamp;

/// What a statement binds to read one page of rows that are sorted by age, then by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Rows made at this moment come only where their id is greater than `after_id`, earlier ones not at all.
    pub after: Timestamp,
    /// Of the last row of the page before; empty at the beginning.
    pub after_id: String,
    /// How many rows to read: one more than the page holds where that tells whether others follow.
    pub limit: i64,
    /// How many rows to skip.
    pub offset: i64,
}

/// A row of a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// What the list is sorted by.
    pub created_at: Timestamp,
    /// What decides among rows of one moment.
    pub id: String,
    /// As on the wire.
    pub value: Value,
}

impl Slice {
    /// The rows that a request asks for.
    ///
    /// # Errors
    /// 400 for a checkpoint that is not ours or too old.
    pub fn of(paging: &Paging, now: Timestamp) -> Result<Self, Error> {
        let mut slice = Self {
            after: Timestamp::from_millis(i64::MIN),
            after_id: String::new(),
            limit: i64::from(paging.limit()),
            offset: i64::try_from(paging.start()).unwrap_or(i64::MAX),
        };
        if let Paging::Checkpoint { from, .. } = paging {
            slice.limit += 1;
            if let Some(from) = from {
                let cursor = Cursor::decode(from, unsigned(now))?;
                let millis = cursor.sort_key.parse();
                slice.after =
                    Timestamp::from_millis(millis.map_err(|_| Error::checkpoint_expired())?);
                slice.after_id = cursor.id;
            }
        }
        Ok(slice)
    }
}

/// The page that rows of [`Slice`] make. `total` counts the rows of the whole list, where that is asked for.
pub fn page(paging: &Paging, mut rows: Vec<Listed>, total: u64, now: Timestamp) -> Page {
    let limit = usize::try_from(paging.limit()).unwrap_or(usize::MAX);
    let more_follow = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more_follow).map(|last| {
        let cursor = Cursor {
            sort_key: last.created_at.millis().to_string(),
            id: last.id.clone(),
        };
        cursor.encode(unsigned(now))
    });
    Page {
        rows: rows.into_iter().map(|row| row.value).collect(),
        total,
        with_length: false,
        next,
    }
}

fn unsigned(now: Timestamp) -> u64 {
    u64::try_from(now.millis()).unwrap_or_default()
}
