//! The accelerator page's kernels on whatever Vulkan adapter there is, Mesa's lavapipe too.

use karui_parity::accelerate::every_way;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[test]
fn every_way_of_a_gpu_gives_the_references_result() {
    let mut all = pin!(every_way());
    // Natively, the futures of the GPU are ready once they have been polled, or soon.
    let lacking = loop {
        if let Poll::Ready(lacking) = all.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            break lacking;
        }
        std::thread::yield_now();
    };
    println!("not on this adapter: {:?}", lacking.unwrap());
}
