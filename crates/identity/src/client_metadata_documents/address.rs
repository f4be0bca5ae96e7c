//! Which addresses can be a `client_id`: those that lead to one document, and say plainly whose it is.

use std::fmt;

use url::{Host, Url};

use crate::outgoing::Reach;

/// The longest address, in bytes: upstream's limit.
const MAX_LENGTH: usize = 120;

/// The `https` address of a client's metadata document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    text: String,
    host: String,
}

impl Address {
    /// Reads an address. It is compared as it is written, so there is one way of writing it.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence.
    pub fn parse(text: &str, reach: Reach) -> Result<Self, &'static str> {
        if text.len() > MAX_LENGTH {
            return Err("must have at most 120 bytes");
        }
        let url = Url::parse(text).map_err(|_| "must be an absolute URL")?;
        if url.scheme() != "https" || !text.starts_with("https://") {
            return Err("must begin with https://");
        }
        if !url.username().is_empty() || url.password().is_some() || text.contains('@') {
            return Err("can't hold a user name or password");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("can't have a query or a fragment");
        }
        if url.port() == Some(0) {
            return Err("can't have port 0");
        }
        let host = match url.host() {
            Some(Host::Domain(name)) if reach == Reach::Everything || !is_here(name) => {
                name.to_owned()
            }
            _ => return Err("must name a host that is not this machine"),
        };
        if url.path() == "/" {
            return Err("must have a path");
        }
        // What a parser would write otherwise (dot segments, spaces, capitals, a default port) is another's address.
        if url.as_str() != text || has_bad_escape(text) {
            return Err("must be written plainly, without dot segments and with whole escapes");
        }
        Ok(Self {
            text: text.to_owned(),
            host,
        })
    }

    /// The host, which people are shown as whose the client is.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// As it was sent.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

fn is_here(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

/// A `%` that isn't followed by two digits, or that hides a dot.
fn has_bad_escape(text: &str) -> bool {
    text.split('%').skip(1).any(|rest| {
        let digits = rest.get(..2).unwrap_or_default();
        !digits.bytes().all(|digit| digit.is_ascii_hexdigit())
            || digits.len() < 2
            || digits.eq_ignore_ascii_case("2e")
    })
}

#[cfg(test)]
mod tests {
    use super::{Address, Reach};

    #[test]
    fn addresses_that_name_a_document() {
        for good in [
            "https://client.example/mcp.json",
            "https://client.example:8443/oauth/client",
            "https://client.example/a%20b",
        ] {
            assert_eq!(Address::parse(good, Reach::Public).unwrap().as_str(), good);
        }
        assert_eq!(
            Address::parse("https://client.example:8443/x", Reach::Public)
                .unwrap()
                .host(),
            "client.example"
        );
        let long = format!("https://client.example/{}", "a".repeat(100));
        for bad in [
            "",
            "client",
            "http://client.example/x",
            "https://client.example",
            "https://client.example/",
            "https://user@client.example/x",
            "https://user:word@client.example/x",
            "https://client.example/x?y",
            "https://client.example/x#y",
            "https://client.example/a/../x",
            "https://client.example/a/%2E%2e/x",
            "https://client.example/%2",
            "https://client.example/%zz",
            "https://client.example:0/x",
            "https://client.example:443/x",
            "https://CLIENT.example/x",
            " https://client.example/x",
            "https:///x",
            "https://localhost/x",
            "https://127.0.0.1/x",
            "https://[::1]/x",
            &long,
        ] {
            assert!(Address::parse(bad, Reach::Public).is_err(), "{bad}");
        }
    }
}
