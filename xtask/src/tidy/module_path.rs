//! Which modules of its own crate a file speaks of.

use std::iter::Peekable;

/// A path such as `crate::token::mint`, resolved to its segments from the crate's root.
#[derive(Debug, PartialEq, Eq)]
pub struct Mention {
    pub line: usize,
    pub segments: Vec<String>,
}

/// Every path in a file's code that begins with `crate`, `super` or `self`, resolved.
///
/// `module` holds the file's own segments: `clients/table.rs` is `["clients", "table"]`.
pub fn mentions(code: &str, module: &[String]) -> Vec<Mention> {
    let mut tokens = tokenize(code).into_iter().peekable();
    let mut found = Vec::new();
    let mut scope = module.to_vec();
    // The brace depths at which inline modules were opened: `super` counts them.
    let mut inline_modules = Vec::new();
    let mut depth = 0_usize;
    while let Some(token) = tokens.next() {
        match token.text.as_str() {
            "mod" => {
                if let Some(name) = tokens.next()
                    && tokens.peek().is_some_and(|next| next.text == "{")
                {
                    scope.push(name.text);
                    inline_modules.push(depth);
                }
            }
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if inline_modules.last() == Some(&depth) {
                    inline_modules.pop();
                    scope.pop();
                }
            }
            "crate" | "super" | "self" if tokens.peek().is_some_and(|next| next.text == "::") => {
                let base = match token.text.as_str() {
                    "crate" => Vec::new(),
                    "self" => scope.clone(),
                    _ => parent(&scope),
                };
                tree(&mut tokens, token.line, base, &mut found);
            }
            _ => {}
        }
    }
    found
}

/// The segments of a file of a crate: `crates/identity/src/clients/table.rs` under `crates/identity/src/`.
pub fn module_of(path: &str, source_folder: &str) -> Option<Vec<String>> {
    let inside = path.strip_prefix(source_folder)?.strip_suffix(".rs")?;
    let mut segments: Vec<String> = inside.split('/').map(str::to_owned).collect();
    if matches!(
        segments.last().map(String::as_str),
        Some("mod" | "lib" | "main")
    ) {
        segments.pop();
    }
    Some(segments)
}

struct Token {
    line: usize,
    text: String,
}

fn tokenize(code: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (index, text) in code.lines().enumerate() {
        let line = index + 1;
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = if first.is_alphanumeric() || first == '_' {
                rest.find(|c: char| !(c.is_alphanumeric() || c == '_'))
                    .unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            let (token, after) = rest.split_at(length);
            tokens.push(Token {
                line,
                text: token.to_owned(),
            });
            rest = after.trim_start();
        }
    }
    tokens
}

fn parent(scope: &[String]) -> Vec<String> {
    scope[..scope.len().saturating_sub(1)].to_vec()
}

/// Reads `::a::{b, c::d}` after a base and adds the paths it stands for.
fn tree(
    tokens: &mut Peekable<impl Iterator<Item = Token>>,
    line: usize,
    mut path: Vec<String>,
    found: &mut Vec<Mention>,
) {
    let mut line = line;
    while tokens.next_if(|token| token.text == "::").is_some() {
        let Some(next) = tokens.peek() else { break };
        match next.text.as_str() {
            "{" => {
                tokens.next();
                group(tokens, &path, found);
                return;
            }
            "super" => {
                path = parent(&path);
                tokens.next();
            }
            "<" | "*" => {
                tokens.next();
                break;
            }
            _ => {
                if let Some(token) = tokens.next() {
                    line = token.line;
                    path.push(token.text);
                }
            }
        }
    }
    found.push(Mention {
        line,
        segments: path,
    });
}

/// Reads the inside of a group up to its closing brace.
fn group(
    tokens: &mut Peekable<impl Iterator<Item = Token>>,
    base: &[String],
    found: &mut Vec<Mention>,
) {
    while let Some(token) = tokens.next() {
        match token.text.as_str() {
            "}" => return,
            "," => {}
            "as" => {
                tokens.next();
            }
            "self" => found.push(Mention {
                line: token.line,
                segments: base.to_vec(),
            }),
            name => {
                let mut path = base.to_vec();
                if name == "super" {
                    path = parent(&path);
                } else if name != "*" {
                    path.push(name.to_owned());
                }
                tree(tokens, token.line, path, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(code: &str, module: &[&str]) -> Vec<String> {
        let module: Vec<String> = module.iter().map(|&part| part.to_owned()).collect();
        mentions(code, &module)
            .into_iter()
            .map(|mention| mention.segments.join("::"))
            .collect()
    }

    #[test]
    fn flattens_groups() {
        assert_eq!(
            resolved(
                "use crate::{clients::{self, Client as C}, token::mint};",
                &["users"]
            ),
            ["clients", "clients::Client", "token::mint"]
        );
    }

    #[test]
    fn resolves_super_and_self_through_inline_modules() {
        let code = "use super::token;\nmod tests {\n    use super::token;\n}\nfn f() { self::table::find(); }";
        assert_eq!(
            resolved(code, &["clients"]),
            ["token", "clients::token", "clients::table::find"]
        );
    }

    #[test]
    fn names_the_module_of_a_file() {
        let source = "crates/identity/src/";
        assert_eq!(
            module_of("crates/identity/src/clients/table.rs", source),
            Some(vec!["clients".to_owned(), "table".to_owned()])
        );
        assert_eq!(
            module_of("crates/identity/src/clients/mod.rs", source),
            Some(vec!["clients".to_owned()])
        );
        assert_eq!(
            module_of("crates/identity/src/lib.rs", source),
            Some(vec![])
        );
    }
}
