//! Errors of the Management API: `{statusCode, error, message, errorCode?, attributes?}`.
//!
//! Tools branch on the status, the `errorCode` and parts of the message, so every text below is the wire's, byte for
//! byte; an `errorCode` is absent wherever upstream leaves it out.

// tidy: long the texts are one table, and a reader looks for them in one place
use std::borrow::Cow;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::scopes::ManagementScope;

/// `errorCode` of a request body that is refused.
pub const INVALID_BODY: &str = "invalid_body";
/// `errorCode` of a query string that is refused.
pub const INVALID_QUERY_STRING: &str = "invalid_query_string";
/// `errorCode` of a path that is refused.
pub const INVALID_URI: &str = "invalid_uri";

/// A refusal of the Management API. Serialises to its wire form; `detail` is for the log and never leaves the server.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{status} {message}")]
pub struct Error {
    /// The HTTP status, repeated in the body as `statusCode`.
    pub status: u16,
    /// The text for the caller.
    pub message: Cow<'static, str>,
    /// `errorCode`, where upstream has one.
    pub code: Option<&'static str>,
    /// Whether the body repeats the message as `attributes.error`, as the token layer's 401s do.
    pub attributes_error: bool,
    /// What the operator should read in the log; never serialised.
    pub detail: Option<String>,
}

impl Error {
    /// An error without `errorCode`.
    pub fn new(status: u16, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            message: message.into(),
            code: None,
            attributes_error: false,
            detail: None,
        }
    }

    /// The same error with an `errorCode`.
    #[must_use]
    pub fn with_code(self, code: &'static str) -> Self {
        Self {
            code: Some(code),
            ..self
        }
    }

    /// The same error with an explanation for the log.
    #[must_use]
    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        Self {
            detail: Some(detail.into()),
            ..self
        }
    }

    /// The HTTP reason phrase of the status, which is the body's `error`.
    pub fn reason(&self) -> &'static str {
        reason_phrase(self.status)
    }

    /// 401 of the token layer: the message is repeated in `attributes`, and there is no `errorCode`.
    fn unauthenticated(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            attributes_error: true,
            ..Self::new(401, message)
        }
    }
}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let members = 3 + usize::from(self.code.is_some()) + usize::from(self.attributes_error);
        let mut body = serializer.serialize_struct("Error", members)?;
        body.serialize_field("statusCode", &self.status)?;
        body.serialize_field("error", self.reason())?;
        body.serialize_field("message", &self.message)?;
        if let Some(code) = self.code {
            body.serialize_field("errorCode", code)?;
        }
        if self.attributes_error {
            body.serialize_field(
                "attributes",
                &Attributes {
                    error: &self.message,
                },
            )?;
        }
        body.end()
    }
}

#[derive(serde::Serialize)]
struct Attributes<'a> {
    error: &'a str,
}

/// RFC 9110 §15, for the statuses that the Management API declares.
fn reason_phrase(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        410 => "Gone",
        412 => "Precondition Failed",
        413 => "Request Entity Too Large",
        414 => "Request-URI Too Large",
        415 => "Unsupported Media Type",
        429 => "Too Many Requests",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}

