//! Mounts the page: its shell, with the pages of the labs.

use karui_shell::App;
use leptos::prelude::*;

fn main() {
    leptos::mount::mount_to_body(|| view! { <App labs=karui_labs::PAGES /> });
}
