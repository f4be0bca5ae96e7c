//! The wire form of log streams: one sink for each kind of receiver.

use std::sync::LazyLock;

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use serde_json::{Value, json};

use crate::collections::{Members, replaced};

/// The groups of log entries that a filter names.
pub const CATEGORIES: &[&str] = &[
    "auth.login.fail",
    "auth.login.notification",
    "auth.login.success",
    "auth.logout.fail",
    "auth.logout.success",
    "auth.signup.fail",
    "auth.signup.success",
    "auth.silent_auth.fail",
    "auth.silent_auth.success",
    "auth.token_exchange.fail",
    "auth.token_exchange.success",
    "management.fail",
    "management.success",
    "scim.event",
    "system.notification",
    "user.fail",
    "user.notification",
    "user.success",
    "actions",
    "other",
];

const AWS_REGIONS: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

const AZURE_REGIONS: &[&str] = &[
    "australiacentral",
    "australiaeast",
    "australiasoutheast",
    "brazilsouth",
    "canadacentral",
    "canadaeast",
    "centralindia",
    "centralus",
    "eastasia",
    "eastus",
    "eastus2",
    "francecentral",
    "germanywestcentral",
    "japaneast",
    "japanwest",
    "koreacentral",
    "koreasouth",
    "northcentralus",
    "northeurope",
    "norwayeast",
    "southafricanorth",
    "southcentralus",
    "southeastasia",
    "southindia",
    "swedencentral",
    "switzerlandnorth",
    "uaenorth",
    "uksouth",
    "ukwest",
    "westcentralus",
    "westeurope",
    "westindia",
    "westus",
    "westus2",
];

/// The receivers, and what each has to be told.
static SINKS: LazyLock<Vec<(&'static str, Schema)>> = LazyLock::new(|| {
    vec![
        ("http", http()),
        ("eventbridge", event_bridge()),
        ("eventgrid", event_grid()),
        ("datadog", datadog()),
        ("splunk", splunk()),
        (
            "sumo",
            Schema::object().required_member("sumoSourceAddress", text(2_000)),
        ),
        (
            "segment",
            Schema::object().required_member("segmentWriteKey", text(1_000)),
        ),
        ("mixpanel", mixpanel()),
    ]
});

/// The body of `POST /log-streams`.
pub static CREATE: LazyLock<Schema> = LazyLock::new(|| {
    let kind = |name: &'static str| match name {
        "http" => Schema::enumeration(&["http"]),
        "eventbridge" => Schema::enumeration(&["eventbridge"]),
        "eventgrid" => Schema::enumeration(&["eventgrid"]),
        "datadog" => Schema::enumeration(&["datadog"]),
        "splunk" => Schema::enumeration(&["splunk"]),
        "sumo" => Schema::enumeration(&["sumo"]),
        "segment" => Schema::enumeration(&["segment"]),
        _ => Schema::enumeration(&["mixpanel"]),
    };
    let kinds = SINKS.iter().map(|(name, sink)| {
        let schema = Schema::object()
            .member("name", name_schema())
            .required_member("type", kind(name));
        what_is_sent(schema)
            .required_member("sink", sink.clone())
            .member(
                "startFrom",
                Schema::formatted(Format::DateTime)
                    .max_length(40)
                    .described("With what to begin"),
            )
    });
    Schema::any_of(kinds.collect::<Vec<_>>())
});

/// The body of `PATCH /log-streams/{id}`.
pub static UPDATE: LazyLock<Schema> = LazyLock::new(|| {
    let schema = Schema::object().member("name", name_schema()).member(
        "status",
        Schema::enumeration(&["active", "paused", "suspended"]),
    );
    // Which of the sinks it has to be depends on the stream, and is checked when that is known.
    what_is_sent(schema).member("sink", Schema::object().open())
});

fn name_schema() -> Schema {
    text(255).described("Name of the log stream")
}

