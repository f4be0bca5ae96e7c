//! The schema's history, as `migrations/` holds it.

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Version, description and SQL of each, oldest first.
///
/// By `build.rs` and not by `sqlx::migrate!`: that macro costs a second build of SQLite and AWS-LC
/// (docs/decisions/0008).
const ALL: &[(i64, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// What brings a schema up to date.
pub(super) fn migrator() -> Migrator {
    let migrations = ALL.iter().map(|(version, description, sql)| {
        Migration::new(
            *version,
            (*description).into(),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    });
    Migrator::with_migrations(migrations.collect())
}

/// All versions, ascending.
pub(super) fn versions() -> impl Iterator<Item = i64> {
    ALL.iter().map(|(version, ..)| *version)
}

/// What all of them say, statement by statement.
pub(super) fn statements() -> impl Iterator<Item = &'static str> {
    ALL.iter().flat_map(|(_, _, sql)| sql.split(';'))
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_version_is_one_migration() {
        let versions: Vec<i64> = super::versions().collect();
        assert!(versions.is_sorted_by(|earlier, later| earlier < later));
        assert_eq!(versions.first(), Some(&1));
    }
}
