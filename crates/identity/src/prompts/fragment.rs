//! Markup that may stand within a form of ours: it closes all that it opens and nothing else, sends nothing, and its
//! fields are its own.
//!
//! It is read as browsers read it (HTML, §13.2), as far as that is simple; what they would have to repair is refused.

use crate::liquid::TemplateError;

/// Elements without an end.
const VOID: [&str; 11] = [
    "area", "br", "col", "hr", "img", "input", "link", "source", "track", "wbr", "param",
];
/// Elements whose content is text until their end.
const TEXT: [&str; 4] = ["script", "style", "textarea", "title"];
/// Elements that end with what they lie in (`</div>` of ours at the latest).
const OPTIONAL: [&str; 6] = ["dd", "dt", "li", "optgroup", "option", "p"];
/// Elements that change the page, its address, or how what follows is read.
const REFUSED: [&str; 22] = [
    "applet",
    "base",
    "body",
    "embed",
    "fencedframe",
    "form",
    "frame",
    "frameset",
    "head",
    "html",
    "iframe",
    "image",
    "isindex",
    "math",
    "meta",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "template",
    "xmp",
];
/// What a picture may consist of. Other elements would end it.
const IN_PICTURES: [&str; 18] = [
    "circle",
    "clippath",
    "defs",
    "ellipse",
    "g",
    "line",
    "lineargradient",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialgradient",
    "rect",
    "stop",
    "svg",
    "symbol",
    "use",
];
/// Attributes that send a form elsewhere, or a field to another form.
const SENDING: [&str; 5] = [
    "form",
    "formaction",
    "formenctype",
    "formmethod",
    "formtarget",
];

/// Looks at markup.
///
/// # Errors
/// What is wrong with it.
pub fn check(markup: &str) -> Result<(), TemplateError> {
    let mut open: Vec<String> = Vec::new();
    let mut rest = markup;
    while let Some(start) = rest.find('<') {
        let inner = &rest[start + 1..];
        let first = inner.chars().next().unwrap_or(' ');
        if let Some(comment) = inner.strip_prefix("!--") {
            rest = after_comment(comment)?;
        } else if let Some(end) = inner.strip_prefix('/') {
            rest = close(end, &mut open)?;
        } else if first.is_ascii_alphabetic() {
            let tag = Tag::read(inner)?;
            tag.check(open.iter().any(|name| name == "svg"))?;
            rest = if TEXT.contains(&tag.name.as_str()) {
                after_text(&tag)?
            } else {
                tag.rest
            };
            tag.open(&mut open);
        } else if first == '!' || first == '?' {
            return Err(refused("It has a declaration"));
        } else {
            rest = inner;
        }
    }
    open.retain(|name| !OPTIONAL.contains(&name.as_str()));
    match open.last() {
        Some(name) => Err(refused(&format!("<{name}> is not closed"))),
        None => Ok(()),
    }
}

fn refused(what: &str) -> TemplateError {
    TemplateError::new(format!(
        "{what}: a piece has to leave the form around it whole."
    ))
}

/// What comes behind a comment.
fn after_comment(comment: &str) -> Result<&str, TemplateError> {
    if comment.starts_with('>') || comment.starts_with("->") || comment.contains("--!>") {
        return Err(refused("A comment is badly written"));
    }
    let end = comment.split_once("-->");
    end.map(|(_, rest)| rest)
        .ok_or_else(|| refused("A comment is not closed"))
}

/// Closes an element. What comes behind it.
fn close<'a>(end: &'a str, open: &mut Vec<String>) -> Result<&'a str, TemplateError> {
    let (name, rest) = end
        .split_once('>')
        .ok_or_else(|| refused("A tag is not closed"))?;
    let name = name.trim_end_matches(is_space).to_ascii_lowercase();
    while let Some(last) = open.pop() {
        if last == name {
            return Ok(rest);
        }
        if !OPTIONAL.contains(&last.as_str()) {
            break;
        }
    }
    let shown: String = name.chars().take(20).collect();
    Err(refused(&format!("</{shown}> closes something else")))
}

