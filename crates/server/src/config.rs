//! Configuration: flags before environment before file before defaults, resolved once into a value that can't be wrong.

use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use ostia_identity::logs;
use ostia_identity::outgoing::Reach;
use serde::Deserialize;

use crate::extract::{InvalidPlaceHeaders, TrustedProxy};
use crate::problem::Problem;
use crate::telemetry::LogFormat;

/// Where settings are looked up that are neither flags nor in a file: the process's environment, or a test's.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Settings as they were given in one place. All of them are optional.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Where Ostia keeps its files.
    #[arg(
        long,
        global = true,
        value_name = "FOLDER",
        help = "Where Ostia keeps its files [env: OSTIA_DATA_DIR] [default: ./ostia-data]"
    )]
    pub data_dir: Option<PathBuf>,
    /// `sqlite:PATH` or `postgres://…`.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        help = "sqlite:PATH or postgres://… [env: OSTIA_DATABASE_URL] [default: ostia.db in the data folder]"
    )]
    pub database_url: Option<String>,
    /// The file that holds the master key.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help = "The file that holds the master key [env: OSTIA_MASTER_KEY_FILE] [default: master.key in the data folder]"
    )]
    pub master_key_file: Option<PathBuf>,
    /// text or json.
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        help = "text or json [env: OSTIA_LOG_FORMAT] [default: text on a terminal, else json]"
    )]
    pub log_format: Option<LogFormat>,
    /// What is logged: error, warn, info, debug, or a filter by module.
    #[arg(
        long,
        global = true,
        value_name = "FILTER",
        help = "What is logged: error, warn, info, debug, or a filter by module [env: OSTIA_LOG] [default: info]"
    )]
    pub log: Option<String>,
    /// How many days the tenants' logs are kept.
    #[arg(
        long,
        global = true,
        value_name = "DAYS",
        help = "How many days the tenants' logs are kept [env: OSTIA_LOG_RETENTION_DAYS] [default: 30]"
    )]
    pub log_retention_days: Option<NonZeroU16>,
    /// Whether identity providers and applications in private networks may be called.
    #[arg(
        long,
        global = true,
        num_args = 0,
        default_missing_value = "true",
        help = "Call identity providers in private networks, too [env: OSTIA_REACH_PRIVATE_NETWORKS]"
    )]
    pub reach_private_networks: Option<bool>,
    /// Certificates that are trusted beside the system's, PEM.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help = "Certificates that are trusted beside the system's, PEM [env: OSTIA_TRUSTED_CERTIFICATES]"
    )]
    pub trusted_certificates: Option<PathBuf>,
    /// The passwords that are known from breaches, as SHA-1 hashes.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help = "Passwords known from breaches, SHA-1, ordered by hash [env: OSTIA_BREACHED_PASSWORDS_FILE]"
    )]
    pub breached_passwords_file: Option<PathBuf>,
    /// The address that is listened on.
    #[arg(skip)]
    pub listen: Option<SocketAddr>,
    /// Serve without TLS, behind a proxy that terminates it.
    #[arg(skip)]
    pub http: Option<bool>,
    /// The certificate with its chain, PEM.
    #[arg(skip)]
    pub tls_certificate: Option<PathBuf>,
    /// The certificate's private key, PEM.
    #[arg(skip)]
    pub tls_key: Option<PathBuf>,
    /// Believe `X-Forwarded-For`.
    #[arg(skip)]
    pub trust_forwarded_headers: Option<bool>,
    /// In which headers the proxy tells where callers are.
    #[arg(skip)]
    pub place_headers: Option<String>,
    /// Where text messages are posted to.
    #[arg(skip)]
    pub sms_webhook_url: Option<String>,
    /// The file that holds what signs them.
    #[arg(skip)]
    pub sms_webhook_secret_file: Option<PathBuf>,
}

/// Settings, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where files are kept.
    pub data_dir: PathBuf,
    /// The database.
    pub database_url: String,
    /// Where the master key is, unless the environment holds the key itself.
    pub master_key_file: PathBuf,
    /// How log lines look; `None` leaves it to where they go.
    pub log_format: Option<LogFormat>,
    /// What is logged.
    pub log: String,
    /// How long the tenants' logs are kept.
    pub log_retention: Duration,
    /// Which networks this server's own requests reach.
    pub reach: Reach,
    /// Certificates that are trusted beside the system's.
    pub trusted_certificates: Option<PathBuf>,
    /// The passwords that are known from breaches.
    pub breached_passwords_file: Option<PathBuf>,
    /// The address that is listened on.
    pub listen: SocketAddr,
    /// How connections are secured; `None` where nothing was said.
    pub transport: Option<Transport>,
    /// The proxy whose headers are believed.
    pub proxy: Option<TrustedProxy>,
    /// Where text messages are posted to.
    pub sms_webhook_url: Option<String>,
    /// Where the secret that signs them is, unless the environment holds it.
    pub sms_webhook_secret_file: Option<PathBuf>,
}

