//! The soak: hours of a busy cluster by a clock that is driven, with machines lost, Fleet failing, units coming and
//! going, and viewers of all kinds. Whatever happens, what is shown is Fleet's truth or says that it is old.
//!
//! The simulated Fleet and the poller stand on clocks by hand: a step moves both, lets the poller read once over a real
//! socket, and hands the news to the viewers. At quiet moments (the clocks stand, and Fleet answers) all three must be
//! the same: Fleet's own state, the snapshot, and what each viewer made of its events.
//!
//! `cargo xtask soak` runs the long one in release, shows its lines and watches the memory: what is allocated, for the
//! simulated Fleet and the viewers too, measured at quiet moments once the hub keeps as many events as it ever will.

mod cast;
mod chance;
mod crowd;
mod memory;
mod rows;
mod truth;
mod weather;

use std::time::{Duration, Instant};

use self::cast::Cast;
use self::chance::Chance;
use self::crowd::Crowd;
use self::memory::{Memory, Shares};
use self::weather::Weather;
use crate::harness::Deck;

/// How large and how long.
#[derive(Debug, Clone, Copy)]
struct Plan {
    minutes: u64,
    machines: usize,
    units: usize,
    viewers: usize,
    seed: u64,
}

/// What happened.
#[derive(Debug, Default, Clone, Copy)]
struct Told {
    readings: u64,
    failed: u64,
    quiet: u64,
    launched: u64,
    removed: u64,
    lost: u64,
    returned: u64,
    storms: u64,
}

/// The steps of most minutes, and of every fifth: Fleet is read with pauses, and in quick succession.
const STEPS_S: [u64; 1] = [60];
const QUICK_STEPS_S: [u64; 6] = [1, 1, 1, 2, 15, 40];
/// So often everything comes to rest and is compared.
const QUIET_EVERY_MIN: u64 = 10;

impl Plan {
    /// The long one, as the environment says.
    fn from_environment() -> Self {
        let number = |name: &str, usual: u64| {
            std::env::var(format!("QUARTERDECK_SOAK_{name}")).map_or(usual, |text| text.parse().unwrap())
        };
        let units = number("UNITS", 5_000);
        Self {
            minutes: number("HOURS", 24) * 60,
            machines: usize::try_from(units / 16).unwrap().max(3),
            units: usize::try_from(units).unwrap(),
            viewers: usize::try_from(number("VIEWERS", 200)).unwrap(),
            seed: number("SEED", 1),
        }
    }

    async fn run(
        self,
        mut on_hour: impl FnMut(u64, &Told, &Crowd, &Deck, &Memory),
    ) -> (Told, Memory, Shares) {
        let mut chance = Chance::new(self.seed);
        let deck = Deck::start(self.machines, self.units).await;
        let mut cast = Cast::new(&deck.fleet);
        let mut weather = Weather::default();
        let mut crowd = Crowd::new(deck.cluster.clone(), self.viewers);
        let mut told = Told::default();
        let mut memory = Memory::default();
        for minute in 1..=self.minutes {
            cast.act(&deck.fleet, &mut chance, &mut told);
            weather.change(&deck.fleet, &mut chance, &mut told);
            let steps_s: &[u64] = if minute % 5 == 0 { &QUICK_STEPS_S } else { &STEPS_S };
            for &seconds in steps_s {
                deck.advance(Duration::from_secs(seconds));
                let before = deck.cluster.snapshot();
                let read = deck.read().await;
                told.readings += 1;
                told.failed += u64::from(!read);
                if read && chance.one_in(8) {
                    truth::nothing_false(&deck, &before);
                }
                crowd.listen(&mut chance);
            }
            if minute % QUIET_EVERY_MIN == 0 {
                weather.clear(&deck.fleet);
                deck.settle().await;
                truth::same(&deck);
                crowd.all_agree();
                told.quiet += 1;
                memory.measure(deck.forgets_events());
            }
            if minute % 60 == 0 {
                on_hour(minute / 60, &told, &crowd, &deck, &memory);
            }
        }
        (told, memory, Shares::by_ending(crowd, deck))
    }
}

#[tokio::test]
async fn twenty_minutes_of_a_small_cluster() {
    let (mut storms, mut lost) = (0, 0);
    for seed in 1..=3 {
        let plan = Plan { minutes: 20, machines: 12, units: 300, viewers: 20, seed };
        let (told, ..) = plan.run(|_, _, _, _, _| ()).await;
        assert_eq!((told.readings, told.quiet), (40, 2), "{told:?}");
        assert!(told.launched > 0 && told.removed > 0, "{told:?}");
        storms += told.storms;
        lost += told.lost;
    }
    assert!(storms > 0 && lost > 0, "{storms} storms, {lost} machines lost");
}

/// For `cargo xtask soak`.
#[tokio::test]
#[ignore = "takes minutes: cargo xtask soak runs it"]
async fn a_long_one() {
    let plan = Plan::from_environment();
    println!("{plan:?}");
    let began = Instant::now();
    let (told, memory, shares) = plan
        .run(|hour, told, crowd, deck, memory| {
            println!(
                "hour {hour:>3}  {:>6} readings, {:>4} failed  {:>5} units launched, {:>5} removed  {:>3} machines \
                 lost, {:>3} back  {:>4} storms  {:>6} events, {:>4} resyncs, {:>3} streams  {}  {} s",
                told.readings,
                told.failed,
                told.launched,
                told.removed,
                told.lost,
                told.returned,
                told.storms,
                deck.events(),
                crowd.resyncs(),
                deck.cluster.hub().streams(),
                memory,
                began.elapsed().as_secs(),
            );
        })
        .await;
    println!(
        "verdict: {} quiet moments, at each of which Fleet, the snapshot and every viewer were the same; {memory}; {shares}",
        told.quiet
    );
    memory.assert_flat();
}
