//! Self-signed certificates, which carry a signing key in `x5c` (RFC 7517 §4.7).

use aws_lc_rs::digest;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{CertificateParams, DistinguishedName, DnType, SignatureAlgorithm};
use time::{Date, Duration, Month, OffsetDateTime};

use crate::key::{MAX_ENCODED_LENGTH, Pair};
use crate::public_key::decode_pem;
use crate::{Algorithm, Error, PrivateKey, Result, base64url, der};

/// Makes a certificate for `key`, signed by itself, and gives its DER (RFC 5280).
///
/// It is valid from `not_before_unix_seconds` for `lifetime_days` days.
///
/// # Errors
/// [`Error::InvalidCertificate`] when the dates are out of range or the certificate can't be signed.
pub fn self_signed(
    key: &PrivateKey,
    common_name: &str,
    not_before_unix_seconds: i64,
    lifetime_days: u32,
) -> Result<Vec<u8>> {
    let not_before = OffsetDateTime::from_unix_timestamp(not_before_unix_seconds)
        .map_err(|_| Error::InvalidCertificate)?;
    let mut parameters = CertificateParams::default();
    parameters.not_before = not_before;
    parameters.not_after = not_before
        .checked_add(Duration::days(lifetime_days.into()))
        .ok_or(Error::InvalidCertificate)?;
    parameters.distinguished_name = DistinguishedName::new();
    parameters
        .distinguished_name
        .push(DnType::CommonName, common_name);
    let certificate = parameters
        .self_signed(&Issuer(key))
        .map_err(|_| Error::InvalidCertificate)?;
    Ok(certificate.der().to_vec())
}

/// The SHA-1 thumbprint of a certificate, base64url: `x5t` (RFC 7517 §4.8). SHA-1 identifies here, it protects nothing.
pub fn x5t(der: &[u8]) -> String {
    base64url::encode(digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, der).as_ref())
}

/// The SHA-256 thumbprint of a certificate, base64url: `x5t#S256` (RFC 7517 §4.9, RFC 8705 §3.1).
pub fn x5t_s256(der: &[u8]) -> String {
    base64url::encode(digest::digest(&digest::SHA256, der).as_ref())
}

/// A certificate as an element of `x5c`: its DER in padded plain base64 (RFC 7517 §4.7).
pub fn x5c(der: &[u8]) -> String {
    STANDARD.encode(der)
}

/// A certificate as PEM: lines of 64 characters, each ended by a line feed (RFC 7468 §5).
pub fn to_pem(der: &[u8]) -> String {
    pem("CERTIFICATE", der)
}

/// A certificate alone in a PKCS #7 message as PEM: signed data that nobody signed (RFC 2315 §9.1).
pub fn to_pkcs7_pem(der: &[u8]) -> String {
    const OBJECT_IDENTIFIER: u8 = 0x06;
    const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
    const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
    const SEQUENCE: u8 = 0x30;
    const SET: u8 = 0x31;
    const CONTEXT_0: u8 = 0xa0;
    let version = element(0x02, &[1]);
    let no_algorithms = element(SET, &[]);
    let content = element(SEQUENCE, &element(OBJECT_IDENTIFIER, DATA));
    let certificates = element(CONTEXT_0, der);
    let no_signers = element(SET, &[]);
    let signed_data = [version, no_algorithms, content, certificates, no_signers].concat();
    let message = [
        element(OBJECT_IDENTIFIER, SIGNED_DATA),
        element(CONTEXT_0, &element(SEQUENCE, &signed_data)),
    ];
    pem("PKCS7", &element(SEQUENCE, &message.concat()))
}

/// The SHA-1 thumbprint of a certificate as people compare it: `CC:FB:…`. SHA-1 identifies here, it protects nothing.
pub fn fingerprint(der: &[u8]) -> String {
    let digest = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, der);
    let octets: Vec<String> = digest
        .as_ref()
        .iter()
        .map(|octet| format!("{octet:02X}"))
        .collect();
    octets.join(":")
}

