//! Requests that this server makes itself: to identity providers, and to applications that want to be told something.
//!
//! The addresses come from tenants, so they are as hostile as any input. What a tenant may make this server call, and
//! what comes of it, is bounded here and nowhere else: no redirect is followed, an answer has ten seconds and a size,
//! and [`Reach`] says which networks exist.

mod addresses;

use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use serde::de::DeserializeOwned;
use url::{Host, Url};
use zeroize::Zeroizing;

/// How long a connection may take to be made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a whole exchange may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The longest answer that is read, in bytes: key sets and profiles are a fraction of it.
const MAX_ANSWER: usize = 1 << 20;

/// Which networks exist for requests of this server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// The Internet, by `https` alone: what is only reachable from here (cloud metadata, databases) isn't there.
    #[default]
    Public,
    /// Private networks and this machine, too, and `http`: for identity providers behind the same wall.
    Everything,
}

/// Who makes the requests. Cheap to clone; what TLS needs is read when the first request is made.
#[derive(Clone, Default)]
pub struct Outgoing(Arc<Inner>);

#[derive(Default)]
struct Inner {
    reach: Reach,
    trusted: Vec<PathBuf>,
    client: OnceLock<Result<reqwest::Client, String>>,
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Outgoing")
            .field("reach", &self.0.reach)
            .finish_non_exhaustive()
    }
}

/// Why there is no usable answer. The text is for logs.
#[derive(Debug, thiserror::Error)]
pub enum Unanswered {
    /// Requests can't be made at all.
    #[error("no requests can be made: {0}")]
    NotSetUp(String),
    /// The address is none that may be called.
    #[error("{0} may not be called: {1}")]
    Forbidden(String, &'static str),
    /// Nobody answered in time, or not in the protocol.
    #[error("{0} did not answer: {1}")]
    Away(String, String),
    /// The answer is too long.
    #[error("{0} answered with more than {MAX_ANSWER} bytes")]
    TooLong(String),
    /// The answer is a refusal.
    #[error("{0} answered {1}: {2}")]
    Refused(String, u16, String),
    /// The answer can't be read.
    #[error("{0} answered something else than expected: {1}")]
    Unreadable(String, String),
}

/// An answer as it came.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Who answered: the address without its query, for logs.
    from: String,
    body: Zeroizing<Vec<u8>>,
}

impl Answer {
    /// The body of a success, as JSON.
    ///
    /// # Errors
    /// [`Unanswered`] where it is a refusal, or something else than `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Unanswered> {
        if !(200..300).contains(&self.status) {
            return Err(Unanswered::Refused(
                self.from.clone(),
                self.status,
                self.excerpt(),
            ));
        }
        serde_json::from_slice(&self.body)
            .map_err(|error| Unanswered::Unreadable(self.from.clone(), error.to_string()))
    }

    /// The same, where it is no longer than what it should be.
    ///
    /// # Errors
    /// As [`json`](Self::json), and [`Unanswered::Unreadable`] where it is longer.
    pub fn json_within<T: DeserializeOwned>(&self, max_bytes: usize) -> Result<T, Unanswered> {
        if self.body.len() > max_bytes {
            let why = format!("more than {max_bytes} bytes");
            return Err(Unanswered::Unreadable(self.from.clone(), why));
        }
        self.json()
    }

    /// The beginning of the body, for logs. Only refusals are told: successes hold tokens.
    pub fn excerpt(&self) -> String {
        let text = String::from_utf8_lossy(&self.body);
        text.chars()
            .filter(|letter| !letter.is_control())
            .take(200)
            .collect()
    }
}

impl Outgoing {
    /// A client that trusts what the system trusts, and the certificates in these PEM files, which are read when the first
    /// request is made.
    pub fn new(reach: Reach, trusted: Vec<PathBuf>) -> Self {
        Self(Arc::new(Inner {
            reach,
            trusted,
            client: OnceLock::new(),
        }))
    }

    /// Which networks exist for them.
    pub fn reach(&self) -> Reach {
        self.0.reach
    }

    fn client(&self) -> Result<&reqwest::Client, Unanswered> {
        let client = self.0.client.get_or_init(|| {
            build(self.0.reach, &self.0.trusted).map_err(|error| error.to_string())
        });
        client
            .as_ref()
            .map_err(|error| Unanswered::NotSetUp(error.clone()))
    }

    /// Fetches a document.
    ///
    /// # Errors
    /// [`Unanswered`].
    pub async fn get(&self, url: &str, headers: &[(&str, &str)]) -> Result<Answer, Unanswered> {
        let url = self.allow(url)?;
        let from = told(&url);
        let headers = header_map(headers, &from)?;
        self.send(self.client()?.get(url).headers(headers), from)
            .await
    }

    /// Posts a form.
    ///
    /// # Errors
    /// [`Unanswered`].
    pub async fn post(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        form: &[(&str, &str)],
    ) -> Result<Answer, Unanswered> {
        let url = self.allow(url)?;
        let from = told(&url);
        let headers = header_map(headers, &from)?;
        let request = self.client()?.post(url).headers(headers).form(form);
        self.send(request, from).await
    }

