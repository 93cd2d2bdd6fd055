//! The page: one shell for all its paths, and files that are kept or asked for again.

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, IF_NONE_MATCH};
use shared::ErrorCode;

use crate::harness::TestApp;

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

#[tokio::test]
async fn every_page_path_is_the_same_shell() {
    let app = TestApp::start().await;
    let browser = app.nobody().with_header(ACCEPT, BROWSER);
    let home = browser.get("/").await;
    assert_eq!(home.status(), 200);
    assert_eq!(home.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(home.header("cache-control"), "no-cache");
    assert_eq!(home.header("vary"), "Accept-Encoding");
    for path in ["/units", "/units/example:1.0.0@1.service", "/sign-in", "/apps/example?tab=template"] {
        let answer = browser.get(path).await;
        assert_eq!((answer.status(), answer.bytes()), (200, home.bytes()), "{path}");
    }
    assert_eq!(app.nobody().get("/units").await.code(), ErrorCode::NotFound, "a script gets an error");
    let missing = app.nobody().with_header(ACCEPT, "*/*").get("/frontend-0123456789abcdef.js").await;
    assert_eq!(missing.code(), ErrorCode::NotFound);
}

#[tokio::test]
async fn the_shell_is_not_sent_twice() {
    let app = TestApp::start().await;
    let nobody = app.nobody();
    let etag = nobody.get("/").await.header("etag").to_owned();
    for (tag, status) in
        [(etag.as_str(), 304), ("\"other\"", 200), ("*", 304), (etag.trim_start_matches("W/"), 304)]
    {
        let answer = nobody.clone().with_header(IF_NONE_MATCH, tag).get("/").await;
        assert_eq!(answer.status(), status, "{tag}");
        assert_eq!(answer.header("etag"), etag);
        assert_eq!(answer.bytes().is_empty(), status == 304);
    }
}

#[tokio::test]
async fn a_head_has_no_body() {
    let app = TestApp::start().await;
    let nobody = app.nobody();
    let answer = nobody.send(nobody.request(reqwest::Method::HEAD, "/")).await;
    assert_eq!((answer.status(), answer.bytes().len()), (200, 0));
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
}

#[tokio::test]
async fn large_answers_are_compressed_small_ones_are_not() {
    let app = TestApp::start().await;
    for (offer, encoding) in [("br, gzip", "gzip"), ("gzip", "gzip"), ("br", ""), ("identity", "")] {
        let nobody = app.nobody().with_header(ACCEPT_ENCODING, offer);
        let answer = nobody.get("/api/v1/openapi.json").await;
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(nobody.get("/healthz").await.header("content-encoding"), "");
    }
}
