//! Enough of Rust's lexical grammar to tell code from comments and text.

/// A Rust file taken apart. All parts keep their line numbers, counted from 1.
pub struct RustSource {
    /// The text with comments and the contents of literals blanked out.
    pub code: String,
    pub literals: Vec<Piece>,
    pub comments: Vec<Piece>,
}

/// A string literal's contents or a comment.
pub struct Piece {
    pub line: usize,
    pub text: String,
    /// Where it begins in `code`, in characters.
    pub start: usize,
    /// Just after where it ends in `code`, in characters.
    pub end: usize,
}

impl RustSource {
    /// Takes a file apart. Text that isn't Rust gives some answer, never a panic.
    pub fn parse(text: &str) -> Self {
        let mut lexer = Lexer {
            input: text.chars().collect(),
            at: 0,
            line: 1,
            code: String::with_capacity(text.len()),
            literals: Vec::new(),
            comments: Vec::new(),
        };
        lexer.run();
        Self {
            code: lexer.code,
            literals: lexer.literals,
            comments: lexer.comments,
        }
    }

    /// Lines of code that hold `word` as a whole identifier.
    pub fn lines_with_word(&self, word: &str) -> Vec<usize> {
        self.code
            .lines()
            .enumerate()
            .filter(|(_, line)| words(line).any(|found| found == word))
            .map(|(index, _)| index + 1)
            .collect()
    }

    /// What a comment on this line, or on the line above, says after a marker such as `tidy: global`.
    pub fn marker(&self, marker: &str, line: usize) -> Option<&str> {
        self.comments
            .iter()
            .filter(|comment| comment.line == line || comment.line + 1 == line)
            .find_map(|comment| Some(comment.text.split_once(marker)?.1.trim()))
    }

    /// The line on which the file's own `#[cfg(test)] mod …` begins, if it has one.
    pub fn tests_begin(&self) -> Option<usize> {
        let lines: Vec<&str> = self.code.lines().map(str::trim).collect();
        lines
            .windows(2)
            .position(|pair| {
                pair[0] == "#[cfg(test)]"
                    && (pair[1].starts_with("mod ") || pair[1].starts_with("#["))
            })
            .map(|index| index + 1)
    }
}

/// The identifiers of a line of code, in order.
pub fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
}

struct Lexer {
    input: Vec<char>,
    at: usize,
    line: usize,
    code: String,
    literals: Vec<Piece>,
    comments: Vec<Piece>,
}

impl Lexer {
    fn run(&mut self) {
        while let Some(c) = self.peek(0) {
            match c {
                '/' if self.peek(1) == Some('/') => self.line_comment(),
                '/' if self.peek(1) == Some('*') => self.block_comment(),
                '"' => self.string(),
                'r' if self.raw_hashes().is_some() && !self.follows_identifier() => {
                    self.raw_string();
                }
                '\'' => self.character_or_lifetime(),
                _ => self.keep(),
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.input.get(self.at + ahead).copied()
    }

    /// Takes a character as code.
    fn keep(&mut self) {
        if let Some(c) = self.peek(0) {
            self.code.push(c);
            self.line += usize::from(c == '\n');
            self.at += 1;
        }
    }

    /// Takes a character that isn't code; its line stays.
    fn blank(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.code.push(if c == '\n' { '\n' } else { ' ' });
        self.line += usize::from(c == '\n');
        self.at += 1;
        Some(c)
    }

    fn piece(&self, line: usize, start: usize, text: String) -> Piece {
        Piece {
            line,
            text,
            start,
            end: self.at,
        }
    }

    fn line_comment(&mut self) {
        let (line, start) = (self.line, self.at);
        let mut text = String::new();
        while self.peek(0).is_some_and(|c| c != '\n') {
            text.extend(self.blank());
        }
        let piece = self.piece(line, start, text);
        self.comments.push(piece);
    }

    fn block_comment(&mut self) {
        let (line, start) = (self.line, self.at);
        let mut text = String::new();
        let mut depth = 0_usize;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => {
                    depth += 1;
                    text.extend(self.blank());
                    text.extend(self.blank());
                }
                (Some('*'), Some('/')) => {
                    depth -= 1;
                    text.extend(self.blank());
                    text.extend(self.blank());
                }
                (Some(_), _) => text.extend(self.blank()),
                (None, _) => break,
            }
            if depth == 0 {
                break;
            }
        }
        let piece = self.piece(line, start, text);
        self.comments.push(piece);
    }

