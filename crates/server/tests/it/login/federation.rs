//! Logging in with another identity provider, which here is another Ostia: what goes over the network does.

use axum::http::Method;
use ostia_jose::Algorithm;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};
use url::Url;

use crate::applications::{Application, text};
use crate::test_app::{TestApp, TestResponse};
use crate::visitor::{Landing, Visitor, authorize};

const ADA: &str = "ada@example.com";
const BYE: &str = "https://app.test/bye";
const PARTNER: (&str, &str) = ("connection", "partner");

/// A tenant, its application, and a provider with which Ada has an account.
struct Scene {
    app: TestApp,
    client: Application,
    provider: TestApp,
    /// What the provider knows the tenant as.
    known_as: Application,
    connection: String,
    /// What the provider calls Ada.
    ada: String,
}

async fn scene(options: Value) -> Scene {
    scene_of("oidc", options).await
}

async fn scene_of(strategy: &str, options: Value) -> Scene {
    let app = TestApp::new().await;
    let provider = app.served_tenant().await;
    let callback = format!("{}login/callback", app.tenant.issuer());
    let known_as = provider
        .application(&json!({ "callbacks": [callback] }))
        .await;
    let ada = provider.person(ADA).await.id.to_string();
    let client = app.web_app().await;
    let mut scene = Scene {
        app,
        client,
        provider,
        known_as,
        connection: String::new(),
        ada,
    };
    scene.connection = scene.add_connection("partner", strategy, options).await;
    scene
}

impl Scene {
    async fn add_connection(&self, name: &str, strategy: &str, options: Value) -> String {
        let issuer = self.provider.tenant.issuer();
        let mut all = match strategy {
            "oauth2" => json!({
                "authorizationURL": format!("{issuer}authorize"), "tokenURL": format!("{issuer}oauth/token"),
                "userinfo_endpoint": format!("{issuer}userinfo"), "scope": "openid profile email",
            }),
            _ => json!({
                "type": "back_channel", "scope": "openid profile email",
                "discovery_url": format!("{issuer}.well-known/openid-configuration"),
            }),
        };
        all["client_id"] = json!(self.known_as.id);
        all["client_secret"] = json!(self.known_as.secret);
        for (name, value) in options.as_object().unwrap() {
            all[name] = value.clone();
        }
        let body = json!({
            "name": name, "strategy": strategy, "options": all, "enabled_clients": [self.client.id],
        });
        let made = self
            .app
            .write(Method::POST, "/api/v2/connections", &body)
            .await
            .ok(201);
        text(&made, "id")
    }

    async fn change_connection(&self, members: &Value) {
        let path = format!("/api/v2/connections/{}", self.connection);
        self.app.write(Method::PATCH, &path, members).await.ok(200);
    }

    async fn change_options(&self, members: &Value) {
        let path = format!("/api/v2/connections/{}", self.connection);
        let mut options = self.app.read(&path).await.ok(200)["options"].clone();
        for (name, value) in members.as_object().unwrap() {
            options[name] = value.clone();
        }
        self.change_connection(&json!({ "options": options })).await;
    }

    /// What the provider answers somebody who logs in there: where it sends them.
    async fn at_provider(&self, visitor: &Visitor<'_>, landing: &Landing) -> Landing {
        let url = landing.elsewhere.as_ref().expect("a way to the provider");
        assert_eq!(
            url.origin(),
            Url::parse(&self.provider.tenant.issuer()).unwrap().origin()
        );
        let mut there = visitor.at(&self.provider);
        let mut page = there.open(&url[url::Position::BeforePath..]).await;
        if page.path.starts_with("/u/login") && page.elsewhere.is_none() {
            page = there.log_in(&page, ADA).await;
        }
        page
    }

    /// From `/authorize` to the provider and back: what became of it.
    async fn log_in(&self, visitor: &mut Visitor<'_>, parameters: &[(&str, &str)]) -> Landing {
        let landing = visitor.open(&authorize(&self.client, parameters)).await;
        let back = self.at_provider(visitor, &landing).await;
        visitor.open(&way_back(&back)).await
    }

    /// The user as whom Ada logs in.
    async fn user(&self) -> Value {
        let id = format!("oidc|partner|{}", self.ada);
        self.read_user(&id).await.ok(200)
    }

    async fn read_user(&self, id: &str) -> TestResponse {
        let id = id.replace('|', "%7C");
        self.app.read(&format!("/api/v2/users/{id}")).await
    }
}

/// The address of ours that a provider sends somebody back to.
fn way_back(landing: &Landing) -> String {
    let url = landing.elsewhere.as_ref();
    let url = url.unwrap_or_else(|| panic!("at {}: {}", landing.path, landing.response.text));
    assert_eq!(url.path(), "/login/callback", "{url}");
    url[url::Position::BeforePath..].to_owned()
}

/// A parameter of the request that a provider got.
fn asked(landing: &Landing, name: &str) -> Option<String> {
    let url = landing.elsewhere.as_ref().unwrap();
    let mut pairs = url.query_pairs().into_owned();
    pairs
        .find(|(known, _)| known == name)
        .map(|(_, value)| value)
}

