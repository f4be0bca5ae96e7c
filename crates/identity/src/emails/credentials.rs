//! What each e-mail provider wants to know of who sends through it.

use ostia_protocol::auth0::schema::Schema;

/// The providers.
pub(super) const PROVIDERS: &[&str] = &[
    "mailgun",
    "mandrill",
    "sendgrid",
    "resend",
    "ses",
    "sparkpost",
    "smtp",
    "azure_cs",
    "ms365",
    "custom",
];

/// What no answer shows.
pub(super) const SECRETS: &[&str] = &[
    "/credentials/api_key",
    "/credentials/accessKeyId",
    "/credentials/secretAccessKey",
    "/credentials/smtp_pass",
    "/credentials/connectionString",
    "/credentials/tenantId",
    "/credentials/clientId",
    "/credentials/clientSecret",
];

/// The `credentials` of a provider.
pub(super) fn schema(provider: &str) -> Schema {
    let text = || Schema::string().min_length(1).max_length(10_000);
    let region = || Schema::enumeration(&["eu"]).nullable();
    let object = Schema::object();
    let object = match provider {
        "mailgun" => object
            .member("api_key", text())
            .member("domain", text().min_length(4))
            .member("region", region()),
        "mandrill" | "sendgrid" | "resend" => object.member("api_key", text()),
        "ses" => object
            .member("accessKeyId", text())
            .member("secretAccessKey", text())
            .member("region", text()),
        "sparkpost" => object.member("api_key", text()).member("region", region()),
        "smtp" => object
            .member("smtp_host", text())
            .member(
                "smtp_port",
                Schema::integer().minimum(1).maximum(i64::from(u16::MAX)),
            )
            .member("smtp_user", text())
            .member("smtp_pass", text()),
        "azure_cs" => object.member("connectionString", text()),
        "ms365" => object
            .member("tenantId", text())
            .member("clientId", text())
            .member("clientSecret", text()),
        _ => object,
    };
    object.described("How the provider knows the tenant")
}