/// How connections are secured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Not here: a proxy terminates TLS.
    Http,
    /// With a certificate and its key.
    Tls {
        /// PEM, with the chain.
        certificate: PathBuf,
        /// PEM.
        key: PathBuf,
    },
}

impl Settings {
    /// Reads a TOML file.
    ///
    /// # Errors
    /// Naming the key that is wrong.
    pub fn from_file(path: &Path) -> Result<Self, Problem> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Problem::file("read the configuration file", path, &error))?;
        toml::from_str(&text).map_err(|error| {
            Problem::new(
                format!("The configuration file {} can't be used.", path.display()),
                error.to_string().trim_end().replace('\n', "\n           "),
                "Correct the key that it names; `ostia serve --help` lists them all.",
            )
        })
    }

    /// Reads the environment.
    ///
    /// # Errors
    /// Naming the variable that is wrong.
    pub fn from_environment(environment: Environment<'_>) -> Result<Self, Problem> {
        let get = |name: &str| environment(name).filter(|value| !value.is_empty());
        Ok(Self {
            data_dir: get("OSTIA_DATA_DIR").map(PathBuf::from),
            database_url: get("OSTIA_DATABASE_URL"),
            master_key_file: get("OSTIA_MASTER_KEY_FILE").map(PathBuf::from),
            log_format: parsed("OSTIA_LOG_FORMAT", "text or json", environment)?,
            log: get("OSTIA_LOG"),
            log_retention_days: parsed(
                "OSTIA_LOG_RETENTION_DAYS",
                "a number of days from 1 to 65535",
                environment,
            )?,
            reach_private_networks: parsed(
                "OSTIA_REACH_PRIVATE_NETWORKS",
                "true or false",
                environment,
            )?,
            trusted_certificates: get("OSTIA_TRUSTED_CERTIFICATES").map(PathBuf::from),
            breached_passwords_file: get("OSTIA_BREACHED_PASSWORDS_FILE").map(PathBuf::from),
            listen: parsed(
                "OSTIA_LISTEN",
                "an address and a port, such as 0.0.0.0:8443",
                environment,
            )?,
            http: parsed("OSTIA_HTTP", "true or false", environment)?,
            tls_certificate: get("OSTIA_TLS_CERTIFICATE").map(PathBuf::from),
            tls_key: get("OSTIA_TLS_KEY").map(PathBuf::from),
            trust_forwarded_headers: parsed(
                "OSTIA_TRUST_FORWARDED_HEADERS",
                "true or false",
                environment,
            )?,
            place_headers: get("OSTIA_PLACE_HEADERS"),
            sms_webhook_url: get("OSTIA_SMS_WEBHOOK_URL"),
            sms_webhook_secret_file: get("OSTIA_SMS_WEBHOOK_SECRET_FILE").map(PathBuf::from),
        })
    }

    /// These settings, and where they are silent, `others`.
    #[must_use]
    pub fn or(self, others: Self) -> Self {
        // Saying over TLS or over HTTP here overrides whatever was said there.
        let says_tls = self.tls_certificate.is_some() || self.tls_key.is_some();
        Self {
            data_dir: self.data_dir.or(others.data_dir),
            database_url: self.database_url.or(others.database_url),
            master_key_file: self.master_key_file.or(others.master_key_file),
            log_format: self.log_format.or(others.log_format),
            log: self.log.or(others.log),
            log_retention_days: self.log_retention_days.or(others.log_retention_days),
            reach_private_networks: self
                .reach_private_networks
                .or(others.reach_private_networks),
            trusted_certificates: self.trusted_certificates.or(others.trusted_certificates),
            breached_passwords_file: self
                .breached_passwords_file
                .or(others.breached_passwords_file),
            listen: self.listen.or(others.listen),
            http: self.http.or(others.http.filter(|_| !says_tls)),
            tls_certificate: self.tls_certificate.or(others.tls_certificate),
            tls_key: self.tls_key.or(others.tls_key),
            trust_forwarded_headers: self
                .trust_forwarded_headers
                .or(others.trust_forwarded_headers),
            place_headers: self.place_headers.or(others.place_headers),
            sms_webhook_url: self.sms_webhook_url.or(others.sms_webhook_url),
            sms_webhook_secret_file: self
                .sms_webhook_secret_file
                .or(others.sms_webhook_secret_file),
        }
    }

    /// Fills in defaults and checks that what was said fits together.
    ///
    /// # Errors
    /// Naming the settings that contradict each other.
    pub fn resolve(self) -> Result<Config, Problem> {
        let data_dir = self
            .data_dir
            .unwrap_or_else(|| PathBuf::from("./ostia-data"));
        let transport = match (self.http, self.tls_certificate, self.tls_key) {
            (Some(true), _, _) => Some(Transport::Http),
            (_, Some(certificate), Some(key)) => Some(Transport::Tls { certificate, key }),
            (_, None, None) => None,
            (_, certificate, _) => {
                let (given, missing) = match certificate {
                    Some(_) => ("tls_certificate", "tls_key"),
                    None => ("tls_key", "tls_certificate"),
                };
                return Err(Problem::new(
                    format!("`{given}` is set and `{missing}` is not."),
                    "A certificate is of no use without its private key, nor the key without it.",
                    format!(
                        "Set `{missing}` too: as a flag, in the environment or in the configuration file."
                    ),
                ));
            }
        };
        let proxy = proxy(self.trust_forwarded_headers, self.place_headers.as_deref())?;
        Ok(Config {
            database_url: self
                .database_url
                .unwrap_or_else(|| format!("sqlite:{}", data_dir.join("ostia.db").display())),
            master_key_file: self
                .master_key_file
                .unwrap_or_else(|| data_dir.join("master.key")),
            log_format: self.log_format,
            log: self.log.unwrap_or_else(|| "info".to_owned()),
            log_retention: self
                .log_retention_days
                .map_or(logs::journal::RETENTION, |days| {
                    Duration::from_hours(24 * u64::from(days.get()))
                }),
            reach: if self.reach_private_networks == Some(true) {
                Reach::Everything
            } else {
                Reach::Public
            },
            trusted_certificates: self.trusted_certificates,
            breached_passwords_file: self.breached_passwords_file,
            listen: self
                .listen
                .unwrap_or_else(|| SocketAddr::from(([0, 0, 0, 0], 8443))),
            transport,
            proxy,
            sms_webhook_url: self.sms_webhook_url,
            sms_webhook_secret_file: self.sms_webhook_secret_file,
            data_dir,
        })
    }
}

