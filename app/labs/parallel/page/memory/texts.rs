//! The messages of memory.

use super::state::{Example, Stage};
use karui_ui::{FieldText, messages, names};

names! {
    /// What is shared out.
    pub fn stage_name(Stage) {
        Zero0: "ZeRO-0（分割なし）", "ZeRO-0 (nothing)";
        Zero1: "ZeRO-1（オプティマイザ）", "ZeRO-1 (optimizer)";
        Zero2: "ZeRO-2（＋勾配）", "ZeRO-2 (+ gradients)";
        Zero3: "ZeRO-3（＋パラメータ）", "ZeRO-3 (+ parameters)";
    }

    /// Of which model.
    pub fn example_name(Example) {
        Own: "今のネットワーク（FP32）", "The present network (FP32)";
        Paper: "75 億パラメータ（論文の例、混合精度 Adam）", "7.5 billion parameters (the paper's, mixed-precision Adam)";
    }
}

messages! {
    /// The messages of memory.
    pub struct Texts;

    title: "1 台あたりのメモリ", "Memory of each worker";
    note:
        "データ並列では、どのワーカーもパラメータ・勾配・オプティマイザの状態をまるごと持ちます。ZeRO（FSDP）はそれをワーカー間で分割して持ちます。テンソル並列・パイプライン並列では、モデルそのものを分けます。",
        "In data-parallel training every worker holds all parameters, gradients and optimizer states. ZeRO (FSDP) shares them out among the workers; tensor and pipeline parallelism divide the model itself.";
    example = FieldText {
        label: "モデル", "Model";
        help: "論文は Rajbhandari ほか 2020（ZeRO）です。", "The paper is Rajbhandari et al. 2020 (ZeRO).";
    };
    stage = FieldText {
        label: "分割するもの", "Shared out";
        help: "段階が上がるほど多くを分割します。", "Each stage shares out more.";
    };
    workers = FieldText {
        label: "全ワーカー数", "Workers in all";
        help: "テンソル × パイプライン × データ並列の積です。", "Tensor × pipeline × data.";
    };
    tensor = FieldText {
        label: "テンソル並列 t", "Tensor parallel t";
        help: "各層の行列を t 台で分けます。", "Each layer's matrices among t.";
    };
    pipeline = FieldText {
        label: "パイプライン並列 p", "Pipeline parallel p";
        help: "層を p 個のステージに分けます。", "Layers in p stages.";
    };
    /// Bytes of a worker, parameters of the model.
    total(total: &str, parameters: &str): "1 台あたり {total}（モデルは {parameters} パラメータ）", "{total} on each worker (a model of {parameters} parameters)";
    /// Workers in all, those that share a copy of the model, and the numbers next to it that fit.
    misfit(all: usize, parts: usize, below: usize, above: usize):
        "全ワーカー数 {all} を、t × p = {parts} 台ずつの組に分けられません。全ワーカー数を {parts} の倍数（{below} や {above} など）にするか、t か p を変えてください。",
        "{all} workers cannot be put into groups of t × p = {parts}. Take a multiple of {parts}, such as {below} or {above}, or change t or p.";
    no_network: "ネットワークを準備しています…", "The network is being prepared…";
    /// Bytes of a parameter, its gradient, and of what the optimizer keeps of it.
    formula(stage: Stage, parameter: u64, gradient: u64, optimizer: u64) => String {
        Stage::Zero0 => "状態の式：({parameter}＋{gradient}＋{optimizer})·Ψ/(t·p)　Ψ はパラメータ数、N_d はデータ並列の台数", "States: ({parameter}+{gradient}+{optimizer})·Ψ/(t·p), where Ψ are the parameters and N_d the data-parallel workers";
        Stage::Zero1 => "状態の式：({parameter}＋{gradient}＋{optimizer}/N_d)·Ψ/(t·p)", "States: ({parameter}+{gradient}+{optimizer}/N_d)·Ψ/(t·p)";
        Stage::Zero2 => "状態の式：({parameter}＋({gradient}＋{optimizer})/N_d)·Ψ/(t·p)", "States: ({parameter}+({gradient}+{optimizer})/N_d)·Ψ/(t·p)";
        Stage::Zero3 => "状態の式：({parameter}＋{gradient}＋{optimizer})/N_d·Ψ/(t·p)", "States: ({parameter}+{gradient}+{optimizer})/N_d·Ψ/(t·p)";
    };
    about(stage: Stage) => {
        Stage::Zero0 => "通信量は 1 ステップに 2Ψ（勾配の All-Reduce）です。", "2Ψ are sent in a step: the gradient's all-reduce.";
        Stage::Zero1 => "各自が受け持ち分だけを更新し、更新後のパラメータを集めます。通信量は 2Ψ のまま増えません。", "Each updates its own part and parameters are gathered: still 2Ψ in a step.";
        Stage::Zero2 => "勾配は Reduce-Scatter で受け持ち分だけが残ります。通信量は 2Ψ のままです。", "Of the gradients only the own part stays after a reduce-scatter: still 2Ψ in a step.";
        Stage::Zero3 => "パラメータも受け持ち分だけを持ち、計算の直前に集めます。通信量は 3Ψ（1.5 倍）になります。", "Parameters are gathered just before they are needed: 3Ψ in a step, 1.5 times as much.";
    };
    what: "内訳", "Of what";
    bytes: "バイト数", "Bytes";
    parameters: "パラメータ", "Parameters";
    gradients: "勾配", "Gradients";
    optimizer: "オプティマイザの状態", "Optimizer states";
    activations: "活性値（論文の例では含まない）", "Activations (not in the paper's example)";
}
