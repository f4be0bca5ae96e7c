//! What each strategy knows of its provider, so that an operator writes an id and a secret and no addresses.

use serde_json::{Map, Value};
use url::Url;
use zeroize::Zeroizing;

use super::{
    Audience, Channel, Credentials, EmailTrust, Incomplete, Mapping, Metadata, Parameter, Pkce,
    Provider, Server, Source, scopes,
};

/// The strategies that this file knows.
pub(super) const STRATEGIES: [&str; 10] = [
    "oidc",
    "oauth2",
    "okta",
    "google-oauth2",
    "windowslive",
    "waad",
    "github",
    "apple",
    "facebook",
    "linkedin",
];

/// The most parameters and headers that options may add to a request.
const MAX_ADDED: usize = 30;

pub(super) fn provider(strategy: &str, options: &Value) -> Result<Provider, Incomplete> {
    let mut provider = match strategy {
        "oidc" => oidc(options)?,
        "okta" => okta(options)?,
        "oauth2" => oauth2(options)?,
        "google-oauth2" => google(options)?,
        "windowslive" => microsoft("common", &["openid", "profile", "email"], options)?,
        "waad" => azure_ad(options)?,
        "github" => github(options)?,
        "apple" => apple(options)?,
        "facebook" => facebook(options)?,
        "linkedin" => linkedin(options)?,
        _ => return Err("accounts of this kind of connection can't log in here yet"),
    };
    provider.parameters.extend(upstream_params(options));
    provider.parameters.truncate(MAX_ADDED);
    Ok(provider)
}

fn text<'a>(options: &'a Value, name: &str) -> Option<&'a str> {
    let text = options.get(name).and_then(Value::as_str)?;
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn flag(options: &Value, name: &str) -> bool {
    options.get(name) == Some(&Value::Bool(true))
}

/// A provider that speaks OpenID Connect, at known addresses.
fn openid(metadata: Metadata, always: &[&str], options: &Value) -> Result<Provider, Incomplete> {
    Ok(Provider {
        client_id: text(options, "client_id")
            .ok_or("options.client_id is missing")?
            .to_owned(),
        credentials: secret(options),
        channel: Channel::Back,
        server: Server::Known(metadata),
        scope: scopes::of(always, options),
        response_mode: None,
        pkce: Pkce::S256,
        source: Source::IdToken,
        subject: &["sub"],
        mapping: Mapping::All,
        email_trust: EmailTrust::AsClaimed,
        directory: None,
        parameters: Vec::new(),
        headers: Vec::new(),
    })
}

fn secret(options: &Value) -> Credentials {
    match text(options, "client_secret") {
        Some(secret) => Credentials::Secret(Zeroizing::new(secret.to_owned())),
        None => Credentials::None,
    }
}

/// How enterprise connections prove themselves: by a secret, or where the options say so, by their keys.
fn secret_or_key(options: &Value) -> Credentials {
    if !has_keys(options) {
        return secret(options);
    }
    Credentials::Assertion {
        algorithm: text(options, "token_endpoint_auth_signing_alg").map(str::to_owned),
        audience: match text(options, "token_endpoint_jwtca_aud_format") {
            Some("issuer") => Audience::Issuer,
            _ => Audience::TokenEndpoint,
        },
    }
}

fn has_keys(options: &Value) -> bool {
    text(options, "token_endpoint_auth_method") == Some("private_key_jwt")
}

fn endpoints(authorization: &str, token: &str) -> Metadata {
    Metadata {
        authorization_endpoint: authorization.to_owned(),
        token_endpoint: Some(token.to_owned()),
        ..Metadata::default()
    }
}

