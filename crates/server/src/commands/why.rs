//! `ostia why`: which rule refused a request, and where that can be changed.

use std::sync::Arc;

use clap::Args;
use ostia_identity::logs::why::{self, Explanation};
use ostia_identity::tenants;
use serde_json::{Map, Value, json};

use crate::config::Config;
use crate::problem::Problem;
use crate::{installation, output};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  ostia why 5f2a9c3e00000017\n  ostia why my-own-id --tenant acme --json\n\n\
    Every answer carries the id in x-correlation-id, and every error page shows it as its reference.\n\n\
    Exit codes: 0 explained, 1 nothing is known of it or it could not be read, 2 not understood."
)]
pub struct Arguments {
    /// The correlation id of an answer, or the reference of an error page
    // Callers may choose one that begins like a flag.
    #[arg(allow_hyphen_values = true)]
    id: String,
    /// The tenant; all are searched where none is named
    #[arg(long)]
    tenant: Option<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(arguments: &Arguments, config: &Config) -> Result<(), Problem> {
    let platform = installation::open(config).await?;
    let searched = if let Some(named) = &arguments.tenant {
        vec![installation::tenant(Some(named), &platform).await?]
    } else {
        let all = tenants::list(&platform).await?;
        all.into_iter().map(Arc::new).collect()
    };
    let mut found = Vec::new();
    for tenant in searched {
        let context = installation::context(&platform, tenant);
        found.extend(why::of_request(&arguments.id, &context).await?);
    }
    installation::close(&platform).await;
    if found.is_empty() {
        return Err(unknown(&arguments.id));
    }
    if arguments.json {
        let rows = found
            .iter()
            .map(|(entry, explanation)| json!({ "entry": entry, "explanation": explanation }));
        output::json(&rows.collect::<Vec<_>>());
    } else {
        let texts: Vec<_> = found
            .iter()
            .map(|(entry, explanation)| told(entry, explanation.as_ref()))
            .collect();
        output::print(&texts.join("\n\n"));
    }
    Ok(())
}

fn unknown(id: &str) -> Problem {
    Problem::new(
        format!("Nothing is known of {id}."),
        "No log entry has that correlation id. The log keeps what happened to applications and users of a tenant, for \
         a limited time; what strangers sent without a valid token is in the server's own output only.",
        "Check the id and the database. `grep` the server's output for it.",
    )
}

fn told(entry: &Map<String, Value>, explanation: Option<&Explanation>) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let member = |name: &str| entry.get(name).map(text).unwrap_or_default();
    let details = entry.get("details").unwrap_or(&Value::Null);
    let named = |id: &str, name: &str| match (member(id), member(name)) {
        (id, name) if name.is_empty() || name == id => id,
        (id, name) if id.is_empty() => name,
        (id, name) => format!("{name} ({id})"),
    };
    let (client, user) = (
        named("client_id", "client_name"),
        named("user_id", "user_name"),
    );
    let request = match &details["request"] {
        Value::Object(request) => {
            let part = |name: &str| request.get(name).map(text).unwrap_or_default();
            format!("{} {}", part("method").to_uppercase(), part("path"))
        }
        _ => String::new(),
    };
    let refusal = text(&details["response"]["body"]["message"]);
    let description = member("description");
    let pairs = [
        ("what", format!("{} {description}", member("type"))),
        ("when", member("date")),
        ("tenant", member("tenant_name")),
        ("application", client),
        ("user", user),
        ("connection", member("connection")),
        ("from", member("ip")),
        ("request", request),
        ("answer", refusal),
        ("detail", text(&details["why"])),
        (
            "rule",
            explanation
                .map_or("", |explanation| explanation.rule)
                .to_owned(),
        ),
        (
            "setting",
            explanation
                .map_or("", |explanation| explanation.setting)
                .to_owned(),
        ),
        (
            "what to do",
            explanation
                .map_or("", |explanation| explanation.remedy)
                .to_owned(),
        ),
    ];
    let shown: Vec<(&str, &str)> = pairs
        .iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    output::pairs(&shown)
}
