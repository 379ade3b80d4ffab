use super::Texts;
use crate::accelerate::messages::{Form, Way, Work};

pub static EN: Texts = Texts {
    title: "The same work in several ways",
    note: "The same matrix product or convolution, from plain loops to kernels of the GPU, timed on this device. Every result is held against a reference, and only those that agree are ranked.",
    what: "Work",
    size: "Size n",
    work: |work| match work {
        Work::Product => "Matrix product",
        Work::Convolution => "3×3 convolution",
        Work::Branches => "Branches",
    },
    about: |work, workers| {
        match work {
        Work::Product => format!("The product C = A·B of two n × n matrices. {workers} workers."),
        Work::Convolution => {
            format!("A 3×3 convolution of an image of n × n pixels and 32 channels, to 32 channels. {workers} workers.")
        }
        Work::Branches => "Each of n × n values takes 512 multiply-adds, by one formula at even places and by another at odd ones: an if. On the GPU only.".into(),
    }
    },
    amount: |mega, bytes, each| {
        format!("{mega} million operations on at least {bytes}: {each} operations per byte (arithmetic intensity).")
    },
    time_all: "Time all",
    stop: "Stop",
    timing: |way, left| format!("Timing “{way}”… ({left} left)"),

    bars_title: "Speed",
    bars_note: "Billions of operations per second: the median of several loops of 50 ms or more, by the GPU's own clock (timestamps) where it has one. The error is the largest difference from a computation in f64, as a part of the largest value. Press a number to see the samples.",
    ways: |way| match way {
        Way::Plain => "Plain loops",
        Way::Blocked => "Cache-blocked",
        Way::Simd => "SIMD",
        Way::Workers => "Several workers (MIMD)",
        Way::Strided => "GPU: strided access",
        Way::Naive => "GPU: a thread per value",
        Way::Tiled => "GPU: tiles in shared memory",
        Way::Registers => "GPU: tiles in registers",
        Way::Half => "GPU: 16-bit floats (f16)",
        Way::Packed => "GPU: 8-bit integer dot products (int8)",
        Way::Divergent => "GPU: divergent branches",
        Way::Uniform => "GPU: uniform branches",
    },
    short: |way| match way {
        Way::Plain => "loops",
        Way::Blocked => "blocked",
        Way::Simd => "SIMD",
        Way::Workers => "workers",
        Way::Strided => "GPU strided",
        Way::Naive => "GPU thread per value",
        Way::Tiled => "GPU shared memory",
        Way::Registers => "GPU registers",
        Way::Half => "GPU f16",
        Way::Packed => "GPU int8",
        Way::Divergent => "GPU divergent",
        Way::Uniform => "GPU uniform",
    },
    adds: |way| match way {
        Way::Plain => {
            "The loops as the formula has them. B is read down its columns, far apart, so that the cache hardly helps."
        }
        Way::Blocked => {
            "The loops in another order, over blocks that fit the cache. What is read lies side by side, and the compiler can use vectors."
        }
        Way::Simd => {
            "What Karui trains with: one instruction computes four values, and a tile of the result stays in registers."
        }
        Way::Workers => {
            "The rows are divided among workers, each on a core of its own. Handing over the results is included."
        }
        Way::Strided => {
            "Neighbouring threads make values one below the other: what they read and write lies a row apart and cannot be moved together."
        }
        Way::Naive => {
            "Neighbouring threads make values side by side: their addresses are consecutive and move in one transaction (coalescing)."
        }
        Way::Tiled => "A workgroup copies tiles of A and B to shared memory and uses each value 16 times.",
        Way::Registers => {
            "In addition each thread keeps 4×4 values in registers and uses what it reads from shared memory four times."
        }
        Way::Half => {
            "The tiles in registers with 16-bit floats: half the bytes to move, about three significant digits."
        }
        Way::Packed => {
            "A and B rounded to 8-bit integers; one instruction (dot4I8Packed) multiplies and adds four. A quarter of the bytes; the speed counts integer operations."
        }
        Way::Divergent => {
            "Neighbouring threads take different branches. Those that run in lockstep (a warp) go both ways in turn, half of them idle each time."
        }
        Way::Uniform => {
            "Values of one branch are gathered in a workgroup. Same results, same operations, no idle threads."
        }
    },
    gain: |before, times| format!("{times}× “{before}” · "),
    apart: |apart| format!("error {apart}"),
    is_wrong: |apart| {
        format!("The result is not the reference's ({apart} of the largest value apart), so it is not ranked.")
    },
    compile_failed: "It does not compile. See the lines below.",
    device_failed: |reason| format!("It did not run ({reason}). The next run asks for the GPU anew."),

    lacks: |feature| format!("Not on this adapter: it has no {feature}."),
    endless: |seconds| {
        format!(
            "It did not end within {seconds} s and is no longer waited for. See when its loops end. The next run takes a new device."
        )
    },

    stalled: |seconds| {
        format!(
            "The GPU has not answered for {seconds} s. If a kernel without an end is still running, reopening the browser ends it. The CPU's ways go on."
        )
    },

    software: "This browser's GPU is software. How its kernels rank is quite another matter on a real one.",

    roofline_title: "Roofline",
    roofline_note: "Across: arithmetic intensity, operations per byte. Up: speed. The slope is the memory's bandwidth, the level the arithmetic's limit, both measured on this device (the CPU's with one worker). Short numbers lie further to the right, since fewer bytes move. The nearer to its roof a dot is, the better it uses the hardware (Williams et al. 2009).",
    roofline_waits: "Press “Time all”: the measured limits and each way's dot are drawn here.",
    per_byte: "operations / byte",
    peak: "peak arithmetic",
    bandwidth: "memory bandwidth",

    network_title: "Inference with a whole network",
    network_note: "Runs the present network as a whole on each device and in each number format. Measured are the speed in batches of 64 and how many of 512 held-out images get the class that 32-bit floats on the CPU give them. Batch norm is folded into the convolutions; int8 is static quantization, calibrated on training images. A training run pauses for it.",
    network_run: "Time the network",
    forms: |form| match form {
        Form::CpuSingle => "CPU, 32-bit floats",
        Form::CpuInt8 => "CPU, 8-bit integers",
        Form::GpuSingle => "GPU, 32-bit floats",
        Form::GpuHalf => "GPU, 16-bit floats",
        Form::GpuInt8 => "GPU, 8-bit integers",
    },
    form_adds: |form| match form {
        Form::CpuSingle => "SIMD in one worker: what the others are compared with.",
        Form::CpuInt8 => "Weights and activations are 8-bit integers; products are summed in 32 bits.",
        Form::GpuSingle => "A batch is one command buffer; only the output is read back.",
        Form::GpuHalf => "Weights and activations are stored in 16 bits, so half as much data moves (shader-f16).",
        Form::GpuInt8 => {
            "Four 8-bit integers to a word; a real GPU multiplies and adds them in one instruction (dot4I8Packed). The results equal the CPU’s integers bit for bit."
        }
    },
    against_cpu: |times| format!("{times} times as fast as 32-bit floats on the CPU · "),
    same_class: "Share given the same class",

    kernel_title: "Read and change a kernel",
    kernel_note: "The whole WGSL as the GPU runs it. Change a constant or a loop and run it: you see whether it is right, and how fast. You can always go back.",
    kernel: "Kernel",
    source: "WGSL source",
    run: "Run",
    reset: "Reset",
    right: |time, apart| format!("Right. {time} a run, with an error of {apart} at most."),
    line: |line, column| format!("Line {line}, column {column}: "),

    grid_title: "Who computes what",
    grid_note: "The result C is cut into a grid, and a workgroup makes each square. The strong colour is what it reads of A and B at the moment. The drawing follows GROUP_ROWS and GROUP_COLS in the source.",
    grid_drawing: |group| format!("What workgroup {group} reads of A and B and writes of C"),
    which_group: "Workgroup",
    which_step: "Along the inner loop",
    grid_told: |[across, down], [tall, wide]| {
        format!("{across} × {down} workgroups (across × down), each making {tall} rows × {wide} columns.")
    },
    matrix: |work, which| match (work, which) {
        (Work::Convolution, 'A') => "A: windows (im2col)",
        (Work::Convolution, 'B') => "B: filters",
        (Work::Convolution, _) => "C: output",
        (_, 'A') => "A",
        (_, 'B') => "B",
        _ => "C",
    },
    one_group: "One workgroup",
    lanes_drawing: "The 32 threads of a warp and the branch that each takes",
    lanes_told: |is_divergent| {
        if is_divergent {
            "It runs if and else in turn; half of its threads idle in both."
        } else {
            "This warp runs the if only; another workgroup takes the else."
        }
    },

    terms_title: "Terms side by side",
    terms_note: "CUDA, OpenCL and WebGPU have other names for the same things.",
    thing: "What",
    things: [
        "All threads of a launch",
        "Threads that can cooperate",
        "One thread",
        "Threads in lockstep",
        "Fast memory shared by a group",
        "Memory that all see",
        "A thread's own variables",
        "Waiting for the group",
        "Order of commands",
        "Mark of a kernel",
        "Language",
    ],
    kinds: [
        (
            "SIMD",
            "One instruction computes several values in a vector register. The instruction fixes the width: 128 bits, four f32, in WebAssembly.",
        ),
        (
            "SIMT",
            "Many threads run one program, and the hardware executes one instruction for a group of them (a warp). Threads may branch, but where a warp divides, its ways are run in turn. This is what GPUs do.",
        ),
        ("MIMD", "Each core runs its own instructions on its own data: several workers, or several machines."),
        (
            "Systolic array",
            "Multiply-add units in a lattice hand values to their neighbours. What is read from memory is used many times, with hardly any control: the matrix unit of a TPU.",
        ),
    ],

    systolic_title: "A systolic array",
    systolic_note: "Rows of A move to the right and columns of B move down, one cell a beat. Each cell adds the product of the two values that meet in it to its own sum.",
    systolic_drawing: "A systolic array of 3×3; coloured cells multiply and add in this beat",
    beat: "Beat",
    beat_told: |step, of, busy| format!("Beat {step} of {of}: {busy} of 9 cells at work."),
};
