//! Kills the server at random moments of deployments, starts it again, and holds what became of the cluster against what
//! was promised.
//!
//! Several worlds go side by side, each with a simulated Fleet of its own that errs at random and loses machines, instances
//! that answer probes well or not, a real server over it, and people who deploy, scale, restart, go back and say whatever
//! can be said through the API. The server is ended with SIGKILL, so that it can't prepare for it. A witness beside the Fleet sees each of its changes and each request that reached it, also
//! those whose answers were lost: nothing here believes what the server says of itself without looking.

mod agreed;
mod answers;
mod api;
mod cast;
mod chance;
mod clock;
mod diary;
mod disk;
mod figures;
mod machines;
mod meddler;
mod people;
mod promises;
mod say;
mod server;
mod table;
mod weather;
mod witness;
mod world;

use std::path::Path;

use anyhow::{Context, Result, ensure};
use clap::Args;

pub(crate) use api::{Api, Said};
use figures::Figures;

/// The server under a clock that is set.
const CLOCKED: &str = "quarterdeck-clocked";
/// So many worlds go side by side: each mostly waits.
const WORLDS: u32 = 4;

/// How often, and from which seed.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Crash {
    /// Kill the server at random moments of deployments, and do nothing else.
    #[arg(long)]
    pub(crate) crash: bool,
    /// How often, all worlds together.
    #[arg(long, default_value_t = 500)]
    pub(crate) kills: u32,
    /// The choices follow from it; the moments at which things happen do not.
    #[arg(long)]
    pub(crate) seed: Option<u64>,
}

/// Runs all worlds, prints the figures and leaves them as JSON. Fails if a promise was broken.
pub(crate) fn run(all: &crate::options::Options) -> Result<()> {
    let (options, out) = (all.crash, &all.out);
    let seed = options.seed.unwrap_or_else(chance::seed_of_the_hour);
    println!("crash: {} kills in {WORLDS} worlds, seed {seed}", options.kills);
    // Beside the server as it is shipped lies one whose clock can be set.
    let clocked = all.quarterdeck.with_file_name(CLOCKED);
    ensure!(
        clocked.is_file(),
        "{} is not there: build it with `cargo build --package clocked`",
        clocked.display()
    );
    let figures = worlds(&clocked, out, options.kills, WORLDS, seed)?;
    table::print(&figures);
    let file = out.join("crash.json");
    std::fs::write(&file, serde_json::to_vec_pretty(&figures)?)
        .with_context(|| format!("cannot write {}", file.display()))?;
    println!("\nThe same as JSON: {}", file.display());
    ensure!(figures.broken.is_empty(), "{} promises were broken, with the seed {seed}", figures.broken.len());
    Ok(())
}

/// Runs so many worlds side by side, and adds up what they saw.
fn worlds(quarterdeck: &Path, out: &Path, kills: u32, worlds: u32, seed: u64) -> Result<Figures> {
    let threads: Vec<_> = (0..worlds)
        .map(|number| {
            let share = kills / worlds + u32::from(number < kills % worlds);
            let plan = world::Setup {
                number,
                kills: share,
                seed: chance::mix(seed, number.into()),
                quarterdeck: quarterdeck.to_owned(),
                out: out.to_owned(),
            };
            std::thread::spawn(move || alone(plan))
        })
        .collect();
    let mut all = Figures::new(seed);
    for thread in threads {
        let figures = thread.join().map_err(|_| anyhow::anyhow!("a world came to an unplanned end"))??;
        all.add(figures);
    }
    Ok(all)
}

/// One world, on a thread and a runtime of its own.
fn alone(setup: world::Setup) -> Result<Figures> {
    let number = setup.number;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(world::run(setup)).with_context(|| format!("world {number}"))
}

/// The server's program as cargo has built it beside this one.
#[cfg(test)]
fn built() -> std::path::PathBuf {
    let own = std::env::current_exe().unwrap();
    let program = own.parent().and_then(Path::parent).unwrap().join(CLOCKED);
    assert!(
        program.is_file(),
        "{} is not there: build it first, with `cargo build --package clocked`, or run `cargo xtask test`",
        program.display()
    );
    program
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_killed_again_and_again_keeps_its_promises() {
        let out = tempfile::tempdir().unwrap();
        let figures = worlds(&built(), out.path(), 16, 2, 7).unwrap();
        assert_eq!(figures.broken, Vec::<String>::new());
        assert_eq!(figures.kills, 16);
        assert_eq!(figures.weather["the disk is full for long"], 2, "once in each world");
        assert!(figures.kills_at_work > 0 && figures.started.values().sum::<u64>() > 0, "{figures:?}");
    }
}
