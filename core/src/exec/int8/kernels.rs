//! The kernels of which there is more than the definition.

use crate::compress::Affine;
use crate::exec::{Cpu, Reference};
use crate::int8::{Dot, DynamicLayer, Layer};
use crate::ops::{Window, conv2d, depthwise_conv2d};

/// One implementation of the 8-bit layers. The provided methods are the definitions; a faster set overrides them and is
/// tested against them: integers have no tolerance, so that all sets give the same levels.
///
/// A layer goes through its `pack_*` once. `ws` is scratch memory of at least the length that `*_workspace` asked for,
/// with anything in it.
pub trait Int8Kernels {
    /// The name shown beside a speed.
    const NAME: &'static str;

    /// The same, of layers whose input's grid is found while they run.
    const DYNAMIC_NAME: &'static str;

    /// A convolution's or linear layer's constants in the order in which [`Int8Kernels::conv2d`] reads them.
    fn pack_conv2d(_s: &Window, layer: Layer) -> Layer {
        layer
    }

    /// Scratch values for [`Int8Kernels::conv2d`].
    fn conv2d_workspace(_s: &Window) -> usize {
        0
    }

    /// Convolution; see [`conv2d::int8::reference`].
    fn conv2d(s: &Window, layer: &Layer, x: &[i8], y: &mut [i8], _ws: &mut [i16]) {
        conv2d::int8::reference(s, layer, x, y);
    }

    /// A depthwise convolution's constants in the order in which [`Int8Kernels::depthwise_conv2d`] reads them.
    fn pack_depthwise(_s: &Window, layer: Layer) -> Layer {
        layer
    }

    /// Scratch values for [`Int8Kernels::depthwise_conv2d`].
    fn depthwise_workspace(_s: &Window) -> usize {
        0
    }

    /// Depthwise convolution.
    fn depthwise_conv2d(s: &Window, layer: &Layer, x: &[i8], y: &mut [i8], _ws: &mut [i16]) {
        conv2d::int8::reference(s, layer, x, y);
    }

    /// A convolution's or linear layer's constants in the order in which [`Int8Kernels::dynamic_conv2d`] reads them.
    fn pack_dynamic_conv2d(_s: &Window, layer: DynamicLayer) -> DynamicLayer {
        layer
    }

    /// Convolution of images that are each on their own of `grids`; see [`conv2d::int8::dynamic_reference`]. Scratch as
    /// for [`Int8Kernels::conv2d`].
    fn dynamic_conv2d(s: &Window, layer: &DynamicLayer, grids: &[Affine], x: &[i8], y: &mut [f32], _ws: &mut [i16]) {
        conv2d::int8::dynamic_reference(s, layer, grids, x, y);
    }

    /// A depthwise convolution's constants in the order in which [`Int8Kernels::dynamic_depthwise`] reads them.
    fn pack_dynamic_depthwise(_s: &Window, layer: DynamicLayer) -> DynamicLayer {
        layer
    }

    /// Depthwise convolution of images that are each on their own of `grids`. Scratch as for
    /// [`Int8Kernels::depthwise_conv2d`].
    fn dynamic_depthwise(s: &Window, layer: &DynamicLayer, grids: &[Affine], x: &[i8], y: &mut [f32], _ws: &mut [i16]) {
        conv2d::int8::dynamic_reference(s, layer, grids, x, y);
    }
}

impl Int8Kernels for Reference {
    const NAME: &'static str = "int8 reference";
    const DYNAMIC_NAME: &'static str = "int8 dynamic reference";
}

impl Int8Kernels for Cpu {
    const NAME: &'static str = "int8";
    const DYNAMIC_NAME: &'static str = "int8 dynamic";

    fn pack_conv2d(s: &Window, layer: Layer) -> Layer {
        conv2d::int8::pack(s, layer, Dot::best())
    }

    fn conv2d_workspace(s: &Window) -> usize {
        conv2d::int8::workspace(s)
    }

    fn conv2d(s: &Window, layer: &Layer, x: &[i8], y: &mut [i8], ws: &mut [i16]) {
        conv2d::int8::forward(s, layer, x, y, ws);
    }

    fn pack_depthwise(s: &Window, layer: Layer) -> Layer {
        depthwise_conv2d::int8::pack(s, layer)
    }

    fn depthwise_workspace(s: &Window) -> usize {
        depthwise_conv2d::int8::workspace(s)
    }

    fn depthwise_conv2d(s: &Window, layer: &Layer, x: &[i8], y: &mut [i8], ws: &mut [i16]) {
        depthwise_conv2d::int8::forward(s, layer, x, y, ws);
    }

    fn pack_dynamic_conv2d(s: &Window, layer: DynamicLayer) -> DynamicLayer {
        conv2d::int8::pack_dynamic(s, layer, Dot::best())
    }

    fn dynamic_conv2d(s: &Window, layer: &DynamicLayer, grids: &[Affine], x: &[i8], y: &mut [f32], ws: &mut [i16]) {
        conv2d::int8::dynamic(s, layer, grids, x, y, ws);
    }

    fn pack_dynamic_depthwise(s: &Window, layer: DynamicLayer) -> DynamicLayer {
        depthwise_conv2d::int8::pack_dynamic(s, layer)
    }

    fn dynamic_depthwise(s: &Window, layer: &DynamicLayer, grids: &[Affine], x: &[i8], y: &mut [f32], ws: &mut [i16]) {
        depthwise_conv2d::int8::dynamic(s, layer, grids, x, y, ws);
    }
}
