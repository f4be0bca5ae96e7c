//! `/api/v2/emails/provider` and `/api/v2/email-templates`.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_identity::emails::{provider, templates};
use ostia_protocol::auth0::fields::Fields;
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    CreateEmailProvider, CreateEmailTemplates, DeleteEmailProvider, ReadEmailProvider,
    ReadEmailTemplates, UpdateEmailProvider, UpdateEmailTemplates,
};

use super::{Answer, answer, done, with_fields};
use crate::error::management::Failed;
use crate::extract::{Caller, JsonBody, PathId, QueryPairs, RequestContext};

static READ: LazyLock<Schema> = LazyLock::new(|| with_fields(Schema::object()));

/// `GET /emails/provider`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn read_provider(caller: Caller, query: QueryPairs, context: RequestContext) -> Answer {
    caller.require_any(&[ReadEmailProvider])?;
    READ.check_query(&query.0)?;
    let names = query.get("fields").filter(|names| !names.is_empty());
    let fields = match names {
        Some(names) => {
            let include = query.get("include_fields");
            Fields::parse(Some(names), include, provider::MEMBERS)?
        }
        None => Fields::parse(Some(provider::SHOWN_BY_DEFAULT), None, provider::MEMBERS)?,
    };
    let found = provider::read(&context).await?;
    Ok(answer(StatusCode::OK, &fields.project(found)))
}

/// `POST /emails/provider`
///
/// # Errors
/// 400, 403, 409; or when the database is away.
pub async fn set_up_provider(
    caller: Caller,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[CreateEmailProvider])?;
    let made = provider::set_up(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

/// `PATCH /emails/provider`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn update_provider(
    caller: Caller,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[UpdateEmailProvider])?;
    let changed = provider::update_provider(&body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `DELETE /emails/provider`
///
/// # Errors
/// 403; or when the database is away.
pub async fn remove_provider(caller: Caller, context: RequestContext) -> Answer {
    caller.require_any(&[DeleteEmailProvider])?;
    provider::remove(&context).await?;
    Ok(done())
}

fn check_name(name: &str) -> Result<(), Failed> {
    templates::PATH.check_path(&[("templateName".to_owned(), name.to_owned())])?;
    Ok(())
}

/// `POST /email-templates`
///
/// # Errors
/// 400, 403, 409; or when the database is away.
pub async fn create_template(
    caller: Caller,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[CreateEmailTemplates])?;
    let made = templates::create(&body, &context).await?;
    Ok(answer(StatusCode::OK, &made))
}

/// `GET /email-templates/{templateName}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn read_template(
    caller: Caller,
    PathId(name): PathId,
    context: RequestContext,
) -> Answer {
    caller.require_any(&[ReadEmailTemplates])?;
    check_name(&name)?;
    let found = templates::read(&name, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `PATCH /email-templates/{templateName}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
pub async fn update_template(
    caller: Caller,
    PathId(name): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[UpdateEmailTemplates])?;
    check_name(&name)?;
    let changed = templates::update(&name, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `PUT /email-templates/{templateName}`
///
/// # Errors
/// 400, 403; or when the database is away.
pub async fn set_template(
    caller: Caller,
    PathId(name): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    caller.require_any(&[UpdateEmailTemplates])?;
    check_name(&name)?;
    let set = templates::set(&name, &body, &context).await?;
    Ok(answer(StatusCode::OK, &set))
}
