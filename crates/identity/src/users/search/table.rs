//! Pages of the `users` table, and the way to them: which index leads to few rows, else through all in their order.

use std::collections::HashMap;

use ostia_protocol::auth0::ids::UserId;
use sqlx::AssertSqlSafe;

use super::fields::{Account, Column, Field};
use super::index::{VERSION, fold};
use super::{Listing, Sort, SortKey};
use crate::database::{Columns, Database, Dialect, SqlError, SqlRow, Work, bound};
use crate::search::{Access, Binder, Condition, Expression, FEW, Leaf, MAX_WAYS, Test, Value};
use crate::tenants::Tenant;
use crate::users::table::{read, read_identity, user_id};
use crate::users::{Identity, User};

/// What a page is read from.
const COLUMNS: &str = "u.user_id, u.document, u.blocked, u.logins_count, u.last_login, u.last_ip, u.created_at, u.updated_at";

impl Column {
    const fn name(self) -> &'static str {
        match self {
            Self::UserId => "user_id",
            Self::Email => "email_key",
            Self::EmailDomain => "email_domain",
            Self::EmailVerified => "email_verified",
            Self::Username => "username",
            Self::PhoneNumber => "phone_number",
            Self::PhoneVerified => "phone_verified",
            Self::Name => "name_key",
            Self::Nickname => "nickname_key",
            Self::GivenName => "given_name_key",
            Self::FamilyName => "family_name_key",
            Self::Blocked => "blocked",
            Self::CreatedAt => "created_at",
            Self::UpdatedAt => "updated_at",
            Self::LastLogin => "last_login",
            Self::LastIp => "last_ip",
            Self::LoginsCount => "logins_count",
        }
    }

    /// Whether an index has it.
    const fn is_indexed(self) -> bool {
        !matches!(
            self,
            Self::EmailVerified | Self::PhoneVerified | Self::Blocked
        )
    }
}

impl Field {
    /// A condition over the row `u`, true or false.
    fn holds(&self, test: &Test, binder: &mut Binder) -> String {
        if let Self::Column(column) = self {
            // Wrapped, so that no planner takes it for the way: that is chosen here.
            let condition = binder.test(&Self::column(*column, "u"), test);
            return format!("({condition}) IS TRUE");
        }
        let source = self.source(test, binder);
        format!("EXISTS ({source} AND s.user_id = u.user_id)")
    }

    fn column(column: Column, row: &str) -> Expression {
        Expression {
            sql: format!("{row}.{}", column.name()),
            sorted_by_bytes: column != Column::UserId,
        }
    }

    /// A statement for the ids of the users who pass a test.
    fn source(&self, test: &Test, binder: &mut Binder) -> String {
        let plain = |sql: &str| Expression {
            sql: sql.to_owned(),
            sorted_by_bytes: false,
        };
        match self {
            Self::Column(column) => format!(
                "SELECT s.user_id FROM users s WHERE s.tenant_id = $1 AND {}",
                binder.test(&Self::column(*column, "s"), test)
            ),
            Self::Account(Account::Connection) => format!(
                "SELECT s.user_id FROM identities s WHERE s.tenant_id = $1 AND s.connection_id IN
                   (SELECT c.connection_id FROM connections c WHERE c.tenant_id = $1 AND {})",
                binder.test(&plain("c.name"), test)
            ),
            Self::Account(Account::Provider) => format!(
                "SELECT s.user_id FROM identities s WHERE s.tenant_id = $1 AND {}",
                binder.test(&plain("s.provider"), test)
            ),
            Self::Account(Account::UserId) => format!(
                "SELECT s.user_id FROM identities s WHERE s.tenant_id = $1 AND {}",
                binder.test(&plain("s.provider_user_id"), test)
            ),
            Self::Organization => format!(
                "SELECT s.user_id FROM organization_members s WHERE s.tenant_id = $1 AND {}",
                binder.test(&plain("s.organization_id"), test)
            ),
            Self::Attribute(path) => {
                let path = binder.text(path);
                let value = Expression {
                    sql: "s.value".to_owned(),
                    sorted_by_bytes: true,
                };
                let test = binder.test(&value, test);
                format!(
                    "SELECT s.user_id FROM user_attributes s WHERE s.tenant_id = $1 AND s.path = {path} AND {test}"
                )
            }
            Self::AttributeNumber(path) => {
                let path = binder.text(path);
                let test = binder.test(&plain("s.number_key"), test);
                format!(
                    "SELECT s.user_id FROM user_attributes s WHERE s.tenant_id = $1 AND s.path = {path} AND {test}"
                )
            }
            Self::AttributePresence(path) => {
                let at = binder.text(path);
                // What is below it begins with a dot, and a slash comes after that.
                let (below, behind) = (format!("{path}."), format!("{path}/"));
                let (below, behind) = (binder.text(below), binder.text(behind));
                format!(
                    "SELECT s.user_id FROM user_attributes s WHERE s.tenant_id = $1
                       AND (s.path = {at} OR (s.path >= {below} AND s.path < {behind}))"
                )
            }
        }
    }

