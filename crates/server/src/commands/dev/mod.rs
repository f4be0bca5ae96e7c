//! `ostia dev`: a whole Ostia on this machine with one command.

mod report;
mod try_page;

use std::io::IsTerminal as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum_server::tls_rustls::RustlsConfig;
use clap::Args;
use ostia_identity::context::Platform;
use ostia_identity::messages::Outbox;
use ostia_identity::outgoing::{Outgoing, Reach};
use ostia_identity::provisioning::{self, FirstKeys, Samples};
use ostia_identity::tenants::{self, Tenant};
use ostia_protocol::auth0::ids::TenantId;

use super::serving;
use crate::app::{self, App};
use crate::config::Config;
use crate::dev::{self, Controls, Seed};
use crate::front::{self, Front};
use crate::inbox;
use crate::problem::Problem;
use crate::tls::DevelopmentFiles;
use crate::{installation, listen, private_file, telemetry, tls};

/// The tenant's id.
const TENANT: &str = "dev";

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    ostia dev\n  \
    ostia dev --port 9443\n  \
    ostia dev --domain login.localhost:8443 --data-dir ./another\n  \
    ostia dev --seed seed.json\n  \
    ostia dev --database-url postgres://ostia@localhost/ostia\n\n\
    The first start makes a tenant, a certificate authority, an administrator, a sample application of each type and\n\
    a sample API; later ones find them again. What it prints is in dev.json in the data folder, too.\n\n\
    Exit codes: 0 stopped when asked to, 1 could not start or go on, 2 not understood.")]
pub struct Arguments {
    /// The port on this machine's loopback addresses
    #[arg(long, default_value_t = 8443)]
    port: u16,
    /// Host and port under which applications reach it [default: localhost:PORT]
    #[arg(long, value_parser = super::tenant::domain)]
    domain: Option<String>,
    /// Serve without TLS: behind a proxy that terminates it, or to measure; the issuer stays https
    #[arg(long)]
    http: bool,
    /// A JSON file of what the tenant has beside the samples; the first start and each reset make it
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// Print nothing, and log only warnings
    #[arg(long)]
    quiet: bool,
}

pub async fn run(arguments: &Arguments, config: Config) -> Result<(), Problem> {
    telemetry::start(&filter(arguments.quiet, &config), config.log_format)?;
    let seed = match &arguments.seed {
        Some(file) => Seed::read(file)?,
        None => Seed::default(),
    };
    let domain = match &arguments.domain {
        Some(domain) => domain.clone(),
        None => format!("localhost:{}", arguments.port),
    };
    let listeners = bind_loopback(arguments.port)?;
    private_file::make_folder(&config.data_dir)
        .map_err(|error| Problem::file("make the folder", &config.data_dir, &error))?;
    let data_dir = std::fs::canonicalize(&config.data_dir)
        .map_err(|error| Problem::file("open the folder", &config.data_dir, &error))?;
    installation::provide_master_key(&config)?;
    let outbox = Outbox {
        keeps_inbox: true,
        ..Outbox::default()
    };
    // A provider on the same laptop is called, too, and its certificate may be of our own authority.
    let authority = tls::DevelopmentFiles::in_folder(&data_dir).authority;
    let trusted = config
        .trusted_certificates
        .iter()
        .cloned()
        .chain([authority]);
    let outgoing = Outgoing::new(Reach::Everything, trusted.collect());
    let platform = installation::open_with(&config, outbox, outgoing).await?;
    let tls = if arguments.http {
        None
    } else {
        Some(certificate(&domain, &data_dir, &platform)?)
    };
    let (tenant, samples) = provide(&domain, &platform).await?;

    let report = report::Report::new(&tenant, &samples, &data_dir, !arguments.http);
    let file = data_dir.join("dev.json");
    private_file::update(&file, report.json().as_bytes())
        .map_err(|error| Problem::file("write", &file, &error))?;
    if !arguments.quiet {
        crate::output::print(&report.text());
    }
    let app = Arc::new(App {
        platform: platform.clone(),
        proxy: None,
    });
    let ostia = Front::new(app.clone(), app::router(&app).merge(inbox::router())).into_router();
    let controls = Controls::new(platform.clone(), tenant.clone(), seed, ostia.clone());
    controls.sow().await.map_err(|why| {
        Problem::new(
            "The tenant could not be seeded.",
            why,
            "Mend the seed and delete the data folder, or start without --seed.",
        )
    })?;
    let router = dev::around(ostia, &controls).merge(try_page::router(&samples));
    let face = move |peer| front::telling(peer, router.clone());
    serving::serve(face, listeners, tls, &config.database_url, platform).await
}

/// Who sits at a terminal sees each request.
fn filter(quiet: bool, config: &Config) -> String {
    if quiet {
        return "warn".to_owned();
    }
    if std::io::stderr().is_terminal() {
        return format!("{},{}=debug", config.log, telemetry::ACCESS);
    }
    config.log.clone()
}

fn bind_loopback(port: u16) -> Result<Vec<TcpListener>, Problem> {
    let bind = |ip: IpAddr| {
        let address = SocketAddr::new(ip, port);
        listen::bind(address).map_err(|error| (address, error))
    };
    let refuse = |(address, error): (SocketAddr, std::io::Error)| {
        let other = if port == 8443 { 9443 } else { 8443 };
        listen::cannot_bind(
            address,
            &error,
            &format!("Choose another: `ostia dev --port {other}`."),
        )
    };
    let mut listeners = vec![bind(Ipv4Addr::LOCALHOST.into()).map_err(refuse)?];
    match bind(Ipv6Addr::LOCALHOST.into()) {
        Ok(listener) => listeners.push(listener),
        // Some clients try this address first: it must not be somebody else.
        Err(taken) if taken.1.kind() == std::io::ErrorKind::AddrInUse => return Err(refuse(taken)),
        // A machine without IPv6.
        Err(_) => {}
    }
    Ok(listeners)
}

fn certificate(
    domain: &str,
    data_dir: &Path,
    platform: &Platform,
) -> Result<RustlsConfig, Problem> {
    let host = domain
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(domain, |(host, _)| host);
    let files = DevelopmentFiles::in_folder(data_dir);
    let config = tls::development(host, &files, platform.clock.now())?;
    Ok(RustlsConfig::from_config(Arc::new(config)))
}

/// The tenant with everything that it needs, under the domain that was asked for.
async fn provide(
    domain: &str,
    platform: &Arc<Platform>,
) -> Result<(Arc<Tenant>, Samples), Problem> {
    let id = TenantId::parse(TENANT).map_err(ostia_identity::failure::Broken::internal)?;
    if let Some(tenant) = tenants::find(&id, platform).await?
        && tenant.domain != domain
    {
        tenants::move_to_domain(&tenant, domain, platform).await?;
    }
    let tenant = provisioning::provision(&id, domain, FirstKeys::Generate, platform).await?;
    let context = installation::context(platform, tenant.clone());
    let samples = provisioning::provide_samples(&context).await?;
    Ok((tenant, samples))
}
