use fleet::UnitOption;
use proptest::prelude::*;

use super::{MARK, option, options, text};

fn environment(value: &str) -> String {
    option(&UnitOption::new("Service", "Environment", value)).value
}

#[test]
fn values_of_environments_are_masked_and_their_names_are_not() {
    let docker = "/usr/bin/docker run --rm";
    for (given, masked) in [
        ("-e DB=hunter2 app", "-e DB=[hidden] app"),
        ("-e 'DB=hunter 2' app", "-e 'DB=[hidden]' app"),
        ("-e \"DB=it's hunter 2\" app", "-e \"DB=[hidden]\" app"),
        ("-e DB='hunter 2' app", "-e DB=[hidden] app"),
        ("-e DB=hunter\\ 2 app", "-e DB=[hidden] app"),
        ("-e db=hunter2 app", "-e db=[hidden] app"),
        ("-eDB=hunter2 app", "-eDB=[hidden] app"),
        ("-e=DB=hunter2 app", "-e=DB=[hidden] app"),
        ("-ite DB=hunter2 app", "-ite DB=[hidden] app"),
        ("--env DB=hunter2 app", "--env DB=[hidden] app"),
        ("--env=DB=hunter2 app", "--env=DB=[hidden] app"),
        ("--env=\"DB=hunter 2\" app", "--env=\"DB=[hidden]\" app"),
        ("\"--env=DB=hunter 2\" app", "\"--env=DB=[hidden]\" app"),
        ("-e DB=hunter2\\\n  -e N=1 app", "-e DB=[hidden]\\\n  -e N=1 app"),
        ("-e \"DB\"=hunter2 app", "-e \"DB\"=[hidden] app"),
        ("-e DB\\x3dhunter2 app", "-e [hidden] app"),
        ("-e A=x'y z'\"u v\" app", "-e A=[hidden] app"),
    ] {
        assert_eq!(text(&format!("{docker} {given}")), format!("{docker} {masked}"), "{given}");
    }
}

#[test]
fn quotes_may_be_nested() {
    for (given, masked) in [
        ("bash -c \"docker run -e DB=hunter2 app\"", "bash -c \"docker run -e DB=[hidden] app\""),
        ("bash -c \"docker run -e DB='hunter 2' app\"", "bash -c \"docker run -e DB=[hidden] app\""),
        (
            "bash -c \"docker run -e \\\"DB=hunter 2\\\" app\"",
            "bash -c \"docker run -e \\\"DB=[hidden]\\\" app\"",
        ),
        ("bash -c 'docker run app -e DB=hunter2'", "bash -c 'docker run app -e DB=[hidden]'"),
        ("bash -c \"DB=hunter2 exec app\"", "bash -c \"DB=[hidden] exec app\""),
        ("bash -c \"export DB=hunter2; exec app\"", "bash -c \"export DB=[hidden] exec app\""),
        // Never closed: all that could belong to it is hidden.
        ("docker run -e DB='hunter 2 app", "docker run -e DB=[hidden]"),
    ] {
        assert_eq!(text(given), masked, "{given}");
    }
}

#[test]
fn an_environment_option_holds_several() {
    for (given, masked) in [
        ("DB=hunter2", "DB=[hidden]"),
        ("\"DB=hunter 2\" 'B=hunter 3' PORT=8080", "\"DB=[hidden]\" 'B=[hidden]' PORT=8080"),
        ("DB=hunter 2", "DB=[hidden] [hidden]"),
        ("DB=$hunter", "DB=[hidden]"),
        ("hunter2", "[hidden]"),
        (
            "DEBUG=true WORKERS=4 TIMEOUT=30s NAME=%p-%i CONF=/etc/app.conf",
            "DEBUG=true WORKERS=4 TIMEOUT=30s NAME=%p-%i CONF=/etc/app.conf",
        ),
        ("DB_PASSWORD=123456 TOKEN=true", "DB_PASSWORD=[hidden] TOKEN=[hidden]"),
        ("", ""),
    ] {
        assert_eq!(environment(given), masked, "{given}");
    }
    assert_eq!(option(&UnitOption::new("Service", "SetCredential", "db:hunter2")).value, "db:[hidden]");
}