    /// Posts a text of some media type. A header that is named twice is sent as it was named last.
    ///
    /// # Errors
    /// [`Unanswered`].
    pub async fn post_text(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        content_type: &str,
        text: String,
    ) -> Result<Answer, Unanswered> {
        let url = self.allow(url)?;
        let from = told(&url);
        let mut headers = header_map(headers, &from)?;
        let content_type = HeaderValue::from_str(content_type)
            .map_err(|_| Unanswered::Unreadable(from.clone(), "no media type".to_owned()))?;
        headers.insert(CONTENT_TYPE, content_type);
        let request = self.client()?.post(url).headers(headers).body(text);
        self.send(request, from).await
    }

    /// Whether an address may be called. Names are judged when they are resolved.
    fn allow(&self, text: &str) -> Result<Url, Unanswered> {
        let forbidden = |why| Unanswered::Forbidden(text.chars().take(200).collect(), why);
        let url = Url::parse(text).map_err(|_| forbidden("it is no address"))?;
        match (url.scheme(), self.0.reach) {
            ("https", _) | ("http", Reach::Everything) => {}
            _ => return Err(forbidden("it has to begin with https://")),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(forbidden("it holds a password"));
        }
        let is_reachable = match url.host() {
            Some(Host::Ipv4(ip)) => addresses::is_in(self.0.reach, ip.into()),
            Some(Host::Ipv6(ip)) => addresses::is_in(self.0.reach, ip.into()),
            Some(Host::Domain(_)) => true,
            None => false,
        };
        if is_reachable {
            Ok(url)
        } else {
            Err(forbidden("it is in a private network"))
        }
    }

    async fn send(
        &self,
        request: reqwest::RequestBuilder,
        from: String,
    ) -> Result<Answer, Unanswered> {
        let away = |error: reqwest::Error| Unanswered::Away(from.clone(), reason(&error));
        let mut response = request.send().await.map_err(away)?;
        let mut body = Zeroizing::new(Vec::new());
        while let Some(chunk) = response.chunk().await.map_err(away)? {
            if body.len() + chunk.len() > MAX_ANSWER {
                return Err(Unanswered::TooLong(from));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status: response.status().as_u16(),
            from,
            body,
        })
    }
}

fn build(reach: Reach, trusted: &[PathBuf]) -> Result<reqwest::Client, Box<dyn Error>> {
    let mut certificates = Vec::new();
    for file in trusted.iter().filter(|file| file.exists()) {
        let pem = std::fs::read(file)?;
        certificates.extend(reqwest::Certificate::from_pem_bundle(&pem)?);
    }
    let builder = reqwest::Client::builder()
        .user_agent(concat!("Ostia/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(TIMEOUT)
        // A proxy would resolve names itself, and reach what we must not.
        .no_proxy()
        .https_only(reach == Reach::Public)
        .dns_resolver(addresses::Resolver(reach));
    let client = if certificates.is_empty() {
        builder.build()
    } else {
        builder.tls_certs_merge(certificates).build()
    };
    Ok(client?)
}

/// The innermost cause says most, and none of them says the query.
fn reason(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if std::ptr::addr_eq(std::ptr::from_ref(cause), std::ptr::from_ref(error)) {
        return if error.is_timeout() {
            "it took too long".to_owned()
        } else {
            "the connection failed".to_owned()
        };
    }
    cause.to_string()
}

/// The address as logs may have it.
fn told(url: &Url) -> String {
    url[..url::Position::AfterPath].to_owned()
}

fn header_map(headers: &[(&str, &str)], from: &str) -> Result<HeaderMap, Unanswered> {
    let mut map = HeaderMap::new();
    map.insert(ACCEPT, HeaderValue::from_static("application/json"));
    for (name, value) in headers {
        let unusable =
            || Unanswered::Unreadable(from.to_owned(), "a header can't be sent".to_owned());
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unusable())?;
        let mut value = HeaderValue::from_str(value).map_err(|_| unusable())?;
        value.set_sensitive(name == AUTHORIZATION);
        map.insert(name, value);
    }
    Ok(map)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_networks_are_not_there() {
        let public = Outgoing::new(Reach::Public, Vec::new());
        for address in [
            "http://idp.example/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://169.254.169.254/latest/meta-data/",
            "https://2130706433/",
            "https://user:secret@idp.example/",
            "file:///etc/passwd",
            "nonsense",
        ] {
            assert!(public.allow(address).is_err(), "{address}");
        }
        assert!(public.allow("https://idp.example/token").is_ok());
        let everything = Outgoing::new(Reach::Everything, Vec::new());
        assert!(everything.allow("http://127.0.0.1:3000/").is_ok());
        assert!(everything.allow("file:///etc/passwd").is_err());
    }

    #[tokio::test]
    async fn names_that_lead_there_are_not_there_either() {
        let public = Outgoing::new(Reach::Public, Vec::new());
        let refused = public.get("https://localhost/", &[]).await.unwrap_err();
        assert!(refused.to_string().contains("private network"), "{refused}");
    }
}
