//! The dialog before a change that takes something away: every unit by name, and the name typed where it is much.

use std::collections::BTreeSet;
use std::sync::Arc;

use fleet::UnitName;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::Verb;
use shared::plan::{Confirm, Plan, PlanRequest};

use super::acting::{Extras, Pending, use_acting};
use super::plan_view::{Calls, Steps, Warnings};
use crate::pages::deploy::held::{Held, HeldNotice};
use crate::paths;
use crate::state::actions::use_actions;
use crate::state::live::use_live;
use crate::state::memo::effect;
use crate::state::rights;
use crate::ui::button::{Button, Kind};
use crate::ui::dialog::{Dialog, Shape};
use crate::ui::field::TextField;
use crate::ui::message::{Check, ErrorLine, Tone};
use crate::ui::state::StateWord;
use crate::ui::tick::Tick;

/// The dialog for a plan that waits for its confirmation.
#[component]
pub fn ConfirmDialog(
    /// The plan.
    pending: Pending,
) -> impl IntoView {
    let (acting, actions) = (use_acting(), use_actions());
    let close = move || acting.pending().set(None);
    let Pending { plan, changed, key, with } = pending;
    let navigate = use_navigate();
    let is_deployment = plan.deployment.is_some();
    let typed = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let summary = plan.summary.clone();
    let approves = with.approves.is_some();
    // Whoever approves it reads what whoever asked has written.
    let asked_for = with.approves.as_ref().and_then(|id| actions.get(id)).map(|action| {
        let text = if action.note.is_empty() {
            say::action::asked_without_note(&action.actor)
        } else {
            say::action::asked_with_note(&action.actor, &action.note)
        };
        view! { <p>{text}</p> }
    });
    let taken = with.takes_over.clone();
    let with = RwSignal::new(with);
    let holds = plan.deployment.as_ref().filter(|_| plan.request.is_deployment() && !approves);
    let held = holds.map(|deployment| Held::of(deployment.app.clone(), with));
    let request = plan.request.clone();
    // Whom it takes over is part of what the plan begins from.
    effect(move || {
        if with.with(|with| with.takes_over != taken) {
            acting.review_with(request.clone(), with.get_untracked());
        }
    });
    let blocked = why_not(&plan, typed, held);
    let verb = match (approves, plan.waits.is_empty()) {
        (true, false) => say::action::approve_it().to_owned(),
        (false, false) => say::action::ask_for_approval().to_owned(),
        (_, true) => summary.clone(),
    };
    let start = {
        let plan = Arc::clone(&plan);
        move |()| {
            let plan = Arc::clone(&plan);
            let (key, with, navigate) = (key.clone(), with.get_untracked(), navigate.clone());
            busy.set(true);
            error.set(None);
            spawn_local(async move {
                let confirmation =
                    matches!(plan.confirm, Confirm::TypeName { .. }).then(|| typed.get_untracked());
                match acting.start(&plan, confirmation, &key, with.clone()).await {
                    Ok(action) => {
                        close();
                        let waits = matches!(action.state, shared::action::ActionState::Asked { .. });
                        if waits || leads_to_its_page(&plan.request) {
                            navigate(&paths::deployment(&action.id), NavigateOptions::default());
                        }
                    }
                    Err(failure) => match failure.changed_plan() {
                        Some(plan) => acting.confirm(Arc::new(plan), true, with),
                        None => {
                            error.try_set(Some(failure.message()));
                        }
                    },
                }
                busy.try_set(false);
            });
        }
    };
    let kind = if removes(&plan) && !is_deployment { Kind::Danger } else { Kind::Primary };
    let name_field = match &plan.confirm {
        Confirm::TypeName { name, .. } => {
            Some(view! { <TextField label=say::action::type_name(name) value=typed mono=true /> })
        }
        Confirm::None | Confirm::List => None,
    };
    view! {
        <Dialog shape=Shape::Middle title=format!("{summary}?") on_close=move |()| close()>
            <div class="panel-body">
                {changed
                    .then(|| {
                        view! {
                            <Check tone=Tone::Warn text=say::action::changed() />
                        }
                    })}
                {held.map(|held| view! { <HeldNotice held=held /> })}
                {asked_for}
                <p class="quiet">{explanation(&plan, approves)}</p>
                {(!approves).then(|| view! { <SkipGates request=plan.request.clone() with=with /> })}
                {if is_deployment {
                    view! { <Steps plan=Arc::clone(&plan) /> }.into_any()
                } else {
                    view! { <UnitList plan=Arc::clone(&plan) /> }.into_any()
                }}
                <Warnings plan=Arc::clone(&plan) />
                {name_field}
                <ErrorLine error=error />
                <Calls plan=Arc::clone(&plan) />
            </div>
            <footer class="panel-foot">
                <Button on_press=move |()| close() autofocus=true>
                    {say::ui::cancel()}
                </Button>
                <Button kind=kind on_press=start blocked=blocked busy=busy>
                    {verb}
                </Button>
            </footer>
        </Dialog>
    }
}

