//! What a tenant changes about its hosted pages, remembered with the tenant.

use std::collections::BTreeMap;
use std::sync::Arc;

use ostia_protocol::auth0::ids::TenantId;
use serde_json::Value;

use super::template::{self, PageTemplate};
use super::{BRANDING_KIND, themes};
use crate::database::Database;
use crate::failure::Broken;
use crate::prompts::partials::{self, Partial, Partials};
use crate::prompts::{self, custom_text};
use crate::tenant_documents::table;

/// Texts by prompt, screen and key.
pub type Texts = BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>;

/// Look and words of the hosted pages, as far as they are the tenant's own.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// What `PATCH /branding` set; `null` where nothing did.
    pub branding: Value,
    /// The theme; `null` where there is none.
    pub theme: Value,
    /// Whether the login asks for the identifier first, on a page of its own.
    pub identifier_first: bool,
    /// The custom texts of each language that has some.
    pub texts: BTreeMap<String, Arc<Texts>>,
    /// The page around the screens.
    pub page: Option<Arc<PageTemplate>>,
    /// The pieces of markup in the screens, by prompt.
    pub partials: BTreeMap<String, Arc<Partials>>,
}

impl Look {
    /// Reads a tenant's look.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn load(tenant: &TenantId, database: &Database) -> Result<Self, Broken> {
        let kinds = [
            prompts::KIND.name,
            BRANDING_KIND.name,
            themes::KIND.name,
            custom_text::KIND.name,
            template::KIND.name,
            partials::KIND.name,
        ];
        let rows = table::list_of_kinds(kinds, tenant, database).await?;
        let mut look = Self::default();
        let mut texts: BTreeMap<String, Texts> = BTreeMap::new();
        let mut partials = BTreeMap::new();
        for row in rows {
            if row.kind == BRANDING_KIND.name {
                look.branding = row.content.document;
            } else if row.kind == prompts::KIND.name {
                look.identifier_first = row.content.document["identifier_first"] == true;
            } else if row.kind == themes::KIND.name {
                look.theme = row.content.document;
            } else if row.kind == template::KIND.name {
                look.page = page(tenant, &row.content.document);
            } else if row.kind == partials::KIND.name {
                let pieces = partials::parsed(&row.content.document, |error| {
                    let prompt = &row.name;
                    tracing::warn!(%tenant, prompt, %error, "a tenant's partial can't be used; it is left out");
                });
                partials.insert(row.name, Arc::new(pieces));
            } else if let Some((prompt, language)) = custom_text::place(&row.name) {
                let screens = serde_json::from_value(row.content.document)?;
                let dictionary = texts.entry(language.to_owned()).or_default();
                dictionary.insert(prompt.to_owned(), screens);
            }
        }
        look.texts = texts
            .into_iter()
            .map(|(language, dictionary)| (language, Arc::new(dictionary)))
            .collect();
        look.partials = partials;
        Ok(look)
    }

    /// Whether there is markup of the tenant's own.
    pub fn has_markup(&self) -> bool {
        self.page.is_some() || !self.partials.is_empty()
    }

    /// Whether that speaks of who logs in.
    pub fn speaks_of_user(&self) -> bool {
        let mut pieces = self
            .partials
            .values()
            .flat_map(|screens| screens.values())
            .flat_map(BTreeMap::values);
        self.page.as_ref().is_some_and(|page| page.speaks_of_user())
            || pieces.any(Partial::speaks_of_user)
    }

    /// The custom texts of a language.
    pub fn texts(&self, language: &str) -> Option<Arc<Texts>> {
        self.texts.get(language).cloned()
    }
}

/// Puts texts of a prompt in the place of those that are there.
pub(super) fn set_texts(look: &mut Look, prompt: &str, language: &str, texts: &Value) {
    let known = look.texts.get(language);
    let mut dictionary = known.map(|known| (**known).clone()).unwrap_or_default();
    let screens = serde_json::from_value(texts.clone()).unwrap_or_default();
    dictionary.insert(prompt.to_owned(), screens);
    look.texts.insert(language.to_owned(), Arc::new(dictionary));
}

/// A stored page. One from before they were read when they were set may not be readable.
fn page(tenant: &TenantId, document: &Value) -> Option<Arc<PageTemplate>> {
    let text = document["body"].as_str().unwrap_or_default();
    match PageTemplate::parse(text) {
        Ok(page) => Some(Arc::new(page)),
        Err(error) => {
            tracing::warn!(%tenant, %error, "a tenant's page template can't be used; ours is");
            None
        }
    }
}
