//! Choosing a strategy and its few numbers: in the deploy panel and in an app's settings.

use leptos::prelude::*;
use shared::deployment::Strategy;

use crate::state::settings_words;
use crate::ui::number::NumberField;
use crate::ui::select::Select;
use crate::ui::tick::Tick;

/// A strategy while it is being chosen. The numbers of the other kinds are kept, so that trying them loses nothing.
#[derive(Clone, Copy)]
pub struct StrategyDraft {
    kind: RwSignal<Kind>,
    batch: RwSignal<u32>,
    surge: RwSignal<u32>,
    count: RwSignal<u32>,
    /// Whether it goes on by itself after some time.
    bakes: RwSignal<bool>,
    bake_s: RwSignal<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rolling,
    BlueGreen,
    Recreate,
    Canary,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Rolling, Self::BlueGreen, Self::Recreate, Self::Canary];

    fn word(self) -> &'static str {
        match self {
            Self::Rolling => "rolling",
            Self::BlueGreen => "blue_green",
            Self::Recreate => "recreate",
            Self::Canary => "canary",
        }
    }

    /// With what it does, for the choice.
    fn words(self) -> &'static str {
        match self {
            Self::Rolling => say::deploy::strategy_rolling(),
            Self::BlueGreen => say::deploy::strategy_blue_green(),
            Self::Recreate => say::deploy::strategy_recreate(),
            Self::Canary => say::deploy::strategy_canary(),
        }
    }
}

impl StrategyDraft {
    /// Begins with this one.
    pub fn new(strategy: Strategy) -> Self {
        let draft = Self {
            kind: RwSignal::new(Kind::Rolling),
            batch: RwSignal::new(1),
            surge: RwSignal::new(1),
            count: RwSignal::new(1),
            bakes: RwSignal::new(false),
            bake_s: RwSignal::new(600),
        };
        draft.set(strategy);
        draft
    }

    /// Takes over this one.
    pub fn set(self, strategy: Strategy) {
        self.kind.set(match strategy {
            Strategy::Rolling { .. } => Kind::Rolling,
            Strategy::BlueGreen => Kind::BlueGreen,
            Strategy::Recreate => Kind::Recreate,
            Strategy::Canary { .. } => Kind::Canary,
        });
        match strategy {
            Strategy::Rolling { batch, surge } => {
                self.batch.set(batch);
                self.surge.set(surge);
            }
            Strategy::Canary { count, bake_s, batch, surge } => {
                self.count.set(count);
                self.batch.set(batch);
                self.surge.set(surge);
                self.bakes.set(bake_s.is_some());
                self.bake_s.update(|seconds| *seconds = bake_s.unwrap_or(*seconds));
            }
            Strategy::BlueGreen | Strategy::Recreate => {}
        }
    }

    /// As it stands; tracked.
    pub fn get(self) -> Strategy {
        let (batch, surge) = (self.batch.get(), self.surge.get());
        match self.kind.get() {
            Kind::Rolling => Strategy::Rolling { batch, surge },
            Kind::BlueGreen => Strategy::BlueGreen,
            Kind::Recreate => Strategy::Recreate,
            Kind::Canary => {
                let bake_s = self.bakes.get().then(|| self.bake_s.get());
                Strategy::Canary { count: self.count.get(), bake_s, batch, surge }
            }
        }
    }
}

/// The fields. `wrong` says what is wrong with a member, by its name in JSON (`strategy.batch`).
#[component]
pub fn StrategyFields(
    /// What is chosen.
    draft: StrategyDraft,
    /// What is wrong with a member.
    wrong: Callback<&'static str, Option<String>>,
) -> impl IntoView {
    let of = move |field: &'static str| Signal::derive(move || wrong.run(field));
    let options = Kind::ALL.map(|kind| (kind.word().to_owned(), kind.words().to_owned()));
    let choose = move |word: String| {
        if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.word() == word) {
            draft.kind.set(kind);
        }
    };
    let pace = move || {
        view! {
            <NumberField
                label=say::deploy::batch()
                value=draft.batch
                error=of("strategy.batch")
                hint=say::deploy::batch_hint()
            />
            <NumberField
                label=say::deploy::surge()
                value=draft.surge
                error=of("strategy.surge")
                hint=say::deploy::surge_hint()
            />
        }
    };
    let numbers = move || match draft.kind.get() {
        Kind::Rolling => pace().into_any(),
        Kind::BlueGreen | Kind::Recreate => ().into_any(),
        Kind::Canary => view! {
            <NumberField
                label=say::deploy::canaries()
                value=draft.count
                error=of("strategy.count")
                hint=say::deploy::canaries_hint()
            />
            {pace()}
        }
        .into_any(),
    };
    let bake = move || {
        (draft.kind.get() == Kind::Canary).then(|| {
            let hint =
                Signal::derive(move || say::deploy::bake_hint(&settings_words::seconds(draft.bake_s.get())));
            view! {
                <Tick
                    label=say::deploy::bakes()
                    about=say::deploy::bakes_about()
                    checked=draft.bakes
                    on_change=move |bakes| draft.bakes.set(bakes)
                />
                {move || {
                    draft
                        .bakes
                        .get()
                        .then(|| {
                            view! {
                                <NumberField
                                    label=say::deploy::bake()
                                    value=draft.bake_s
                                    error=of("strategy.bake_s")
                                    hint=hint
                                />
                            }
                        })
                }}
            }
        })
    };
    view! {
        <Select
            label=say::deploy::strategy()
            value=Signal::derive(move || draft.kind.get().word().to_owned())
            options=Signal::stored(options.to_vec())
            on_choose=choose
        />
        {move || (!matches!(draft.kind.get(), Kind::BlueGreen | Kind::Recreate)).then(|| view! { <div class="field-row">{numbers()}</div> })}
        {move || bake()}
    }
}