/// Texts that depend on nothing: `name = status "text"` with an `errorCode` after a comma where there is one. The
/// group's constant lists its constructors for the tests.
macro_rules! fixed {
    ($group:ident; $($(#[$doc:meta])* $name:ident = $status:literal $message:literal $(, $code:literal)?;)*) => {
        impl Error {
            $($(#[$doc])* pub fn $name() -> Self {
                Self::new($status, $message)$(.with_code($code))?
            })*
        }

        #[cfg(test)]
        const $group: &[fn() -> Error] = &[$(Error::$name),*];
    };
}

// Who is calling, and may they (reference/management-api.md §2.6, authentication.md §8.2).
impl Error {
    /// No `Authorization` header and no token in its place.
    pub fn missing_authentication() -> Self {
        Self::unauthenticated("Missing authentication")
    }

    /// The token's signature does not verify.
    pub fn invalid_signature() -> Self {
        Self::unauthenticated("Invalid signature received for JSON Web Token validation")
    }

    /// The token has expired.
    pub fn expired_token() -> Self {
        Self::unauthenticated("Expired token received for JSON Web Token validation")
    }

    /// The token is for another audience; `audience` is the one that it names.
    pub fn bad_audience(audience: &str) -> Self {
        Self::unauthenticated(format!("Bad audience: {audience}"))
    }

    /// Any other trouble with the token; say which in the detail.
    pub fn invalid_token() -> Self {
        Self::unauthenticated("Invalid token")
    }

    /// The token holds none of the scopes that the endpoint accepts.
    pub fn insufficient_scope(expected: &[ManagementScope]) -> Self {
        let names: Vec<_> = expected.iter().map(|scope| scope.as_str()).collect();
        Self::new(
            403,
            format!("Insufficient scope, expected any of: {}", names.join(",")),
        )
        .with_code("insufficient_scope")
    }
}

fixed! {
    CALLER;
    /// An `Authorization` header that is not `Bearer` with a token.
    bad_authentication_header = 400 "Bad HTTP authentication header format", "Bearer";
    /// An end-user token acts on somebody else.
    user_mismatch = 403 "User to be acted on does not match subject in bearer token.";
    /// A network access list of the tenant turns the request away. Upstream's text is not known; this is ours.
    blocked_by_network_acl = 403 "This tenant does not serve requests from where you are.";
    /// The kind of client that holds the token may not do this.
    client_cannot_perform_operation = 403 "The specified client cannot perform the requested operation.", "operation_not_supported";
    /// A development server's controls were called by a page of another site, or under another name.
    from_another_site = 403 "Only this server's own pages and tools on this machine turn its controls.";
    /// The caller's allowance is used up.
    too_many_requests = 429 "Global limit has been reached", "too_many_requests";
}

// What was sent.
impl Error {
    /// 400: the body is wrong in a way that the caller can mend.
    pub fn invalid_body(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, message).with_code(INVALID_BODY)
    }

    /// 400: the query string is wrong.
    pub fn invalid_query(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, message).with_code(INVALID_QUERY_STRING)
    }

    /// 400: a path segment is wrong.
    pub fn invalid_uri(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, message).with_code(INVALID_URI)
    }

    /// 400 with upstream's `operation_not_supported`: the request is well formed, but not for this object.
    pub fn operation_not_supported(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, message).with_code("operation_not_supported")
    }

    /// 405: the path exists, the method does not.
    pub fn method_not_allowed() -> Self {
        Self::new(405, "Method Not Allowed")
    }

    /// 413: the body is larger than `maximum` bytes.
    pub fn payload_too_large(maximum: usize) -> Self {
        Self::new(
            413,
            format!("Payload content length greater than maximum allowed: {maximum}"),
        )
    }
}

fixed! {
    REQUEST;
    /// The body's media type is not one that the endpoint reads.
    unsupported_media_type = 415 "Unsupported Media Type";
    /// No route, or an object of a resource that has no text of its own.
    not_found = 404 "Not Found";
    /// Something that the request needs is not answering in time.
    service_unavailable = 503 "Service Unavailable";
    /// Ostia's own fault; clients repeat these, so never for what the caller caused.
    internal = 500 "An internal server error occurred";
    /// An offset page of users beyond the search window (§2.4).
    beyond_first_1000_records = 400 "You can only page through the first 1000 records. See https://auth0.com/docs/users/search/v3/view-search-results-by-page#limitation.", "invalid_query_string";
    /// An offset page of organizations beyond the window (§2.4).
    page_exceeds_maximum = 400 "Requesting page exceeds the allowed maximum of 1000 records", "invalid_query_string";
    /// A checkpoint that is malformed or older than a day (§2.4).
    checkpoint_expired = 400 "The checkpoint ID provided in the 'from' parameter has expired or is invalid, please remove the checkpoint ID and try again", "invalid_query_string";
    /// `q` without a search engine that understands it (§2.5).
    search_engine_required = 400 "The 'q' parameter is available only if you specify 'search_engine=v2|v3'.", "invalid_query_string";
    /// The first search engine is gone (§2.5).
    search_engine_v1 = 400 "You are not allowed to use search_engine=v1.", "invalid_query_string";
    /// Sign-up makes members, and only where we keep the accounts.
    organization_signup_needs_membership = 400 "Only database connections with assign_membership_on_login = true support is_signup_enabled = true.", "invalid_body";
    /// `auth0-custom-domain` names no host of the tenant's. Upstream's text is not known; this is ours.
    unknown_link_host = 400 "The domain in the auth0-custom-domain header is not served for this tenant.";
    /// An invitation leads nowhere.
    default_login_route_required = 400 "A default login route is required to generate the invitation url. For more information, see https://auth0.com/docs/universal-login/configure-default-login-routes", "invalid_body";
    /// A search that took longer than searches may (§2.5).
    search_timeout = 503 "The query exceeded the timeout. Please try refining your search criteria. See https://auth0.com/docs/best-practices/search-best-practices.";
    /// A query beyond all bounds (§2.2). Upstream's text is not known; this is ours.
    search_too_long = 414 "The search query is too long.";
    /// The tenant's "All Applications" client stays.
    global_client_cannot_be_deleted = 400 "Global client cannot be deleted.", "invalid_body";
    /// A strategy of client that takes no client grants.
    express_configuration_client = 400 "Client of type express_configuration cannot be used", "validation_error";
}

