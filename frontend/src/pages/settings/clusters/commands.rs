//! Shell lines to copy: connecting a Fleet, and using the proxy. Pure; the token is never part of them.

/// A titled piece of shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// What it does.
    pub title: &'static str,
    /// The lines.
    pub text: String,
}

/// Ways to start Quarterdeck over a Fleet.
pub fn connect() -> Vec<Way> {
    let way = |title, text: &str| Way { title, text: text.to_owned() };
    vec![
        way(
            say::settings_clusters::connect_network(),
            "FLEET_ENDPOINT=http://10.0.0.1:49153 quarterdeck serve",
        ),
        way(
            say::settings_clusters::connect_socket(),
            "FLEET_ENDPOINT=unix:///var/run/fleet.sock quarterdeck serve",
        ),
        way(
            say::settings_clusters::connect_tls(),
            "FLEET_ENDPOINT=https://fleet.example.org \\\n  FLEET_CA_FILE=ca.pem FLEET_CERT_FILE=client.pem FLEET_KEY_FILE=client.key \\\n  quarterdeck serve",
        ),
        way(say::settings_clusters::connect_source(), "FLEET_ENDPOINT=http://10.0.0.1:49153 cargo xtask run"),
    ]
}

/// Ways to speak Fleet's API through this server.
pub fn through_proxy(origin: &str) -> Vec<Way> {
    vec![
        Way { title: say::settings_clusters::proxy_token(), text: read_token() },
        Way { title: say::settings_clusters::proxy_list(), text: list(origin) },
        Way { title: say::settings_clusters::proxy_launch(), text: launch(origin) },
        Way { title: say::settings_clusters::proxy_fleetctl(), text: fleetctl(origin) },
    ]
}

/// For somebody who has just made a token.
pub fn with_token(origin: &str) -> String {
    [read_token(), list(origin), fleetctl(origin)].join("\n")
}

/// Typed in, so that it does not stand in the shell's history.
fn read_token() -> String {
    "read -rs QUARTERDECK_TOKEN && export QUARTERDECK_TOKEN".to_owned()
}

fn list(origin: &str) -> String {
    format!(
        "curl -fsS -H \"Authorization: Bearer $QUARTERDECK_TOKEN\" {origin}/fleet/v1/units | \\\n  jq -r '.units[] | \"\\(.name) \\(.currentState)\"'"
    )
}

fn launch(origin: &str) -> String {
    format!(
        "curl -fsS -X PUT -H \"Authorization: Bearer $QUARTERDECK_TOKEN\" \\\n  -H 'Content-Type: application/json' -d @unit.json \\\n  {origin}/fleet/v1/units/example:1.0.0@1.service"
    )
}

fn fleetctl(origin: &str) -> String {
    let endpoint = match origin.split_once("://") {
        Some((scheme, host)) => format!("{scheme}://any:$QUARTERDECK_TOKEN@{host}"),
        None => origin.to_owned(),
    };
    format!("fleetctl --endpoint \"{endpoint}\" list-units")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_name_this_server() {
        let all: Vec<String> =
            through_proxy("https://deck.example:8443").into_iter().map(|way| way.text).collect();
        assert!(all[1].contains(" https://deck.example:8443/fleet/v1/units "), "{}", all[1]);
        assert_eq!(
            all[3],
            "fleetctl --endpoint \"https://any:$QUARTERDECK_TOKEN@deck.example:8443\" list-units"
        );
    }

    #[test]
    fn every_way_to_connect_names_the_endpoint() {
        assert!(connect().iter().all(|way| way.text.starts_with("FLEET_ENDPOINT=")));
    }
}
