//! One SQL for both databases, and never without its tenant.

use super::Finding;
use super::repository::{Repository, SourceFile};
use super::rust_source::{RustSource, words};

const DIALECT: &str = "crates/identity/src/database/dialect.rs";

/// What only one of the two databases understands. Compared without regard to case, as whole words.
const ONE_BACKEND_ONLY: &[&str] = &[
    "AUTOINCREMENT",
    "BIGSERIAL",
    "BYTEA",
    "EXPLAIN",
    "GLOB",
    "ILIKE",
    "JSONB",
    "JSON_EACH",
    "JSON_EXTRACT",
    "LISTEN",
    "NOTIFY",
    "POSTGRES",
    "POSTGRESQL",
    "PRAGMA",
    "ROWID",
    "SERIAL",
    "SKIP LOCKED",
    "SQLITE",
    "STRFTIME",
    "TIMESTAMPTZ",
    "BEGIN IMMEDIATE",
    "FOR UPDATE",
    "INSERT OR IGNORE",
    "INSERT OR REPLACE",
    "WITHOUT ROWID",
];

/// The same, as operators.
const ONE_BACKEND_OPERATORS: &[&str] = &["->>", "::", "@>", "~*"];

/// No SQL names a backend outside of the dialect.
pub fn backends_are_named_in_the_dialect_only(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &repository.files {
        if !file.path.starts_with("crates/") || file.path == DIALECT || file.is_test() {
            continue;
        }
        for statement in statements_of(file) {
            for word in backend_words(&statement.text) {
                findings.push(Finding {
                    file: file.path.clone(),
                    line: statement.line,
                    what: format!("this SQL says `{word}`, which only one of the databases understands"),
                    why: "one text and one set of migrations serve SQLite and PostgreSQL",
                    remedy: "say it in the common dialect, or give it a name in database/dialect.rs",
                });
            }
        }
    }
    findings
}

/// Every statement of a `table.rs` names `tenant_id`, or says why it is global.
pub fn statements_name_the_tenant(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in repository
        .rust_files("crates/")
        .filter(|file| file.name() == "table.rs")
    {
        let source = RustSource::parse(&file.text);
        for statement in rust_statements(&source) {
            if words(&statement.text).any(|word| word == "tenant_id") {
                continue;
            }
            let what = match source.marker("tidy: global", statement.line) {
                Some(reason) if reason.chars().filter(|c| c.is_alphabetic()).count() >= 8 => {
                    continue;
                }
                Some(_) => "`tidy: global` gives no reason",
                None => "this SQL does not name tenant_id",
            };
            findings.push(Finding {
                file: file.path.clone(),
                line: statement.line,
                what: format!("{what}: {}", beginning(&statement.text)),
                why: "one tenant must never see another's rows, and PostgreSQL shards by tenant_id",
                remedy: "put tenant_id into the WHERE clause or the columns; for what belongs to no tenant write \
                         `// tidy: global <the reason>` on the line above",
            });
        }
    }
    findings
}

struct Statement {
    line: usize,
    text: String,
}

fn statements_of(file: &SourceFile) -> Vec<Statement> {
    if file.has_extension("rs") {
        return rust_statements(&RustSource::parse(&file.text));
    }
    if !file.has_extension("sql") {
        return Vec::new();
    }
    file.text
        .lines()
        .enumerate()
        .map(|(index, line)| Statement {
            line: index + 1,
            text: line.split("--").next().unwrap_or_default().to_owned(),
        })
        .collect()
}

/// The SQL statements among a file's literals. Literals with only a comma between them, as in `concat!`, are one.
fn rust_statements(source: &RustSource) -> Vec<Statement> {
    let code: Vec<char> = source.code.chars().collect();
    let mut statements: Vec<Statement> = Vec::new();
    let mut previous_end = None;
    for literal in &source.literals {
        let continues = previous_end.is_some_and(|end: usize| {
            code[end..literal.start]
                .iter()
                .all(|&c| c == ',' || c.is_whitespace())
                && code[end..literal.start].contains(&',')
        });
        if is_statement(&literal.text) {
            statements.push(Statement {
                line: literal.line,
                text: literal.text.clone(),
            });
            previous_end = Some(literal.end);
        } else if let (true, Some(statement)) = (continues, statements.last_mut()) {
            statement.text.push(' ');
            statement.text.push_str(&literal.text);
            previous_end = Some(literal.end);
        } else {
            previous_end = None;
        }
    }
    statements
}

