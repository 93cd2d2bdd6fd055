//! A plan that follows what is being filled in: asked for a moment after the last change, and started with the hash
//! of what is shown.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ActionId;
use shared::action::ActionView;
use shared::plan::{Confirm, Plan, PlanRequest};

use super::acting::{Acting, Extras, use_acting};
use super::plan_view::{Calls, Steps, Warnings};
use crate::api::{self, Failure, idempotency_key};
use crate::state::live::{Live, use_live};
use crate::state::memo::{effect, memo};
use crate::state::rights;
use crate::state::session::use_me;
use crate::state::words;
use crate::ui::button::{Button, Kind};
use crate::ui::message::{Check, ErrorLine, Tone};

/// How long the request must stay as it is before its plan is asked for.
const PAUSE: Duration = Duration::from_millis(180);

/// A plan that follows a request.
#[derive(Clone, Copy)]
pub struct LivePlan {
    live: Live,
    acting: Acting,
    request: Signal<Option<PlanRequest>>,
    plan: RwSignal<Option<Arc<Plan>>>,
    error: RwSignal<Option<Failure>>,
    /// The plan is another than the one that the person saw: it is to be looked at before it can be started.
    review: RwSignal<bool>,
    asking: RwSignal<bool>,
    starting: RwSignal<bool>,
    key: StoredValue<String>,
    /// What goes with the start.
    with: RwSignal<Extras>,
    /// Grows with each change of the request; an answer to an older one is not taken.
    generation: StoredValue<u32>,
}

impl LivePlan {
    /// Follows a request. Absent: there is nothing to plan yet.
    pub fn follow(request: Signal<Option<PlanRequest>>) -> Self {
        let plan = Self {
            live: use_live(),
            acting: use_acting(),
            request,
            plan: RwSignal::new(None),
            error: RwSignal::new(None),
            review: RwSignal::new(false),
            asking: RwSignal::new(false),
            starting: RwSignal::new(false),
            key: StoredValue::new(idempotency_key()),
            with: RwSignal::new(Extras::default()),
            generation: StoredValue::new(0),
        };
        // The note goes with the start as well, and is no part of the plan.
        let takes_over = memo(move || plan.with.with(|with| with.takes_over.clone()));
        effect(move || plan.changed(request.get(), takes_over.get()));
        plan
    }

    /// The plan, while there is one; tracked.
    pub fn get(&self) -> Option<Arc<Plan>> {
        self.plan.get()
    }

    /// What goes with the start: to be filled in.
    pub fn with(&self) -> RwSignal<Extras> {
        self.with
    }

    /// Why there is no plan; tracked.
    pub fn failure(&self) -> Option<Failure> {
        self.error.get()
    }

    fn changed(self, request: Option<PlanRequest>, takes_over: Option<ActionId>) {
        self.generation.update_value(|generation| *generation += 1);
        let generation = self.generation.get_value();
        self.review.set(false);
        self.error.set(None);
        let Some(request) = request else {
            self.plan.set(None);
            self.asking.set(false);
            return;
        };
        let takes_over = takes_over.filter(|_| request.is_deployment());
        self.asking.set(true);
        let is_current = move || self.generation.try_get_value() == Some(generation);
        set_timeout(
            move || {
                if !is_current() {
                    return;
                }
                spawn_local(async move {
                    let answer =
                        api::plans::make_over(&self.live.name(), &request, takes_over.as_ref()).await;
                    if !is_current() {
                        return;
                    }
                    self.asking.set(false);
                    match answer {
                        Ok(plan) => self.show(plan),
                        Err(failure) => {
                            self.plan.set(None);
                            self.error.set(Some(failure));
                        }
                    }
                });
            },
            PAUSE,
        );
    }

    fn show(self, plan: Plan) {
        self.key.set_value(idempotency_key());
        self.plan.set(Some(Arc::new(plan)));
    }

