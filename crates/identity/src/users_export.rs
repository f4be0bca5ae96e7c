//! Making a file from users: some at a time, each part committed together with how far the job is.

use std::fmt::Write as _;
use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::Compression;
use flate2::write::GzEncoder;
use ostia_protocol::auth0::ids::{ConnectionId, UserId};
use serde_json::{Map, Value};

use crate::context::Context;
use crate::failure::Broken;
use crate::jobs::{self, Job, Status, Step};
use crate::users::bulk::table as bulk;
use crate::users::{self, User};

/// How many users are read, written and committed at once.
const BATCH: i64 = 500;
/// How long this node has for the next batch, in seconds, before another one may go on.
const LEASE: i64 = 60;

/// What is exported where nobody says.
const DEFAULT_FIELDS: [&str; 17] = [
    "user_id",
    "email",
    "email_verified",
    "username",
    "phone_number",
    "phone_verified",
    "name",
    "given_name",
    "family_name",
    "nickname",
    "picture",
    "identities[0].connection",
    "blocked",
    "created_at",
    "updated_at",
    "last_login",
    "logins_count",
];

/// A column of the file.
struct Field {
    path: String,
    title: String,
}

/// How the file is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Json,
    Csv,
}

/// Works through a job until it ends, or until somebody else has it.
///
/// # Errors
/// When the database is away; the job goes on later where it was.
pub async fn work_on(job: &mut Job, context: &Context) -> Result<(), Broken> {
    let fields = fields(job);
    let format = match job.text("format") {
        Some("csv") => Format::Csv,
        _ => Format::Json,
    };
    let connection = match job.text("connection_id") {
        Some(id) => Some(ConnectionId::parse(id).map_err(Broken::internal)?),
        None => None,
    };
    let limit = job.document.get("limit").and_then(Value::as_i64);
    let total =
        bulk::count_of_connection(&context.tenant, connection.as_ref(), context.database()).await?;
    let total = limit.map_or(total, |limit| limit.min(total));
    loop {
        let wanted = BATCH.min(limit.unwrap_or(i64::MAX) - job.progress.position);
        let page = if wanted <= 0 {
            Vec::new()
        } else {
            let after = job.resume_after.as_deref().unwrap_or_default();
            let tenant = &context.tenant;
            bulk::page_after(
                tenant,
                connection.as_ref(),
                after,
                wanted,
                context.database(),
            )
            .await?
        };
        if page.is_empty() && job.progress.position > 0 {
            break;
        }
        if !write_part(job, &page, &fields, format, total, context).await? {
            return Ok(());
        }
        if page.is_empty() {
            break;
        }
    }
    let mut work = context.begin().await?;
    if jobs::finish(job, Status::Completed, context, &mut work).await? {
        work.commit().await?;
    }
    Ok(())
}

/// `false` where somebody else was faster: nothing of this part is kept.
async fn write_part(
    job: &mut Job,
    page: &[UserId],
    fields: &[Field],
    format: Format,
    total: i64,
    context: &Context,
) -> Result<bool, Broken> {
    let mut text = String::new();
    let is_first = job.progress.position == 0;
    if is_first && format == Format::Csv {
        write_row(&mut text, fields.iter().map(|field| field.title.clone()));
    }
    for id in page {
        // One that was deleted since is no user any more.
        if let Some(user) = users::find(id, context).await? {
            write_user(&mut text, &user, fields, format);
        }
    }
    let mut progress = job.progress;
    progress.position += i64::try_from(page.len()).unwrap_or(i64::MAX);
    progress.total = total.max(progress.position);
    let part = job.progress.position;
    let content = BASE64.encode(compressed(text.as_bytes())?);
    let last = page.last().map(UserId::as_str).map(str::to_owned);
    let resume_after = last.or_else(|| job.resume_after.clone());
    let step = Step {
        progress,
        resume_after: resume_after.as_deref(),
        leased_until: context.platform.clock.now().plus_seconds(LEASE),
    };
    let id = job.id.clone();
    let mut work = context.begin().await?;
    if !jobs::advance(job, &step, context, &mut work).await? {
        return Ok(false);
    }
    jobs::table::insert_part(&context.tenant.id, &id, part, &content, &mut work).await?;
    work.commit().await?;
    Ok(true)
}

