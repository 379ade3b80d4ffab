//! The worker beside the page: its shell, with the engine sides of the labs.

fn main() {
    karui_runtime::start(karui_labs::ENGINES);
}
