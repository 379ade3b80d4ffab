//! The GPU: asking for one, and reading from it. Only reading waits, and in a browser nothing ever blocks.

use super::kernel::Kernel;
use super::pipelines::Pipelines;
use super::precision::Precision;
use crate::{DeviceError, Error, Result};
use futures_channel::oneshot;
use std::sync::{Arc, Mutex, PoisonError};

/// What suits an adapter. A GPU has workgroup memory beside its arithmetic units and compiles in milliseconds: tiles are
/// shared there, and sizes are constants, by which divisions are multiplications. On a processor that plays a GPU
/// (SwiftShader, lavapipe) a barrier costs more than what is saved by sharing (one product of 256: 0.07 GFLOP/s in tiles,
/// 4 in registers), and a pipeline takes a tenth of a second and more to compile: few of them have to do, with the sizes in a
/// buffer. `dot4I8Packed` has an instruction on a GPU; SwiftShader takes both words apart at each call, which is slower than to
/// take them apart once (MobileNetV1 1.0 at 224 in Chromium: 1.07 s and 0.84 s, otherwise the same kernels).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tuning {
    /// Whether products are made in tiles of workgroup memory.
    pub tiles: bool,
    /// Whether kernels of different sizes share a pipeline.
    pub shares_pipelines: bool,
    /// Whether there is an instruction for four products of 8-bit integers.
    pub packed_dots: bool,
}

impl Tuning {
    const GPU: Self = Tuning { tiles: true, shares_pipelines: false, packed_dots: true };
    const SOFTWARE: Self = Tuning { tiles: false, shares_pipelines: true, packed_dots: false };

    /// A browser's fallback adapter counts as a processor to wgpu.
    fn of(adapter: &wgpu::AdapterInfo) -> Self {
        if adapter.device_type == wgpu::DeviceType::Cpu { Self::SOFTWARE } else { Self::GPU }
    }
}

/// What a device is asked for beyond what every one has; an adapter without it gives a device without it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wants {
    /// 16-bit floats in kernels: [`Gpu::has_half`].
    pub half: bool,
    /// A clock of its own, which reads the time between passes.
    pub timestamps: bool,
}

impl Wants {
    fn features(self) -> wgpu::Features {
        let one = |wanted: bool, feature| if wanted { feature } else { wgpu::Features::empty() };
        one(self.half, wgpu::Features::SHADER_F16) | one(self.timestamps, wgpu::Features::TIMESTAMP_QUERY)
    }
}

/// Bytes that went to a device and came back from it, through [`Gpu`]'s copies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// From the CPU to the device.
    pub written: u64,
    /// From the device to the CPU.
    pub read: u64,
}

/// A device and its queue. What goes wrong on it is kept and reported by the next call that reads.
#[derive(Debug, Clone)]
pub struct Gpu {
    device: wgpu::Device,
    queue: wgpu::Queue,
    fault: Arc<Mutex<Option<String>>>,
    tuning: Tuning,
    /// The largest binding, in bytes.
    most: u64,
    /// Whether its WGSL has `packed_4x8_integer_dot_product`.
    speaks_dots: bool,
    traffic: Arc<Mutex<Traffic>>,
    pipelines: Arc<Mutex<Pipelines>>,
}

