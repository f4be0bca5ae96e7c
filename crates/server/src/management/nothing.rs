//! Lists of what this server doesn't have yet. Tools that export a tenant read them all, and an empty list tells them
//! that there is nothing; each goes when its resource comes.

use std::sync::LazyLock;

use axum::http::StatusCode;
use ostia_protocol::auth0::paging::{Page, Paging, PagingRules};
use ostia_protocol::auth0::schema::Schema;
use ostia_protocol::auth0::scopes::ManagementScope::{
    ReadActions, ReadConnectionProfiles, ReadCustomDomains, ReadDirectoryProvisionings,
    ReadEventStreams, ReadFlows, ReadFlowsVaultConnections, ReadForms, ReadHooks, ReadLogStreams,
    ReadNetworkAcls, ReadPhoneProviders, ReadPhoneTemplates, ReadRateLimitPolicies, ReadRules,
    ReadRulesConfigs, ReadScimConfig, ReadSelfServiceProfiles, ReadTokenExchangeProfiles,
    ReadUserAttributeProfiles,
};
use serde_json::{Map, Value, json};

use super::operation::{Operation, Unguarded};
use super::{Answer, answer};
use crate::extract::{PathId, QueryPairs, RequestContext};

/// The operations of what there is nothing of yet.
pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/actions/triggers", "List what triggers actions", triggers)
            .any_of(&[ReadActions]),
        Operation::get(
            "/actions/triggers/{triggerId}/bindings",
            "List the actions of a trigger",
            bindings,
        )
        .any_of(&[ReadActions])
        .segments(&TRIGGER_PATH)
        .placeholder(),
        Operation::get("/custom-domains", "List the domains", custom_domains)
            .any_of(&[ReadCustomDomains])
            .placeholder(),
        Operation::get(
            "/custom-domains/default",
            "Read the default domain",
            default_domain,
        )
        .any_of(&[ReadCustomDomains]),
        of_actions("/actions/actions", "List the actions", "actions")
            .any_of(&[ReadActions])
            .placeholder(),
        of_actions("/actions/modules", "List the modules of actions", "modules")
            .any_of(&[ReadActions])
            .placeholder(),
        wrapped(
            "/branding/phone/providers",
            "List the phone providers",
            "providers",
        )
        .any_of(&[ReadPhoneProviders])
        .placeholder(),
        wrapped(
            "/branding/phone/templates",
            "List the phone templates",
            "templates",
        )
        .any_of(&[ReadPhoneTemplates])
        .placeholder(),
        wrapped(
            "/connection-profiles",
            "List the connection profiles",
            "connection_profiles",
        )
        .any_of(&[ReadConnectionProfiles])
        .placeholder(),
        wrapped(
            "/connections-directory-provisionings",
            "List the directory provisionings",
            "directory_provisionings",
        )
        .any_of(&[ReadDirectoryProvisionings])
        .placeholder(),
        wrapped(
            "/connections-scim-configurations",
            "List the SCIM configurations",
            "scim_configurations",
        )
        .any_of(&[ReadScimConfig])
        .placeholder(),
        wrapped("/event-streams", "List the event streams", "eventStreams")
            .any_of(&[ReadEventStreams])
            .placeholder(),
        paged("/flows", "List the flows", "flows")
            .any_of(&[ReadFlows])
            .placeholder(),
        paged(
            "/flows/vault/connections",
            "List the connections of flows",
            "connections",
        )
        .any_of(&[ReadFlowsVaultConnections])
        .placeholder(),
        paged("/forms", "List the forms", "forms")
            .any_of(&[ReadForms])
            .placeholder(),
        paged("/hooks", "List the hooks", "hooks")
            .any_of(&[ReadHooks])
            .placeholder(),
        bare("/log-streams", "List the log streams")
            .any_of(&[ReadLogStreams])
            .placeholder(),
        paged("/network-acls", "List the network rules", "network_acls")
            .any_of(&[ReadNetworkAcls])
            .placeholder(),
        wrapped(
            "/rate-limit-policies",
            "List the rate limits",
            "rate_limit_policies",
        )
        .any_of(&[ReadRateLimitPolicies])
        .placeholder(),
        paged("/rules", "List the rules", "rules")
            .any_of(&[ReadRules])
            .placeholder(),
        bare("/rules-configs", "List the settings of rules")
            .any_of(&[ReadRulesConfigs])
            .placeholder(),
        paged(
            "/self-service-profiles",
            "List the self-service profiles",
            "self_service_profiles",
        )
        .any_of(&[ReadSelfServiceProfiles])
        .placeholder(),
        wrapped(
            "/token-exchange-profiles",
            "List the token exchange profiles",
            "token_exchange_profiles",
        )
        .any_of(&[ReadTokenExchangeProfiles])
        .placeholder(),
        wrapped(
            "/user-attribute-profiles",
            "List the user attribute profiles",
            "user_attribute_profiles",
        )
        .any_of(&[ReadUserAttributeProfiles])
        .placeholder(),
    ]
}

