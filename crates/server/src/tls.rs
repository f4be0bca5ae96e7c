//! Certificates: the operator's from files, or for development from a certificate authority of one's own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ostia_identity::time::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use time::OffsetDateTime;

use crate::private_file;
use crate::problem::Problem;

const DAY: i64 = 86_400;
/// A development certificate authority is trusted by hand, so it should not need to be soon again.
const AUTHORITY_DAYS: i64 = 3_650;
/// What browsers accept of a server's certificate at most.
const LEAF_DAYS: i64 = 397;
/// A leaf is renewed when less than this is left.
const RENEWAL_DAYS: i64 = 30;
/// Clocks of containers and their hosts may differ.
const BACKDATED: i64 = DAY;

/// The files of the development certificates.
#[derive(Clone, Debug)]
pub struct DevelopmentFiles {
    /// What clients trust.
    pub authority: PathBuf,
    authority_key: PathBuf,
    leaf: PathBuf,
    leaf_key: PathBuf,
}

impl DevelopmentFiles {
    /// The files in a data folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            authority: folder.join("ca.pem"),
            authority_key: folder.join("ca-key.pem"),
            leaf: folder.join("server.pem"),
            leaf_key: folder.join("server-key.pem"),
        }
    }
}

/// The certificate for development: issued by an authority that is made once, for a domain's host and every name of
/// this machine. The same one is used until it is about to expire or the host is another.
///
/// # Errors
/// When the files can't be read or written.
pub fn development(
    host: &str,
    files: &DevelopmentFiles,
    now: Timestamp,
) -> Result<ServerConfig, Problem> {
    let names = names(host);
    let authority = load_or_make_authority(files, now)?;
    if let Ok(config) = load(&files.leaf, &files.leaf_key)
        && require_good(files, &names, now).is_ok()
    {
        return Ok(config);
    }
    issue(&names, &authority, files, now)?;
    require_good(files, &names, now).map_err(|reason| {
        Problem::new(
            format!("{} can't certify {host}.", files.authority.display()),
            format!("{reason}."),
            "Check --domain and the machine's clock; otherwise delete ca.pem and trust the one that is made next.",
        )
    })?;
    load(&files.leaf, &files.leaf_key)
}

/// The certificate of an operator.
///
/// # Errors
/// When a file can't be read, or the key isn't the certificate's.
pub fn load(certificate: &Path, key: &Path) -> Result<ServerConfig, Problem> {
    let chain = chain(certificate)?;
    let key_der = PrivateKeyDer::from_pem_file(key).map_err(|error| unusable(key, &error))?;
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key_der)
        .map_err(|error| {
            Problem::new(
                format!(
                    "{} and {} can't be used together.",
                    certificate.display(),
                    key.display()
                ),
                format!("{error}."),
                "Name the certificate with its chain, the server's own first, and the key that it was made for.",
            )
        })?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// How a certificate stands at a moment, for a host.
#[derive(Debug, PartialEq, Eq)]
pub enum Standing {
    /// Valid, and not about to expire.
    Good,
    /// Valid now, and not in thirty days.
    ExpiresSoon,
    /// Not valid, in words.
    Bad(String),
}

/// How the first certificate of a file stands: its names and its end. Who issued it isn't judged.
///
/// # Errors
/// When the file can't be read.
pub fn standing(certificate: &Path, host: &str, now: Timestamp) -> Result<Standing, Problem> {
    let chain = chain(certificate)?;
    let leaf = &chain[0];
    if let Err(reason) = require_name(leaf, host) {
        return Ok(Standing::Bad(reason));
    }
    let end =
        ostia_jose::certificate::not_after(leaf).map_err(|error| unusable(certificate, &error))?;
    let end = Timestamp::from_millis(end.saturating_mul(1000));
    Ok(if end <= now {
        Standing::Bad(format!("it expired on {end}"))
    } else if end <= in_thirty_days(now) {
        Standing::ExpiresSoon
    } else {
        Standing::Good
    })
}

fn require_name(leaf: &CertificateDer<'static>, host: &str) -> Result<(), String> {
    let parsed = ParsedCertificate::try_from(leaf).map_err(|error| error.to_string())?;
    let name = ServerName::try_from(host.to_owned()).map_err(|error| error.to_string())?;
    verify_server_name(&parsed, &name).map_err(|error| error.to_string())
}

