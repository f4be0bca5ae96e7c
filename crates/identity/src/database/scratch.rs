//! Databases that live as long as a test: made on the server that `url` names, and dropped afterwards.

use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, Executor as _};

use super::SqlError;

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
