//! The router itself: a route that is neither in the description nor named here fails. So nothing answers that the table of
//! cases does not know of, however it was put in.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::harness::TestApp;

/// What stands outside of the description, with its methods ("*": any). Its cases are in
/// `what_stands_outside_of_the_description_asks_as_well`, but for the first two, which tell nothing and are open.
const OUTSIDE: [(&str, &str); 9] = [
    ("/healthz", "GET"),
    ("/readyz", "GET"),
    ("/metrics", "GET"),
    ("/fleet", "*"),
    ("/fleet/", "*"),
    ("/fleet/{*rest}", "*"),
    ("/v1-alpha", "*"),
    ("/v1-alpha/", "*"),
    ("/v1-alpha/{*rest}", "*"),
];

type Routes = BTreeSet<(String, String)>;

/// All routes of a router, as it tells of itself. HEAD is GET's.
fn routes_of(router: &str) -> Routes {
    const BEGINNING: &str = "RouteId(";
    // What follows answers where there is no route: the page.
    let (router, _) = router.split_once(", fallback_router: ").expect("a router");
    let mut paths = BTreeMap::new();
    let mut methods = BTreeMap::new();
    for piece in router.split(BEGINNING).skip(1) {
        let (id, rest) = piece.split_once("): ").expect("an id, and what it is of");
        if let Some(path) = rest.strip_prefix('"') {
            paths.insert(id.to_owned(), path.split_once('"').unwrap().0.to_owned());
        } else {
            methods.insert(id.to_owned(), methods_of(rest));
        }
    }
    let of = |(id, path): (&String, &String)| {
        let methods = methods.get(id).unwrap_or_else(|| panic!("{path} has no methods in {router}"));
        methods.iter().map(|method| (path.clone(), method.clone())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of).collect()
}

fn methods_of(endpoint: &str) -> Vec<String> {
    let Some((_, allow)) = endpoint.split_once("allow_header: ") else { return vec!["*".to_owned()] };
    let Some(list) = allow.strip_prefix("Bytes(b\"") else { return vec!["*".to_owned()] };
    let list = list.split_once('"').unwrap().0;
    list.split(',').filter(|method| *method != "HEAD").map(str::to_owned).collect()
}

fn described(document: &Value) -> Routes {
    let mut routes = Routes::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let methods =
            item.as_object().unwrap().iter().filter(|(_, operation)| operation["operationId"].is_string());
        routes.extend(methods.map(|(method, _)| (path.clone(), method.to_uppercase())));
    }
    routes
}

#[tokio::test]
async fn no_route_stands_beside_the_description() {
    let app = TestApp::start().await;
    let mut known = described(&app.nobody().get("/api/v1/openapi.json").await.json());
    known.extend(OUTSIDE.map(|(path, method)| (path.to_owned(), method.to_owned())));
    let there = routes_of(&format!("{:?}", server::router::router(app.server.clone())));
    let beside: Vec<_> = there.difference(&known).collect();
    assert!(beside.is_empty(), "describe these, or name them in OUTSIDE with cases of their own: {beside:?}");
    let missing: Vec<_> = known.difference(&there).collect();
    assert!(missing.is_empty(), "these are no routes any more: {missing:?}");
}

#[test]
fn a_route_that_was_only_put_in_is_found() {
    async fn answer() {}
    let plain = axum::Router::<()>::new()
        .route("/plain", axum::routing::get(answer).put(answer))
        .nest("/deep", axum::Router::new().route("/{id}", axum::routing::any(answer)))
        .fallback(answer);
    let routes = routes_of(&format!("{plain:?}"));
    let expected = [("/deep/{id}", "*"), ("/plain", "GET"), ("/plain", "PUT")];
    assert_eq!(routes, expected.map(|(path, method)| (path.to_owned(), method.to_owned())).into());
}
