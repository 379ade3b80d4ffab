//! What is compiled, once for a device: all executors on it share this. Shaders are parsed once, pipelines made once per shader
//! and constants.

use super::device::Tuning;
use super::kernel::{Constant, Kernel, Shader};
use super::precision::Precision;
use std::sync::{Arc, Mutex};

/// The first binding of what a kernel writes, and that of the step's numbers; see `common.wgsl`.
pub(super) const FIRST_WRITTEN: usize = 6;
pub(super) const STEP_BINDING: u32 = 8;
/// The binding of a kernel's sizes where they are not in its source.
pub(super) const SIZES_BINDING: u32 = 9;

/// A pipeline with what tells it from others: shader and how it stores numbers, entry, constants, how many buffers it reads and writes.
#[derive(Debug)]
struct Made {
    shader: &'static str,
    precision: Precision,
    entry: &'static str,
    constants: Vec<Constant>,
    bound: [usize; 2],
    pipeline: wgpu::ComputePipeline,
}

#[derive(Debug, Default)]
pub(super) struct Pipelines {
    /// Whether kernels of different sizes share one.
    shares: bool,
    modules: Vec<((&'static str, Precision), wgpu::ShaderModule)>,
    layouts: Vec<([usize; 2], wgpu::BindGroupLayout)>,
    made: Vec<Made>,
}

impl Pipelines {
    /// None as yet.
    pub fn of(tuning: Tuning) -> Arc<Mutex<Self>> {
        Arc::new(Mutex::new(Pipelines { shares: tuning.shares_pipelines, ..Self::default() }))
    }

    fn layout(&mut self, device: &wgpu::Device, bound: [usize; 2]) -> wgpu::BindGroupLayout {
        if let Some((_, layout)) = self.layouts.iter().find(|(b, _)| *b == bound) {
            return layout.clone();
        }
        let entry = |binding: usize, ty: wgpu::BufferBindingType| wgpu::BindGroupLayoutEntry {
            binding: binding as u32,
            visibility: wgpu::ShaderStages::COMPUTE,
            ty: wgpu::BindingType::Buffer { ty, has_dynamic_offset: false, min_binding_size: None },
            count: None,
        };
        let storage = |read_only| wgpu::BufferBindingType::Storage { read_only };
        let mut entries: Vec<_> = (0..bound[0]).map(|i| entry(i, storage(true))).collect();
        entries.extend((0..bound[1]).map(|i| entry(FIRST_WRITTEN + i, storage(false))));
        entries.push(entry(STEP_BINDING as usize, wgpu::BufferBindingType::Uniform));
        if self.shares {
            entries.push(entry(SIZES_BINDING as usize, wgpu::BufferBindingType::Uniform));
        }
        let descriptor = wgpu::BindGroupLayoutDescriptor { label: None, entries: &entries };
        let layout = device.create_bind_group_layout(&descriptor);
        self.layouts.push((bound, layout.clone()));
        layout
    }

    /// The pipeline of `kernel`, which reads and writes so many buffers, and the layout of its bindings.
    pub fn pipeline(
        &mut self,
        device: &wgpu::Device,
        kernel: &Kernel,
        precision: Precision,
        bound: [usize; 2],
    ) -> (wgpu::BindGroupLayout, wgpu::ComputePipeline) {
        let bindings = self.layout(device, bound);
        let same = |made: &&Made| {
            made.shader == kernel.shader.name
                && made.precision == precision
                && made.entry == kernel.entry
                && made.bound == bound
                && made.constants == kernel.constants
        };
        if let Some(made) = self.made.iter().find(same) {
            return (bindings, made.pipeline.clone());
        }
        let module = self.module(device, kernel.shader, precision);
        let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            bind_group_layouts: &[Some(&bindings)],
            ..Default::default()
        });
        let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: Some(kernel.entry),
            layout: Some(&layout),
            module: &module,
            entry_point: Some(kernel.entry),
            compilation_options: wgpu::PipelineCompilationOptions {
                constants: &kernel.constants,
                ..Default::default()
            },
            cache: None,
        });
        self.made.push(Made {
            shader: kernel.shader.name,
            precision,
            entry: kernel.entry,
            constants: kernel.constants.clone(),
            bound,
            pipeline: pipeline.clone(),
        });
        (bindings, pipeline)
    }

    fn module(&mut self, device: &wgpu::Device, shader: &'static Shader, precision: Precision) -> wgpu::ShaderModule {
        if let Some((_, module)) = self.modules.iter().find(|(key, _)| *key == (shader.name, precision)) {
            return module.clone();
        }
        let common = [precision.head(), include_str!("common.wgsl")].concat();
        let source = shader.source(&common, self.shares);
        let descriptor =
            wgpu::ShaderModuleDescriptor { label: Some(shader.name), source: wgpu::ShaderSource::Wgsl(source.into()) };
        let module = device.create_shader_module(descriptor);
        self.modules.push(((shader.name, precision), module.clone()));
        module
    }
}