#[tokio::test]
async fn somebody_comes_with_a_code_and_is_known_from_then_on() {
    let scene = scene(json!({})).await;
    let mut visitor = Visitor::new(&scene.app);
    let landing = visitor.open(&authorize(&scene.client, &[PARTNER])).await;
    for name in ["state", "nonce", "code_challenge"] {
        assert!(asked(&landing, name).unwrap().len() > 30, "{name}");
    }
    assert_eq!(asked(&landing, "code_challenge_method").unwrap(), "S256");
    assert_eq!(asked(&landing, "response_type").unwrap(), "code");
    assert_eq!(asked(&landing, "scope").unwrap(), "openid profile email");
    let back = scene.at_provider(&visitor, &landing).await;
    let code = visitor.open(&way_back(&back)).await.answer("code");
    let tokens = scene.app.redeem(&scene.client, &code).await.ok(200);
    let claims = scene
        .app
        .verified(&text(&tokens, "id_token"), Algorithm::RS256)
        .await;
    let id = format!("oidc|partner|{}", scene.ada);
    assert_eq!(claims["sub"], json!(id));
    assert_eq!(claims["email"], ADA);

    let user = scene.user().await;
    assert_eq!(user["email"], ADA);
    assert_eq!(user["email_verified"], false);
    assert_eq!(user["name"], ADA);
    assert_eq!(user["logins_count"], 1);
    let identity = json!({
        "connection": "partner", "provider": "oidc", "isSocial": false,
        "user_id": format!("partner|{}", scene.ada),
    });
    for (name, value) in identity.as_object().unwrap() {
        assert_eq!(&user["identities"][0][name], value, "{name}");
    }
    for name in ["iss", "aud", "nonce", "sid", "exp", "sub"] {
        assert!(user.get(name).is_none(), "{name} in {user}");
    }
    let entry = scene.app.entry("s").await;
    assert_eq!(entry["connection"], "partner");
    assert_eq!(entry["strategy"], "oidc");
    assert_eq!(entry["strategy_type"], "enterprise");
    assert_eq!(entry["user_id"], json!(id));

    // The session answers from now on, and the provider isn't asked.
    let again = visitor.open(&authorize(&scene.client, &[PARTNER])).await;
    assert!(again.maybe("code").is_some());
    let silent = [PARTNER, ("prompt", "none")];
    visitor
        .open(&authorize(&scene.client, &silent))
        .await
        .answer("code");
    Visitor::new(&scene.app)
        .open(&authorize(&scene.client, &silent))
        .await
        .failed("login_required", "Login required");
}

#[tokio::test]
async fn the_answer_counts_once_and_in_one_browser() {
    let scene = scene(json!({})).await;
    let mut visitor = Visitor::new(&scene.app);
    let landing = visitor.open(&authorize(&scene.client, &[PARTNER])).await;
    let back = way_back(&scene.at_provider(&visitor, &landing).await);
    // Somebody is lured to finish another one's login.
    let mut lured = Visitor::new(&scene.app);
    lured.open(&authorize(&scene.client, &[PARTNER])).await;
    lured.open(&back).await.shown(400, "");
    assert!(lured.session().is_none());
    // That used it up.
    visitor.open(&back).await.shown(400, "");
    scene.log_in(&mut visitor, &[PARTNER]).await.answer("code");
    for address in ["/login/callback", "/login/callback?state=made-up&code=x"] {
        visitor.open(address).await.shown(400, "");
    }
    // Another tenant knows nothing of it.
    let other = scene.app.other_tenant().await;
    let landing = lured.open(&authorize(&scene.client, &[PARTNER])).await;
    let back = way_back(&scene.at_provider(&lured, &landing).await);
    lured.at(&other).open(&back).await.shown(400, "");
    lured.open(&back).await.answer("code");
}

/// RFC 9207 §2.4: no provider passes another one's answer on.
#[tokio::test]
async fn an_answer_that_says_whose_it_is_has_to_be_the_providers() {
    let scene = scene(json!({})).await;
    scene
        .provider
        .change_settings(&json!({ "authorization_response_iss_parameter_supported": true }))
        .await;
    let mut visitor = Visitor::new(&scene.app);
    scene.log_in(&mut visitor, &[PARTNER]).await.answer("code");

    let issuer = scene.provider.tenant.issuer();
    let changes = [Some("https://other.example/"), None];
    for (change, again) in changes
        .iter()
        .flat_map(|change| [(change, "a code"), (change, "a refusal")])
    {
        let mut visitor = Visitor::new(&scene.app);
        let landing = visitor.open(&authorize(&scene.client, &[PARTNER])).await;
        let back = scene.at_provider(&visitor, &landing).await;
        let mut url = Url::parse("https://ours.example")
            .unwrap()
            .join(&way_back(&back))
            .unwrap();
        assert!(
            url.query_pairs()
                .any(|(name, value)| name == "iss" && value == issuer)
        );
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .into_owned()
            .filter(|(name, _)| name != "iss" && (again == "a code" || name != "code"))
            .collect();
        let mut query = url.query_pairs_mut();
        query.clear().extend_pairs(kept);
        if again == "a refusal" {
            query.append_pair("error", "login_required");
        }
        if let Some(other) = change {
            query.append_pair("iss", other);
        }
        drop(query);
        visitor
            .open(&url[url::Position::BeforePath..])
            .await
            .failed(
                "access_denied",
                "the identity provider's answer could not be used",
            );
    }
}

#[tokio::test]
async fn it_is_too_late_after_an_hour() {
    let scene = scene(json!({})).await;
    let mut visitor = Visitor::new(&scene.app);
    let landing = visitor.open(&authorize(&scene.client, &[PARTNER])).await;
    let back = way_back(&scene.at_provider(&visitor, &landing).await);
    scene.app.advance(3_601);
    visitor.open(&back).await.shown(400, "");
}