#[test]
fn what_follows_a_name_of_a_secret_is_masked() {
    for (given, masked) in [
        ("/bin/app --password hunter2 --port 80", "/bin/app --password [hidden] --port 80"),
        ("/bin/app --db-password=hunter2", "/bin/app --db-password=[hidden]"),
        ("/bin/app -password \"hunter 2\"", "/bin/app -password [hidden]"),
        ("/bin/app --apiKey hunter2", "/bin/app --apiKey [hidden]"),
        (
            "/bin/app --token=${TOKEN} --key-file=/etc/tls/key.pem",
            "/bin/app --token=${TOKEN} --key-file=/etc/tls/key.pem",
        ),
        ("/bin/app --no-auth --verbose", "/bin/app --no-auth --verbose"),
        ("docker login -u ada -p hunter2 host", "docker login -u ada -p [hidden] host"),
        (
            "docker run -p 127.0.0.1:80%i:80/tcp -p 8080:80 app",
            "docker run -p 127.0.0.1:80%i:80/tcp -p 8080:80 app",
        ),
        ("mysqldump -phunter2 shop", "mysqldump -p[hidden] shop"),
        ("redis-cli -a hunter2 ping", "redis-cli -a [hidden] ping"),
        ("curl -u ada:hunter2 http://host/", "curl -u ada:[hidden] http://host/"),
        ("docker run -u 1000:1000 app", "docker run -u 1000:1000 app"),
        (
            "curl -H \"Authorization: Bearer hunter2\" http://host/",
            "curl -H \"Authorization: [hidden]\" http://host/",
        ),
        ("curl -H X-Api-Key:hunter2", "curl -H X-Api-Key:[hidden]"),
        ("curl -d '{\"password\":\"hunter 2\",\"a\":1}' host", "curl -d '{\"password\":[hidden]' host"),
        ("the password: hunter2", "the password: [hidden]"),
        ("curl http://host/?a=1&token=hunter2", "curl http://host/?a=1&token=[hidden]"),
        ("auth with bearer hunter2 please", "auth with bearer [hidden] please"),
    ] {
        assert_eq!(text(given), masked, "{given}");
    }
}

#[test]
fn addresses_keep_all_but_their_password() {
    for (given, masked) in [
        ("postgres://ada:hunter2@db:5432/shop", "postgres://ada:[hidden]@db:5432/shop"),
        ("redis://:hunter2@cache", "redis://:[hidden]@cache"),
        ("amqp://ada:hun/ter2@queue/v", "amqp://ada:[hidden]@queue/v"),
        ("https://ada:${PASSWORD}@host", "https://ada:${PASSWORD}@host"),
        ("ssh://git@host/x", "ssh://git@host/x"),
        ("http://127.0.0.1:4001/v2/keys/app@1", "http://127.0.0.1:4001/v2/keys/app@1"),
        ("https://0123456789abcdefghij@host/x", "https://[hidden]@host/x"),
    ] {
        assert_eq!(text(given), masked, "{given}");
    }
}

#[test]
fn what_looks_like_a_secret_is_masked_wherever_it_stands() {
    for secret in [
        "qd_0123456789abcdefghijklmnop",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY1",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
        "-----BEGIN RSA PRIVATE KEY-----\\nabc def\\n-----END RSA PRIVATE KEY-----",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "nF3kT9qLw2ZxV7bRm4Ys8HdJ",
    ] {
        assert_eq!(text(&format!("/bin/app {secret} on")), format!("/bin/app {MARK} on"), "{secret}");
        assert_eq!(text(&format!("a=\"{secret}\"")), format!("a=\"{MARK}\""), "{secret}");
    }
}

/// Options as people have them, without a secret.
const PLAIN: [&str; 25] = [
    "/usr/bin/docker run --rm --name {app}-{version}-{instance} {image}:{version}",
    "-/usr/bin/docker kill %p-%i",
    "/usr/bin/docker pull registry.example:5000/token-service:2.0.1-rc1",
    "/usr/bin/docker run -v token-data:/var/lib/app --net=host app",
    "/usr/bin/bash -c \"APP=`/usr/bin/docker ps -q`; echo $APP\"",
    "/usr/bin/bash -c \"APP=$(/usr/bin/docker ps -q); TOKEN=$(cat /run/token) exec app\"",
    "/usr/bin/docker run -e PORT=8080 -e DEBUG=true -e NAME=%p-%i --env-file /etc/app.env app",
    "/opt/bin/node_exporter --web.listen-address=:9100",
    "/opt/bin/backup --to s3://shop-backup/orders",
    "/usr/bin/etcdctl set /services/%p/%i '{\"host\": \"%H\", \"port\": 80}'",
    "/usr/bin/curl -fsS -X PUT http://127.0.0.1:4001/v2/keys/announce/%p@%i",
    "/usr/bin/docker run app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "/bin/sh -c 'while true; do sleep 10; done'",
    "/usr/bin/sed -e s/a=b/c/ /etc/motd",
    "/bin/mkdir -p data/cache",
    "/usr/bin/ssh -p 22 core@host",
    "0123456789abcdef0123456789abcdef",
    "example:1.0.0@1.service",
    "example*@*.service example-announce@%i.service",
    "region=eu",
    "on-failure",
    "Serves the shop's pages, version {version}",
    "user and password are asked for",
    "http://example.com:8080/a?b=c#d",
    "/opt/MyVeryLongServiceNameOfTheYear2026/bin/ServiceRunner",
];

#[test]
fn what_has_no_secret_is_left_as_it_is() {
    for plain in PLAIN {
        assert_eq!(text(plain), plain);
    }
    let given: Vec<UnitOption> =
        PLAIN.iter().map(|plain| UnitOption::new("Service", "ExecStart", *plain)).collect();
    assert_eq!(options(&given), given);
}

