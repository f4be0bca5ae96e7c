//! What a development tenant has beside a complete one: an administrator, a client that administers, an application of
//! each type and an API to call.
//!
//! Ids, secrets and the password are derived from the tenant's data key. They are as secret as it is and as random as
//! it was, and every start finds them again without a file that could be lost or half written.

use ostia_protocol::auth0::ids::ClientId;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use crate::client_grants::{self, SubjectType};
use crate::clients::{self, table::ClientRow};
use crate::connections::{self, Connection};
use crate::context::Context;
use crate::failure::{Broken, Failure};
use crate::passwords::{Password, PasswordHash, Verdict};
use crate::resource_servers;
use crate::users::{self, NewUser, NotCreated};

/// Who administers a development tenant.
pub const ADMIN_EMAIL: &str = "admin@example.com";
/// The API that samples call.
const API: &str = "https://api.example.com/";
/// Where frameworks serve what is being developed: Next.js and Express, Vite, Angular, everything else.
const PORTS: [u16; 4] = [3000, 5173, 4200, 8080];

/// A client's id and, for confidential ones, its secret.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The `client_id`.
    pub client_id: ClientId,
    /// The `client_secret`.
    pub client_secret: Option<Zeroizing<String>>,
}

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
    let administrator = client("administrator", administrator(), context).await?;
    let non_interactive = client("non_interactive", non_interactive(), context).await?;
    let regular_web = client("regular_web", regular_web(), context).await?;
    let native = client("native", native(), context).await?;
    let spa = client("spa", spa(), context).await?;
    enable(&connection, &[&regular_web, &native, &spa], context).await?;

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
        admin_password: admin(&connection, context).await?,
        connection: connection.name,
        audience: API.to_owned(),
        administrator,
        native,
        spa,
        regular_web,
        non_interactive,
    })
}

async fn client(
    sample: &str,
    mut document: Map<String, Value>,
    context: &Context,
) -> Result<Credentials, Broken> {
    let id = ClientId::parse(&derived(&format!("sample client {sample}"), 32, context)?)
        .map_err(Broken::internal)?;
    let found = match clients::find(&id, context).await? {
        Some(found) => found,
        None => {
            document.insert("client_id".to_owned(), json!(id));
            insert(sample, &id, document, context).await?;
            clients::find(&id, context)
                .await?
                .ok_or_else(|| Broken::internal("a sample client that was just made is gone"))?
        }
    };
    let client_secret = match &found.kind {
        clients::ClientKind::Secret { secret, .. } => Some(secret.reveal()?),
        _ => None,
    };
    Ok(Credentials {
        client_id: id,
        client_secret,
    })
}

async fn insert(
    sample: &str,
    id: &ClientId,
    document: Map<String, Value>,
    context: &Context,
) -> Result<(), Broken> {
    let secret = context
        .tenant
        .key
        .authenticate("sample secret", sample.as_bytes())?;
    let row = ClientRow {
        client_id: id.as_str().to_owned(),
        document,
        sealed_secret: Some(clients::seal_secret(
            id,
            &secret,
            &context.tenant,
            context.entropy(),
        )?),
    };
    let mut work = context.begin().await?;
    clients::table::insert(&context.tenant, &row, context.now, &mut work).await?;
    Ok(work.commit().await?)
}

async fn enable(
    connection: &Connection,
    clients: &[&Credentials],
    context: &Context,
) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    for client in clients {
        connections::table::enable(
            &context.tenant,
            connection.id.as_str(),
            &client.client_id,
            context.now,
            &mut work,
        )
        .await?;
    }
    work.commit().await
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
    context: &Context,
) -> Result<Option<Zeroizing<String>>, Broken> {
    // A prefix of each kind of character, so that any policy takes it.
    let clear = Zeroizing::new(format!("Aa1-{}", derived("admin password", 20, context)?));
    let password = Password::parse(clear.as_str()).map_err(Broken::internal)?;
    let Some(account) = users::find_password_account(ADMIN_EMAIL, connection, context).await?
    else {
        let admin = NewUser {
            email: Some(ADMIN_EMAIL.to_owned()),
            email_verified: true,
            name: Some("Administrator".to_owned()),
            password: Some(password),
            ..NewUser::default()
        };
        return match users::create(admin, connection, context).await {
            Ok(_) => Ok(Some(clear)),
            Err(NotCreated::Broken(broken)) => Err(broken),
            Err(other) => Err(Broken::internal(format!(
                "the administrator could not be made: {other:?}"
            ))),
        };
    };
    let Some(Ok(hash)) = account.hash.map(|hash| hash.parse::<PasswordHash>()) else {
        return Ok(None);
    };
    let verdict = context.platform.hashing.verify(&hash, &password).await;
    let unchanged = !matches!(verdict.map_err(Broken::internal)?, Verdict::Differs);
    Ok(unchanged.then_some(clear))
}

