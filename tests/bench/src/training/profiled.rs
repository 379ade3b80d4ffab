//! The fast kernels with a clock around each.

use karui_core::ops::{
    Activation, ActivationKernels, BatchNormKernels, Conv2dKernels, Cpu, DepthwiseKernels, Kernels, LinearKernels,
    PoolKernels, Rows, Window, batch_norm,
};
use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    static TOTALS: RefCell<BTreeMap<String, f64>> = const { RefCell::new(BTreeMap::new()) };
}

/// Forgets what was counted.
pub fn start() {
    TOTALS.with_borrow_mut(BTreeMap::clear);
}

/// Milliseconds in each kernel since [`start`], the longest first.
pub fn totals() -> Vec<(String, f64)> {
    let mut totals: Vec<(String, f64)> = TOTALS.with_borrow(|t| t.clone().into_iter().collect());
    totals.sort_by(|a, b| b.1.total_cmp(&a.1));
    totals
}

/// `performance.now`; 0 outside a browser.
fn now() -> f64 {
    #[cfg(target_arch = "wasm32")]
    {
        #[wasm_bindgen::prelude::wasm_bindgen]
        extern "C" {
            #[wasm_bindgen(js_namespace = performance, js_name = now)]
            fn performance_now() -> f64;
        }
        performance_now()
    }
    #[cfg(not(target_arch = "wasm32"))]
    0.0
}

fn timed<R>(name: impl FnOnce() -> String, work: impl FnOnce() -> R) -> R {
    let start = now();
    let result = work();
    let ms = now() - start;
    TOTALS.with_borrow_mut(|t| *t.entry(name()).or_default() += ms);
    result
}

fn shape(op: &str, s: &Window) -> String {
    format!("{op} {}×{}×{} → {} ({}×{}/{})", s.h, s.w, s.c, s.k, s.kh, s.kw, s.sh)
}

/// [`Cpu`], timed.
#[derive(Debug, Clone, Copy)]
pub struct Profiled;

/// Methods that pass their arguments on to [`Cpu`], under a name made of them.
macro_rules! pass_on {
    ($($method:ident($($arg:ident: $type:ty),*) $(-> $out:ty)? = $name:expr;)*) => {
        $(fn $method($($arg: $type),*) $(-> $out)? {
            let name = $name;
            timed(|| name, || Cpu::$method($($arg),*))
        })*
    };
}

impl Kernels for Profiled {
    const NAME: &'static str = "cpu, timed";
}

impl Conv2dKernels for Profiled {
    fn conv2d_workspace(s: &Window) -> usize {
        Cpu::conv2d_workspace(s)
    }

    pass_on! {
        conv2d(
            s: &Window, x: &[f32], w: &[f32], b: Option<&[f32]>, act: Option<Activation>, y: &mut [f32], ws: &mut [f32]
        ) = shape("conv2d", s);
        conv2d_backward_input(s: &Window, w: &[f32], dy: &[f32], dx: &mut [f32], ws: &mut [f32])
            = shape("conv2d dx", s);
        conv2d_backward_params(
            s: &Window, x: &[f32], dy: &[f32], dw: &mut [f32], db: Option<&mut [f32]>, ws: &mut [f32]
        ) = shape("conv2d dw", s);
    }
}

impl DepthwiseKernels for Profiled {
    fn depthwise_workspace(s: &Window) -> usize {
        Cpu::depthwise_workspace(s)
    }

    pass_on! {
        depthwise_conv2d(
            s: &Window, x: &[f32], w: &[f32], b: Option<&[f32]>, act: Option<Activation>, y: &mut [f32], ws: &mut [f32]
        ) = shape("depthwise", s);
        depthwise_backward_input(s: &Window, w: &[f32], dy: &[f32], dx: &mut [f32], ws: &mut [f32])
            = shape("depthwise dx", s);
        depthwise_backward_params(
            s: &Window, x: &[f32], dy: &[f32], dw: &mut [f32], db: Option<&mut [f32]>, ws: &mut [f32]
        ) = shape("depthwise dw", s);
    }
}

impl LinearKernels for Profiled {
    fn linear_workspace(s: Rows) -> usize {
        Cpu::linear_workspace(s)
    }

    pass_on! {
        linear(
            s: Rows, x: &[f32], w: &[f32], b: Option<&[f32]>, act: Option<Activation>, y: &mut [f32], ws: &mut [f32]
        ) = format!("linear {} → {}", s.c, s.k);
        linear_backward_input(s: Rows, w: &[f32], dy: &[f32], dx: &mut [f32], ws: &mut [f32])
            = format!("linear dx {} → {}", s.c, s.k);
        linear_backward_params(
            s: Rows, x: &[f32], dy: &[f32], dw: &mut [f32], db: Option<&mut [f32]>, ws: &mut [f32]
        ) = format!("linear dw {} → {}", s.c, s.k);
    }
}

impl BatchNormKernels for Profiled {
    pass_on! {
        batch_norm_train(it: batch_norm::Training<'_>)
            = format!("batch norm [{}, {}]", it.x.len() / it.gamma.len(), it.gamma.len());
        batch_norm_eval(it: batch_norm::Inference<'_>)
            = format!("batch norm in inference [{}, {}]", it.x.len() / it.gamma.len(), it.gamma.len());
        batch_norm_backward(it: batch_norm::Backward<'_>)
            = format!("batch norm backward [{}, {}]", it.x.len() / it.gamma.len(), it.gamma.len());
    }
}

impl ActivationKernels for Profiled {
    pass_on! {
        activation(f: Activation, x: &[f32], y: &mut [f32]) = format!("{} [{}]", f.name(), x.len());
        activate(f: Option<Activation>, y: &mut [f32])
            = format!("{} in place [{}]", f.map_or("nothing", Activation::name), y.len());
        activation_backward(f: Activation, x: &[f32], dy: &[f32], dx: &mut [f32])
            = format!("{} dx [{}]", f.name(), x.len());
        activation_backward_in_place(f: Activation, y: &[f32], dy: &mut [f32])
            = format!("{} backward [{}]", f.name(), y.len());
    }
}

impl PoolKernels for Profiled {
    pass_on! {
        max_pool2d(s: &Window, x: &[f32], y: &mut [f32], argmax: &mut [u32]) = shape("pool", s);
        max_pool2d_backward(s: &Window, argmax: &[u32], dy: &[f32], dx: &mut [f32]) = shape("pool dx", s);
        global_avg_pool(n: usize, area: usize, c: usize, x: &[f32], y: &mut [f32]) = "global average pool".into();
        global_avg_pool_backward(n: usize, area: usize, c: usize, dy: &[f32], dx: &mut [f32])
            = "global average pool dx".into();
    }
}