    fn string(&mut self) {
        let (line, start) = (self.line, self.at);
        self.keep();
        let mut text = String::new();
        while let Some(c) = self.peek(0) {
            match c {
                '"' => break,
                '\\' => {
                    self.blank();
                    self.escaped(&mut text);
                }
                _ => text.extend(self.blank()),
            }
        }
        self.keep();
        let piece = self.piece(line, start, text);
        self.literals.push(piece);
    }

    /// What follows a backslash: a line break is swallowed with the indentation after it.
    fn escaped(&mut self, text: &mut String) {
        match self.blank() {
            Some('\n') => {
                while self.peek(0).is_some_and(|c| c == ' ' || c == '\t') {
                    self.blank();
                }
            }
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some(other) => text.push(other),
            None => {}
        }
    }

    /// The number of hashes of a raw string that begins here.
    fn raw_hashes(&self) -> Option<usize> {
        let mut hashes = 0;
        while self.peek(1 + hashes) == Some('#') {
            hashes += 1;
        }
        (self.peek(1 + hashes) == Some('"')).then_some(hashes)
    }

    /// `bar"…"` is no raw string, `br"…"` and `cr"…"` are.
    fn follows_identifier(&self) -> bool {
        let before = |back: usize| self.at.checked_sub(back).map(|at| self.input[at]);
        let identifier = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        match before(1) {
            Some('b' | 'c') => identifier(before(2)),
            c => identifier(c),
        }
    }

    fn raw_string(&mut self) {
        let (line, start) = (self.line, self.at);
        let hashes = self.raw_hashes().unwrap_or(0);
        for _ in 0..hashes + 2 {
            self.keep();
        }
        let mut text = String::new();
        while let Some(c) = self.peek(0) {
            if c == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                break;
            }
            text.extend(self.blank());
        }
        for _ in 0..=hashes {
            self.keep();
        }
        let piece = self.piece(line, start, text);
        self.literals.push(piece);
    }

    fn character_or_lifetime(&mut self) {
        let is_character = self.peek(1) == Some('\\') || self.peek(2) == Some('\'');
        self.keep();
        if !is_character {
            return;
        }
        while let Some(c) = self.peek(0) {
            if c == '\'' {
                break;
            }
            if c == '\\' {
                self.blank();
            }
            self.blank();
        }
        self.keep();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_code_from_text_and_comments() {
        let source = RustSource::parse(
            "let a = \"axum\"; // axum\nlet b = r#\"say \"axum\"\"#; /* axum /* axum */ axum */\nuse axum::Router;\n",
        );
        assert_eq!(source.lines_with_word("axum"), [3]);
        assert_eq!(source.literals[1].text, "say \"axum\"");
        assert_eq!(source.literals[1].line, 2);
        assert_eq!(source.comments.len(), 2);
    }

    #[test]
    fn knows_characters_lifetimes_and_escapes() {
        let source = RustSource::parse(
            "fn f<'a>(x: &'a str) -> char { '\"' }\nlet q = '\\''; let s = \"a\\\"b\"; axum\nlet t = \"x \\\n     y\"; sqlx",
        );
        assert_eq!(source.lines_with_word("axum"), [2]);
        assert_eq!(source.lines_with_word("sqlx"), [4]);
        assert_eq!(source.literals[0].text, "a\"b");
        assert_eq!(source.literals[1].text, "x y");
    }

    #[test]
    fn reads_markers_on_the_line_and_above() {
        let source = RustSource::parse(
            "// tidy: global keys\nlet a = 1;\nlet b = 2; // tidy: global   ids\nlet c = 3;\n\nlet d = 4;",
        );
        assert_eq!(source.marker("tidy: global", 2), Some("keys"));
        assert_eq!(source.marker("tidy: global", 3), Some("ids"));
        assert_eq!(source.marker("tidy: global", 6), None);
    }
}
