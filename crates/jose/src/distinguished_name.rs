//! Names of certificates' subjects (RFC 5280 §4.1.2.6), and the same as text (RFC 4514).

use crate::{Error, Result, certificate, der};

/// The longest text of a name, in bytes.
const MAX_TEXT: usize = 1024;

/// The attributes that RFC 4514 §3 writes by name, and those that certificates have besides.
const NAMES: &[(&[u8], &str)] = &[
    (&[0x55, 0x04, 0x03], "CN"),
    (&[0x55, 0x04, 0x04], "SN"),
    (&[0x55, 0x04, 0x05], "SERIALNUMBER"),
    (&[0x55, 0x04, 0x06], "C"),
    (&[0x55, 0x04, 0x07], "L"),
    (&[0x55, 0x04, 0x08], "ST"),
    (&[0x55, 0x04, 0x09], "STREET"),
    (&[0x55, 0x04, 0x0a], "O"),
    (&[0x55, 0x04, 0x0b], "OU"),
    (&[0x55, 0x04, 0x0c], "TITLE"),
    (&[0x55, 0x04, 0x2a], "GN"),
    (
        &[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x19],
        "DC",
    ),
    (
        &[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x01],
        "UID",
    ),
    (
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x01],
        "EMAILADDRESS",
    ),
];

/// Who a certificate is about: attributes and their values, the most general first, as certificates have them.
///
/// Two names are equal where they have the same attributes with the same values in the same order. Values are compared
/// as they are: a name that is not written as in the certificate is another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistinguishedName(Vec<Vec<(String, String)>>);

impl DistinguishedName {
    /// The subject of a certificate.
    ///
    /// # Errors
    /// [`Error::InvalidCertificate`] when it has none, or one that is not text.
    pub fn of_certificate(der: &[u8]) -> Result<Self> {
        let sets = der::certificate_subject(der).ok_or(Error::InvalidCertificate)?;
        let mut name = Vec::with_capacity(sets.len());
        for set in sets {
            let mut attributes = Vec::with_capacity(set.len());
            for (identifier, value) in set {
                attributes.push((attribute(identifier), value));
            }
            attributes.sort();
            name.push(attributes);
        }
        if name.is_empty() {
            return Err(Error::InvalidCertificate);
        }
        Ok(Self(name))
    }

    /// The subject of a certificate in PEM.
    ///
    /// # Errors
    /// As [`of_certificate`](Self::of_certificate), and [`Error::TooLong`] above 16 KiB.
    pub fn of_pem(pem: &str) -> Result<Self> {
        Self::of_certificate(&certificate::from_pem(pem)?)
    }

    /// Reads RFC 4514's form, `CN=…,O=…,C=…`: the most special attribute first.
    ///
    /// # Errors
    /// [`Error::InvalidCertificate`] when it is something else, [`Error::TooLong`] above a kilobyte.
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() > MAX_TEXT {
            return Err(Error::TooLong);
        }
        let mut name = Vec::new();
        for part in split(text, ',') {
            let mut attributes = Vec::new();
            for attribute in split(part, '+') {
                attributes.push(parse_attribute(attribute).ok_or(Error::InvalidCertificate)?);
            }
            attributes.sort();
            name.push(attributes);
        }
        name.reverse();
        Ok(Self(name))
    }

    /// The same name, read from the other end: many tools write the most general attribute first.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self(self.0.iter().rev().cloned().collect())
    }
}

impl std::fmt::Display for DistinguishedName {
    /// RFC 4514 §2.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, attributes) in self.0.iter().rev().enumerate() {
            if index > 0 {
                formatter.write_str(",")?;
            }
            for (index, (name, value)) in attributes.iter().enumerate() {
                let plus = if index > 0 { "+" } else { "" };
                write!(formatter, "{plus}{name}={}", escape(value))?;
            }
        }
        Ok(())
    }
}

/// The name of an attribute, or its numbers (RFC 4514 §2.3).
fn attribute(identifier: &[u8]) -> String {
    let known = NAMES.iter().find(|(known, _)| *known == identifier);
    known.map_or_else(|| dotted(identifier), |(_, name)| (*name).to_owned())
}

