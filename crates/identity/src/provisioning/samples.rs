//! What a development tenant has beside a complete one: an administrator, a client that administers, an application of
//! each type and an API to call.
//!
//! Ids, secrets and the password are derived from the tenant's data key. They are as secret as it is and as random as
//! it was, and every start finds them again without a file that could be lost or half written.

use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::built_in::{Credentials, add_url, client, derived, rs256};
use super::dashboard::{self, DashboardRole};
use crate::client_grants::{self, SubjectType};
use crate::clients;
use crate::connections::{self, Connection};
use crate::context::Context;
use crate::failure::{Broken, Failure};
use crate::passwords::{Password, PasswordHash, Verdict};
use crate::resource_servers;
use crate::tenants;
use crate::users::{self, NewUser, NotCreated, PasswordAccount};

/// Who administers a development tenant.
pub const ADMIN_EMAIL: &str = "admin@example.com";
/// Where a development server shows a page that logs in with the sample of type `spa`.
pub const TRY_PATH: &str = "/try";
/// The API that samples call.
const API: &str = "https://api.example.com/";
/// Where frameworks serve what is being developed: Next.js and Express, Vite, Angular, everything else.
const PORTS: [u16; 4] = [3000, 5173, 4200, 8080];

/// What a development tenant has.
#[derive(Debug)]
pub struct Samples {
    /// May do anything through the Management API.
    pub administrator: Credentials,
    /// The password of [`ADMIN_EMAIL`]; `None` where somebody changed it.
    pub admin_password: Option<Zeroizing<String>>,
    /// The connection that its people log in with.
    pub connection: String,
    /// The API's identifier.
    pub audience: String,
    /// The sample of type `native`.
    pub native: Credentials,
    /// The sample of type `spa`.
    pub spa: Credentials,
    /// The sample of type `regular_web`.
    pub regular_web: Credentials,
    /// The sample of type `non_interactive`.
    pub non_interactive: Credentials,
}

/// Gives a development tenant what is missing of its samples. What somebody changed stays changed.
///
/// # Errors
/// When the tenant isn't complete, or the database is away.
pub async fn provide_samples(context: &Context) -> Result<Samples, Broken> {
    let connection = connections::find_by_name(connections::DEFAULT_NAME, context)
        .await?
        .ok_or_else(|| Broken::internal("the tenant has no default connection"))?;
    let dashboard = dashboard::dashboard_client_id(context)?;
    let dashboard_is_new = clients::find(&dashboard, context).await?.is_none();
    dashboard::provide_dashboard(context).await?;
    if dashboard_is_new {
        trust_this_machine(context).await?;
    }
    let administrator = client("administrator", administrator(), context).await?;
    let non_interactive = client("non_interactive", non_interactive(), context).await?;
    let regular_web = client("regular_web", regular_web(), context).await?;
    let native = client("native", native(), context).await?;
    let spa = client("spa", spa(), context).await?;
    let try_page = format!("https://{}{TRY_PATH}", context.tenant.domain);
    for member in ["callbacks", "allowed_logout_urls"] {
        add_url(&spa, member, &try_page, context).await?;
    }
    api(context).await?;
    let management = context.tenant.management_audience();
    let every: Vec<&str> = ManagementScope::all()
        .iter()
        .map(|scope| scope.as_str())
        .collect();
    grant(&administrator, &management, &every, context).await?;
    for machine in [&non_interactive, &regular_web] {
        grant(machine, API, &["read:messages", "write:messages"], context).await?;
    }
    Ok(Samples {
        admin_password: admin(&connection, dashboard_is_new, context).await?,
        connection: connection.name,
        audience: API.to_owned(),
        administrator,
        native,
        spa,
        regular_web,
        non_interactive,
    })
}

/// What is developed answers on loopback addresses. There, silent logins have to work, and whoever confirms each login
/// learns nothing.
async fn trust_this_machine(context: &Context) -> Result<(), Broken> {
    let body = json!({ "skip_non_verifiable_callback_uri_confirmation_prompt": true });
    match tenants::update_settings(&body, context).await {
        Ok(_) => Ok(()),
        Err(Failure::Broken(broken)) => Err(broken),
        Err(Failure::Refused(refused)) => Err(Broken::internal(format!(
            "the tenant's settings could not be changed: {refused:?}"
        ))),
    }
}

async fn grant(
    client: &Credentials,
    audience: &str,
    scopes: &[&str],
    context: &Context,
) -> Result<(), Broken> {
    let id = client.client_id.as_str();
    let grants =
        client_grants::table::list_of_client(&context.tenant, id, context.database()).await?;
    if !grants.iter().any(|grant| grant.audience == audience) {
        client_grants::create_for(
            &client.client_id,
            audience,
            scopes,
            SubjectType::Client,
            context,
        )
        .await?;
    }
    Ok(())
}

async fn api(context: &Context) -> Result<(), Broken> {
    if resource_servers::find_by_identifier(API, context)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let body = json!({
        "name": "Sample API",
        "identifier": API,
        "scopes": [
            { "value": "read:messages", "description": "Read your messages" },
            { "value": "write:messages", "description": "Write messages in your name" }
        ],
        "allow_offline_access": true,
        "skip_consent_for_verifiable_first_party_clients": true
    });
    match resource_servers::create(&body, context).await {
        Ok(_) => Ok(()),
        Err(Failure::Broken(broken)) => Err(broken),
        Err(Failure::Refused(refused)) => Err(Broken::internal(format!(
            "the sample API could not be made: {refused:?}"
        ))),
    }
}

