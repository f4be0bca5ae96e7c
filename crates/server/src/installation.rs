//! Opening what a configuration names: the database and the master key, and from them the platform.

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ostia_identity::breached_passwords::List;
use ostia_identity::cache::Caches;
use ostia_identity::context::{Context, Origin, Platform};
use ostia_identity::database::{Bell, Database};
use ostia_identity::entropy::Entropy;
use ostia_identity::logs::Journal;
use ostia_identity::messages::{Outbox, Webhook};
use ostia_identity::outgoing::{Outgoing, Reach};
use ostia_identity::passwords::HashingPool;
use ostia_identity::tenants::{self, Tenant};
use ostia_identity::time::Clock;
use ostia_identity::vault::{SealingKey, parse_key};
use ostia_jose::HmacKey;
use zeroize::Zeroizing;

use crate::config::Config;
use crate::private_file;
use crate::problem::Problem;

/// The variable that holds the master key itself.
const MASTER_KEY: &str = "OSTIA_MASTER_KEY";
/// The variable that holds the secret of the webhook for text messages.
const WEBHOOK_SECRET: &str = "OSTIA_SMS_WEBHOOK_SECRET";
/// In characters.
const SHORTEST_WEBHOOK_SECRET: usize = 32;

/// Reads the environment of this process. Text that isn't UTF-8 counts as absent.
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Opens the database and brings its schema up to date.
///
/// # Errors
/// When the database is away, or newer than this binary.
pub async fn open_database(config: &Config, caches: Caches) -> Result<Database, Problem> {
    let database = Database::open(&config.database_url, caches)
        .await
        .map_err(|broken| {
            Problem::new(
                "The database could not be opened.",
                format!("{broken}."),
                "Check --database-url and --data-dir. For development, `ostia dev` makes both.",
            )
        })?;
    database.migrate().await.map_err(|broken| {
        Problem::new(
            "The database's schema could not be brought up to date.",
            format!("{broken}."),
            "Where a newer Ostia has migrated it, use that one; otherwise restore the backup and report this.",
        )
    })?;
    Ok(database)
}

/// Opens everything.
///
/// # Errors
/// As [`open_database`] and [`master_key`].
pub async fn open(config: &Config) -> Result<Arc<Platform>, Problem> {
    let trusted = config.trusted_certificates.iter().cloned().collect();
    let outgoing = Outgoing::new(config.reach, trusted);
    open_with(config, Outbox::default(), outgoing).await
}

/// Opens everything, for a process that sends messages and calls others in its own way.
///
/// # Errors
/// As [`open`].
pub async fn open_with(
    config: &Config,
    outbox: Outbox,
    outgoing: Outgoing,
) -> Result<Arc<Platform>, Problem> {
    tokio::task::spawn_blocking(|| Entropy::system().warm_up());
    let master_key = master_key(config)?;
    let breached_passwords = breached_passwords(config);
    check_breached_passwords(config)?;
    let outbox = Outbox {
        webhook: webhook(config)?,
        ..outbox
    };
    let caches = Caches::default();
    let database = open_database(config, caches.clone()).await?;
    Ok(Arc::new(Platform {
        journal: Journal::start(database.clone()).keeping(config.log_retention),
        database,
        caches,
        master_key,
        clock: Clock::system(),
        entropy: Entropy::system(),
        hashing: HashingPool::new(),
        breached_passwords,
        outbox,
        outgoing,
        jobs: Bell::default(),
        events: Bell::default(),
    }))
}

/// The passwords that are known from breaches.
pub fn breached_passwords(config: &Config) -> List {
    let path = config.breached_passwords_file.clone();
    path.map(List::in_file).unwrap_or_default()
}

/// Looks whether the file of passwords that are known from breaches can be used. Its size; none where none is named.
///
/// # Errors
/// When it can't be used.
pub fn check_breached_passwords(config: &Config) -> Result<Option<u64>, Problem> {
    breached_passwords(config).check().map_err(|unusable| {
        let path = config.breached_passwords_file.as_deref();
        Problem::new(
            "The list of breached passwords can't be used.",
            format!("{}: {unusable}.", path.unwrap_or(Path::new("")).display()),
            "Name a file of SHA-1 hashes, ordered by hash, in `breached_passwords_file`, such as the one that Have I Been \
             Pwned gives out, or leave the setting out.",
        )
    })
}

/// The master key: from the environment, else from its file.
///
/// # Errors
/// When there is none, or it isn't one.
pub fn master_key(config: &Config) -> Result<SealingKey, Problem> {
    let from_environment = environment(MASTER_KEY).filter(|text| !text.is_empty());
    let (text, place) = match from_environment {
        Some(text) => (Zeroizing::new(text), MASTER_KEY.to_owned()),
        None => (
            read_master_key(&config.master_key_file)?,
            config.master_key_file.display().to_string(),
        ),
    };
    let key = parse_key(&text).and_then(|bytes| SealingKey::new("master", bytes));
    key.map_err(|broken| {
        Problem::new(
            format!("What {place} holds is no master key."),
            format!("{broken}."),
            "Restore the key that this database was made with. Without it nobody can open its secrets.",
        )
    })
}

fn read_master_key(path: &Path) -> Result<Zeroizing<String>, Problem> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Zeroizing::new(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Problem::new(
            "There is no master key.",
            format!(
                "It seals every secret in the database. Neither {MASTER_KEY} is set nor does {} exist.",
                path.display()
            ),
            format!(
                "For a new installation: `ostia keys generate-master > {}` and keep a copy elsewhere. \
                 Otherwise restore the file, or name it with --master-key-file.",
                path.display()
            ),
        )),
        Err(error) => Err(Problem::file("read the master key from", path, &error)),
    }
}

