//! The metadata document (OIDC Discovery §3, RFC 8414 §2), in upstream's order of keys.

use serde::Serialize;

use crate::oauth::{ChallengeMethod, GrantType, ResponseMode, ResponseType};

/// A part of the server that is advertised only where it exists and is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// RFC 8628.
    DeviceAuthorization,
    /// The MFA API.
    MfaChallenge,
    /// RP-initiated logout, unless the tenant hides it.
    EndSession,
    /// OIDC Back-Channel Logout.
    BackChannelLogout,
    /// RFC 7523 §2.2.
    PrivateKeyJwt,
    /// RFC 8705.
    MutualTls,
    /// RFC 8705 §5: a host of its own, so that browsers aren't asked for a certificate.
    MutualTlsAliases,
    /// draft-ietf-oauth-client-id-metadata-document.
    ClientIdMetadataDocuments,
    /// RFC 9126.
    PushedAuthorizationRequests,
    /// RFC 9101.
    RequestObjects,
    /// RFC 7662.
    Introspection,
    /// RFC 9207.
    IssuerInResponse,
    /// Of a public key of the tenant's: `ES256`.
    Es256,
    /// Of a public key of the tenant's: `EdDSA`.
    EdDsa,
}

/// The document at `/.well-known/openid-configuration`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Discovery {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    device_authorization_endpoint: Option<String>,
    userinfo_endpoint: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    mfa_challenge_endpoint: Option<String>,
    jwks_uri: String,
    registration_endpoint: String,
    revocation_endpoint: String,
    scopes_supported: &'static [&'static str],
    response_types_supported: &'static [ResponseType],
    code_challenge_methods_supported: &'static [ChallengeMethod],
    response_modes_supported: &'static [ResponseMode],
    subject_types_supported: &'static [&'static str],
    token_endpoint_auth_methods_supported: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_endpoint_auth_signing_alg_values_supported: Option<&'static [&'static str]>,
    claims_supported: &'static [&'static str],
    request_uri_parameter_supported: bool,
    request_parameter_supported: bool,
    id_token_signing_alg_values_supported: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_object_signing_alg_values_supported: Option<&'static [&'static str]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_session_endpoint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    backchannel_logout_supported: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    backchannel_logout_session_supported: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pushed_authorization_request_endpoint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    introspection_endpoint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_response_iss_parameter_supported: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls_client_certificate_bound_access_tokens: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id_metadata_document_supported: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mtls_endpoint_aliases: Option<EndpointAliases>,
    #[serde(skip_serializing_if = "Option::is_none")]
    grant_types_supported: Option<&'static [GrantType]>,
}

/// The endpoints that ask for a TLS certificate (RFC 8705 §5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_field_names, reason = "the names of RFC 8705")]
struct EndpointAliases {
    token_endpoint: String,
    userinfo_endpoint: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pushed_authorization_request_endpoint: Option<String>,
}

impl EndpointAliases {
    /// At the subdomain `mtls` of the issuer's host, as upstream has it.
    fn new(issuer: &str, has_pushed_requests: bool) -> Option<Self> {
        let host = issuer.strip_prefix("https://")?;
        let at = |path: &str| format!("https://mtls.{host}{path}");
        Some(Self {
            token_endpoint: at("oauth/token"),
            userinfo_endpoint: at("userinfo"),
            pushed_authorization_request_endpoint: has_pushed_requests.then(|| at("oauth/par")),
        })
    }
}

impl Discovery {
    /// The document of an issuer, `https://{domain}/` with its trailing slash.
    pub fn new(issuer: &str, features: &[Feature]) -> Self {
        let has = |feature| features.contains(&feature);
        let at = |path: &str| format!("{issuer}{path}");
        let when = |feature, path: &str| has(feature).then(|| at(path));
        let flag = |feature| has(feature).then_some(true);
        Self {
            authorization_endpoint: at("authorize"),
            token_endpoint: at("oauth/token"),
            device_authorization_endpoint: when(Feature::DeviceAuthorization, "oauth/device/code"),
            userinfo_endpoint: at("userinfo"),
            mfa_challenge_endpoint: when(Feature::MfaChallenge, "mfa/challenge"),
            jwks_uri: at(".well-known/jwks.json"),
            registration_endpoint: at("oidc/register"),
            revocation_endpoint: at("oauth/revoke"),
            scopes_supported: SCOPES,
            response_types_supported: ResponseType::ALL,
            code_challenge_methods_supported: ChallengeMethod::ALL,
            response_modes_supported: RESPONSE_MODES,
            subject_types_supported: &["public"],
            token_endpoint_auth_methods_supported: authentication_methods(features),
            token_endpoint_auth_signing_alg_values_supported: has(Feature::PrivateKeyJwt)
                .then_some(ASSERTION_ALGORITHMS),
            claims_supported: CLAIMS,
            request_uri_parameter_supported: has(Feature::PushedAuthorizationRequests),
            request_parameter_supported: has(Feature::RequestObjects),
            id_token_signing_alg_values_supported: id_token_algorithms(features),
            request_object_signing_alg_values_supported: has(Feature::RequestObjects)
                .then_some(ASSERTION_ALGORITHMS),
            end_session_endpoint: when(Feature::EndSession, "oidc/logout"),
            backchannel_logout_supported: flag(Feature::BackChannelLogout),
            backchannel_logout_session_supported: flag(Feature::BackChannelLogout),
            pushed_authorization_request_endpoint: when(
                Feature::PushedAuthorizationRequests,
                "oauth/par",
            ),
            introspection_endpoint: when(Feature::Introspection, "oauth/introspect"),
            authorization_response_iss_parameter_supported: flag(Feature::IssuerInResponse),
            tls_client_certificate_bound_access_tokens: flag(Feature::MutualTls),
            client_id_metadata_document_supported: flag(Feature::ClientIdMetadataDocuments),
            mtls_endpoint_aliases: has(Feature::MutualTlsAliases)
                .then(|| EndpointAliases::new(issuer, has(Feature::PushedAuthorizationRequests)))
                .flatten(),
            grant_types_supported: None,
            issuer: issuer.to_owned(),
        }
    }