// What does not exist.
fixed! {
    NOT_FOUND;
    /// No such feature flag.
    unknown_feature_flag = 404 "Feature flag not found.";
    /// The feature flag has no such variation.
    unknown_variation = 404 "Variation not found.";
    /// No such segment.
    unknown_segment = 404 "Segment not found.";
    /// No such experiment.
    unknown_experiment = 404 "Experiment not found.";
    /// No such encryption key.
    unknown_encryption_key = 404 "The key does not exist.";
    /// No such group.
    unknown_group = 404 "Group not found.";
    /// No such connection profile.
    unknown_connection_profile = 404 "Connection profile not found.";
    /// No such template of connection profiles.
    unknown_connection_profile_template = 404 "Connection profile template not found.";
    /// No such template of user attribute profiles.
    unknown_user_attribute_profile_template = 404 "User attribute profile template not found.";
    /// No such rate limit policy.
    unknown_rate_limit_policy = 404 "The rate limit policy does not exist.";
    /// No such template of verifiable credentials.
    unknown_credential_template = 404 "The verifiable credential template does not exist.";
    /// The connection's strategy knows no SCIM.
    connection_without_scim = 404 "This connection type does not support SCIM. Please see our documentation for the currently supported connection types: https://auth0.com/docs/authenticate/protocols/scim/configure-inbound-scim.";
    /// The tenant has no custom signing keys.
    no_custom_signing_keys = 404 "No custom signing keys found for this tenant. Upload custom signing keys first.";
    /// No such client.
    unknown_client = 404 "The client does not exist", "inexistent_client";
    /// No such client grant.
    unknown_client_grant = 404 "The grant does not exist.", "inexistent_client_grant";
    /// No such connection.
    unknown_connection = 404 "The connection does not exist", "inexistent_connection";
    /// No such API.
    unknown_resource_server = 404 "The resource server does not exist", "inexistent_resource_server";
    /// No such user.
    unknown_user = 404 "The user does not exist.", "inexistent_user";
    /// No such rule.
    unknown_rule = 404 "The rule does not exist", "inexistent_rule";
    /// No such hook.
    unknown_hook = 404 "Error: Hook does not exist", "HookDoesNotExist";
    /// The tenant sends no e-mail of its own.
    unknown_email_provider = 404 "There is not a configured email provider", "inexistent_email_provider";
    /// No such e-mail template.
    unknown_email_template = 404 "The template does not exist.", "inexistent_email_template";
    /// The tenant has no page template.
    unknown_universal_login_template = 404 "Template does not exist.", "inexistent_templates_universal_login";
    /// No such theme, when reading or writing.
    unknown_theme = 404 "There was an error retrieving branding settings: invalid theme ID", "theme_not_found";
    /// No such theme, when deleting.
    unknown_theme_to_delete = 404 "There was an error deleting branding settings: invalid theme ID", "theme_not_found";
    /// No such invitation.
    unknown_invitation = 404 "The invitation does not exist.", "inexistent_invitation";
    /// No such Guardian enrolment.
    unknown_enrollment = 404 "Enrollment not found", "enrollment_not_found";
    /// The user has no such authentication method.
    unknown_authentication_method = 404 "The authentication method does not exist.", "inexistent_authentication_method";
    /// No such role.
    unknown_role = 404 "The role does not exist.";
    /// No such session.
    unknown_session = 404 "The session does not exist.";
    /// No such refresh token.
    unknown_refresh_token = 404 "The refresh token does not exist.";
    /// No such entry in the log. Upstream's text is not known; this is ours.
    unknown_log = 404 "The log does not exist.";
    /// No such organization.
    unknown_organization = 404 "No organization found by that id or name";
    /// The connection is not enabled for the organization.
    unknown_enabled_connection = 404 "No connection found by that id";
    /// No such discovery domain.
    unknown_discovery_domain = 404 "No organization domain found by that id";
    /// No such action.
    unknown_action = 404 "That action does not exist.";
    /// No such execution of an action.
    unknown_execution = 404 "That execution does not exist.";
    /// No such version of an action.
    unknown_action_version = 404 "That action version does not exist.";
    /// No such module of actions.
    unknown_action_module = 404 "The action module does not exist.";
    /// No such version of a module.
    unknown_module_version = 404 "The module or version does not exist.";
    /// No such execution of a flow.
    unknown_flow_execution = 404 "Flow execution not found";
    /// No such delivery of an event.
    unknown_delivery = 404 "The requested delivery does not exist.";
    /// No such secret of a hook.
    unknown_hook_secret = 404 "Hook or secret not found.", "HookDoesNotExist";
    /// No such log stream.
    unknown_log_stream = 404 "The log stream does not exist.";
    /// No such event stream.
    unknown_event_stream = 404 "The requested stream does not exist.";
    /// No such form.
    unknown_form = 404 "Form not found";
    /// No such flow.
    unknown_flow = 404 "Flow not found";
    /// No such connection of the flows vault.
    unknown_vault_connection = 404 "Connection not found";
    /// No such network access list.
    unknown_network_acl = 404 "NetworkACL with this ID was not found";
    /// No such token exchange profile.
    unknown_token_exchange_profile = 404 "Token exchange profile not found.";
    /// No such user attribute profile.
    unknown_user_attribute_profile = 404 "User attribute profile not found.";
    /// No such signing key.
    unknown_signing_key = 404 "Signing key not found.";
    /// No such phone provider or template.
    unknown_notification_resource = 404 "Notification Resource not found";
}

