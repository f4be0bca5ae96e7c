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

use super::operation::Operation;
use super::{Answer, answer, done, with_fields};
use crate::error::management::Failed;
use crate::extract::{JsonBody, PathId, QueryPairs, RequestContext};

/// The operations of this noun.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get(
            "/emails/provider",
            "Read the e-mail provider",
            read_provider,
        )
        .any_of(&[ReadEmailProvider])
        .query(&READ),
        Operation::post(
            "/emails/provider",
            "Set up the e-mail provider",
            set_up_provider,
        )
        .any_of(&[CreateEmailProvider])
        .body(&provider::SET_UP),
        Operation::patch(
            "/emails/provider",
            "Change the e-mail provider",
            update_provider,
        )
        .any_of(&[UpdateEmailProvider])
        .body(&provider::CHANGE),
        Operation::delete(
            "/emails/provider",
            "Remove the e-mail provider",
            remove_provider,
        )
        .any_of(&[DeleteEmailProvider]),
        Operation::post(
            "/email-templates",
            "Create an e-mail template",
            create_template,
        )
        .any_of(&[CreateEmailTemplates])
        .body(&templates::WHOLE)
        .answers(&[200]),
        Operation::get(
            "/email-templates/{templateName}",
            "Read an e-mail template",
            read_template,
        )
        .any_of(&[ReadEmailTemplates])
        .segments(&templates::PATH),
        Operation::patch(
            "/email-templates/{templateName}",
            "Change an e-mail template",
            update_template,
        )
        .any_of(&[UpdateEmailTemplates])
        .segments(&templates::PATH)
        .body(&templates::CHANGE),
        Operation::put(
            "/email-templates/{templateName}",
            "Replace an e-mail template",
            set_template,
        )
        .any_of(&[UpdateEmailTemplates])
        .segments(&templates::PATH)
        .body(&templates::WHOLE),
    ]
}

static READ: LazyLock<Schema> = LazyLock::new(|| with_fields(Schema::object()));

/// `GET /emails/provider`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn read_provider(query: QueryPairs, context: RequestContext) -> Answer {
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
async fn set_up_provider(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = provider::set_up(&body, &context).await?;
    Ok(answer(StatusCode::CREATED, &made))
}

/// `PATCH /emails/provider`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn update_provider(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let changed = provider::update_provider(&body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `DELETE /emails/provider`
///
/// # Errors
/// 403; or when the database is away.
async fn remove_provider(context: RequestContext) -> Answer {
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
async fn create_template(context: RequestContext, JsonBody(body): JsonBody) -> Answer {
    let made = templates::create(&body, &context).await?;
    Ok(answer(StatusCode::OK, &made))
}

/// `GET /email-templates/{templateName}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn read_template(PathId(name): PathId, context: RequestContext) -> Answer {
    check_name(&name)?;
    let found = templates::read(&name, &context).await?;
    Ok(answer(StatusCode::OK, &found))
}

/// `PATCH /email-templates/{templateName}`
///
/// # Errors
/// 400, 403, 404; or when the database is away.
async fn update_template(
    PathId(name): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    check_name(&name)?;
    let changed = templates::update(&name, &body, &context).await?;
    Ok(answer(StatusCode::OK, &changed))
}

/// `PUT /email-templates/{templateName}`
///
/// # Errors
/// 400, 403; or when the database is away.
async fn set_template(
    PathId(name): PathId,
    context: RequestContext,
    JsonBody(body): JsonBody,
) -> Answer {
    check_name(&name)?;
    let set = templates::set(&name, &body, &context).await?;
    Ok(answer(StatusCode::OK, &set))
}
