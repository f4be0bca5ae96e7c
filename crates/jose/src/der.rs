//! The little DER (X.690) that is needed to tell key types apart and to find a certificate's public key.
//!
//! It locates; aws-lc validates what is found.

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const UTF8_STRING: u8 = 0x0c;
const PRINTABLE_STRING: u8 = 0x13;
const TELETEX_STRING: u8 = 0x14;
const IA5_STRING: u8 = 0x16;
const BMP_STRING: u8 = 0x1e;
const SET: u8 = 0x31;
const OBJECT_IDENTIFIER: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const EXPLICIT_0: u8 = 0xa0;

const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const P384: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x22];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

/// A key type that an `AlgorithmIdentifier` can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyType {
    Rsa,
    P256,
    P384,
    Ed25519,
}

/// Splits a `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7) into the key's type and the bytes of its bit string.
pub(crate) fn public_key(spki: &[u8]) -> Option<(KeyType, &[u8])> {
    let mut info = Reader(Reader(spki).only(SEQUENCE)?);
    let key_type = key_type(info.next(SEQUENCE)?)?;
    let (unused_bits, key) = info.only(BIT_STRING)?.split_first()?;
    (*unused_bits == 0).then_some((key_type, key))
}

/// The type of the key in a `PrivateKeyInfo` (RFC 5958 §2).
pub(crate) fn private_key_type(pkcs8: &[u8]) -> Option<KeyType> {
    let mut info = Reader(Reader(pkcs8).only(SEQUENCE)?);
    info.next(INTEGER)?;
    key_type(info.next(SEQUENCE)?)
}

/// The `SubjectPublicKeyInfo` of a certificate (RFC 5280 §4.1).
pub(crate) fn certificate_public_key(certificate: &[u8]) -> Option<&[u8]> {
    let mut to_be_signed = to_be_signed(certificate)?;
    for _ in ["signature", "issuer", "validity", "subject"] {
        to_be_signed.next(SEQUENCE)?;
    }
    to_be_signed.next_encoded(SEQUENCE)
}

/// An attribute of a name: its object identifier and its text.
pub(crate) type Attribute<'a> = (&'a [u8], String);

/// The attributes of a certificate's subject, in their sets: the object identifier and the text (RFC 5280 §4.1.2.4).
pub(crate) fn certificate_subject(certificate: &[u8]) -> Option<Vec<Vec<Attribute<'_>>>> {
    let mut to_be_signed = to_be_signed(certificate)?;
    for _ in ["signature", "issuer", "validity"] {
        to_be_signed.next(SEQUENCE)?;
    }
    let mut subject = Reader(to_be_signed.next(SEQUENCE)?);
    let mut sets = Vec::new();
    while !subject.0.is_empty() {
        let mut set = Reader(subject.next(SET)?);
        let mut attributes = Vec::new();
        while !set.0.is_empty() {
            let mut attribute = Reader(set.next(SEQUENCE)?);
            attributes.push((attribute.next(OBJECT_IDENTIFIER)?, attribute.only_text()?));
        }
        sets.push(attributes);
    }
    Some(sets)
}

/// The text of a certificate's `notAfter`, with a year of four digits (RFC 5280 §4.1.2.5): `20370112080000Z`.
pub(crate) fn certificate_not_after(certificate: &[u8]) -> Option<String> {
    let mut to_be_signed = to_be_signed(certificate)?;
    to_be_signed.next(SEQUENCE)?; // signature
    to_be_signed.next(SEQUENCE)?; // issuer
    let mut validity = Reader(to_be_signed.next(SEQUENCE)?);
    validity.next_time()?; // notBefore
    validity.next_time()
}

/// What a certificate's issuer signed, from the signature's algorithm on (RFC 5280 §4.1).
fn to_be_signed(certificate: &[u8]) -> Option<Reader<'_>> {
    let mut parts = Reader(Reader(certificate).only(SEQUENCE)?);
    let mut to_be_signed = Reader(parts.next(SEQUENCE)?);
    if to_be_signed.0.first() == Some(&EXPLICIT_0) {
        to_be_signed.next(EXPLICIT_0)?; // version
    }
    to_be_signed.next(INTEGER)?; // serialNumber
    Some(to_be_signed)
}

