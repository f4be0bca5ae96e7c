//! Collections: things of one kind that are made, listed, changed and deleted by id, kept in one table for all kinds
//! that look nothing up in a way of their own.
//!
//! A noun declares a [`Collection`], and a [`Resource`] on top where nothing but schemas tells it from others.

mod listing;
mod resource;
pub mod table;

use ostia_protocol::auth0::ids::Shape;
use ostia_protocol::auth0::management_error::Error;
use serde_json::{Map, Value};

pub use self::listing::Listing;
pub use self::resource::{Resource, replaced};
use self::table::{Row, Shelf};
use crate::context::Context;
use crate::database::{SqlError, Work, is_taken};
use crate::failure::{Broken, ManagementFailure};
use crate::tenant_documents::{Content, Secrets, sealed};
use crate::time::Timestamp;
use crate::vault::Place;

/// The members of a document.
pub type Members = Map<String, Value>;

/// What a list is sorted by: when the item was made, unless the document says otherwise.
pub type Position = fn(&Members, Timestamp) -> i64;

/// A kind of items.
#[derive(Clone, Copy, Debug)]
pub struct Collection {
    /// Names it in the table. Never changes.
    pub name: &'static str,
    /// How ids read.
    pub ids: Shape,
    /// What a caller is told where there is no such item.
    pub unknown: fn(&str) -> Error,
    /// What no two items share: at most two such things.
    pub uniques: &'static [Unique],
    /// Where in a list an item stands.
    pub position: Position,
    /// Which members are sealed at rest.
    pub secrets: Secrets,
    /// How many items a tenant may have, or an item parts.
    pub limit: u64,
    /// What a caller is told beyond that.
    pub full: fn() -> Error,
    /// Whether a [`Tenant`](crate::tenants::Tenant) that is remembered holds what follows from the items.
    pub is_within_tenant: bool,
}

/// Something that no two items of a collection share.
#[derive(Clone, Copy, Debug)]
pub struct Unique {
    /// What it is; nothing where the document leaves it open.
    pub key: fn(&Members) -> Option<String>,
    /// What a caller is told where another item has it.
    pub taken: fn() -> Error,
}

/// One of a collection's items.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// With its secrets where it was read to be changed; else as callers may see it.
    pub document: Members,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed.
    pub updated_at: Timestamp,
}

impl Collection {
    /// A collection without secrets, in which items may be alike, sorted by age.
    pub const fn new(name: &'static str, ids: Shape, unknown: fn(&str) -> Error) -> Self {
        Self {
            name,
            ids,
            unknown,
            uniques: &[],
            position: by_age,
            secrets: Secrets::NONE,
            limit: 1_000,
            full: Error::too_many_entities,
            is_within_tenant: false,
        }
    }

    /// The same, but remembered tenants hold what follows from the items.
    #[must_use]
    pub const fn within_tenant(self) -> Self {
        Self {
            is_within_tenant: true,
            ..self
        }
    }

    /// The same, but no two items share these.
    #[must_use]
    pub const fn with_uniques(self, uniques: &'static [Unique]) -> Self {
        Self { uniques, ..self }
    }

    /// The same with members that are sealed at rest.
    #[must_use]
    pub const fn with_secrets(self, secrets: Secrets) -> Self {
        Self { secrets, ..self }
    }

    /// The same, but sorted otherwise.
    #[must_use]
    pub const fn sorted_by(self, position: Position) -> Self {
        Self { position, ..self }
    }

    /// The same for fewer or more items.
    #[must_use]
    pub const fn with_limit(self, limit: u64, full: fn() -> Error) -> Self {
        Self {
            limit,
            full,
            ..self
        }
    }

