//! `ostia user`: people.

use std::io::Read as _;

use clap::{Args, Subcommand};
use ostia_identity::connections;
use ostia_identity::context::Context;
use ostia_identity::entropy::Entropy;
use ostia_identity::provisioning::{self, DASHBOARD_PATH, DashboardRole};
use ostia_identity::users::search::{self, Listing};
use ostia_identity::users::{self, User, Writer, manage};
use ostia_protocol::auth0::ids::{self, UserId};
use serde_json::{Value, json};
use zeroize::Zeroizing;

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
    /// List users, oldest first
    #[command(after_help = "Example:\n  ostia user list --page 2 --json\n\n\
                      Exit codes: 0 listed, 1 could not be done, 2 not understood.")]
    List {
        /// Which hundred, from 0
        #[arg(long, default_value_t = 0)]
        page: u32,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Make a user with a password
    #[command(after_help = "Examples:\n  ostia user create ann@example.com\n  \
                      pass show ann | ostia user create ann@example.com --password-stdin --verified\n\n\
                      Prints the id and, unless it was given, the password that was made up.\n\n\
                      Exit codes: 0 made, 1 could not be done, 2 not understood.")]
    Create {
        /// The e-mail address
        email: String,
        /// The database connection
        #[arg(long, default_value = connections::DEFAULT_NAME)]
        connection: String,
        /// The username, where the connection asks for one
        #[arg(long)]
        username: Option<String>,
        /// The address is known to be theirs
        #[arg(long)]
        verified: bool,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Give a user another password, and end their sessions
    #[command(
        after_help = "Example:\n  pass show ann | ostia user set-password ann@example.com --password-stdin\n\n\
                      Prints the password that was made up, unless it was given.\n\n\
                      Exit codes: 0 set, 1 could not be done, 2 not understood."
    )]
    SetPassword {
        /// E-mail address or id
        user: String,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// Let a user into the dashboard
    #[command(
        after_help = "Examples:\n  ostia user admit ann@example.com\n  ostia user admit ben@example.com --as viewer\n\n\
                      The roles: owner, applications-editor, users-editor, support, viewer. What each may do is seen\n\
                      and changed at its permissions, as with every role.\n\n\
                      Exit codes: 0 done, 1 could not be done, 2 not understood."
    )]
    Admit {
        /// E-mail address or id
        user: String,
        /// What they may do there
        #[arg(long = "as", value_name = "ROLE", default_value = "owner", value_parser = dashboard_role)]
        role: DashboardRole,
    },
    /// Keep a user from logging in
    #[command(
        after_help = "Examples:\n  ostia user block ann@example.com\n  ostia user block ann@example.com --undo\n\n\
                      Exit codes: 0 done, 1 could not be done, 2 not understood."
    )]
    Block {
        /// E-mail address or id
        user: String,
        /// Let them log in again
        #[arg(long)]
        undo: bool,
    },
}

pub async fn run(arguments: &Arguments, config: &Config) -> Result<(), Problem> {
    let platform = installation::open(config).await?;
    let tenant = installation::tenant(arguments.tenant.as_deref(), &platform).await?;
    let context = installation::context(&platform, tenant);
    match &arguments.action {
        Action::List { page, json } => list(*page, *json, &context).await?,
        Action::Create {
            email,
            connection,
            username,
            verified,
            password_stdin,
            json,
        } => {
            let (password, made_up) = password(*password_stdin)?;
            let mut body = json!({
                "connection": connection,
                "email": email,
                "email_verified": verified,
                "password": password.as_str(),
            });
            if let Some(username) = username {
                body["username"] = json!(username);
            }
            let user = manage::create_from(&body, &context).await?;
            body["password"] = json!("*****");
            Done {
                title: "Create a user",
                method: "post",
                path: "/users".to_owned(),
                body,
                status: 201,
            }
            .record(&context);
            created(&user, made_up.then_some(password.as_str()), *json);
        }
        Action::SetPassword {
            user,
            password_stdin,
        } => {
            let user = find(user, &context).await?;
            let (password, made_up) = password(*password_stdin)?;
            let body = json!({ "password": password.as_str(), "connection": user.connection() });
            users::update(&user.id, &body, Writer::Administrator, &context).await?;
            updated(&user, json!({ "password": "*****" }), &context);
            if made_up {
                output::print(password.as_str());
            }
            output::note(&format!("{} has a new password.", user.display_name()));
        }
        Action::Admit { user, role } => {
            let user = find(user, &context).await?;
            provisioning::provide_dashboard(&context).await?;
            provisioning::admit(&user.id, *role, &context).await?;
            Done {
                title: "Assign roles to a user",
                method: "post",
                path: format!("/users/{}/roles", user.id),
                body: json!({ "dashboard_role": role.as_str() }),
                status: 204,
            }
            .record(&context);
            output::print(&format!(
                "{} logs in at https://{}{DASHBOARD_PATH} as {}.",
                user.display_name(),
                context.tenant.domain,
                role.as_str(),
            ));
        }
        Action::Block { user, undo } => {
            let user = find(user, &context).await?;
            let body = json!({ "blocked": !undo });
            users::update(&user.id, &body, Writer::Administrator, &context).await?;
            updated(&user, body, &context);
            let now = if *undo {
                "may log in again"
            } else {
                "is blocked"
            };
            output::print(&format!("{} {now}.", user.display_name()));
        }
    }
    installation::close(&platform).await;
    Ok(())
}