fn what_is_sent(schema: Schema) -> Schema {
    let filter = Schema::object()
        .member("type", Schema::enumeration(&["category"]))
        .member("name", Schema::enumeration(CATEGORIES))
        .open();
    let fields = Schema::enumeration(&[
        "first_name",
        "last_name",
        "username",
        "email",
        "phone",
        "address",
    ]);
    let pii = Schema::object()
        .required_member(
            "log_fields",
            Schema::array(fields).min_items(1).max_items(6),
        )
        .member("method", Schema::enumeration(&["mask", "hash"]))
        .member("algorithm", Schema::enumeration(&["xxhash"]));
    schema
        .member(
            "isPriority",
            Schema::boolean().described("Whether it is sent before others"),
        )
        .member("filters", Schema::array(filter).max_items(100))
        .member(
            "pii_config",
            pii.described("What is made unreadable before it is sent"),
        )
}

fn http() -> Schema {
    let header = Schema::object()
        .member("header", text(255))
        .member("value", text(4_096))
        .open();
    let endpoint = text(2_000).pattern("^https://.*");
    Schema::object()
        .member("httpAuthorization", text(4_096))
        .member(
            "httpContentFormat",
            Schema::enumeration(&["JSONARRAY", "JSONLINES", "JSONOBJECT"]),
        )
        .member("httpContentType", text(255))
        .required_member(
            "httpEndpoint",
            endpoint.described("Where the entries are sent"),
        )
        .member("httpCustomHeaders", Schema::array(header).max_items(20))
}

fn event_bridge() -> Schema {
    Schema::object()
        .required_member("awsAccountId", text(12).pattern(r"^\d{12}$"))
        .required_member("awsRegion", Schema::enumeration(AWS_REGIONS))
        .member("awsPartnerEventSource", text(500))
}

fn event_grid() -> Schema {
    let uuid = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";
    Schema::object()
        .required_member("azureSubscriptionId", text(36).pattern(uuid))
        .required_member("azureRegion", Schema::enumeration(AZURE_REGIONS))
        .required_member("azureResourceGroup", text(255))
        .member("azurePartnerTopic", text(500))
}

fn datadog() -> Schema {
    Schema::object()
        .required_member("datadogApiKey", text(1_000))
        .required_member(
            "datadogRegion",
            Schema::enumeration(&["us", "eu", "us3", "us5"]),
        )
}

fn splunk() -> Schema {
    Schema::object()
        .required_member("splunkDomain", text(500))
        .required_member("splunkPort", text(5).pattern("^[0-9]*$"))
        .required_member("splunkToken", text(1_000))
        .required_member("splunkSecure", Schema::boolean())
}

fn mixpanel() -> Schema {
    Schema::object()
        .required_member("mixpanelRegion", Schema::enumeration(&["us", "eu"]))
        .required_member("mixpanelProjectId", text(100).pattern(r"^\d+$"))
        .required_member(
            "mixpanelServiceAccountUsername",
            text(255).pattern("^[^:]+$"),
        )
        .required_member(
            "mixpanelServiceAccountPassword",
            text(255).pattern("^[^:]+$"),
        )
}

fn text(maximum: usize) -> Schema {
    Schema::string().max_length(maximum)
}

/// What a sink authenticates with. The deploy tool leaves it out of changes, and counts on its staying.
const KEPT: &[&str] = &[
    "httpAuthorization",
    "datadogApiKey",
    "splunkToken",
    "segmentWriteKey",
    "mixpanelServiceAccountPassword",
];

/// The sink is replaced as a whole, but for the secrets that may be left out.
pub fn change(stream: &mut Members, sent: &Members) {
    let mut sent = sent.clone();
    if let Some(sink) = sent.get_mut("sink").and_then(Value::as_object_mut) {
        for secret in KEPT {
            let held = stream.get("sink").and_then(|sink| sink.get(*secret));
            if let Some(held) = held {
                sink.entry(*secret).or_insert_with(|| held.clone());
            }
        }
    }
    replaced(stream, &sent);
}

/// Whether the sink is one of the stream's kind.
pub fn check_sink(kind: &str, stream: &Members) -> Result<(), Error> {
    let Some((_, sink)) = SINKS.iter().find(|(name, _)| *name == kind) else {
        return Ok(());
    };
    let held = json!({ "sink": stream.get("sink") });
    let schema = Schema::object().required_member("sink", sink.clone());
    schema.check(&held, Part::Payload)
}