fn compressed(bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).map_err(Broken::internal)?;
    encoder.finish().map_err(Broken::internal)
}

/// The first part of a job's file behind another one (-1 is before the first), with its number.
///
/// # Errors
/// When the database is away, or the part is damaged.
pub async fn next_part(
    job_id: &str,
    after: i64,
    context: &Context,
) -> Result<Option<(i64, Vec<u8>)>, Broken> {
    let found =
        jobs::table::next_part(&context.tenant.id, job_id, after, context.database()).await?;
    let decoded = found.map(|(part, content)| {
        let bytes = BASE64.decode(content).map_err(Broken::internal)?;
        Ok((part, bytes))
    });
    decoded.transpose()
}

fn fields(job: &Job) -> Vec<Field> {
    let asked = job.document.get("fields").and_then(Value::as_array);
    let field = |path: &str, title: &str| Field {
        path: path.to_owned(),
        title: title.to_owned(),
    };
    match asked.filter(|asked| !asked.is_empty()) {
        Some(asked) => asked
            .iter()
            .map(|asked| {
                let name = asked["name"].as_str().unwrap_or_default();
                field(name, asked["export_as"].as_str().unwrap_or(name))
            })
            .collect(),
        None => DEFAULT_FIELDS
            .iter()
            .map(|name| match *name {
                path @ "identities[0].connection" => field(path, "connection"),
                name => field(name, name),
            })
            .collect(),
    }
}

fn write_user(text: &mut String, user: &User, fields: &[Field], format: Format) {
    let shown = Value::Object(users::view(user));
    match format {
        Format::Json => {
            let mut row = Map::new();
            for field in fields {
                if let Some(value) = at(&shown, &field.path) {
                    row.insert(field.title.clone(), value.clone());
                }
            }
            // Writing to a String can't fail.
            let _ = writeln!(text, "{}", Value::Object(row));
        }
        Format::Csv => write_row(
            text,
            fields.iter().map(|field| match at(&shown, &field.path) {
                None | Some(Value::Null) => String::new(),
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
            }),
        ),
    }
}

/// The value at `user_metadata.plan` or `identities[0].connection`.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, step| {
        let (name, indexes) = step.split_once('[').unwrap_or((step, ""));
        if step.is_empty() {
            return None;
        }
        let mut value = if name.is_empty() {
            value
        } else {
            value.get(name)?
        };
        for index in indexes.split('[').filter(|index| !index.is_empty()) {
            value = value.get(index.strip_suffix(']')?.parse::<usize>().ok()?)?;
        }
        Some(value)
    })
}

/// RFC 4180 §2. What a spreadsheet would run as a formula is marked as text.
fn write_row(text: &mut String, cells: impl Iterator<Item = String>) {
    for (number, cell) in cells.enumerate() {
        if number > 0 {
            text.push(',');
        }
        let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            "'"
        } else {
            ""
        };
        let _ = write!(text, "\"{guard}{}\"", cell.replace('"', "\"\""));
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths() {
        let user = json!({ "a": { "b": [{ "c": 1 }, 2] }, "d.e": 3 });
        assert_eq!(at(&user, "a.b[0].c"), Some(&json!(1)));
        assert_eq!(at(&user, "a.b[1]"), Some(&json!(2)));
        for missing in ["a.b[2]", "a.b[x]", "a.b[0", "a.c", "", "d.e", "a..b"] {
            assert_eq!(at(&user, missing), None, "{missing}");
        }
    }

    #[test]
    fn rows() {
        let mut text = String::new();
        let cells = ["plain", "with \"quotes\", and\nlines", "=1+1", "", "-"];
        write_row(&mut text, cells.into_iter().map(str::to_owned));
        assert_eq!(
            text,
            "\"plain\",\"with \"\"quotes\"\", and\nlines\",\"'=1+1\",\"\",\"'-\"\r\n"
        );
    }
}