fn oidc(options: &Value) -> Result<Provider, Incomplete> {
    let server = match (
        text(options, "authorization_endpoint"),
        text(options, "issuer"),
    ) {
        (Some(endpoint), Some(issuer)) => {
            let own = |name: &str| text(options, name).map(str::to_owned);
            Server::Known(Metadata {
                issuer: issuer.to_owned(),
                authorization_endpoint: endpoint.to_owned(),
                token_endpoint: own("token_endpoint"),
                userinfo_endpoint: own("userinfo_endpoint"),
                jwks_uri: own("jwks_uri"),
                end_session_endpoint: own("end_session_endpoint"),
                ..Metadata::default()
            })
        }
        _ => match (text(options, "discovery_url"), text(options, "issuer")) {
            (Some(url), _) => Server::Discovered(url.to_owned()),
            (None, Some(issuer)) => Server::Discovered(discovery(issuer)),
            (None, None) => return Err("options.discovery_url is missing"),
        },
    };
    let is_back = match text(options, "type") {
        Some("back_channel") => true,
        Some(_) => false,
        // Who has a secret or keys means to use them.
        None => text(options, "client_secret").is_some() || has_keys(options),
    };
    let always = ["openid"];
    Ok(Provider {
        server,
        channel: if is_back {
            Channel::Back
        } else {
            Channel::Front
        },
        response_mode: (!is_back).then_some("form_post"),
        pkce: match options
            .pointer("/connection_settings/pkce")
            .and_then(Value::as_str)
        {
            Some("disabled") => Pkce::Disabled,
            Some("S256") => Pkce::S256,
            Some("plain") => Pkce::Plain,
            _ => Pkce::Auto,
        },
        credentials: secret_or_key(options),
        mapping: attribute_map(options),
        ..openid(Metadata::default(), &always, options)?
    })
}

fn discovery(issuer: &str) -> String {
    format!(
        "{}/.well-known/openid-configuration",
        issuer.trim_end_matches('/')
    )
}

fn attribute_map(options: &Value) -> Mapping {
    let map = options.get("attribute_map");
    let mode = map
        .and_then(|map| map.get("mapping_mode"))
        .and_then(Value::as_str);
    let attributes = map
        .and_then(|map| map.get("attributes"))
        .and_then(Value::as_object);
    match (mode, attributes) {
        (Some("use_map"), Some(attributes)) => Mapping::Templates(attributes.clone()),
        _ => Mapping::All,
    }
}

fn okta(options: &Value) -> Result<Provider, Incomplete> {
    let domain = text(options, "domain").ok_or("options.domain is missing")?;
    let server = match text(options, "authorization_endpoint") {
        Some(_) => oidc(options)?.server,
        None => Server::Discovered(discovery(&format!("https://{domain}"))),
    };
    Ok(Provider {
        server,
        credentials: secret_or_key(options),
        mapping: attribute_map(options),
        ..openid(
            Metadata::default(),
            &["openid", "profile", "email"],
            options,
        )?
    })
}

/// Providers that only speak OAuth 2: the profile is where `userinfo_endpoint` says, because no scripts run here.
fn oauth2(options: &Value) -> Result<Provider, Incomplete> {
    let authorization =
        text(options, "authorizationURL").ok_or("options.authorizationURL is missing")?;
    let token = text(options, "tokenURL").ok_or("options.tokenURL is missing")?;
    let userinfo = text(options, "userinfo_endpoint").ok_or(
        "options.userinfo_endpoint is missing: fetchUserProfile is not run, the profile is read from there",
    )?;
    let metadata = Metadata {
        userinfo_endpoint: Some(userinfo.to_owned()),
        ..endpoints(authorization, token)
    };
    let mut provider = openid(metadata, &[], options)?;
    provider.source = Source::Userinfo;
    provider.subject = &["user_id", "sub", "id"];
    provider.pkce = if flag(options, "pkce_enabled") {
        Pkce::S256
    } else {
        Pkce::Disabled
    };
    if let Some(map) = options.get("fieldsMap").and_then(Value::as_object) {
        let pairs = map
            .iter()
            .filter_map(|(theirs, ours)| Some((theirs.clone(), ours.as_str()?.to_owned())));
        provider.mapping = Mapping::Renamed(pairs.collect());
    }
    provider.headers = pairs(options.get("customHeaders"));
    let fixed = pairs(options.get("authParams")).into_iter();
    provider
        .parameters
        .extend(fixed.map(|(name, value)| (name, Parameter::Value(value))));
    let passed = pairs(options.get("authParamsMap")).into_iter();
    provider
        .parameters
        .extend(passed.map(|(theirs, ours)| (theirs, Parameter::Of(ours))));
    Ok(provider)
}

fn pairs(map: Option<&Value>) -> Vec<(String, String)> {
    let empty = Map::new();
    let map = map.and_then(Value::as_object).unwrap_or(&empty);
    map.iter()
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .take(MAX_ADDED)
        .collect()
}

