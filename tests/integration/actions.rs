//! Launch, scale, remove, start, stop, undo, put back: what the page's buttons do, and what of it reaches Fleet.

mod clicks;
mod elsewhere;
mod life;
mod meanwhile;
mod removal;
mod trouble;