/// One DER element (X.690 §8.1).
fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len().to_be_bytes();
    let significant = length.iter().position(|byte| *byte != 0);
    let significant = &length[significant.unwrap_or(length.len() - 1)..];
    let mut encoded = vec![tag];
    match significant {
        [short] if *short < 0x80 => encoded.push(*short),
        // A length has at most eight bytes, so its own length fits.
        long => {
            encoded.push(0x80 | u8::try_from(long.len()).unwrap_or_default());
            encoded.extend(long);
        }
    }
    encoded.extend(contents);
    encoded
}

fn pem(label: &str, der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let mut pem = format!("-----BEGIN {label}-----\n");
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        pem.push_str(line);
        pem.push('\n');
        rest = after;
    }
    pem.push_str("-----END ");
    pem.push_str(label);
    pem.push_str("-----\n");
    pem
}

/// The DER of the first PEM block, which must be a `CERTIFICATE` (RFC 7468 §5).
///
/// # Errors
/// [`Error::TooLong`] above 16 KiB, [`Error::InvalidCertificate`] when it is something else.
pub fn from_pem(pem: &str) -> Result<Vec<u8>> {
    if pem.len() > MAX_ENCODED_LENGTH {
        return Err(Error::TooLong);
    }
    match decode_pem(pem) {
        Some(("CERTIFICATE", der)) => Ok(der),
        _ => Err(Error::InvalidCertificate),
    }
}

/// When a certificate stops being valid, in seconds since the epoch (RFC 5280 §4.1.2.5).
///
/// # Errors
/// [`Error::InvalidCertificate`] when it does not say.
pub fn not_after(der: &[u8]) -> Result<i64> {
    der::certificate_not_after(der)
        .and_then(|text| unix_seconds(&text))
        .ok_or(Error::InvalidCertificate)
}

/// Reads `YYYYMMDDHHMMSSZ`, the one form that RFC 5280 §4.1.2.5 allows.
fn unix_seconds(text: &str) -> Option<i64> {
    let digits = text
        .strip_suffix('Z')
        .filter(|digits| digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let pair = |at: usize| digits.get(at..at + 2)?.parse::<u8>().ok();
    let month = Month::try_from(pair(4)?).ok()?;
    let date = Date::from_calendar_date(digits.get(..4)?.parse().ok()?, month, pair(6)?).ok()?;
    let time = date.with_hms(pair(8)?, pair(10)?, pair(12)?).ok()?;
    Some(time.assume_utc().unix_timestamp())
}

/// Lets rcgen sign with a key that is already parsed.
struct Issuer<'a>(&'a PrivateKey);

impl rcgen::PublicKeyData for Issuer<'_> {
    fn der_bytes(&self) -> &[u8] {
        match self.0.pair() {
            Pair::Rsa(pair) => pair.public_key().as_ref(),
            Pair::P256(pair) => pair.public_key().as_ref(),
            Pair::Ed25519(pair) => pair.public_key().as_ref(),
        }
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        match self.0.pair() {
            Pair::Rsa(_) => &rcgen::PKCS_RSA_SHA256,
            Pair::P256(_) => &rcgen::PKCS_ECDSA_P256_SHA256,
            Pair::Ed25519(_) => &rcgen::PKCS_ED25519,
        }
    }
}

impl rcgen::SigningKey for Issuer<'_> {
    fn sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, rcgen::Error> {
        let signature = match self.0.pair() {
            Pair::Rsa(_) => self.0.sign(Algorithm::RS256, message),
            Pair::P256(_) => sign_ecdsa_asn1(self.0, message),
            Pair::Ed25519(_) => self.0.sign(Algorithm::EdDSA, message),
        };
        signature.map_err(|_| rcgen::Error::RemoteKeyError)
    }
}

