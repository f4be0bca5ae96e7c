//! The pages about organizations: naming one, choosing one, and accepting an invitation to one.

use askama::Template;
use askama::filters::Safe;

use super::Screen;
use super::chrome::{Chrome, Form, Organization, shown};
use super::headers::Forms;

/// Asks for the organization that somebody wants to log in to. Posts `organization`, `state`, `csrf`, `action=default`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/organization_name.html")]
pub struct OrganizationNamePage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// By what it can be found.
    pub kind: OrganizationNameKind,
    /// What was typed before, or `login_hint`.
    pub name: String,
    /// What was wrong with the last try.
    pub problem: Option<OrganizationNameProblem>,
}

/// By what an organization can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrganizationNameKind {
    /// Its name.
    Name,
    /// An e-mail address at one of its domains.
    Email,
    /// Either.
    NameOrEmail,
}

impl OrganizationNameKind {
    fn label_key(self) -> &'static str {
        match self {
            Self::Name => "organizationNamePlaceholder",
            Self::Email => "emailPlaceholder",
            Self::NameOrEmail => "organizationNameOrEmailPlaceholder",
        }
    }

    fn description_key(self) -> &'static str {
        match self {
            Self::Name => "description",
            Self::Email => "descriptionEmail",
            Self::NameOrEmail => "descriptionNameOrEmail",
        }
    }

    /// Which keyboard a phone shows.
    fn input_mode(self) -> &'static str {
        match self {
            Self::Name => "text",
            Self::Email | Self::NameOrEmail => "email",
        }
    }

    /// What a browser may fill in.
    fn autocomplete(self) -> &'static str {
        match self {
            Self::Name => "organization",
            Self::Email | Self::NameOrEmail => "email",
        }
    }
}

/// Why no organization was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrganizationNameProblem {
    /// Nothing was entered.
    Missing,
    /// There is none.
    Unknown,
}

impl OrganizationNamePage {
    fn problem_text(&self) -> Option<Safe<String>> {
        let email = self.kind == OrganizationNameKind::Email;
        Some(self.t(match self.problem? {
            OrganizationNameProblem::Missing if email => "no-email",
            OrganizationNameProblem::Missing => "no-organization",
            OrganizationNameProblem::Unknown if email => "unknown-email",
            OrganizationNameProblem::Unknown => "unknown-organization",
        }))
    }
}

impl Screen for OrganizationNamePage {
    fn place(&self) -> [&'static str; 2] {
        ["organizations", "organization-selection"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }
}

/// Offers the organizations that somebody belongs to. Posts `organization` with the id of one, `state`, `csrf`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/organization_picker.html")]
pub struct OrganizationPickerPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// The account that is signed in, as its owner knows it.
    pub account: String,
    /// What there is to choose from.
    pub organizations: Vec<Organization>,
}

impl OrganizationPickerPage {
    /// A name as it may be shown.
    fn name(organization: &Organization) -> String {
        shown(&organization.display_name)
    }
}

impl Screen for OrganizationPickerPage {
    fn place(&self) -> [&'static str; 2] {
        ["organizations", "organization-picker"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }

    fn values(&self) -> Vec<(&str, &str)> {
        vec![("accountName", &self.account)]
    }
}

/// Tells who invites whom, and asks whether they accept. Posts `action=accept` or `action=deny`, `state`, `csrf`.
#[derive(Clone, Debug, Template)]
#[template(path = "login/invitation.html")]
pub struct InvitationPage {
    /// What every page shares.
    pub chrome: Chrome,
    /// Where the form goes.
    pub form: Form,
    /// Who invites, in their own words.
    pub inviter: String,
    /// Whose address is invited.
    pub invitee: String,
}

impl Screen for InvitationPage {
    fn place(&self) -> [&'static str; 2] {
        ["invitation", "accept-invitation"]
    }

    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn forms(&self) -> Forms {
        Forms::LeadToTheApplication
    }

    fn values(&self) -> Vec<(&str, &str)> {
        vec![
            ("inviterName", &self.inviter),
            ("inviteeEmail", &self.invitee),
        ]
    }
}