/// The proxy that is believed, and what it is believed.
fn proxy(trusted: Option<bool>, headers: Option<&str>) -> Result<Option<TrustedProxy>, Problem> {
    let Some(headers) = headers else {
        return Ok((trusted == Some(true)).then(TrustedProxy::default));
    };
    if trusted != Some(true) {
        return Err(Problem::new(
            "`place_headers` is set and `trust_forwarded_headers` is not.",
            "Without a proxy in front, callers would say themselves where they are.",
            "Set `trust_forwarded_headers` too, if only a proxy of your own reaches this server.",
        ));
    }
    let place_headers = headers.parse().map_err(|error: InvalidPlaceHeaders| {
        Problem::new(
            "`place_headers` can't be used.",
            error.to_string(),
            "Say cloudflare, cloudfront, or for example latitude=X-Latitude,longitude=X-Longitude.",
        )
    })?;
    Ok(Some(TrustedProxy {
        place_headers: Some(place_headers),
    }))
}

/// Flags before environment before file.
///
/// # Errors
/// As [`Settings::from_file`], [`Settings::from_environment`] and [`Settings::resolve`].
pub fn resolve(
    flags: Settings,
    file: Option<&Path>,
    environment: Environment<'_>,
) -> Result<Config, Problem> {
    let named = environment("OSTIA_CONFIG").map(PathBuf::from);
    let file = file.map(Path::to_owned).or(named);
    let from_file = match &file {
        Some(path) => Settings::from_file(path)?,
        None => Settings::default(),
    };
    flags
        .or(Settings::from_environment(environment)?)
        .or(from_file)
        .resolve()
}

