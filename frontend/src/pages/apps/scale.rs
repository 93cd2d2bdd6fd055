//! Changing the number of instances of one version: the stepper, and the plan that appears before the click.

use fleet::{AppName, Version};
use leptos::html;
use leptos::prelude::*;
use shared::Verb;
use shared::plan::PlanRequest;

use crate::action::live_plan::{LivePlan, PlanPane, StartButton};
use crate::pages::deploy::held::{Held, HeldNotice};
use crate::state::memo::{Memo, memo};
use crate::state::rights;
use crate::ui::button::Button;
use crate::ui::stepper::Stepper;

/// A wished number of instances.
#[derive(Clone, Copy)]
pub struct Scale {
    wish: RwSignal<u32>,
    now: Memo<usize>,
    plan: LivePlan,
    held: Held,
    blocked: Signal<Option<String>>,
    field: NodeRef<html::Input>,
}

impl Scale {
    /// Begins at the present number, and follows it until somebody wishes for another.
    pub fn new(app: AppName, version: Option<Version>, now: Memo<usize>) -> Self {
        let wish = RwSignal::new(number(now.get_untracked()));
        let blocked = rights::blocked(Verb::Scale, Some(app.clone()));
        Effect::new(move |before: Option<usize>| {
            let now = now.get();
            if before.is_some_and(|before| wish.get_untracked() == number(before)) {
                wish.set(number(now));
            }
            now
        });
        let held_app = app.clone();
        let request = memo(move || {
            let count = wish.get();
            (count != number(now.get())).then(|| PlanRequest::Scale {
                app: app.clone(),
                version: version.clone(),
                count,
            })
        });
        let plan = LivePlan::follow(request.into());
        let held = Held::of(held_app, plan.with());
        Self { wish, now, plan, held, blocked, field: NodeRef::new() }
    }

    fn is_wished(&self) -> bool {
        self.wish.get() != number(self.now.get())
    }

    fn reset(&self) {
        self.wish.set(number(self.now.get_untracked()));
    }
}

/// − 3 +
#[component]
pub fn ScaleStepper(
    /// The wish.
    scale: Scale,
    /// What is counted.
    label: String,
) -> impl IntoView {
    view! { <Stepper label=label value=scale.wish small=true blocked=scale.blocked node=scale.field /> }
}

/// What will be created and removed, and the button; nothing while the number is as it is.
#[component]
pub fn ScalePlan(
    /// The wish.
    scale: Scale,
) -> impl IntoView {
    let wished = memo(move || scale.is_wished());
    view! { {move || {
        wished.get().then(|| {
            view! {
                <div class="scale-plan stack stack-wide">
                    <HeldNotice held=scale.held />
                    <PlanPane plan=scale.plan empty="" />
                    <p class="btns">
                        <StartButton
                            plan=scale.plan
                            idle=say::apps::scale()
                            missing=say::apps::no_plan()
                            held=Signal::derive(move || scale.held.why_not())
                            on_started=move |_| scale.follow_started()
                        />
                        <Button on_press=move |()| scale.reset()>{say::ui::cancel()}</Button>
                    </p>
                </div>
            }
        })
    }} }
}

impl Scale {
    /// Once begun, the plan has done its work; the number follows the cluster again.
    fn follow_started(&self) {
        // The button goes with the plan: the focus must not go with it.
        if let Some(field) = self.field.get_untracked() {
            let _ = field.focus();
        }
        self.reset();
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
