//! Reading many of a collection's items, and what a list found until it is written as a page.

use ostia_protocol::auth0::paging::{Page, Paging};
use serde_json::Value;

use super::table::{self, Row};
use super::{Collection, Item, Members};
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};
use crate::listing::{self, Listed, Slice};
use crate::time::Timestamp;

/// How many items are read at a time where a list is filtered.
const BATCH: i64 = 200;

/// What [`Collection::list`] found.
#[derive(Clone, Debug)]
pub struct Listing {
    pub(super) paging: Paging,
    pub(super) items: Vec<(i64, Item)>,
    pub(super) total: u64,
    pub(super) now: Timestamp,
}

impl Listing {
    /// The page that the items make, each written by `show`.
    pub fn page(self, show: impl Fn(Item) -> Value) -> Page {
        let listed = self.items.into_iter().map(|(position, item)| Listed {
            created_at: Timestamp::from_millis(position),
            id: item.id.clone(),
            value: show(item),
        });
        listing::page(&self.paging, listed.collect(), self.total, self.now)
    }
}

impl Collection {
    /// Some of the items that `keeps` says yes to, in order; `show` writes them.
    ///
    /// # Errors
    /// 400 for a checkpoint that is not ours; or when the database is away.
    pub async fn list(
        &self,
        parent: &str,
        paging: &Paging,
        keeps: Option<&(dyn Fn(&Members) -> bool + Sync)>,
        context: &Context,
    ) -> Result<Listing, ManagementFailure> {
        let slice = Slice::of(paging, context.now)?;
        let (rows, total) = match keeps {
            None => self.slice(parent, paging, &slice, context).await?,
            Some(keeps) => self.filtered(parent, &slice, keeps, context).await?,
        };
        let mut listing = Listing {
            paging: paging.clone(),
            items: Vec::with_capacity(rows.len()),
            total,
            now: context.now,
        };
        for row in rows {
            let position = row.position;
            listing.items.push((position, self.shown(row, context)?));
        }
        Ok(listing)
    }

    /// All items, as callers may see them.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn all(&self, parent: &str, context: &Context) -> Result<Vec<Item>, Broken> {
        let shelf = self.shelf(parent, context);
        let rows = table::first(shelf, self.limit, context.database()).await?;
        rows.into_iter()
            .map(|row| self.shown(row, context))
            .collect()
    }

    /// All items with all of their secrets, to act on and never to show.
    ///
    /// # Errors
    /// When the database is away, or a secret does not open.
    pub async fn all_with_secrets(
        &self,
        parent: &str,
        context: &Context,
    ) -> Result<Vec<Item>, Broken> {
        let shelf = self.shelf(parent, context);
        let rows = table::first(shelf, self.limit, context.database()).await?;
        rows.into_iter()
            .map(|row| self.opened(row, context))
            .collect()
    }

    async fn slice(
        &self,
        parent: &str,
        paging: &Paging,
        slice: &Slice,
        context: &Context,
    ) -> Result<(Vec<Row>, u64), Broken> {
        let shelf = self.shelf(parent, context);
        let rows = table::list(shelf, slice, context.database()).await?;
        let total = if paging.wants_total() {
            table::count(shelf, context.database()).await?
        } else {
            0
        };
        Ok((rows, total))
    }

    /// What a filter leaves can only be counted by reading it all, of which the collection's limit bounds the cost.
    async fn filtered(
        &self,
        parent: &str,
        slice: &Slice,
        keeps: &(dyn Fn(&Members) -> bool + Sync),
        context: &Context,
    ) -> Result<(Vec<Row>, u64), Broken> {
        let mut batch = Slice {
            limit: BATCH,
            offset: 0,
            ..slice.clone()
        };
        let (mut kept, mut total) = (Vec::new(), 0_i64);
        loop {
            let rows = table::list(self.shelf(parent, context), &batch, context.database()).await?;
            let Some(last) = rows.last() else { break };
            batch.after = Timestamp::from_millis(last.position);
            batch.after_id.clone_from(&last.id);
            let is_full = rows.len() == usize::try_from(BATCH).unwrap_or(0);
            for row in rows {
                if row.content.document.as_object().is_some_and(keeps) {
                    total += 1;
                    if total > slice.offset && total <= slice.offset.saturating_add(slice.limit) {
                        kept.push(row);
                    }
                }
            }
            if !is_full {
                break;
            }
        }
        Ok((kept, total.unsigned_abs()))
    }
}