#[tokio::test]
async fn the_page_offers_what_the_operator_wants_offered() {
    let scene = scene(json!({})).await;
    let mut visitor = Visitor::new(&scene.app);
    let page = visitor.open(&authorize(&scene.client, &[])).await;
    page.at("login");
    assert!(!page.response.text.contains("login/federated"));
    let members = json!({ "show_as_button": true, "display_name": "The <Partner>" });
    scene.change_connection(&members).await;
    let page = visitor.open(&authorize(&scene.client, &[])).await;
    page.shown(200, "Continue with <bdi>The &lt;Partner&gt;</bdi>");
    let href = page
        .response
        .text
        .split("href=\"")
        .find(|part| part.starts_with("/u/login/federated"));
    let href = href
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    let landing = visitor.open(&href).await;
    let back = scene.at_provider(&visitor, &landing).await;
    visitor.open(&way_back(&back)).await.answer("code");

    // Nobody is sent to what isn't enabled, nor out of a login that is over.
    let mut stranger = Visitor::new(&scene.app);
    let page = stranger.open(&authorize(&scene.client, &[])).await;
    let state = page.path.split("state=").nth(1).unwrap().to_owned();
    let made_up = format!("/u/login/federated?state={state}&connection=made-up");
    stranger.open(&made_up).await.shown(400, "");
    Visitor::new(&scene.app).open(&href).await.shown(400, "");
}

#[tokio::test]
async fn where_there_is_no_other_way_people_are_sent_there_at_once() {
    let scene = scene(json!({})).await;
    let database = scene.app.connection().await;
    let path = format!("/api/v2/connections/{}/clients", database.id);
    let body = json!([{ "client_id": scene.client.id, "status": false }]);
    scene.app.write(Method::PATCH, &path, &body).await.ok(204);
    let mut visitor = Visitor::new(&scene.app);
    scene.log_in(&mut visitor, &[]).await.answer("code");
}

#[tokio::test]
async fn addresses_of_a_company_lead_to_its_provider() {
    let scene = scene(json!({ "domain_aliases": ["example.com"] })).await;
    let mut visitor = Visitor::new(&scene.app);
    let page = visitor.open(&authorize(&scene.client, &[])).await;
    let landing = visitor
        .submit(
            &page,
            &[("username", " Ada@Example.COM "), ("password", "")],
        )
        .await;
    assert_eq!(asked(&landing, "login_hint").unwrap(), "Ada@Example.COM");
    let back = scene.at_provider(&visitor, &landing).await;
    visitor.open(&way_back(&back)).await.answer("code");
    // Others go on here.
    let mut other = Visitor::new(&scene.app);
    let page = other.open(&authorize(&scene.client, &[])).await;
    let again = other
        .submit(
            &page,
            &[("username", "eve@sub.example.com"), ("password", "x")],
        )
        .await;
    again.shown(400, "role=\"alert\"");
}

#[tokio::test]
async fn what_the_application_says_reaches_the_provider() {
    let params = json!({
        "fixed": { "value": "always" }, "screen": { "alias": "display" }, "state": { "value": "mine" },
        "client_id": { "value": "mine" }, "acr": { "alias": "acr_values" },
    });
    let scene = scene(json!({ "upstream_params": params })).await;
    let said = [
        PARTNER,
        ("login_hint", ADA),
        ("connection_scope", "phone,offline_access"),
        ("display", "popup"),
        ("prompt", "select_account"),
    ];
    let landing = Visitor::new(&scene.app)
        .open(&authorize(&scene.client, &said))
        .await;
    let is = |name: &str| asked(&landing, name).unwrap_or_default();
    assert_eq!(is("fixed"), "always");
    assert_eq!(is("screen"), "popup");
    assert_eq!(is("acr"), "");
    assert_eq!(is("login_hint"), ADA);
    assert_eq!(is("prompt"), "select_account");
    assert_eq!(is("scope"), "openid profile email phone offline_access");
    assert_eq!(is("client_id"), scene.known_as.id);
    assert_ne!(is("state"), "mine");
}

#[tokio::test]
async fn the_application_hears_what_went_wrong() {
    let scene = scene(json!({})).await;
    // The provider refuses.
    let mut visitor = Visitor::new(&scene.app);
    let landing = visitor.open(&authorize(&scene.client, &[PARTNER])).await;
    let state = asked(&landing, "state").unwrap();
    let back =
        format!("/login/callback?state={state}&error=access_denied&error_description=They+said+no");
    let told = visitor.open(&back).await;
    told.failed("access_denied", "They said no");
    assert_eq!(told.answer("state"), "the state");
    let entry = scene.app.entry("f").await;
    assert_eq!(entry["connection"], "partner");
    assert_eq!(entry["client_id"], json!(scene.client.id));
    assert!(visitor.session().is_none());

    // A code that is none.
    let landing = visitor.open(&authorize(&scene.client, &[PARTNER])).await;
    let state = asked(&landing, "state").unwrap();
    visitor
        .open(&format!("/login/callback?state={state}&code=made-up"))
        .await
        .failed("access_denied", "failed to obtain access token");

    // A secret that is another.
    scene
        .change_options(&json!({ "client_secret": "another" }))
        .await;
    scene
        .log_in(&mut visitor, &[PARTNER])
        .await
        .failed("access_denied", "failed to obtain access token");

    // Nobody there.
    scene
        .change_options(&json!({ "discovery_url": "https://localhost:9/none" }))
        .await;
    visitor
        .open(&authorize(&scene.client, &[PARTNER]))
        .await
        .failed(
            "temporarily_unavailable",
            "the identity provider could not be reached",
        );

    // Half a configuration.
    scene.change_options(&json!({ "client_id": null })).await;
    visitor
        .open(&authorize(&scene.client, &[PARTNER]))
        .await
        .failed(
            "invalid_request",
            "the connection is not configured completely",
        );
}

