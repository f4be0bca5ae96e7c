//! Jobs as the Management API asks for them and shows them.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::ClientId;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use serde_json::{Map, Value, json};

use super::{Job, Kind, Status, begin, table};
use crate::clients;
use crate::connections::{self, Connection};
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};
use crate::tickets::document::{PROVIDERS, identity};
use crate::users;

/// The path of a job.
pub static PATH: LazyLock<Schema> = LazyLock::new(|| {
    let id = Schema::string().pattern(r"^job_[A-Za-z0-9]{16}$");
    Schema::object().required_member("id", id.described("Id of the job"))
});

/// The body of `POST /jobs/users-exports`.
pub static EXPORT: LazyLock<Schema> = LazyLock::new(|| {
    let field = Schema::object()
        .required_member(
            "name",
            Schema::string()
                .max_length(100)
                .described("Name of the member in the profile"),
        )
        .member(
            "export_as",
            Schema::string()
                .max_length(100)
                .described("Title of the column"),
        );
    Schema::object()
        .member(
            "connection_id",
            Schema::formatted(Format::ConnectionId)
                .described("Connection whose users are exported"),
        )
        .member(
            "format",
            Schema::enumeration(&["json", "csv"]).described("Format of the file"),
        )
        .member(
            "limit",
            Schema::integer()
                .minimum(1)
                .described("How many users at the most"),
        )
        .member(
            "fields",
            Schema::array(field)
                .max_items(100)
                .described("What is exported of each user"),
        )
});

/// The body of `POST /jobs/verification-email`.
pub static VERIFICATION: LazyLock<Schema> = LazyLock::new(|| {
    Schema::object()
        .required_member(
            "user_id",
            Schema::formatted(Format::UserId).described("Id of the user"),
        )
        .member(
            "client_id",
            Schema::formatted(Format::ClientId).described("Application in whose name it is sent"),
        )
        .member("identity", identity(PROVIDERS))
        .member(
            "organization_id",
            Schema::string()
                .pattern(r"^org_[A-Za-z0-9]{16}$")
                .described("Organization that it is about"),
        )
});

/// What was sent to `POST /jobs/users-imports`.
#[derive(Debug)]
pub struct ImportRequest {
    /// The connection's id.
    pub connection_id: String,
    /// The file, as [`parse_users`] reads it.
    pub users: Vec<u8>,
    /// Whether those who exist are changed.
    pub upsert: bool,
    /// A name of the caller's own for the job.
    pub external_id: Option<String>,
    /// Whether somebody is told by mail when it is over.
    pub send_completion_email: bool,
}

/// Reads a file of users: a JSON array, or an object on each line.
///
/// # Errors
/// 400 where it is neither.
pub fn parse_users(file: &[u8]) -> Result<Vec<Value>, Error> {
    let wrong = || {
        Error::invalid_body(
            "Failed to parse users file JSON when importing users. Make sure it is valid JSON.",
        )
    };
    if file.trim_ascii_start().starts_with(b"[") {
        return match ostia_protocol::auth0::json::parse(file) {
            Ok(Value::Array(users)) => Ok(users),
            _ => Err(wrong()),
        };
    }
    file.split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii)
        .filter(|line| !line.is_empty())
        .map(|line| ostia_protocol::auth0::json::parse(line).map_err(|_| wrong()))
        .collect()
}

/// Takes an import on. The job.
///
/// # Errors
/// 400; or when the database is away.
pub async fn import(request: ImportRequest, context: &Context) -> Result<Job, ManagementFailure> {
    let connection = connection(&request.connection_id, context).await?;
    if !connection.is_database() {
        return Err(
            Error::operation_not_supported("Connection must be a database connection").into(),
        );
    }
    let users = parse_users(&request.users)?;
    let mut document = of_connection(&connection);
    document.insert("upsert".to_owned(), json!(request.upsert));
    document.insert(
        "send_completion_email".to_owned(),
        json!(request.send_completion_email),
    );
    if let Some(external_id) = request.external_id.filter(|id| !id.is_empty()) {
        document.insert("external_id".to_owned(), json!(external_id));
    }
    let total = i64::try_from(users.len()).unwrap_or(i64::MAX);
    let mut work = context.begin().await?;
    let input = Some(request.users.as_slice());
    let job = begin(
        Kind::UsersImport,
        document,
        input,
        total,
        context,
        &mut work,
    )
    .await?;
    work.commit().await?;
    Ok(job)
}

/// Takes an export on. The job.
///
/// # Errors
/// 400; or when the database is away.
pub async fn export(body: &Value, context: &Context) -> Result<Job, ManagementFailure> {
    EXPORT.check(body, Part::Payload)?;
    let mut document = match body["connection_id"].as_str() {
        Some(id) => of_connection(&connection(id, context).await?),
        None => Map::new(),
    };
    for name in ["limit", "fields"] {
        if let Some(value) = body.get(name) {
            document.insert(name.to_owned(), value.clone());
        }
    }
    document.insert(
        "format".to_owned(),
        body.get("format").cloned().unwrap_or_else(|| json!("json")),
    );
    let mut work = context.begin().await?;
    let job = begin(Kind::UsersExport, document, None, 0, context, &mut work).await?;
    work.commit().await?;
    Ok(job)
}

