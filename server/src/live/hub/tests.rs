use futures_util::FutureExt;

use super::*;

fn hub_with(count: usize) -> Arc<Hub> {
    let hub = Arc::new(Hub::new("e".into()));
    for number in 0..count {
        hub.publish("change", &number);
    }
    hub
}

/// All that a stream has to say at this moment.
fn said(stream: &mut Subscription) -> Vec<String> {
    std::iter::from_fn(|| stream.try_next())
        .map(|news| match news {
            News::Event(frame) => String::from_utf8(frame.to_vec()).unwrap(),
            News::Missed => "missed".to_owned(),
        })
        .collect()
}

fn missed_since(hub: &Arc<Hub>, id: &str) -> Vec<String> {
    said(&mut hub.subscribe(Some(id)))
}

#[test]
fn an_event_is_one_whole_frame() {
    let frame = frame("change", Some("e-1"), &serde_json::json!({"a": "line\nbreak"}));
    assert_eq!(&frame[..], b"event: change\nid: e-1\ndata: {\"a\":\"line\\nbreak\"}\n\n");
}

#[test]
fn whoever_comes_back_hears_what_was_missed() {
    assert_eq!(
        missed_since(&hub_with(3), "e-1"),
        ["event: change\nid: e-2\ndata: 1\n\n", "event: change\nid: e-3\ndata: 2\n\n"]
    );
}

#[test]
fn whoever_missed_nothing_hears_nothing_again() {
    assert!(missed_since(&hub_with(3), "e-3").is_empty());
    assert!(missed_since(&hub_with(0), "e-0").is_empty());
    assert!(said(&mut hub_with(3).subscribe(None)).is_empty());
}

#[test]
fn what_is_no_longer_kept_means_reading_again() {
    let hub = hub_with(KEPT + 10);
    assert_eq!(missed_since(&hub, "e-1"), ["missed"]);
    assert_eq!(missed_since(&hub, "e-10").len(), KEPT);
}

#[test]
fn large_events_are_kept_as_far_as_there_is_room() {
    let hub = hub_with(0);
    let large = "x".repeat(KEPT_BYTES / 4);
    for _ in 0..6 {
        hub.publish("change", &large);
    }
    assert_eq!(missed_since(&hub, "e-2"), ["missed"]);
    assert_eq!(missed_since(&hub, "e-3").len(), 3);
    hub.publish("change", &"x".repeat(KEPT_BYTES));
    assert_eq!(missed_since(&hub, "e-5"), ["missed"]);
    assert_eq!(
        missed_since(&hub, "e-6").len(),
        1,
        "the newest is kept: else all streams would read everything"
    );
    assert!(missed_since(&hub, "e-7").is_empty());
}

#[test]
fn ids_of_another_process_or_none_at_all_mean_reading_again() {
    let hub = hub_with(3);
    for id in ["other-1", "e-99", "e-x", "nonsense", "-", "", "e-18446744073709551615"] {
        assert_eq!(missed_since(&hub, id), ["missed"], "{id}");
    }
}

#[test]
fn passing_events_are_not_kept_and_only_the_newest_is_said_behind_the_others() {
    let hub = hub_with(1);
    let mut stream = hub.subscribe(None);
    hub.pass(frame("freshness", None, &1));
    hub.publish("change", &2);
    hub.pass(frame("freshness", None, &3));
    assert_eq!(said(&mut stream), ["event: change\nid: e-2\ndata: 2\n\n", "event: freshness\ndata: 3\n\n"]);
    assert!(missed_since(&hub, "e-2").is_empty());
    assert_eq!(hub.last_id(), "e-2");
}

#[test]
fn a_stream_that_fell_behind_is_told_once_and_goes_on_at_the_present() {
    let hub = hub_with(0);
    let mut stream = hub.subscribe(None);
    for number in 0..=KEPT {
        hub.publish("change", &number);
    }
    assert_eq!(said(&mut stream), ["missed"]);
    hub.publish("change", &"new");
    assert_eq!(said(&mut stream).len(), 1);
}

#[test]
fn streams_that_do_not_read_take_no_memory() {
    let hub = hub_with(0);
    let slow: Vec<Subscription> = (0..100).map(|_| hub.subscribe(None)).collect();
    for _ in 0..1_000 {
        hub.publish("change", &"x".repeat(KEPT_BYTES / 100));
    }
    assert!(hub.kept_bytes() <= KEPT_BYTES);
    drop(slow);
}

#[tokio::test]
async fn every_stream_gets_the_same_bytes_when_they_come() {
    let hub = hub_with(0);
    let (mut one, mut two) = (hub.subscribe(None), hub.subscribe(None));
    assert!(one.next().now_or_never().is_none());
    hub.publish("change", &"x");
    let (News::Event(a), News::Event(b)) = (one.next().await, two.next().await) else { panic!("missed") };
    assert_eq!(a.as_ptr(), b.as_ptr(), "one allocation serves both");
    assert_eq!(hub.streams(), 2);
    drop(one);
    assert_eq!(hub.streams(), 1);
}