#[component]
fn UnitList(plan: Arc<Plan>) -> impl IntoView {
    let mut units = BTreeSet::new();
    units.extend(plan.steps.iter().map(|step| step.unit().clone()));
    let live = use_live();
    let row = move |name: UnitName| {
        let unit = live.with_untracked(|cluster| cluster.unit(&name).cloned());
        let place = unit.as_ref().and_then(|unit| live.with_untracked(|cluster| cluster.place(unit)));
        view! {
            <li>
                <span class="mono clip" title=name.to_string()>
                    {name.as_str().strip_suffix(".service").unwrap_or(name.as_str()).to_owned()}
                </span>
                {unit.map(|unit| view! { <StateWord health=unit.health /> })}
                <span class="faint">{place}</span>
            </li>
        }
    };
    view! {
        <ul class="unit-list" tabindex="0" role="list" aria-label=say::action::units_label()>
            {units.into_iter().map(row).collect_view()}
        </ul>
    }
}

/// Whether what a way back leads to is taken for good where it has passed its gate before; the plan is made anew.
#[component]
fn SkipGates(request: PlanRequest, with: RwSignal<Extras>) -> impl IntoView {
    let PlanRequest::RollBack { app, action, to, skip_gates } = request else { return None };
    let acting = use_acting();
    let choose = move |skip_gates: bool| {
        let request = PlanRequest::RollBack { app: app.clone(), action: action.clone(), to, skip_gates };
        acting.review_with(request, with.get_untracked());
    };
    Some(view! {
        <Tick
            label=say::action::skip_gates()
            about=say::action::skip_gates_about()
            checked=Signal::stored(skip_gates)
            on_change=choose
        />
    })
}

/// Why the button can't be pressed: the right is missing, the data is stale, another deployment has the app, or the name
/// is not typed yet.
fn why_not(plan: &Plan, typed: RwSignal<String>, held: Option<Held>) -> Signal<Option<String>> {
    let rights = rights::blocked(plan.request.verb(), plan.request.app());
    let confirm = plan.confirm.clone();
    let force = matches!(confirm, Confirm::TypeName { force: true, .. })
        .then(|| rights::refusal(Verb::Force, plan.request.app()));
    Signal::derive(move || {
        let allowed = rights.get().or_else(|| force.and_then(|force| force.get()));
        allowed.or_else(|| held.and_then(Held::why_not)).or_else(|| match &confirm {
            Confirm::TypeName { name, .. } if typed.get().trim() != name => {
                Some(say::action::type_name_first(name))
            }
            _ => None,
        })
    })
}

fn removes(plan: &Plan) -> bool {
    plan.steps.iter().any(|step| matches!(step, shared::plan::Step::Destroy { .. }))
}

/// Whether one goes on to look at it. A change of the count is seen where it was made.
fn leads_to_its_page(request: &PlanRequest) -> bool {
    request.is_deployment() && !matches!(request, PlanRequest::Scale { .. })
}

fn explanation(plan: &Plan, approves: bool) -> String {
    if !plan.waits.is_empty() && !approves {
        return say::action::explain_waits().to_owned();
    }
    if plan.deployment.is_some() && plan.undo_s == 0 {
        return say::action::explain_stages().to_owned();
    }
    if !removes(plan) {
        return say::action::explain_nothing().to_owned();
    }
    match plan.undo_s {
        0 => say::action::explain_removal().to_owned(),
        seconds => say::action::explain_removal_undo(&seconds),
    }
}
