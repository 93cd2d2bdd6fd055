//! Builds the server anew when the page was built: its files are part of the binary.

fn main() {
    let dist = "../frontend/dist";
    // A folder that is not there counts as changed, on every build. If it can't be made, that is all that happens.
    let _ = std::fs::create_dir_all(dist);
    println!("cargo:rerun-if-changed={dist}");
}