/// What comes behind an element that holds text.
fn after_text<'a>(tag: &Tag<'a>) -> Result<&'a str, TemplateError> {
    let name = &tag.name;
    let end = format!("</{name}");
    let lower = tag.rest.to_ascii_lowercase();
    let unclosed = || refused(&format!("<{name}> is not closed"));
    let at = lower.find(&end).ok_or_else(unclosed)?;
    // A script that opens a comment may end elsewhere.
    if name == "script" && lower[..at].contains("<!--") {
        return Err(refused("A script has a comment of HTML"));
    }
    let behind = &tag.rest[at + end.len()..];
    let (space, rest) = behind.split_once('>').ok_or_else(unclosed)?;
    if space.chars().all(is_space) {
        Ok(rest)
    } else {
        Err(unclosed())
    }
}

const fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{C}')
}

/// A tag that opens an element.
struct Tag<'a> {
    name: String,
    attributes: Vec<(String, &'a str)>,
    is_self_closing: bool,
    rest: &'a str,
}

impl<'a> Tag<'a> {
    /// Reads from the name on.
    fn read(text: &'a str) -> Result<Self, TemplateError> {
        let unclosed = || refused("A tag is not closed");
        let end = text
            .find(|c| is_space(c) || c == '/' || c == '>')
            .ok_or_else(unclosed)?;
        let name = text[..end].to_ascii_lowercase();
        let mut rest = &text[end..];
        let mut attributes = Vec::new();
        let mut is_self_closing = false;
        loop {
            let trimmed = rest.trim_start_matches(is_space);
            if let Some(behind) = trimmed.strip_prefix('/') {
                is_self_closing = true;
                rest = behind;
            } else if let Some(rest) = trimmed.strip_prefix('>') {
                return Ok(Self {
                    name,
                    attributes,
                    is_self_closing,
                    rest,
                });
            } else {
                is_self_closing = false;
                let (attribute, behind) = attribute(trimmed).ok_or_else(unclosed)?;
                attributes.push(attribute);
                rest = behind;
            }
        }
    }

    fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut found = self.attributes.iter();
        found
            .find(|(known, _)| known == name)
            .map(|(_, value)| *value)
    }

    fn check(&self, is_in_picture: bool) -> Result<(), TemplateError> {
        let name = self.name.as_str();
        if REFUSED.contains(&name) || is_in_picture && !IN_PICTURES.contains(&name) {
            return Err(refused(&format!("It has <{name}>")));
        }
        let sends = |(known, _): &&(String, _)| SENDING.contains(&known.as_str());
        if let Some((known, _)) = self.attributes.iter().find(sends) {
            return Err(refused(&format!("<{name}> has the attribute {known}")));
        }
        match name {
            "button" if !self.is_of_type(&["button"]) => Err(refused(
                "A button without type=\"button\" would send the form",
            )),
            "input" if self.is_of_type(&["submit", "image", "reset"]) => {
                Err(refused("A button would send the form or empty it"))
            }
            "button" | "input" | "select" | "textarea" | "output" | "fieldset" => self.check_name(),
            _ => Ok(()),
        }
    }

    /// Whether the type is one of these, or can't be told.
    fn is_of_type(&self, types: &[&str]) -> bool {
        let of = self.attribute("type").unwrap_or_default();
        let known = types.iter().any(|known| known.eq_ignore_ascii_case(of));
        known || self.name == "input" && !of.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
    }

    /// The fields' names are those that upstream's have: none is one of ours.
    fn check_name(&self) -> Result<(), TemplateError> {
        let Some(name) = self.attribute("name").filter(|name| !name.is_empty()) else {
            return Ok(());
        };
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.[]".contains(&byte);
        if name.starts_with("ulp-") && name.bytes().all(is_plain) {
            return Ok(());
        }
        Err(TemplateError::new(
            "The names of fields have to begin with ulp-.",
        ))
    }

    fn open(self, open: &mut Vec<String>) {
        let is_empty = VOID.contains(&self.name.as_str()) || TEXT.contains(&self.name.as_str());
        let is_picture = open.iter().any(|name| name == "svg") || self.name == "svg";
        if !(is_empty || is_picture && self.is_self_closing) {
            open.push(self.name);
        }
    }
}

