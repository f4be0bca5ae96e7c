//! `/api/v2/jobs`, and the files that exports leave.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest as _, Multipart, Path, Query, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::Stream;
use futures_util::stream::try_unfold;
use ostia_identity::context::Context;
use ostia_identity::failure::Broken;
use ostia_identity::jobs::document::{self, ImportRequest};
use ostia_identity::jobs::{self, Job, Kind, Status};
use ostia_identity::users_export;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::scopes::ManagementScope::{CreateUsers, ReadUsers, UpdateUsers};
use serde::Deserialize;
use subtle::ConstantTimeEq as _;

use super::operation::Operation;
use super::{Answer, answer, done};
use crate::error::management::Failed;
use crate::extract::{JsonBody, PathId, RequestContext};

/// The longest file of users, in bytes.
const MAX_FILE: usize = 512_000;
/// What the other parts of a form may add to it.
const MAX_FORM: usize = MAX_FILE + 16 * 1024;
/// How long the link to a file works, in seconds; each look at the job gives a fresh one.
const LINK_LIFETIME: i64 = 60;

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        // The body is a form with a file, which the handler bounds and reads.
        Operation::post("/jobs/users-imports", "Import users from a file", import)
            .any_of(&[CreateUsers])
            .answers(&[202]),
        Operation::post("/jobs/users-exports", "Export users to a file", export)
            .any_of(&[ReadUsers])
            .body(&document::EXPORT)
            .answers(&[200]),
        Operation::post(
            "/jobs/verification-email",
            "Mail a link that confirms an e-mail address",
            verification_email,
        )
        .any_of(&[UpdateUsers])
        .body(&document::VERIFICATION),
        Operation::get("/jobs/{id}", "Read a job", read)
            .any_of(&[CreateUsers, ReadUsers])
            .segments(&document::PATH),
        Operation::get(
            "/jobs/{id}/errors",
            "List the users that a job failed for",
            errors,
        )
        .any_of(&[CreateUsers, ReadUsers])
        .segments(&document::PATH)
        .answers(&[200, 204]),
    ]
}

/// `POST /jobs/users-imports`
///
/// # Errors
/// 400, 403, 413; or when the database is away.
pub async fn import(context: RequestContext, request: Request) -> Answer {
    let import = import_request(bounded(request).await?).await?;
    let job = document::import(import, &context).await?;
    Ok(answer(StatusCode::ACCEPTED, &document::taken_on(&job)))
}

/// Reads the whole request, as far as it is no longer than it may be.
async fn bounded(request: Request) -> Result<Request, Failed> {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, MAX_FORM)
        .await
        .map_err(|_| Error::payload_too_large(MAX_FILE))?;
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

async fn import_request(request: Request) -> Result<ImportRequest, Failed> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| {
        Error::invalid_body("The users are sent as multipart/form-data, in a part named users.")
    })?;
    let (mut users, mut connection_id, mut external_id) = (None, None, None);
    let (mut upsert, mut send_completion_email) = (false, true);
    while let Some(part) = form
        .next_field()
        .await
        .map_err(|error| unreadable(&error))?
    {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(|error| unreadable(&error))?;
        match name.as_str() {
            "users" if bytes.len() > MAX_FILE => {
                return Err(Error::payload_too_large(MAX_FILE).into());
            }
            "users" => users = Some(bytes.to_vec()),
            "connection_id" => connection_id = Some(text(&bytes)),
            "external_id" => external_id = Some(text(&bytes)),
            "upsert" => upsert = flag(&bytes),
            "send_completion_email" => send_completion_email = flag(&bytes),
            // Upstream takes others and does nothing with them.
            _ => {}
        }
    }
    let missing = |name: &str| {
        Error::invalid_body(format!(
            "Payload validation error: 'Missing required property: {name}'."
        ))
    };
    Ok(ImportRequest {
        users: users.ok_or_else(|| missing("users"))?,
        connection_id: connection_id.ok_or_else(|| missing("connection_id"))?,
        upsert,
        external_id,
        send_completion_email,
    })
}

fn unreadable(error: &axum::extract::multipart::MultipartError) -> Failed {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::payload_too_large(MAX_FILE).into()
    } else {
        Error::invalid_body("The form can't be read.").into()
    }
}

fn text(bytes: &Bytes) -> String {
    String::from_utf8_lossy(bytes)
        .trim()
        .chars()
        .take(255)
        .collect()
}