/// Where a job keeps to which host its links lead. It is not shown.
pub const LINK_HOST: &str = "link_host";

/// Takes a verification e-mail on. The job.
///
/// # Errors
/// 400, 404; or when the database is away.
pub async fn verification(body: &Value, context: &Context) -> Result<Job, ManagementFailure> {
    VERIFICATION.check(body, Part::Payload)?;
    let id = users::document::parse_id(body["user_id"].as_str().unwrap_or_default())?;
    let user = users::find(&id, context)
        .await?
        .ok_or_else(Error::unknown_user)?;
    crate::tickets::document::account_of(&user, body)?;
    if let Some(client_id) = body["client_id"].as_str() {
        let client_id = ClientId::parse(client_id).map_err(|_| Error::unknown_client())?;
        clients::find(&client_id, context)
            .await?
            .ok_or_else(Error::unknown_client)?;
    }
    let mut document = body.as_object().cloned().unwrap_or_default();
    if let Some(host) = context.named_link_host() {
        document.insert(LINK_HOST.to_owned(), json!(host));
    }
    let mut work = context.begin().await?;
    let job = begin(
        Kind::VerificationEmail,
        document,
        None,
        1,
        context,
        &mut work,
    )
    .await?;
    work.commit().await?;
    Ok(job)
}

async fn connection(id: &str, context: &Context) -> Result<Connection, ManagementFailure> {
    let found = connections::find(id, context).await?;
    Ok(found.ok_or_else(Error::user_connection_does_not_exist)?)
}

fn of_connection(connection: &Connection) -> Map<String, Value> {
    Map::from_iter([
        ("connection_id".to_owned(), json!(connection.id)),
        ("connection".to_owned(), json!(connection.name)),
    ])
}

/// The job as it is shown right after it was taken on.
pub fn taken_on(job: &Job) -> Value {
    let mut shown = common(job);
    let names: &[&str] = match job.kind {
        Kind::UsersImport => &["connection_id", "connection", "external_id"],
        Kind::UsersExport => &["connection_id", "connection", "format", "limit", "fields"],
        Kind::VerificationEmail => &[],
    };
    for name in names {
        if let Some(value) = job.document.get(*name) {
            shown.insert((*name).to_owned(), value.clone());
        }
    }
    // Upstream always names a connection here.
    if job.kind == Kind::UsersExport {
        shown
            .entry("connection".to_owned())
            .or_insert_with(|| json!(""));
    }
    Value::Object(shown)
}

/// The job as it is now. `location` is where a finished export can be fetched.
pub fn shown(job: &Job, location: Option<String>, context: &Context) -> Value {
    let Value::Object(mut shown) = taken_on(job) else {
        return Value::Null;
    };
    let progress = job.progress;
    if let Some(details) = job.text("status_details") {
        shown.insert("status_details".to_owned(), json!(details));
    }
    match job.status {
        Status::Processing => {
            let percentage = percentage(job);
            shown.insert("percentage_done".to_owned(), json!(percentage));
            if let Some(seconds) = seconds_left(job, context) {
                shown.insert("time_left_seconds".to_owned(), json!(seconds));
            }
        }
        Status::Completed if job.kind != Kind::VerificationEmail => {
            shown.insert("percentage_done".to_owned(), json!(100));
        }
        Status::Pending | Status::Completed | Status::Failed => {}
    }
    let is_over = matches!(job.status, Status::Completed | Status::Failed);
    if job.kind == Kind::UsersImport && is_over {
        shown.insert(
            "summary".to_owned(),
            json!({
                "failed": progress.failed, "updated": progress.updated,
                "inserted": progress.inserted, "total": progress.total,
            }),
        );
    }
    if let Some(location) = location {
        shown.insert("location".to_owned(), json!(location));
    }
    Value::Object(shown)
}

fn common(job: &Job) -> Map<String, Value> {
    Map::from_iter([
        ("type".to_owned(), json!(job.kind.name())),
        ("status".to_owned(), json!(job.status.name())),
        ("created_at".to_owned(), json!(job.created_at.to_string())),
        ("id".to_owned(), json!(job.id)),
    ])
}

fn percentage(job: &Job) -> i64 {
    let progress = job.progress;
    if progress.total == 0 {
        0
    } else {
        (progress.position * 100 / progress.total).clamp(0, 99)
    }
}

/// What is left takes as long for each user as what is done.
fn seconds_left(job: &Job, context: &Context) -> Option<i64> {
    let progress = job.progress;
    let elapsed = context.now.millis_since(job.started_at?);
    if progress.position == 0 || elapsed < 0 {
        return None;
    }
    let left = (progress.total - progress.position).max(0);
    Some(elapsed.saturating_mul(left) / progress.position / 1000)
}

/// Why users failed; empty where none did.
///
/// # Errors
/// When the database is away.
pub async fn errors(job: &Job, context: &Context) -> Result<Vec<Value>, Broken> {
    Ok(table::errors(&context.tenant.id, &job.id, context.database()).await?)
}
