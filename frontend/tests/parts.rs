//! What the page's parts do in a real browser: layout, focus, input. `cargo xtask test --only wasm` runs these;
//! what needs no browser is tested on the host, and what needs a server by the browser tests.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as loudly as the tests themselves")]

use std::any::Any;
use std::sync::Arc;

use frontend::ui::dialog::{Dialog, Shape};
use frontend::ui::stepper::Stepper;
use frontend::ui::virtual_list::VirtualList;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The sheets that give the rows of a list their height.
const SHEETS: [&str; 2] = [include_str!("../styles/tokens.css"), include_str!("../styles/pages/units.css")];
/// More frames than any of this takes; the test fails where it would hang.
const PATIENCE_FRAMES: u32 = 600;

#[wasm_bindgen_test]
async fn a_long_list_has_only_the_rows_in_view_and_follows_scrolling() {
    let numbers: Arc<Vec<u32>> = Arc::new((0..5_000).collect());
    let stage = Stage::with(move || {
        let head = view! { <div class="vlist-head" role="row" aria-rowindex="1"></div> };
        let cells =
            |item: Signal<u32>| view! { <span role="cell">{move || format!("row {}", item.get())}</span> };
        view! {
            {SHEETS.map(|sheet| view! { <style>{sheet}</style> })}
            <VirtualList items=Signal::stored(numbers) key=|n: &u32| *n label="Numbers" head=head.into_any() row=cells />
        }
        .into_any()
    });
    let shows = |row: &str| stage.texts("[role=cell]").iter().any(|text| text == row);
    until(|| shows("row 0")).await;
    until(|| (10..200).contains(&stage.texts(".vrow").len())).await;
    assert_eq!(stage.one("[role=table]").get_attribute("aria-rowcount").as_deref(), Some("5001"));

    window().scroll_to_with_x_and_y(0.0, f64::from(stage.one(".vlist-body").scroll_height()) / 2.0);
    until(|| shows("row 2500")).await;
    assert!(stage.texts(".vrow").len() < 200);
    assert!(!shows("row 0"), "the first rows are gone");
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

#[wasm_bindgen_test]
async fn a_dialog_takes_the_focus_and_gives_it_back() {
    let open = RwSignal::new(false);
    let stage = Stage::with(move || {
        view! {
            <button id="opener" on:click=move |_| open.set(true)>"Open"</button>
            {move || {
                open.get().then(|| {
                    view! {
                        <Dialog shape=Shape::Panel title="A question" on_close=move |()| open.set(false)>
                            <p>"Body"</p>
                        </Dialog>
                    }
                })
            }}
        }
        .into_any()
    });
    let opener = stage.one("#opener");
    opener.focus().unwrap();
    opener.click();
    until(|| stage.find("dialog[open]").is_some()).await;
    assert!(
        stage.one("dialog").contains(document().active_element().as_deref()),
        "the focus is in the dialog"
    );

    stage.one("dialog [aria-label=Close]").click();
    until(|| is_focused(&stage, "#opener")).await;
    assert!(stage.find("dialog").is_none());
}

#[wasm_bindgen_test]
async fn a_dialog_that_follows_another_takes_the_focus_and_gives_it_back_to_the_first_ones_opener() {
    let step = RwSignal::new(0_u32);
    let stage = Stage::with(move || {
        view! {
            <button id="opener" on:click=move |_| step.set(1)>"Open"</button>
            {move || match step.get() {
                0 => ().into_any(),
                own => view! {
                    <Dialog shape=Shape::Panel title="A question" on_close=move |()| step.set(0)>
                        {(own == 1).then(|| view! { <button id="next" on:click=move |_| step.set(2)>"Next"</button> })}
                        {(own == 2).then(|| view! { <input id="field" autofocus=true /> })}
                    </Dialog>
                }
                .into_any(),
            }}
        }
        .into_any()
    });
    let opener = stage.one("#opener");
    opener.focus().unwrap();
    opener.click();
    until(|| stage.find("dialog[open] #next").is_some()).await;
    let next = stage.one("#next");
    next.focus().unwrap();
    next.click();
    until(|| is_focused(&stage, "#field")).await;

    stage.one("dialog [aria-label=Close]").click();
    until(|| is_focused(&stage, "#opener")).await;
}

#[wasm_bindgen_test]
async fn a_stepper_stays_between_its_least_and_its_most() {
    let count = RwSignal::new(1_u32);
    let stage =
        Stage::with(move || view! { <Stepper label="Instances" value=count min=1 max=3 /> }.into_any());
    let fewer: web_sys::HtmlButtonElement = stage.one("[aria-label='One fewer']").unchecked_into();
    let more: web_sys::HtmlButtonElement = stage.one("[aria-label='One more']").unchecked_into();
    until(|| fewer.disabled() && !more.disabled()).await;
    more.click();
    more.click();
    until(|| more.disabled()).await;
    more.click();
    assert_eq!(count.get_untracked(), 3);

    let field: web_sys::HtmlInputElement = stage.one("input").unchecked_into();
    for (typed, taken) in [("9", 3), ("0", 1), ("2", 2), ("many", 2), ("-1", 2)] {
        field.set_value(typed);
        field.dispatch_event(&typing()).unwrap();
        assert_eq!(count.get_untracked(), taken, "{typed}");
    }
    // What was typed and not taken does not stay in the field.
    field.focus().unwrap();
    field.blur().unwrap();
    until(|| field.value() == "2").await;
}

#[wasm_bindgen_test]
fn templates_and_names_are_read_in_the_browser_as_on_the_server() {
    let options = shared::template::read("[Service]\nExecStart=/usr/bin/docker run coreos/%p\n").unwrap();
    assert_eq!(options.len(), 1);
    let errors = shared::template::read("[Service]\nnonsense\n").unwrap_err();
    assert_eq!(errors[0].line, Some(2));

    let name = fleet::UnitName::parse("checkout:2.4.1@3.service").unwrap();
    let unit = fleet::AppUnit::parse(&name).unwrap();
    assert_eq!((unit.app.as_str(), unit.version.unwrap().as_str()), ("checkout", "2.4.1"));
    assert!(fleet::UnitName::parse("no suffix").is_err());
}

/// A place of its own in the page, which goes with the test.
struct Stage {
    place: web_sys::HtmlElement,
    mounted: Option<Box<dyn Any>>,
}

impl Stage {
    fn with(draw: impl FnOnce() -> AnyView + 'static) -> Self {
        let place: web_sys::HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().prepend_with_node_1(&place).unwrap();
        let mounted: Box<dyn Any> = Box::new(mount_to(place.clone(), draw));
        Self { place, mounted: Some(mounted) }
    }

    fn find(&self, selector: &str) -> Option<web_sys::HtmlElement> {
        self.place.query_selector(selector).unwrap().map(JsCast::unchecked_into)
    }

    fn one(&self, selector: &str) -> web_sys::HtmlElement {
        self.find(selector).unwrap()
    }

    fn texts(&self, selector: &str) -> Vec<String> {
        let found = self.place.query_selector_all(selector).unwrap();
        (0..found.length()).filter_map(|at| found.get(at)?.text_content()).collect()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.mounted.take();
        self.place.remove();
    }
}

/// Waits, frame by frame, until something is so.
async fn until(so: impl Fn() -> bool) {
    for _ in 0..PATIENCE_FRAMES {
        if so() {
            return;
        }
        let frame = js_sys::Promise::new(&mut |resolve, _| {
            window().request_animation_frame(&resolve).unwrap();
        });
        JsFuture::from(frame).await.unwrap();
    }
    assert!(so(), "it did not become so");
}

fn is_focused(stage: &Stage, selector: &str) -> bool {
    stage.find(selector).is_some_and(|element| document().active_element().as_ref() == Some(element.as_ref()))
}

/// What a browser tells a field's ancestors about with every key.
fn typing() -> web_sys::Event {
    let event = web_sys::Event::new("input").unwrap();
    event.init_event_with_bubbles("input", true);
    event
}