fn dashboard_role(text: &str) -> Result<DashboardRole, String> {
    let known = DashboardRole::ALL.into_iter();
    known
        .clone()
        .find(|role| role.as_str() == text)
        .ok_or_else(|| {
            let names: Vec<&str> = known.map(DashboardRole::as_str).collect();
            format!("a role is one of {}", names.join(", "))
        })
}

fn updated(user: &User, body: Value, context: &Context) {
    Done {
        title: "Update a user",
        method: "patch",
        path: format!("/users/{}", user.id),
        body,
        status: 200,
    }
    .record(context);
}

async fn list(page: u32, as_json: bool, context: &Context) -> Result<(), Problem> {
    let query = [
        ("page".to_owned(), page.to_string()),
        ("per_page".to_owned(), "100".to_owned()),
    ];
    let listing = Listing::parse(&query)?;
    let show = |user: &User| Ok(Value::Object(users::view(user)));
    let users = search::list(&listing, show, context).await?.rows;
    if as_json {
        output::json(&users);
        return Ok(());
    }
    let text = |user: &Value, member: &str| user[member].as_str().unwrap_or("-").to_owned();
    let rows: Vec<_> = users
        .iter()
        .map(|user| {
            let state = match user["blocked"].as_bool() {
                Some(true) => "blocked",
                _ => "active",
            };
            [
                text(user, "user_id"),
                text(user, "email"),
                state.to_owned(),
                text(user, "last_login"),
            ]
        })
        .collect();
    output::print(&output::table(
        ["USER", "E-MAIL", "STATE", "LAST LOGIN"],
        &rows,
    ));
    Ok(())
}

fn created(user: &User, password: Option<&str>, as_json: bool) {
    if as_json {
        let mut shown = json!({ "user_id": user.id, "email": user.email() });
        if let Some(password) = password {
            shown["password"] = json!(password);
        }
        output::json(&shown);
        return;
    }
    let mut pairs = vec![("user", user.id.as_str())];
    pairs.extend(password.map(|password| ("password", password)));
    output::print(&output::pairs(&pairs));
}

async fn find(named: &str, context: &Context) -> Result<User, Problem> {
    let unknown = || {
        Problem::new(
            format!("There is no user {named}."),
            "Nobody in this tenant has that id or e-mail address.",
            "`ostia user list` shows who there is.",
        )
    };
    if let Ok(id) = UserId::parse(named) {
        return users::find(&id, context).await?.ok_or_else(unknown);
    }
    let mut found = search::by_email(&named.to_lowercase(), context).await?;
    match found.len() {
        0 => Err(unknown()),
        1 => Ok(found.swap_remove(0)),
        several => Err(Problem::new(
            format!("It isn't clear which user {named} is."),
            format!("{several} accounts have this address, at different connections."),
            "Name the user by id; `ostia user list` shows them.",
        )),
    }
}

/// The password, and whether it was made up.
fn password(from_stdin: bool) -> Result<(Zeroizing<String>, bool), Problem> {
    if !from_stdin {
        // A character of each kind first, so that any policy takes it.
        let made_up = format!("Aa1-{}", ids::token(&Entropy::system(), 15));
        return Ok((Zeroizing::new(made_up), true));
    }
    let mut text = Zeroizing::new(String::new());
    std::io::stdin()
        .lock()
        .take(4096)
        .read_to_string(&mut text)
        .map_err(|error| {
            Problem::new(
                "The password could not be read.",
                format!("Standard input says: {error}."),
                "Pipe it in, as UTF-8 text.",
            )
        })?;
    let line = text.lines().next().unwrap_or_default();
    Ok((Zeroizing::new(line.to_owned()), false))
}
