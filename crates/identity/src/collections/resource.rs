//! A collection whose items are no more than documents of a schema.

use std::sync::LazyLock;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging};
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use super::{Collection, Item, Members, members};
use crate::context::Context;
use crate::database::Work;
use crate::failure::ManagementFailure;

/// What may be sent, what follows from it, and how it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Resource {
    /// Where the items are.
    pub collection: Collection,
    /// The body of a creation.
    pub create: &'static LazyLock<Schema>,
    /// The body of a change.
    pub update: &'static LazyLock<Schema>,
    /// What an item has beside what was sent.
    pub initial: fn(&mut Members, &Context),
    /// What a change does.
    pub change: fn(&mut Members, &Members),
    /// What must hold between the members of an item, beyond the schemas.
    pub check: fn(&Members) -> Result<(), Error>,
    /// The member that holds the id.
    pub id_member: &'static str,
    /// Whether items show when they were made and changed.
    pub is_dated: bool,
    /// Whether who deletes what isn't there is told so.
    pub misses: bool,
}

impl Resource {
    /// A resource of dated items that hold what is sent.
    pub const fn new(
        collection: Collection,
        create: &'static LazyLock<Schema>,
        update: &'static LazyLock<Schema>,
    ) -> Self {
        Self {
            collection,
            create,
            update,
            initial: |_, _| {},
            change: replaced,
            check: |_| Ok(()),
            id_member: "id",
            is_dated: true,
            misses: true,
        }
    }

    /// The same with members beside those that are sent.
    #[must_use]
    pub const fn starting_with(self, initial: fn(&mut Members, &Context)) -> Self {
        Self { initial, ..self }
    }

    /// The same, but a change does something else than to replace members.
    #[must_use]
    pub const fn changed_by(self, change: fn(&mut Members, &Members)) -> Self {
        Self { change, ..self }
    }

    /// The same with a rule between members.
    #[must_use]
    pub const fn checked_by(self, check: fn(&Members) -> Result<(), Error>) -> Self {
        Self { check, ..self }
    }

    /// The same, but without times.
    #[must_use]
    pub const fn undated(self) -> Self {
        Self {
            is_dated: false,
            ..self
        }
    }

    /// The same, but deleting what isn't there succeeds.
    #[must_use]
    pub const fn forgiving(self) -> Self {
        Self {
            misses: false,
            ..self
        }
    }

    /// Some of the items that `keeps` says yes to.
    ///
    /// # Errors
    /// As [`Collection::list`].
    pub async fn list(
        &self,
        paging: &Paging,
        keeps: Option<&(dyn Fn(&Members) -> bool + Sync)>,
        context: &Context,
    ) -> Result<Page, ManagementFailure> {
        let listing = self.collection.list("", paging, keeps, context).await?;
        Ok(listing.page(|item| self.shown(item)))
    }

    /// One item.
    ///
    /// # Errors
    /// 404; or when the database is away.
    pub async fn read(&self, id: &str, context: &Context) -> Result<Value, ManagementFailure> {
        let item = self.collection.find(id, context).await?;
        Ok(self.shown(item))
    }

    /// Makes an item.
    ///
    /// # Errors
    /// 400 for a bad body, 409 where it shares what none may share; or when the database is away.
    pub async fn create(
        &self,
        body: &Value,
        context: &Context,
    ) -> Result<Value, ManagementFailure> {
        let document = self.fresh(body, context)?;
        let mut work = context.begin().await?;
        let item = self
            .collection
            .insert("", document, context, &mut work)
            .await?;
        work.commit().await?;
        Ok(self.shown(item))
    }

    /// Changes an item.
    ///
    /// # Errors
    /// 400 for a bad body, 404, 409; or when the database is away.
    pub async fn update(
        &self,
        id: &str,
        body: &Value,
        context: &Context,
    ) -> Result<Value, ManagementFailure> {
        let mut work = context.begin().await?;
        let item = self.update_in(id, body, context, &mut work).await?;
        work.commit().await?;
        Ok(self.shown(item))
    }

    /// The same inside a unit of work.
    ///
    /// # Errors
    /// As [`update`](Self::update).
    pub async fn update_in(
        &self,
        id: &str,
        body: &Value,
        context: &Context,
        work: &mut Work,
    ) -> Result<Item, ManagementFailure> {
        self.update.check(body, Part::Payload)?;
        let sent = members(body.clone());
        let change = |document: &mut Members| (self.change)(document, &sent);
        self.rewrite(id, change, context, work).await
    }

    /// Replaces all that a caller may write of an item.
    ///
    /// # Errors
    /// As [`update`](Self::update).
    pub async fn replace(
        &self,
        id: &str,
        body: &Value,
        context: &Context,
    ) -> Result<Value, ManagementFailure> {
        let fresh = self.fresh(body, context)?;
        let mut work = context.begin().await?;
        let replace = |document: &mut Members| *document = fresh;
        let item = self.rewrite(id, replace, context, &mut work).await?;
        work.commit().await?;
        Ok(self.shown(item))
    }

    /// What a body makes, before anything is stored.
    ///
    /// # Errors
    /// 400 for a bad body.
    pub fn fresh(&self, body: &Value, context: &Context) -> Result<Members, Error> {
        self.create.check(body, Part::Payload)?;
        let mut document = Members::new();
        (self.initial)(&mut document, context);
        replaced(&mut document, &members(body.clone()));
        (self.check)(&document)?;
        Ok(document)
    }

    async fn rewrite(
        &self,
        id: &str,
        change: impl FnOnce(&mut Members),
        context: &Context,
        work: &mut Work,
    ) -> Result<Item, ManagementFailure> {
        let mut item = self
            .collection
            .find_for_update("", id, context, work)
            .await?;
        change(&mut item.document);
        (self.check)(&item.document)?;
        self.collection.update("", item, context, work).await
    }

    /// Deletes an item.
    ///
    /// # Errors
    /// 404 where upstream says so; or when the database is away.
    pub async fn delete(&self, id: &str, context: &Context) -> Result<(), ManagementFailure> {
        let mut work = context.begin().await?;
        let was_there = self.collection.remove(id, context, &mut work).await?;
        if self.misses && !was_there {
            return Err((self.collection.unknown)(id).into());
        }
        work.commit().await?;
        Ok(())
    }

    /// An item as on the wire.
    pub fn shown(&self, item: Item) -> Value {
        let mut document = item.document;
        document.insert(self.id_member.to_owned(), json!(item.id));
        if self.is_dated {
            document.insert("created_at".to_owned(), json!(item.created_at.to_string()));
            document.insert("updated_at".to_owned(), json!(item.updated_at.to_string()));
        }
        Value::Object(document)
    }
}

/// Members that are sent replace those of the same name; `null` removes.
pub fn replaced(document: &mut Members, sent: &Members) {
    for (name, value) in sent {
        if value.is_null() {
            document.remove(name);
        } else {
            document.insert(name.clone(), value.clone());
        }
    }
}
