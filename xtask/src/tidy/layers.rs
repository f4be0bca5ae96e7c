//! Who may speak of whom.

use super::Finding;
use super::module_path::{mentions, module_of};
use super::repository::{Repository, SourceFile};
use super::rust_source::{RustSource, words};

/// The modules of `crates/identity/src` that hold what happens rather than what is.
const VERBS: &[&str] = &[
    "access",
    "account",
    "account_unblocking",
    "authorize",
    "cross_origin",
    "federation",
    "housekeeping",
    "login",
    "logout",
    "mfa",
    "provisioning",
    "client_metadata_documents",
    "registration",
    "scim",
    "streaming",
    "token",
    "userinfo",
    "device_authorization",
    "passwordless",
];

const IDENTITY: &str = "crates/identity/src/";
const SCREENS: &str = "crates/server/src/login/screens/";

/// `axum` appears in `crates/server` alone: verbs know no HTTP.
pub fn axum_stays_in_the_server(repository: &Repository) -> Vec<Finding> {
    crate_stays(
        repository,
        "axum",
        |path| path.starts_with("crates/server/"),
        "verbs know no HTTP: only crates/server may speak of axum",
        "return a value from the verb and turn it into a response in crates/server",
    )
}

/// `sqlx` appears in `crates/identity/src/database/` and in files named `table.rs` alone.
pub fn sqlx_stays_in_database_and_tables(repository: &Repository) -> Vec<Finding> {
    crate_stays(
        repository,
        "sqlx",
        |path| {
            path == "crates/identity/Cargo.toml"
                || path.starts_with("crates/identity/src/database/")
                || (path.starts_with(IDENTITY) && path.ends_with("/table.rs"))
        },
        "SQL lives beside the thing that it stores, in table.rs, and nowhere else",
        "move the query to the noun's table.rs and call it by a name that says what it does",
    )
}

/// A noun's file names no verb.
pub fn nouns_know_no_verbs(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in repository.rust_files(IDENTITY) {
        let Some(module) = module_of(&file.path, IDENTITY) else {
            continue;
        };
        let folder = module.first().map_or("", String::as_str);
        if folder.is_empty() || VERBS.contains(&folder) {
            continue;
        }
        for mention in mentions(&RustSource::parse(&file.text).code, &module) {
            let Some(verb) = mention
                .segments
                .first()
                .filter(|name| VERBS.contains(&name.as_str()))
            else {
                continue;
            };
            findings.push(Finding {
                file: file.path.clone(),
                line: mention.line,
                what: format!("the noun `{folder}` speaks of the verb `{verb}`"),
                why: "nouns know no verbs: a thing and its rules must stand without the requests that use it",
                remedy: "let the verb ask the noun, or move what both need into a noun",
            });
        }
    }
    findings
}

/// A login screen names no other screen: the dispatcher alone knows the order.
pub fn screens_know_no_screens(repository: &Repository) -> Vec<Finding> {
    let screen_of = |file: &SourceFile| {
        let module = module_of(&file.path, "crates/server/src/")?;
        module.get(2).cloned()
    };
    let screens: Vec<String> = repository
        .rust_files(SCREENS)
        .filter_map(screen_of)
        .collect();
    let mut findings = Vec::new();
    for file in repository.rust_files(SCREENS) {
        let (Some(own), Some(module)) =
            (screen_of(file), module_of(&file.path, "crates/server/src/"))
        else {
            continue;
        };
        for mention in mentions(&RustSource::parse(&file.text).code, &module) {
            let [first, second, other, ..] = &mention.segments[..] else {
                continue;
            };
            if first == "login" && second == "screens" && *other != own && screens.contains(other) {
                findings.push(Finding {
                    file: file.path.clone(),
                    line: mention.line,
                    what: format!("the screen `{own}` speaks of the screen `{other}`"),
                    why: "login/next_step.rs alone decides which screen comes next",
                    remedy: "save what the user did and go back to the dispatcher; share helpers outside of screens/",
                });
            }
        }
    }
    findings
}

/// Finds a crate's name in code and manifests under `crates/` where it isn't allowed.
fn crate_stays(
    repository: &Repository,
    name: &str,
    allowed: impl Fn(&str) -> bool,
    why: &'static str,
    remedy: &'static str,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &repository.files {
        if !file.path.starts_with("crates/") || allowed(&file.path) {
            continue;
        }
        let lines = match file.name() {
            "Cargo.toml" => manifest_lines(&file.text, name),
            _ if file.has_extension("rs") => RustSource::parse(&file.text).lines_with_word(name),
            _ => Vec::new(),
        };
        findings.extend(lines.into_iter().map(|line| Finding {
            file: file.path.clone(),
            line,
            what: format!("`{name}` is used here"),
            why,
            remedy,
        }));
    }
    findings
}

