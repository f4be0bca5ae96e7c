//! What SQLite and PostgreSQL do differently. No other file knows which of them it talks to.

use sqlx::postgres::PgListener;
use sqlx::{Any, Transaction};

use super::SqlError;
use crate::cache::{Caches, Stale};
use crate::failure::Broken;

/// The channel on which PostgreSQL nodes tell each other what they changed.
const CHANNEL: &str = "ostia_stale";

/// The engine behind a [`Database`](super::Database).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Embedded; one file, one writer.
    Sqlite,
    /// PostgreSQL, or an engine that speaks its protocol.
    Postgres,
}

impl Dialect {
    pub(super) fn of_url(url: &str) -> Result<Self, Broken> {
        match url.split_once(':') {
            Some(("sqlite", _)) => Ok(Self::Sqlite),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres),
            _ => Err(Broken::internal(
                "the database address must begin with sqlite: or postgres://",
            )),
        }
    }

    pub(super) fn connection_address(self, url: &str) -> String {
        match self {
            Self::Sqlite => {
                let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
                format!("sqlite://{path}?mode=rwc")
            }
            Self::Postgres => url.to_owned(),
        }
    }

    /// What every new connection is told first.
    pub(super) fn session_settings(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[
                "PRAGMA journal_mode = WAL",
                // An acknowledged write survives power loss.
                "PRAGMA synchronous = FULL",
                "PRAGMA foreign_keys = ON",
                "PRAGMA busy_timeout = 5000",
                "PRAGMA cache_size = -2048",
                "PRAGMA mmap_size = 0",
                "PRAGMA temp_store = MEMORY",
            ],
            Self::Postgres => &[],
        }
    }

    pub(super) fn writers(self) -> u32 {
        match self {
            Self::Sqlite => 1,
            Self::Postgres => 20,
        }
    }

    pub(super) fn separate_readers(self) -> Option<u32> {
        match self {
            Self::Sqlite => Some(4),
            Self::Postgres => None,
        }
    }

    /// SQLite must take its write lock at the start: upgrading later fails instead of waiting.
    pub(super) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// An expression for a text member of a JSON document in a column. Both names are ours, never a caller's.
    pub(crate) fn text_member(self, column: &'static str, member: &'static str) -> String {
        match self {
            Self::Sqlite => format!("json_extract({column}, '$.{member}')"),
            Self::Postgres => format!("({column}::jsonb ->> '{member}')"),
        }
    }

    /// Lists the tables that have a column `tenant_id`.
    pub(crate) fn tables_with_tenant_id(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "SELECT tables.name AS name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
                 WHERE tables.type = 'table' AND columns.name = 'tenant_id' ORDER BY tables.name"
            }
            Self::Postgres => {
                "SELECT CAST(tables.table_name AS TEXT) AS name
                 FROM information_schema.tables AS tables JOIN information_schema.columns AS columns
                   ON columns.table_schema = tables.table_schema AND columns.table_name = tables.table_name
                 WHERE tables.table_schema = current_schema() AND tables.table_type = 'BASE TABLE'
                   AND columns.column_name = 'tenant_id' ORDER BY 1"
            }
        }
    }

    /// The text that [`matches_pattern`](Self::matches_pattern) compares with: these pieces, and anything between them.
    pub(crate) fn pattern(self, pieces: &[String]) -> String {
        let (special, wildcard): (&[char], &str) = match self {
            Self::Sqlite => (&['*', '?', '['], "*"),
            Self::Postgres => (&['%', '_', '\\'], "%"),
        };
        let escaped = |piece: &String| {
            let escaped = piece.chars().map(|character| match self {
                _ if !special.contains(&character) => character.to_string(),
                Self::Sqlite => format!("[{character}]"),
                Self::Postgres => format!("\\{character}"),
            });
            escaped.collect::<String>()
        };
        let escaped: Vec<String> = pieces.iter().map(escaped).collect();
        escaped.join(wildcard)
    }

    /// Whether a text is like the bound [`pattern`](Self::pattern), capitals and all.
    pub(crate) fn matches_pattern(self, expression: &str, place: &str) -> String {
        match self {
            Self::Sqlite => format!("{expression} GLOB {place}"),
            Self::Postgres => format!("{expression} LIKE {place}"),
        }
    }

    /// What the schema needs beyond the migrations, whose text is one for both: PostgreSQL sorts texts by the language
    /// of the database, and a prefix is a range only where they are sorted by their bytes.
    pub(super) fn finish_schema(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(
                "DO $$
                 DECLARE found record;
                 BEGIN
                   FOR found IN
                     SELECT table_name, column_name FROM information_schema.columns
                     WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
                       AND (table_name, column_name) IN (
                         ('users', 'email_key'), ('users', 'email_domain'), ('users', 'username'),
                         ('users', 'phone_number'), ('users', 'name_key'), ('users', 'nickname_key'),
                         ('users', 'given_name_key'), ('users', 'family_name_key'), ('users', 'last_ip'),
                         ('user_attributes', 'path'), ('user_attributes', 'value'), ('user_attributes', 'number_key'))
                   LOOP
                     EXECUTE format('ALTER TABLE %I ALTER COLUMN %I TYPE text COLLATE \"C\"',
                                    found.table_name, found.column_name);
                   END LOOP;
                 END $$",
            ),
        }
    }

    /// What connections are told that only search: no statement may take longer than a search.
    pub(super) fn search_settings(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[],
            Self::Postgres => &["SET statement_timeout = 2000"],
        }
    }

    /// How many searches run at once.
    pub(super) fn searchers(self) -> u32 {
        match self {
            Self::Sqlite => 2,
            Self::Postgres => 8,
        }
    }

    pub(super) async fn tell_other_nodes(
        self,
        transaction: &mut Transaction<'static, Any>,
        stale: &Stale,
    ) -> Result<(), Broken> {
        if self == Self::Postgres {
            sqlx::query("SELECT pg_notify($1, $2)")
                .bind(CHANNEL)
                .bind(serde_json::to_string(stale)?)
                .execute(&mut **transaction)
                .await?;
        }
        Ok(())
    }
}

/// Listens for what other nodes changed; reconnects for ever.
pub(super) async fn follow_other_nodes(dialect: Dialect, url: &str, caches: &Caches) {
    if dialect == Dialect::Sqlite {
        return;
    }
    loop {
        if let Err(error) = follow_once(url, caches).await {
            tracing::warn!(%error, "lost the channel to the other nodes; trying again");
        }
        // Whatever was said while nobody listened is unknown.
        caches.forget_all();
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
}

async fn follow_once(url: &str, caches: &Caches) -> Result<(), SqlError> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen(CHANNEL).await?;
    caches.forget_all();
    loop {
        let notification = listener.recv().await?;
        match serde_json::from_str(notification.payload()) {
            Ok(stale) => caches.forget(&stale).await,
            Err(_) => caches.forget_all(),
        }
    }
}

/// Whether an engine's error code says that it is away or overloaded, and not that the statement is wrong.
pub(super) fn means_away(code: &str) -> bool {
    // PostgreSQL SQLSTATE classes: 08 connection, 53 resources, 57 operator intervention, 40 serialization.
    // SQLite: 5 busy, 6 locked, 10 I/O, 13 full, 14 can't open.
    matches!(code.get(..2), Some("08" | "53" | "57" | "40") if code.len() == 5)
        || matches!(code.parse::<u32>().map(|code| code & 0xff), Ok(5 | 6 | 10 | 13 | 14) if code.len() < 5)
}
