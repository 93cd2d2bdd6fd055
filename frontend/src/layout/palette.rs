//! The palette: goes to any app, unit, machine, deployment or page, and starts what one may do there. Opened with `/` or
//! Ctrl K.

pub mod fuzzy;
pub mod hits;

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use self::hits::{Does, World, find};
use super::bar::Place;
use crate::action::acting::use_acting;
use crate::state::actions::use_actions;
use crate::state::live::use_live;
use crate::state::memo::{effect, memo};
use crate::state::rights;
use crate::state::session::use_me;
use crate::state::templates::use_templates;
use crate::state::theme::use_theme;
use crate::ui::dialog::is_beside;
use crate::ui::focus;
use crate::ui::icon::IconView;
use crate::ui::into_view::bring_into_view;
use crate::ui::toast::ToastHost;

/// The dialog.
#[component]
pub fn Palette(
    /// Closes it.
    #[prop(into)]
    on_close: Callback<()>,
    /// Opens the list of keys.
    #[prop(into)]
    on_help: Callback<()>,
) -> impl IntoView {
    let live = use_live();
    let templates = use_templates();
    let text = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let (me, actions, acting, theme) = (use_me(), use_actions(), use_acting(), use_theme());
    let stale = live.blocked();
    // Worked out when something is typed, not when the cluster changes: what one is about to choose stays where it is.
    let hits = memo(move || {
        let typed = text.get();
        untrack(|| {
            let (templates, deployments) = (templates.names(), actions.deployments());
            let stands = stale.get().is_none();
            let may = |verb, app: Option<&fleet::AppName>| {
                stands && rights::why_not(me, verb, app.cloned()).is_none()
            };
            Arc::new(live.with_untracked(|cluster| {
                let may_begin_app = &|| stands && rights::why_no_new_app(me).is_none();
                let (templates, deployments) = (&templates, &deployments);
                let leads_to = &|place: &Place| place.is_for(me);
                find(&World { cluster, templates, deployments, may: &may, may_begin_app, leads_to }, &typed)
            }))
        })
    });
    let navigate = use_navigate();
    let go = Callback::new(move |at: usize| {
        let Some(hit) = hits.with_untracked(|hits| hits.get(at).cloned()) else { return };
        on_close.run(());
        match hit.does {
            Does::Go(path) => {
                navigate(&path, Default::default());
                focus::on_the_page();
            }
            // Nothing starts by a word that was typed: the plan is shown first.
            Does::Plan(request) => acting.review(request),
            Does::Colours(colours) => theme.set(colours),
            Does::Speak(choice) => choice.choose(),
            Does::Keys => on_help.run(()),
        }
    });
    let node = NodeRef::<html::Dialog>::new();
    focus::give_back();
    effect(move || {
        if let Some(dialog) = node.get() {
            // It can only fail when the dialog is not in the page any more.
            let _ = dialog.show_modal();
        }
    });
    effect(move || {
        // The focus stays in the field, so the browser does not scroll by itself.
        let option = document().get_element_by_id(&format!("hit-{}", active.get()));
        if let Some(option) = option {
            bring_into_view(&option);
        }
    });
    let key = move |event: web_sys::KeyboardEvent| {
        let count = hits.with_untracked(|hits| hits.len());
        match event.key().as_str() {
            "ArrowDown" if count > 0 => active.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => active.update(|at| *at = (*at + count - 1) % count),
            "Home" if event.ctrl_key() => active.set(0),
            "End" if event.ctrl_key() => active.set(count.saturating_sub(1)),
            "Enter" => go.run(active.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    let options = move || {
        let mut group = None;
        hits.get()
            .iter()
            .cloned()
            .enumerate()
            .map(|(at, hit)| {
                let heading = (group != Some(hit.group)).then(|| hit.group.word());
                group = Some(hit.group);
                view! {
                    {heading.map(|heading| view! { <li role="presentation">{heading}</li> })}
                    <li
                        role="option"
                        id=format!("hit-{at}")
                        aria-selected=move || if active.get() == at { "true" } else { "false" }
                        on:click=move |_| go.run(at)
                    >
                        <IconView icon=hit.icon />
                        <span class="clip">{hit.name}</span>
                        <span>{hit.note}</span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <dialog
            class="palette"
            aria-label=say::frame::palette()
            node_ref=node
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                on_close.run(());
            }
            on:mousedown=move |event: web_sys::MouseEvent| {
                if node.get_untracked().is_some_and(|dialog| is_beside(&dialog, &event)) {
                    on_close.run(());
                }
            }
        >
            <input
                class="palette-input"
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-controls="hits"
                aria-autocomplete="list"
                aria-activedescendant=move || hits.with(|hits| active.get() < hits.len()).then(|| format!("hit-{}", active.get()))
                aria-label=say::frame::palette_field()
                placeholder=say::frame::palette_hint()
                autocomplete="off"
                spellcheck="false"
                autofocus
                prop:value=move || text.get()
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    active.set(0);
                }
                on:keydown=key
            />
            <ul class="palette-list" id="hits" role="listbox" aria-label=say::frame::palette_hits()>
                {move || options()}
            </ul>
            <p class="palette-none" role="status">
                {move || hits.with(|hits| hits.is_empty()).then(say::frame::palette_nothing)}
            </p>
            <p class="palette-foot">
                <span>
                    <kbd class="kbd">"↑"</kbd>
                    " "
                    <kbd class="kbd">"↓"</kbd>
                    " "
                    {say::frame::palette_move()}
                </span>
                <span>
                    <kbd class="kbd">"↵"</kbd>
                    " "
                    {say::frame::palette_choose()}
                </span>
                <span>
                    <kbd class="kbd">{say::frame::key_esc()}</kbd>
                    " "
                    {say::frame::palette_close()}
                </span>
            </p>
            <ToastHost />
        </dialog>
    }
}