    /// The press of the one button: looks at a changed plan, or starts the one that is shown.
    fn press(self, on_started: Callback<ActionView>) {
        let Some(plan) = self.plan.get_untracked() else { return };
        if self.review.get_untracked() {
            self.review.set(false);
            return;
        }
        if plan.confirm != Confirm::None {
            self.acting.confirm(plan, false, self.with.get_untracked());
            return;
        }
        self.starting.set(true);
        self.error.set(None);
        spawn_local(async move {
            let started = {
                let with = self.with.get_untracked();
                self.acting.start(&plan, None, &self.key.get_value(), with).await
            };
            self.starting.try_set(false);
            match started {
                Ok(action) => {
                    on_started.try_run(action);
                }
                Err(failure) => match failure.changed_plan() {
                    Some(plan) => {
                        self.show(plan);
                        self.review.set(true);
                    }
                    None => {
                        self.error.try_set(Some(failure));
                    }
                },
            }
        });
    }
}

/// The plan in full: steps, warnings, calls, and its error. Put `StartButton` in the foot.
#[component]
pub fn PlanPane(
    /// The plan.
    plan: LivePlan,
    /// What stands here while there is nothing to plan yet.
    #[prop(into)]
    empty: Signal<String>,
) -> impl IntoView {
    let heading = crate::ui::unique::unique("plan");
    let id = heading.clone();
    let steps = move || match plan.get() {
        // What to know before the click comes first: a long plan would push it out of sight.
        Some(shown) => view! {
            <Warnings plan=Arc::clone(&shown) />
            <Steps plan=shown />
        }
        .into_any(),
        None if plan.error.with(Option::is_some) => ().into_any(),
        None if plan.asking.get() => view! { <p class="hint">{say::action::working_out()}</p> }.into_any(),
        None => view! { <p class="hint">{move || empty.get()}</p> }.into_any(),
    };
    let rest = move || plan.get().map(|shown| view! { <Calls plan=shown /> });
    let count = move || {
        let steps = plan.plan.with(|plan| plan.as_ref().map(|plan| plan.steps.len()))?;
        Some(say::action::steps(steps, &words::grouped(steps)))
    };
    let changed = move || {
        plan.review.get().then(|| view! { <Check tone=Tone::Warn text=say::action::changed_unstarted() /> })
    };
    view! {
        <section aria-labelledby=heading aria-busy=move || plan.asking.get().then_some("true")>
            <div class="code-head">
                <h3 id=id>{say::action::plan()}</h3>
                <span class="hint" role="status">
                    {move || count()}
                </span>
            </div>
            {move || changed()}
            {move || steps()}
        </section>
        {move || rest()}
        <ErrorLine error=Signal::derive(move || plan.error.with(|error| error.as_ref().map(Failure::message))) />
    }
}

/// The one button of a plan: its verb and its objects.
#[component]
pub fn StartButton(
    /// The plan.
    plan: LivePlan,
    /// What the button says while there is no plan.
    idle: &'static str,
    /// Why there is no plan yet.
    #[prop(into)]
    missing: Signal<String>,
    /// Called with the action once it has begun.
    #[prop(into)]
    on_started: Callback<ActionView>,
    /// Inside compact rows.
    #[prop(optional)]
    small: bool,
    /// Why it can't be started, besides what the plan itself needs.
    #[prop(default = Signal::stored(None), into)]
    held: Signal<Option<String>>,
) -> impl IntoView {
    let rights = memo(move || {
        // The verb follows from the request; the signal is made anew only when that changes.
        plan.request.with(|request| request.as_ref().map(|request| (request.verb(), request.app())))
    });
    let me = use_me();
    let may = memo(move || rights.get().and_then(|(verb, app)| rights::why_not(me, verb, app)));
    let stale = plan.live.blocked();
    let blocked = Signal::derive(move || {
        let nothing = || plan.plan.with(Option::is_none).then(|| missing.get());
        may.get().or_else(|| stale.get()).or_else(|| held.get()).or_else(nothing)
    });
    let busy = Signal::derive(move || plan.starting.get() || plan.asking.get());
    let label = move || {
        if plan.review.get() {
            return say::action::review().to_owned();
        }
        plan.plan.with(|plan| match plan {
            Some(plan) if !plan.waits.is_empty() => say::action::ask_for_approval().to_owned(),
            Some(plan) => plan.summary.clone(),
            None => idle.to_owned(),
        })
    };
    view! {
        <Button kind=Kind::Primary small=small blocked=blocked busy=busy on_press=move |()| plan.press(on_started)>
            {move || label()}
        </Button>
    }
}
