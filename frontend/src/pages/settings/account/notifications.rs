//! Desktop notifications: asked for here, by a click, in each browser for itself.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationPermission};

use crate::state::notices;
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
                Some(NotificationPermission::Denied) => drop(problem.try_set(Some(
                    "This browser does not allow notifications of this page. Allow them in the browser's settings for this \
                     address, then turn them on here.",
                ))),
                Some(NotificationPermission::Granted) => drop(problem.try_set(Some(
                    "This browser keeps nothing for this page, so they can't stay on.",
                ))),
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
                <h2 id="notifications">"Notifications"</h2>
                <p>"Kept in this browser."</p>
            </header>
            <div class="stack">
                <p>
                    "On the desktop, while nobody looks at this page: when a deployment that you started has ended or waits for a \
                     decision, and when an app begins to need attention. A tab of Quarterdeck has to be open."
                </p>
                {move || problem.get().map(|text| view! { <Check tone=Tone::Warn text=text /> })}
                <p class="btns" role="status">
                    {move || match (can, on.get()) {
                        (false, _) => view! { <span class="quiet">"This browser can't show any here: it takes HTTPS, or this machine itself."</span> }.into_any(),
                        (true, true) => view! {
                            <span>"They are on."</span>
                            <Button on_press=turn_off>"Turn off notifications"</Button>
                        }.into_any(),
                        (true, false) => view! { <Button on_press=turn_on>"Turn on notifications…"</Button> }.into_any(),
                    }}
                </p>
            </div>
        </section>
    }
}

/// What the browser allows; absent where it has no notifications, as without a secure connection.
fn permission() -> Option<NotificationPermission> {
    let there = js_sys::Reflect::has(&window(), &"Notification".into()).unwrap_or(false);
    there.then(Notification::permission)
}
