use super::*;

fn shown(text: &str) -> String {
    text.parse::<Endpoint>().unwrap().to_string()
}

fn refused(text: &str) -> String {
    text.parse::<Endpoint>().unwrap_err().to_string()
}

fn url(text: &str, resource: &str) -> Option<String> {
    text.parse::<Endpoint>().unwrap().url(resource).map(String::from)
}

#[test]
fn the_three_kinds_are_read() {
    assert_eq!(shown("http://10.0.0.1:49153"), "http://10.0.0.1:49153");
    assert_eq!(shown(" http://10.0.0.1:49153/ "), "http://10.0.0.1:49153");
    assert_eq!(shown("HTTPS://Fleet.Example/team/a/"), "https://fleet.example/team/a");
    assert_eq!(shown("http://[::1]:49153"), "http://[::1]:49153");
    assert_eq!(shown("unix:///var/run/fleet.sock"), "unix:///var/run/fleet.sock");
    assert_eq!(shown("unix:/var/run/fleet.sock"), "unix:///var/run/fleet.sock");
}

#[test]
fn user_info_becomes_credentials_and_is_never_shown() {
    let endpoint: Endpoint = "https://ada:s%40crét@fleet/x".parse().unwrap();
    let credentials = endpoint.credentials().unwrap();
    assert_eq!((credentials.user.as_str(), credentials.password.as_deref()), ("ada", Some("s@crét")));
    for text in [endpoint.to_string(), format!("{endpoint:?}"), endpoint.url("units").unwrap().to_string()] {
        assert!(!text.contains("ada") && !text.contains("cr"), "{text}");
    }
}

#[test]
fn no_error_repeats_user_info() {
    for text in [
        "ada:secret@fleet:49153",
        "http://ada:secret@fleet:x",
        "http://ada:secret@fleet?a=b",
        "http://ada:secret@fleet/fleet/v1",
        "http://ada:secret@fleet/../x",
        "http://ada:secret@",
        "http://ada:secret@fleet,http://fleet2",
        "ftp://ada:secret@fleet",
        "http://ada:%ff@fleet",
    ] {
        let error = refused(text);
        assert!(!error.contains("secret") && !error.contains("ada"), "{error}");
    }
}

#[test]
fn errors_say_what_to_write() {
    assert!(refused("").contains("write http://HOST:PORT"));
    assert!(refused("10.0.0.1:49153").ends_with("write http://10.0.0.1:49153"));
    assert!(refused("localhost:49153").ends_with("write http://localhost:49153"));
    assert!(refused("/var/run/fleet.sock").ends_with("write unix:///var/run/fleet.sock"));
    assert!(refused("tcp://10.0.0.1").contains("write http://, https:// or unix://"));
    assert!(refused("http://fleet/fleet/v1/").ends_with("write http://fleet"));
    assert!(refused("http://fleet/a/v1-alpha").ends_with("write http://fleet/a"));
    assert!(refused("http://fleet/a?b=c").ends_with("write http://fleet/a"));
    assert!(refused("http://a:1,http://b:1").contains("one endpoint"));
    assert!(refused("unix://run/fleet.sock").contains("absolute"));
    assert!(refused("unix:").contains("absolute"));
    assert!(refused(&format!("unix:///{}", "x".repeat(107))).contains("108 bytes"));
}

#[test]
fn a_prefix_that_parsing_would_change_is_refused() {
    for path in ["/a/../b", "/./a", "/a//b", "//", "/a%2fb", "/a\\b", "\\a", "/a b", "/%2e%2e/a"] {
        assert_eq!(format!("http://fleet{path}").parse::<Endpoint>(), Err(EndpointError::Prefix), "{path}");
    }
}

#[test]
fn request_urls_stand_below_the_prefix() {
    assert_eq!(url("http://fleet", "units").unwrap(), "http://fleet/fleet/v1/units");
    assert_eq!(
        url("https://fleet/a/b", "state?unitName=x").unwrap(),
        "https://fleet/a/b/fleet/v1/state?unitName=x"
    );
    assert_eq!(url("unix:/s", "machines").unwrap(), "http://localhost/fleet/v1/machines");
}

#[test]
fn a_resource_that_parsing_would_change_gives_no_url() {
    assert!(url("http://fleet", "units/a%5Cb%40c.service").is_some());
    for resource in ["units/../state", "units/%2e%2E/x", "units/a\\b", "units/a b", "units/ä", "units/a#b\n"]
    {
        assert_eq!(url("http://fleet", resource), None, "{resource}");
    }
}
