//! `ostia doctor`: what is wrong with an installation, why, and what to do. It changes nothing.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use ostia_identity::breached_passwords::List;
use ostia_identity::cache::Caches;
use ostia_identity::context::Platform;
use ostia_identity::database::{Bell, Database};
use ostia_identity::entropy::Entropy;
use ostia_identity::logs::Journal;
use ostia_identity::messages::Outbox;
use ostia_identity::outgoing::Outgoing;
use ostia_identity::passwords::HashingPool;
use ostia_identity::tenants::{self, Tenant};
use ostia_identity::time::{Clock, Timestamp};
use ostia_identity::{clients, resource_servers, signing_keys};
use serde::Serialize;

use crate::config::{Config, Transport};
use crate::problem::Problem;
use crate::tls::{self, Standing};
use crate::{installation, listen, output};

/// No clock of a machine that runs this version shows an earlier time: 2026-01-01.
const EARLIEST: Timestamp = Timestamp::from_millis(1_767_225_600_000);
/// By how many milliseconds clocks of one installation may differ.
const TOLERANCE: i64 = 300_000;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  ostia doctor\n  ostia doctor --config /etc/ostia/ostia.toml --json\n\n\
                  Checks the database and its schema, the master key, every tenant, the certificate, the clock, the\n\
                  address and the list of breached passwords. Changes nothing.\n\n\
                  Exit codes: 0 nothing is wrong, 1 something is, 2 not understood."
)]
pub struct Arguments {
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// What was looked at, and how it is.
#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    ok: bool,
    what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

impl Finding {
    fn good(check: &'static str, what: impl Into<String>) -> Self {
        Self {
            check,
            ok: true,
            what: what.into(),
            why: None,
            remedy: None,
        }
    }

