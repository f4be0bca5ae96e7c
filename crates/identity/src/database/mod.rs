//! The database: one SQL text for SQLite and PostgreSQL, and units of work that either happen or don't.

mod dialect;
mod expiry;
mod migrations;
pub mod scratch;

use std::sync::Arc;
use std::time::Duration;

use ostia_protocol::auth0::ids::TenantId;
use sqlx::any::{AnyPoolOptions, AnyRow};
use sqlx::{Any, AnyPool, AssertSqlSafe, Connection as _, Executor as _, Row as _};
use tokio::sync::Notify;

pub use self::dialect::Dialect;
pub use self::expiry::Expiring;
use crate::cache::{Caches, Stale};
use crate::failure::{Broken, BrokenKind, Failure};
use crate::search::{Binder, Value};
use crate::tenants::Tenant;
use crate::time::Timestamp;

/// How long a request waits for a connection before it is told 503.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);

/// A connection that was idle for longer is asked whether it is still there before it is used.
const SLEEP: Duration = Duration::from_secs(2);

/// What `sqlx` says when a statement fails. Kept to `database/` and the `table.rs` files.
pub type SqlError = sqlx::Error;

/// A row, to be read by the `table.rs` that asked for it.
pub type SqlRow = AnyRow;

/// The pools over one database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Database {
    dialect: Dialect,
    readers: AnyPool,
    /// On SQLite one connection, because it has one writer; on PostgreSQL the same pool as `readers`.
    writer: AnyPool,
    /// Searches have connections of their own: a slow one keeps nobody from logging in.
    searchers: AnyPool,
    caches: Caches,
}

impl Database {
    /// Opens `sqlite:PATH` (the file is made where it is missing) or `postgres://…`.
    ///
    /// # Errors
    /// When the address is neither, or the database doesn't answer.
    pub async fn open(url: &str, caches: Caches) -> Result<Self, Broken> {
        sqlx::any::install_default_drivers();
        let dialect = Dialect::of_url(url)?;
        let address = dialect.connection_address(url);
        let pool = |connections: u32, further: &'static [&'static str]| {
            AnyPoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(ACQUIRE_TIMEOUT)
                .test_before_acquire(false)
                // A connection that slept may be dead: the server was restarted. A busy one needs no extra round trip.
                .before_acquire(|connection, rest| {
                    Box::pin(async move {
                        if rest.idle_for > SLEEP {
                            connection.ping().await?;
                        }
                        Ok(true)
                    })
                })
                .after_connect(move |connection, _| {
                    Box::pin(async move {
                        for statement in dialect.session_settings().iter().chain(further) {
                            connection.execute(*statement).await?;
                        }
                        Ok(())
                    })
                })
        };
        // The writer is opened first: it makes the file, and readers can't.
        let writer = pool(dialect.writers(), &[]).connect(&address).await?;
        let readers = match dialect.separate_readers() {
            Some(connections) => pool(connections, &[]).connect_lazy(&address)?,
            None => writer.clone(),
        };
        let searchers =
            pool(dialect.searchers(), dialect.search_settings()).connect_lazy(&address)?;
        Ok(Self {
            dialect,
            readers,
            writer,
            searchers,
            caches,
        })
    }

    /// Brings the schema up to date. Safe to run by many nodes at once.
    ///
    /// # Errors
    /// When a migration fails or the database is newer than this binary.
    pub async fn migrate(&self) -> Result<(), Broken> {
        migrations::migrator()
            .run(&self.writer)
            .await
            .map_err(Broken::internal)?;
        if let Some(statement) = self.dialect.finish_schema() {
            self.writer.execute(statement).await?;
        }
        Ok(())
    }

    /// How many migrations this database lacks.
    ///
    /// # Errors
    /// When the database doesn't answer.
    pub async fn pending_migrations(&self) -> Result<usize, Broken> {
        // The table is missing before the first migration.
        let applied = sqlx::query("SELECT version FROM _sqlx_migrations WHERE success")
            .fetch_all(&self.readers)
            .await
            .unwrap_or_default();
        let mut versions = Vec::with_capacity(applied.len());
        for row in applied {
            versions.push(row.integer("version")?);
        }
        Ok(migrations::versions()
            .filter(|version| !versions.contains(version))
            .count())
    }

    /// Which engine this is.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Where statements run that only read and need no unit of work.
    pub fn reader(&self) -> &AnyPool {
        &self.readers
    }

    /// Where searches run, which may take long and are ended then.
    pub fn searcher(&self) -> &AnyPool {
        &self.searchers
    }

    /// Starts a unit of work: all of its statements are committed together, or none.
    ///
    /// # Errors
    /// [`BrokenKind::Unavailable`] when no connection is free in time.
    pub async fn begin(&self) -> Result<Work, Broken> {
        let transaction = self.writer.begin_with(self.dialect.begin()).await?;
        Ok(Work {
            transaction,
            stale: Vec::new(),
            bells: Vec::new(),
            dialect: self.dialect,
            caches: self.caches.clone(),
        })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`BrokenKind::Unavailable`] when it doesn't.
    pub async fn ping(&self) -> Result<(), Broken> {
        self.readers.execute("SELECT 1").await?;
        Ok(())
    }

    /// Hears from other nodes what they changed, and forgets it here. Ends only with the process;
    /// on SQLite, which has no other nodes, at once.
    pub async fn follow_other_nodes(&self, url: &str) {
        dialect::follow_other_nodes(self.dialect, url, &self.caches).await;
    }

    /// Closes all connections after the statements in flight.
    pub async fn close(&self) {
        self.searchers.close().await;
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Wakes the background work that waits for it. Ringing twice before it is heard is ringing once.
#[derive(Clone, Debug, Default)]
pub struct Bell(Arc<Notify>);

impl Bell {
    /// Rings.
    pub fn ring(&self) {
        self.0.notify_one();
    }

    /// Waits until it rings. Whoever stops waiting misses nothing.
    pub async fn rung(&self) {
        self.0.notified().await;
    }

    /// Waits until it rings, or for `patience` at the longest.
    pub async fn heard(&self, patience: Duration) {
        // Both ends mean the same: look now.
        let _ = tokio::time::timeout(patience, self.0.notified()).await;
    }
}

/// A unit of work. Dropped without [`Work::commit`], it never happened.
#[derive(Debug)]
pub struct Work {
    transaction: sqlx::Transaction<'static, Any>,
    stale: Vec<Stale>,
    bells: Vec<Bell>,
    dialect: Dialect,
    caches: Caches,
}

impl Work {
    /// Where this unit's statements run.
    pub fn connection(&mut self) -> &mut sqlx::AnyConnection {
        &mut self.transaction
    }

    /// Notes what caches must forget once this is committed, here and on the other nodes.
    pub fn makes_stale(&mut self, stale: Stale) {
        self.stale.push(stale);
    }

    /// Notes who has something to do once this is committed.
    pub fn rings(&mut self, bell: &Bell) {
        self.bells.push(bell.clone());
    }

    /// Makes it so. What a response promises is durable when this returns.
    ///
    /// # Errors
    /// When the database could not commit; then nothing happened.
    pub async fn commit(mut self) -> Result<(), Broken> {
        for stale in &self.stale {
            self.dialect
                .tell_other_nodes(&mut self.transaction, stale)
                .await?;
        }
        self.transaction.commit().await?;
        for stale in &self.stale {
            self.caches.forget(stale).await;
        }
        for bell in &self.bells {
            bell.ring();
        }
        Ok(())
    }
}

impl From<SqlError> for Broken {
    fn from(error: SqlError) -> Self {
        let kind = if is_away(&error) {
            BrokenKind::Unavailable
        } else {
            BrokenKind::Internal
        };
        Self {
            kind,
            report: error.into(),
        }
    }
}

impl<E> From<SqlError> for Failure<E> {
    fn from(error: SqlError) -> Self {
        Self::Broken(error.into())
    }
}

fn is_away(error: &SqlError) -> bool {
    match error {
        SqlError::Io(_)
        | SqlError::Tls(_)
        | SqlError::PoolTimedOut
        | SqlError::PoolClosed
        | SqlError::WorkerCrashed => true,
        SqlError::Database(refusal) => refusal
            .code()
            .is_some_and(|code| dialect::means_away(&code)),
        _ => false,
    }
}

/// Whether a statement failed because a unique index already holds such a row.
pub fn is_taken(error: &SqlError) -> bool {
    matches!(error, SqlError::Database(refusal) if refusal.is_unique_violation())
}

/// A statement for a search: its text is ours, whatever callers wrote is bound. `$1` is the tenant.
pub fn bound<'a>(
    statement: String,
    tenant: &Tenant,
    binder: &Binder,
) -> sqlx::query::Query<'a, Any, <Any as sqlx::Database>::Arguments> {
    let query = sqlx::query(AssertSqlSafe(statement)).bind(tenant.id.to_string());
    let values = binder.values().iter();
    values.fold(query, |query, value| match value {
        Value::Text(text) => query.bind(text.clone()),
        Value::Number(number) => query.bind(*number),
    })
}