#[tokio::test]
async fn a_connection_that_was_taken_away_meanwhile_lets_nobody_in() {
    let scene = scene(json!({})).await;
    let mut visitor = Visitor::new(&scene.app);
    let landing = visitor.open(&authorize(&scene.client, &[PARTNER])).await;
    let back = way_back(&scene.at_provider(&visitor, &landing).await);
    let path = format!("/api/v2/connections/{}/clients", scene.connection);
    let body = json!([{ "client_id": scene.client.id, "status": false }]);
    scene.app.write(Method::PATCH, &path, &body).await.ok(204);
    visitor
        .open(&back)
        .await
        .failed("invalid_request", "the connection is not enabled");
    assert!(visitor.session().is_none());
}

/// Posts what a provider's form brings, as browsers do: from elsewhere, without our cookies.
async fn post_back(
    visitor: &mut Visitor<'_>,
    app: &TestApp,
    fields: &[(String, String)],
) -> Landing {
    let pairs: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let posted = app.post("/login/callback").form(&pairs).send().await;
    assert_eq!(posted.status, 303, "{}", posted.text);
    let location = posted.header("location").to_owned();
    for (name, value) in fields {
        if name != "state" {
            assert!(!location.contains(value.as_str()), "{name} in {location}");
        }
    }
    visitor.open(&location).await
}

#[tokio::test]
async fn an_id_token_may_come_in_front() {
    let scene = scene(json!({ "type": "front_channel" })).await;
    let mut visitor = Visitor::new(&scene.app);
    let landing = visitor.open(&authorize(&scene.client, &[PARTNER])).await;
    assert_eq!(asked(&landing, "response_type").unwrap(), "id_token");
    assert_eq!(asked(&landing, "response_mode").unwrap(), "form_post");
    let page = scene.at_provider(&visitor, &landing).await;
    let (action, fields) = page.form();
    assert_eq!(
        action,
        format!("{}login/callback", scene.app.tenant.issuer())
    );
    post_back(&mut visitor, &scene.app, &fields)
        .await
        .answer("code");
    assert_eq!(scene.user().await["email"], ADA);

    // The same token for another login: its nonce is another one's.
    let mut other = Visitor::new(&scene.app);
    let landing = other.open(&authorize(&scene.client, &[PARTNER])).await;
    let state = asked(&landing, "state").unwrap();
    let mut replayed = fields.clone();
    for (name, value) in &mut replayed {
        if name == "state" {
            value.clone_from(&state);
        }
    }
    post_back(&mut other, &scene.app, &replayed).await.failed(
        "access_denied",
        "the identity provider's answer could not be used",
    );
    assert!(other.session().is_none());
}

/// Claims that the provider's keys sign are believed under its rules alone.
#[tokio::test]
async fn an_id_token_has_to_be_for_this_login() {
    let scene = scene(json!({ "type": "front_channel" })).await;
    let now = scene.app.platform.clock.now().seconds();
    let changes = [
        (json!({}), true),
        (json!({ "iss": "https://evil.example/" }), false),
        (json!({ "aud": "somebody-else" }), false),
        (
            json!({ "aud": [scene.known_as.id, "somebody-else"] }),
            false,
        ),
        (
            json!({ "aud": [scene.known_as.id, "somebody-else"], "azp": scene.known_as.id }),
            true,
        ),
        (json!({ "exp": now - 61 }), false),
        (json!({ "exp": null }), false),
        (json!({ "nbf": now + 61 }), false),
        (json!({ "iat": now + 61 }), false),
        (json!({ "nonce": "another" }), false),
        (json!({ "nonce": null }), false),
        (json!({ "sub": "" }), false),
        (json!({ "sub": "with blank" }), false),
    ];
    for (change, is_valid) in changes {
        let mut visitor = Visitor::new(&scene.app);
        let landing = visitor.open(&authorize(&scene.client, &[PARTNER])).await;
        let mut claims = json!({
            "iss": scene.provider.tenant.issuer(), "aud": scene.known_as.id, "sub": "somebody",
            "iat": now, "exp": now + 300, "nonce": asked(&landing, "nonce").unwrap(),
        });
        for (name, value) in change.as_object().unwrap() {
            claims[name] = value.clone();
        }
        let fields = [
            ("state".to_owned(), asked(&landing, "state").unwrap()),
            ("id_token".to_owned(), scene.provider.sign(claims).await),
        ];
        let told = post_back(&mut visitor, &scene.app, &fields).await;
        assert_eq!(
            told.maybe("code").is_some(),
            is_valid,
            "{change}: {:?}",
            told.elsewhere
        );
    }
    // Another issuer's key doesn't count, whatever it says.
    let stranger = scene.app.other_tenant().await;
    let mut visitor = Visitor::new(&scene.app);
    let landing = visitor.open(&authorize(&scene.client, &[PARTNER])).await;
    let token = stranger.sign(json!({
        "iss": stranger.tenant.issuer(), "aud": scene.known_as.id, "sub": "somebody", "iat": now, "exp": now + 300,
        "nonce": asked(&landing, "nonce").unwrap(),
    }));
    let fields = [
        ("state".to_owned(), asked(&landing, "state").unwrap()),
        ("id_token".to_owned(), token.await),
    ];
    let told = post_back(&mut visitor, &scene.app, &fields).await;
    assert!(told.maybe("code").is_none());
}

