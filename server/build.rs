//! Builds a shipped server anew when the page was built: its files are part of the binary. Debug builds read them when
//! they start.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "debug") {
        return;
    }
    let dist = "../frontend/dist";
    // A folder that is not there counts as changed, on every build. If it can't be made, that is all that happens.
    let _ = std::fs::create_dir_all(dist);
    println!("cargo:rerun-if-changed={dist}");
}
