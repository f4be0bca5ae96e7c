//! What a tenant changes about its hosted pages, remembered with the tenant.

use std::collections::BTreeMap;
use std::sync::Arc;

use ostia_protocol::auth0::ids::TenantId;
use serde_json::Value;

use super::{BRANDING_KIND, themes};
use crate::database::Database;
use crate::failure::Broken;
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
        ];
        let rows = table::list_of_kinds(kinds, tenant, database).await?;
        let mut look = Self::default();
        let mut texts: BTreeMap<String, Texts> = BTreeMap::new();
        for row in rows {
            if row.kind == BRANDING_KIND.name {
                look.branding = row.content.document;
            } else if row.kind == prompts::KIND.name {
                look.identifier_first = row.content.document["identifier_first"] == true;
            } else if row.kind == themes::KIND.name {
                look.theme = row.content.document;
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
        Ok(look)
    }

    /// The custom texts of a language.
    pub fn texts(&self, language: &str) -> Option<Arc<Texts>> {
        self.texts.get(language).cloned()
    }
}