/// X.509 wants ECDSA signatures in ASN.1 (RFC 5758 §3.2), JOSE does not.
fn sign_ecdsa_asn1(key: &PrivateKey, message: &[u8]) -> Result<Vec<u8>> {
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &key.to_pkcs8()?)
        .map_err(|_| Error::CryptographyFailed)?;
    let signature = pair
        .sign(&SystemRandom::new(), message)
        .map_err(|_| Error::CryptographyFailed)?;
    Ok(signature.as_ref().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KeyKind, PublicKey, TestResult};

    const NOW: i64 = 1_800_000_000;

    #[test]
    fn a_pkcs7_message_holds_the_certificate_alone() {
        // The structure that `openssl crl2pkcs7 -nocrl` makes.
        let short = to_pkcs7_pem(&[0x30, 0x00]);
        assert_eq!(
            short,
            "-----BEGIN PKCS7-----\nMCcGCSqGSIb3DQEHAqAaMBgCAQExADALBgkqhkiG9w0BBwGgAjAAMQA=\n-----END PKCS7-----\n"
        );
        assert_eq!(element(0x04, &[0; 0x80])[..3], [0x04, 0x81, 0x80]);
        assert_eq!(element(0x04, &[0; 0x1234])[..4], [0x04, 0x82, 0x12, 0x34]);
        assert_eq!(fingerprint(b"").len(), 59);
        assert!(fingerprint(b"").starts_with("DA:39:A3:EE:"));
    }

    #[test]
    fn a_certificate_carries_its_key_and_name() -> TestResult {
        for kind in [KeyKind::Rsa2048, KeyKind::P256, KeyKind::Ed25519] {
            let key = PrivateKey::generate(kind)?;
            let certificate = self_signed(&key, "ostia.example", NOW, 3650)?;
            let read = PublicKey::from_pem(&to_pem(&certificate))?;
            assert_eq!(read.to_jwk(), key.public().to_jwk());
            assert!(certificate.windows(13).any(|part| part == b"ostia.example"));
            assert!(certificate.windows(13).any(|part| part == b"270115080000Z"));
            assert!(certificate.windows(13).any(|part| part == b"370112080000Z"));
            assert_eq!(from_pem(&to_pem(&certificate))?, certificate);
            assert_eq!(not_after(&certificate)?, NOW + 3650 * 86_400);
        }
        Ok(())
    }

    #[test]
    fn thumbprints_and_encodings_are_those_of_the_field() -> TestResult {
        let pem = include_str!("../testdata/rsa2048_certificate.pem");
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let certificate = STANDARD.decode(&body)?;
        assert!(der::certificate_public_key(&certificate).is_some());
        assert_eq!(to_pem(&certificate), pem);
        assert_eq!(x5c(&certificate), body);
        assert_eq!(x5t(&certificate), "HTtlvF3HxO4F6usSzsqOPdVxWlU");
        assert_eq!(
            x5t_s256(&certificate),
            "EA32SywhZCseNh10bWZLWTOk9oZjIr5DbTCZWu--xv8"
        );
        Ok(())
    }

    #[test]
    fn dates_beyond_2049_have_another_form() -> TestResult {
        let key = PrivateKey::generate(KeyKind::Ed25519)?;
        let certificate = self_signed(&key, "ostia.example", NOW, 36_500)?;
        assert_eq!(not_after(&certificate)?, NOW + 36_500 * 86_400);
        for text in ["20370112080000", "20371312080000Z", "2037-1-2080000Z", ""] {
            assert_eq!(unix_seconds(text), None, "{text}");
        }
        Ok(())
    }

    #[test]
    fn dates_out_of_range_are_refused() -> TestResult {
        let key = PrivateKey::generate(KeyKind::Ed25519)?;
        for (not_before, lifetime) in [(i64::MAX, 1), (NOW, u32::MAX)] {
            assert_eq!(
                self_signed(&key, "ostia.example", not_before, lifetime),
                Err(Error::InvalidCertificate)
            );
        }
        Ok(())
    }
}
