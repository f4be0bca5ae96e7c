//! Tickets: an address that lets whoever has it set up one connection, until it is used, revoked or too old.

use std::sync::LazyLock;

use ostia_protocol::auth0::ids::{self, Shape};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use serde_json::{Value, json};

use super::PROFILES;
use crate::collections::{Collection, Members, Unique, text_of};
use crate::connections;
use crate::context::Context;
use crate::database::Work;
use crate::failure::{Broken, ManagementFailure};
use crate::vault::fingerprint;

/// How long a ticket is good where nothing else is said, in seconds.
const LIFETIME: i64 = 432_000;

/// Of a ticket only its token's fingerprint is kept.
const TICKETS: Collection =
    Collection::new("self-service-ticket", Shape::Uuid, |_| Error::not_found()).with_uniques(&[
        Unique {
            key: |ticket| text_of(ticket, "fingerprint"),
            taken: Error::internal,
        },
    ]);

/// The body of `POST /self-service-profiles/{id}/sso-ticket`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let organization = Schema::object()
        .required_member(
            "organization_id",
            Schema::formatted(Format::OrganizationId).max_length(50),
        )
        .member("assign_membership_on_login", Schema::boolean())
        .member("show_as_button", Schema::boolean());
    let features = Schema::object()
        .member("sso", Schema::boolean())
        .member("domain_verification", Schema::boolean())
        .member("provisioning", Schema::boolean());
    Schema::object()
        .member("connection_id", Schema::formatted(Format::ConnectionId))
        .member("connection_config", connection_config())
        .member("enabled_clients", Schema::array(Schema::string()))
        .member("enabled_organizations", Schema::array(organization))
        .member("ttl_sec", Schema::integer().minimum(0).maximum(LIFETIME))
        .member("domain_aliases_config", domain_aliases_config())
        .member("provisioning_config", provisioning_config())
        .member("use_for_organization_discovery", Schema::boolean())
        .member("enabled_features", features)
});

fn domains() -> Schema {
    Schema::array(Schema::string().min_length(1).max_length(255))
}

fn connection_config() -> Schema {
    let idpinitiated = Schema::object()
        .member("enabled", Schema::boolean())
        .member("client_id", Schema::formatted(Format::ClientId))
        .member(
            "client_protocol",
            Schema::enumeration(&["samlp", "wsfed", "oauth2"]),
        )
        .member("client_authorizequery", Schema::string().max_length(256));
    let options = Schema::object()
        .member(
            "icon_url",
            Schema::formatted(Format::StrictHttpsUri).nullable(),
        )
        .member("domain_aliases", domains())
        .member("idpinitiated", idpinitiated);
    let metadata = Schema::map(Schema::string().max_length(255).nullable()).max_properties(10);
    Schema::object()
        .required_member(
            "name",
            Schema::string()
                .min_length(1)
                .max_length(128)
                .pattern("^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$"),
        )
        .member("display_name", Schema::string().max_length(128))
        .member("is_domain_connection", Schema::boolean())
        .member("show_as_button", Schema::boolean())
        .member("metadata", metadata)
        .member("options", options)
}

fn domain_aliases_config() -> Schema {
    Schema::object()
        .required_member(
            "domain_verification",
            Schema::enumeration(&["none", "optional", "required"]),
        )
        .member("pending_domains", domains())
}

fn provisioning_config() -> Schema {
    let google = Schema::object().required_member("sync_users", Schema::boolean());
    Schema::object()
        .member(
            "scopes",
            Schema::array(Schema::enumeration(
                &crate::scim_configurations::tokens::SCOPES,
            ))
            .min_items(1),
        )
        .member("google_workspace", google)
        .member("token_lifetime", Schema::integer().minimum(900).nullable())
}

/// Makes a ticket and says where it leads.
///
/// # Errors
/// 400 for a bad body, 404, 409 where a connection has the name already; or when the database is away.
pub async fn create(
    profile: &str,
    body: &Value,
    context: &Context,
) -> Result<Value, ManagementFailure> {
    CREATE.check(body, Part::Payload)?;
    PROFILES.collection.find(profile, context).await?;
    if let Some(id) = body["connection_id"].as_str() {
        let found = connections::find(id, context).await?;
        found.ok_or_else(Error::unknown_connection)?;
    }
    if let Some(name) = body["connection_config"]["name"].as_str()
        && connections::find_by_name(name, context).await?.is_some()
    {
        return Err(Error::connection_exists().into());
    }
    let token = ids::token(context.entropy(), 24);
    let ttl = body["ttl_sec"].as_i64().filter(|ttl| *ttl > 0);
    let expires_at = context.now.plus_seconds(ttl.unwrap_or(LIFETIME));
    let mut ticket = Members::new();
    ticket.insert("fingerprint".to_owned(), json!(fingerprint(&token)));
    ticket.insert("expires_at".to_owned(), json!(expires_at.to_string()));
    ticket.insert("setup".to_owned(), body.clone());
    let mut work = context.begin().await?;
    forget_expired(profile, context, &mut work).await?;
    TICKETS.insert(profile, ticket, context, &mut work).await?;
    work.commit().await?;
    let address = format!(
        "https://{}/self-service/connections-flow?ticket={token}",
        context.tenant.domain
    );
    Ok(json!({ "ticket": address }))
}

/// Ends a ticket, which is named by its token. It may be over already.
///
/// # Errors
/// When the database is away.
pub async fn revoke(
    profile: &str,
    token: &str,
    context: &Context,
) -> Result<(), ManagementFailure> {
    let fingerprint = fingerprint(token);
    let found = TICKETS
        .find_part_by_key(profile, &fingerprint, context)
        .await?;
    if let Some(found) = found {
        let mut work = context.begin().await?;
        TICKETS
            .remove_part(profile, &found.id, context, &mut work)
            .await?;
        work.commit().await?;
    }
    Ok(())
}

pub(super) async fn remove_all(
    profile: &str,
    context: &Context,
    work: &mut Work,
) -> Result<(), Broken> {
    TICKETS
        .remove_parts(profile, i64::MAX, "", context, work)
        .await
}

async fn forget_expired(profile: &str, context: &Context, work: &mut Work) -> Result<(), Broken> {
    let now = context.now.to_string();
    for ticket in TICKETS.all(profile, context).await? {
        if text_of(&ticket.document, "expires_at").is_some_and(|moment| moment < now) {
            TICKETS
                .remove_part(profile, &ticket.id, context, work)
                .await?;
        }
    }
    Ok(())
}