#[test]
fn the_longest_text_is_read_to_its_end() {
    for piece in [
        "KEY=' ",
        "a=\"=",
        "token: ",
        "-e \\\"A=",
        "sk-abcdefghijklm1/",
        "://a:b@",
        "-----BEGIN",
        "password=x ",
    ] {
        let long = piece.repeat(64_000 / piece.len());
        assert!(text(&long).len() < 20 * long.len(), "{piece}");
    }
}

/// Not to be told from its looks: only its place gives it away.
fn secret() -> impl Strategy<Value = String> {
    "[a-z]{4}zq[0-9a-z]{4}"
}

/// A place where a secret is known by what is around it, and whether it may hold blanks there.
fn place() -> impl Strategy<Value = (&'static str, &'static str, bool)> {
    prop::sample::select(vec![
        ("-e DB=", "", false),
        ("-e \"DB=", "\"", true),
        ("-e 'DB=", "'", true),
        ("-e DB=\"", "\"", true),
        ("-e DB='", "'", true),
        ("--env DB=", "", false),
        ("--env=DB=", "", false),
        ("--env=\"DB=", "\"", true),
        ("-eDB=", "", false),
        ("-ite DB=", "", false),
        ("DB=", "", false),
        ("--password ", "", false),
        ("--password \"", "\"", true),
        ("--password=", "", false),
        ("--password='", "'", true),
        ("-token ", "", false),
        ("--client-secret=", "", false),
        ("postgres://ada:", "@db/shop", false),
        ("-u ada:", "", false),
        ("docker login -p ", "", false),
        ("-H \"Authorization: Bearer ", "\"", true),
        ("-H 'X-Api-Key: ", "'", true),
        ("-H 'Cookie: a=", "'", true),
        ("-d '{\"password\": \"", "\"}'", true),
        ("http://host/?token=", "", false),
        ("qd_1234", "1234567890", false),
        ("-----BEGIN PRIVATE KEY-----\\n", "\\n-----END PRIVATE KEY-----", true),
    ])
}

/// Words that may stand before and behind, with quotes that are closed.
fn around() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop::sample::select(vec![
            "/usr/bin/docker",
            "run",
            "--rm",
            "-p",
            "80:80",
            "%p-%i",
            "{version}",
            "\"two words\"",
            "'a b'",
            "--name=x",
            "&&",
            ";",
            "|",
            "-e",
            "N=1",
            "\\\n",
            "ä",
            "$(",
            ")",
        ]),
        0..5,
    )
    .prop_map(|words| words.join(" "))
}

/// A command line as it is, or for a shell.
fn wrapped() -> impl Strategy<Value = (&'static str, &'static str, Option<&'static str>)> {
    prop::sample::select(vec![
        ("", "", None),
        ("/bin/bash -c \"", "\"", Some("\"")),
        ("/bin/bash -c '", "'", Some("'")),
        ("-/bin/sh -xc \"exec ", "\"", Some("\"")),
    ])
}

proptest! {
    #[test]
    fn a_planted_secret_never_survives(
        (before, behind) in (around(), around()),
        (open, close, holds_blanks) in place(),
        (shell, end, quote) in wrapped(),
        (one, two) in (secret(), secret()),
    ) {
        let planted = if holds_blanks { format!("{one} {two}") } else { format!("{one}{two}") };
        let inner = format!("{before} {open}{planted}{close} {behind}");
        // Within quotes the same quotes are escaped.
        let inner = match quote {
            Some(quote) => inner.replace(quote, &format!("\\{quote}")),
            None => inner,
        };
        let line = format!("docker {shell}{inner}{end}");
        let masked = text(&line);
        prop_assert!(!masked.contains(&one) && !masked.contains(&two), "{line}\n{masked}");
    }

    #[test]
    fn nothing_of_an_environment_survives(
        (one, two) in (secret(), secret()),
        form in prop::sample::select(vec!["A=@", "\"A=@ #\" B=1", "'A=@ #'", "A=\"@ #\"", "B=1 A=@#", "A=@ #", "A=x\\ @ B='#'"]),
    ) {
        let masked = environment(&form.replace('@', &one).replace('#', &two));
        prop_assert!(!masked.contains(&one) && !masked.contains(&two), "{masked}");
    }

    #[test]
    fn masked_twice_is_masked_once(given in hostile()) {
        let once = text(&given).into_owned();
        prop_assert_eq!(text(&once).into_owned(), once.clone());
        let once = environment(&given);
        prop_assert_eq!(environment(&once), once);
    }
}

/// Anything, mostly made of what means something here.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "-e",
        "-e ",
        "KEY=",
        "--password",
        "=",
        " ",
        "\"",
        "'",
        "\\",
        "\\\"",
        "\n",
        ":",
        "://",
        "@",
        "/",
        "-p",
        "-u",
        "a",
        "ä",
        "secret",
        "Bearer ",
        "Authorization:",
        "[hidden]",
        "$X",
        "%i",
        "-----BEGIN",
        "-----END",
        "qd_",
        "abcdefgh12345678",
        "docker",
        "-H ",
        "{",
        "}",
        "1",
    ]);
    prop_oneof![
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat()),
        ".{0,60}",
        r#"[a-zA-Z0-9=:@/"'\\ \n$%{}-]{0,80}"#,
    ]
}
