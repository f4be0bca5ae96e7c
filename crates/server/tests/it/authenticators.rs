//! An authenticator in software: it makes credentials and uses them as W3C Web Authentication says, and as it doesn't.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use ostia_identity::vault::fingerprint;
use ostia_jose::{Algorithm, KeyKind, PrivateKey};
use serde_json::{Value, json};

use crate::test_app::TestApp;
use crate::visitor::Landing;

/// Somebody was there (WebAuthn §6.1).
const PRESENT: u8 = 0x01;
/// And is known to the authenticator.
const VERIFIED: u8 = 0x04;
/// The credential can be on several devices.
const ELIGIBLE: u8 = 0x08;
/// And is.
const BACKED_UP: u8 = 0x10;
/// There is a new credential in the data.
const ATTESTED: u8 = 0x40;

/// A key, and what it is for.
#[derive(Clone)]
pub struct Held {
    pub id: String,
    pub rp_id: String,
    pub handle: String,
    pub key: PrivateKey,
}

/// An authenticator, with the browser in front of it.
#[derive(Clone)]
pub struct Authenticator {
    pub held: Vec<Held>,
    /// What the browser calls the page's origin.
    pub origin: String,
    /// What is signed in place of the relying party that the page names.
    pub other_rp_id: Option<String>,
    /// Whether somebody touches it.
    pub is_touched: bool,
    /// Whether it knows who does.
    pub verifies: bool,
    /// Whether its keys are on several devices.
    pub is_synced: bool,
    /// How often it was used; `None` where it doesn't count.
    pub counter: Option<u32>,
    /// The id of the next credential, where it isn't a fresh one.
    pub next_id: Option<String>,
}

impl Authenticator {
    /// One that does all as it should, in front of this app.
    pub fn at(app: &TestApp) -> Self {
        Self {
            held: Vec::new(),
            origin: app.tenant.issuer().trim_end_matches('/').to_owned(),
            other_rp_id: None,
            is_touched: true,
            verifies: true,
            is_synced: false,
            counter: Some(0),
            next_id: None,
        }
    }

    /// Makes a credential: what `navigator.credentials.create` gives, as JSON.
    pub fn create(&mut self, options: &Value) -> Value {
        let key = PrivateKey::generate(KeyKind::P256).unwrap();
        let fresh = BASE64URL.encode(key.public().to_jwk().x.unwrap());
        let held = Held {
            id: self.next_id.take().unwrap_or(fresh),
            rp_id: text(&options["rp"], "id"),
            handle: text(&options["user"], "id"),
            key,
        };
        let id = BASE64URL.decode(&held.id).unwrap();
        let mut data = self.data(&held.rp_id, ATTESTED);
        data.extend([0xAA; 16]);
        data.extend(u16::try_from(id.len()).unwrap().to_be_bytes());
        data.extend(&id);
        data.extend(cose(&held.key));
        let mut object = vec![0xA3];
        object.extend(cbor_text("fmt"));
        object.extend(cbor_text("none"));
        object.extend(cbor_text("attStmt"));
        object.push(0xA0);
        object.extend(cbor_text("authData"));
        object.extend(cbor_bytes(&data));
        let client_data = self.client_data("webauthn.create", options);
        let answer = json!({
            "id": held.id, "rawId": held.id, "type": "public-key",
            "response": {
                "clientDataJSON": BASE64URL.encode(client_data),
                "attestationObject": BASE64URL.encode(object),
                "transports": ["usb", "telepathy"],
            },
        });
        self.held.push(held);
        answer
    }

    /// Uses the credential that it made last: what `navigator.credentials.get` gives.
    pub fn get(&mut self, options: &Value) -> Value {
        let held = self.held.last().expect("it has a credential").clone();
        self.get_with(&held, options)
    }

