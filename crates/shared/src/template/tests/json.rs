//! JSON, first as an article on deploying with Fleet's API prints it, its slips included.

use super::{errors, lines};
use crate::template::read;

const APACHE: &str = r##"{
  "desiredState": "launched",
  "options": [
    {
      "section": "Service",
      "name": "ExecStartPre",
      "value": "-/usr/bin/docker kill %p-i%"
    },
    {
      "section": "Service",
      "name": "ExecStartPre",
      "value": "-/usr/bin/docker rm %p-%i"
    },
    {
      "section": "Service",
      "name": "ExecStartPre",
      "value": "/usr/bin/docker pull coreos/%p"
    },
    {
      "section": "Service",
      "name": "ExecStart",
      "value": "/usr/bin/docker run --rm --name %pi-%i -p 80 coreos/%p /usr/sbin/apache2ctl -D FOREGROUND"
    },
    {
      "section": "Service",
      "name": "ExecStop",
      "value": "/usr/bin/docker stop %p-%i"
    },
    {
      "section": "X-Fleet",
      "name": "Conflicts",
      "value": "%p@*.service"
    }
  ]
}
"##;

const FRAGMENT: &str = r##"{
      "section": "Service",
      "name": "ExecStart",
      "value": "/usr/bin/docker run --rm --name %p-%i -p 80 coreos/%p"
    },
    {
      "section": "Service",
      "name": "ExecStop",
      "value": "/usr/bin/docker stop %p-%i"
    },
"##;

const EXAMPLE: &str = r##"{
  "desiredState": "launched",
  "options": [
    {
      "section": "Service",
      "name": "ExecStartPre",
      "value": "-/bin/bash -c \"APP=`/bin/echo %p | sed 's/:/-/'`; /usr/bin/docker kill $APP-%i\""
    },
    {
      "section": "Service",
      "name": "ExecStartPre",
      "value": "-/bin/bash -c \"APP=`/bin/echo %p | sed 's/:/-/'`; /usr/bin/docker rm $APP-%i\""
    },
    {
      "section": "Service",
      "name": "ExecStartPre",
      "value": "/usr/bin/docker pull coreos/%p"
    },
    {
      "section": "Service",
      "name": "ExecStart",
      "value": "/bin/bash -c \"APP=`/bin/echo %p | sed 's/:/-/'`; /usr/bin/docker run --name $APP-%i -h $APP-%i -p 80 --rm coreos/%p\""
    },
    {
      "section": "Service",
      "name": "ExecStop",
      "value": "/bin/bash -c \"APP=`/bin/echo %p | sed 's/:/-/'`; /usr/bin/docker stop $APP-%i"
    },
    {
      "section": "X-Fleet",
      "name": "Conflicts",
      "value": "%p@*.service"
    }
  ]
}
"##;

#[test]
fn reads_whole_bodies() {
    insta::assert_snapshot!(lines(APACHE).join("\n"), @r"
    Service/ExecStartPre=-/usr/bin/docker kill %p-i%
    Service/ExecStartPre=-/usr/bin/docker rm %p-%i
    Service/ExecStartPre=/usr/bin/docker pull coreos/%p
    Service/ExecStart=/usr/bin/docker run --rm --name %pi-%i -p 80 coreos/%p /usr/sbin/apache2ctl -D FOREGROUND
    Service/ExecStop=/usr/bin/docker stop %p-%i
    X-Fleet/Conflicts=%p@*.service
    ");
    let example = lines(EXAMPLE);
    assert_eq!(example.len(), 6);
    assert_eq!(
        example[0],
        r#"Service/ExecStartPre=-/bin/bash -c "APP=`/bin/echo %p | sed 's/:/-/'`; /usr/bin/docker kill $APP-%i""#
    );
}

#[test]
fn reads_single_options_with_commas() {
    assert_eq!(
        lines(FRAGMENT),
        [
            "Service/ExecStart=/usr/bin/docker run --rm --name %p-%i -p 80 coreos/%p",
            "Service/ExecStop=/usr/bin/docker stop %p-%i"
        ]
    );
}

#[test]
fn reads_an_array_and_what_fleet_answers() {
    let array = r#" [ {"section":"Service","name":"ExecStart","value":"/bin/run"}, {"section":"Unit","name":"Wants"} ] "#;
    assert_eq!(lines(array), ["Service/ExecStart=/bin/run", "Unit/Wants="]);
    let answer = r#"{"currentState":"launched","desiredState":"launched","machineID":"abc","name":"a@1.service",
        "options":[{"name":"ExecStart","section":"Service","value":"/bin/run"}]}"#;
    assert_eq!(lines(answer), ["Service/ExecStart=/bin/run"]);
}

