//! A setting: a document that every tenant has, because it has defaults.

use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::Value;

use super::{Kind, applied, composed};
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};

/// The name under which the tenant's one document is stored.
pub(crate) const ONLY: &str = "only";

/// A document that every tenant has. Stored is only what the tenant said, as a merge patch over the defaults.
#[derive(Debug)]
pub struct Setting {
    kind: Kind,
    schema: Schema,
    initial: Value,
}

impl Setting {
    /// A setting whose changes look like `schema`, and which is `initial` until the first.
    pub const fn new(kind: Kind, schema: Schema, initial: Value) -> Self {
        Self {
            kind,
            schema,
            initial,
        }
    }

    /// What a change looks like.
    pub const fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The kind that its document is of.
    pub const fn kind(&self) -> &Kind {
        &self.kind
    }

    /// What holds now.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn read(&self, context: &Context) -> Result<Value, ManagementFailure> {
        let own = self.own(context).await?;
        Ok(self.over_defaults(own.as_ref()))
    }

    /// What the tenant said, if it said anything.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn own(&self, context: &Context) -> Result<Option<Value>, Broken> {
        self.kind.find(ONLY, context).await
    }

    /// Changes the members that are sent: objects are merged, `null` removes (RFC 7396).
    ///
    /// # Errors
    /// 400 for a bad body; or when the database is away.
    pub async fn patch(&self, body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
        self.schema.check(body, Part::Payload)?;
        self.merge(body, context).await
    }

    /// [`patch`](Self::patch) for what is known to be right.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn merge(
        &self,
        change: &Value,
        context: &Context,
    ) -> Result<Value, ManagementFailure> {
        let mut work = context.begin().await?;
        let before = self.kind.claim(ONLY, context, &mut work).await?;
        let after = composed(before, change);
        self.kind
            .put(ONLY, after.clone(), context, &mut work)
            .await?;
        work.commit().await?;
        Ok(self.shown(after))
    }

    /// Replaces all that the tenant said before.
    ///
    /// # Errors
    /// 400 for a bad body; or when the database is away.
    pub async fn put(&self, body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
        self.schema.check(body, Part::Payload)?;
        let mut work = context.begin().await?;
        self.kind
            .put(ONLY, body.clone(), context, &mut work)
            .await?;
        work.commit().await?;
        Ok(self.shown(body.clone()))
    }

    /// Goes back to the defaults. Whether the tenant had said anything.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn reset(&self, context: &Context) -> Result<bool, ManagementFailure> {
        let mut work = context.begin().await?;
        let was_there = self.kind.remove(ONLY, context, &mut work).await?;
        work.commit().await?;
        Ok(was_there)
    }

    fn shown(&self, own: Value) -> Value {
        self.over_defaults(Some(&self.kind.without_hidden(own)))
    }

    fn over_defaults(&self, own: Option<&Value>) -> Value {
        let initial = self.initial.clone();
        match own {
            Some(own) => applied(initial, own),
            None => initial,
        }
    }
}
