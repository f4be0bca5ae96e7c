//! Tenant documents: what a tenant says once, or under a name, kept in one table for all resources of that sort.
//!
//! A resource declares a [`Kind`], and a [`Setting`] on top where every tenant has exactly one, with defaults.

mod merge_patch;
pub mod sealed;
mod setting;
pub mod table;

use serde_json::{Map, Value};

pub use self::merge_patch::{applied, composed};
pub use self::sealed::{Content, Secrets};
pub(crate) use self::setting::ONLY;
pub use self::setting::Setting;
use crate::context::Context;
use crate::database::Work;
use crate::failure::Broken;
use crate::vault::Place;

/// A kind of documents.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Names it in the table. Never changes.
    pub name: &'static str,
    /// Which members are sealed at rest.
    pub secrets: Secrets,
    /// Whether the hosted pages look different after a change, which is remembered with the tenant.
    pub shapes_pages: bool,
}

/// A document with its name.
#[derive(Clone, Debug)]
pub struct Named {
    /// Unique among the tenant's documents of the kind.
    pub name: String,
    /// The document, as callers may see it.
    pub document: Value,
}

impl Kind {
    /// A kind without secrets that the pages don't depend on.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            secrets: Secrets::NONE,
            shapes_pages: false,
        }
    }

    /// The same kind with members that are sealed at rest.
    #[must_use]
    pub const fn with_secrets(self, secrets: Secrets) -> Self {
        Self { secrets, ..self }
    }

    /// The same kind, but the hosted pages depend on it.
    #[must_use]
    pub const fn shaping_pages(self) -> Self {
        Self {
            shapes_pages: true,
            ..self
        }
    }

    /// The document of this name, as callers may see it.
    ///
    /// # Errors
    /// When the database is away, or a secret does not open.
    pub async fn find(&self, name: &str, context: &Context) -> Result<Option<Value>, Broken> {
        let key = table::Key::of(self, name, context);
        let row = table::find(key, context.database()).await?;
        row.map(|row| self.shown(row, context)).transpose()
    }

    /// The document of this name with all of its secrets, to act on and never to show.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub async fn find_with_secrets(
        &self,
        name: &str,
        context: &Context,
    ) -> Result<Option<Value>, Broken> {
        let key = table::Key::of(self, name, context);
        let row = table::find(key, context.database()).await?;
        row.map(|row| self.open(row, context)).transpose()
    }

    /// All documents, oldest first, as callers may see them.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub async fn list(&self, context: &Context) -> Result<Vec<Named>, Broken> {
        let rows = table::list(&context.tenant.id, self.name, context.database()).await?;
        rows.into_iter()
            .map(|row| {
                Ok(Named {
                    name: row.name.clone(),
                    document: self.shown(row, context)?,
                })
            })
            .collect()
    }

    /// The document of this name with all of its secrets; nobody else changes it before the unit of work ends.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub async fn find_for_update(
        &self,
        name: &str,
        context: &Context,
        work: &mut Work,
    ) -> Result<Option<Value>, Broken> {
        let row = table::find_for_update(table::Key::of(self, name, context), work).await?;
        row.map(|row| self.open(row, context)).transpose()
    }

    /// As [`find_for_update`](Self::find_for_update), but makes an empty object where there is nothing.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub async fn claim(
        &self,
        name: &str,
        context: &Context,
        work: &mut Work,
    ) -> Result<Value, Broken> {
        let key = table::Key::of(self, name, context);
        let row = table::claim(key, context.now, work).await?;
        self.open(row, context)
    }

    /// Adds a document, unless there is one of this name. Whether it did.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn insert(
        &self,
        name: &str,
        document: Value,
        context: &Context,
        work: &mut Work,
    ) -> Result<bool, Broken> {
        let content = self.seal(name, document, context)?;
        let key = table::Key::of(self, name, context);
        let is_new = table::insert(key, &content, context.now, work).await?;
        self.forget(context, work);
        Ok(is_new)
    }

    /// Adds a document, or replaces the one of this name.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn put(
        &self,
        name: &str,
        document: Value,
        context: &Context,
        work: &mut Work,
    ) -> Result<(), Broken> {
        let content = self.seal(name, document, context)?;
        let key = table::Key::of(self, name, context);
        table::put(key, &content, context.now, work).await?;
        self.forget(context, work);
        Ok(())
    }

    /// Removes a document. Whether there was one.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn remove(
        &self,
        name: &str,
        context: &Context,
        work: &mut Work,
    ) -> Result<bool, Broken> {
        let was_there = table::delete(table::Key::of(self, name, context), work).await?;
        self.forget(context, work);
        Ok(was_there)
    }

    /// Replaces the document of this name; an empty object removes it.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn set_or_remove(
        &self,
        name: &str,
        document: &Value,
        context: &Context,
    ) -> Result<(), Broken> {
        let mut work = context.begin().await?;
        if document.as_object().is_some_and(Map::is_empty) {
            self.remove(name, context, &mut work).await?;
        } else {
            self.put(name, document.clone(), context, &mut work).await?;
        }
        work.commit().await
    }

    /// The document without what callers may not see.
    #[must_use]
    pub fn without_hidden(&self, mut document: Value) -> Value {
        if !self.secrets.are_shown {
            drop(self.secrets.take_from(&mut document));
        }
        document
    }

    fn shown(&self, row: table::Row, context: &Context) -> Result<Value, Broken> {
        if self.secrets.are_shown {
            self.open(row, context)
        } else {
            Ok(row.content.document)
        }
    }

    fn seal(&self, name: &str, document: Value, context: &Context) -> Result<Content, Broken> {
        let id = self.place_id(name);
        sealed::seal(&self.secrets, document, place(&id), context)
    }

    fn open(&self, row: table::Row, context: &Context) -> Result<Value, Broken> {
        let id = self.place_id(&row.name);
        sealed::open(row.content, place(&id), context)
    }

    fn place_id(&self, name: &str) -> String {
        format!("{}/{name}", self.name)
    }

    fn forget(&self, context: &Context, work: &mut Work) {
        if self.shapes_pages {
            context.tenant.becomes_stale(work);
        }
    }
}

fn place(id: &str) -> Place<'_> {
    Place {
        table: "tenant_documents",
        column: "sealed",
        id,
    }
}
