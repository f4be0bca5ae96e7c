//! A browser: it keeps cookies as browsers do, follows redirects within the tenant, and fills in the forms it is shown.

use axum::http::{Method, StatusCode};
use url::Url;

use crate::applications::{Application, CHALLENGE, PASSWORD};
use crate::test_app::{TestApp, TestResponse};

/// A cookie that a host has set.
#[derive(Clone, Debug)]
pub struct Cookie {
    pub host: String,
    pub name: String,
    pub value: String,
    pub attributes: Vec<String>,
}

impl Cookie {
    pub fn has(&self, attribute: &str) -> bool {
        self.attributes
            .iter()
            .any(|known| known.eq_ignore_ascii_case(attribute))
    }
}

/// A browser at one tenant's pages.
#[derive(Clone)]
pub struct Visitor<'a> {
    app: &'a TestApp,
    pub cookies: Vec<Cookie>,
    /// Whether the pages are in a frame of another site, where browsers send only `SameSite=None` cookies.
    framed: bool,
    /// Where it is, in degrees of latitude and longitude, as a proxy would tell.
    pub place: Option<(&'static str, &'static str)>,
    /// The address that it comes from, where that matters.
    pub address: Option<&'static str>,
}

/// Where a visit ended: a page of ours, or an address elsewhere that the browser would go to next.
#[derive(Clone, Debug)]
pub struct Landing {
    /// The path of the last request to us, with its query.
    pub path: String,
    pub response: TestResponse,
    /// Where the last answer redirects to, if that is not ours.
    pub elsewhere: Option<Url>,
}

impl<'a> Visitor<'a> {
    pub fn new(app: &'a TestApp) -> Self {
        Self {
            app,
            cookies: Vec::new(),
            framed: false,
            place: None,
            address: None,
        }
    }

    /// The same browser, in a frame of an application.
    pub fn framed(&self) -> Self {
        Self {
            framed: true,
            ..self.clone()
        }
    }

