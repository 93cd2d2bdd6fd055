//! Single cases of what is told and of what somebody can say, by name.

use super::cases::{ROLLING, reason, until};
use super::model::{Event, Model};
use super::plans::{Shape, plan};
use crate::action::{ActionState, Progress};
use crate::course::Leg;
use crate::deployment::{Command, Strategy};
use crate::id::UserName;
use crate::plan::Confirm;

fn refused(model: &mut Model, command: &Command) -> String {
    model.course.command(command, &UserName::parse("ada").unwrap(), 0).unwrap_err()
}

fn pair() -> Shape {
    Shape { strategy: Strategy::Rolling { batch: 2, surge: 2 }, ..ROLLING }
}

#[test]
fn all_that_failed_is_told_and_nothing_else() {
    let mut model = Model::new(plan(pair()), true);
    model.settle();
    let both = "a:2@2.service failed. a:2@1.service failed. If all of these are left out, no instance is left to take \
                the place of others, and at least 1 stay healthy instead of 2.";
    assert_eq!(reason(&model), both);
    model.second(&Event::Say(Command::LeaveOut { step: 1 }));
    let other = "a:2@1.service failed. If it is left out, no instance is left to take the place of others, and at least \
                 1 stay healthy as before.";
    assert_eq!(reason(&model), other);
}

#[test]
fn what_fails_while_somebody_has_it_paused_is_told_with_what_leaving_it_out_means() {
    let mut model = Model::new(plan(ROLLING), true);
    model.second(&Event::Calm);
    model.second(&Event::Say(Command::Pause));
    until(&mut model, "it has failed", |model| model.course.at().steps[1].progress == Progress::Failed);
    assert_eq!(
        reason(&model),
        "ada paused it. a:2@1.service failed. If it is left out, this goes on with 1 instance instead of 2, and at least \
         1 stay healthy instead of 2."
    );
    model.second(&Event::Say(Command::Retry { step: 1 }));
    assert_eq!(reason(&model), "ada paused it.");
}

/// That some may be taken away below what the settings say is not that all may.
#[test]
fn the_last_one_stays_where_only_fewer_were_agreed_to() {
    let mut plan = plan(Shape { min: 1, ..pair() });
    plan.confirm = Confirm::TypeName { name: "a".to_owned(), force: true };
    let mut model = Model::new(plan, true);
    model.settle();
    for step in [1, 3] {
        model.second(&Event::Say(Command::LeaveOut { step }));
    }
    model.settle();
    assert_eq!(model.serving().len(), 1, "{:?}", model.names());
}

#[test]
fn what_is_about_to_go_another_way_says_so_and_why_it_has_not_yet() {
    for (command, leg, what) in
        [(Command::Abort, Leg::Abort, "aborted"), (Command::RollBack, Leg::Back, "rolled back")]
    {
        let mut model = Model::new(plan(ROLLING), false);
        until(&mut model, "three serve", |model| model.serving().len() == 3);
        model.second(&Event::Away { seconds: 30 });
        model.second(&Event::Say(command));
        assert_eq!(
            reason(&model),
            format!(
                "It is being {what}, and waits until Fleet can be read. Fleet does not answer as it should: 503"
            )
        );
        assert!(matches!(model.course.state(), ActionState::Paused { resumes: true, by: None, .. }));
        let told = model.course.deploying().unwrap();
        assert_eq!((told.leg, told.turns_to), (Leg::Plan, Some(leg)));
        assert_eq!(model.course.wake_ms(), None);
        model.settle();
        assert!(model.course.is_over());
        let told = model.course.deploying().unwrap();
        assert_eq!((told.leg, told.turns_to), (leg, None));
    }
}

/// Two must serve; of three that are there when the old ones go, one has died.
fn too_few() -> Model {
    let shape = Shape { strategy: Strategy::BlueGreen, keep_s: 0, ..ROLLING };
    let mut model = Model::new(plan(shape), false);
    until(&mut model, "all serve", |model| model.serving().len() == 4);
    model
}

#[test]
fn with_fewer_than_agreed_it_goes_on_once_somebody_who_may_force_says_with_how_few() {
    let mut model = Model::new(plan(Shape { old: 3, new: 1, min: 3, ..pair() }), false);
    until(&mut model, "all serve", |model| model.serving().len() == 4);
    model.second(&Event::Kill { which: 2 });
    until(&mut model, "it is paused", |model| matches!(model.course.state(), ActionState::Paused { .. }));
    assert_eq!(
        model.course.state(),
        ActionState::Paused {
            reason: "Without a:1@2.service 2 healthy instances would serve, and at least 3 must. It waits until more \
                     serve, or until somebody who may force it resumes it with fewer."
                .into(),
            by: None,
            resumes: true,
            fewer: Some(2),
        }
    );
    assert!(refused(&mut model, &Command::Resume).starts_with("It goes on by itself once enough"));
    assert_eq!(
        refused(&mut model, &Command::GoOnWith { least: 3 }),
        "At least 3 have to serve: it could go on with 2."
    );
    assert_eq!(
        refused(&mut model, &Command::GoOnWith { least: 1 }),
        "It could go on with 2: no fewer than that need be agreed to."
    );
    model.second(&Event::Say(Command::GoOnWith { least: 2 }));
    until(&mut model, "one has gone", |model| !model.names().contains(&"a:1@2.service"));
    model.settle();
    assert!(matches!(model.course.state(), ActionState::Paused { fewer: Some(1), .. }), "and no fewer");
    assert_eq!(model.serving().len(), 2);
    let none = refused(&mut too_few(), &Command::GoOnWith { least: 1 });
    assert_eq!(none, "It does not wait for more instances to serve.");
}

/// Nothing has served yet, so nothing stays so.
#[test]
fn of_a_first_deployment_nobody_is_told_that_instances_stay_healthy() {
    let mut model = Model::new(plan(Shape { old: 0, new: 3, min: 0, ..pair() }), true);
    model.settle();
    assert!(!reason(&model).contains("stay healthy"), "{}", reason(&model));
    assert!(reason(&model).ends_with("this goes on with 1 instance instead of 3."), "{}", reason(&model));
}

#[test]
fn a_pause_lasts_since_it_began_whatever_ends_meanwhile() {
    let mut model = Model::new(plan(ROLLING), false);
    assert_eq!(model.course.deploying().unwrap().paused_ms, None);
    model.second(&Event::Calm);
    model.second(&Event::Say(Command::Pause));
    let since_ms = model.course.deploying().unwrap().paused_ms;
    assert!(since_ms.is_some());
    for _ in 0..20 {
        model.second(&Event::Calm);
    }
    assert_eq!(model.course.deploying().unwrap().paused_ms, since_ms);
    model.second(&Event::Say(Command::Resume));
    assert_eq!(model.course.deploying().unwrap().paused_ms, None);
}