#[tokio::test]
async fn the_provider_keeps_the_profile_up_to_date_if_it_may() {
    let scene = scene(json!({})).await;
    let provider_user = format!("/api/v2/users/{}", scene.ada.replace('|', "%7C"));
    let rename = async |name: &str| {
        let body = json!({ "name": name });
        scene
            .provider
            .write(Method::PATCH, &provider_user, &body)
            .await
            .ok(200);
    };
    rename("Ada Lovelace").await;
    scene
        .log_in(&mut Visitor::new(&scene.app), &[PARTNER])
        .await
        .answer("code");
    assert_eq!(scene.user().await["name"], "Ada Lovelace");
    rename("Augusta Ada King").await;
    scene
        .log_in(&mut Visitor::new(&scene.app), &[PARTNER])
        .await
        .answer("code");
    let user = scene.user().await;
    assert_eq!(user["name"], "Augusta Ada King");
    assert_eq!(user["logins_count"], 2);
    scene
        .change_options(&json!({ "set_user_root_attributes": "on_first_login" }))
        .await;
    rename("Somebody").await;
    scene
        .log_in(&mut Visitor::new(&scene.app), &[PARTNER])
        .await
        .answer("code");
    assert_eq!(scene.user().await["name"], "Augusta Ada King");

    let strict = json!({ "set_user_root_attributes": "never_on_login" });
    let fleeting = json!({ "non_persistent_attrs": ["name", "email"] });
    for (connection, options) in [("strict", strict), ("fleeting", fleeting)] {
        scene.add_connection(connection, "oidc", options).await;
        let mut visitor = Visitor::new(&scene.app);
        scene
            .log_in(&mut visitor, &[("connection", connection)])
            .await
            .answer("code");
        let user = scene
            .read_user(&format!("oidc|{connection}|{}", scene.ada))
            .await
            .ok(200);
        assert!(user.get("email").is_none(), "{user}");
        assert!(user.get("name").is_none(), "{user}");
    }
}

#[tokio::test]
async fn claims_are_mapped_as_the_connection_says() {
    let map = json!({
        "mapping_mode": "use_map",
        "attributes": { "email": "${context.tokenset.email}", "name": "Partner: ${context.userinfo.nickname}" },
    });
    let scene = scene(json!({ "attribute_map": map })).await;
    scene
        .log_in(&mut Visitor::new(&scene.app), &[PARTNER])
        .await
        .answer("code");
    let user = scene.user().await;
    assert_eq!(user["email"], ADA);
    assert_eq!(user["name"], "Partner: ada");
}

#[tokio::test]
async fn a_connection_may_be_closed_to_newcomers() {
    let scene = scene(json!({ "disable_signup": true })).await;
    scene
        .log_in(&mut Visitor::new(&scene.app), &[PARTNER])
        .await
        .failed(
            "access_denied",
            "there is no account for this person, and the connection takes no new ones",
        );
    scene
        .change_options(&json!({ "disable_signup": false }))
        .await;
    scene
        .log_in(&mut Visitor::new(&scene.app), &[PARTNER])
        .await
        .answer("code");
    scene
        .change_options(&json!({ "disable_signup": true }))
        .await;
    scene
        .log_in(&mut Visitor::new(&scene.app), &[PARTNER])
        .await
        .answer("code");
}

#[tokio::test]
async fn a_blocked_user_stays_out() {
    let scene = scene(json!({})).await;
    scene
        .log_in(&mut Visitor::new(&scene.app), &[PARTNER])
        .await
        .answer("code");
    let id = format!("oidc%7Cpartner%7C{}", scene.ada.replace('|', "%7C"));
    let body = json!({ "blocked": true });
    scene
        .app
        .write(Method::PATCH, &format!("/api/v2/users/{id}"), &body)
        .await
        .ok(200);
    let told = scene
        .log_in(&mut Visitor::new(&scene.app), &[PARTNER])
        .await;
    told.failed("unauthorized", "user is blocked");
}