    fn bad(check: &'static str, problem: Problem) -> Self {
        let (what, why, remedy) = problem.into_parts();
        Self {
            check,
            ok: false,
            what,
            why: Some(why),
            remedy: Some(remedy),
        }
    }
}

pub async fn run(arguments: &Arguments, config: &Config) -> Result<ExitCode, Problem> {
    let clock = Clock::system();
    let mut findings = vec![clock_shows(clock.now()), address(config)];
    findings.extend(breached_passwords(config));
    let tenants = match database(config).await {
        Ok((database, finding)) => {
            let is_good = finding.ok;
            findings.push(finding);
            if is_good {
                tenants_of(database, config, &mut findings).await
            } else {
                Vec::new()
            }
        }
        Err(problem) => {
            findings.push(Finding::bad("database", problem));
            Vec::new()
        }
    };
    certificates(config, &tenants, clock.now(), &mut findings);
    let is_well = findings.iter().all(|finding| finding.ok);
    if arguments.json {
        output::json(&serde_json::json!({ "ok": is_well, "findings": findings }));
    } else {
        output::print(&text(&findings));
    }
    Ok(if is_well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn text(findings: &[Finding]) -> String {
    let mut lines = Vec::new();
    for finding in findings {
        let state = if finding.ok { "ok     " } else { "problem" };
        lines.push(format!("{state}  {:<11}  {}", finding.check, finding.what));
        for (name, text) in [("why", &finding.why), ("what to do", &finding.remedy)] {
            if let Some(text) = text {
                lines.push(format!("         {name:<11}  {text}"));
            }
        }
    }
    lines.join("\n")
}

fn clock_shows(now: Timestamp) -> Finding {
    if now < EARLIEST {
        return Finding::bad(
            "clock",
            Problem::new(
                format!("This machine's clock shows {now}."),
                "That is before this version was made, so tokens would expire at the wrong time.",
                "Set the clock; on a server, by NTP.",
            ),
        );
    }
    Finding::good("clock", format!("{now}"))
}

fn address(config: &Config) -> Finding {
    match listen::bind(config.listen) {
        Ok(_) => Finding::good("address", format!("{} is free", config.listen)),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Finding::good(
            "address",
            format!("{} is in use; right if that is Ostia", config.listen),
        ),
        Err(error) => Finding::bad(
            "address",
            listen::cannot_bind(config.listen, &error, "Choose another with `listen`."),
        ),
    }
}

/// Nothing where no list is named.
fn breached_passwords(config: &Config) -> Option<Finding> {
    const CHECK: &str = "breaches";
    match installation::check_breached_passwords(config) {
        Ok(size) => size.map(|bytes| {
            let size = format!("the list of breached passwords has {} MiB", bytes >> 20);
            Finding::good(CHECK, size)
        }),
        Err(problem) => Some(Finding::bad(CHECK, problem)),
    }
}

async fn database(config: &Config) -> Result<(Database, Finding), Problem> {
    let missing = config
        .database_url
        .strip_prefix("sqlite:")
        .map(|path| path.trim_start_matches("//"))
        .filter(|path| !std::path::Path::new(path).exists());
    if let Some(path) = missing {
        return Err(Problem::new(
            format!("There is no database at {path}."),
            "Nothing has been started with these settings yet, or they name another place.",
            "Check --database-url and --data-dir; `ostia migrate` or `ostia dev` make a new one.",
        ));
    }
    let database = Database::open(&config.database_url, Caches::default()).await?;
    database.ping().await?;
    let pending = database.pending_migrations().await?;
    let finding = if pending == 0 {
        Finding::good("database", "answers, and its schema is up to date")
    } else {
        Finding::bad(
            "database",
            Problem::new(
                format!("The schema lacks {pending} migrations."),
                "The database was last used by an older version, or never.",
                "Make a backup, then `ostia migrate`.",
            ),
        )
    };
    Ok((database, finding))
}

async fn tenants_of(
    database: Database,
    config: &Config,
    findings: &mut Vec<Finding>,
) -> Vec<Arc<Tenant>> {
    let master_key = match installation::master_key(config) {
        Ok(master_key) => master_key,
        Err(problem) => {
            findings.push(Finding::bad("master key", problem));
            return Vec::new();
        }
    };
    let platform = Arc::new(Platform {
        journal: Journal::start(database.clone()),
        database,
        caches: Caches::default(),
        master_key,
        clock: Clock::system(),
        entropy: Entropy::system(),
        hashing: HashingPool::new(),
        breached_passwords: List::default(),
        outbox: Outbox::default(),
        outgoing: Outgoing::default(),
        jobs: Bell::default(),
        events: Bell::default(),
    });
    let tenants: Vec<Arc<Tenant>> = match tenants::list(&platform).await {
        Ok(tenants) => tenants.into_iter().map(Arc::new).collect(),
        Err(broken) => {
            findings.push(Finding::bad(
                "master key",
                Problem::new(
                    "The master key does not fit this database.",
                    format!("{broken}."),
                    "Restore the key that the database was made with. Without it nobody can open its secrets.",
                ),
            ));
            return Vec::new();
        }
    };
    findings.push(match tenants.len() {
        0 => Finding::good("master key", "there is no tenant yet that it could open"),
        count => Finding::good("master key", format!("opens {count} of {count} tenants")),
    });
    for tenant in &tenants {
        findings.push(match tenant_is_complete(tenant, &platform).await {
            Ok(()) => Finding::good("tenant", format!("{} is complete", tenant.id)),
            Err(problem) => Finding::bad("tenant", problem),
        });
    }
    tenants
}

async fn tenant_is_complete(tenant: &Arc<Tenant>, platform: &Arc<Platform>) -> Result<(), Problem> {
    let context = installation::context(platform, tenant.clone());
    let incomplete = |lacks: &str| {
        Problem::new(
            format!("The tenant {} has no {lacks}.", tenant.id),
            "Making it was interrupted, or somebody deleted it.",
            format!(
                "Complete it: `ostia tenant create {} --domain {}`.",
                tenant.id, tenant.domain
            ),
        )
    };
    let keys = signing_keys::list(&tenant.id, platform).await?;
    if !keys.iter().any(|key| key.state == "current") {
        return Err(incomplete("current signing key"));
    }
    // Opens every private key.
    signing_keys::ring(&context).await?;
    if let Some(key) = keys
        .iter()
        .find(|key| key.created_at.millis_since(context.now) > TOLERANCE)
    {
        return Err(Problem::new(
            format!(
                "A signing key of {} was made on {}.",
                tenant.id, key.created_at
            ),
            "That lies ahead, so this machine's clock is late or the other's was early.",
            "Set the clocks of all machines, by NTP.",
        ));
    }
    let api = tenant.management_audience();
    if resource_servers::find_by_identifier(&api, &context)
        .await?
        .is_none()
    {
        return Err(incomplete("Management API"));
    }
    if clients::find_global(&context).await?.is_none() {
        return Err(incomplete("built-in client"));
    }
    Ok(())
}

fn certificates(
    config: &Config,
    tenants: &[Arc<Tenant>],
    now: Timestamp,
    findings: &mut Vec<Finding>,
) {
    let development = config.data_dir.join("server.pem");
    let path = match &config.transport {
        Some(Transport::Http) => {
            findings.push(Finding::good("certificate", "a proxy terminates TLS"));
            return;
        }
        Some(Transport::Tls { certificate, key }) => {
            if let Err(problem) = tls::load(certificate, key) {
                findings.push(Finding::bad("certificate", problem));
                return;
            }
            certificate.clone()
        }
        None if development.exists() => development,
        None => {
            findings.push(Finding::good(
                "certificate",
                "none is configured; `ostia serve` will ask for one",
            ));
            return;
        }
    };
    for tenant in tenants {
        let host = tenant.domain.split(':').next().unwrap_or_default();
        findings.push(certificate(&path, host, now));
    }
}

fn certificate(path: &std::path::Path, host: &str, now: Timestamp) -> Finding {
    let renew =
        "Renew it and send SIGHUP to the server. `ostia dev` renews its own when it starts.";
    match tls::standing(path, host, now) {
        Ok(Standing::Good) => Finding::good("certificate", format!("is good for {host}")),
        Ok(Standing::ExpiresSoon) => Finding::bad(
            "certificate",
            Problem::new(
                format!("The certificate for {host} expires within thirty days."),
                "Nobody will be able to log in once it has.",
                renew,
            ),
        ),
        Ok(Standing::Bad(reason)) => Finding::bad(
            "certificate",
            Problem::new(
                format!("The certificate does not work for {host}."),
                format!("{reason}."),
                renew,
            ),
        ),
        Err(problem) => Finding::bad("certificate", problem),
    }
}
