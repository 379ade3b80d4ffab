//! Runs a kernel that may be a learner's: what it says wrong is told, and does no harm to the device's other users.

use super::{KernelVariant, Task, operands, wgsl};
use crate::gpu::Gpu;
use crate::gpu::kernel::MOST_GROUPS;
use crate::{Error, Result};
use wgpu::Features;

/// What the compiler says of a place in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The line, from 1; 0 where it is of no line.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// In the compiler's words.
    pub text: String,
}

/// Why there is no [`Program`].
#[derive(Debug)]
pub enum Refusal {
    /// The device has not what the way needs: see [`KernelVariant::needs`].
    Lacks(&'static str),
    /// The source is no program.
    Compile(Vec<Note>),
    /// The device does not do it.
    Device(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Refusal::Device(error)
    }
}

/// A compiled kernel with its buffers.
#[derive(Debug)]
pub struct Program {
    gpu: Gpu,
    pipeline: wgpu::ComputePipeline,
    bindings: wgpu::BindGroup,
    grid: [u32; 2],
    out: wgpu::Buffer,
    len: usize,
    clock: Option<Clock>,
}

/// The device's own clock, read before and after the runs.
#[derive(Debug)]
struct Clock {
    readings: wgpu::QuerySet,
    /// What the readings are written to: two 64-bit numbers.
    resolved: wgpu::Buffer,
}

impl Clock {
    /// `None` where the device has none.
    fn of(gpu: &Gpu) -> Option<Self> {
        let device = gpu.device();
        device.features().contains(Features::TIMESTAMP_QUERY).then(|| Clock {
            readings: device.create_query_set(&wgpu::QuerySetDescriptor {
                label: None,
                ty: wgpu::QueryType::Timestamp,
                count: 2,
            }),
            resolved: device.create_buffer(&wgpu::BufferDescriptor {
                label: None,
                size: 16,
                usage: wgpu::BufferUsages::QUERY_RESOLVE | wgpu::BufferUsages::COPY_SRC,
                mapped_at_creation: false,
            }),
        })
    }

    const fn around(&self) -> wgpu::ComputePassTimestampWrites<'_> {
        wgpu::ComputePassTimestampWrites {
            query_set: &self.readings,
            beginning_of_pass_write_index: Some(0),
            end_of_pass_write_index: Some(1),
        }
    }

    /// Milliseconds between the two readings; `None` where they say nothing, as browsers allow (a clock set anew).
    async fn milliseconds(&self, gpu: &Gpu) -> Result<Option<f64>> {
        let words = gpu.read(&self.resolved, 4).await?;
        let reading = |i: usize| u64::from(words[i].to_bits()) | u64::from(words[i + 1].to_bits()) << 32;
        let ticks = reading(2).checked_sub(reading(0)).filter(|ticks| *ticks > 0);
        Ok(ticks.map(|ticks| ticks as f64 * f64::from(gpu.queue().get_timestamp_period()) / 1e6))
    }
}

impl Program {
    /// A task's kernel from its source, with the task's inputs as `way` stores them.
    pub async fn new(
        gpu: &Gpu,
        task: Task,
        way: KernelVariant,
        source: &str,
        [a, b]: [&[f32]; 2],
    ) -> std::result::Result<Self, Refusal> {
        if way == KernelVariant::Half && !gpu.has_half() {
            return Err(Refusal::Lacks("shader-f16"));
        }
        let [_, _, len] = task.lens();
        let [a, b] = operands(task, way, a, b);
        let buffers = [holding(gpu, &a)?, holding(gpu, &b)?];
        Self::build(gpu, source, buffers, len, wgsl::grid(task, source)).await
    }

    /// A kernel of nothing but multiply-adds in registers, and its operations in one run.
    pub async fn multiply_adds(gpu: &Gpu) -> std::result::Result<(Self, f64), Refusal> {
        const GROUPS: usize = 256;
        let invocations = GROUPS * 256;
        let source = include_str!("wgsl/peak.wgsl");
        let it = Self::build(gpu, source, [gpu.buffer(1)?, gpu.buffer(1)?], invocations, [GROUPS, 1]).await?;
        // Four vectors of four, 256 times, two operations each.
        Ok((it, invocations as f64 * 4.0 * 4.0 * 256.0 * 2.0))
    }