fn in_thirty_days(now: Timestamp) -> Timestamp {
    now.plus_seconds(RENEWAL_DAYS * DAY)
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, Problem> {
    let chain: Vec<_> = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect)
        .map_err(|error| unusable(path, &error))?;
    if chain.is_empty() {
        return Err(unusable(path, &"it holds no certificate"));
    }
    Ok(chain)
}

fn unusable(path: &Path, reason: &dyn std::fmt::Display) -> Problem {
    Problem::new(
        format!("{} can't be used for TLS.", path.display()),
        format!("{reason}."),
        "Name a PEM file that the user who runs Ostia may read.",
    )
}

/// The host, and whatever else this machine is called.
fn names(host: &str) -> Vec<String> {
    let mut names: Vec<String> = ["localhost", "*.localhost", "127.0.0.1", "::1"]
        .map(str::to_owned)
        .to_vec();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    if !names.iter().any(|name| name == host) {
        names.insert(0, host.to_owned());
    }
    names
}

fn require_good(files: &DevelopmentFiles, names: &[String], now: Timestamp) -> Result<(), String> {
    let read = |path: &Path| chain(path).map_err(|problem| problem.to_string());
    let (leaf, authority) = (read(&files.leaf)?, read(&files.authority)?);
    verify(&leaf, authority.first(), names, in_thirty_days(now))
}

fn verify(
    chain: &[CertificateDer<'static>],
    anchor: Option<&CertificateDer<'static>>,
    names: &[String],
    at: Timestamp,
) -> Result<(), String> {
    let (Some((leaf, intermediates)), Some(anchor)) = (chain.split_first(), anchor) else {
        return Err("there is no certificate".to_owned());
    };
    let mut roots = rustls::RootCertStore::empty();
    roots
        .add(anchor.clone())
        .map_err(|error| error.to_string())?;
    let verifier = WebPkiServerVerifier::builder(Arc::new(roots))
        .build()
        .map_err(|error| error.to_string())?;
    let seconds = u64::try_from(at.seconds()).unwrap_or_default();
    let at = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
    // Browsers take `*.localhost`; this verifier takes no wildcard with one label behind it.
    for name in names.iter().filter(|name| !name.starts_with("*.")) {
        let name = ServerName::try_from(name.clone()).map_err(|error| error.to_string())?;
        verifier
            .verify_server_cert(leaf, intermediates, &name, &[], at)
            .map_err(|error| error.to_string())?;
    }
    Ok(())
}

type Authority = Issuer<'static, KeyPair>;

fn load_or_make_authority(files: &DevelopmentFiles, now: Timestamp) -> Result<Authority, Problem> {
    if files.authority.exists() && files.authority_key.exists() {
        let pem = std::fs::read_to_string(&files.authority_key)
            .map_err(|error| Problem::file("read", &files.authority_key, &error))?;
        let key =
            KeyPair::from_pem(&pem).map_err(|error| unusable(&files.authority_key, &error))?;
        return Ok(Issuer::new(authority_parameters(&key, now)?, key));
    }
    let key = KeyPair::generate().map_err(|error| not_made(&error))?;
    let parameters = authority_parameters(&key, now)?;
    let certificate = parameters
        .self_signed(&key)
        .map_err(|error| not_made(&error))?;
    // The key comes first: where the certificate is missing, both are made again.
    write(&files.authority_key, &key.serialize_pem())?;
    write(&files.authority, &certificate.pem())?;
    Ok(Issuer::new(parameters, key))
}

fn authority_parameters(key: &KeyPair, now: Timestamp) -> Result<CertificateParams, Problem> {
    let mut parameters = CertificateParams::default();
    // Browsers take two authorities of one name for one; the key tells them apart.
    let fingerprint: String = ostia_identity::vault::fingerprint(&key.public_key_pem())
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(6)
        .collect();
    parameters.distinguished_name = named(&format!("Ostia development {fingerprint}"));
    parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    (parameters.not_before, parameters.not_after) = period(now, AUTHORITY_DAYS)?;
    Ok(parameters)
}

fn named(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common_name);
    name
}

