//! The built binary as its operators run it: a process, a port, a data folder.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use ostia_identity::cache::Caches;
use ostia_identity::context::Platform;
use ostia_identity::database::Database;
use ostia_identity::entropy::Entropy;
use ostia_identity::logs::{Journal, table};
use ostia_identity::outgoing::Outgoing;
use ostia_identity::passwords::HashingPool;
use ostia_identity::tenants;
use ostia_identity::time::Clock;
use ostia_identity::vault::{SealingKey, parse_key};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::{Value, json};

/// What every request of these tests is called.
const CORRELATION_ID: &str = "binary-test";

fn ostia(data_dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ostia"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("OSTIA_")) {
        command.env_remove(name);
    }
    command.args(arguments).arg("--data-dir").arg(data_dir);
    command
}

fn run(data_dir: &Path, arguments: &[&str]) -> Output {
    ostia(data_dir, arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn free_port() -> u16 {
    let probe = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    probe.local_addr().unwrap().port()
}

/// A server that does not outlive its test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Server {
    async fn start(data_dir: &Path, port: u16) -> Self {
        let child = ostia(data_dir, &["dev", "--quiet", "--port", &port.to_string()])
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut server = Self(child);
        let base_url = format!("https://localhost:{port}");
        for _ in 0..600 {
            let ended = server.0.try_wait().unwrap();
            assert!(ended.is_none(), "the server ended: {ended:?}");
            if dev_file(data_dir)["base_url"] == json!(base_url)
                && fetch(data_dir, "GET", "/healthz", "").is_some_and(|(status, _)| status == 200)
            {
                return server;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the server did not answer");
    }

    async fn terminate(mut self) {
        let pid = self.0.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        for _ in 0..150 {
            if let Some(status) = self.0.try_wait().unwrap() {
                assert_eq!(status.code(), Some(0));
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the server did not stop");
    }
}

fn dev_file(data_dir: &Path) -> Value {
    let text = std::fs::read_to_string(data_dir.join("dev.json")).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// A request over TLS that trusts the development authority and nobody else. Status and body.
fn fetch(data_dir: &Path, method: &str, path: &str, form: &str) -> Option<(u16, String)> {
    let dev = dev_file(data_dir);
    let authority = dev["base_url"].as_str()?.strip_prefix("https://")?;
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(dev["ca_file"].as_str()?).ok()?)
        .ok()?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .ok()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").ok()?;
    let connection = ClientConnection::new(Arc::new(config), name).ok()?;
    let socket = TcpStream::connect(authority).ok()?;
    socket
        .set_read_timeout(Some(Duration::from_secs(10)))
        .ok()?;
    let mut stream = StreamOwned::new(connection, socket);
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\nContent-Length: {}\r\n\
         X-Correlation-Id: {CORRELATION_ID}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}",
        form.len()
    )
    .ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = text(&answer);
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, body.to_owned()))
}

fn management_token(data_dir: &Path) -> (u16, String) {
    let dev = dev_file(data_dir);
    let member = |name: &str| dev[name].as_str().unwrap().to_owned();
    let form = format!(
        "grant_type=client_credentials&audience={}/api/v2/&client_id={}&client_secret={}",
        member("base_url"),
        member("admin_client_id"),
        member("admin_client_secret"),
    );
    fetch(data_dir, "POST", "/oauth/token", &form).unwrap()
}

#[tokio::test]
async fn dev_starts_stops_and_finds_everything_again() {
    let folder = tempfile::tempdir().unwrap();
    let data_dir = folder.path();
    let (port, other_port) = (free_port(), free_port());

    let server = Server::start(data_dir, port).await;
    let (status, body) = management_token(data_dir);
    assert_eq!(status, 200, "{body}");
    let first = dev_file(data_dir);
    let taken = run(data_dir, &["dev", "--quiet", "--port", &port.to_string()]);
    assert_eq!(taken.status.code(), Some(1));
    assert!(text(&taken.stderr).contains(&format!("Port {port} is taken")));
    let doctor = run(data_dir, &["doctor"]);
    assert!(doctor.status.success(), "{}", text(&doctor.stdout));
    server.terminate().await;

    // Another port is another domain: the tenant moves there, with everything.
    let server = Server::start(data_dir, other_port).await;
    let second = dev_file(data_dir);
    for member in [
        "admin_client_id",
        "admin_client_secret",
        "admin_password",
        "clients",
    ] {
        assert_eq!(second[member], first[member], "{member}");
    }
    assert_ne!(second["base_url"], first["base_url"]);
    let (status, body) = management_token(data_dir);
    assert_eq!(status, 200, "{body}");
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret=wrong",
        second["admin_client_id"].as_str().unwrap()
    );
    let (status, _) = fetch(data_dir, "POST", "/oauth/token", &form).unwrap();
    assert_eq!(status, 401);
    server.terminate().await;

    // Stopping wrote what waited, and the log explains it.
    let why = run(data_dir, &["why", CORRELATION_ID]);
    let told = text(&why.stdout);
    assert!(why.status.success(), "{}", text(&why.stderr));
    for expected in [
        "feccft Unauthorized",
        "127.0.0.1",
        "did not prove who it is",
        "token_endpoint_auth_method",
    ] {
        assert!(told.contains(expected), "{told}");
    }
    let unknown = run(data_dir, &["why", "something-else"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(text(&unknown.stderr).contains("Nothing is known of something-else"));
}

/// The only tenant's log, as text.
async fn log_of(data_dir: &Path) -> String {
    let url = format!("sqlite:{}", data_dir.join("ostia.db").display());
    let caches = Caches::default();
    let database = Database::open(&url, caches.clone()).await.unwrap();
    let key = std::fs::read_to_string(data_dir.join("master.key")).unwrap();
    let platform = Platform {
        journal: Journal::start(database.clone()),
        database,
        caches,
        master_key: SealingKey::new("master", parse_key(&key).unwrap()).unwrap(),
        clock: Clock::system(),
        entropy: Entropy::system(),
        hashing: HashingPool::new(),
        breached_passwords: ostia_identity::breached_passwords::List::default(),
        outgoing: Outgoing::default(),
        jobs: ostia_identity::database::Bell::default(),
        events: ostia_identity::database::Bell::default(),
        outbox: ostia_identity::messages::Outbox::default(),
    };
    let tenant = tenants::list(&platform).await.unwrap().remove(0);
    let entries = table::newest(&tenant, 1000, &platform.database)
        .await
        .unwrap();
    serde_json::to_string_pretty(&entries).unwrap()
}

#[tokio::test]
async fn offline_commands_work_beside_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let data_dir = folder.path();
    let ok = |arguments: &[&str]| -> String {
        let output = run(data_dir, arguments);
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            text(&output.stderr)
        );
        text(&output.stdout)
    };
    let refused = |arguments: &[&str]| -> String {
        let output = run(data_dir, arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        text(&output.stderr)
    };

    // Nothing is made up where production data would be.
    assert!(refused(&["tenant", "list"]).contains("There is no master key"));
    assert!(refused(&["serve", "--http", "--listen", "127.0.0.1:0"]).contains("no master key"));
    assert!(!data_dir.join("ostia.db").exists());
    std::fs::write(
        data_dir.join("master.key"),
        ok(&["keys", "generate-master"]),
    )
    .unwrap();
    assert!(refused(&["serve", "--listen", "127.0.0.1:0"]).contains("There is no certificate"));

    ok(&["tenant", "create", "acme", "--domain", "login.acme.example"]);
    assert!(ok(&["tenant", "list"]).contains("https://login.acme.example/"));
    assert!(
        refused(&[
            "tenant",
            "create",
            "other",
            "--domain",
            "login.acme.example"
        ])
        .contains("is taken")
    );

    // An id may begin like a flag.
    let unknown = [
        "keys",
        "revoke",
        "-FRDFrhrQTMXi4aexRSz_A",
        "--tenant",
        "acme",
    ];
    assert!(refused(&unknown).contains("-FRDFrhrQTMXi4aexRSz_A was not revoked"));

    let user: Value =
        serde_json::from_str(&ok(&["user", "create", "ann@example.com", "--json"])).unwrap();
    assert!(user["password"].as_str().unwrap().len() > 12);
    assert!(ok(&["user", "block", "ann@example.com"]).contains("is blocked"));
    assert!(ok(&["user", "list"]).contains("blocked"));
    assert_ne!(ok(&["user", "set-password", "ann@example.com"]), "");
    assert!(refused(&["user", "block", "nobody@example.com"]).contains("There is no user"));

    let client: Value = serde_json::from_str(&ok(&[
        "client",
        "create",
        "Terraform",
        "--type",
        "non-interactive",
        "--management-api",
    ]))
    .unwrap();
    let id = client["client_id"].as_str().unwrap();
    let secret = ok(&["client", "rotate-secret", id]);
    assert_ne!(secret.trim(), client["client_secret"].as_str().unwrap());
    assert!(!ok(&["client", "list", "--json"]).contains("\"client_secret\":"));
    assert!(ok(&["client", "show", id, "--secret"]).contains(secret.trim()));

    assert_eq!(
        ok(&["token", "issue", "--scope", "read:clients"])
            .split('.')
            .count(),
        3
    );
    let unknown = run(data_dir, &["token", "issue", "--scope", "read:everything"]);
    assert_eq!(unknown.status.code(), Some(2));

    let log = log_of(data_dir).await;
    for title in [
        "Create a tenant",
        "Create a user",
        "Update a user",
        "Create a client",
        "Create a client grant",
        "Rotate a client secret",
        "ostia token issue",
    ] {
        assert!(log.contains(title), "{title} is not in {log}");
    }
    for never in [secret.trim(), user["password"].as_str().unwrap()] {
        assert!(!log.contains(never), "a secret is in {log}");
    }

    ok(&["keys", "rotate"]);
    let keys: Value = serde_json::from_str(&ok(&["keys", "list", "--json"])).unwrap();
    let previous = keys
        .as_array()
        .unwrap()
        .iter()
        .find(|key| key["state"] == json!("previous"))
        .unwrap();
    ok(&["keys", "revoke", previous["kid"].as_str().unwrap()]);

    let new_key = data_dir.join("new.key");
    std::fs::write(&new_key, ok(&["keys", "generate-master"])).unwrap();
    ok(&[
        "keys",
        "rotate-master",
        "--new-key-file",
        new_key.to_str().unwrap(),
    ]);
    assert!(ok(&["doctor"]).contains("opens 1 of 1 tenants"));

    let list = data_dir.join("breached.txt");
    let named = ["--breached-passwords-file", list.to_str().unwrap()];
    let doctor = || run(data_dir, &[&["doctor"], &named[..]].concat());
    std::fs::write(&list, "0000000A0E3B9F25FF41DE4B5AC238C2D545C7A8:2\r\n").unwrap();
    assert!(text(&doctor().stdout).contains("the list of breached passwords has 0 MiB"));
    std::fs::write(&list, "password\n").unwrap();
    assert_eq!(doctor().status.code(), Some(1));
    assert!(text(&doctor().stdout).contains("at byte 0 there is no line"));
    let serve = ["serve", "--http", "--listen", "127.0.0.1:0"];
    assert!(
        refused(&[&serve, &named[..]].concat()).contains("list of breached passwords can't be")
    );

    std::fs::write(
        data_dir.join("master.key"),
        ok(&["keys", "generate-master"]),
    )
    .unwrap();
    let report = run(data_dir, &["doctor", "--json"]);
    assert_eq!(report.status.code(), Some(1));
    assert!(text(&report.stdout).contains("does not fit this database"));
}
