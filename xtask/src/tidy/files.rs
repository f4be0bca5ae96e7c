//! What no tracked file may hold, and how long one may be.

use super::Finding;
use super::repository::{Repository, SourceFile};
use super::rust_source::RustSource;

const LONGEST: usize = 500;

/// Where a developer's own folders begin. Written apart, so that this file doesn't find itself.
const MACHINE_PATHS: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("C:\\Us", "ers"),
];

/// No path of the machine that it was written on.
pub fn no_machine_paths(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &repository.files {
        let mut previous = "";
        for (index, line) in file.text.lines().enumerate() {
            let excused = line.contains("tidy: path") || previous.contains("tidy: path");
            if let Some(path) = MACHINE_PATHS.iter().find(|path| holds_path(line, path))
                && !excused
            {
                findings.push(Finding {
                    file: file.path.clone(),
                    line: index + 1,
                    what: format!("the path of a machine: `{path}…`"),
                    why: "it works on one machine and tells strangers about it",
                    remedy: "make it relative to the repository, or a setting; where the path is the point, write \
                             `tidy: path <the reason>` in a comment on the line above",
                });
            }
            previous = line;
        }
    }
    findings
}

/// Lock files name versions and checksums, not where one machine fetched them from.
pub fn lock_files_hold_no_addresses(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in repository
        .files
        .iter()
        .filter(|file| file.name() == "package-lock.json")
    {
        let address = file
            .text
            .lines()
            .position(|line| line.contains("\"resolved\": \"http"));
        if let Some(index) = address {
            findings.push(Finding {
                file: file.path.clone(),
                line: index + 1,
                what: "a download address is recorded".to_owned(),
                why: "it ties everybody to the registry that one developer happened to use",
                remedy: "put `omit-lockfile-registry-resolved=true` into .npmrc beside it and run npm install again",
            });
        }
    }
    findings
}

/// Code files stay under 500 lines, tests aside, or say why they don't.
pub fn files_are_short(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in repository.files.iter().filter(|file| is_code(file)) {
        let lines = counted_lines(file);
        if lines <= LONGEST {
            continue;
        }
        let reason = file
            .text
            .lines()
            .find_map(|line| Some(line.split_once("tidy: long")?.1));
        let what = match reason {
            Some(reason) if reason.chars().filter(|c| c.is_alphabetic()).count() >= 8 => continue,
            Some(_) => format!("{lines} lines, and `tidy: long` gives no reason"),
            None => format!("{lines} lines without the tests; {LONGEST} are allowed"),
        };
        findings.push(Finding {
            file: file.path.clone(),
            line: LONGEST + 1,
            what,
            why: "a file that does one thing is found, read and reviewed sooner",
            remedy: "split it where its headings already are; what belongs together (a table is a table) may stay \
                     with a comment `tidy: long <the reason>`",
        });
    }
    findings
}

/// The path stands at the beginning of a word, not inside of a longer path or an address, and a name may follow: SCIM's
/// resources have a collection that is called like a folder.
fn holds_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + path.len()..].chars().next();
        before.is_none_or(|before| !(before.is_alphanumeric() || "_-./:}".contains(before)))
            && after.is_none_or(|after| !"{.".contains(after))
    })
}

fn is_code(file: &SourceFile) -> bool {
    const EXTENSIONS: &[&str] = &["rs", "mjs", "js", "ts", "tsx", "py", "sh", "css", "lua"];
    let exempt = file.is_test()
        || file
            .path
            .split('/')
            .any(|part| part == "templates" || part == "vendor");
    !exempt
        && EXTENSIONS
            .iter()
            .any(|extension| file.has_extension(extension))
}

/// Lines up to the file's own tests.
fn counted_lines(file: &SourceFile) -> usize {
    if file.has_extension("rs")
        && let Some(line) = RustSource::parse(&file.text).tests_begin()
    {
        return line - 1;
    }
    file.text.lines().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_paths() {
        let path = MACHINE_PATHS[2];
        let good = Repository::of(&[
            (
                "a.md",
                concat!(
                    "see https://example.com/home/page and crates/root/main.rs and /homes/, /Us",
                    "ers/{id}"
                ),
            ),
            (
                "b.md",
                &format!("<!-- tidy: path a reader's own folder -->\nls {path}you"),
            ),
        ]);
        assert_eq!(no_machine_paths(&good), []);
        let bad = Repository::of(&[(
            "a.sh",
            &format!("true\ncd {path}ann/ostia\ncat \"{path}ann\""),
        )]);
        let lines: Vec<usize> = no_machine_paths(&bad)
            .iter()
            .map(|finding| finding.line)
            .collect();
        assert_eq!(lines, [2, 3]);
    }

    #[test]
    fn lock_files() {
        let good = Repository::of(&[("e2e/package-lock.json", "{\"version\": \"1\"}")]);
        assert_eq!(lock_files_hold_no_addresses(&good), []);
        let bad = Repository::of(&[(
            "e2e/package-lock.json",
            "{\n\"resolved\": \"https://registry.example/a.tgz\"",
        )]);
        assert_eq!(lock_files_hold_no_addresses(&bad)[0].line, 2);
    }

    #[test]
    fn long_files() {
        let long = "let a = 1;\n".repeat(501);
        let tested = format!(
            "{}#[cfg(test)]\nmod tests {{\n{long}}}\n",
            "let a = 1;\n".repeat(500)
        );
        let reasoned = format!("// tidy: long the table of scopes is one table\n{long}");
        let good = Repository::of(&[
            ("crates/a/src/tested.rs", &tested),
            ("crates/a/src/reasoned.rs", &reasoned),
            ("crates/a/tests/it/main.rs", &long),
            ("crates/a/src/templates/page.css", &long),
            ("Cargo.lock", &long),
        ]);
        assert_eq!(files_are_short(&good), []);
        let unreasoned = format!("// tidy: long\n{long}");
        let bad = Repository::of(&[
            ("crates/a/src/lib.rs", &long),
            ("crates/a/src/b.rs", &unreasoned),
        ]);
        assert_eq!(files_are_short(&bad).len(), 2);
    }
}