/// Letters and digits that only this tenant's key gives.
fn derived(purpose: &str, length: usize, context: &Context) -> Result<String, Broken> {
    let key = &context.tenant.key;
    let text = key.authenticate(purpose, b"1")? + &key.authenticate(purpose, b"2")?;
    Ok(text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(length)
        .collect())
}

fn administrator() -> Map<String, Value> {
    machine(
        "Administration",
        "Ostia's own tools and yours administer this tenant with it.",
    )
}

fn non_interactive() -> Map<String, Value> {
    machine(
        "Sample machine to machine",
        "A service that calls the sample API on its own behalf.",
    )
}

fn machine(name: &str, description: &str) -> Map<String, Value> {
    application(json!({
        "name": name,
        "description": description,
        "app_type": "non_interactive",
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["client_credentials"],
        "callbacks": []
    }))
}

fn regular_web() -> Map<String, Value> {
    let mut callbacks = localhost("/callback");
    // Where the SDK for Next.js listens.
    callbacks.extend(localhost("/auth/callback"));
    application(json!({
        "name": "Sample web application",
        "description": "Runs on a server and keeps a secret.",
        "app_type": "regular_web",
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["authorization_code", "implicit", "refresh_token", "client_credentials"],
        "callbacks": callbacks,
        "allowed_logout_urls": localhost("")
    }))
}

fn spa() -> Map<String, Value> {
    let mut callbacks = localhost("");
    callbacks.extend(localhost("/callback"));
    public(json!({
        "name": "Sample single-page application",
        "description": "Runs in the browser and keeps no secret.",
        "app_type": "spa",
        "callbacks": callbacks,
        "allowed_logout_urls": localhost(""),
        "web_origins": localhost(""),
        "allowed_origins": localhost("")
    }))
}

fn native() -> Map<String, Value> {
    let mut callbacks = vec!["com.example.sample://callback".to_owned()];
    callbacks.extend(localhost("/callback"));
    public(json!({
        "name": "Sample native application",
        "description": "Runs on a phone or a desktop and keeps no secret.",
        "app_type": "native",
        "callbacks": callbacks,
        "allowed_logout_urls": ["com.example.sample://logout"]
    }))
}

fn public(members: Value) -> Map<String, Value> {
    let mut document = object(json!({
        "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code", "implicit", "refresh_token"],
        "refresh_token": {
            "rotation_type": "rotating",
            "expiration_type": "expiring",
            "leeway": 0,
            "token_lifetime": 2_592_000,
            "infinite_token_lifetime": false,
            "idle_token_lifetime": 1_296_000,
            "infinite_idle_token_lifetime": false
        }
    }));
    document.extend(object(members));
    application(Value::Object(document))
}

/// What the dashboard stores for every application.
fn application(members: Value) -> Map<String, Value> {
    let mut document = object(json!({
        "global": false,
        "is_first_party": true,
        "oidc_conformant": true,
        "sso_disabled": false,
        "is_token_endpoint_ip_header_trusted": false,
        "cross_origin_authentication": false,
        "custom_login_page_on": true,
        "jwt_configuration": { "alg": "RS256", "lifetime_in_seconds": 36_000, "secret_encoded": false },
        "refresh_token": {
            "rotation_type": "non-rotating",
            "expiration_type": "non-expiring",
            "leeway": 0,
            "token_lifetime": 31_557_600,
            "infinite_token_lifetime": true,
            "idle_token_lifetime": 2_592_000,
            "infinite_idle_token_lifetime": true
        }
    }));
    document.extend(object(members));
    document
}

fn localhost(path: &str) -> Vec<String> {
    PORTS
        .iter()
        .map(|port| format!("http://localhost:{port}{path}"))
        .collect()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}
