//! Wrapping keys: an RSA key for one import. Material comes wrapped by an AES key (RFC 5649), and that one by RSA-OAEP
//! with SHA-256 (PKCS #11, `CKM_RSA_AES_KEY_WRAP`).

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrapPadded};
use aws_lc_rs::rsa::{
    KeySize, OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, PrivateDecryptingKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ostia_protocol::auth0::management_error::Error;
use zeroize::Zeroizing;

use crate::failure::{Broken, ManagementFailure};

/// How material is wrapped.
pub(super) const ALGORITHM: &str = "CKM_RSA_AES_KEY_WRAP";

/// How long the material is: a key for AES-256, in bytes.
const MATERIAL: usize = 32;

/// A fresh wrapping key.
pub(super) struct Pair {
    /// For whoever wraps.
    pub public_pem: String,
    /// PKCS #8, in base64: to be sealed.
    pub private: String,
}

impl Pair {
    pub async fn generate() -> Result<Self, Broken> {
        let generated = tokio::task::spawn_blocking(|| {
            let private = PrivateDecryptingKey::generate(KeySize::Rsa3072).ok()?;
            let public = private.public_key().as_der().ok()?;
            let private = private.as_der().ok()?;
            Some(Self {
                public_pem: pem(public.as_ref()),
                private: BASE64.encode(private.as_ref()),
            })
        });
        let pair = generated.await.map_err(Broken::internal)?;
        pair.ok_or_else(|| Broken::internal("no wrapping key could be made"))
    }
}

fn pem(der: &[u8]) -> String {
    let text = BASE64.encode(der);
    let lines = text.as_bytes().chunks(64).map(String::from_utf8_lossy);
    let lines: Vec<_> = lines.collect();
    format!(
        "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
        lines.join("\n")
    )
}

/// Whether this is material that the wrapping key wrapped.
pub(super) async fn check(wrapped: &str, private: &str) -> Result<(), ManagementFailure> {
    let (wrapped, private) = (BASE64.decode(wrapped), BASE64.decode(private));
    let checked = tokio::task::spawn_blocking(move || {
        let (wrapped, private) = (wrapped.ok()?, Zeroizing::new(private.ok()?));
        let material = unwrapped(&wrapped, &private)?;
        (material.len() == MATERIAL).then_some(())
    });
    checked.await.map_err(Broken::internal)?.ok_or_else(|| {
        Error::invalid_body(
            "Invalid input. Wrapped key material is invalid or unsupported key type.",
        )
        .into()
    })
}

fn unwrapped(wrapped: &[u8], private: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let private = PrivateDecryptingKey::from_pkcs8(private).ok()?;
    let private = OaepPrivateDecryptingKey::new(private).ok()?;
    let (key, material) = wrapped.split_at_checked(private.key_size_bytes())?;
    let mut buffer = Zeroizing::new(vec![0; private.min_output_size()]);
    let key = private
        .decrypt(&OAEP_SHA256_MGF1SHA256, key, &mut buffer, None)
        .ok()?;
    let key = AesKek::new(&AES_256, key).ok()?;
    let mut opened = Zeroizing::new(vec![0; material.len()]);
    let length = key.unwrap_with_padding(material, &mut opened).ok()?.len();
    opened.truncate(length);
    Some(opened)
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::rsa::{OaepPublicEncryptingKey, PublicEncryptingKey};

    use super::*;

    fn wrap(material: &[u8], public_pem: &str) -> String {
        let body: String = public_pem
            .lines()
            .filter(|line| !line.starts_with('-'))
            .collect();
        let public = PublicEncryptingKey::from_der(&BASE64.decode(body).unwrap()).unwrap();
        let public = OaepPublicEncryptingKey::new(public).unwrap();
        let mut first = vec![0; public.ciphertext_size()];
        let key = [3; 32];
        let first = public
            .encrypt(&OAEP_SHA256_MGF1SHA256, &key, &mut first, None)
            .unwrap();
        let mut second = vec![0; material.len() + 16];
        let second = AesKek::new(&AES_256, &key)
            .unwrap()
            .wrap_with_padding(material, &mut second)
            .unwrap();
        BASE64.encode([first, second].concat())
    }

    #[tokio::test]
    async fn only_what_was_wrapped_is_unwrapped() {
        let pair = Pair::generate().await.unwrap();
        let good = wrap(&[9; 32], &pair.public_pem);
        check(&good, &pair.private).await.unwrap();
        let short = wrap(&[9; 16], &pair.public_pem);
        let mut damaged = BASE64.decode(&good).unwrap();
        *damaged.last_mut().unwrap() ^= 1;
        for bad in [
            short.as_str(),
            &BASE64.encode(damaged),
            "AAAA",
            "bad-key-value",
            "",
        ] {
            assert!(check(bad, &pair.private).await.is_err(), "{bad}");
        }
    }
}
