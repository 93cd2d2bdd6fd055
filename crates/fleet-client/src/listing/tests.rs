use std::sync::Mutex;

use super::*;

/// Answers each request with the next body, and notes what was asked.
struct Pages {
    bodies: Vec<String>,
    asked: Mutex<Vec<String>>,
}

impl Pages {
    fn new<S: Into<String>>(bodies: impl IntoIterator<Item = S>) -> Self {
        Self { bodies: bodies.into_iter().map(Into::into).collect(), asked: Mutex::default() }
    }

    async fn collect<T: Listed>(&self) -> Result<Listing<T>, FleetError> {
        let fetch = |resource: String| async move {
            let mut asked = self.asked.lock().unwrap();
            let body = self.bodies[asked.len().min(self.bodies.len() - 1)].clone();
            asked.push(resource.clone());
            let asked = format!("GET /fleet/v1/{resource}");
            let server = Some("fleetd/1.0.0".to_owned());
            Ok(Answer { asked, status: 200, server, location: None, content_type: None, body: body.into() })
        };
        collect(fetch, std::convert::identity).await
    }

    fn asked(self) -> Vec<String> {
        self.asked.into_inner().unwrap()
    }
}

fn machine(id: &str, ip: &str) -> String {
    format!(r#"{{"id":"{id}","primaryIP":"{ip}"}}"#)
}

fn page(machines: &[String], next: Option<&str>) -> String {
    let next = next.map(|token| format!(r#","nextPageToken":"{token}""#)).unwrap_or_default();
    format!(r#"{{"machines":[{}]{next}}}"#, machines.join(","))
}

fn ids(listing: &Listing<Machine>) -> Vec<&str> {
    listing.items.iter().map(|machine| machine.id.as_str()).collect()
}

async fn nonsense<T: Listed + std::fmt::Debug>(body: &str) -> String {
    match Pages::new([body]).collect::<T>().await {
        Err(FleetError::Nonsense { what }) => what,
        other => panic!("{body} gave {other:?}"),
    }
}

#[tokio::test]
async fn pages_are_asked_for_until_none_is_named() {
    // An exact multiple of the page size: Fleet names one more page, which is empty.
    let pages = Pages::new([
        page(&[machine("a", "1"), machine("b", "2")], Some("ZAACAA==")),
        page(&[machine("c", "3"), machine("d", "4")], Some("ZAADAA==")),
        "{}".to_owned(),
    ]);
    let listing = pages.collect::<Machine>().await.unwrap();
    assert_eq!(ids(&listing), ["a", "b", "c", "d"]);
    assert_eq!((listing.pages, listing.skipped), (3, 0));
    assert_eq!(listing.server.as_deref(), Some("fleetd/1.0.0"));
    assert_eq!(
        pages.asked(),
        ["machines", "machines?nextPageToken=ZAACAA%3D%3D", "machines?nextPageToken=ZAADAA%3D%3D"]
    );
}

#[tokio::test]
async fn empty_lists_come_in_several_forms() {
    for body in ["{}", r#"{"units":[]}"#, r#"{"units":null}"#, r#"{"units":[],"nextPageToken":""}"#] {
        let listing = Pages::new([body]).collect::<Unit>().await.unwrap();
        assert_eq!((listing.items.len(), listing.pages), (0, 1), "{body}");
    }
}

#[tokio::test]
async fn doubles_are_removed_and_the_later_one_stays() {
    let pages = Pages::new([
        page(&[machine("b", "old"), machine("a", "1")], Some("t")),
        page(&[machine("c", "3"), machine("b", "new")], None),
    ]);
    let listing = pages.collect::<Machine>().await.unwrap();
    assert_eq!(ids(&listing), ["a", "b", "c"]);
    assert_eq!(listing.items[1].primary_ip, "new");
}

#[tokio::test]
async fn states_of_one_unit_on_several_machines_are_no_doubles() {
    let state = |name: &str, machine: &str| format!(r#"{{"name":"{name}","machineID":"{machine}"}}"#);
    let items = [state("b.service", "m1"), state("a.service", "m2"), state("a.service", "m1")].join(",");
    let pages = Pages::new([format!(r#"{{"states":[{items}]}}"#)]);
    let listing = pages.collect::<UnitState>().await.unwrap();
    let keys: Vec<_> =
        listing.items.iter().map(|state| (state.name.as_str(), state.machine_id.as_str())).collect();
    assert_eq!(keys, [("a.service", "m1"), ("a.service", "m2"), ("b.service", "m1")]);
}

#[tokio::test]
async fn missing_members_are_empty_and_unknown_ones_ignored() {
    let body = r#"{"kind":"x","units":[{"name":"a.service"},{"name":"b.service","new":1,"options":[{"section":"S"}]}]}"#;
    let listing = Pages::new([body]).collect::<Unit>().await.unwrap();
    assert_eq!(listing.items[0].options, []);
    assert_eq!(listing.items[0].machine_id, None);
    assert_eq!(listing.items[1].options[0].value, "");
}

#[tokio::test]
async fn an_item_that_makes_no_sense_does_not_hide_the_others() {
    let body = r#"{"units":[{"name":"a.service"},{"name":"no type"},null,7,{},{"name":"b.service"}]}"#;
    let listing = Pages::new([body]).collect::<Unit>().await.unwrap();
    assert_eq!((listing.items.len(), listing.skipped), (2, 4));
}

#[tokio::test]
async fn a_token_seen_before_ends_the_list() {
    let pages = Pages::new([
        page(&[machine("a", "1")], Some("t")),
        page(&[machine("b", "2")], Some("u")),
        page(&[machine("c", "3")], Some("t")),
    ]);
    let error = pages.collect::<Machine>().await.unwrap_err();
    assert!(error.to_string().contains("has no end"), "{error}");
    assert_eq!(pages.asked().len(), 3);
}

#[tokio::test]
async fn a_list_without_end_is_given_up() {
    let pages = Pages::new((0..1_000).map(|number| page(&[], Some(&number.to_string()))));
    let error = pages.collect::<Machine>().await.unwrap_err();
    assert!(error.to_string().contains("goes on after 700 pages"), "{error}");
    assert_eq!(pages.asked().len(), 700);
}

#[tokio::test]
async fn a_list_that_fills_the_memory_is_given_up() {
    // Whole pages by themselves: blanks are JSON too.
    let blanks = " ".repeat(LIST_BYTES_MAX / 4);
    let pages = Pages::new((0..5).map(|number| page(&[], Some(&number.to_string())) + &blanks));
    let error = pages.collect::<Machine>().await.unwrap_err();
    assert!(error.to_string().contains("more than 256 MiB"), "{error}");
    assert_eq!(pages.asked().len(), 4);
}

#[tokio::test]
async fn other_json_is_never_an_empty_list() {
    assert!(nonsense::<Unit>(r#"{"status":"ok"}"#).await.contains(r#"JSON without "units""#));
    assert!(nonsense::<Unit>(r#"{"machines":[]}"#).await.contains(r#"JSON without "units""#));
    for body in ["", "[]", "null", "7", "{", r#"{"units":{}}"#, r#"{"units":[],"nextPageToken":7}"#, "<html>"]
    {
        nonsense::<Unit>(body).await;
    }
}

#[tokio::test]
async fn a_token_too_long_for_a_url_is_refused() {
    let long = page(&[], Some(&"t".repeat(2_000)));
    assert!(nonsense::<Machine>(&long).await.contains("too long"));
}