fn flag(bytes: &Bytes) -> bool {
    bytes.trim_ascii().eq_ignore_ascii_case(b"true")
}

/// `POST /jobs/users-exports`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn export(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let job = document::export(&body, &context).await?;
    Ok(answer(StatusCode::OK, &document::taken_on(&job)))
}

/// `POST /jobs/verification-email`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn verification_email(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let job = document::verification(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &document::taken_on(&job)))
}

/// `GET /jobs/{id}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn read(PathId(id): PathId, context: RequestContext) -> Answer {
    let job = find(&id, &context).await?;
    let location = location(&job, &context)?;
    Ok(answer(
        StatusCode::OK,
        &document::shown(&job, location, &context),
    ))
}

/// `GET /jobs/{id}/errors`: 204 where there are none.
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn errors(PathId(id): PathId, context: RequestContext) -> Answer {
    let job = find(&id, &context).await?;
    let errors = document::errors(&job, &context).await?;
    Ok(if errors.is_empty() {
        done()
    } else {
        answer(StatusCode::OK, &errors)
    })
}

async fn find(id: &str, context: &Context) -> Result<Job, Failed> {
    document::PATH.check_path(&[("id".to_owned(), id.to_owned())])?;
    let job = jobs::find(id, context).await?;
    Ok(job.ok_or_else(|| Error::new(404, "The job does not exist").with_code("inexistent_job"))?)
}

/// Where a finished export can be fetched, for a while, by whoever has the address.
fn location(job: &Job, context: &Context) -> Result<Option<String>, Broken> {
    if job.kind != Kind::UsersExport || job.status != Status::Completed {
        return Ok(None);
    }
    let expires = context.now.seconds() + LINK_LIFETIME;
    let signature = signature(&job.id, expires, context)?;
    let format = job.text("format").unwrap_or("json");
    Ok(Some(format!(
        "{}exports/{}/users.{format}.gz?expires={expires}&signature={signature}",
        context.tenant.issuer(),
        job.id
    )))
}

fn signature(id: &str, expires: i64, context: &Context) -> Result<String, Broken> {
    let message = format!("{id}\0{expires}");
    context
        .tenant
        .key
        .authenticate("users export", message.as_bytes())
}

/// What proves that a link was given out here.
#[derive(Debug, Deserialize)]
pub struct Proof {
    expires: i64,
    signature: String,
}

/// `GET /exports/{id}/users.{format}.gz`: the file. The address is all that it takes.
pub async fn download(
    Path((id, file)): Path<(String, String)>,
    Query(proof): Query<Proof>,
    context: RequestContext,
) -> Response {
    match fetch(&id, &file, &proof, &context).await {
        Ok(Some(response)) => response,
        Ok(None) => (
            StatusCode::NOT_FOUND,
            "This link is too old or wrong. GET /api/v2/jobs/{id} gives a new one.\n",
        )
            .into_response(),
        Err(broken) => Failed::from(broken).into_response(),
    }
}

async fn fetch(
    id: &str,
    file: &str,
    proof: &Proof,
    context: &RequestContext,
) -> Result<Option<Response>, Broken> {
    let expected = signature(id, proof.expires, context)?;
    let is_ours: bool = expected.as_bytes().ct_eq(proof.signature.as_bytes()).into();
    if !is_ours || proof.expires < context.now.seconds() {
        return Ok(None);
    }
    let Some(job) = jobs::find(id, context).await? else {
        return Ok(None);
    };
    let format = job.text("format").unwrap_or("json");
    if job.status != Status::Completed || file != format!("users.{format}.gz") {
        return Ok(None);
    }
    let headers = [
        (header::CONTENT_TYPE, "application/gzip".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"users.{format}.gz\""),
        ),
    ];
    Ok(Some(
        (headers, Body::from_stream(parts(job.id, context.0.clone()))).into_response(),
    ))
}

/// The file's parts, each read when the one before has gone out.
fn parts(id: String, context: Context) -> impl Stream<Item = Result<Bytes, Broken>> {
    try_unfold(-1, move |after| {
        let (id, context) = (id.clone(), context.clone());
        async move {
            let next = users_export::next_part(&id, after, &context).await?;
            Ok(next.map(|(part, bytes)| (Bytes::from(bytes), part)))
        }
    })
}