#[tokio::test]
async fn a_directory_lets_people_in_and_keeps_them_out() {
    let scene = scene(json!({ "set_user_root_attributes": "never_on_login" })).await;
    let scim = format!(
        "/api/v2/connections/{}/scim-configuration",
        scene.connection
    );
    scene
        .app
        .write(Method::POST, &scim, &json!({}))
        .await
        .ok(201);
    let made = scene
        .app
        .write(Method::POST, &format!("{scim}/tokens"), &json!({}))
        .await;
    let token = text(&made.ok(201), "token");
    // Nobody comes whom the directory doesn't know.
    scene
        .change_options(&json!({ "disable_signup": true }))
        .await;
    let mut stranger = Visitor::new(&scene.app);
    scene.log_in(&mut stranger, &[PARTNER]).await.failed(
        "access_denied",
        "there is no account for this person, and the connection takes no new ones",
    );

    let users = format!("/scim/v2/connections/{}/Users", scene.connection);
    let body = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada", "externalId": scene.ada,
        "emails": [{ "value": "countess@example.com", "primary": true }],
    });
    let request = scene
        .app
        .request(Method::POST, &users)
        .bearer(&token)
        .json(&body);
    let id = text(&request.send().await.ok(201), "id");
    let mut visitor = Visitor::new(&scene.app);
    scene.log_in(&mut visitor, &[PARTNER]).await.answer("code");
    let user = scene.user().await;
    assert_eq!(
        (&user["user_id"], &user["logins_count"]),
        (&json!(id), &json!(1))
    );
    // Its directory speaks for its profile, and the log-in doesn't.
    assert_eq!(user["email"], "countess@example.com");

    let leave = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{ "op": "replace", "path": "active", "value": false }],
    });
    let path = format!("{users}/{}", id.replace('|', "%7C"));
    let request = scene
        .app
        .request(Method::PATCH, &path)
        .bearer(&token)
        .json(&leave);
    request.send().await.ok(200);
    let silent = authorize(&scene.client, &[PARTNER, ("prompt", "none")]);
    assert_eq!(
        visitor.open(&silent).await.answer("error"),
        "login_required"
    );
    let mut again = Visitor::new(&scene.app);
    assert!(
        scene
            .log_in(&mut again, &[PARTNER])
            .await
            .maybe("code")
            .is_none()
    );
}

#[tokio::test]
async fn a_linked_account_opens_the_users_own() {
    let scene = scene(json!({})).await;
    scene
        .log_in(&mut Visitor::new(&scene.app), &[PARTNER])
        .await
        .answer("code");
    let grace = scene.app.person("grace@example.com").await.id;
    let body = json!({ "provider": "oidc", "user_id": format!("partner|{}", scene.ada) });
    let path = format!("/api/v2/users/{grace}/identities");
    scene.app.write(Method::POST, &path, &body).await.ok(201);
    let code = scene
        .log_in(&mut Visitor::new(&scene.app), &[PARTNER])
        .await
        .answer("code");
    let tokens = scene.app.redeem(&scene.client, &code).await.ok(200);
    let claims = scene
        .app
        .verified(&text(&tokens, "id_token"), Algorithm::RS256)
        .await;
    assert_eq!(claims["sub"], json!(grace));
    // The other account's provider doesn't speak for this one.
    let user = scene.read_user(grace.as_str()).await.ok(200);
    assert_eq!(user["email"], "grace@example.com");
    assert_eq!(user["identities"][1]["profileData"]["email"], ADA);
    // Apart again, the account is the user it was.
    let account = format!("{path}/oidc/partner%7C{}", scene.ada.replace('|', "%7C"));
    scene.app.remove(&account).await.ok(200);
    scene
        .log_in(&mut Visitor::new(&scene.app), &[PARTNER])
        .await
        .answer("code");
    assert_eq!(scene.user().await["email"], ADA);
}

#[tokio::test]
async fn the_providers_tokens_are_for_who_may_read_them() {
    let scene = scene(json!({})).await;
    scene
        .log_in(&mut Visitor::new(&scene.app), &[PARTNER])
        .await
        .answer("code");
    let id = format!("oidc%7Cpartner%7C{}", scene.ada.replace('|', "%7C"));
    let (by_id, list) = (format!("/api/v2/users/{id}"), "/api/v2/users".to_owned());
    let may_read = [
        ManagementScope::ReadUsers,
        ManagementScope::ReadUserIdpTokens,
    ];
    for path in [by_id, list] {
        let read = async |scopes: &[ManagementScope]| {
            let token = scene.app.management_token(scopes).await;
            let answer = scene.app.get(&path).bearer(&token).send().await.ok(200);
            let user = if answer.is_array() {
                answer[0].clone()
            } else {
                answer
            };
            user["identities"][0].clone()
        };
        let plain = read(&may_read[..1]).await;
        assert!(plain.get("access_token").is_none(), "{plain}");
        let full = read(&may_read).await;
        let token = text(&full, "access_token");
        assert_eq!(full["expires_in"], 86_400);
        let userinfo = scene
            .provider
            .get("/userinfo")
            .bearer(&token)
            .send()
            .await
            .ok(200);
        assert_eq!(userinfo["email"], ADA);
    }
}

