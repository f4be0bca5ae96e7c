//! `ostia serve`: production. Nothing is made up: what is missing is asked for.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum_server::tls_rustls::RustlsConfig;
use clap::Args;
use ostia_identity::{provisioning, tenants};

use super::serving;
use crate::app::{self, App};
use crate::config::{Config, Settings, Transport};
use crate::front::Front;
use crate::problem::Problem;
use crate::{installation, listen, telemetry, tls};

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    ostia serve --config /etc/ostia/ostia.toml\n  \
    ostia serve --listen 0.0.0.0:443 --tls-certificate fullchain.pem --tls-key privkey.pem\n  \
    OSTIA_MASTER_KEY=… ostia serve --http --listen 127.0.0.1:8080 --trust-forwarded-headers\n\n\
    The configuration file has the same keys with underscores: listen, tls_certificate, tls_key, http,\n\
    trust_forwarded_headers, place_headers, data_dir, database_url, master_key_file, log, log_format,\n\
    log_retention_days, breached_passwords_file.\n\
    SIGHUP reads the certificate again. SIGTERM finishes the requests in flight, for ten seconds at most.\n\n\
    Exit codes: 0 stopped when asked to, 1 could not start or go on, 2 not understood.")]
pub struct Arguments {
    /// The address that is listened on.
    #[arg(
        long,
        value_name = "ADDRESS",
        help = "The address that is listened on [env: OSTIA_LISTEN] [default: 0.0.0.0:8443]"
    )]
    listen: Option<SocketAddr>,
    /// The certificate with its chain, PEM.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "http",
        help = "The certificate with its chain, PEM [env: OSTIA_TLS_CERTIFICATE]"
    )]
    tls_certificate: Option<PathBuf>,
    /// The certificate's private key, PEM.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "http",
        help = "The certificate's private key, PEM [env: OSTIA_TLS_KEY]"
    )]
    tls_key: Option<PathBuf>,
    /// Serve without TLS, behind a proxy of your own that terminates it.
    #[arg(
        long,
        help = "Serve without TLS, behind a proxy of your own that terminates it [env: OSTIA_HTTP]"
    )]
    http: bool,
    /// Take the caller's address from `X-Forwarded-For`: only behind a proxy of your own.
    #[arg(
        long,
        help = "Take the caller's address from X-Forwarded-For: only behind a proxy of your own [env: OSTIA_TRUST_FORWARDED_HEADERS]"
    )]
    trust_forwarded_headers: bool,
    /// The headers in which that proxy tells where callers are.
    #[arg(
        long,
        value_name = "HEADERS",
        help = "Where that proxy tells the caller's place: cloudflare, cloudfront, or a list such as \
                latitude=X-Latitude,longitude=X-Longitude,country=X-Country [env: OSTIA_PLACE_HEADERS]"
    )]
    place_headers: Option<String>,
}

impl Arguments {
    /// As settings.
    pub fn settings(&self) -> Settings {
        Settings {
            listen: self.listen,
            http: self.http.then_some(true),
            tls_certificate: self.tls_certificate.clone(),
            tls_key: self.tls_key.clone(),
            trust_forwarded_headers: self.trust_forwarded_headers.then_some(true),
            place_headers: self.place_headers.clone(),
            ..Settings::default()
        }
    }
}

pub async fn run(config: Config) -> Result<(), Problem> {
    telemetry::start(&config.log, config.log_format)?;
    let tls = certificate(&config)?;
    let listener = listen::bind(config.listen).map_err(|error| {
        listen::cannot_bind(
            config.listen,
            &error,
            "Choose another with --listen, for example --listen 0.0.0.0:9443.",
        )
    })?;
    let platform = installation::open(&config).await?;
    // Opens every tenant's key, so that a wrong master key is found now and not by a user.
    let tenants = tenants::list(&platform).await?;
    tracing::info!(
        address = %config.listen,
        tls = tls.is_some(),
        tenants = tenants.len(),
        version = env!("CARGO_PKG_VERSION"),
        "serving"
    );
    if tenants.is_empty() {
        tracing::warn!("there is no tenant yet: ostia tenant create ID --domain DOMAIN");
    }
    for tenant in tenants {
        let context = installation::context(&platform, Arc::new(tenant));
        // Another node may be at it. Whatever else it was, people log in without the dashboard, too.
        if let Err(broken) = provisioning::provide_dashboard(&context).await {
            tracing::warn!(tenant = context.tenant_id(), %broken, "the dashboard was not completed");
        }
    }
    let app = Arc::new(App {
        platform: platform.clone(),
        proxy: config.proxy.clone(),
    });
    let front = Front::new(app.clone(), app::router(&app));
    serving::serve(
        move |peer: SocketAddr| front.facing(peer.ip()),
        vec![listener],
        tls,
        &config.database_url,
        platform,
    )
    .await
}

fn certificate(config: &Config) -> Result<Option<RustlsConfig>, Problem> {
    match &config.transport {
        Some(Transport::Http) => Ok(None),
        Some(Transport::Tls { certificate, key }) => {
            let served = RustlsConfig::from_config(Arc::new(tls::load(certificate, key)?));
            reload_when_told(served.clone(), certificate.clone(), key.clone());
            Ok(Some(served))
        }
        None => Err(Problem::new(
            "There is no certificate.",
            "Applications insist on HTTPS, and nothing says who provides it.",
            "Name a certificate with --tls-certificate and --tls-key, or say --http behind a proxy that \
             terminates TLS. For development, `ostia dev` makes its own.",
        )),
    }
}

/// On SIGHUP. A certificate that can't be used leaves the present one in place.
fn reload_when_told(served: RustlsConfig, certificate: PathBuf, key: PathBuf) {
    #[cfg(unix)]
    tokio::spawn(async move {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut hangup) = signal(SignalKind::hangup()) else {
            return;
        };
        while hangup.recv().await.is_some() {
            match tls::load(&certificate, &key) {
                Ok(config) => {
                    served.reload_from_config(Arc::new(config));
                    tracing::info!("the certificate was read again");
                }
                Err(problem) => tracing::error!(%problem, "the old certificate stays"),
            }
        }
    });
}
