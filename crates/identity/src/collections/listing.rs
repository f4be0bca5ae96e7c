//! What a list found, until it is written as a page.

use ostia_protocol::auth0::paging::{Page, Paging};
use serde_json::Value;

use super::Item;
use crate::listing::{self, Listed};
use crate::time::Timestamp;

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
