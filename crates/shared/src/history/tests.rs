//! What holds for every history.

mod cases;

use proptest::prelude::*;

use super::*;

const STEPS: u32 = 60;

fn counts() -> impl Strategy<Value = Counts> {
    (0u32..4, 0u32..4).prop_map(|(wanted, healthy)| {
        let healthy = healthy.min(wanted);
        Counts { wanted, healthy, failed: wanted - healthy }
    })
}

fn point() -> impl Strategy<Value = Point> {
    (counts(), 0u32..60_001, 0u32..3).prop_map(|(counts, lasted_ms, restarts)| {
        Point::of(counts, lasted_ms).and(Point::of_restarts(restarts))
    })
}

fn block() -> impl Strategy<Value = Block> {
    prop::collection::vec((0..STEPS, point()), 0..80).prop_map(|points| points.into_iter().collect())
}

proptest! {
    #[test]
    fn a_bucket_says_nothing_that_its_parts_do_not(parts in prop::collection::vec(point(), 1..9)) {
        let whole = parts.iter().copied().reduce(Point::and).unwrap();
        let back_to_front = parts.iter().rev().copied().reduce(Point::and).unwrap();
        prop_assert_eq!(whole, back_to_front);
        prop_assert_eq!(whole.known_ms(), parts.iter().map(Point::known_ms).sum::<u32>());
        prop_assert_eq!(whole.restarts, parts.iter().map(|part| part.restarts).sum::<u32>());
        let known: Vec<_> = parts.iter().filter(|part| part.known_ms() > 0).collect();
        if !known.is_empty() {
            prop_assert_eq!(Some(whole.healthy_min), known.iter().map(|part| part.healthy_min).min());
            prop_assert_eq!(Some(whole.wanted), known.iter().map(|part| part.wanted).max());
        }
    }

    #[test]
    fn two_subjects_in_one_time_take_no_more_than_that_time(one in point(), other in point()) {
        let both = one.beside(other);
        prop_assert_eq!(both.known_ms(), one.known_ms().max(other.known_ms()));
        prop_assert_eq!(both, other.beside(one));
    }

    #[test]
    fn a_block_holds_what_was_put_in_last(points in prop::collection::vec((0..STEPS, point()), 0..80)) {
        let block: Block = points.iter().copied().collect();
        for index in 0..STEPS {
            let last = points.iter().rev().find(|(at, _)| *at == index).map(|(_, point)| *point);
            prop_assert_eq!(block.get(index), last.filter(|point| *point != Point::default()));
        }
        let ends: Vec<_> = block.runs().iter().map(|run| (run.at, run.at + run.count)).collect();
        prop_assert!(ends.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{:?}", ends);
    }

    #[test]
    fn a_block_survives_its_text_and_takes_bounded_space(block in block()) {
        let text = block.to_text();
        prop_assert_eq!(Block::parse(&text, STEPS).unwrap(), block);
        prop_assert!(text.len() <= 60 * 64, "{}", text.len());
    }

    #[test]
    fn any_text_is_a_block_or_an_error(text in "[0-9x:, ]{0,40}") {
        if let Ok(block) = Block::parse(&text, STEPS) {
            prop_assert!(block.points().count() <= 60);
        }
    }

    #[test]
    fn rolled_up_twice_is_the_same_as_at_once(blocks in prop::collection::vec(block(), 1..5)) {
        let longer: Block =
            (0..).zip(&blocks).filter_map(|(index, block)| Some((index, block.rolled_up()?))).collect();
        let at_once = blocks.iter().flat_map(Block::points).map(|(_, point)| point).reduce(Point::and);
        prop_assert_eq!(longer.rolled_up(), at_once);
    }

    #[test]
    fn the_times_add_up_to_the_span(block in block(), now_ms in 90_000_000u64..200_000_000) {
        let window = Span::Day.window(now_ms);
        // The last bucket is not over: nobody can know more of it than has passed.
        let times = Availability::of(&block, &window);
        let sum = times.wanted_ms() + times.idle_ms + times.unknown_ms;
        prop_assert_eq!(sum, window.lasted_ms(0, window.steps));
        prop_assert_eq!(strip(&block, &window, Span::Day).len(), 96);
    }

    #[test]
    fn what_is_not_whole_is_never_told_as_whole(part in 0u64..1_000_000, whole in 1u64..1_000_000) {
        let told = percent(part, whole).unwrap();
        prop_assert_eq!(told == "100", part >= whole);
    }

    #[test]
    fn unknown_time_changes_no_share(block in block()) {
        let (day, year) = (Span::Day.window(200_000_000), Span::Year.window(200_000_000));
        let (known, with_more) = (Availability::of(&block, &day), Availability::of(&block, &year));
        prop_assert_eq!(known.served(), with_more.served());
        prop_assert_eq!(known.complete(), with_more.complete());
    }
}