fn issue(
    names: &[String],
    authority: &Authority,
    files: &DevelopmentFiles,
    now: Timestamp,
) -> Result<(), Problem> {
    let key = KeyPair::generate().map_err(|error| not_made(&error))?;
    let mut parameters = CertificateParams::new(names).map_err(|error| not_made(&error))?;
    parameters.distinguished_name = named(&names[0]);
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    parameters.use_authority_key_identifier_extension = true;
    (parameters.not_before, parameters.not_after) = period(now, LEAF_DAYS)?;
    let certificate = parameters
        .signed_by(&key, authority)
        .map_err(|error| not_made(&error))?;
    write(&files.leaf_key, &key.serialize_pem())?;
    write(&files.leaf, &certificate.pem())
}

fn period(now: Timestamp, days: i64) -> Result<(OffsetDateTime, OffsetDateTime), Problem> {
    let at = |moment: Timestamp| {
        OffsetDateTime::from_unix_timestamp(moment.seconds()).map_err(|error| not_made(&error))
    };
    let from = now.plus_seconds(-BACKDATED);
    Ok((at(from)?, at(from.plus_seconds(days * DAY))?))
}

fn write(path: &Path, pem: &str) -> Result<(), Problem> {
    private_file::write(path, pem.as_bytes()).map_err(|error| Problem::file("write", path, &error))
}

fn not_made(error: &dyn std::fmt::Display) -> Problem {
    Problem::new(
        "The development certificate could not be made.",
        format!("{error}."),
        "Check --domain and the machine's clock.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);

    fn contents(files: &DevelopmentFiles) -> [String; 2] {
        [&files.authority, &files.leaf].map(|path| std::fs::read_to_string(path).unwrap())
    }

    #[test]
    fn certificates_are_reused_until_they_no_longer_fit() {
        let folder = tempfile::tempdir().unwrap();
        let files = DevelopmentFiles::in_folder(folder.path());
        development("localhost", &files, NOW).unwrap();
        let first = contents(&files);
        development("localhost", &files, NOW.plus_seconds(300 * DAY)).unwrap();
        assert_eq!(contents(&files), first);

        development("localhost", &files, NOW.plus_seconds(370 * DAY)).unwrap();
        let renewed = contents(&files);
        assert_eq!(renewed[0], first[0]);
        assert_ne!(renewed[1], first[1]);

        development("login.example.com", &files, NOW.plus_seconds(370 * DAY)).unwrap();
        let moved = contents(&files);
        assert_eq!(moved[0], first[0]);
        assert_ne!(moved[1], renewed[1]);
        for host in ["login.example.com", "localhost", "127.0.0.1", "::1"] {
            assert_eq!(
                standing_with(&files, host, NOW.plus_seconds(371 * DAY)),
                Ok(()),
                "{host}"
            );
        }
        assert!(standing_with(&files, "example.com", NOW.plus_seconds(371 * DAY)).is_err());
    }

    fn standing_with(files: &DevelopmentFiles, host: &str, at: Timestamp) -> Result<(), String> {
        let anchor = chain(&files.authority).unwrap();
        verify(
            &chain(&files.leaf).unwrap(),
            anchor.first(),
            &[host.to_owned()],
            at,
        )
    }

    #[test]
    fn a_damaged_leaf_is_replaced_and_a_foreign_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let files = DevelopmentFiles::in_folder(folder.path());
        development("localhost", &files, NOW).unwrap();
        std::fs::write(&files.leaf, "half").unwrap();
        development("localhost", &files, NOW).unwrap();
        let problem = load(&files.leaf, &files.authority_key).unwrap_err();
        assert!(problem.to_string().contains("can't be used together"));
    }

    #[test]
    fn a_certificate_stands_by_its_names_and_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let files = DevelopmentFiles::in_folder(folder.path());
        development("localhost", &files, NOW).unwrap();
        let at = |host: &str, days: i64| {
            standing(&files.leaf, host, NOW.plus_seconds(days * DAY)).unwrap()
        };
        assert_eq!(at("localhost", 300), Standing::Good);
        assert_eq!(at("localhost", 380), Standing::ExpiresSoon);
        assert!(matches!(at("localhost", 400), Standing::Bad(_)));
        assert!(matches!(at("example.com", 0), Standing::Bad(_)));
    }

    #[cfg(unix)]
    #[test]
    fn keys_are_readable_by_their_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let files = DevelopmentFiles::in_folder(folder.path());
        development("localhost", &files, NOW).unwrap();
        for path in [&files.authority_key, &files.leaf_key] {
            let mode = std::fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
