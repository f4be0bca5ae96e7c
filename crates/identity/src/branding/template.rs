//! The page around the hosted screens, as Liquid text.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Part, Schema};
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::ManagementFailure;
use crate::liquid::{Piece, Program, TemplateError, Values, pieces};
use crate::tenant_documents::Kind;

/// Where the template is stored.
pub(super) const KIND: Kind = Kind::new("page-template").shaping_pages();
const NAME: &str = "universal-login";

/// What a page can't do without.
const REQUIRED_TAGS: [&str; 2] = ["auth0:head", "auth0:widget"];

/// Ends whatever a template left open before our markup: a quoted attribute, a comment, elements that hold only text,
/// a form. Where nothing is open it says nothing. So our markup is always read as markup, and what is typed into our
/// form goes where our form says.
const SEAL: &str = "<!--'\">--></textarea></title></style></script></noscript></noframes></noembed></iframe></xmp>\
                    </template></select></form>";

/// The page, as text or as a member of an object.
pub static BODY: LazyLock<Schema> = LazyLock::new(|| {
    let text = || {
        Schema::string()
            .max_length(102_400)
            .described("The page as Liquid text")
    };
    Schema::any_of([text(), Schema::object().required_member("template", text())])
});

/// A page that was read.
#[derive(Debug)]
pub struct PageTemplate {
    program: Program,
    speaks_of_user: bool,
    has_failed: AtomicBool,
}

impl PageTemplate {
    /// Reads a page.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        if let Some(missing) = REQUIRED_TAGS.iter().find(|tag| !text.contains(**tag)) {
            let message = format!("The template has no {missing} tag.");
            return Err(TemplateError::new(message));
        }
        let program = Program::page(text)?;
        if has_form(text) {
            return Err(form_error());
        }
        Ok(Self {
            program,
            speaks_of_user: text.contains("user"),
            has_failed: AtomicBool::new(false),
        })
    }

    /// The page around a screen: `head` is what our screens need there, `widget` what people see and fill in.
    ///
    /// # Errors
    /// When it costs too much, leaves our markup out, or makes a form of its own.
    pub fn around(
        &self,
        head: &str,
        widget: &str,
        values: &Values,
    ) -> Result<String, TemplateError> {
        let own = self.program.render(values)?;
        let mut page = String::with_capacity(own.len() + head.len() + widget.len() + 400);
        let (mut head, mut widget) = (Some(head), Some(widget));
        for piece in pieces(&own) {
            match piece {
                Piece::Text(text) if has_form(text) => return Err(form_error()),
                Piece::Text(text) => page.push_str(text),
                Piece::Slot(name) => {
                    let slot = if name == "head" {
                        &mut head
                    } else {
                        &mut widget
                    };
                    // Our markup is there once: it names its parts.
                    if let Some(markup) = slot.take() {
                        page.push_str(SEAL);
                        page.push_str(markup);
                    }
                }
            }
        }
        if head.is_some() || widget.is_some() {
            let message = "It left auth0:head or auth0:widget out.";
            return Err(TemplateError::new(message));
        }
        Ok(page)
    }

    /// Whether it may speak of who logs in.
    pub fn speaks_of_user(&self) -> bool {
        self.speaks_of_user
    }

    /// Whether this is its first failure since it was loaded: the log needs it once.
    pub fn fails_first(&self) -> bool {
        !self.has_failed.swap(true, Ordering::Relaxed)
    }
}

/// What people type may reach nobody else: a form around ours, or beside it, could ask for the same.
fn form_error() -> TemplateError {
    TemplateError::new("The page has a form of its own: the only forms are those of auth0:widget.")
}

/// Whether a form begins here. Browsers know a tag by nothing else.
fn has_form(text: &str) -> bool {
    const TAG: &[u8] = b"<form";
    let mut windows = text.as_bytes().windows(TAG.len());
    windows.any(|window| window.eq_ignore_ascii_case(TAG))
}

/// The template.
///
/// # Errors
/// 404 where there is none; or when the database is away.
pub async fn read_template(context: &Context) -> Result<Value, ManagementFailure> {
    let found = KIND.find(NAME, context).await?;
    Ok(found.ok_or_else(Error::unknown_universal_login_template)?)
}

/// Sets the template. Whether it is the first.
///
/// # Errors
/// 400 for a bad body and for a template that can't be used; or when the database is away.
pub async fn set_template(body: &Value, context: &Context) -> Result<bool, ManagementFailure> {
    let text = text_of(body)?;
    PageTemplate::parse(text).map_err(|error| Error::invalid_body(error.to_string()))?;
    let document = json!({ "body": text });
    let mut work = context.begin().await?;
    let is_first = KIND
        .insert(NAME, document.clone(), context, &mut work)
        .await?;
    if !is_first {
        KIND.put(NAME, document, context, &mut work).await?;
    }
    work.commit().await?;
    Ok(is_first)
}