/// The lines of a manifest whose key is this crate or one of its family, such as `axum-server`.
fn manifest_lines(text: &str, name: &str) -> Vec<usize> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| {
            words(line.trim()).next() == Some(name) && !line.trim_start().starts_with('#')
        })
        .map(|(index, _)| index + 1)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(findings: &[Finding]) -> Vec<(&str, usize)> {
        findings
            .iter()
            .map(|finding| (finding.file.as_str(), finding.line))
            .collect()
    }

    #[test]
    fn axum() {
        let good = Repository::of(&[
            ("crates/server/src/app.rs", "use axum::Router;"),
            (
                "crates/identity/src/clients/mod.rs",
                "// no axum here\nlet a = \"axum\";",
            ),
            ("crates/identity/Cargo.toml", "# axum\nserde = \"1\""),
        ]);
        assert_eq!(axum_stays_in_the_server(&good), []);
        let bad = Repository::of(&[
            ("crates/identity/src/token/mod.rs", "\nuse axum::Json;"),
            ("crates/protocol/Cargo.toml", "axum.workspace = true"),
        ]);
        assert_eq!(
            places(&axum_stays_in_the_server(&bad)),
            [
                ("crates/identity/src/token/mod.rs", 2),
                ("crates/protocol/Cargo.toml", 1)
            ]
        );
    }

    #[test]
    fn sqlx() {
        let good = Repository::of(&[
            ("crates/identity/src/database/mod.rs", "use sqlx::Pool;"),
            ("crates/identity/src/clients/table.rs", "sqlx::query(\"\")"),
            ("crates/identity/Cargo.toml", "sqlx.workspace = true"),
        ]);
        assert_eq!(sqlx_stays_in_database_and_tables(&good), []);
        let bad = Repository::of(&[
            ("crates/identity/src/clients/mod.rs", "use sqlx::Row;"),
            ("crates/server/src/table.rs", "use sqlx::Row;"),
        ]);
        assert_eq!(
            places(&sqlx_stays_in_database_and_tables(&bad)),
            [
                ("crates/identity/src/clients/mod.rs", 1),
                ("crates/server/src/table.rs", 1)
            ]
        );
    }

    #[test]
    fn nouns() {
        let good = Repository::of(&[
            (
                "crates/identity/src/lib.rs",
                "pub mod token; use crate::token::exchange;",
            ),
            (
                "crates/identity/src/token/mod.rs",
                "use crate::{clients, login};",
            ),
            (
                "crates/identity/src/clients/mod.rs",
                "use crate::refresh_tokens::token; use super::users;",
            ),
        ]);
        assert_eq!(nouns_know_no_verbs(&good), []);
        let bad = Repository::of(&[
            (
                "crates/identity/src/clients/mod.rs",
                "use crate::users;\nuse super::token::mint;",
            ),
            (
                "crates/identity/src/users/table.rs",
                "use crate::{clients,\n  login::transaction};",
            ),
        ]);
        assert_eq!(
            places(&nouns_know_no_verbs(&bad)),
            [
                ("crates/identity/src/clients/mod.rs", 2),
                ("crates/identity/src/users/table.rs", 2)
            ]
        );
    }

    #[test]
    fn screens() {
        let good = Repository::of(&[
            (
                "crates/server/src/login/screens/mod.rs",
                "pub mod password; pub mod signup; use self::password::Page;",
            ),
            (
                "crates/server/src/login/screens/password.rs",
                "use crate::login::page;",
            ),
            (
                "crates/server/src/login/screens/signup.rs",
                "use super::Screen;",
            ),
        ]);
        assert_eq!(screens_know_no_screens(&good), []);
        let bad = Repository::of(&[
            (
                "crates/server/src/login/screens/password.rs",
                "use super::signup::form;",
            ),
            (
                "crates/server/src/login/screens/signup.rs",
                "\nfn f() { crate::login::screens::password::show() }",
            ),
        ]);
        assert_eq!(
            places(&screens_know_no_screens(&bad)),
            [
                ("crates/server/src/login/screens/password.rs", 1),
                ("crates/server/src/login/screens/signup.rs", 2)
            ]
        );
    }
}
