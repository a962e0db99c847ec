//! Makes sure that the folder of the built page exists, so that the binary also builds without
//! Node; it then says at `/` how to build the page.

fn main() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=web/dist");
    println!("cargo:rerun-if-changed=build.rs");
    std::fs::create_dir_all("web/dist")
}
