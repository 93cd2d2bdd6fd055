use fleet::{Instance, Requirements};

use super::STARTERS;
use crate::template::{Template, read};
use crate::testing::{app, name, version};

#[test]
fn each_is_read_and_filled_as_it_stands() {
    for starter in STARTERS {
        let options =
            read(&starter.unit_file()).unwrap_or_else(|errors| panic!("{}: {errors:?}", starter.id));
        let image = if starter.wants_image { "registry.example:5000/team/web" } else { "" };
        let template = Template { app: app("web.shop_1"), revision: 1, image: image.to_owned(), options };
        assert_eq!(template.uses_image(), starter.wants_image, "{}", starter.id);
        let filled = template.fill(Some(&version("1.0.0-rc.1_x")), Instance::new(3)).unwrap();
        assert!(filled.iter().all(|option| !option.value.contains(['{', '}'])), "{filled:?}");
        assert_eq!(Requirements::check_create(&filled), Ok(()));
    }
}

#[test]
fn each_place_for_a_comment_has_one() {
    for starter in STARTERS {
        let text = starter.unit_file();
        let comments = text.lines().filter(|line| line.starts_with("# ") && line.len() > 2).count();
        assert_eq!(comments, text.lines().filter(|line| line.starts_with('#')).count(), "{text}");
        assert_eq!(comments, starter.comments.len(), "{text}");
    }
}

#[test]
fn a_container_has_one_name_that_docker_takes() {
    for starter in STARTERS.iter().filter(|starter| starter.wants_image) {
        let template = Template {
            app: app("web"),
            revision: 1,
            image: "web".to_owned(),
            options: read(&starter.unit_file()).unwrap(),
        };
        let filled = template.fill(Some(&version("1.0.0")), Instance::new(3)).unwrap();
        let with_docker: Vec<_> = filled.iter().filter(|option| option.value.contains("/docker ")).collect();
        assert_eq!(with_docker.len(), 4);
        let named = with_docker.iter().filter(|option| option.value.contains(" web-1.0.0-3")).count();
        assert_eq!(named, 3, "all but the pull");
        assert!(filled.iter().any(|option| option.value.ends_with("pull web:1.0.0")));
    }
}

#[test]
fn the_service_keeps_instances_apart_and_the_last_one_is_everywhere() {
    let requirements = |index: usize| {
        let template = Template {
            app: app("web"),
            revision: 1,
            image: "web".to_owned(),
            options: read(&STARTERS[index].unit_file()).unwrap(),
        };
        let filled = template.fill(Some(&version("1")), Instance::new(1)).unwrap();
        Requirements::read(&name("web:1@1.service"), &filled)
    };
    let service = requirements(0);
    assert!(service.conflicts_with("web:1@1.service", &service, "web:1@2.service"));
    assert!(!service.conflicts_with("web:1@1.service", &Requirements::default(), "web:2@1.service"));
    assert!(!requirements(1).global && requirements(1).conflicts.is_empty());
    assert!(requirements(2).global);
}