    fn is_indexed(&self) -> bool {
        match self {
            Self::Column(column) => column.is_indexed(),
            _ => true,
        }
    }

    /// Whether nobody comes twice in [`source`](Self::source).
    fn comes_once(&self) -> bool {
        matches!(
            self,
            Self::Column(_) | Self::Attribute(_) | Self::AttributeNumber(_) | Self::Organization
        )
    }
}

fn union(way: &[Leaf<'_, Field>], binder: &mut Binder) -> String {
    let sources: Vec<String> = way
        .iter()
        .map(|(field, test)| field.source(test, binder))
        .collect();
    sources.join(" UNION ALL ")
}

/// The way that leads to the fewest rows, where that are few. Counting ends when they are not.
pub async fn access<'a>(
    tenant: &Tenant,
    condition: &'a Condition<Field>,
    database: &Database,
) -> Result<Access<'a, Field>, SqlError> {
    let mut best = (FEW, Access::InOrder);
    let ways = condition.ways(&Field::is_indexed).into_iter();
    for way in ways.take(MAX_WAYS) {
        let mut binder = Binder::new(database.dialect());
        let union = union(&way, &mut binder);
        // tidy: global each part of the union names its tenant
        let statement = format!("SELECT COUNT(*) AS total FROM ({union} LIMIT {FEW}) found");
        let row = bound(statement, tenant, &binder)
            .fetch_one(database.searcher())
            .await?;
        let found = row.integer("total")?;
        if found < best.0 {
            best = (found, Access::ByMatch(way));
        }
    }
    Ok(best.1)
}

/// What a condition says of the column that a list is sorted by, so that the walk begins and ends with it.
fn stretch(condition: &Condition<Field>, sort: SortKey, binder: &mut Binder) -> String {
    let SortKey::Column(sorted) = sort else {
        return String::new();
    };
    let mut stretch = String::new();
    for (field, test) in condition.required() {
        if *field == Field::Column(sorted) {
            stretch.push_str(" AND ");
            stretch.push_str(&binder.test(&Field::column(sorted, "u"), test));
        }
    }
    stretch
}

/// `FROM` and `WHERE`, over the row `u`.
fn from(condition: &Condition<Field>, access: &Access<'_, Field>, binder: &mut Binder) -> String {
    let holds = condition.sql(binder, &Field::holds);
    match access {
        Access::InOrder => format!("FROM users u WHERE u.tenant_id = $1 AND {holds}"),
        // A cross join, because SQLite keeps its order: else it might walk all users to have them sorted.
        Access::ByMatch(way) => format!(
            "FROM (SELECT DISTINCT way.user_id FROM ({}) way) found CROSS JOIN users u
             WHERE u.tenant_id = $1 AND u.user_id = found.user_id AND {holds}",
            union(way, binder)
        ),
    }
}

impl SortKey {
    fn expression(self, dialect: Dialect) -> String {
        match self {
            Self::Column(column) => format!("u.{}", column.name()),
            Self::Text(name) => dialect.text_member("u.document", name),
        }
    }

    /// Whether every user has it.
    const fn is_always_there(self) -> bool {
        matches!(
            self,
            Self::Column(
                Column::UserId
                    | Column::Blocked
                    | Column::CreatedAt
                    | Column::UpdatedAt
                    | Column::LoginsCount
            )
        )
    }
}

impl Sort {
    const fn direction(self) -> &'static str {
        if self.descending { "DESC" } else { "ASC" }
    }
}

/// The users of a page, with their accounts.
pub async fn page(
    tenant: &Tenant,
    listing: &Listing,
    access: &Access<'_, Field>,
    database: &Database,
) -> Result<Vec<User>, SqlError> {
    let mut binder = Binder::new(database.dialect());
    let statement = page_statement(listing, access, &mut binder);
    let rows = bound(statement, tenant, &binder)
        .fetch_all(database.searcher())
        .await?;
    with_accounts(tenant, &rows, database.searcher()).await
}

/// The users whose profile has exactly this e-mail address, capitals and all; oldest first. The plus keeps SQLite from
/// walking all users by age to save itself the sorting of a few.
pub async fn by_email(
    tenant: &Tenant,
    email: &str,
    database: &Database,
) -> Result<Vec<User>, SqlError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM users u WHERE u.tenant_id = $1 AND u.email_key = $2 AND u.email = $3
         ORDER BY +u.created_at, u.user_id LIMIT 100"
    );
    let rows = sqlx::query(AssertSqlSafe(statement))
        .bind(tenant.id.as_str())
        .bind(fold(email))
        .bind(email)
        .fetch_all(database.reader())
        .await?;
    with_accounts(tenant, &rows, database.reader()).await
}

async fn with_accounts(
    tenant: &Tenant,
    rows: &[SqlRow],
    pool: &sqlx::AnyPool,
) -> Result<Vec<User>, SqlError> {
    let ids: Vec<String> = rows
        .iter()
        .map(|row| row.text("user_id"))
        .collect::<Result<_, _>>()?;
    let mut identities = identities(tenant, &ids, pool).await?;
    rows.iter()
        .zip(&ids)
        .map(|(row, id)| read(row, identities.remove(id).unwrap_or_default()))
        .collect()
}