/// SQL begins with one of these words in capitals and goes on with a word that belongs to it.
fn is_statement(text: &str) -> bool {
    let mut rest = text.split_whitespace();
    match rest.next() {
        Some("SELECT") => text.split_whitespace().any(|word| word == "FROM") || text.contains('{'),
        Some("INSERT") => matches!(rest.next(), Some("INTO" | "OR")),
        Some("DELETE") => rest.next() == Some("FROM"),
        Some("UPDATE") => text.split_whitespace().any(|word| word == "SET"),
        Some("WITH") => text.contains('('),
        Some("PRAGMA" | "LISTEN" | "NOTIFY" | "BEGIN" | "CREATE" | "ALTER" | "DROP") => true,
        _ => false,
    }
}

fn backend_words(statement: &str) -> Vec<&'static str> {
    let spaced = format!(
        " {} ",
        words(statement)
            .collect::<Vec<_>>()
            .join(" ")
            .to_uppercase()
    );
    let named = ONE_BACKEND_ONLY
        .iter()
        .copied()
        .filter(|word| spaced.contains(&format!(" {word} ")));
    let operators = ONE_BACKEND_OPERATORS
        .iter()
        .copied()
        .filter(|operator| statement.contains(operator));
    named.chain(operators).collect()
}

fn beginning(statement: &str) -> String {
    let line = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(findings: &[Finding]) -> Vec<usize> {
        findings.iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn backends() {
        let good = Repository::of(&[
            (
                "crates/identity/src/database/dialect.rs",
                "\"BEGIN IMMEDIATE\"",
            ),
            (
                "crates/identity/src/clients/table.rs",
                "\"SELECT document FROM clients WHERE tenant_id = $1\"",
            ),
            (
                "crates/identity/src/database/migrations/0001.sql",
                "-- sqlite has no schemas\nCREATE TABLE a (b TEXT);",
            ),
            (
                "crates/server/src/config.rs",
                "let url = \"sqlite://file\"; // PRAGMA",
            ),
        ]);
        assert_eq!(backends_are_named_in_the_dialect_only(&good), []);
        let bad = Repository::of(&[
            (
                "crates/identity/src/clients/table.rs",
                "\"SELECT document->>'name' FROM clients WHERE tenant_id = $1\"\n;\"UPDATE a SET b = 1 FOR UPDATE\"",
            ),
            (
                "crates/identity/src/database/mod.rs",
                "\n\n\"PRAGMA foreign_keys\"",
            ),
            (
                "crates/identity/src/database/migrations/0001.sql",
                "\n\n\nCREATE TABLE a (b BYTEA);",
            ),
        ]);
        assert_eq!(
            lines(&backends_are_named_in_the_dialect_only(&bad)),
            [1, 2, 3, 4]
        );
    }

    #[test]
    fn tenants() {
        let good = "\
            let a = \"SELECT * FROM clients WHERE tenant_id = $1\";\n\
            let b = concat!(\"INSERT INTO clients (\", \"tenant_id, client_id) VALUES ($1, $2)\");\n\
            // tidy: global the host picks the tenant, before there is one\n\
            let c = \"SELECT id FROM tenants WHERE host = $1\";\n\
            let d = \"UPDATE your password\";\n";
        let good = Repository::of(&[("crates/identity/src/clients/table.rs", good)]);
        assert_eq!(statements_name_the_tenant(&good), []);

        let bad = "\
            let a = \"SELECT * FROM clients\";\n\
            // tidy: global\n\
            let b = \"DELETE FROM clients\";\n\
            let c = concat!(\"INSERT INTO clients (\", \"client_id) VALUES ($1)\");\n\
            let d = r#\"UPDATE clients SET tenant = 1\"#;\n";
        let bad = Repository::of(&[("crates/identity/src/clients/table.rs", bad)]);
        assert_eq!(lines(&statements_name_the_tenant(&bad)), [1, 3, 4, 5]);
    }
}