#[test]
fn moves_options_of_a_section_together_and_joins_lines() {
    let array = r#"[{"section":"Service","name":"A","value":"1 "},{"section":"Unit","name":"B","value":"x \\\n y"},
        {"section":"Service","name":"C","value":"3"}]"#;
    assert_eq!(lines(array), ["Service/A=1", "Service/C=3", "Unit/B=x   y"]);
}

#[test]
fn names_the_line_of_what_is_wrong() {
    let misspelt = "{\n \"options\": [\n  {\"section\": \"Service\", \"nmae\": \"x\"}\n ]\n}";
    assert!(
        errors(misspelt).starts_with("line 3: this is not the JSON expected: unknown field `nmae`"),
        "{}",
        errors(misspelt)
    );
    let cut = "{\n \"options\": [\n";
    assert_eq!(errors(cut), "line 3: this is not the JSON expected: EOF while parsing a list.");
    let number = "[\n{\"section\": \"Service\", \"name\": \"x\",\n \"value\": 80}]";
    assert!(
        errors(number).starts_with(
            "line 3: this is not the JSON expected: invalid type: integer `80`, expected a string"
        ),
        "{}",
        errors(number)
    );
    let second = "{\"section\": \"Service\", \"name\": \"x\"},\n{\"section\": 1}";
    assert!(errors(second).starts_with("line 2: "), "{}", errors(second));
    let newline = "[{\"section\": \"Service\", \"name\": \"x\"},\n\n{\"section\": \"Service\", \"name\": \"Exec{\", \"value\": \"a\\nUser=root\"}]";
    assert!(
        errors(newline).starts_with("line 3: Service/Exec{: the value holds a line break"),
        "{}",
        errors(newline)
    );
    let empty = "{\"options\": [\n {\"name\": \"x\", \"value\": \"y\"}, null]}";
    assert!(errors(empty).starts_with("line 2: "), "{}", errors(empty));
    let nameless = "{\"options\": [\n\n {\"section\": \"Unit\", \"value\": \"y\"}]}";
    assert_eq!(errors(nameless), "line 3: Unit/: the name is empty: fill it in");
}

#[test]
fn refuses_what_means_two_things() {
    for (source, reason) in [
        ("{\"options\": [], \"options\": []}", "duplicate field"),
        ("{\"options\": [{\"section\":\"A\",\"name\":\"B\"}]} {\"options\": []}", "something follows"),
        ("[{\"section\":\"A\",\"name\":\"B\"}] x", "something follows"),
        ("{\"section\":\"A\",\"name\":\"B\"} {\"options\": []}", "among single options"),
        ("{\"section\":\"A\",\"name\":\"B\",\"options\":[]}", "among single options"),
        ("{\"name\":\"B\",\"value\":\"x\",\"options\":[]}", "among single options"),
        ("{\"name\":\"a.service\"}", "neither"),
        ("{\"units\":[]}", "unknown field `units`"),
        ("{}", "neither"),
        ("[]", "no options"),
        ("{\"options\":[]}", "no options"),
        ("\"options\": []", "not the JSON expected"),
    ] {
        assert!(errors(source).contains(reason), "{source}: {}", errors(source));
    }
}

#[test]
fn refuses_what_fleet_refuses_together() {
    let source = "[{\"section\":\"X-Fleet\",\"name\":\"MachineID\",\"value\":\"a\"},\n\
                  {\"section\":\"X-Fleet\",\"name\":\"Global\",\"value\":\"true\"}]";
    assert!(
        errors(source)
            .starts_with("Fleet refuses these options together: MachineID cannot be used with Global"),
        "{}",
        errors(source)
    );
}

#[test]
fn never_fails_badly_on_odd_text() {
    for source in [
        "{",
        "[{",
        "[",
        "{{",
        "{\"",
        "[{\"section\":",
        ",",
        "{},",
        "\u{feff}{\"options\":[{}]}",
        "[{}]",
        "{\"a\\",
    ] {
        assert!(read(source).is_err(), "{source}");
    }
    let deep = "[".repeat(100_000);
    assert!(read(&deep).is_err());
}