/// An attribute with its value, and what comes behind it.
fn attribute(text: &str) -> Option<((String, &str), &str)> {
    let ends = |c: char| is_space(c) || matches!(c, '/' | '>' | '=');
    // An equals sign in front is a part of the name.
    let first = text.chars().next()?.len_utf8();
    let end = first + text[first..].find(ends)?;
    let name = text[..end].to_ascii_lowercase();
    let behind = text[end..].trim_start_matches(is_space);
    let Some(value) = behind.strip_prefix('=') else {
        return Some(((name, ""), &text[end..]));
    };
    let value = value.trim_start_matches(is_space);
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            let (value, rest) = quoted.split_once(quote)?;
            return Some(((name, value), rest));
        }
    }
    let end = value.find(|c| is_space(c) || c == '>')?;
    Some(((name, &value[..end]), &value[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_by_itself_passes() {
        for markup in [
            "",
            "Just text, 3 < 4 & more",
            "<div class=\"ulp-field\"><label for=\"first-name\">First</label>\
             <input type=\"text\" name=\"ulp-first-name\" id=\"first-name\"><div class='ulp-error-info'>x</div></div>",
            "<select name=ulp-language><option>One<option selected value=\"2\">Two</select>",
            "<ul><li>a<li>b</ul><p>A<p>B",
            "<textarea name=\"ulp-comments\"></form><div></textarea>",
            "<style>.a::before { content: '</form>' }</style><!-- a < b --><hr/>",
            "<svg viewBox=\"0 0 1 1\"><g><path d=\"M0 0\"/></g></svg>",
            "<button type=\"button\">Help</button><a href=https://a.example/>x</a>",
            "<script>if (a < b) { alert('</div>') }</script>",
            "<INPUT TYPE=checkbox NAME='ulp-terms' checked>",
            "<img src=\"https://a.example/x.png\" alt=\"a > b\"/>",
        ] {
            assert_eq!(check(markup), Ok(()), "{markup}");
        }
    }

    #[test]
    fn what_would_change_the_form_is_refused() {
        for markup in [
            "</form>",
            "<form>",
            "<form action=x></form>",
            "<div>",
            "</div>",
            "<div></div></div>",
            "<b><i></b></i>",
            "<p></div>",
            "<!-- open",
            "<!--><script>--></div>",
            "<!-- a --!></div> -->",
            "<a href=\"x>",
            "<input name=\"ulp-a",
            "<div class='a>\"</div>",
            "<input name=\"password\">",
            "<input name=username>",
            "<input name=\"&#99;srf\">",
            "<textarea name=state></textarea>",
            "<button>Go</button>",
            "<button type=submit name=ulp-go>Go</button>",
            "<input type=submit>",
            "<input type=IMAGE src=x>",
            "<input type=\"&#115;ubmit\">",
            "<input type=\"sub\nmit\" >",
            "<input name=ulp-x formaction=https://evil.example>",
            "<input name=ulp-x form=other>",
            "<input/name=password/>",
            "<iframe src=x></iframe>",
            "<meta http-equiv=refresh content=0>",
            "<base href=x>",
            "<svg><foreignObject><div></div></foreignObject></svg>",
            "<svg><style></svg>",
            "<svg><p></p></svg>",
            "<math></math>",
            "<template></template>",
            "<plaintext>",
            "<![CDATA[ > ]]>",
            "<!doctype html>",
            "<?php ?>",
            "<textarea>",
            "<title></titlex></title>",
            "<script><!--<script></script>",
            "<div/>",
            "</ form>",
            "</\u{0}>",
        ] {
            assert!(check(markup).is_err(), "{markup}");
        }
    }
}