    /// The same with any credential.
    pub fn get_with(&mut self, held: &Held, options: &Value) -> Value {
        let data = self.data(&held.rp_id, 0);
        let client_data = self.client_data("webauthn.get", options);
        let mut signed = data.clone();
        signed.extend(sha256(&client_data));
        let signature = der(&held.key.sign(Algorithm::ES256, &signed).unwrap());
        json!({
            "id": held.id, "rawId": held.id, "type": "public-key",
            "response": {
                "clientDataJSON": BASE64URL.encode(client_data),
                "authenticatorData": BASE64URL.encode(data),
                "signature": BASE64URL.encode(signature),
                "userHandle": held.handle,
            },
        })
    }

    /// The public key of the credential that it made last, as the Management API takes it.
    pub fn public_key(&self) -> String {
        let key = &self.held.last().expect("it has a credential").key;
        base64::engine::general_purpose::STANDARD.encode(cose(key))
    }

    fn data(&mut self, rp_id: &str, more: u8) -> Vec<u8> {
        let rp_id = self.other_rp_id.as_deref().unwrap_or(rp_id);
        let mut data = sha256(rp_id);
        let mut flags = more;
        for (is, flag) in [
            (self.is_touched, PRESENT),
            (self.verifies, VERIFIED),
            (self.is_synced, ELIGIBLE | BACKED_UP),
        ] {
            if is {
                flags |= flag;
            }
        }
        data.push(flags);
        self.counter = self.counter.map(|counter| counter + 1);
        data.extend(self.counter.unwrap_or_default().to_be_bytes());
        data
    }

    fn client_data(&self, kind: &str, options: &Value) -> String {
        json!({
            "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false,
        })
        .to_string()
    }
}

impl Landing {
    /// What the page asks an authenticator.
    #[track_caller]
    pub fn asked(&self) -> Value {
        let options = self.data("options");
        let options = options.unwrap_or_else(|| panic!("{}: {}", self.path, self.response.text));
        serde_json::from_str(&options).unwrap()
    }
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap().to_owned()
}

fn sha256(text: &str) -> Vec<u8> {
    BASE64URL.decode(fingerprint(text)).unwrap()
}

fn cbor_head(kind: u8, length: usize) -> Vec<u8> {
    let length = u16::try_from(length).unwrap();
    let [high, low] = length.to_be_bytes();
    match length {
        0..=23 => vec![kind | low],
        24..=255 => vec![kind | 0x18, low],
        _ => vec![kind | 0x19, high, low],
    }
}

fn cbor_text(text: &str) -> Vec<u8> {
    [cbor_head(0x60, text.len()), text.as_bytes().to_vec()].concat()
}

fn cbor_bytes(bytes: &[u8]) -> Vec<u8> {
    [cbor_head(0x40, bytes.len()), bytes.to_vec()].concat()
}

/// A P-256 key: `kty` 2, `alg` -7, `crv` 1, `x`, `y` (RFC 9053 §7.1.1).
fn cose(key: &PrivateKey) -> Vec<u8> {
    let jwk = key.public().to_jwk();
    let point = |text: Option<String>| cbor_bytes(&BASE64URL.decode(text.unwrap()).unwrap());
    let mut cose = vec![0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21];
    cose.extend(point(jwk.x));
    cose.push(0x22);
    cose.extend(point(jwk.y));
    cose
}

/// A signature as two numbers in ASN.1, from one as 64 bytes.
fn der(signature: &[u8]) -> Vec<u8> {
    let number = |bytes: &[u8]| {
        let start = bytes.iter().position(|byte| *byte != 0).unwrap();
        let mut number = bytes[start..].to_vec();
        if number[0] >= 0x80 {
            number.insert(0, 0);
        }
        [vec![0x02, u8::try_from(number.len()).unwrap()], number].concat()
    };
    let numbers = [number(&signature[..32]), number(&signature[32..])].concat();
    [vec![0x30, u8::try_from(numbers.len()).unwrap()], numbers].concat()
}