    /// A kernel that only copies, and the bytes it reads and writes in one run.
    pub async fn copy(gpu: &Gpu) -> std::result::Result<(Self, f64), Refusal> {
        const GROUPS: usize = 16_384;
        let len = GROUPS * 256 * 4;
        let source = include_str!("wgsl/copy.wgsl");
        let it = Self::build(gpu, source, [gpu.buffer(len)?, gpu.buffer(1)?], len, [GROUPS, 1]).await?;
        Ok((it, 2.0 * 4.0 * len as f64))
    }

    async fn build(
        gpu: &Gpu,
        source: &str,
        [a, b]: [wgpu::Buffer; 2],
        len: usize,
        grid: [usize; 2],
    ) -> std::result::Result<Self, Refusal> {
        gpu.check()?;
        if let Some(&most) = grid.iter().find(|n| **n > MOST_GROUPS) {
            return Err(Error::limit("workgroups in a dimension", MOST_GROUPS, most).into());
        }
        let device = gpu.device();
        let out = gpu.buffer(len)?;
        let scope = device.push_error_scope(wgpu::ErrorFilter::Validation);
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: None,
            source: wgpu::ShaderSource::Wgsl(source.into()),
        });
        let info = module.get_compilation_info().await;
        let notes: Vec<Note> = info.messages.iter().filter_map(note).collect();
        if !notes.is_empty() {
            drop(scope.pop().await);
            return Err(Refusal::Compile(notes));
        }
        let entry = |binding, read_only| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::COMPUTE,
            ty: wgpu::BindingType::Buffer {
                ty: wgpu::BufferBindingType::Storage { read_only },
                has_dynamic_offset: false,
                min_binding_size: None,
            },
            count: None,
        };
        let entries = [entry(0, true), entry(1, true), entry(2, false)];
        let layout =
            device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label: None, entries: &entries });
        let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: None,
            layout: Some(&device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                bind_group_layouts: &[Some(&layout)],
                ..Default::default()
            })),
            module: &module,
            entry_point: Some("main"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            cache: None,
        });
        let bound = [&a, &b, &out].into_iter().enumerate();
        let entries: Vec<_> = bound
            .map(|(i, buffer)| wgpu::BindGroupEntry { binding: i as u32, resource: buffer.as_entire_binding() })
            .collect();
        let bindings =
            device.create_bind_group(&wgpu::BindGroupDescriptor { label: None, layout: &layout, entries: &entries });
        if let Some(error) = scope.pop().await {
            return Err(Refusal::Compile(vec![Note { line: 0, column: 0, text: error.to_string() }]));
        }
        gpu.check()?;
        let clock = Clock::of(gpu);
        Ok(Program { gpu: gpu.clone(), pipeline, bindings, grid: grid.map(|n| n as u32), out, len, clock })
    }

    /// Submits so many runs, one after the other, and waits for the last. Gives the milliseconds that the device's own
    /// clock counted, where it has one; browsers round its readings (Chromium to 65.5 µs).
    pub async fn run(&self, times: usize) -> Result<Option<f64>> {
        let mut encoder = self.gpu.device().create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let timestamp_writes = self.clock.as_ref().map(Clock::around);
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor { label: None, timestamp_writes });
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &self.bindings, &[]);
        for _ in 0..times {
            pass.dispatch_workgroups(self.grid[0], self.grid[1], 1);
        }
        drop(pass);
        if let Some(clock) = &self.clock {
            encoder.resolve_query_set(&clock.readings, 0..2, &clock.resolved, 0);
        }
        self.gpu.queue().submit([encoder.finish()]);
        match &self.clock {
            Some(clock) => clock.milliseconds(&self.gpu).await,
            None => self.gpu.read(&self.out, 1).await.map(|_| None),
        }
    }

    /// What the last run made.
    pub async fn result(&self) -> Result<Vec<f32>> {
        self.gpu.read(&self.out, self.len).await
    }
}

/// A buffer of these bytes, whole words.
fn holding(gpu: &Gpu, bytes: &[u8]) -> Result<wgpu::Buffer> {
    let buffer = gpu.buffer(bytes.len().div_ceil(4))?;
    gpu.queue().write_buffer(&buffer, 0, bytes);
    Ok(buffer)
}

/// An error of the compiler; its warnings are left out.
fn note(message: &wgpu::CompilationMessage) -> Option<Note> {
    let is_error = message.message_type == wgpu::CompilationMessageType::Error;
    let (line, column) = message.location.map_or((0, 0), |at| (at.line_number, at.line_position));
    is_error.then(|| Note { line, column, text: message.message.clone() })
}