    fn shelf<'a>(&'a self, parent: &'a str, context: &'a Context) -> Shelf<'a> {
        Shelf {
            tenant: &context.tenant.id,
            collection: self.name,
            parent,
        }
    }

    /// One item, as callers may see it.
    ///
    /// # Errors
    /// 404; or when the database is away.
    pub async fn find(&self, id: &str, context: &Context) -> Result<Item, ManagementFailure> {
        self.find_part("", id, context).await
    }

    /// One part of an item.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub async fn find_part(
        &self,
        parent: &str,
        id: &str,
        context: &Context,
    ) -> Result<Item, ManagementFailure> {
        let row = table::find(self.shelf(parent, context), id, context.database()).await?;
        let row = row.ok_or_else(|| (self.unknown)(id))?;
        Ok(self.shown(row, context)?)
    }

    /// The item that alone has this key.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn find_by_key(&self, key: &str, context: &Context) -> Result<Option<Item>, Broken> {
        self.find_part_by_key("", key, context).await
    }

    /// The part of an item that alone has this key.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn find_part_by_key(
        &self,
        parent: &str,
        key: &str,
        context: &Context,
    ) -> Result<Option<Item>, Broken> {
        let shelf = self.shelf(parent, context);
        let row = table::find_by_key(shelf, key, context.database()).await?;
        row.map(|row| self.shown(row, context)).transpose()
    }

    /// One item with all of its secrets; nobody else changes it before the unit of work ends.
    ///
    /// # Errors
    /// 404; or when the database is away.
    pub async fn find_for_update(
        &self,
        parent: &str,
        id: &str,
        context: &Context,
        work: &mut Work,
    ) -> Result<Item, ManagementFailure> {
        let found = self.look_up_for_update(parent, id, context, work).await?;
        Ok(found.ok_or_else(|| (self.unknown)(id))?)
    }

    /// The same, where there may be none.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn look_up_for_update(
        &self,
        parent: &str,
        id: &str,
        context: &Context,
        work: &mut Work,
    ) -> Result<Option<Item>, Broken> {
        let row = table::find_for_update(self.shelf(parent, context), id, work).await?;
        row.map(|row| self.opened(row, context)).transpose()
    }

    /// How many items there are.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn count(&self, parent: &str, context: &Context) -> Result<u64, Broken> {
        Ok(table::count(self.shelf(parent, context), context.database()).await?)
    }

    /// The greatest position of an item; 0 where there is none.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn last_position(
        &self,
        parent: &str,
        context: &Context,
        work: &mut Work,
    ) -> Result<i64, Broken> {
        Ok(table::last_position(self.shelf(parent, context), work).await?)
    }

    /// Adds an item.
    ///
    /// # Errors
    /// 409 where it shares what none may share, or where there is no room; or when the database is away.
    pub async fn insert(
        &self,
        parent: &str,
        document: Members,
        context: &Context,
        work: &mut Work,
    ) -> Result<Item, ManagementFailure> {
        // Several at once may go beyond the limit by as many; it is there to bound, not to count.
        if self.count(parent, context).await? >= self.limit {
            return Err((self.full)().into());
        }
        let millis = u64::try_from(context.now.millis()).unwrap_or_default();
        let id = self.ids.generate(millis, context.entropy());
        let item = Item {
            id,
            document,
            created_at: context.now,
            updated_at: context.now,
        };
        let row = self.row(parent, &item, context)?;
        self.forget_tenant(context, work);
        let inserted = table::insert(self.shelf(parent, context), &row, work).await;
        self.accept(inserted, &row, context).await?;
        Ok(self.without_hidden(item))
    }

    /// Replaces what an item holds, which becomes new now.
    ///
    /// # Errors
    /// 409 where it shares what none may share; or when the database is away.
    pub async fn update(
        &self,
        parent: &str,
        item: Item,
        context: &Context,
        work: &mut Work,
    ) -> Result<Item, ManagementFailure> {
        let item = Item {
            updated_at: context.now,
            ..item
        };
        let row = self.row(parent, &item, context)?;
        self.forget_tenant(context, work);
        let updated = table::update(self.shelf(parent, context), &row, work).await;
        self.accept(updated, &row, context).await?;
        Ok(self.without_hidden(item))
    }

    /// Removes an item. Whether there was one.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn remove(
        &self,
        id: &str,
        context: &Context,
        work: &mut Work,
    ) -> Result<bool, Broken> {
        self.remove_part("", id, context, work).await
    }

    /// Removes a part of an item. Whether there was one.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn remove_part(
        &self,
        parent: &str,
        id: &str,
        context: &Context,
        work: &mut Work,
    ) -> Result<bool, Broken> {
        self.forget_tenant(context, work);
        Ok(table::delete(self.shelf(parent, context), id, work).await?)
    }

    fn forget_tenant(&self, context: &Context, work: &mut Work) {
        if self.is_within_tenant {
            context.tenant.becomes_stale(work);
        }
    }

    /// Removes the parts of an item that stand at or before a position, but for one.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn remove_parts(
        &self,
        parent: &str,
        last: i64,
        except: &str,
        context: &Context,
        work: &mut Work,
    ) -> Result<(), Broken> {
        let shelf = self.shelf(parent, context);
        Ok(table::delete_parts(shelf, last, except, work).await?)
    }

    fn row(&self, parent: &str, item: &Item, context: &Context) -> Result<Row, Broken> {
        let key = |index: usize| {
            let unique = self.uniques.get(index)?;
            (unique.key)(&item.document)
        };
        let place_id = self.place_id(&item.id);
        let document = Value::Object(item.document.clone());
        Ok(Row {
            id: item.id.clone(),
            parent: parent.to_owned(),
            keys: [key(0), key(1)],
            position: (self.position)(&item.document, item.created_at),
            content: sealed::seal(&self.secrets, document, place(&place_id), context)?,
            created_at: item.created_at,
            updated_at: item.updated_at,
        })
    }

    /// Says which of the two keys was taken, when one was.
    async fn accept(
        &self,
        written: Result<(), SqlError>,
        row: &Row,
        context: &Context,
    ) -> Result<(), ManagementFailure> {
        let Err(error) = written else { return Ok(()) };
        if !is_taken(&error) {
            return Err(Broken::from(error).into());
        }
        let mut uniques = self.uniques.iter();
        let (Some(first), other) = (uniques.next(), uniques.next()) else {
            return Err(Broken::from(error).into());
        };
        let key = row.keys[0].as_deref().unwrap_or_default();
        let holder = self.find_by_key(key, context).await?;
        let is_first = holder.is_some_and(|holder| holder.id != row.id);
        let taken = other.filter(|_| !is_first).unwrap_or(first);
        Err((taken.taken)().into())
    }

    fn shown(&self, row: Row, context: &Context) -> Result<Item, Broken> {
        if self.secrets.are_shown {
            self.opened(row, context)
        } else {
            Ok(item(row))
        }
    }

    fn opened(&self, mut row: Row, context: &Context) -> Result<Item, Broken> {
        let place_id = self.place_id(&row.id);
        let content = Content {
            sealed: row.content.sealed.take(),
            document: row.content.document,
        };
        row.content.document = sealed::open(content, place(&place_id), context)?;
        Ok(item(row))
    }

    fn without_hidden(&self, item: Item) -> Item {
        if self.secrets.are_shown {
            return item;
        }
        let mut document = Value::Object(item.document);
        drop(self.secrets.take_from(&mut document));
        Item {
            document: members(document),
            ..item
        }
    }

    fn place_id(&self, id: &str) -> String {
        format!("{}/{id}", self.name)
    }
}

fn by_age(_: &Members, created_at: Timestamp) -> i64 {
    created_at.millis()
}

/// The text of a member.
pub fn text_of(document: &Members, name: &str) -> Option<String> {
    document.get(name)?.as_str().map(str::to_owned)
}

/// The members of what is an object.
pub fn members(value: Value) -> Members {
    match value {
        Value::Object(members) => members,
        _ => Members::new(),
    }
}

fn item(row: Row) -> Item {
    Item {
        id: row.id,
        document: members(row.content.document),
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn place(id: &str) -> Place<'_> {
    Place {
        table: "items",
        column: "sealed",
        id,
    }
}
