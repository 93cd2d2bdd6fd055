//! Courses over a small model cluster that fails, lies and is interrupted.

mod away;
mod canaries;
mod cases;
mod kept;
mod model;
mod planned;
mod plans;
mod properties;
mod said;
mod seen;