impl Gpu {
    /// The machine's fastest adapter with WebGPU's default limits, and what of `wants` it has.
    ///
    /// # Errors
    /// Where there is no adapter, or it gives no device.
    pub async fn request(wants: Wants) -> Result<Self> {
        let none = |reason: String| Error::Device(DeviceError::Missing { reason });
        let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle());
        let options = wgpu::RequestAdapterOptions {
            power_preference: wgpu::PowerPreference::HighPerformance,
            ..Default::default()
        };
        let adapter = instance.request_adapter(&options).await.map_err(|e| none(e.to_string()))?;
        let required_features = adapter.features() & wants.features();
        let asked = wgpu::DeviceDescriptor { required_features, ..Default::default() };
        let (device, queue) = adapter.request_device(&asked).await.map_err(|e| none(e.to_string()))?;
        let spoken = instance.wgsl_language_features();
        Ok(Self::of(device, queue, spoken.contains(wgpu::WgslLanguageFeatures::Packed4x8IntegerDotProduct)))
    }

    /// Takes over the device's handlers of errors and of its loss.
    fn of(device: wgpu::Device, queue: wgpu::Queue, speaks_dots: bool) -> Self {
        let fault = Arc::new(Mutex::new(None));
        let keep = |fault: &Arc<Mutex<Option<String>>>, why: String| {
            // The first fault is the cause of the others.
            fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
        };
        let on_error = fault.clone();
        device.on_uncaptured_error(Arc::new(move |e: wgpu::Error| keep(&on_error, e.to_string())));
        let on_loss = fault.clone();
        device.set_device_lost_callback(move |reason, why| keep(&on_loss, format!("{reason:?}: {why}")));
        let tuning = Tuning::of(&device.adapter_info());
        let limits = device.limits();
        let most = limits.max_storage_buffer_binding_size.min(limits.max_buffer_size);
        Gpu {
            device,
            queue,
            fault,
            tuning,
            most,
            speaks_dots,
            traffic: Arc::default(),
            pipelines: Pipelines::of(tuning),
        }
    }

    /// The same device with the kernels of another kind of adapter: those of a GPU, or those of a processor that plays one.
    pub fn with_kernels_of_gpu(&self, gpu: bool) -> Self {
        let tuning = if gpu { Tuning::GPU } else { Tuning::SOFTWARE };
        Gpu { tuning, pipelines: Pipelines::of(tuning), ..self.clone() }
    }

    /// The same device with bindings of `bytes` at most, or what it allows if that is less.
    pub fn with_bindings_of(&self, bytes: u64) -> Self {
        Gpu { most: self.most.min(bytes), ..self.clone() }
    }

    /// The most 4-byte numbers that a buffer of kernels holds.
    pub(crate) const fn most_values(&self) -> usize {
        // Whole fours of values, which kernels may read and write at once.
        (self.most / 16 * 4) as usize
    }

    /// The same device, whose kernels take it that its WGSL has `packed_4x8_integer_dot_product`, or not.
    pub fn with_packed_dots(&self, speaks_dots: bool) -> Self {
        Gpu { speaks_dots, ..self.clone() }
    }

    /// Whether kernels are to call `dot4I8Packed`.
    pub(crate) const fn packed_dots(&self) -> bool {
        self.speaks_dots && self.tuning.packed_dots
    }

    /// What suits the adapter.
    pub(crate) const fn tuning(&self) -> Tuning {
        self.tuning
    }

    /// Whether its kernels can store and multiply 16-bit floats: what [`super::Precision::Half`] needs.
    pub fn has_half(&self) -> bool {
        self.device.features().contains(wgpu::Features::SHADER_F16)
    }

    /// The adapter's name, as shown beside a speed; browsers may keep it to themselves.
    pub fn name(&self) -> String {
        self.device.adapter_info().name
    }

    /// The pipeline of a kernel and the layout of its bindings.
    pub(super) fn pipeline(
        &self,
        kernel: &Kernel,
        precision: Precision,
        bound: [usize; 2],
    ) -> (wgpu::BindGroupLayout, wgpu::ComputePipeline) {
        let mut pipelines = self.pipelines.lock().unwrap_or_else(PoisonError::into_inner);
        pipelines.pipeline(&self.device, kernel, precision, bound)
    }

    /// The device.
    pub fn device(&self) -> &wgpu::Device {
        &self.device
    }

    /// Its queue.
    pub fn queue(&self) -> &wgpu::Queue {
        &self.queue
    }

    /// What was copied since the device was made.
    pub fn traffic(&self) -> Traffic {
        *self.traffic.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes to the beginning of `buffer`, or from byte `at` on.
    pub(crate) fn write(&self, buffer: &wgpu::Buffer, at: usize, bytes: &[u8]) {
        self.traffic.lock().unwrap_or_else(PoisonError::into_inner).written += bytes.len() as u64;
        self.queue.write_buffer(buffer, at as u64, bytes);
    }

    /// Fails once something went wrong, the loss of the device included.
    pub fn check(&self) -> Result<()> {
        match &*self.fault.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(why) => Err(Error::Device(DeviceError::Failed { reason: why.clone() })),
            None => Ok(()),
        }
    }

    /// A buffer of `len` 4-byte numbers, zeros, for kernels and copies in both directions.
    pub(crate) fn buffer(&self, len: usize) -> Result<wgpu::Buffer> {
        let most = self.most_values();
        if len > most {
            return Err(Error::limit("numbers in a buffer", most, len));
        }
        let size = 4 * len.max(1).next_multiple_of(4) as u64;
        let usage = wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC | wgpu::BufferUsages::COPY_DST;
        Ok(self.device.create_buffer(&wgpu::BufferDescriptor { label: None, size, usage, mapped_at_creation: false }))
    }

    /// The first `len` numbers of `buffer`, once all that was submitted before is done.
    pub(crate) async fn read(&self, buffer: &wgpu::Buffer, len: usize) -> Result<Vec<f32>> {
        Ok(self.read_words(buffer, len).await?.into_iter().map(f32::from_le_bytes).collect())
    }

    /// The same as bytes.
    pub(crate) async fn read_words(&self, buffer: &wgpu::Buffer, len: usize) -> Result<Vec<[u8; 4]>> {
        self.check()?;
        let size = 4 * len.max(1) as u64;
        self.traffic.lock().unwrap_or_else(PoisonError::into_inner).read += size;
        let usage = wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST;
        let descriptor = wgpu::BufferDescriptor { label: None, size, usage, mapped_at_creation: false };
        let staging = self.device.create_buffer(&descriptor);
        let mut encoder = self.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        encoder.copy_buffer_to_buffer(buffer, 0, &staging, 0, size);
        self.queue.submit([encoder.finish()]);
        let (done, mapped) = oneshot::channel();
        staging.map_async(wgpu::MapMode::Read, .., move |result| {
            // Who has stopped waiting need not be told.
            let _ = done.send(result.is_ok());
        });
        // The page's event loop does this by itself; natively, somebody has to.
        #[cfg(not(target_arch = "wasm32"))]
        let _ = self.device.poll(wgpu::PollType::wait_indefinitely());
        let ok = mapped.await.unwrap_or(false);
        self.check()?;
        let unread = |reason: String| Error::Device(DeviceError::Failed { reason });
        if !ok {
            return Err(unread("a buffer that cannot be read".into()));
        }
        let view = staging.get_mapped_range(..).map_err(|e| unread(e.to_string()))?;
        Ok(view.as_chunks().0.iter().take(len).copied().collect())
    }
}