/// Columns in the forms that the common dialect has.
pub trait Columns {
    /// A `TEXT NOT NULL` column.
    fn text(&self, name: &str) -> Result<String, SqlError>;
    /// A `TEXT` column.
    fn optional_text(&self, name: &str) -> Result<Option<String>, SqlError>;
    /// A `BIGINT NOT NULL` column.
    fn integer(&self, name: &str) -> Result<i64, SqlError>;
    /// A `BIGINT NOT NULL` column that holds milliseconds.
    fn time(&self, name: &str) -> Result<Timestamp, SqlError>;
    /// A `BIGINT` column that holds milliseconds.
    fn optional_time(&self, name: &str) -> Result<Option<Timestamp>, SqlError>;
    /// A `SMALLINT NOT NULL` column that holds 0 or 1.
    fn flag(&self, name: &str) -> Result<bool, SqlError>;
    /// The column `tenant_id`.
    fn tenant_id(&self) -> Result<TenantId, SqlError>;
    /// A `TEXT NOT NULL` column that holds JSON of a known type.
    fn json<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, SqlError>;
}

impl Columns for SqlRow {
    fn text(&self, name: &str) -> Result<String, SqlError> {
        self.try_get(name)
    }

    fn optional_text(&self, name: &str) -> Result<Option<String>, SqlError> {
        self.try_get(name)
    }

    fn integer(&self, name: &str) -> Result<i64, SqlError> {
        self.try_get(name)
    }

    fn time(&self, name: &str) -> Result<Timestamp, SqlError> {
        self.integer(name).map(Timestamp::from_millis)
    }

    fn optional_time(&self, name: &str) -> Result<Option<Timestamp>, SqlError> {
        let millis: Option<i64> = self.try_get(name)?;
        Ok(millis.map(Timestamp::from_millis))
    }

    fn flag(&self, name: &str) -> Result<bool, SqlError> {
        self.integer(name).map(|value| value != 0)
    }

    fn tenant_id(&self) -> Result<TenantId, SqlError> {
        TenantId::parse(&self.text("tenant_id")?).map_err(|error| SqlError::ColumnDecode {
            index: "tenant_id".to_owned(),
            source: error.into(),
        })
    }

    fn json<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, SqlError> {
        serde_json::from_str(&self.text(name)?).map_err(|error| SqlError::ColumnDecode {
            index: name.to_owned(),
            source: error.into(),
        })
    }
}
