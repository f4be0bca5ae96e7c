//! The files that the hosted pages carry with them: nothing is fetched from another host.

/// A file served as it is under [`Asset::path`].
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Where it is served, for example `/u/assets/ostia.css`.
    pub path: &'static str,
    /// Its media type.
    pub content_type: &'static str,
    /// Its content.
    pub bytes: &'static [u8],
    /// A fingerprint of the content, for the address and the `ETag`.
    pub hash: u64,
}

impl Asset {
    const fn new(path: &'static str, content_type: &'static str, text: &'static str) -> Self {
        Self {
            path,
            content_type,
            bytes: text.as_bytes(),
            hash: version(text.as_bytes()),
        }
    }

    /// The address that pages link to. It changes with the content, so a request that carries the current `v` is
    /// answered with [`IMMUTABLE`], any other with [`REVALIDATE`].
    pub fn url(&self) -> String {
        format!("{}?v={:016x}", self.path, self.hash)
    }
}

/// `Cache-Control` for an address that carries the current version.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// `Cache-Control` for an address without it.
pub const REVALIDATE: &str = "public, max-age=300";

/// The one stylesheet.
pub const STYLESHEET: Asset = Asset::new(
    "/u/assets/ostia.css",
    "text/css; charset=utf-8",
    include_str!("../../templates/assets/ostia.css"),
);

/// The stylesheet of what a tenant adds: where the card is in a page of its own, and fields in its pieces.
pub const WIDGET_STYLESHEET: Asset = Asset::new(
    "/u/assets/widget.css",
    "text/css; charset=utf-8",
    include_str!("../../templates/assets/widget.css"),
);

/// The mark: a round arch in a square; the favicon of tenants that have none.
pub const MARK: Asset = Asset::new(
    "/u/assets/mark.svg",
    "image/svg+xml",
    include_str!("../../templates/assets/mark.svg"),
);

/// Lets authenticators answer, which nothing but a script can do.
pub const WEBAUTHN_SCRIPT: Asset = Asset::new(
    "/u/assets/webauthn.js",
    "text/javascript; charset=utf-8",
    include_str!("../../templates/assets/webauthn.js"),
);

/// Proves that a browser is at the other end, where a tenant asks for that.
pub const VERIFICATION_SCRIPT: Asset = Asset::new(
    "/u/assets/verification.js",
    "text/javascript; charset=utf-8",
    include_str!("../../templates/assets/verification.js"),
);

/// Everything to serve.
pub const ASSETS: &[Asset] = &[
    STYLESHEET,
    WIDGET_STYLESHEET,
    MARK,
    WEBAUTHN_SCRIPT,
    VERIFICATION_SCRIPT,
];

/// FNV-1a: tells two versions of a file apart; not a protection against forgery.
pub const fn version(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_fnv_1a() {
        assert_eq!(version(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(version(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn addresses_carry_the_version() {
        for asset in ASSETS {
            assert!(asset.url().starts_with(&format!("{}?v=", asset.path)));
            assert!(!asset.bytes.is_empty());
        }
    }
}
