//! Unpadded base64url (RFC 7515 §2), with one accepted spelling for each byte string.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Encodes `bytes`.
pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Appends the encoding of `bytes` to `out`.
pub(crate) fn encode_into(bytes: &[u8], out: &mut String) {
    URL_SAFE_NO_PAD.encode_string(bytes, out);
}

/// The length of the encoding of `length` bytes.
pub(crate) const fn encoded_length(length: usize) -> usize {
    (length * 4).div_ceil(3)
}

/// Decodes `text`; padding, whitespace, the `+` and `/` of plain base64, and non-zero trailing bits are refused, so that
/// a token can't be respelled without breaking it.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_canonical_spelling_decodes() {
        assert_eq!(decode("AQAB"), Some(vec![1, 0, 1]));
        assert_eq!(decode(""), Some(vec![]));
        for refused in [
            "AQ==", "AQ=", "AQAB\n", " AQAB", "AR", "A", "+/+/", "AQ.B", "é",
        ] {
            assert_eq!(decode(refused), None, "{refused:?}");
        }
    }

    #[test]
    fn the_encoded_length_is_exact() {
        for length in 0..100 {
            assert_eq!(encode(&vec![7; length]).len(), encoded_length(length));
        }
    }
}