    /// The document at `/.well-known/oauth-authorization-server`, where RFC 8414 clients look for the grants:
    /// without them the standard's default is `authorization_code` and `implicit` alone.
    #[must_use]
    pub fn with_grant_types(mut self) -> Self {
        self.grant_types_supported = Some(GrantType::SERVED);
        self
    }
}

fn authentication_methods(features: &[Feature]) -> Vec<&'static str> {
    let mut methods = vec!["client_secret_basic", "client_secret_post"];
    if features.contains(&Feature::PrivateKeyJwt) {
        methods.push("private_key_jwt");
    }
    if features.contains(&Feature::MutualTls) {
        methods.extend(["tls_client_auth", "self_signed_tls_client_auth"]);
    }
    methods
}

fn id_token_algorithms(features: &[Feature]) -> Vec<&'static str> {
    let mut algorithms = vec!["HS256", "RS256", "PS256", "RS512"];
    for (feature, algorithm) in [(Feature::Es256, "ES256"), (Feature::EdDsa, "EdDSA")] {
        if features.contains(&feature) {
            algorithms.push(algorithm);
        }
    }
    algorithms
}

const SCOPES: &[&str] = &[
    "openid",
    "profile",
    "offline_access",
    "name",
    "given_name",
    "family_name",
    "nickname",
    "email",
    "email_verified",
    "picture",
    "created_at",
    "identities",
    "phone",
    "address",
];

/// `web_message` works and is not listed, as upstream.
const RESPONSE_MODES: &[ResponseMode] = &[
    ResponseMode::Query,
    ResponseMode::Fragment,
    ResponseMode::FormPost,
];

const ASSERTION_ALGORITHMS: &[&str] = &["RS256", "RS384", "PS256"];

const CLAIMS: &[&str] = &[
    "aud",
    "auth_time",
    "created_at",
    "email",
    "email_verified",
    "exp",
    "family_name",
    "given_name",
    "iat",
    "identities",
    "iss",
    "name",
    "nickname",
    "phone_number",
    "picture",
    "sub",
];

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUER: &str = "https://tenant.example/";

    #[test]
    fn the_plain_document() {
        let document = Discovery::new(ISSUER, &[Feature::EndSession]);
        let expected = concat!(
            r#"{"issuer":"https://tenant.example/","authorization_endpoint":"https://tenant.example/authorize","token_endpoint":"https://tenant.example/oauth/token","#,
            r#""userinfo_endpoint":"https://tenant.example/userinfo","jwks_uri":"https://tenant.example/.well-known/jwks.json","#,
            r#""registration_endpoint":"https://tenant.example/oidc/register","revocation_endpoint":"https://tenant.example/oauth/revoke","#,
            r#""scopes_supported":["openid","profile","offline_access","name","given_name","family_name","nickname","#,
            r#""email","email_verified","picture","created_at","identities","phone","address"],"#,
            r#""response_types_supported":["code","token","id_token","code token","code id_token","token id_token","#,
            r#""code token id_token"],"code_challenge_methods_supported":["S256","plain"],"#,
            r#""response_modes_supported":["query","fragment","form_post"],"subject_types_supported":["public"],"#,
            r#""token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"],"#,
            r#""claims_supported":["aud","auth_time","created_at","email","email_verified","exp","family_name","#,
            r#""given_name","iat","identities","iss","name","nickname","phone_number","picture","sub"],"#,
            r#""request_uri_parameter_supported":false,"request_parameter_supported":false,"#,
            r#""id_token_signing_alg_values_supported":["HS256","RS256","PS256","RS512"],"#,
            r#""end_session_endpoint":"https://tenant.example/oidc/logout"}"#,
        );
        assert_eq!(serde_json::to_string(&document).unwrap(), expected);
    }

    #[test]
    fn what_is_not_built_is_not_advertised() {
        let plain = serde_json::to_string(&Discovery::new(ISSUER, &[])).unwrap();
        for absent in [
            "device",
            "mfa",
            "end_session",
            "private_key",
            "introspection",
            "grant_types",
            "par",
        ] {
            assert!(!plain.contains(&format!("{absent}_")), "{absent}");
        }
        let full = [
            Feature::DeviceAuthorization,
            Feature::MfaChallenge,
            Feature::PrivateKeyJwt,
        ];
        let full = serde_json::to_value(Discovery::new(ISSUER, &full)).unwrap();
        assert_eq!(
            full["device_authorization_endpoint"],
            "https://tenant.example/oauth/device/code"
        );
        assert_eq!(
            full["mfa_challenge_endpoint"],
            "https://tenant.example/mfa/challenge"
        );
        assert_eq!(
            full["token_endpoint_auth_methods_supported"][2],
            "private_key_jwt"
        );
    }

    #[test]
    fn the_alias_names_its_grants() {
        let document =
            serde_json::to_value(Discovery::new(ISSUER, &[]).with_grant_types()).unwrap();
        assert_eq!(document["grant_types_supported"][0], "authorization_code");
    }
}
