//! The same thing by three names, and the kinds of parallel machine.

use super::texts::{self, say};
use crate::accelerate::page::test_ids;
use karui_ui::reactive::list;
use karui_ui::use_lang;
use leptos::prelude::*;

/// What a thing is called in CUDA, OpenCL and WebGPU (CUDA C++ Programming Guide; OpenCL 3.0 §3; WebGPU and WGSL, W3C).
pub(super) const TERMS: [[&str; 3]; 11] = [
    ["grid", "NDRange", "dispatch"],
    ["thread block", "work-group", "workgroup"],
    ["thread", "work-item", "invocation"],
    ["warp (32)", "sub-group", "subgroup"],
    ["shared memory", "local memory", "var<workgroup>"],
    ["global memory", "global memory", "var<storage>"],
    ["register / local memory", "private memory", "var<function>, var<private>"],
    ["__syncthreads()", "barrier(CLK_LOCAL_MEM_FENCE)", "workgroupBarrier()"],
    ["stream", "command queue", "queue"],
    ["__global__", "__kernel", "@compute"],
    ["CUDA C++", "OpenCL C", "WGSL"],
];

pub(super) fn view() -> AnyView {
    let lang = use_lang();
    let rows = move || {
        let t = texts::of(lang.get());
        let row = |(thing, [cuda, opencl, webgpu]): (&&'static str, [&'static str; 3])| {
            view! {
                <tr>
                    <th scope="row">{*thing}</th>
                    <td lang="en">{cuda}</td>
                    <td lang="en">{opencl}</td>
                    <td lang="en">{webgpu}</td>
                </tr>
            }
        };
        t.things.iter().zip(TERMS).map(row).collect::<Vec<_>>()
    };
    let kinds = move || {
        let kind = |(name, words): &(&'static str, &'static str)| {
            view! {
                <div>
                    <dt>{*name}</dt>
                    <dd>{*words}</dd>
                </div>
            }
        };
        texts::of(lang.get()).kinds.iter().map(kind).collect::<Vec<_>>()
    };
    view! {
        <section class="part r-part" id="terms">
            <h3>{say(|t| t.terms_title)}</h3>
            <p class="help">{say(|t| t.terms_note)}</p>
            <div class="w-scroll r-scroll" tabindex="0" role="region" aria-label=say(|t| t.terms_title) data-testid=test_ids::ACCELERATOR_TERMS>
                <table class="r-table a-terms">
                    <thead>
                        <tr>
                            <th scope="col">{say(|t| t.thing)}</th>
                            <th scope="col">"CUDA"</th>
                            <th scope="col">"OpenCL"</th>
                            <th scope="col">"WebGPU"</th>
                        </tr>
                    </thead>
                    <tbody>{list(rows)}</tbody>
                </table>
            </div>
            <dl class="a-kinds">{list(kinds)}</dl>
        </section>
    }
    .into_any()
}
