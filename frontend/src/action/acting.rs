//! Asking for a change from anywhere on the page: `use_acting().ask(request)`.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ActionId;
use shared::action::{ActionView, StartAction};
use shared::approval::ApproveAction;
use shared::plan::{Confirm, Plan, PlanRequest};

use crate::api::{self, Failure, idempotency_key};
use crate::parts;
use crate::state::actions::{Actions, use_actions};
use crate::state::live::{Live, use_live};
use crate::ui::toast::{Toasts, use_toasts};

/// A plan that waits for its confirmation in a dialog.
#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    /// The plan; shared, so that its copying is not part of the first load.
    pub plan: Arc<Plan>,
    /// Whether it is another than the one that the person saw before.
    pub changed: bool,
    /// Names the click.
    pub key: String,
    /// What goes with it.
    pub with: Extras,
}

/// What goes with the start of a plan besides the plan.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extras {
    /// Why, or which ticket.
    pub note: String,
    /// The deployment of the same app that it takes the place of.
    pub takes_over: Option<ActionId>,
    /// What waits for somebody's approval, and is approved with it.
    pub approves: Option<ActionId>,
}

/// Makes and starts plans.
#[derive(Clone, Copy)]
pub struct Acting {
    live: Live,
    actions: Actions,
    toasts: Toasts,
    pending: RwSignal<Option<Pending>>,
    /// The requests whose plan is being made or started: a second click on the same button does nothing.
    busy: RwSignal<Vec<PlanRequest>>,
}

impl Acting {
    /// Hands it to everything below.
    pub fn provide() -> Self {
        let acting = Self {
            live: use_live(),
            actions: use_actions(),
            toasts: use_toasts(),
            pending: RwSignal::new(None),
            busy: RwSignal::new(Vec::new()),
        };
        provide_context(acting);
        acting
    }

    /// Makes the plan; starts it at once if it needs no confirmation, else asks for that in a dialog. For buttons
    /// that show no plan of their own: start, stop, remove, put back. Errors become toasts.
    pub fn ask(self, request: PlanRequest) {
        if self.busy.with_untracked(|busy| busy.contains(&request)) {
            return;
        }
        self.busy.update(|busy| busy.push(request.clone()));
        spawn_local(async move {
            if parts::plan_and_start(self, request.clone()).await.is_err() {
                self.toasts.bad(say::action::part_missing());
                self.idle(&request);
            }
        });
    }

    /// What `ask` does once the code for it has come.
    pub fn plan_and_start(self, request: PlanRequest) {
        spawn_local(async move {
            match api::plans::make(&self.live.name(), &request).await {
                // What would wait is shown first: it is another thing than what the button says.
                Ok(plan) if plan.confirm == Confirm::None && plan.waits.is_empty() => {
                    let key = idempotency_key();
                    if let Err(failure) = self.start(&plan, None, &key, Extras::default()).await {
                        match failure.changed_plan() {
                            Some(plan) => self.confirm(Arc::new(plan), true, Extras::default()),
                            None => self.toasts.bad(failure.message()),
                        }
                    }
                }
                Ok(plan) => self.confirm(Arc::new(plan), false, Extras::default()),
                Err(failure) => self.toasts.bad(failure.message()),
            }
            self.idle(&request);
        });
    }

    /// Makes the plan, and shows it in a dialog whether it needs a confirmation or not. For what is too much to be
    /// started by one click that showed nothing. Errors become toasts.
    pub fn review(self, request: PlanRequest) {
        self.review_with(request, Extras::default());
    }

    /// The same, with what goes with its start.
    pub fn review_with(self, request: PlanRequest, with: Extras) {
        if self.busy.with_untracked(|busy| busy.contains(&request)) {
            return;
        }
        self.busy.update(|busy| busy.push(request.clone()));
        spawn_local(async move {
            match api::plans::make_over(&self.live.name(), &request, with.takes_over.as_ref()).await {
                Ok(plan) => self.confirm(Arc::new(plan), false, with),
                Err(failure) => self.toasts.bad(failure.message()),
            }
            self.idle(&request);
        });
    }

    fn idle(self, request: &PlanRequest) {
        self.busy.update(|busy| busy.retain(|other| other != request));
    }

    /// Asks for the confirmation of a plan in a dialog.
    pub fn confirm(self, plan: Arc<Plan>, changed: bool, with: Extras) {
        self.pending.set(Some(Pending { plan, changed, key: idempotency_key(), with }));
    }

    /// Whether a request is being planned or started; tracked.
    pub fn is_busy(self, request: &PlanRequest) -> bool {
        self.busy.with(|busy| busy.contains(request))
    }

    /// Starts a plan that the person has seen.
    pub async fn start(
        self,
        plan: &Plan,
        confirmation: Option<String>,
        key: &str,
        with: Extras,
    ) -> Result<ActionView, Failure> {
        if let Some(id) = &with.approves {
            let input = ApproveAction { plan_hash: plan.hash.clone(), confirmation };
            let action = api::actions::approve(&self.live.name(), id, &input).await?;
            self.actions.put(action.clone());
            return Ok(action);
        }
        let input = StartAction {
            request: plan.request.clone(),
            plan_hash: plan.hash.clone(),
            confirmation,
            note: with.note,
            // What starts more beside all that runs takes nobody's place.
            takes_over: with.takes_over.filter(|_| plan.request.is_deployment()),
        };
        let action = api::actions::start(&self.live.name(), &input, key).await?;
        self.actions.put(action.clone());
        Ok(action)
    }

    /// Takes an action back while it waits.
    pub fn undo(self, id: ActionId) {
        spawn_local(async move {
            match api::actions::undo(&self.live.name(), &id).await {
                Ok(action) => self.actions.put(action),
                Err(failure) => self.toasts.bad(failure.message()),
            }
        });
    }

    /// The plan that waits for its confirmation.
    pub fn pending(self) -> RwSignal<Option<Pending>> {
        self.pending
    }
}

/// Makes and starts plans.
pub fn use_acting() -> Acting {
    expect_context()
}