/// Who sends text messages, where the configuration names somebody.
fn webhook(config: &Config) -> Result<Option<Webhook>, Problem> {
    let Some(url) = &config.sms_webhook_url else {
        return Ok(None);
    };
    let is_address = url::Url::parse(url).is_ok_and(|url| {
        let is_web = matches!(url.scheme(), "https" | "http") && url.has_host();
        is_web && url.username().is_empty() && url.password().is_none()
    });
    if !is_address {
        return Err(Problem::new(
            "`sms_webhook_url` is no web address.",
            "Text messages are posted there: it begins with https:// and holds no password.",
            "Correct it, or leave it out: then no text messages are sent.",
        ));
    }
    let secret = webhook_secret(config)?;
    let key = HmacKey::new(secret.trim().as_bytes()).ok();
    let key = key.filter(|_| secret.trim().len() >= SHORTEST_WEBHOOK_SECRET);
    let key = key.ok_or_else(|| {
        Problem::new(
            "The secret of the webhook for text messages is too short.",
            format!("It needs {SHORTEST_WEBHOOK_SECRET} characters: whoever guesses it can forge messages."),
            format!("Put a longer one into {WEBHOOK_SECRET} or the file: `openssl rand -hex 32` makes one."),
        )
    })?;
    let trusted = config.trusted_certificates.iter().cloned().collect();
    Ok(Some(Webhook {
        url: url.clone(),
        key,
        outgoing: Outgoing::new(Reach::Everything, trusted),
    }))
}

fn webhook_secret(config: &Config) -> Result<Zeroizing<String>, Problem> {
    if let Some(text) = environment(WEBHOOK_SECRET).filter(|text| !text.is_empty()) {
        return Ok(Zeroizing::new(text));
    }
    let Some(path) = &config.sms_webhook_secret_file else {
        return Err(Problem::new(
            "`sms_webhook_url` is set and there is no secret for it.",
            "It signs what is posted, so that the webhook knows whose messages it sends.",
            format!(
                "Set {WEBHOOK_SECRET} in the environment, or name a file in `sms_webhook_secret_file`."
            ),
        ));
    };
    let text = std::fs::read_to_string(path)
        .map_err(|error| Problem::file("read the webhook's secret from", path, &error))?;
    Ok(Zeroizing::new(text))
}

/// A fresh master key, as text.
pub fn generate_master_key() -> Zeroizing<String> {
    let bytes: Zeroizing<[u8; 32]> = Zeroizing::new(Entropy::system().bytes());
    Zeroizing::new(BASE64.encode(bytes.as_slice()))
}

/// Makes the master key's file where there is neither a file nor a key in the environment.
///
/// # Errors
/// When the file can't be written.
pub fn provide_master_key(config: &Config) -> Result<(), Problem> {
    let path = &config.master_key_file;
    let exists = path.exists() || environment(MASTER_KEY).is_some_and(|text| !text.is_empty());
    if exists {
        return Ok(());
    }
    let text = Zeroizing::new(format!("{}\n", generate_master_key().as_str()));
    private_file::write(path, text.as_bytes()).map_err(|error| Problem::file("write", path, &error))
}

/// The tenant that an offline command is about: the one named, else the only one.
///
/// # Errors
/// When there is no such tenant, or a choice.
pub async fn tenant(named: Option<&str>, platform: &Platform) -> Result<Arc<Tenant>, Problem> {
    let mut tenants = tenants::list(platform).await?;
    let known: Vec<String> = tenants.iter().map(|tenant| tenant.id.to_string()).collect();
    let choose = format!("Name one of these with --tenant: {}.", known.join(", "));
    let position = match named {
        Some(named) => known.iter().position(|id| id == named).ok_or_else(|| {
            Problem::new(
                format!("There is no tenant {named}."),
                "No tenant of this database has that id.",
                if known.is_empty() {
                    "Make one: `ostia tenant create ID --domain DOMAIN`.".to_owned()
                } else {
                    choose.clone()
                },
            )
        })?,
        None if known.len() == 1 => 0,
        None if known.is_empty() => {
            return Err(Problem::new(
                "There is no tenant yet.",
                "This database is empty.",
                "Make one: `ostia tenant create ID --domain DOMAIN`. For development, start `ostia dev`.",
            ));
        }
        None => {
            return Err(Problem::new(
                "It isn't clear which tenant is meant.",
                format!("This database has {}.", known.len()),
                choose,
            ));
        }
    };
    Ok(Arc::new(tenants.swap_remove(position)))
}

/// The context of an offline command, which comes from this machine.
pub fn context(platform: &Arc<Platform>, tenant: Arc<Tenant>) -> Context {
    let origin = Origin {
        ip: Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        user_agent: concat!("ostia/", env!("CARGO_PKG_VERSION")).to_owned(),
        ..Origin::default()
    };
    Context::new(platform.clone(), tenant, origin)
}

/// Writes what is still waiting to be written, and closes the database. Bounded: a database that is away stops nobody
/// from stopping.
pub async fn close(platform: &Platform) {
    let closing = async {
        platform.journal.flush().await;
        platform.database.close().await;
    };
    if tokio::time::timeout(std::time::Duration::from_secs(5), closing)
        .await
        .is_err()
    {
        tracing::error!("the database did not take the last log entries");
    }
}
