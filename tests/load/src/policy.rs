//! What a decision of the policy costs, in this process: nothing else takes part. Prints, and judges nothing.

use std::hint::black_box;
use std::time::Instant;

use anyhow::Result;
use fleet::AppName;
use shared::policy::{Actor, Extent, Limits, Pattern, Right, Sight, Verbs, may, sees};
use shared::{ClusterName, RoleName, Scope, UserName, Verb};

/// As many rights as somebody in several teams has.
const GRANTS: usize = 20;
/// The units of a large cluster.
const UNITS: usize = 5_000;

/// Asks each question many times, and prints the median of some rounds.
pub(crate) fn measure(quick: bool) -> Result<()> {
    let rounds = if quick { 5 } else { 50 };
    let actor = actor()?;
    let cluster = ClusterName::parse("main")?;
    let apps = (0..UNITS).map(|number| AppName::parse(&format!("team-{}-app-{number}", number % 40)));
    let apps: Vec<AppName> = apps.collect::<Result<_, _>>()?;
    // The last grant's: all others are looked at before.
    let last = AppName::parse(&format!("team-{}-app", GRANTS - 1))?;
    let hidden = AppName::parse("checkout")?;
    let extent = Extent { instances: Some(3), versions: vec!["1.2.3".to_owned()] };
    println!("The policy, with {GRANTS} grants, medians of {rounds} rounds:");
    let scope = |app: &AppName| Scope::app(&cluster, app);
    let ask = 1_000;
    let each = |what: &str, question: &dyn Fn()| {
        println!("  {what:52} {:>9.0} ns", median_ns(rounds, ask, question));
    };
    each("a decision, allowed by the last grant", &|| {
        drop(black_box(may(&actor, Verb::Deploy, scope(&last))))
    });
    each("the same with its limits", &|| {
        drop(black_box(may(&actor, Verb::Deploy, scope(&last)).and_then(|permit| permit.check(&extent))));
    });
    each("a decision, refused by all", &|| drop(black_box(may(&actor, Verb::Deploy, scope(&hidden)))));
    each("whether a row is seen", &|| {
        black_box(sees(&actor, &cluster, Some(&last)));
    });
    let whole = median_ns(rounds, 1, &|| {
        let sight = Sight::of(&actor, &cluster);
        black_box(apps.iter().filter(|app| sight.sees(Some(app))).count());
    });
    println!("  {:52} {:>9.2} ms", format!("the rows of {UNITS} units that are seen"), whole / 1e6);
    Ok(())
}

/// Somebody with a grant for each of their teams, each with limits.
fn actor() -> Result<Actor> {
    let right = |number: usize| {
        let limits = Limits { most_instances: Some(10), versions: Some(Pattern::parse("1.*")?) };
        let apps = Pattern::parse(&format!("team-{number}-*"))?;
        let cluster = Pattern::parse("m*")?;
        Ok(Right { role: RoleName::parse("deployer")?, verbs: Verbs::ALL, cluster, apps, limits })
    };
    let rights: Vec<Right> = (0..GRANTS).map(right).collect::<Result<_>>()?;
    Ok(Actor { name: UserName::parse("ada")?, rights: rights.into() })
}

/// How long one takes, of rounds with so many each.
fn median_ns(rounds: usize, each: u32, question: &dyn Fn()) -> f64 {
    let mut times: Vec<f64> = (0..rounds)
        .map(|_| {
            let began = Instant::now();
            for _ in 0..each {
                question();
            }
            began.elapsed().as_secs_f64() * 1e9 / f64::from(each)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.get(rounds / 2).copied().unwrap_or_default()
}
