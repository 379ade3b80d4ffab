//! Numbers to the device and back, stored in either precision.

use super::device::Gpu;
use super::precision::Precision;
use crate::Result;

/// Writes `values` to the beginning of `buffer`. `bytes` is scratch memory that is kept between calls.
pub(crate) fn write(gpu: &Gpu, buffer: &wgpu::Buffer, values: &[f32], bytes: &mut Vec<u8>) {
    write_as(Precision::Single, gpu, buffer, values, bytes);
}

/// The same, stored so.
pub(crate) fn write_as(precision: Precision, gpu: &Gpu, buffer: &wgpu::Buffer, values: &[f32], bytes: &mut Vec<u8>) {
    precision.encode(values, bytes);
    gpu.write(buffer, 0, bytes);
}

/// The first `len` numbers of `buffer`, which are stored so.
pub(crate) async fn read_as(precision: Precision, gpu: &Gpu, buffer: &wgpu::Buffer, len: usize) -> Result<Vec<f32>> {
    Ok(precision.decode(gpu.read_words(buffer, precision.words(len)).await?.as_flattened(), len))
}

/// A buffer that holds `values`.
pub(crate) fn filled(gpu: &Gpu, values: &[f32]) -> Result<wgpu::Buffer> {
    let buffer = gpu.buffer(values.len())?;
    write(gpu, &buffer, values, &mut Vec::new());
    Ok(buffer)
}