impl Error {
    /// `q` is no query, or names what can't be searched; `why` says so. As seen on logs.
    pub fn search_query_has_an_error(why: &str) -> Self {
        Self::new(400, format!("The search query string has an error: {why}"))
            .with_code(INVALID_QUERY_STRING)
    }

    /// No such custom domain.
    pub fn unknown_custom_domain(id: &str) -> Self {
        Self::new(404, format!("The custom domain {id} does not exist"))
            .with_code("inexistent_custom_domain")
    }

    /// No such self-service profile.
    pub fn unknown_self_service_profile(id: &str) -> Self {
        Self::new(404, format!("Profile with ID: {id} not found"))
    }
}

// What is there already.
fixed! {
    CONFLICT;
    /// The feature flag's name is taken.
    feature_flag_exists = 409 "A feature flag with this name already exists.";
    /// The feature flag has a variation of the name.
    variation_exists = 409 "A variation with this name already exists on this feature flag.";
    /// The segment's name is taken.
    segment_exists = 409 "A segment with this name already exists.";
    /// The experiment's name is taken.
    experiment_exists = 409 "An experiment with this name already exists.";
    /// A key of this kind waits for its material or is active.
    encryption_key_exists = 409 "Encryption key has already been created.";
    /// The key can't be given material.
    no_key_import = 409 "Failed precondition. Key import not in progress or unable to find the wrapping key. Make sure you have followed all the steps to import a key.";
    /// The key can't be given a wrapping key.
    no_key_without_material = 409 "Failed precondition. Create new encryption key without the key material first.";
    /// A policy is for these requests already.
    rate_limit_policy_exists = 409 "A rate limit policy with the same resource, consumer, and consumer_selector already exists.";
    /// The template's name is taken.
    credential_template_exists = 409 "Template (name) already exists.";
    /// The connection has a SCIM configuration. Upstream's text is not known; this is ours.
    scim_configuration_exists = 409 "The connection already has a SCIM configuration.";
    /// The connection's directory is provisioned from.
    directory_provisioning_exists = 409 "Directory provisioning is already enabled on the specified connection";
    /// The connection has keys.
    connection_has_keys = 409 "Keys have already been created for this connection.";
    /// A user of the connection has the e-mail address, name or id.
    user_exists = 409 "The user already exists.", "auth0_idp_error";
    /// The connection's name is taken.
    connection_exists = 409 "A connection with the same name already exists", "connection_conflict";
    /// The connection's name is that of one whose users are still being deleted.
    connection_being_deleted = 409 "A connection with the same name is being deleted, try again later", "connection_conflict";
    /// The strategy has its domain connection.
    domain_connection_exists = 409 "There is already a domain connection enabled for strategy", "connection_conflict";
    /// Another connection answers to one of the realms.
    connection_realm_exists = 409 "There is already another connection with some realms from \"realms\" parameter", "connection_conflict";
    /// The API's identifier is taken.
    resource_server_exists = 409 "A resource server with the same identifier already exists.";
    /// A client has one of the aliases.
    client_alias_exists = 409 "Another client exists with the same alias.";
    /// The client has a grant for the API and subject type. Upstream's text for this case is not known; this is ours.
    client_grant_exists = 409 "A client grant with the same client, audience and subject type already exists.";
    /// The organization's name is taken.
    organization_exists = 409 "An organization with this name already exists.";
    /// The role's name is taken.
    role_exists = 409 "The role already exists.";
    /// The rule's name is taken.
    rule_exists = 409 "A rule with the same name already exists.";
    /// Another rule runs at the same place.
    rule_order_exists = 409 "A rule with the same order already exists.";
    /// Another rule runs at the same stage.
    rule_stage_exists = 409 "A rule with the same execution stage already exists.";
    /// The hook's name is taken.
    hook_exists = 409 "Hook with the same name already exists.";
    /// The secret's name is taken.
    secret_exists = 409 "Secret with the same name already exists.";
    /// The custom domain is taken.
    custom_domain_exists = 409 "Custom domain already exists.";
    /// Several custom domains could be meant, and no header names one.
    several_custom_domains = 409 "The tenant has multiple verified custom domains.", "custom_domain_conflict";
    /// The device has its public key.
    device_key_exists = 409 "A public key already exists for the device.";
    /// The identity is linked already.
    identity_exists = 409 "Specified identity already exists.";
    /// The action's name is taken. Upstream's text is not known; this is ours.
    action_exists = 409 "An action with the same name already exists.";
    /// The module's name is taken.
    action_module_exists = 409 "An action module with the same name already exists.";
    /// The event stream's name is taken.
    event_stream_exists = 409 "Event stream name already in use.";
    /// Another network access list has the priority.
    network_acl_exists = 409 "A Network ACL with this priority number has already been created.";
    /// Another profile handles the type of token.
    token_exchange_profile_exists = 409 "Token exchange profile with the same subject_token_type already exists";
    /// The tenant has a phone provider.
    phone_provider_exists = 409 "Custom phone provider conflict.";
    /// The tenant has a phone template of the type.
    phone_template_exists = 409 "Phone template already configured for tenant";
    /// The user has such an authentication method. Upstream's text is not known; this is ours.
    authentication_method_exists = 409 "The authentication method already exists.";
    /// The user has as many authentication methods as can be. Upstream's text is not known; this is ours.
    too_many_authentication_methods = 409 "The user has too many authentication methods.";
    /// The tenant has its theme.
    theme_exists = 409 "There was an error updating branding settings: The theme already exists";
    /// A member has as many roles in an organization as one can have.
    too_many_member_roles = 409 "No more roles can be assigned to this organization member.";
    /// The organization has the domain.
    discovery_domain_exists = 409 "An organization discovery domain with this domain is already registered to this organization.";
    /// The organization has the client grant.
    organization_client_grant_exists = 409 "The client grant has already been added to this organization.";
    /// The organization has the connection.
    organization_connection_exists = 409 "The organization connection already exists.";
}