fn google(options: &Value) -> Result<Provider, Incomplete> {
    let metadata = Metadata {
        issuer: "https://accounts.google.com".to_owned(),
        userinfo_endpoint: Some("https://openidconnect.googleapis.com/v1/userinfo".to_owned()),
        jwks_uri: Some("https://www.googleapis.com/oauth2/v3/certs".to_owned()),
        ..endpoints(
            "https://accounts.google.com/o/oauth2/v2/auth",
            "https://oauth2.googleapis.com/token",
        )
    };
    openid(metadata, &["openid", "email", "profile"], options)
}

/// Microsoft's identity platform. Its directories let administrators write any address into a profile, so that an
/// address proves nothing by itself.
fn microsoft(directory: &str, always: &[&str], options: &Value) -> Result<Provider, Incomplete> {
    let base = format!("https://login.microsoftonline.com/{directory}");
    if Url::parse(&base).is_err() || directory.contains(['/', '?', '#', '\\']) {
        return Err("options.tenant_domain is no name of a directory");
    }
    let metadata = Metadata {
        issuer: "https://login.microsoftonline.com/{tenantid}/v2.0".to_owned(),
        userinfo_endpoint: None,
        jwks_uri: Some(format!("{base}/discovery/v2.0/keys")),
        ..endpoints(
            &format!("{base}/oauth2/v2.0/authorize"),
            &format!("{base}/oauth2/v2.0/token"),
        )
    };
    Ok(Provider {
        email_trust: EmailTrust::Never,
        ..openid(metadata, always, options)?
    })
}

fn azure_ad(options: &Value) -> Result<Provider, Incomplete> {
    let is_common = flag(options, "useCommonEndpoint");
    let directory = match text(options, "tenant_domain") {
        _ if is_common => "common",
        Some(domain) => domain,
        None => return Err("options.tenant_domain is missing"),
    };
    let trusts = text(options, "should_trust_email_verified_connection");
    Ok(Provider {
        email_trust: match trusts {
            Some("always_set_emails_as_verified") => EmailTrust::Always,
            _ => EmailTrust::Never,
        },
        subject: match text(options, "userid_attribute") {
            Some("oid") if !is_common => &["oid"],
            _ => &["sub"],
        },
        directory: text(options, "tenantId")
            .filter(|_| !is_common)
            .map(str::to_owned),
        ..microsoft(directory, &["openid", "profile", "email"], options)?
    })
}

fn github(options: &Value) -> Result<Provider, Incomplete> {
    let metadata = Metadata {
        userinfo_endpoint: Some("https://api.github.com/user".to_owned()),
        ..endpoints(
            "https://github.com/login/oauth/authorize",
            "https://github.com/login/oauth/access_token",
        )
    };
    Ok(Provider {
        source: Source::Github,
        subject: &["id"],
        mapping: renamed(&[("login", "nickname"), ("avatar_url", "picture")]),
        ..openid(metadata, &["read:user", "user:email"], options)?
    })
}

fn renamed(pairs: &[(&str, &str)]) -> Mapping {
    let pairs = pairs.iter();
    Mapping::Renamed(
        pairs
            .map(|(theirs, ours)| ((*theirs).to_owned(), (*ours).to_owned()))
            .collect(),
    )
}

fn apple(options: &Value) -> Result<Provider, Incomplete> {
    const ISSUER: &str = "https://appleid.apple.com";
    let metadata = Metadata {
        issuer: ISSUER.to_owned(),
        jwks_uri: Some(format!("{ISSUER}/auth/keys")),
        ..endpoints(
            &format!("{ISSUER}/auth/authorize"),
            &format!("{ISSUER}/auth/token"),
        )
    };
    let own = |name: &str| text(options, name).map(str::to_owned);
    let asked: Vec<&str> = ["name", "email"]
        .into_iter()
        .filter(|scope| options.get(*scope) != Some(&Value::Bool(false)))
        .collect();
    Ok(Provider {
        credentials: Credentials::Signed {
            team_id: own("team_id").ok_or("options.team_id is missing")?,
            key_id: own("kid").ok_or("options.kid is missing")?,
            private_key: own("app_secret")
                .map(Zeroizing::new)
                .ok_or("options.app_secret is missing")?,
            audience: ISSUER,
        },
        // Apple answers by a form where anything of the profile is asked for.
        response_mode: Some("form_post"),
        ..openid(metadata, &asked, options)?
    })
}

