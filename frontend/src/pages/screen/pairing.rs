//! A display that is no screen yet: its code, large, and the same for a camera.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ErrorCode;
use shared::screen::{Pairing, PairingState};

use crate::api;
use crate::state::memo::{effect, memo};

/// How often it asks whether somebody has confirmed the code.
const ASKED_EVERY: std::time::Duration = std::time::Duration::from_secs(3);
/// A new code is asked for before the old one ends.
const RENEWED_BEFORE_MS: u64 = 60_000;
/// The first try again after a code could not be had, in turns of `ASKED_EVERY`; then twice as many, up to twenty.
const MOST_TURNS: u32 = 20;

/// The page with the code.
#[component]
pub fn PairingView(
    /// Somebody has confirmed it.
    on_paired: Callback<()>,
) -> impl IntoView {
    let pairing = RwSignal::new(None::<Pairing>);
    let trouble = RwSignal::new(None::<String>);
    let (turn, wait) = (RwSignal::new(0_u32), StoredValue::new(1_u32));
    let renew = move || {
        spawn_local(async move {
            match api::screens::ask().await {
                Ok(asked) => {
                    wait.try_set_value(1);
                    trouble.try_set(None);
                    pairing.try_set(Some(asked));
                }
                Err(failure) => {
                    wait.try_update_value(|wait| *wait = (*wait * 2).min(MOST_TURNS));
                    pairing.try_set(None);
                    trouble.try_set(Some(failure.message()));
                }
            }
        });
    };
    let ask = move || {
        spawn_local(async move {
            match api::screens::now().await {
                Ok(now) if now.state == PairingState::Paired => on_paired.run(()),
                Ok(_) => drop(trouble.try_set(None)),
                // The code is over.
                Err(failure) if failure.code() == Some(ErrorCode::NotFound) => renew(),
                Err(failure) => drop(trouble.try_set(Some(failure.message()))),
            }
        });
    };
    renew();
    if let Ok(asking) = set_interval_with_handle(move || turn.update(|turn| *turn += 1), ASKED_EVERY) {
        on_cleanup(move || asking.clear());
    }
    let turns_left = StoredValue::new(None::<u32>);
    effect(move || {
        let turns = turn.get();
        let left = pairing.with_untracked(|pairing| {
            // How many turns the code still has, counted here: this display's clock may be any.
            let lasts_ms = pairing.as_ref()?.expires_ms.saturating_sub(pairing.as_ref()?.now_ms);
            u32::try_from(lasts_ms.saturating_sub(RENEWED_BEFORE_MS) / 3_000).ok()
        });
        match left {
            None if turns > 0 && turns.is_multiple_of(wait.get_value()) => renew(),
            None => turns_left.set_value(None),
            Some(left) => {
                let ends = turns_left.try_update_value(|ends| *ends.get_or_insert(turns + left)).unwrap_or(0);
                if turns >= ends {
                    turns_left.set_value(None);
                    renew();
                } else if turns > 0 {
                    ask();
                }
            }
        }
    });
    let code = memo(move || pairing.with(|pairing| pairing.as_ref().map(|pairing| pairing.code.clone())));
    let drawn = memo(move || {
        pairing.with(|pairing| pairing.as_ref().map(|pairing| (pairing.qr_size, pairing.qr_path.clone())))
    });
    view! {
        <main class="screen screen-alone" data-distance="2">
            <div class="screen-pair">
                <div>
                    <h1>{say::wall::pair()}</h1>
                    <p class="screen-quiet">{say::wall::pair_type()}</p>
                    <p class="screen-code" aria-live="polite">
                        {move || code.get().unwrap_or_else(|| "········".to_owned())}
                    </p>
                    <p class="screen-quiet">
                        {say::wall::pair_picture()}
                    </p>
                </div>
                {move || drawn.get().map(|(size, path)| view! {
                    <svg
                        class="screen-qr"
                        viewBox=format!("0 0 {size} {size}")
                        shape-rendering="crispEdges"
                        role="img"
                        aria-label=say::wall::pair_picture_label()
                    >
                        <path class="screen-qr-ground" d=format!("M0 0h{size}v{size}H0z") />
                        <path class="screen-qr-code" d=path />
                    </svg>
                })}
            </div>
            <p class="screen-trouble" role="status">{move || trouble.get()}</p>
        </main>
    }
}
