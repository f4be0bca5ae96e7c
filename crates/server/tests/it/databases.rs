//! A database for each test: a copy of one whose schema was made once.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use ostia_identity::cache::Caches;
use ostia_identity::database::{Database, scratch};
use tempfile::TempDir;
use tokio::sync::Mutex;

const FILE: &str = "ostia.db";

/// The one that tests copy, as long as there are tests that did.
static TEMPLATE: Mutex<Weak<Place>> = Mutex::const_new(Weak::new());

static COUNTER: AtomicU64 = AtomicU64::new(0);

/// Where a test's database lives, and what else it keeps in files. Gone with the last that holds it.
pub struct Home {
    place: Place,
    folder: TempDir,
    _template: Arc<Place>,
}

/// A database, which is dropped with this.
enum Place {
    File(TempDir),
    Server { admin_url: String, name: String },
}

impl Home {
    /// An empty database with the schema, and its address.
    pub async fn new() -> (String, Self) {
        let template = template().await;
        let (url, place) = match &*template {
            Place::File(original) => {
                let folder = tempfile::tempdir().unwrap();
                let copy = folder.path().join(FILE);
                std::fs::copy(original.path().join(FILE), copy).expect("the schema is copied");
                (address(folder.path()), Place::File(folder))
            }
            Place::Server { admin_url, name } => Place::on_server(admin_url, Some(name)).await,
        };
        let home = Self {
            place,
            folder: tempfile::tempdir().unwrap(),
            _template: template,
        };
        (url, home)
    }

    /// A folder that is gone with the test.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Ends all connections to the database, where it is a server's. Whether it is.
    pub async fn disconnect(&self) -> bool {
        let Place::Server { admin_url, name } = &self.place else {
            return false;
        };
        scratch::disconnect(admin_url, name).await.unwrap();
        true
    }
}

fn address(folder: &Path) -> String {
    format!("sqlite:{}", folder.join(FILE).display())
}

async fn template() -> Arc<Place> {
    let mut known = TEMPLATE.lock().await;
    if let Some(template) = known.upgrade() {
        return template;
    }
    let (url, place) = match std::env::var("OSTIA_TEST_DATABASE_URL") {
        Ok(admin_url) if !admin_url.is_empty() => Place::on_server(&admin_url, None).await,
        _ => {
            let folder = tempfile::tempdir().unwrap();
            (address(folder.path()), Place::File(folder))
        }
    };
    let database = Database::open(&url, Caches::default())
        .await
        .expect("the database opens");
    database.migrate().await.expect("the schema is made");
    // What is open can't be copied.
    database.close().await;
    let template = Arc::new(place);
    *known = Arc::downgrade(&template);
    template
}

impl Place {
    async fn on_server(admin_url: &str, template: Option<&str>) -> (String, Self) {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let name = format!("ostia_test_{}_{number}", std::process::id());
        let url = scratch::create(admin_url, &name, template)
            .await
            .expect("the test server makes a database");
        let admin_url = admin_url.to_owned();
        (url, Self::Server { admin_url, name })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Self::Server { admin_url, name } = self else {
            return;
        };
        let (admin_url, name) = (admin_url.clone(), name.clone());
        // A runtime of its own: the test's may be gone.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            let _ = runtime.block_on(scratch::drop(&admin_url, &name));
        });
        let _ = dropping.join();
    }
}
