//! The live stream (server-sent events): reads messages, and keeps one connection with its handlers.
//!
//! Decides nothing: `live` does.

use serde::de::DeserializeOwned;
use shared::event::{ActionEvent, AppChanged, Change, FreshnessEvent, Hello, name};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

/// One event of the stream.
#[derive(Debug, PartialEq)]
pub enum Message {
    /// Who speaks.
    Hello(Hello),
    /// Rows changed.
    Change(Change),
    /// The data's age.
    Freshness(FreshnessEvent),
    /// An action went on.
    Action(Box<ActionEvent>),
    /// A template was written.
    App(AppChanged),
    /// Read everything again.
    Resync,
    /// The session has ended.
    SignedOut,
}

/// Reads an event. What can't be read was meant for another version of the page: read everything again.
pub fn read(event: &str, data: &str) -> Message {
    let message = match event {
        name::HELLO => parse(data).map(Message::Hello),
        name::CHANGE => parse(data).map(Message::Change),
        name::FRESHNESS => parse(data).map(Message::Freshness),
        name::ACTION => parse(data).map(|event| Message::Action(Box::new(event))),
        name::APP => parse(data).map(Message::App),
        name::SIGNED_OUT => Some(Message::SignedOut),
        _ => None,
    };
    message.unwrap_or(Message::Resync)
}

/// The body of an event; nothing if it was meant for another version of the page.
pub fn parse<T: DeserializeOwned>(data: &str) -> Option<T> {
    serde_json::from_str(data).ok()
}

/// How long to wait before the next try, in milliseconds: doubling from 1 s to 30 s, spread by `luck` (0 to 1) so
/// that not all browsers come back at the same moment.
pub fn back_off_ms(attempt: u32, luck: f64) -> u32 {
    let most = 1_000_u32.saturating_mul(1 << attempt.min(5)).min(30_000);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 30,000")]
    let spread = (f64::from(most) / 2.0 * luck.clamp(0.0, 1.0)) as u32;
    most / 2 + spread
}

/// An open stream; closed when dropped.
pub struct Listening {
    source: EventSource,
    _on_event: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn()>,
}

impl Listening {
    /// Connects, and hears the events of these names. `on_error` is called when the connection broke, with whether the
    /// browser has given up besides (it reconnects by itself only after network errors).
    pub fn open(
        url: &str,
        names: &[&str],
        on_event: Box<dyn Fn(MessageEvent)>,
        on_error: Box<dyn Fn(bool)>,
    ) -> Option<Self> {
        let source = EventSource::new(url).ok()?;
        let on_event = Closure::wrap(on_event);
        let handler = on_event.as_ref().unchecked_ref();
        for event in names {
            source.add_event_listener_with_callback(event, handler).ok()?;
        }
        let watched = source.clone();
        let on_error =
            Closure::<dyn Fn()>::new(move || on_error(watched.ready_state() == EventSource::CLOSED));
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Self { source, _on_event: on_event, _on_error: on_error })
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.source.set_onerror(None);
        self.source.close();
    }
}

/// The open stream of a cluster.
pub struct Connection {
    _listening: Listening,
}

impl Connection {
    /// Connects. `on_message` gets each event with its id (empty if it carries none); `on_cut` is called
    /// when the connection broke, `on_closed` when the browser has given up besides.
    pub fn open(
        url: &str,
        on_message: impl Fn(Message, String) + 'static,
        on_cut: impl Fn() + 'static,
        on_closed: impl Fn() + 'static,
    ) -> Option<Self> {
        const NAMES: &[&str] = &[
            name::HELLO,
            name::CHANGE,
            name::FRESHNESS,
            name::ACTION,
            name::APP,
            name::RESYNC,
            name::SIGNED_OUT,
        ];
        let on_event = move |event: MessageEvent| {
            let data = event.data().as_string().unwrap_or_default();
            on_message(read(&event.type_(), &data), event.last_event_id());
        };
        let on_error = move |is_closed| {
            on_cut();
            if is_closed {
                on_closed();
            }
        };
        let listening = Listening::open(url, NAMES, Box::new(on_event), Box::new(on_error))?;
        Some(Self { _listening: listening })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_by_their_name() {
        let hello = read("hello", r#"{"build":"b1","now_ms":5}"#);
        assert_eq!(hello, Message::Hello(Hello { build: "b1".into(), now_ms: 5 }));
        let change = read("change", r#"{"cluster":"default","units_gone":["a.service"]}"#);
        assert!(matches!(change, Message::Change(change) if change.units_gone.len() == 1));
        assert_eq!(read("resync", "{}"), Message::Resync);
        assert_eq!(read("signed_out", "{}"), Message::SignedOut);
    }

    #[test]
    fn what_cannot_be_read_asks_for_everything_again() {
        assert_eq!(read("change", "{"), Message::Resync);
        assert_eq!(read("of a later version", "{}"), Message::Resync);
    }

    #[test]
    fn tries_become_rarer_and_never_stop() {
        assert_eq!(back_off_ms(0, 0.0), 500);
        assert_eq!(back_off_ms(0, 1.0), 1_000);
        assert_eq!(back_off_ms(3, 1.0), 8_000);
        assert_eq!(back_off_ms(50, 1.0), 30_000);
        assert_eq!(back_off_ms(50, 0.0), 15_000);
    }
}
