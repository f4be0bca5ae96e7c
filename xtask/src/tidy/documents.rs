//! ARCHITECTURE.md speaks of this repository and not of another.

use super::Finding;
use super::repository::Repository;

const ARCHITECTURE: &str = "ARCHITECTURE.md";
const LONGEST: usize = 150;

/// The page fits into one reading.
pub fn architecture_is_short(repository: &Repository) -> Vec<Finding> {
    let Some(page) = page(repository) else {
        return vec![Finding {
            file: ARCHITECTURE.to_owned(),
            line: 0,
            what: "the page is missing".to_owned(),
            why: "who comes new starts there",
            remedy: "write ARCHITECTURE.md at the root, in at most 150 lines",
        }];
    };
    let lines = page.lines().count();
    if lines <= LONGEST {
        return Vec::new();
    }
    vec![Finding {
        file: ARCHITECTURE.to_owned(),
        line: LONGEST + 1,
        what: format!("{lines} lines; {LONGEST} are allowed"),
        why: "a map that takes an hour is read by nobody",
        remedy: "move detail into docs/ and keep what a newcomer needs first",
    }]
}

/// Every path that the page names is in the tree.
pub fn architecture_names_what_exists(repository: &Repository) -> Vec<Finding> {
    let Some(page) = page(repository) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (line, name) in named_paths(page, repository) {
        if !exists(repository, &name) {
            findings.push(Finding {
                file: ARCHITECTURE.to_owned(),
                line,
                what: format!("`{name}` is named and does not exist"),
                why: "a page that the tree contradicts misleads whoever trusts it",
                remedy: "name the path as it is now, or take the sentence out",
            });
        }
    }
    findings
}

fn page(repository: &Repository) -> Option<&str> {
    let file = repository
        .files
        .iter()
        .find(|file| file.path == ARCHITECTURE)?;
    Some(&file.text)
}

/// The paths in code spans and code blocks, with braces expanded.
fn named_paths(page: &str, repository: &Repository) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_block = false;
    for (index, line) in page.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
            continue;
        }
        let spans: Vec<&str> = if in_block {
            line.split_whitespace().collect()
        } else {
            line.split('`')
                .skip(1)
                .step_by(2)
                .filter(|span| !span.contains(' '))
                .collect()
        };
        for span in spans {
            let span = span.trim_matches(|c: char| "(),;:·\"'".contains(c));
            for name in expand(span.split("::").next().unwrap_or(span)) {
                if looks_like_a_path(&name, repository) {
                    found.push((index + 1, name));
                }
            }
        }
    }
    found
}

/// `a/{b,c}.rs` is `a/b.rs` and `a/c.rs`; what is left open by an ellipsis is left out.
fn expand(span: &str) -> Vec<String> {
    match (span.find('{'), span.find('}')) {
        (Some(open), Some(close)) if open < close => span[open + 1..close]
            .split(',')
            .flat_map(|choice| expand(&format!("{}{choice}{}", &span[..open], &span[close + 1..])))
            .collect(),
        _ if span.contains('…') || span.contains("...") => Vec::new(),
        _ => vec![span.to_owned()],
    }
}

/// A path ends in a known extension or a slash, or begins with a folder of the root. URL paths begin with a slash.
fn looks_like_a_path(name: &str, repository: &Repository) -> bool {
    const EXTENSIONS: &[&str] = &[
        ".rs", ".toml", ".md", ".sql", ".html", ".sh", ".mjs", ".py", ".yml", ".json", ".css",
        ".js", ".tsx", ".ts",
    ];
    if name.starts_with('/')
        || name.contains("://")
        || name.starts_with('.') && !name.starts_with(".ci")
    {
        return false;
    }
    let ends = name.ends_with('/') || EXTENSIONS.iter().any(|extension| name.ends_with(extension));
    let begins = name.split_once('/').is_some_and(|(first, _)| {
        repository.files.iter().any(|file| {
            file.path
                .strip_prefix(first)
                .is_some_and(|rest| rest.starts_with('/'))
        })
    });
    ends && name.len() > 1 || begins
}

/// Whether a tracked path, or a folder of one, is this name or ends in it. `*` and `<…>` stand for one part.
fn exists(repository: &Repository, name: &str) -> bool {
    let wanted: Vec<&str> = name.trim_end_matches('/').split('/').collect();
    repository.files.iter().any(|file| {
        let parts: Vec<&str> = file.path.split('/').collect();
        parts
            .windows(wanted.len())
            .enumerate()
            .any(|(start, window)| {
                let to_the_end = start + wanted.len() == parts.len();
                let is_folder = !to_the_end && (name.ends_with('/') || !name.contains('.'));
                (to_the_end || is_folder)
                    && window
                        .iter()
                        .zip(&wanted)
                        .all(|(part, want)| matches(part, want))
            })
    })
}

fn matches(part: &str, wanted: &str) -> bool {
    let hole = wanted
        .find('*')
        .map(|at| (at, at + 1))
        .or_else(|| Some((wanted.find('<')?, wanted.find('>')? + 1)));
    match hole {
        Some((from, to)) => {
            part.len() >= wanted.len() - (to - from)
                && part.starts_with(&wanted[..from])
                && part.ends_with(&wanted[to..])
        }
        None => part == wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &[(&str, &str)] = &[
        ("crates/server/src/app.rs", ""),
        ("crates/identity/src/token/mod.rs", ""),
        ("crates/identity/src/token/mint.rs", ""),
        ("crates/identity/src/authorize/check_pkce.rs", ""),
        ("docs/decisions/0001-one-sql.md", ""),
    ];

    fn with_page(page: &str) -> Repository {
        let mut files = TREE.to_vec();
        files.push((ARCHITECTURE, page));
        Repository::of(&files)
    }

    #[test]
    fn length() {
        assert_eq!(architecture_is_short(&with_page(&"a\n".repeat(150))), []);
        assert_eq!(
            architecture_is_short(&with_page(&"a\n".repeat(151))).len(),
            1
        );
        assert_eq!(architecture_is_short(&Repository::of(TREE)).len(), 1);
    }

    #[test]
    fn paths() {
        let good = with_page(
            "`app.rs` and `crates/server` and `token/{mod,mint,…}.rs`, `authorize/check_*.rs`, `docs/decisions/`.\n\
             `/oauth/token` `application/json` `GET /authorize` `check_pkce.rs::check` `docs/decisions/<number>.md`\n\
             ```\ncrates/identity/src/  token/{mod,mint}.rs   the verbs\n```\n",
        );
        assert_eq!(architecture_names_what_exists(&good), []);
        let bad = with_page(
            "\n`apps.rs` `crates/client` `token/{mod,paint}.rs`\n```\ncrates/identity/src/  users/\n```\n",
        );
        let places: Vec<(usize, String)> = architecture_names_what_exists(&bad)
            .into_iter()
            .map(|finding| {
                (
                    finding.line,
                    finding
                        .what
                        .split('`')
                        .nth(1)
                        .unwrap_or_default()
                        .to_owned(),
                )
            })
            .collect();
        assert_eq!(
            places,
            [
                (2, "apps.rs".to_owned()),
                (2, "crates/client".to_owned()),
                (2, "token/paint.rs".to_owned()),
                (4, "users/".to_owned())
            ]
        );
    }
}