/// X.690 §8.19.
fn dotted(identifier: &[u8]) -> String {
    let mut arcs: Vec<u64> = Vec::new();
    let mut arc: u64 = 0;
    for byte in identifier {
        arc = arc.wrapping_shl(7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            if arcs.is_empty() {
                let first = (arc / 40).min(2);
                arcs.push(first);
                arc -= first * 40;
            }
            arcs.push(arc);
            arc = 0;
        }
    }
    let arcs: Vec<String> = arcs.iter().map(u64::to_string).collect();
    arcs.join(".")
}

/// Splits at a character that no backslash protects.
fn split(text: &str, at: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut is_escaped = false;
    for (index, character) in text.char_indices() {
        if is_escaped {
            is_escaped = false;
        } else if character == '\\' {
            is_escaped = true;
        } else if character == at {
            parts.push(&text[start..index]);
            start = index + at.len_utf8();
        }
    }
    parts.push(&text[start..]);
    parts
}

fn parse_attribute(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once('=')?;
    let name = name.trim().to_ascii_uppercase();
    let name = match name.as_str() {
        "E" | "EMAIL" | "1.2.840.113549.1.9.1" => "EMAILADDRESS".to_owned(),
        "S" => "ST".to_owned(),
        "" => return None,
        _ => name,
    };
    Some((name, unescape(value.trim())?))
}

fn unescape(value: &str) -> Option<String> {
    let mut octets = Vec::with_capacity(value.len());
    let mut bytes = value.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            octets.push(byte);
            continue;
        }
        let next = bytes.next()?;
        match char::from(next).to_digit(16) {
            Some(high) => {
                let low = char::from(bytes.next()?).to_digit(16)?;
                octets.push(u8::try_from(high * 16 + low).ok()?);
            }
            None => octets.push(next),
        }
    }
    String::from_utf8(octets).ok()
}

/// RFC 4514 §2.4.
fn escape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let last = value.chars().count().saturating_sub(1);
    for (index, character) in value.chars().enumerate() {
        let at_the_edge = (index == 0 || index == last) && character == ' ';
        let is_special = matches!(character, '"' | '+' | ',' | ';' | '<' | '>' | '\\');
        if at_the_edge || is_special || (index == 0 && character == '#') {
            text.push('\\');
        }
        text.push(character);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TestResult;

    fn name(text: &str) -> Result<DistinguishedName> {
        DistinguishedName::parse(text)
    }

    #[test]
    fn examples_of_the_standard() -> TestResult {
        // RFC 4514 §4, with the attributes that have names here.
        for text in [
            "UID=jsmith,DC=example,DC=net",
            "CN=J.  Smith+OU=Sales,DC=example,DC=net",
            "CN=James \\\"Jim\\\" Smith\\, III,DC=example,DC=net",
            "1.3.6.1.4.1.1466.0=x",
        ] {
            assert_eq!(name(text)?.to_string(), text);
        }
        assert_eq!(
            name("CN=Before\\0dAfter,DC=example,DC=net")?.0[2][0].1,
            "Before\rAfter"
        );
        assert_eq!(name("CN=Lu\\C4\\8Di\\C4\\87")?.0[0][0].1, "Lučić");
        assert_eq!(
            name("OU=Sales+CN=J. Smith,DC=net")?,
            name("CN=J. Smith+OU=Sales,DC=net")?
        );
        Ok(())
    }

    #[test]
    fn a_certificate_says_who_it_is_about() -> TestResult {
        let pem = include_str!("../testdata/rsa2048_certificate.pem");
        let subject = DistinguishedName::of_pem(pem)?;
        assert_eq!(name(&subject.to_string())?, subject);
        assert_eq!(
            dotted(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d]),
            "1.2.840.113549"
        );
        Ok(())
    }

    #[test]
    fn spelling_is_forgiven_and_another_name_is_not() -> TestResult {
        let registered = name("cn=svc, o=Acme, c=US")?;
        assert_eq!(registered, name("CN=svc,O=Acme,C=US")?);
        assert_eq!(registered.reversed(), name("C=US, O=Acme, CN=svc")?);
        for other in [
            "CN=SVC,O=Acme,C=US",
            "CN=svc,O=Acme",
            "CN=svc\\,O=Acme,C=US",
        ] {
            assert_ne!(registered, name(other)?);
        }
        for bad in ["", "svc", "CN=a\\", "CN=a\\0", "=a", &"CN=a,".repeat(400)] {
            assert!(name(bad).is_err(), "{bad}");
        }
        Ok(())
    }
}