    /// The same browser at another tenant's host. The cookies stay with the hosts that set them.
    pub fn at<'b>(&self, app: &'b TestApp) -> Visitor<'b> {
        Visitor {
            app,
            cookies: self.cookies.clone(),
            framed: self.framed,
            place: self.place,
            address: self.address,
        }
    }

    pub fn cookie(&self, name: &str) -> Option<&Cookie> {
        self.cookies.iter().find(|cookie| cookie.name == name)
    }

    /// What the session's cookie holds.
    pub fn session(&self) -> Option<String> {
        self.cookie("__Host-ostia-session")
            .map(|cookie| cookie.value.clone())
    }

    /// One request, without following.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        form: Option<&[(&str, &str)]>,
    ) -> TestResponse {
        let mut request = self.app.request(method, path);
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .filter(|cookie| cookie.host == self.app.tenant.domain)
            .filter(|cookie| !self.framed || cookie.has("SameSite=None"))
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        if let Some(address) = self.address {
            request = request.through(address);
        }
        if let Some((latitude, longitude)) = self.place {
            request = request.header("cf-iplatitude", latitude);
            request = request.header("cf-iplongitude", longitude);
        }
        if let Some(form) = form {
            request = request.form(form);
        }
        let response = request.send().await;
        self.keep(&response);
        response
    }

    fn keep(&mut self, response: &TestResponse) {
        for header in response.headers.get_all("set-cookie") {
            let mut parts = header.to_str().unwrap().split("; ").map(str::to_owned);
            let (name, value) = parts
                .next()
                .and_then(|pair| {
                    pair.split_once('=')
                        .map(|(name, value)| (name.to_owned(), value.to_owned()))
                })
                .unwrap();
            let attributes: Vec<String> = parts.collect();
            let cookie = Cookie {
                host: self.app.tenant.domain.clone(),
                name,
                value,
                attributes,
            };
            // What the prefix promises, browsers check (RFC 6265bis §4.1.3).
            if cookie.name.starts_with("__Host-") {
                assert!(cookie.has("Secure") && cookie.has("Path=/"), "{cookie:?}");
                assert!(
                    !cookie.attributes.iter().any(|a| a.starts_with("Domain")),
                    "{cookie:?}"
                );
            }
            self.cookies
                .retain(|known| (&known.host, &known.name) != (&cookie.host, &cookie.name));
            if !cookie.has("Max-Age=0") && (!self.framed || cookie.has("SameSite=None")) {
                self.cookies.push(cookie);
            }
        }
    }

    /// Goes to an address and follows redirects as long as they stay with the tenant.
    pub async fn open(&mut self, path: &str) -> Landing {
        let response = self.send(Method::GET, path, None).await;
        self.follow(path.to_owned(), response).await
    }

    /// Follows redirects as long as they stay with the tenant.
    pub async fn follow(&mut self, mut path: String, mut response: TestResponse) -> Landing {
        for _ in 0..10 {
            if !response.status.is_redirection() {
                return Landing {
                    path,
                    response,
                    elsewhere: None,
                };
            }
            let base = Url::parse(&self.app.tenant.issuer()).unwrap();
            let next = base.join(response.header("location")).unwrap();
            if next.origin() != base.origin() {
                return Landing {
                    path,
                    response,
                    elsewhere: Some(next),
                };
            }
            path = next[url::Position::BeforePath..].to_owned();
            response = self.send(Method::GET, &path, None).await;
        }
        panic!("too many redirects, the last to {path}");
    }

    /// Posts the page's form, with these fields filled in, and follows.
    pub async fn submit(&mut self, page: &Landing, fields: &[(&str, &str)]) -> Landing {
        let (path, response) = self.submit_once(page, fields).await;
        self.follow(path, response).await
    }

    /// Posts the page's form without following.
    pub async fn submit_once(
        &mut self,
        page: &Landing,
        fields: &[(&str, &str)],
    ) -> (String, TestResponse) {
        let (action, hidden) = page.form();
        let mut pairs: Vec<(&str, &str)> = hidden
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        pairs.retain(|(name, _)| !fields.iter().any(|(filled, _)| filled == name));
        pairs.extend(fields);
        let response = self.send(Method::POST, &action, Some(&pairs)).await;
        (action, response)
    }

    /// Fills in the login form.
    pub async fn log_in(&mut self, page: &Landing, email: &str) -> Landing {
        assert!(page.path.starts_with("/u/login"), "{page:?}");
        self.submit(page, &[("username", email), ("password", PASSWORD)])
            .await
    }

    /// Agrees.
    pub async fn consent(&mut self, page: &Landing) -> Landing {
        assert!(page.path.starts_with("/u/consent"), "{page:?}");
        self.submit(page, &[("action", "accept")]).await
    }

    /// Declines.
    pub async fn decline(&mut self, page: &Landing) -> Landing {
        assert!(page.path.starts_with("/u/consent"), "{page:?}");
        self.submit(page, &[("action", "deny")]).await
    }

    /// Goes to `/authorize` and does whatever is asked until the application gets its answer.
    pub async fn sign_in(
        &mut self,
        client: &Application,
        email: &str,
        parameters: &[(&str, &str)],
    ) -> Landing {
        let mut landing = self.open(&authorize(client, parameters)).await;
        if landing.path.starts_with("/u/login") && landing.elsewhere.is_none() {
            landing = self.log_in(&landing, email).await;
        }
        if landing.path.starts_with("/u/consent") && landing.elsewhere.is_none() {
            landing = self.consent(&landing).await;
        }
        landing
    }

    /// A code for a user, by whatever it takes.
    pub async fn code(
        &mut self,
        client: &Application,
        email: &str,
        parameters: &[(&str, &str)],
    ) -> String {
        let landing = self.sign_in(client, email, parameters).await;
        landing.answer("code")
    }
}