#[tokio::test]
async fn two_that_race_to_be_the_first_login_make_one_user() {
    let scene = scene(json!({})).await;
    let mut ways = Vec::new();
    for _ in 0..4 {
        let mut visitor = Visitor::new(&scene.app);
        let landing = visitor.open(&authorize(&scene.client, &[PARTNER])).await;
        let back = way_back(&scene.at_provider(&visitor, &landing).await);
        ways.push((visitor, back));
    }
    let [a, b, c, d] = ways.as_mut_slice() else {
        unreachable!()
    };
    let landings = tokio::join!(
        a.0.open(&a.1),
        b.0.open(&b.1),
        c.0.open(&c.1),
        d.0.open(&d.1)
    );
    for landing in [landings.0, landings.1, landings.2, landings.3] {
        landing.answer("code");
    }
    assert_eq!(scene.user().await["logins_count"], 4);
    let users = scene.app.read("/api/v2/users").await.ok(200);
    assert_eq!(users.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn plain_oauth_providers_do_as_well() {
    let options = json!({ "fieldsMap": { "nickname": "called" }, "pkce_enabled": true });
    let scene = scene_of("oauth2", options).await;
    scene
        .log_in(&mut Visitor::new(&scene.app), &[PARTNER])
        .await
        .answer("code");
    let user = scene
        .read_user(&format!("oauth2|partner|{}", scene.ada))
        .await
        .ok(200);
    assert_eq!(user["email"], ADA);
    assert_eq!(user["called"], "ada");
    assert_eq!(user["identities"][0]["isSocial"], true);
}

#[tokio::test]
async fn known_providers_need_an_id_and_a_secret() {
    let app = TestApp::new().await;
    let client = app.web_app().await;
    let expected = [
        ("google-oauth2", "accounts.google.com"),
        ("windowslive", "login.microsoftonline.com"),
        ("github", "github.com"),
        ("facebook", "www.facebook.com"),
        ("linkedin", "www.linkedin.com"),
    ];
    for (strategy, host) in expected {
        let body = json!({
            "name": strategy, "strategy": strategy, "enabled_clients": [client.id],
            "options": { "client_id": "known-as", "client_secret": "secret" },
        });
        app.write(Method::POST, "/api/v2/connections", &body)
            .await
            .ok(201);
        let landing = Visitor::new(&app)
            .open(&authorize(&client, &[("connection", strategy)]))
            .await;
        assert_eq!(landing.elsewhere.as_ref().unwrap().host_str(), Some(host));
        assert_eq!(asked(&landing, "client_id").unwrap(), "known-as");
        assert_eq!(
            asked(&landing, "redirect_uri").unwrap(),
            format!("{}login/callback", app.tenant.issuer())
        );
    }
    let page = Visitor::new(&app).open(&authorize(&client, &[])).await;
    for name in ["Google", "Microsoft", "GitHub", "Facebook", "LinkedIn"] {
        page.shown(200, &format!("Continue with <bdi>{name}</bdi>"));
    }
}

#[tokio::test]
async fn an_organizations_own_provider_makes_members() {
    let scene = scene(json!({})).await;
    let client = scene
        .app
        .application(&json!({ "organization_usage": "require" }))
        .await;
    let organization = scene.app.organization("acme").await;
    let body = json!({ "connection_id": scene.connection, "assign_membership_on_login": true });
    let path = format!("/api/v2/organizations/{organization}/enabled_connections");
    scene.app.write(Method::POST, &path, &body).await.ok(201);
    let mut visitor = Visitor::new(&scene.app);
    let request = [("organization", organization.as_str())];
    let landing = visitor.open(&authorize(&client, &request)).await;
    let back = scene.at_provider(&visitor, &landing).await;
    let code = visitor.open(&way_back(&back)).await.answer("code");
    let tokens = scene.app.redeem(&client, &code).await.ok(200);
    let claims = scene
        .app
        .verified(&text(&tokens, "id_token"), Algorithm::RS256)
        .await;
    assert_eq!(claims["org_id"], json!(organization));
}

#[tokio::test]
async fn a_second_factor_is_asked_for_as_of_everybody() {
    let scene = scene(json!({})).await;
    let body = json!(["all-applications"]);
    scene
        .app
        .write(Method::PUT, "/api/v2/guardian/policies", &body)
        .await
        .ok(200);
    let body = json!({ "enabled": true });
    scene
        .app
        .write(Method::PUT, "/api/v2/guardian/factors/otp", &body)
        .await
        .ok(200);
    let landing = scene
        .log_in(&mut Visitor::new(&scene.app), &[PARTNER])
        .await;
    landing.at("mfa-otp-enrollment");
}

/// Logs Ada in through the provider. Her browser, and the same at the provider.
async fn at_both(scene: &Scene) -> (Visitor<'_>, Visitor<'_>) {
    let back = format!("{}logout/callback", scene.app.tenant.issuer());
    scene
        .provider
        .change_client(&scene.known_as, &json!({ "allowed_logout_urls": [back] }))
        .await;
    scene
        .app
        .change_client(&scene.client, &json!({ "allowed_logout_urls": [BYE] }))
        .await;
    let mut here = Visitor::new(&scene.app);
    let landing = here.open(&authorize(&scene.client, &[PARTNER])).await;
    let url = landing.elsewhere.unwrap();
    let mut there = here.at(&scene.provider);
    let page = there.open(&url[url::Position::BeforePath..]).await;
    let back = there.log_in(&page, ADA).await;
    here.open(&way_back(&back)).await.answer("code");
    (here, there)
}

#[tokio::test]
async fn whoever_logs_out_of_all_is_logged_out_at_the_provider_too() {
    let scene = scene(json!({})).await;
    let (mut here, mut there) = at_both(&scene).await;
    let address = format!(
        "/v2/logout?federated&client_id={}&returnTo=https%3A%2F%2Fapp.test%2Fbye",
        scene.client.id
    );
    let landing = here.open(&address).await;
    assert!(here.session().is_none());
    let url = landing.elsewhere.as_ref().unwrap();
    assert_eq!(url.path(), "/oidc/logout");
    assert_eq!(asked(&landing, "client_id").unwrap(), scene.known_as.id);
    assert!(!url.as_str().contains("app.test"), "{url}");
    // The provider asks: it was given no ID token that vouches for us.
    let confirmation = there.open(&url[url::Position::BeforePath..]).await;
    assert!(there.session().is_some());
    let back = there.submit(&confirmation, &[("action", "accept")]).await;
    assert!(there.session().is_none());
    let url = back.elsewhere.unwrap();
    assert_eq!(url.path(), "/logout/callback");
    let bye = here.open(&url[url::Position::BeforePath..]).await;
    assert_eq!(bye.elsewhere.unwrap().as_str(), BYE);
}

#[tokio::test]
async fn others_log_out_here_alone() {
    let scene = scene(json!({})).await;
    let (mut here, there) = at_both(&scene).await;
    let query = format!(
        "client_id={}&returnTo=https%3A%2F%2Fapp.test%2Fbye",
        scene.client.id
    );
    let bye = here.open(&format!("/v2/logout?{query}")).await;
    assert_eq!(bye.elsewhere.unwrap().as_str(), BYE);
    assert!(there.session().is_some());

    // Who came with a password has no provider to leave.
    scene.app.person("bob@example.com").await;
    let mut bob = Visitor::new(&scene.app);
    bob.sign_in(&scene.client, "bob@example.com", &[]).await;
    let bye = bob.open(&format!("/v2/logout?federated&{query}")).await;
    assert_eq!(bye.elsewhere.unwrap().as_str(), BYE);
    assert!(bob.session().is_none());

    // An address that nobody sealed leads nowhere.
    for state in ["", "made-up"] {
        let nowhere = bob.open(&format!("/logout/callback?state={state}")).await;
        assert!(nowhere.elsewhere.is_none());
        assert_eq!(nowhere.response.status, 200);
    }
}

/// A connection that proves itself by its keys, at a provider that knows those of its keys that are there now.
async fn with_keys(algorithm: &str, options: Value) -> (Scene, String) {
    let mut all = json!({
        "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": algorithm,
        "client_secret": null,
    });
    for (name, value) in options.as_object().unwrap() {
        all[name] = value.clone();
    }
    let scene = scene(all).await;
    let keys = format!("/api/v2/connections/{}/keys", scene.connection);
    scene.introduce_keys(&keys, algorithm).await;
    (scene, keys)
}

impl Scene {
    /// Tells the provider which keys the connection has, as an operator would.
    async fn introduce_keys(&self, keys: &str, algorithm: &str) {
        let mut credentials = Vec::new();
        for key in self.app.read(keys).await.ok(200).as_array().unwrap() {
            let credential = json!({
                "credential_type": "public_key", "alg": algorithm, "pem": key["cert"], "name": key["kid"],
            });
            let path = format!("/api/v2/clients/{}/credentials", self.known_as.id);
            let made = self.provider.write(Method::POST, &path, &credential).await;
            credentials.push(json!({ "id": made.ok(201)["id"] }));
        }
        let methods = json!({ "private_key_jwt": { "credentials": credentials } });
        let change =
            json!({ "token_endpoint_auth_method": null, "client_authentication_methods": methods });
        self.provider.change_client(&self.known_as, &change).await;
    }
}

#[tokio::test]
async fn a_connection_proves_itself_by_its_keys() {
    for (algorithm, options) in [
        ("RS256", json!({})),
        (
            "PS256",
            json!({ "token_endpoint_jwtca_aud_format": "issuer" }),
        ),
        (
            "RS384",
            json!({ "token_endpoint_jwtca_aud_format": "token_endpoint" }),
        ),
    ] {
        let (scene, _) = with_keys(algorithm, options).await;
        let mut visitor = Visitor::new(&scene.app);
        scene.log_in(&mut visitor, &[PARTNER]).await.answer("code");
        assert_eq!(scene.user().await["email"], ADA);
        // A secret is none any more, there.
        scene
            .change_options(&json!({
                "token_endpoint_auth_method": "client_secret_post", "client_secret": scene.known_as.secret,
            }))
            .await;
        let mut visitor = Visitor::new(&scene.app);
        let refused = scene.log_in(&mut visitor, &[PARTNER]).await;
        assert_eq!(refused.answer("error"), "access_denied");
    }
}

#[tokio::test]
async fn keys_are_rotated_without_a_gap() {
    let (scene, keys) = with_keys("RS256", json!({})).await;
    let rotate = format!("{keys}/rotate");
    let comes_in = async || {
        let mut visitor = Visitor::new(&scene.app);
        let landing = scene.log_in(&mut visitor, &[PARTNER]).await;
        landing
            .elsewhere
            .unwrap()
            .query()
            .unwrap()
            .contains("code=")
    };
    assert!(comes_in().await);
    // The next one was known before it signed.
    scene
        .app
        .write(Method::POST, &rotate, &json!({}))
        .await
        .ok(201);
    assert!(comes_in().await);
    // The one after that is not: nobody told the provider of it.
    scene
        .app
        .write(Method::POST, &rotate, &json!({}))
        .await
        .ok(201);
    assert!(!comes_in().await);
    let entry = scene.app.entry("f").await;
    assert!(entry.to_string().contains("401"), "{entry}");
    assert!(!entry.to_string().contains("eyJ"), "{entry}");
}

#[tokio::test]
async fn a_connection_without_the_right_key_lets_nobody_in() {
    let (scene, _) = with_keys("RS256", json!({})).await;
    // A key on a curve makes no RSA signature, and the other way round.
    scene
        .change_options(&json!({ "token_endpoint_auth_signing_alg": "ES256" }))
        .await;
    let mut visitor = Visitor::new(&scene.app);
    let refused = scene.log_in(&mut visitor, &[PARTNER]).await;
    assert_eq!(refused.answer("error"), "access_denied");
    let entry = scene.app.entry("f").await;
    assert!(
        entry.to_string().contains("no key that signs like that"),
        "{entry}"
    );
}
