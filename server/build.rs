//! Builds a shipped server anew when the page was built: its files are part of the binary. Debug builds read them when
//! they start.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let dist = "../frontend/dist";
    // Debug builds read only a folder that was there when they were compiled, even if it was empty; and one that is not
    // there counts as changed, on every build. If it can't be made, these two are all that happens.
    let _ = std::fs::create_dir_all(dist);
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "debug") {
        return;
    }
    println!("cargo:rerun-if-changed={dist}");
}
