//! Read-only links for people: the same as a screen, for a time.

use serde_json::json;
use server::service::command_line::CommandLine;
use shared::ErrorCode;
use shared::screen::{CreatedLink, Kind, ScreenRow, ScreenSelf};

use super::{DAY_MS, SELF, STREAM, names, picture, start};

const LINKS: &str = "/api/v1/screens/links";
const OPEN: &str = "/api/v1/screens/links/open";

fn link(days: u32) -> serde_json::Value {
    json!({"name": "Grace", "days": days, "view": {"clusters": ["*"], "apps": ["web-*"], "distance_m": 1}})
}

#[tokio::test]
async fn a_link_is_shown_once_opens_once_and_ends() {
    let (app, ada) = start().await;
    assert_eq!(ada.post(LINKS, &link(31)).await.error().fields[0].field, "days");
    let made = ada.post(LINKS, &link(2)).await;
    assert_eq!(made.status(), 201);
    let CreatedLink { screen, link: address } = made.json();
    assert_eq!((screen.kind, screen.is_open), (Kind::Link, false));
    let (page, secret) = address.split_once("#link=").unwrap();
    assert!(page.ends_with("/screen"));
    let listed = ada.get("/api/v1/screens").await;
    assert!(!listed.text().contains(secret));

    let opened = app.nobody().post(OPEN, &json!({"secret": secret})).await;
    assert_eq!(opened.json::<ScreenSelf>().name, "Grace");
    let grace = app.nobody().with_cookie(&opened.cookie());
    assert!(!opened.cookie().contains(secret), "the browser has a secret of its own");
    let again = app.nobody().post(OPEN, &json!({"secret": secret})).await;
    assert_eq!(again.code(), ErrorCode::NotSignedIn, "it opens in one browser");
    let mut events = grace.open(STREAM).await;
    assert_eq!(names(&picture(&mut events, |shown| !shown.wall.apps.is_empty()).await), ["web-a"]);
    assert_eq!(grace.get("/api/v1/users").await.code(), ErrorCode::OnlyAScreen);
    let rows: Vec<ScreenRow> = ada.get("/api/v1/screens").await.json();
    assert!(rows[0].is_open);

    app.clock.advance(2 * DAY_MS);
    events.next_named("signed_out").await;
    assert_eq!(grace.get(SELF).await.code(), ErrorCode::NotSignedIn);
    let record = app.token().await.get("/api/v1/audit").await.text();
    assert!(
        record.contains("Make read-only link Grace (web-*, 2 days)")
            && record.contains("Open read-only link Grace")
            && record.contains(&format!("Made by ada, its id is {}", screen.id))
            && record.contains("Open a read-only link")
    );
    assert!(!record.contains(secret));
}

#[tokio::test]
async fn a_link_that_was_revoked_opens_nothing() {
    let (app, ada) = start().await;
    let CreatedLink { screen, link: url } = ada.post(LINKS, &link(2)).await.json();
    let (_, secret) = url.split_once("#link=").unwrap();
    assert_eq!(ada.delete(&format!("/api/v1/screens/{}", screen.id)).await.status(), 204);
    let CreatedLink { screen, .. } = ada.post(LINKS, &link(2)).await.json();
    CommandLine::of(&app.server).revoke_screen(&screen.id).await.unwrap();
    assert!(CommandLine::of(&app.server).screens().await.unwrap().is_empty());
    let refused = app.nobody().post(OPEN, &json!({"secret": secret})).await;
    assert_eq!(refused.code(), ErrorCode::NotSignedIn);
    assert_eq!(app.nobody().post(OPEN, &json!({"secret": "x"})).await.code(), ErrorCode::NotSignedIn);
}
