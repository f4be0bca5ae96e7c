//! What commands print: aligned columns for people, JSON for scripts. Results go to standard output, all else to
//! standard error.

use std::io::Write as _;

use serde::Serialize;

/// Prints a text and ends the line. Whoever closed the other end of the pipe has read enough.
pub fn print(text: &str) {
    let mut output = std::io::stdout().lock();
    let _ = writeln!(output, "{text}").and_then(|()| output.flush());
}

/// Says something beside the result.
pub fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Prints JSON.
pub fn json(value: &impl Serialize) {
    print(&serde_json::to_string_pretty(value).unwrap_or_default());
}

/// Columns under a header, each as wide as its widest cell.
pub fn table<const N: usize>(header: [&str; N], rows: &[[String; N]]) -> String {
    let mut widths = header.map(|cell| cell.chars().count());
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: [&str; N]| {
        let padded: Vec<String> = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        padded.join("  ").trim_end().to_owned()
    };
    let mut lines = vec![line(header)];
    lines.extend(
        rows.iter()
            .map(|row| line(row.each_ref().map(String::as_str))),
    );
    lines.join("\n")
}

/// Names before values, aligned.
pub fn pairs(pairs: &[(&str, &str)]) -> String {
    let width = pairs.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let lines: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("  {name:width$}  {value}"))
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_are_aligned() {
        let rows = [
            ["dev".to_owned(), "localhost:8443".to_owned()],
            ["longer".to_owned(), "é".to_owned()],
        ];
        insta::assert_snapshot!(super::table(["ID", "DOMAIN"], &rows), @r"
        ID      DOMAIN
        dev     localhost:8443
        longer  é
        ");
        insta::assert_snapshot!(super::pairs(&[("a", "1"), ("long", "2")]), @r"
          a     1
          long  2
        ");
    }
}