// How much there may be, and what is still in use. Where upstream's text is not known it is ours, as noted.
fixed! {
    LIMITS;
    /// The event arrived, or is being sent.
    event_is_on_its_way = 409 "The event is not in a state that allows redelivery.";
    /// An experiment is about the feature flag.
    feature_flag_in_use = 409 "Feature flag is in use by one or more non-archived experiments and cannot be deleted.";
    /// An experiment shows the variation.
    variation_in_use = 409 "Variation is in use by one or more non-archived allocations and cannot be deleted.";
    /// An experiment is for the segment.
    segment_in_use = 409 "Segment is in use by one or more non-archived experiment allocations.";
    /// The tenant has as many self-service profiles as it may.
    too_many_self_service_profiles = 409 "No more profiles can be created for this tenant.";
    /// The connection has as many SCIM tokens as it may.
    too_many_scim_tokens = 409 "Maximum of 2 tokens already issued for this connection";
    /// The tenant has as many things of this kind as it may.
    too_many_entities = 403 "You reached the limit of entities of this type for this tenant.", "too_many_entities";
    /// The tenant has as many log streams as it may.
    too_many_log_streams = 409 "You have reached the maximum number of log streams for your account.";
    /// The tenant has as many event streams as it may.
    too_many_event_streams = 409 "You have reached the maximum number of event streams for your account.";
    /// The module has as many versions as it may.
    too_many_module_versions = 412 "Maximum number of module versions reached. Consolidate versions used in actions before creating new ones.";
    /// An action runs at a trigger (ours).
    action_is_bound = 400 "That action is bound to a trigger. Remove the binding first, or delete the action with force=true.", "invalid_body";
    /// An action is named that has not been deployed (ours).
    action_not_deployed = 400 "An action must be deployed before it can be bound to a trigger.", "invalid_body";
    /// A module that actions use.
    action_module_in_use = 412 "The Actions Module cannot be deleted because it is in use by one or more actions.";
    /// The module's draft was published as it is.
    no_module_draft = 409 "No draft version is available to publish.";
    /// The draft is that version already.
    module_draft_is_current = 409 "The specified version is already the current draft version.";
    /// Code that isn't run yet (ours).
    code_is_not_run = 400 "This server stores actions but does not run their code yet.", "operation_not_supported";
    /// A message that nobody could carry (ours).
    no_sender_of_texts = 400 "Nobody sends text messages for this server: no webhook is set up, or the provider is disabled.", "operation_not_supported";
    /// A call, which nobody makes (ours).
    voice_is_not_spoken = 400 "This server sends text messages and makes no calls.", "operation_not_supported";
    /// A custom domain that isn't verified can't be the default.
    custom_domain_not_verified = 400 "The domain must be verified before it can be set as default.", "invalid_body";
    /// The default custom domain stays.
    default_custom_domain = 409 "Cannot delete the default custom domain. Please set another domain as default before deleting this one.";
    /// The domain is not served yet.
    custom_domain_not_ready = 409 "The custom domain is not ready.";
}

