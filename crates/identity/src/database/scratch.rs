//! Databases that live as long as a test: made on the server that `url` names, and dropped afterwards.

use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, Executor as _};

use super::{Columns, Database, SqlError, migrations};
use crate::failure::Broken;
use crate::tenants::Tenant;

/// Makes a PostgreSQL database, as a copy of `template` where one is named. Its address.
///
/// # Errors
/// When the server refuses.
pub async fn create(url: &str, name: &str, template: Option<&str>) -> Result<String, SqlError> {
    let template = template
        .map(|template| format!(" TEMPLATE {template}"))
        .unwrap_or_default();
    run(url, &format!("CREATE DATABASE {name}{template}")).await?;
    let (server, _) = url.rsplit_once('/').unwrap_or((url, ""));
    Ok(format!("{server}/{name}"))
}

/// Drops a PostgreSQL database, whoever is connected to it.
///
/// # Errors
/// When the server refuses.
pub async fn drop(url: &str, name: &str) -> Result<(), SqlError> {
    run(url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await
}

/// Ends all connections to a PostgreSQL database, as its restart would.
///
/// # Errors
/// When the server refuses.
pub async fn disconnect(url: &str, name: &str) -> Result<(), SqlError> {
    let statement =
        format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    run(url, &statement).await
}

async fn run(url: &str, statement: &str) -> Result<(), SqlError> {
    let pool = PgPoolOptions::new().max_connections(1).connect(url).await?;
    // The names are the test harness's own.
    pool.execute(AssertSqlSafe(statement)).await?;
    pool.close().await;
    Ok(())
}

/// A table whose rows all expire some day.
#[derive(Debug)]
pub struct ExpiringTable {
    /// Its name.
    pub name: &'static str,
    /// The columns that every row has a value in, and whether it is a text.
    columns: Vec<(&'static str, bool)>,
}

impl ExpiringTable {
    /// How many rows it has.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn count(&self, database: &Database) -> Result<i64, SqlError> {
        // Across tenants: a test's database has one.
        let statement = format!("SELECT COUNT(*) AS total FROM {}", self.name);
        let row = sqlx::query(AssertSqlSafe(statement))
            .fetch_one(database.reader())
            .await?;
        row.integer("total")
    }
}

/// The tables whose rows all expire, as the migrations make them.
pub fn expiring_tables() -> Vec<ExpiringTable> {
    migrations::statements()
        .filter_map(|statement| {
            let (_, rest) = statement.split_once("CREATE TABLE ")?;
            let (name, columns) = rest.split_once('(')?;
            let columns: Vec<_> = columns.lines().filter_map(column).collect();
            columns
                .iter()
                .any(|(name, _)| *name == "expires_at")
                .then(|| ExpiringTable {
                    name: name.trim(),
                    columns,
                })
        })
        .collect()
}

/// `name TYPE NOT NULL`
fn column(line: &'static str) -> Option<(&'static str, bool)> {
    let mut words = line.split_whitespace();
    let (name, kind) = (words.next()?, words.next()?);
    let is_column = matches!(kind, "TEXT" | "BIGINT" | "SMALLINT");
    (is_column && line.contains("NOT NULL")).then_some((name, kind == "TEXT"))
}

/// Gives a table a row that expired when time began.
///
/// # Errors
/// When the database is away.
pub async fn insert_expired(
    table: &ExpiringTable,
    tenant: &Tenant,
    database: &Database,
) -> Result<(), Broken> {
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
    let values: Vec<String> = table
        .columns
        .iter()
        .map(|(name, is_text)| match (*name, is_text) {
            ("tenant_id", _) => format!("'{}'", tenant.id),
            ("user_id", _) => "'auth0|x'".to_owned(),
            (_, true) => "'{}'".to_owned(),
            (_, false) => "0".to_owned(),
        })
        .collect();
    let statement = format!(
        "INSERT INTO {} ({}) VALUES ({})",
        table.name,
        names.join(", "),
        values.join(", ")
    );
    let mut work = database.begin().await?;
    sqlx::query(AssertSqlSafe(statement))
        .execute(work.connection())
        .await?;
    work.commit().await
}
