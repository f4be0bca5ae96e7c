//! The consent page: what an application asks for, in words, with a way to accept and a way to decline.

use askama::Template;
use askama::filters::Safe;

use super::Screen;
use super::chrome::{Chrome, Form, shown};
use super::headers::Forms;

/// Asks whether an application may have what it wants. Posts `action=accept` or `action=deny`, `state`, `csrf`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/consent.html")]
pub struct ConsentPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// The account that is signed in, as its owner knows it.
    pub account: Option<String>,
    /// The name of the API that is asked for.
    pub api: Option<String>,
    /// What is asked for, in the order asked.
    pub scopes: Vec<RequestedScope>,
    /// How an API's scopes are put into words.
    pub wording: ScopeWording,
    /// Where the browser goes next, as a host (and port) or a scheme.
    pub destination: Option<String>,
}

/// A scope that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestedScope {
    /// As on the wire, for example `read:posts`.
    pub value: String,
    /// What its API says about it.
    pub description: Option<String>,
}

/// How an API's scopes are put into words (`flags.use_scope_descriptions_for_consent`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeWording {
    /// `read:posts write:posts` becomes "Posts: read and write your posts".
    Grouped,
    /// Each scope's description on a line of its own; the scope itself where it has none.
    Descriptions,
}

/// A line of the list.
struct Line {
    icon: &'static str,
    title: Safe<String>,
    detail: Option<Safe<String>>,
}

/// `action:resource` scopes of one resource.
struct Group<'a> {
    resource: &'a str,
    actions: Vec<&'a str>,
}

impl ConsentPage {
    /// What OIDC's scopes let the application know or do.
    fn personal(&self) -> Vec<Line> {
        self.scopes
            .iter()
            .filter_map(|scope| {
                let icon = oidc_icon(&scope.value)?;
                Some(Line {
                    icon,
                    title: self.words("scopes", &format!("{}-title", scope.value)),
                    detail: Some(self.words("scopes", &format!("{}-detail", scope.value))),
                })
            })
            .collect()
    }

    /// What the API's scopes allow.
    fn access(&self) -> Vec<Line> {
        let scopes = self
            .scopes
            .iter()
            .filter(|scope| oidc_icon(&scope.value).is_none());
        match self.wording {
            ScopeWording::Descriptions => scopes.map(described).collect(),
            ScopeWording::Grouped => self.grouped(scopes),
        }
    }

    fn grouped<'a>(&self, scopes: impl Iterator<Item = &'a RequestedScope>) -> Vec<Line> {
        let mut groups: Vec<Group> = Vec::new();
        let mut single = Vec::new();
        for scope in scopes {
            match scope.value.split_once(':') {
                Some((action, resource)) if !action.is_empty() && !resource.is_empty() => {
                    match groups.iter_mut().find(|group| group.resource == resource) {
                        Some(group) => group.actions.push(action),
                        None => groups.push(Group {
                            resource,
                            actions: vec![action],
                        }),
                    }
                }
                _ => single.push(described(scope)),
            }
        }
        groups
            .iter()
            .map(|group| self.group(group))
            .chain(single)
            .collect()
    }

    fn group(&self, group: &Group) -> Line {
        let actions: Vec<String> = group
            .actions
            .iter()
            .map(|action| self.action(action))
            .collect();
        let resource = readable(group.resource);
        let actions = self.enumerate(&actions);
        let mut letters = resource.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let title: String = first.chain(letters).collect();
        let values = [
            ("title", title.as_str()),
            ("actions", actions.as_str()),
            ("resource", resource.as_str()),
        ];
        Line {
            icon: "point",
            title: self
                .chrome
                .html(["consent", "consent", "groupText"], &values),
            detail: None,
        }
    }

    /// The word for a scope's action where there is one, else the action itself.
    fn action(&self, action: &str) -> String {
        let place = ["consent", "actions", action];
        if self.chrome.texts.has(place) {
            self.chrome.plain(place, &[])
        } else {
            readable(action)
        }
    }

    /// "read, write and delete".
    fn enumerate(&self, words: &[String]) -> String {
        match words {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => {
                let values = [("first", &*first.join(", ")), ("last", last)];
                self.chrome
                    .plain(["consent", "consent", "enumeration"], &values)
            }
        }
    }

    fn words(&self, screen: &str, key: &str) -> Safe<String> {
        self.chrome.html(["consent", screen, key], &self.values())
    }
}

fn described(scope: &RequestedScope) -> Line {
    let description = scope
        .description
        .as_deref()
        .filter(|text| !text.trim().is_empty());
    Line {
        icon: "point",
        title: match description {
            Some(text) => Safe(super::texts::escape(text)),
            None => Safe(format!(
                "<code>{}</code>",
                super::texts::escape(&scope.value)
            )),
        },
        detail: None,
    }
}

/// `blog_posts` as people write it.
fn readable(name: &str) -> String {
    shown(&name.replace(['_', '-', '.', ':', '/'], " "))
}

/// The icon of a scope of OIDC, which tells them from an API's own.
fn oidc_icon(scope: &str) -> Option<&'static str> {
    match scope {
        "openid" => Some("id"),
        "profile" => Some("user"),
        "email" => Some("mail"),
        "phone" => Some("phone"),
        "address" => Some("place"),
        "offline_access" => Some("refresh"),
        _ => None,
    }
}

impl Screen for ConsentPage {
    fn place(&self) -> [&'static str; 2] {
        ["consent", "consent"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }

    fn values(&self) -> Vec<(&str, &str)> {
        vec![
            ("accountName", self.account.as_deref().unwrap_or_default()),
            ("audienceName", self.api.as_deref().unwrap_or_default()),
            (
                "destination",
                self.destination.as_deref().unwrap_or_default(),
            ),
        ]
    }
}