fn page_statement(listing: &Listing, access: &Access<'_, Field>, binder: &mut Binder) -> String {
    let mut from = from(&listing.condition, access, binder);
    if let Access::InOrder = access {
        from.push_str(&stretch(&listing.condition, listing.sort.key, binder));
    }
    let (sort, direction) = (listing.sort.key, listing.sort.direction());
    let key = sort.expression(binder.dialect());
    let limit = i64::from(listing.paging.limit());
    let start = i64::try_from(listing.paging.start()).unwrap_or(i64::MAX);
    let order = format!("{key} {direction}");
    if let Access::InOrder = access
        && !sort.is_always_there()
    {
        // No index has those without a value last in both directions: they are a list of their own.
        let end = binder.bind(Value::Number(start.saturating_add(limit)));
        let page = slice(limit, start, binder);
        return format!(
            // tidy: global `from` names the tenant
            "SELECT * FROM (SELECT {COLUMNS}, {key} AS sort_key, 0 AS part {from} AND {key} IS NOT NULL
               ORDER BY {order}, u.user_id {direction} LIMIT {end}) known
             UNION ALL
             SELECT * FROM (SELECT {COLUMNS}, {key} AS sort_key, 1 AS part {from} AND {key} IS NULL
               ORDER BY u.user_id {direction} LIMIT {end}) others
             ORDER BY part, sort_key {direction}, user_id {direction} {page}"
        );
    }
    let last = if sort.is_always_there() {
        ""
    } else {
        " NULLS LAST"
    };
    let page = slice(limit, start, binder);
    // tidy: global `from` names the tenant
    format!("SELECT {COLUMNS} {from} ORDER BY {order}{last}, u.user_id {direction} {page}")
}

fn slice(limit: i64, start: i64, binder: &mut Binder) -> String {
    let limit = binder.bind(Value::Number(limit));
    let start = binder.bind(Value::Number(start));
    format!("LIMIT {limit} OFFSET {start}")
}

/// The accounts of several users, each user's primary one first.
async fn identities(
    tenant: &Tenant,
    ids: &[String],
    pool: &sqlx::AnyPool,
) -> Result<HashMap<String, Vec<Identity>>, SqlError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let places: Vec<String> = (2..ids.len() + 2)
        .map(|place| format!("${place}"))
        .collect();
    let statement = format!(
        "SELECT i.user_id, i.connection_id, c.name AS connection, i.provider, i.provider_user_id, i.profile,
           i.sealed_tokens
         FROM identities i
         LEFT JOIN connections c ON c.tenant_id = i.tenant_id AND c.connection_id = i.connection_id
         WHERE i.tenant_id = $1 AND i.user_id IN ({}) ORDER BY i.position",
        places.join(", ")
    );
    let mut query = sqlx::query(AssertSqlSafe(statement)).bind(tenant.id.as_str());
    for id in ids {
        query = query.bind(id.as_str());
    }
    let mut found: HashMap<String, Vec<Identity>> = HashMap::new();
    for row in query.fetch_all(pool).await? {
        let id = row.text("user_id")?;
        found.entry(id).or_default().push(read_identity(&row)?);
    }
    Ok(found)
}

/// How many users a condition means.
pub async fn count(
    tenant: &Tenant,
    condition: &Condition<Field>,
    access: &Access<'_, Field>,
    database: &Database,
) -> Result<i64, SqlError> {
    let mut binder = Binder::new(database.dialect());
    let (counted, from) = match condition.whole() {
        // The index tells: nobody's row has to be looked at.
        Some(way) if way.iter().all(|(field, _)| field.is_indexed()) => {
            let counted = match way.as_slice() {
                [(field, _)] if field.comes_once() => "*",
                _ => "DISTINCT found.user_id",
            };
            let union = union(&way, &mut binder);
            (counted, format!("FROM ({union}) found"))
        }
        _ => ("*", from(condition, access, &mut binder)),
    };
    // tidy: global `from` names the tenant
    let statement = format!("SELECT COUNT({counted}) AS total {from}");
    bound(statement, tenant, &binder)
        .fetch_one(database.searcher())
        .await?
        .integer("total")
}

/// Some users whose row is of an earlier release.
pub async fn to_index(
    tenant: &Tenant,
    limit: i64,
    work: &mut Work,
) -> Result<Vec<UserId>, SqlError> {
    // The number is in the text: so the partial index is seen to serve.
    let statement = format!(
        "SELECT user_id FROM users WHERE tenant_id = $1 AND index_version < {VERSION} LIMIT $2"
    );
    let rows = sqlx::query(AssertSqlSafe(statement))
        .bind(tenant.id.as_str())
        .bind(limit)
        .fetch_all(work.connection())
        .await?;
    rows.iter().map(|row| user_id(row, "user_id")).collect()
}