impl Error {
    /// The tenant has this e-mail template.
    pub fn email_template_exists(template: &str) -> Self {
        Self::new(409, format!("Template {template} already exists."))
    }

    /// The tenant has an e-mail provider; `provider` is its name.
    pub fn email_provider_exists(provider: &str) -> Self {
        Self::new(
            409,
            format!("An email provider is already configured: {provider}"),
        )
    }
}

// What can't be written to a user.
fixed! {
    USER_WRITE;
    /// The body names a connection that the tenant does not have.
    user_connection_does_not_exist = 400 "Connection does not exist.", "invalid_body";
    /// The body names a connection that is off.
    user_connection_disabled = 400 "Connection is disabled.", "invalid_body";
    /// The connection's users come from elsewhere.
    user_creation_not_supported = 400 "Connection does not support user creation through the API. It must either be a database or passwordless connection.", "invalid_body";
    /// A username for a connection without usernames.
    username_not_required = 400 "Cannot set username for connection without requires_username.", "invalid_body";
    /// A password below the connection's policy (no `errorCode`: authentication.md §6.4).
    password_too_weak = 400 "PasswordStrengthError: Password is too weak";
    /// A password from the dictionary. The prefix follows the strength error; the text is authentication.md §6.4's.
    password_too_common = 400 "PasswordDictionaryError: Password is too common";
    /// A password made of the user's own data.
    password_contains_user_information = 400 "PasswordNoUserInfoError: Password contains user information";
    /// A password that the user had before.
    password_previously_used = 400 "PasswordHistoryError: Password has previously been used";
    /// An e-mail address of a user that another provider owns.
    email_of_non_database_user = 400 "Cannot update email for non-database user.", "invalid_body";
    /// Verification of an address that an enterprise connection vouches for.
    enterprise_email_verification = 400 "Email verification is not supported for enterprise users.", "invalid_body";
}

