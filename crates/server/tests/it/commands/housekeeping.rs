//! What has expired is deleted, a day later and not before.

use ostia_identity::database::scratch;
use ostia_identity::housekeeping;
use ostia_identity::sessions::{self, FirstFactor};
use ostia_protocol::auth0::ids::UserId;

use crate::test_app::TestApp;

const DAY: u64 = 86_400;

#[tokio::test]
async fn expired_sessions_are_deleted_and_valid_ones_are_not() {
    let app = TestApp::new().await;
    let user = UserId::database("ann").unwrap();
    // More than one batch.
    for _ in 0..250 {
        sessions::open(&user, "db", FirstFactor::Password, &app.context())
            .await
            .unwrap();
    }
    assert_eq!(housekeeping::sweep(&app.platform).await.unwrap(), 0);
    app.advance(7 * DAY + 1);
    let late = sessions::open(&user, "db", FirstFactor::Password, &app.context())
        .await
        .unwrap();
    assert_eq!(housekeeping::sweep(&app.platform).await.unwrap(), 0);
    app.advance(DAY);
    assert_eq!(housekeeping::sweep(&app.platform).await.unwrap(), 250);
    assert_eq!(housekeeping::sweep(&app.platform).await.unwrap(), 0);
    let found = sessions::find_by_token(&late.token, &app.context()).await;
    assert!(found.unwrap().is_some());
}

#[tokio::test]
async fn every_table_whose_rows_expire_is_swept() {
    let app = TestApp::new().await;
    let database = &app.platform.database;
    let expiring = scratch::expiring_tables();
    assert!(expiring.len() >= 14, "{expiring:?}");
    for table in &expiring {
        scratch::insert_expired(table, &app.tenant, database)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", table.name));
        assert_eq!(table.count(database).await.unwrap(), 1, "{}", table.name);
    }
    let deleted = housekeeping::sweep(&app.platform).await.unwrap();
    assert_eq!(deleted, expiring.len() as u64);
    for table in &expiring {
        assert_eq!(table.count(database).await.unwrap(), 0, "{}", table.name);
    }
}