/// Makes the administrator where there is none. The password, as far as it is known.
async fn admin(
    connection: &Connection,
    dashboard_is_new: bool,
    context: &Context,
) -> Result<Option<Zeroizing<String>>, Broken> {
    // A prefix of each kind of character, so that any policy takes it.
    let clear = Zeroizing::new(format!("Aa1-{}", derived("admin password", 20, context)?));
    let password = Password::parse(clear.as_str()).map_err(Broken::internal)?;
    let id = derived("admin user id", 24, context)?;
    let Some(account) = users::find_password_account(ADMIN_EMAIL, connection, context).await?
    else {
        let admin = NewUser {
            user_id: Some(id),
            email: Some(ADMIN_EMAIL.to_owned()),
            email_verified: true,
            name: Some("Administrator".to_owned()),
            password: Some(password),
            ..NewUser::default()
        };
        return match users::create(admin, connection, context).await {
            Ok(admin) => {
                dashboard::admit(&admin.id, DashboardRole::Owner, context).await?;
                Ok(Some(clear))
            }
            Err(NotCreated::Broken(broken)) => Err(broken),
            Err(other) => Err(Broken::internal(format!(
                "the administrator could not be made: {other:?}"
            ))),
        };
    };
    if dashboard_is_new && account.provider_user_id == id {
        // The tenant is older than its dashboard.
        dashboard::admit(&account.user_id, DashboardRole::Owner, context).await?;
    }
    // A start waits for no hash where it knows the answer.
    if account.provider_user_id == id && has_first_password(&account, context).await? {
        return Ok(Some(clear));
    }
    let Some(Ok(hash)) = account.hash.map(|hash| hash.parse::<PasswordHash>()) else {
        return Ok(None);
    };
    let verdict = context.platform.hashing.verify(&hash, &password).await;
    let unchanged = !matches!(verdict.map_err(Broken::internal)?, Verdict::Differs);
    Ok(unchanged.then_some(clear))
}

/// Whether an account has the password that it was made with: every change of one leaves its date.
async fn has_first_password(account: &PasswordAccount, context: &Context) -> Result<bool, Broken> {
    let user = users::find(&account.user_id, context).await?;
    Ok(account.hash.is_some()
        && user.is_some_and(|user| !user.document.contains_key("last_password_reset")))
}

fn administrator() -> Value {
    machine(
        "Administration",
        "Ostia's own tools and yours administer this tenant with it.",
    )
}

fn non_interactive() -> Value {
    machine(
        "Sample machine to machine",
        "A service that calls the sample API on its own behalf.",
    )
}

fn machine(name: &str, description: &str) -> Value {
    json!({
        "name": name,
        "description": description,
        "app_type": "non_interactive",
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["client_credentials"],
        "oidc_conformant": true,
        "jwt_configuration": rs256()
    })
}

fn regular_web() -> Value {
    let mut callbacks = localhost("/callback");
    // Where the SDK for Next.js listens.
    callbacks.extend(localhost("/auth/callback"));
    json!({
        "name": "Sample web application",
        "description": "Runs on a server and keeps a secret.",
        "app_type": "regular_web",
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["authorization_code", "implicit", "refresh_token", "client_credentials"],
        "callbacks": callbacks,
        "allowed_logout_urls": localhost(""),
        "oidc_conformant": true,
        "jwt_configuration": rs256()
    })
}

fn spa() -> Value {
    let mut callbacks = localhost("");
    callbacks.extend(localhost("/callback"));
    json!({
        "name": "Sample single-page application",
        "description": "Runs in the browser and keeps no secret.",
        "app_type": "spa",
        "callbacks": callbacks,
        "allowed_logout_urls": localhost(""),
        "web_origins": localhost(""),
        "allowed_origins": localhost(""),
        "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code", "implicit", "refresh_token"],
        "oidc_conformant": true,
        "jwt_configuration": rs256(),
        "refresh_token": rotating()
    })
}

fn native() -> Value {
    let mut callbacks = vec!["com.example.sample://callback".to_owned()];
    callbacks.extend(localhost("/callback"));
    json!({
        "name": "Sample native application",
        "description": "Runs on a phone or a desktop and keeps no secret.",
        "app_type": "native",
        "callbacks": callbacks,
        "allowed_logout_urls": ["com.example.sample://logout"],
        "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code", "implicit", "refresh_token"],
        "oidc_conformant": true,
        "jwt_configuration": rs256(),
        "refresh_token": rotating()
    })
}

/// As the dashboard makes public applications: refresh tokens rotate and expire.
fn rotating() -> Value {
    json!({
        "rotation_type": "rotating",
        "expiration_type": "expiring",
        "leeway": 0,
        "token_lifetime": 2_592_000,
        "infinite_token_lifetime": false,
        "idle_token_lifetime": 1_296_000,
        "infinite_idle_token_lifetime": false
    })
}

fn localhost(path: &str) -> Vec<String> {
    PORTS
        .iter()
        .map(|port| format!("http://localhost:{port}{path}"))
        .collect()
}