/// What triggers an action, by name and version.
const TRIGGERS: &[(&str, &str)] = &[
    ("post-login", "v3"),
    ("credentials-exchange", "v2"),
    ("pre-user-registration", "v2"),
    ("post-user-registration", "v2"),
    ("post-change-password", "v2"),
    ("send-phone-message", "v2"),
    ("password-reset-post-challenge", "v1"),
    ("custom-email-provider", "v1"),
    ("custom-phone-provider", "v1"),
    ("custom-token-exchange", "v1"),
];

static TRIGGER_PATH: LazyLock<Schema> = LazyLock::new(|| {
    let names = Schema::string()
        .max_length(64)
        .pattern("^[a-z]+(-[a-z]+)*$");
    Schema::object().required_member("triggerId", names.described("Name of the trigger"))
});

/// `[]`, whatever the query.
fn bare(path: &'static str, summary: &'static str) -> Unguarded {
    let list = async || -> Answer { Ok(answer(StatusCode::OK, &json!([]))) };
    Operation::get(path, summary, list)
}

/// `{<key>: []}`, whatever the query.
fn wrapped(path: &'static str, summary: &'static str, key: &'static str) -> Unguarded {
    let list = async move || -> Answer {
        let body = Map::from_iter([(key.to_owned(), json!([]))]);
        Ok(answer(StatusCode::OK, &Value::Object(body)))
    };
    Operation::get(path, summary, list)
}

/// An empty page in the shape that the query asks for.
fn paged(path: &'static str, summary: &'static str, key: &'static str) -> Unguarded {
    let list = async move |query: QueryPairs| -> Answer {
        let paging = Paging::parse(&query.0, &PagingRules::USUAL)?;
        let page = paging.respond(key, Page::default());
        Ok(answer(StatusCode::OK, &page))
    };
    Operation::get(path, summary, list)
}

/// The lists of actions have a shape of their own: `{<key>: [], per_page}`.
fn of_actions(path: &'static str, summary: &'static str, key: &'static str) -> Unguarded {
    let list = async move |query: QueryPairs| -> Answer {
        Ok(answer(StatusCode::OK, &page_of_actions(key, &query)?))
    };
    Operation::get(path, summary, list)
}

fn page_of_actions(
    key: &str,
    query: &QueryPairs,
) -> Result<Value, ostia_protocol::auth0::management_error::Error> {
    const RULES: PagingRules = PagingRules {
        default_per_page: 20,
        max_take: 0,
        ..PagingRules::USUAL
    };
    let paging = Paging::parse(&query.0, &RULES)?;
    let mut body = Map::from_iter([
        (key.to_owned(), json!([])),
        ("per_page".to_owned(), json!(paging.limit())),
    ]);
    // Zero values are left out.
    if let Paging::Offset { page: 1.., .. } = &paging {
        let page = paging.start() / u64::from(paging.limit().max(1));
        body.insert("page".to_owned(), json!(page));
    }
    Ok(Value::Object(body))
}

/// `GET /actions/triggers`
///
/// # Errors
/// 403.
async fn triggers() -> Answer {
    let trigger = |(id, version): &(&str, &str)| {
        json!({
            "id": id, "version": version, "status": "CURRENT", "runtimes": ["node18-actions", "node22"],
            "default_runtime": "node22", "binding_policy": "trigger-bound", "compatible_triggers": []
        })
    };
    let triggers: Vec<Value> = TRIGGERS.iter().map(trigger).collect();
    Ok(answer(StatusCode::OK, &json!({ "triggers": triggers })))
}

/// `GET /actions/triggers/{triggerId}/bindings`
///
/// # Errors
/// 400, 403.
async fn bindings(PathId(trigger): PathId, query: QueryPairs) -> Answer {
    TRIGGER_PATH.check_path(&[("triggerId".to_owned(), trigger)])?;
    Ok(answer(
        StatusCode::OK,
        &page_of_actions("bindings", &query)?,
    ))
}

/// `GET /custom-domains`: an array, or an object where a checkpoint is asked for.
///
/// # Errors
/// 400, 403.
async fn custom_domains(query: QueryPairs) -> Answer {
    let paging = Paging::parse(&query.0, &PagingRules::USUAL)?;
    let page = match paging {
        Paging::Checkpoint { .. } => paging.respond("custom_domains", Page::default()),
        Paging::None { .. } | Paging::Offset { .. } => json!([]),
    };
    Ok(answer(StatusCode::OK, &page))
}

/// `GET /custom-domains/default`: the tenant's own domain.
///
/// # Errors
/// 403.
async fn default_domain(context: RequestContext) -> Answer {
    let body = json!({ "domain": context.tenant.domain });
    Ok(answer(StatusCode::OK, &body))
}
