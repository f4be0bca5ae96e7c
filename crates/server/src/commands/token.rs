//! `ostia token`: access for scripts on the machine that has the database.

use clap::{Args, Subcommand};
use ostia_identity::access::{Access, Target};
use ostia_identity::context::Context;
use ostia_identity::failure::{Broken, Failure};
use ostia_identity::logs::{Entry, Event};
use ostia_identity::token::mint::{self, Channel};
use ostia_identity::token::{Entitlement, Refresh, Subject};
use ostia_identity::{clients, resource_servers};
use ostia_protocol::auth0::scopes::ManagementScope;
use ostia_protocol::oauth::Scope;

use crate::config::Config;
use crate::problem::Problem;
use crate::{installation, output};

/// What `ostia token` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print a Management API token
    #[command(after_help = "Examples:\n  \
                      ostia token issue --scope read:clients --scope read:users\n  \
                      curl -H \"Authorization: Bearer $(ostia token issue --all-scopes)\" https://…/api/v2/clients\n\n\
                      Valid for a day. It speaks for the built-in client All Applications.\n\n\
                      Exit codes: 0 printed, 1 could not be done, 2 not understood.")]
    Issue {
        /// The tenant; needed where there are several
        #[arg(long)]
        tenant: Option<String>,
        /// What it allows, such as read:clients; may be repeated
        #[arg(long = "scope", value_name = "SCOPE", value_parser = scope, required_unless_present = "all_scopes")]
        scopes: Vec<ManagementScope>,
        /// Everything
        #[arg(long, conflicts_with = "scopes")]
        all_scopes: bool,
    },
}

fn scope(text: &str) -> Result<ManagementScope, String> {
    text.parse()
        .map_err(|_| "the Management API has no such scope; they look like read:clients".to_owned())
}

/// Does it.
///
/// # Errors
/// When the database or the tenant isn't there.
pub async fn run(arguments: &Arguments, config: &Config) -> Result<(), Problem> {
    let Action::Issue {
        tenant,
        scopes,
        all_scopes,
    } = &arguments.action;
    let scopes = if *all_scopes {
        ManagementScope::all()
    } else {
        scopes
    };
    let platform = installation::open(config).await?;
    let tenant = installation::tenant(tenant.as_deref(), &platform).await?;
    let context = installation::context(&platform, tenant);
    output::print(&issue(scopes, &context).await?);
    installation::close(&platform).await;
    Ok(())
}

/// A Management API token with these scopes, held by nobody in particular.
///
/// # Errors
/// When the tenant isn't complete, or the database is away.
pub async fn issue(scopes: &[ManagementScope], context: &Context) -> Result<String, Problem> {
    let incomplete = || {
        Problem::new(
            format!("The tenant {} isn't complete.", context.tenant.id),
            "It lacks its Management API or its built-in client.",
            format!(
                "Complete it: `ostia tenant create {} --domain {}`.",
                context.tenant.id, context.tenant.domain
            ),
        )
    };
    let api = resource_servers::find_by_identifier(&context.tenant.management_audience(), context)
        .await?
        .ok_or_else(incomplete)?;
    let client = clients::find_global(context)
        .await?
        .ok_or_else(incomplete)?;
    let entitlement = Entitlement {
        subject: Subject::Client,
        access: Access {
            target: Target::Api(api),
            scope: Scope::from_tokens(scopes.iter().map(|scope| scope.as_str()))
                .map_err(|_| Broken::internal("a Management API scope that is no scope"))?,
            permissions: None,
        },
        authentication: None,
        nonce: None,
        gty: Some("client-credentials"),
        recovery_code: None,
        refresh: Refresh::None,
        organization: None,
    };
    let token = mint::access_token(&entitlement, &client, Channel::Back(None), context)
        .await
        .map_err(not_issued)?;
    Entry::new(Event::ClientCredentialsSucceeded)
        .description("ostia token issue")
        .client(&client)
        .member("audience", context.tenant.management_audience())
        .member("scope", entitlement.access.scope.to_string())
        .record(context);
    Ok(token.token)
}

fn not_issued(failure: Failure) -> Problem {
    match failure {
        Failure::Broken(broken) => broken.into(),
        Failure::Refused(error) => Problem::new(
            "The Management API issues no such token.",
            error.description.unwrap_or_default(),
            "Look at its settings: GET /api/v2/resource-servers.",
        ),
    }
}
