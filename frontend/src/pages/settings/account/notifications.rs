//! Desktop notifications: asked for here, by a click, in each browser for itself.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationPermission};

use crate::state::notices::{self, permission};
use crate::ui::button::Button;
use crate::ui::message::{Check, Tone};

/// Whether they are on, and the way to change that.
#[component]
pub fn Notifications() -> impl IntoView {
    let on = RwSignal::new(notices::wanted() && permission() == Some(NotificationPermission::Granted));
    let problem = RwSignal::new(None::<&'static str>);
    let turn_on = move |()| {
        problem.set(None);
        spawn_local(async move {
            let asked = match Notification::request_permission() {
                Ok(asked) => JsFuture::from(asked).await.is_ok(),
                Err(_) => false,
            };
            match permission() {
                Some(NotificationPermission::Granted) if asked && notices::want(true) => {
                    on.try_set(true);
                }
                Some(NotificationPermission::Denied) => {
                    problem.try_set(Some(say::settings_account::notifications_refused()));
                }
                Some(NotificationPermission::Granted) => {
                    problem.try_set(Some(say::settings_account::notifications_forgotten()));
                }
                _ => {}
            }
        });
    };
    let turn_off = move |()| {
        notices::want(false);
        on.set(false);
    };
    let can = permission().is_some();
    view! {
        <section class="setting" aria-labelledby="notifications">
            <header>
                <h2 id="notifications">{say::settings_account::notifications()}</h2>
                <p>{say::settings_account::kept_here()}</p>
            </header>
            <div class="stack">
                <p>{say::settings_account::notifications_about()}</p>
                {move || problem.get().map(|text| view! { <Check tone=Tone::Warn text=text /> })}
                <p class="btns" role="status">
                    {move || match (can, on.get()) {
                        (false, _) => view! { <span class="quiet">{say::settings_account::notifications_cannot()}</span> }.into_any(),
                        (true, true) => view! {
                            <span>{say::settings_account::notifications_on()}</span>
                            <Button on_press=turn_off>{say::settings_account::notifications_turn_off()}</Button>
                        }.into_any(),
                        (true, false) => view! { <Button on_press=turn_on>{say::settings_account::notifications_turn_on()}</Button> }.into_any(),
                    }}
                </p>
            </div>
        </section>
    }
}
