//! `/docs/api`.

use crate::test_app::TestApp;

#[tokio::test]
async fn the_page_asks_this_host_alone() {
    let app = TestApp::new().await;
    let page = app.get("/docs/api").send().await;
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy");
    for directive in [
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(directive), "{policy}");
    }
    assert!(
        page.text.contains("/api/v2/openapi.json") || page.text.contains("/docs/api/library.js")
    );
    assert!(!page.text.contains("://"), "{}", page.text);
}

#[tokio::test]
async fn what_the_page_loads_is_there() {
    let app = TestApp::new().await;
    let page = app.get("/docs/api").send().await;
    let addresses = page
        .text
        .split('"')
        .filter(|text| text.starts_with("/docs/") || text.starts_with("/u/"));
    let mut count = 0;
    for address in addresses {
        let response = app.get(address).send().await;
        assert_eq!(response.status, 200, "{address}");
        count += 1;
    }
    assert!(count >= 2, "{}", page.text);
}

#[tokio::test]
async fn a_build_without_the_library_says_how_to_get_it() {
    let app = TestApp::new().await;
    let page = app.get("/docs/api").send().await;
    let library = app.get("/docs/api/library.js").send().await;
    // Which of the two this build is, the machine decides; each has to be whole.
    if library.status == 404 {
        assert!(page.text.contains("make build"), "{}", page.text);
    } else {
        assert_eq!(library.status, 200);
        assert_eq!(library.header("content-encoding"), "gzip");
        assert!(
            page.text.contains("/docs/api/library.js?v="),
            "{}",
            page.text
        );
    }
}
