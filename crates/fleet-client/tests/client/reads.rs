//! Reads that succeed, and what Fleet says about units that do not exist.

use fleet::UnitName;
use fleet_client::FleetError;

use crate::server::{Reply, Request, Server};

fn name(text: &str) -> UnitName {
    text.parse().unwrap()
}

/// A Fleet with `total` units in pages of 100, to the letter: an exact multiple has one more, empty page.
fn units_of(total: usize) -> impl Fn(usize, Request) -> Reply + Send + Sync {
    move |_, request| {
        let page = request.target.split_once("nextPageToken=").map_or(0, |(_, page)| page.parse().unwrap());
        let (start, stop) = (page * 100, (page + 1) * 100);
        let names = (start..stop.min(total)).map(|unit| format!(r#"{{"name":"u{unit:04}.service"}}"#));
        let names = names.collect::<Vec<_>>().join(",");
        let units = if names.is_empty() { None } else { Some(format!(r#""units":[{names}]"#)) };
        let next = (stop <= total).then(|| format!(r#""nextPageToken":"{}""#, page + 1));
        Reply::json(format!("{{{}}}", units.into_iter().chain(next).collect::<Vec<_>>().join(",")))
    }
}

#[tokio::test]
async fn all_pages_of_an_exact_multiple_are_read() {
    let server = Server::start(units_of(200)).await;
    let client = server.client();
    let listing = client.units().await.unwrap();
    assert_eq!((listing.items.len(), listing.pages, listing.skipped), (200, 3, 0));
    assert_eq!(listing.server.as_deref(), Some("fleetd/1.0.0"));
    assert!(listing.items.is_sorted_by(|a, b| a.name < b.name));
    assert_eq!(client.requests_sent(), 3);
    assert_eq!(
        server.lines(),
        ["GET /fleet/v1/units", "GET /fleet/v1/units?nextPageToken=1", "GET /fleet/v1/units?nextPageToken=2"]
    );
}

#[tokio::test]
async fn the_three_lists_have_their_own_paths() {
    let server = Server::always(Reply::json("{}")).await;
    let client = server.client();
    assert!(client.units().await.unwrap().items.is_empty());
    assert!(client.states().await.unwrap().items.is_empty());
    assert!(client.machines().await.unwrap().items.is_empty());
    assert_eq!(server.lines(), ["GET /fleet/v1/units", "GET /fleet/v1/state", "GET /fleet/v1/machines"]);
}

#[tokio::test]
async fn calls_can_be_spawned() {
    let server = Server::always(Reply::json("{}")).await;
    let client = server.client();
    let listing = tokio::spawn(async move { client.units().await }).await.unwrap();
    assert_eq!(listing.unwrap().pages, 1);
    let client = server.client();
    let states = tokio::spawn(async move { client.states().await }).await.unwrap();
    assert_eq!(states.unwrap().items, []);
}

#[tokio::test]
async fn a_request_says_who_asks_and_carries_no_more_than_needed() {
    let server = Server::always(Reply::json("{}")).await;
    server.client().units().await.unwrap();
    let request = &server.requests()[0];
    assert_eq!(request.header("user-agent"), Some(concat!("quarterdeck/", env!("CARGO_PKG_VERSION"))));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("host"), server.address().strip_prefix("http://"));
    assert_eq!(request.headers.len(), 3, "{:?}", request.headers);
    assert_eq!(request.body, "");
}

#[tokio::test]
async fn user_info_is_sent_as_basic_credentials() {
    let server = Server::always(Reply::json("{}")).await;
    let address = server.address().replace("http://", "http://ada:s%40cret@");
    let client = fleet_client::FleetClient::new(crate::server::config(&address)).unwrap();
    client.units().await.unwrap();
    // "ada:s@cret"
    assert_eq!(server.requests()[0].header("authorization"), Some("Basic YWRhOnNAY3JldA=="));
    assert_eq!(client.endpoint().to_string(), server.address());
    assert!(!format!("{client:?}").contains("cret"));
}

#[tokio::test]
async fn a_prefix_stands_before_the_path() {
    let server = Server::always(Reply::json("{}")).await;
    let address = format!("{}/team/a/", server.address());
    let client = fleet_client::FleetClient::new(crate::server::config(&address)).unwrap();
    client.machines().await.unwrap();
    assert_eq!(server.lines(), ["GET /team/a/fleet/v1/machines"]);
}

#[tokio::test]
async fn one_unit_is_read_by_its_encoded_name() {
    let body = r#"{"currentState":"launched","desiredState":"launched","machineID":"m1",
        "name":"example:1.0.0@1.service","options":[{"name":"ExecStart","section":"Service","value":"/bin/true"}]}"#;
    let server = Server::always(Reply::json(body)).await;
    let unit = server.client().unit(&name("example:1.0.0@1.service")).await.unwrap().unwrap();
    assert_eq!(unit.options[0].value, "/bin/true");
    assert_eq!(unit.machine_id.unwrap().as_str(), "m1");
    assert_eq!(server.lines(), ["GET /fleet/v1/units/example%3A1.0.0%401.service"]);
}

#[tokio::test]
async fn the_states_of_one_unit_are_filtered_page_by_page() {
    let state = |name: &str, machine: &str| {
        format!(r#"{{"name":"{name}","machineID":"{machine}","systemdActiveState":"active"}}"#)
    };
    let (first, last) =
        (state("a@1.service", "m1"), [state("a@1.service", "m2"), state("b.service", "m1")].join(","));
    let server = Server::start(move |number, _| match number {
        0 => Reply::json(format!(r#"{{"states":[{first}],"nextPageToken":"x=="}}"#)),
        _ => Reply::json(format!(r#"{{"states":[{last}]}}"#)),
    })
    .await;
    let states = server.client().states_of(&name("a@1.service")).await.unwrap();
    let machines: Vec<&str> = states.iter().map(|state| state.machine_id.as_str()).collect();
    assert_eq!(machines, ["m1", "m2"], "nothing of another unit");
    assert_eq!(
        server.lines(),
        [
            "GET /fleet/v1/state?unitName=a%401.service",
            "GET /fleet/v1/state?nextPageToken=x%3D%3D&unitName=a%401.service"
        ]
    );
}

#[tokio::test]
async fn odd_names_reach_fleet_unchanged() {
    let server = Server::always(Reply::error(404, "unit does not exist")).await;
    let client = server.client();
    for odd in ["..service", "a\\x2fb.service", "-a.service"] {
        assert_eq!(client.unit(&name(odd)).await.unwrap(), None);
    }
    assert_eq!(
        server.lines(),
        [
            "GET /fleet/v1/units/..service",
            "GET /fleet/v1/units/a%5Cx2fb.service",
            "GET /fleet/v1/units/-a.service"
        ]
    );
}

#[tokio::test]
async fn an_absent_unit_is_none_only_in_fleets_own_words() {
    let unit = name("a.service");
    let absent = Server::always(Reply::error(404, "unit does not exist")).await;
    assert_eq!(absent.client().unit(&unit).await.unwrap(), None);

    let unknown_path = Server::always(Reply::error(404, "")).await;
    let error = unknown_path.client().unit(&unit).await.unwrap_err();
    assert_eq!(error, FleetError::Refused { status: 404, message: String::new() });

    let web_server = Server::always(Reply::html(404, "<h1>Not Found</h1>")).await;
    let error = web_server.client().unit(&unit).await.unwrap_err();
    assert!(matches!(&error, FleetError::Nonsense { what } if what.contains("“Not Found”")), "{error}");
}

#[tokio::test]
async fn another_unit_than_the_one_asked_for_is_nonsense() {
    let server = Server::always(Reply::json(r#"{"name":"b.service"}"#)).await;
    let error = server.client().unit(&name("a.service")).await.unwrap_err();
    assert!(matches!(error, FleetError::Nonsense { .. }), "{error}");
}
