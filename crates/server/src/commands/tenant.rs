//! `ostia tenant`: who is served, and where.

use clap::{Args, Subcommand};
use ostia_identity::context::Platform;
use ostia_identity::provisioning::{self, DASHBOARD_PATH, FirstKeys};
use ostia_identity::tenants::{self, Tenant};
use ostia_protocol::auth0::ids::TenantId;
use serde_json::{Value, json};

use super::trace::Done;
use crate::config::Config;
use crate::problem::Problem;
use crate::{installation, output};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List all tenants
    #[command(after_help = "Example:\n  ostia tenant list --json\n\n\
                      Exit codes: 0 listed, 1 could not be done, 2 not understood.")]
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Make a tenant with signing keys, the Management API and a database connection
    #[command(
        after_help = "Example:\n  ostia tenant create acme --domain login.acme.example\n\n\
                      Interrupted half way, it finishes when it is run again.\n\n\
                      Exit codes: 0 there is such a tenant now, 1 could not be done, 2 not understood."
    )]
    Create {
        /// Its id, which never changes: lower-case letters, digits, hyphens
        id: String,
        /// Host and port under which applications reach it, without a scheme
        #[arg(long, value_parser = domain)]
        domain: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Serve a tenant under another domain
    #[command(
        after_help = "Example:\n  ostia tenant move acme --domain id.acme.example\n\n\
                      Tokens that were issued under the old domain stop being accepted. Restart the servers.\n\n\
                      Exit codes: 0 moved, 1 could not be done, 2 not understood."
    )]
    Move {
        /// Its id
        id: String,
        /// The new host and port, without a scheme
        #[arg(long, value_parser = domain)]
        domain: String,
    },
}

pub async fn run(arguments: &Arguments, config: &Config) -> Result<(), Problem> {
    let platform = installation::open(config).await?;
    match &arguments.action {
        Action::List { json } => list(*json, &platform).await?,
        Action::Create { id, domain, json } => {
            let id = TenantId::parse(id).map_err(|_| {
                Problem::new(
                    format!("`{id}` can't be a tenant's id."),
                    "An id has at most 63 lower-case letters, digits and hyphens, and begins with a letter or a digit.",
                    "Choose another; people are shown the tenant's friendly name, not its id.",
                )
            })?;
            require_free(domain, &id, &platform).await?;
            let tenant =
                provisioning::provision(&id, domain, FirstKeys::Generate, &platform).await?;
            let context = installation::context(&platform, tenant.clone());
            provisioning::provide_dashboard(&context).await?;
            Done {
                title: "Create a tenant",
                method: "post",
                path: "/tenants".to_owned(),
                body: json!({ "id": tenant.id, "domain": tenant.domain }),
                status: 201,
            }
            .record(&context);
            if *json {
                output::json(&shown(&tenant));
            } else {
                output::print(&output::pairs(&[
                    ("tenant", tenant.id.as_str()),
                    ("issuer", &tenant.issuer()),
                    ("Management API", &tenant.management_audience()),
                    (
                        "dashboard",
                        &format!("https://{}{DASHBOARD_PATH}", tenant.domain),
                    ),
                ]));
                output::note(
                    "Let somebody in: ostia user create ADDRESS, then ostia user admit ADDRESS.",
                );
            }
        }
        Action::Move { id, domain } => {
            let tenant = installation::tenant(Some(id), &platform).await?;
            require_free(domain, &tenant.id, &platform).await?;
            tenants::move_to_domain(&tenant, domain, &platform).await?;
            let context = installation::context(&platform, tenant.clone());
            Done {
                title: "Move a tenant to another domain",
                method: "patch",
                path: "/tenants".to_owned(),
                body: json!({ "domain": domain, "previous_domain": tenant.domain }),
                status: 200,
            }
            .record(&context);
            output::print(&format!("{id} is served at https://{domain}/ now."));
        }
    }
    installation::close(&platform).await;
    Ok(())
}

/// Host and port, as a value of the command line.
pub fn domain(text: &str) -> Result<String, String> {
    let url = url::Url::parse(&format!("https://{text}/")).map_err(|error| error.to_string())?;
    if url.path() != "/" || text.contains(['/', '?', '#', '@']) {
        return Err(
            "a domain is a host and, where it isn't 443, a port: no scheme, no path".to_owned(),
        );
    }
    Ok(text.to_ascii_lowercase())
}

async fn list(as_json: bool, platform: &Platform) -> Result<(), Problem> {
    let tenants = tenants::list(platform).await?;
    if as_json {
        output::json(&tenants.iter().map(shown).collect::<Vec<_>>());
        return Ok(());
    }
    let rows: Vec<_> = tenants
        .iter()
        .map(|tenant| [tenant.id.to_string(), tenant.issuer()])
        .collect();
    output::print(&output::table(["ID", "ISSUER"], &rows));
    Ok(())
}

async fn require_free(domain: &str, id: &TenantId, platform: &Platform) -> Result<(), Problem> {
    let other = tenants::find_by_domain(domain, platform)
        .await?
        .filter(|other| other.id != *id);
    match other {
        None => Ok(()),
        Some(other) => Err(Problem::new(
            format!("{domain} is taken."),
            format!("The tenant {} is served there.", other.id),
            "Choose another domain, or move that tenant: `ostia tenant move`.",
        )),
    }
}

fn shown(tenant: &Tenant) -> Value {
    json!({
        "id": tenant.id,
        "domain": tenant.domain,
        "issuer": tenant.issuer(),
        "management_audience": tenant.management_audience(),
    })
}