impl Error {
    /// Two members of a user that can't change in one request: upstream says `password and email`,
    /// `username and email`, `username and password`, `password and email_verified`, `username and email_verified`.
    pub fn cannot_update_simultaneously(first: &str, second: &str) -> Self {
        Self::invalid_body(format!(
            "Cannot update {first} and {second} simultaneously."
        ))
    }

    /// Members of a user that the caller may not write.
    pub fn user_attributes_not_allowed(attributes: &[&str]) -> Self {
        Self::invalid_body(format!(
            "Your account is not allowed to update the following user attributes: {}",
            attributes.join(",")
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_forms() {
        let rows = [
            (
                Error::unknown_client().with_detail("only for the log"),
                r#"{"statusCode":404,"error":"Not Found","message":"The client does not exist","errorCode":"inexistent_client"}"#,
            ),
            (
                Error::unknown_role(),
                r#"{"statusCode":404,"error":"Not Found","message":"The role does not exist."}"#,
            ),
            (
                Error::expired_token(),
                r#"{"statusCode":401,"error":"Unauthorized","message":"Expired token received for JSON Web Token validation","attributes":{"error":"Expired token received for JSON Web Token validation"}}"#,
            ),
            (
                Error::insufficient_scope(&[
                    ManagementScope::ReadUsers,
                    ManagementScope::ReadCurrentUser,
                ]),
                r#"{"statusCode":403,"error":"Forbidden","message":"Insufficient scope, expected any of: read:users,read:current_user","errorCode":"insufficient_scope"}"#,
            ),
            (
                Error::bad_authentication_header(),
                r#"{"statusCode":400,"error":"Bad Request","message":"Bad HTTP authentication header format","errorCode":"Bearer"}"#,
            ),
        ];
        for (error, expected) in rows {
            assert_eq!(serde_json::to_string(&error).unwrap(), expected);
        }
    }

    /// Every recorded refusal of these kinds has its constructor.
    #[test]
    #[expect(
        clippy::print_stderr,
        reason = "whoever runs the tests should know what was not tested"
    )]
    fn recorded_refusals() {
        let samples = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../shared/reference/management-api.samples.json"
        );
        let Ok(text) = std::fs::read_to_string(samples) else {
            eprintln!("skipped: the recorded exchanges are not here");
            return;
        };
        let recorded: serde_json::Value = serde_json::from_str(&text).unwrap();
        let fixed = [CALLER, REQUEST, NOT_FOUND, CONFLICT, LIMITS, USER_WRITE].concat();
        let known: Vec<_> = fixed.iter().map(|make| make()).collect();
        for sample in recorded["samples"].as_array().unwrap() {
            let body = &sample["response"];
            let message = body["message"].as_str().unwrap_or_default();
            let planned = sample["status"] == 404 || sample["status"] == 409;
            // What only a later capability (SCIM) says.
            if !planned || message.is_empty() || message.contains("SCIM") {
                continue;
            }
            let mut candidates = known.clone();
            for word in message.split(' ') {
                candidates.push(Error::unknown_custom_domain(word));
                candidates.push(Error::unknown_self_service_profile(word));
                candidates.push(Error::email_template_exists(word));
            }
            let found = candidates
                .iter()
                .any(|error| serde_json::to_value(error).unwrap() == *body);
            assert!(found, "{body}");
        }
    }
}