fn facebook(options: &Value) -> Result<Provider, Incomplete> {
    let metadata = Metadata {
        userinfo_endpoint: Some(
            "https://graph.facebook.com/v21.0/me?fields=id,name,first_name,last_name,middle_name,email,picture"
                .to_owned(),
        ),
        ..endpoints(
            "https://www.facebook.com/v21.0/dialog/oauth",
            "https://graph.facebook.com/v21.0/oauth/access_token",
        )
    };
    Ok(Provider {
        source: Source::Userinfo,
        subject: &["id"],
        mapping: renamed(&[("first_name", "given_name"), ("last_name", "family_name")]),
        // Facebook shows an address only once its owner has confirmed it.
        email_trust: EmailTrust::Always,
        ..openid(metadata, &["public_profile", "email"], options)?
    })
}

fn linkedin(options: &Value) -> Result<Provider, Incomplete> {
    let metadata = Metadata {
        issuer: "https://www.linkedin.com/oauth".to_owned(),
        userinfo_endpoint: Some("https://api.linkedin.com/v2/userinfo".to_owned()),
        jwks_uri: Some("https://www.linkedin.com/oauth/openid/jwks".to_owned()),
        ..endpoints(
            "https://www.linkedin.com/oauth/v2/authorization",
            "https://www.linkedin.com/oauth/v2/accessToken",
        )
    };
    Ok(Provider {
        // LinkedIn knows neither challenges in this flow nor nonces in every one of its versions.
        pkce: Pkce::Disabled,
        ..openid(metadata, &["openid", "profile", "email"], options)?
    })
}

fn upstream_params(options: &Value) -> Vec<(String, Parameter)> {
    let Some(Value::Object(given)) = options.get("upstream_params") else {
        return Vec::new();
    };
    let parameter = |value: &Value| {
        let alias = value.get("alias").and_then(Value::as_str);
        let fixed = value.get("value").and_then(Value::as_str);
        match (alias, fixed) {
            (Some(alias), _) => Some(Parameter::Of(alias.to_owned())),
            (None, Some(fixed)) => Some(Parameter::Value(fixed.to_owned())),
            (None, None) => None,
        }
    };
    given
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), parameter(value)?)))
        .take(MAX_ADDED)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_strategy_needs_no_more_than_its_credentials() {
        let options = json!({
            "client_id": "id", "client_secret": "secret", "tenant_domain": "example.com", "domain": "example.okta.com",
            "team_id": "team", "kid": "key", "app_secret": "pem",
            "discovery_url": "https://idp.example/.well-known/openid-configuration",
            "authorizationURL": "https://idp.example/a", "tokenURL": "https://idp.example/t",
            "userinfo_endpoint": "https://idp.example/u",
        });
        for strategy in STRATEGIES {
            let provider = provider(strategy, &options).unwrap();
            assert_eq!(provider.client_id, "id", "{strategy}");
            if let Server::Known(metadata) = provider.server {
                let addresses = [
                    Some(metadata.authorization_endpoint),
                    metadata.token_endpoint,
                    metadata.userinfo_endpoint,
                    metadata.jwks_uri,
                ];
                for address in addresses.into_iter().flatten() {
                    assert!(Url::parse(&address).is_ok(), "{strategy}: {address}");
                }
            }
            assert!(super::provider(strategy, &json!({})).is_err(), "{strategy}");
        }
        assert!(provider("samlp", &options).is_err());
    }

    #[test]
    fn a_directory_is_no_path() {
        let options = json!({ "client_id": "id", "tenant_domain": "evil.example/x?" });
        assert!(provider("waad", &options).is_err());
    }

    #[test]
    fn who_has_no_secret_gets_the_token_in_front() {
        let mut options = json!({ "client_id": "id", "issuer": "https://idp.example" });
        let front = provider("oidc", &options).unwrap();
        assert_eq!(front.channel, Channel::Front);
        options["client_secret"] = json!("secret");
        assert_eq!(provider("oidc", &options).unwrap().channel, Channel::Back);
        options["type"] = json!("front_channel");
        assert_eq!(provider("oidc", &options).unwrap().channel, Channel::Front);
    }
}