fn parsed<T: std::str::FromStr>(
    name: &str,
    expected: &str,
    environment: Environment<'_>,
) -> Result<Option<T>, Problem> {
    let Some(text) = environment(name).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    text.parse().map(Some).map_err(|_| {
        Problem::new(
            format!("The environment variable {name} can't be used."),
            format!("It should be {expected}; it is `{text}`."),
            format!("Change it, or unset {name}."),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve_with(flags: Settings, environment: &[(&str, &str)], file: &str) -> Config {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ostia.toml");
        std::fs::write(&path, file).unwrap();
        let lookup = |name: &str| {
            environment
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        };
        resolve(flags, Some(&path), &lookup).unwrap()
    }

    #[test]
    fn flags_win_over_environment_over_file_over_defaults() {
        let flag = |url: &str| Settings {
            database_url: Some(url.to_owned()),
            ..Settings::default()
        };
        let environment = [("OSTIA_DATABASE_URL", "sqlite:environment")];
        let file = "database_url = 'sqlite:file'";
        for (flags, environment, file, expected) in [
            (flag("sqlite:flag"), &environment[..], file, "sqlite:flag"),
            (
                Settings::default(),
                &environment[..],
                file,
                "sqlite:environment",
            ),
            (Settings::default(), &[][..], file, "sqlite:file"),
            (
                Settings::default(),
                &[][..],
                "",
                "sqlite:./ostia-data/ostia.db",
            ),
            (
                Settings::default(),
                &[("OSTIA_DATABASE_URL", "")][..],
                file,
                "sqlite:file",
            ),
            (
                Settings::default(),
                &[][..],
                "data_dir = '/d'",
                "sqlite:/d/ostia.db",
            ),
        ] {
            let config = resolve_with(flags, environment, file);
            assert_eq!(config.database_url, expected);
        }
    }

    #[test]
    fn every_key_works_in_every_place() {
        let file = "data_dir = 'd'\ndatabase_url = 'sqlite:u'\nmaster_key_file = 'm'\nlog_format = 'json'\n\
                    log = 'debug'\nlisten = '127.0.0.1:1'\ntls_certificate = 'c'\ntls_key = 'k'\n\
                    trust_forwarded_headers = true\nplace_headers = 'cloudflare'\nsms_webhook_url = 'https://s'\nsms_webhook_secret_file = 'f'\n\
                    breached_passwords_file = 'b'\n";
        let environment = [
            ("OSTIA_DATA_DIR", "d"),
            ("OSTIA_DATABASE_URL", "sqlite:u"),
            ("OSTIA_MASTER_KEY_FILE", "m"),
            ("OSTIA_LOG_FORMAT", "json"),
            ("OSTIA_LOG", "debug"),
            ("OSTIA_LISTEN", "127.0.0.1:1"),
            ("OSTIA_TLS_CERTIFICATE", "c"),
            ("OSTIA_TLS_KEY", "k"),
            ("OSTIA_TRUST_FORWARDED_HEADERS", "true"),
            ("OSTIA_PLACE_HEADERS", "cloudflare"),
            ("OSTIA_SMS_WEBHOOK_URL", "https://s"),
            ("OSTIA_SMS_WEBHOOK_SECRET_FILE", "f"),
            ("OSTIA_BREACHED_PASSWORDS_FILE", "b"),
        ];
        let from_file = resolve_with(Settings::default(), &[], file);
        let from_environment = resolve_with(Settings::default(), &environment, "");
        assert_eq!(from_file, from_environment);
        assert_eq!(
            from_file.transport,
            Some(Transport::Tls {
                certificate: "c".into(),
                key: "k".into()
            })
        );
        assert!(from_file.proxy.unwrap().place_headers.is_some());
        assert_eq!(from_file.breached_passwords_file, Some("b".into()));
    }

    #[test]
    fn what_is_said_closer_decides_between_tls_and_http() {
        let tls = [("OSTIA_TLS_CERTIFICATE", "c"), ("OSTIA_TLS_KEY", "k")];
        let config = resolve_with(Settings::default(), &tls, "http = true");
        assert!(matches!(config.transport, Some(Transport::Tls { .. })));
        let http = Settings {
            http: Some(true),
            ..Settings::default()
        };
        let config = resolve_with(http, &tls, "");
        assert_eq!(config.transport, Some(Transport::Http));
        assert_eq!(resolve_with(Settings::default(), &[], "").transport, None);
    }

    #[test]
    fn refusals_name_the_key() {
        let said = |flags: Settings, environment: (&str, &str)| {
            let lookup = |name: &str| (name == environment.0).then(|| environment.1.to_owned());
            resolve(flags, None, &lookup).unwrap_err().to_string()
        };
        assert!(said(Settings::default(), ("OSTIA_LISTEN", "8443")).contains("OSTIA_LISTEN"));
        assert!(said(Settings::default(), ("OSTIA_HTTP", "yes")).contains("true or false"));
        assert!(said(Settings::default(), ("OSTIA_TLS_KEY", "k")).contains("`tls_certificate`"));

        let places = ("OSTIA_PLACE_HEADERS", "cloudflare");
        assert!(said(Settings::default(), places).contains("trust_forwarded_headers"));
        let trusting = Settings {
            trust_forwarded_headers: Some(true),
            ..Settings::default()
        };
        assert!(said(trusting, ("OSTIA_PLACE_HEADERS", "lat=x")).contains("`lat=x`"));

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ostia.toml");
        for (text, named) in [
            ("databse_url = 'x'", "databse_url"),
            ("listen = 'x'", "listen"),
        ] {
            std::fs::write(&path, text).unwrap();
            let problem = Settings::from_file(&path).unwrap_err().to_string();
            assert!(problem.contains(named), "{problem}");
        }
    }
}
