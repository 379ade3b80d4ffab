//! Mounts the page.

fn main() {
    leptos::mount::mount_to_body(karui_app::App);
}
