//! `ostia client`: applications.

use std::sync::Arc;

use clap::{Args, Subcommand, ValueEnum};
use ostia_identity::client_grants::{self, SubjectType};
use ostia_identity::clients::visibility::View;
use ostia_identity::clients::{list, manage};
use ostia_identity::context::{Context, Platform};
use ostia_protocol::auth0::ids::ClientId;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Map, Value, json};

use super::trace::Done;
use crate::config::Config;
use crate::problem::Problem;
use crate::{installation, output};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The tenant; needed where there are several
    #[arg(long, global = true)]
    tenant: Option<String>,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List the tenant's applications
    #[command(after_help = "Example:\n  ostia client list --json\n\n\
                      Exit codes: 0 listed, 1 could not be done, 2 not understood.")]
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show one application as the Management API does
    #[command(after_help = "Example:\n  ostia client show CLIENT_ID --secret\n\n\
                      Exit codes: 0 shown, 1 there is no such client or it could not be read, 2 not understood.")]
    Show {
        /// Its id
        client_id: String,
        /// With its secret
        #[arg(long)]
        secret: bool,
    },
    /// Make a first-party application
    #[command(after_help = "Examples:\n  \
                      ostia client create 'Photo printer' --type spa --callback https://photos.example/callback\n  \
                      ostia client create Terraform --type non-interactive --management-api\n\n\
                      Prints the application as JSON, with its secret.\n\n\
                      Exit codes: 0 made, 1 could not be done, 2 not understood.")]
    Create {
        /// What people see
        name: String,
        /// What kind of application
        #[arg(long = "type", value_enum)]
        kind: Kind,
        /// Where answers may go; may be repeated
        #[arg(long = "callback", value_name = "URL")]
        callbacks: Vec<String>,
        /// Lets it do everything in the Management API
        #[arg(long)]
        management_api: bool,
    },
    /// Replace an application's secret
    #[command(after_help = "Example:\n  ostia client rotate-secret CLIENT_ID\n\n\
                      Prints the new secret and nothing else. The old one stops working at once.\n\n\
                      Exit codes: 0 replaced, 1 there is no such client or it could not be done, 2 not understood.")]
    RotateSecret {
        /// Its id
        client_id: String,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// On a phone or a desktop: keeps no secret
    Native,
    /// In a browser: keeps no secret
    Spa,
    /// On a server: keeps a secret
    RegularWeb,
    /// A service without users
    NonInteractive,
}

pub async fn run(arguments: &Arguments, config: &Config) -> Result<(), Problem> {
    let platform = installation::open(config).await?;
    let context = context(arguments, &platform).await?;
    match &arguments.action {
        Action::List { json } => {
            show_list(&all(&context).await?, *json);
        }
        Action::Show { client_id, secret } => {
            let mut client = manage::read(client_id, View::FULL, &context).await?;
            if !secret {
                client.remove("client_secret");
            }
            output::json(&client);
        }
        Action::Create {
            name,
            kind,
            callbacks,
            management_api,
        } => {
            let body = body(name, *kind, callbacks);
            let client = manage::create(body.clone(), &context).await?;
            Done {
                title: "Create a client",
                method: "post",
                path: "/clients".to_owned(),
                body,
                status: 201,
            }
            .record(&context);
            if *management_api {
                grant_management_api(&client, &context).await?;
            }
            output::json(&client);
        }
        Action::RotateSecret { client_id } => {
            let client = manage::rotate_secret(client_id, &context).await?;
            Done {
                title: "Rotate a client secret",
                method: "post",
                path: format!("/clients/{client_id}/rotate-secret"),
                body: json!({}),
                status: 200,
            }
            .record(&context);
            output::print(client["client_secret"].as_str().unwrap_or_default());
        }
    }
    installation::close(&platform).await;
    Ok(())
}

async fn context(arguments: &Arguments, platform: &Arc<Platform>) -> Result<Context, Problem> {
    let tenant = installation::tenant(arguments.tenant.as_deref(), platform).await?;
    Ok(installation::context(platform, tenant))
}

/// Every client, without its secret.
async fn all(context: &Context) -> Result<Vec<Value>, Problem> {
    const PER_PAGE: usize = 100;
    let view = View::of(|scope| scope == ManagementScope::ReadClients);
    let mut clients = Vec::new();
    for page in 0_u32.. {
        let query = [
            ("page".to_owned(), format!("{page}")),
            ("per_page".to_owned(), PER_PAGE.to_string()),
        ];
        let rows = match list::clients(&query, view, context).await? {
            Value::Array(rows) => rows,
            _ => Vec::new(),
        };
        let is_last = rows.len() < PER_PAGE;
        clients.extend(rows);
        if is_last {
            break;
        }
    }
    Ok(clients)
}

fn show_list(clients: &[Value], as_json: bool) {
    if as_json {
        output::json(&clients);
        return;
    }
    let text = |client: &Value, member: &str| client[member].as_str().unwrap_or("-").to_owned();
    let rows: Vec<_> = clients
        .iter()
        .map(|client| {
            let owner = match client["is_first_party"].as_bool() {
                Some(false) => "third party",
                _ => "first party",
            };
            [
                text(client, "client_id"),
                text(client, "app_type"),
                owner.to_owned(),
                text(client, "name"),
            ]
        })
        .collect();
    output::print(&output::table(["CLIENT", "TYPE", "OWNER", "NAME"], &rows));
}

/// As the dashboard makes them.
fn body(name: &str, kind: Kind, callbacks: &[String]) -> Value {
    let (app_type, method) = match kind {
        Kind::Native => ("native", "none"),
        Kind::Spa => ("spa", "none"),
        Kind::RegularWeb => ("regular_web", "client_secret_post"),
        Kind::NonInteractive => ("non_interactive", "client_secret_post"),
    };
    let mut body = json!({
        "name": name,
        "app_type": app_type,
        "token_endpoint_auth_method": method,
        "oidc_conformant": true,
        "callbacks": callbacks,
        "jwt_configuration": { "alg": "RS256", "lifetime_in_seconds": 36_000 },
    });
    match kind {
        Kind::Native | Kind::Spa => {
            body["refresh_token"] = json!({
                "rotation_type": "rotating",
                "expiration_type": "expiring",
                "leeway": 0,
                "token_lifetime": 2_592_000,
                "infinite_token_lifetime": false,
                "idle_token_lifetime": 1_296_000,
                "infinite_idle_token_lifetime": false,
            });
        }
        Kind::NonInteractive => body["grant_types"] = json!(["client_credentials"]),
        Kind::RegularWeb => {}
    }
    body
}

async fn grant_management_api(
    client: &Map<String, Value>,
    context: &Context,
) -> Result<(), Problem> {
    let id = client["client_id"].as_str().unwrap_or_default();
    let id = ClientId::parse(id).map_err(ostia_identity::failure::Broken::internal)?;
    let scopes: Vec<&str> = ManagementScope::all()
        .iter()
        .map(|scope| scope.as_str())
        .collect();
    let audience = context.tenant.management_audience();
    client_grants::create_for(&id, &audience, &scopes, SubjectType::Client, context).await?;
    Done {
        title: "Create a client grant",
        method: "post",
        path: "/client-grants".to_owned(),
        body: json!({ "client_id": id, "audience": audience, "scope": scopes }),
        status: 201,
    }
    .record(context);
    Ok(())
}
