//! E-mail templates: what a tenant's mail says, one per occasion.

use std::sync::LazyLock;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};
use crate::tenant_documents::{Kind, applied};

const KIND: Kind = Kind::new("email-template");

/// The occasions.
const NAMES: &[&str] = &[
    "verify_email",
    "verify_email_by_code",
    "auth_email_by_code",
    "reset_email",
    "reset_email_by_code",
    "welcome_email",
    "blocked_account",
    "stolen_credentials",
    "enrollment_email",
    "mfa_oob_code",
    "user_invitation",
    "change_password",
    "password_reset",
    "async_approval",
];

/// The path of a template.
pub static PATH: LazyLock<Schema> =
    LazyLock::new(|| Schema::object().required_member("templateName", name()));

/// A whole template.
pub static WHOLE: LazyLock<Schema> = LazyLock::new(|| members(Schema::required_member));
/// What changes of a template.
pub static CHANGE: LazyLock<Schema> = LazyLock::new(|| members(Schema::member));

fn name() -> Schema {
    Schema::enumeration(NAMES).described("Name of the template")
}

/// The members of a template; `main` adds those that a whole one has to have.
fn members(main: fn(Schema, &'static str, Schema) -> Schema) -> Schema {
    let text = |max, description| {
        Schema::string()
            .max_length(max)
            .nullable()
            .described(description)
    };
    let object = main(Schema::object(), "template", name());
    let object = main(object, "body", text(500_000, "The text as Liquid"));
    let object = main(object, "from", text(1_000, "The sender"));
    let object = object.member("resultUrl", text(2_000, "Where links lead in the end"));
    let object = main(object, "subject", text(1_000, "The subject as Liquid"));
    let object = main(object, "syntax", text(20, "The language of the template"));
    let object = object
        .member(
            "urlLifetimeInSeconds",
            Schema::number()
                .minimum(0)
                .nullable()
                .described("How long links work"),
        )
        .member(
            "includeEmailInRedirect",
            Schema::boolean().described("Whether the address is added to resultUrl"),
        );
    let enabled = Schema::boolean().nullable();
    main(object, "enabled", enabled.described("Whether it is used"))
}

/// The tenant's own template for an occasion, if it has one.
///
/// # Errors
/// When the database is away.
pub async fn find(name: &str, context: &Context) -> Result<Option<Value>, Broken> {
    KIND.find(name, context).await
}

/// What the tenant's template for an occasion says of the links in it.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// How long they work, in seconds.
    pub lifetime: Option<i64>,
    /// Where they lead in the end.
    pub result_url: Option<String>,
    /// Whether the address is added there.
    pub include_email: bool,
}

/// What holds for the links of an occasion.
///
/// # Errors
/// When the database is away.
pub async fn links(name: &str, context: &Context) -> Result<Links, Broken> {
    let Some(template) = find(name, context).await? else {
        return Ok(Links::default());
    };
    let result_url = template["resultUrl"].as_str();
    Ok(Links {
        lifetime: template["urlLifetimeInSeconds"].as_i64(),
        result_url: result_url.filter(|url| !url.is_empty()).map(str::to_owned),
        include_email: template["includeEmailInRedirect"] == true,
    })
}

/// A template. `name` is one that [`PATH`] accepts.
///
/// # Errors
/// 404 where the tenant has none; or when the database is away.
pub async fn read(name: &str, context: &Context) -> Result<Value, ManagementFailure> {
    let found = KIND.find(name, context).await?;
    Ok(found.ok_or_else(Error::unknown_email_template)?)
}

/// Makes a template.
///
/// # Errors
/// 400 for a bad body, 409 where there is one for the occasion; or when the database is away.
pub async fn create(body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    WHOLE.check(body, Part::Payload)?;
    let name = body["template"].as_str().unwrap_or_default();
    let document = applied(json!({}), body);
    let mut work = context.begin().await?;
    if !KIND
        .insert(name, document.clone(), context, &mut work)
        .await?
    {
        return Err(Error::email_template_exists(name).into());
    }
    work.commit().await?;
    Ok(document)
}

/// Changes a template.
///
/// # Errors
/// 400 for a bad body, 404 where there is none; or when the database is away.
pub async fn update(
    name: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    CHANGE.check(body, Part::Payload)?;
    check_name(name, body)?;
    let mut work = context.begin().await?;
    let before = KIND.find_for_update(name, context, &mut work).await?;
    let after = applied(before.ok_or_else(Error::unknown_email_template)?, body);
    KIND.put(name, after.clone(), context, &mut work).await?;
    work.commit().await?;
    Ok(after)
}

/// Makes or replaces a template.
///
/// # Errors
/// 400 for a bad body; or when the database is away.
pub async fn set(name: &str, body: &Value, context: &Context) -> Result<Value, ManagementFailure> {
    WHOLE.check(body, Part::Payload)?;
    check_name(name, body)?;
    let document = applied(json!({}), body);
    let mut work = context.begin().await?;
    KIND.put(name, document.clone(), context, &mut work).await?;
    work.commit().await?;
    Ok(document)
}

fn check_name(name: &str, body: &Value) -> Result<(), Error> {
    match body["template"].as_str() {
        Some(other) if other != name => Err(Error::invalid_body(
            "The body names another template than the path.",
        )),
        _ => Ok(()),
    }
}