fn key_type(algorithm_identifier: &[u8]) -> Option<KeyType> {
    let mut identifier = Reader(algorithm_identifier);
    match identifier.next(OBJECT_IDENTIFIER)? {
        RSA_ENCRYPTION => Some(KeyType::Rsa),
        ED25519 => Some(KeyType::Ed25519),
        EC_PUBLIC_KEY => match identifier.only(OBJECT_IDENTIFIER)? {
            P256 => Some(KeyType::P256),
            P384 => Some(KeyType::P384),
            _ => None,
        },
        _ => None,
    }
}

/// What remains to be read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// The contents of the next element, which must have this tag.
    fn next(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (header, contents) = self.split(tag)?;
        self.0 = &self.0[header + contents.len()..];
        Some(contents)
    }

    /// The next element with its tag and length.
    fn next_encoded(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (header, contents) = self.split(tag)?;
        let (element, rest) = self.0.split_at_checked(header + contents.len())?;
        self.0 = rest;
        Some(element)
    }

    /// The next element, a time, with a year of four digits.
    fn next_time(&mut self) -> Option<String> {
        if let Some(short) = self.next(UTC_TIME) {
            let text = std::str::from_utf8(short).ok()?;
            let century = if text.get(..2)?.parse::<u8>().ok()? < 50 {
                "20"
            } else {
                "19"
            };
            return Some(format!("{century}{text}"));
        }
        let long = self.next(GENERALIZED_TIME)?;
        std::str::from_utf8(long).ok().map(str::to_owned)
    }

    /// The text of the next element, after which nothing may follow.
    fn only_text(&mut self) -> Option<String> {
        let text = match *self.0.first()? {
            tag @ (UTF8_STRING | PRINTABLE_STRING | IA5_STRING) => {
                String::from_utf8(self.next(tag)?.to_vec()).ok()?
            }
            // In practice Latin 1 is what is inside.
            TELETEX_STRING => {
                let latin = self.next(TELETEX_STRING)?;
                latin.iter().copied().map(char::from).collect()
            }
            BMP_STRING => {
                let (units, rest) = self.next(BMP_STRING)?.as_chunks::<2>();
                let units: Vec<u16> = units.iter().copied().map(u16::from_be_bytes).collect();
                let text = String::from_utf16(&units).ok()?;
                rest.is_empty().then_some(text)?
            }
            _ => return None,
        };
        self.0.is_empty().then_some(text)
    }

    /// The contents of the next element, after which nothing may follow.
    fn only(&mut self, tag: u8) -> Option<&'a [u8]> {
        let contents = self.next(tag)?;
        self.0.is_empty().then_some(contents)
    }

    /// The header's length and the contents of the next element. Lengths above 64 KiB are refused.
    fn split(&self, tag: u8) -> Option<(usize, &'a [u8])> {
        let (header, length) = match *self.0 {
            [first, ..] if first != tag => return None,
            [_, short @ 0..=0x7f, ..] => (2, usize::from(short)),
            [_, 0x81, length @ 0x80..=0xff, ..] => (3, usize::from(length)),
            [_, 0x82, high @ 1..=0xff, low, ..] => {
                (4, usize::from(u16::from_be_bytes([high, low])))
            }
            _ => return None,
        };
        Some((header, self.0.get(header..header + length)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_read_strictly() {
        assert_eq!(Reader(&[0x30, 1, 7]).only(SEQUENCE), Some(&[7][..]));
        let refused: [&[u8]; 9] = [
            &[],
            &[0x30],
            &[0x30, 1],
            &[0x30, 1, 7, 7],                   // trailing data
            &[0x02, 1, 7],                      // another tag
            &[0x30, 0x80, 0, 0],                // indefinite length
            &[0x30, 0x81, 1, 7],                // length not minimal
            &[0x30, 0x82, 0, 1, 7],             // length not minimal
            &[0x30, 0x84, 0xff, 0xff, 0xff, 0], // far too long
        ];
        for input in refused {
            assert_eq!(Reader(input).only(SEQUENCE), None, "{input:x?}");
        }
    }

    #[test]
    fn garbage_is_not_a_key() {
        for length in 0..64 {
            let garbage: Vec<u8> = (0..length).map(|i: u8| 0x30 ^ i.wrapping_mul(37)).collect();
            assert_eq!(public_key(&garbage), None);
            assert_eq!(private_key_type(&garbage), None);
            assert_eq!(certificate_public_key(&garbage), None);
            assert_eq!(certificate_not_after(&garbage), None);
        }
    }
}
