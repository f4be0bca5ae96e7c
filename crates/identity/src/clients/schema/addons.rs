//! The add-ons of a client: an object of settings each. Only their types are looked at.

use ostia_protocol::auth0::schema::{Format, Schema};

/// Add-ons whose settings are free.
const FREE: &[&str] = &["box", "cloudbees", "concur", "dropbox", "wsfed"];

/// Add-ons all of whose settings are optional strings.
const TEXTS: &[(&str, &[&str])] = &[
    ("sentry", &["org_slug", "base_url"]),
    ("echosign", &["domain"]),
    ("egnyte", &["domain"]),
    ("newrelic", &["account"]),
    ("office365", &["domain", "connection"]),
    ("salesforce_api", SALESFORCE_API),
    ("salesforce_sandbox_api", SALESFORCE_API),
    ("springcm", &["acsurl"]),
    ("wams", &["masterkey"]),
    ("zendesk", &["accountName"]),
    ("zoom", &["account"]),
    ("sso_integration", &["name", "version"]),
];

const SALESFORCE_API: &[&str] = &[
    "clientid",
    "principal",
    "communityName",
    "community_url_section",
];

const ORDER: &[&str] = &[
    "aws",
    "azure_blob",
    "azure_sb",
    "rms",
    "mscrm",
    "slack",
    "sentry",
    "box",
    "cloudbees",
    "concur",
    "dropbox",
    "echosign",
    "egnyte",
    "firebase",
    "newrelic",
    "office365",
    "salesforce",
    "salesforce_api",
    "salesforce_sandbox_api",
    "samlp",
    "layer",
    "sap_api",
    "sharepoint",
    "springcm",
    "wams",
    "wsfed",
    "zendesk",
    "zoom",
    "sso_integration",
    "oag",
];

pub(super) fn schema() -> Schema {
    ORDER
        .iter()
        .fold(Schema::object(), |schema, name| {
            schema.member(name, addon(name).nullable())
        })
        .nullable()
        .described("Add-ons of the client and their settings")
}

fn addon(name: &str) -> Schema {
    if FREE.contains(&name) {
        return settings();
    }
    if let Some((_, names)) = TEXTS.iter().find(|(addon, _)| *addon == name) {
        return texts(settings(), names);
    }
    match name {
        "aws" => texts(settings(), &["principal", "role"]).member(
            "lifetime_in_seconds",
            Schema::integer().minimum(900).maximum(43_200),
        ),
        "azure_blob" => azure_blob(),
        "azure_sb" => texts(
            settings(),
            &["namespace", "sasKeyName", "sasKey", "entityPath"],
        )
        .member("expiration", Schema::integer()),
        "rms" | "mscrm" => settings().required_member("url", Schema::formatted(Format::Url)),
        "slack" => settings().required_member("team", Schema::string()),
        "firebase" => texts(
            settings(),
            &["secret", "private_key_id", "private_key", "client_email"],
        )
        .member("lifetime_in_seconds", Schema::integer()),
        "salesforce" => settings().member("entity_id", Schema::formatted(Format::Url)),
        "samlp" => samlp(),
        "layer" => settings()
            .required_member("providerId", Schema::string())
            .required_member("keyId", Schema::string())
            .required_member("privateKey", Schema::string())
            .member("principal", Schema::string())
            .member("expiration", Schema::integer().minimum(0)),
        "sap_api" => texts(settings(), &["clientid", "usernameAttribute"])
            .member("tokenEndpointUrl", Schema::formatted(Format::Url))
            .member("scope", Schema::string())
            .member("servicePassword", Schema::string())
            .member("nameIdentifierFormat", Schema::string()),
        "sharepoint" => settings().member("url", Schema::string()).member(
            "external_url",
            Schema::any_of([Schema::array(Schema::string()), Schema::string()]),
        ),
        _ => Schema::object(),
    }
}

fn settings() -> Schema {
    Schema::object().open()
}

fn texts(schema: Schema, names: &'static [&'static str]) -> Schema {
    names
        .iter()
        .fold(schema, |schema, name| schema.member(name, Schema::string()))
}

fn flags(schema: Schema, names: &'static [&'static str]) -> Schema {
    names.iter().fold(schema, |schema, name| {
        schema.member(name, Schema::boolean())
    })
}

fn azure_blob() -> Schema {
    let schema = settings()
        .member(
            "accountName",
            Schema::string().pattern("^([a-z0-9]){3,24}$"),
        )
        .member(
            "storageAccessKey",
            Schema::string().pattern("^([A-Za-z0-9+/]){86}==$"),
        )
        .member(
            "containerName",
            Schema::string().pattern("^([a-z0-9]){1}([a-z0-9-]){2,62}$"),
        )
        .member("blobName", Schema::string().pattern("^(.){1,1024}$"))
        .member("expiration", Schema::integer().minimum(0))
        .member("signedIdentifier", Schema::string());
    flags(
        schema,
        &[
            "blob_read",
            "blob_write",
            "blob_delete",
            "container_read",
            "container_write",
            "container_delete",
            "container_list",
        ],
    )
}

fn samlp() -> Schema {
    let schema = flags(
        texts(
            settings().member("mappings", settings()),
            &["audience", "recipient"],
        ),
        &[
            "createUpnClaim",
            "mapUnknownClaimsAsIs",
            "passthroughClaimsWithNoMapping",
            "mapIdentities",
        ],
    );
    texts(
        schema,
        &[
            "signatureAlgorithm",
            "digestAlgorithm",
            "issuer",
            "destination",
        ],
    )
    .member("lifetimeInSeconds", Schema::integer())
    .member("signResponse", Schema::boolean())
    .member("nameIdentifierFormat", Schema::string())
    .member(
        "nameIdentifierProbes",
        Schema::array(Schema::string().min_length(1)),
    )
    .member("authnContextClassRef", Schema::string())
}