/// The address of an authorization request: a code with PKCE, unless said otherwise. An empty value leaves one out.
pub fn authorize(client: &Application, parameters: &[(&str, &str)]) -> String {
    let mut pairs = vec![
        ("client_id", client.id.as_str()),
        ("redirect_uri", client.callback),
        ("response_type", "code"),
        ("scope", "openid profile email"),
        ("state", "the state"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in parameters {
        pairs.retain(|(known, _)| known != name);
        if !value.is_empty() {
            pairs.push((name, value));
        }
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(&pairs);
    format!("/authorize?{}", query.finish())
}

impl Landing {
    /// The parameters that the application gets, from the query or the fragment.
    #[track_caller]
    pub fn answers(&self) -> Vec<(String, String)> {
        let url = self.elsewhere.as_ref().unwrap_or_else(|| {
            panic!(
                "no answer, but {} at {}: {}",
                self.response.status, self.path, self.response.text
            )
        });
        let text = url.fragment().or(url.query()).unwrap_or_default();
        url::form_urlencoded::parse(text.as_bytes())
            .into_owned()
            .collect()
    }

    /// One of them.
    #[track_caller]
    pub fn answer(&self, name: &str) -> String {
        self.maybe(name)
            .unwrap_or_else(|| panic!("no {name} in {:?}", self.elsewhere))
    }

    /// One of them, if it is there.
    #[track_caller]
    pub fn maybe(&self, name: &str) -> Option<String> {
        let answers = self.answers();
        let found = answers.into_iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value)
    }

    /// Checks that the application was told of an error.
    #[track_caller]
    pub fn failed(&self, code: &str, description: &str) {
        assert_eq!(
            (self.answer("error"), self.answer("error_description")),
            (code.to_owned(), description.to_owned())
        );
        assert!(self.maybe("code").is_none());
    }

    /// Checks that the visit ended at a page of ours.
    #[track_caller]
    pub fn shown(&self, status: u16, text: &str) {
        assert!(self.elsewhere.is_none(), "went to {:?}", self.elsewhere);
        assert_eq!(
            self.response.status.as_u16(),
            status,
            "{}",
            self.response.text
        );
        assert!(
            self.response.text.contains(text),
            "no {text:?} in {}",
            self.response.text
        );
    }

    /// Checks that the visit ended at a screen.
    #[track_caller]
    pub fn at(&self, screen: &str) {
        assert!(self.elsewhere.is_none(), "went to {:?}", self.elsewhere);
        assert!(
            self.path.starts_with(&format!("/u/{screen}?")),
            "at {}: {}",
            self.path,
            self.response.text
        );
        assert_eq!(self.response.status, StatusCode::OK);
    }

    /// The form's action and its hidden fields.
    #[track_caller]
    pub fn form(&self) -> (String, Vec<(String, String)>) {
        let text = &self.response.text;
        let start = text
            .find("<form")
            .unwrap_or_else(|| panic!("no form at {}: {text}", self.path));
        let form = &text[start..];
        let form = &form[..form.find("</form>").unwrap()];
        let action = attribute(form, "action").unwrap();
        let inputs = form.split("<input").skip(1);
        let hidden = inputs
            .map(|input| &input[..input.find('>').unwrap()])
            .filter(|input| input.contains("type=\"hidden\""))
            .map(|input| {
                (
                    attribute(input, "name").unwrap(),
                    attribute(input, "value").unwrap(),
                )
            });
        (action, hidden.collect())
    }

    /// A `data-` attribute of the form that an authenticator answers, empty where it only is there.
    pub fn data(&self, name: &str) -> Option<String> {
        let mut forms = self.response.text.split("<form").skip(1);
        let tags = forms
            .by_ref()
            .filter_map(|form| form.get(..form.find('>')?));
        let tag = tags.into_iter().find(|tag| tag.contains("data-webauthn"))?;
        let name = format!("data-{name}");
        attribute(tag, &name).or_else(|| tag.contains(&name).then(String::new))
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!("{name}=\""))? + name.len() + 2;
    let value = &tag[start..];
    Some(unescape(&value[..value.find('"')?]))
}

/// Once over, so that an escaped ampersand begins nothing.
fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        let (name, after) = after.split_once(';').expect("an entity ends");
        plain.push_str(before);
        plain.push(match name {
            "quot" | "#34" => '"',
            "#39" | "#x27" => '\'',
            "lt" | "#60" => '<',
            "gt" | "#62" => '>',
            "amp" | "#38" => '&',
            other => panic!("unknown entity {other}"),
        });
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// Polls all futures together, on one task: whatever they wait for, the others go on.
pub async fn all_at_once<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = futures
        .into_iter()
        .map(|future| (Box::pin(future), None))
        .collect();
    std::future::poll_fn(move |context| {
        for (future, output) in &mut waiting {
            if output.is_none()
                && let std::task::Poll::Ready(ready) = future.as_mut().poll(context)
            {
                *output = Some(ready);
            }
        }
        if waiting.iter().all(|(_, output)| output.is_some()) {
            let outputs = waiting.drain(..).filter_map(|(_, output)| output);
            return std::task::Poll::Ready(outputs.collect());
        }
        std::task::Poll::Pending
    })
    .await
}