fn text_of(body: &Value) -> Result<&str, Error> {
    BODY.check(body, Part::Payload)?;
    let text = body.as_str().or_else(|| body["template"].as_str());
    Ok(text.unwrap_or_default())
}

/// Removes the template, if there is one.
///
/// # Errors
/// When the database is away.
pub async fn delete_template(context: &Context) -> Result<(), ManagementFailure> {
    let mut work = context.begin().await?;
    KIND.remove(NAME, context, &mut work).await?;
    work.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;
    use crate::liquid::Form;

    const HEAD: &str = "<title>Log in</title>";
    const WIDGET: &str = "<main><form action=\"/u/login\"><input name=\"password\"></form></main>";

    fn values() -> Values {
        let Value::Object(values) = json!({
            "locale": "en", "tenant": { "friendly_name": "A & B" }, "evil": "<form action=x>", "mark": "\u{1}widget\u{1}",
        }) else {
            unreachable!()
        };
        Values::new(&values, Form::Html)
    }

    fn page(text: &str) -> Result<String, TemplateError> {
        PageTemplate::parse(text)?.around(HEAD, WIDGET, &values())
    }

    #[test]
    fn all_spellings_of_the_tags_are_places() {
        for (head, widget) in [
            ("{%- auth0:head -%}", "{%- auth0:widget -%}"),
            ("{%auth0:head%}", "{%auth0:widget%}"),
            ("{% auth0:head -%}", "{%-auth0:widget-%}"),
            ("{%- auth0:head %}", "{%  auth0:widget  %}"),
        ] {
            let text = format!(
                "<html lang=\"{{{{locale}}}}\"><head> {head} </head><body> {widget} </body></html>"
            );
            let page = page(&text).unwrap();
            assert!(page.starts_with("<html lang=\"en\"><head>"), "{page}");
            assert_eq!(page.matches(HEAD).count(), 1, "{page}");
            assert_eq!(page.matches(WIDGET).count(), 1, "{page}");
            assert_eq!(page.matches(SEAL).count(), 2, "{page}");
        }
    }

    #[test]
    fn a_page_that_cannot_be_used_says_why() {
        for (text, expected) in [
            ("{% auth0:head %}", "The template has no auth0:widget tag."),
            (
                "{% auth0:head %}{% auth0:widget %}\n{% if %}",
                "Line 2, column",
            ),
            (
                "{% auth0:head %}\n\n{{ x | nonsense }}{% auth0:widget %}",
                "nonsense",
            ),
            (
                "{% auth0:head %}{% auth0:widget %}{% auth0:foot %}",
                "There are auth0:head and auth0:widget.",
            ),
            (
                "{% auth0:head %}<FORM action='https://evil.example'>{% auth0:widget %}",
                "a form of its own",
            ),
        ] {
            let error = PageTemplate::parse(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }

    #[test]
    fn a_page_fails_where_it_leaves_something_out_or_makes_a_form() {
        const BOTH: &str = "{% auth0:head %}{% auth0:widget %}";
        for text in [
            "{% auth0:head %}{% if false %}{% auth0:widget %}{% endif %}".to_owned(),
            "{% capture w %}{% auth0:widget %}{% endcapture %}{% auth0:head %}".to_owned(),
            format!("{BOTH}{{{{ '<fo' | append: 'rm>' }}}}"),
            format!(
                "{BOTH}{{% for a in (1..900) %}}{{% for b in (1..900) %}}x{{% endfor %}}{{% endfor %}}"
            ),
        ] {
            assert!(page(&text).is_err(), "{text}");
        }
        // Values are text, whatever they hold.
        let page = page(&format!("{BOTH}{{{{ evil }}}}{{{{ mark }}}}")).unwrap();
        assert!(page.ends_with("&lt;form action=x&gt;widget"), "{page}");
    }

    #[test]
    fn our_markup_is_out_of_a_templates_reach() {
        let text = "{% capture w %}{% auth0:widget %}{% endcapture %}{% auth0:head %}{{ w | replace: 'password', 'x' }}\
                    {% if w contains 'password' %}seen{% endif %}{% auth0:widget %}";
        let page = page(text).unwrap();
        assert!(page.contains(WIDGET), "{page}");
        assert!(!page.contains("seen"), "{page}");
        assert_eq!(page.matches("<input").count(), 1, "{page}");
    }

    #[test]
    fn the_first_failure_is_told_once() {
        let template = PageTemplate::parse("{% auth0:head %}{% auth0:widget %}").unwrap();
        assert!(template.fails_first());
        assert!(!template.fails_first());
        let nothing = Values::new(&Map::new(), Form::Html);
        assert!(template.around("", "", &nothing).is_ok());
    }
}
