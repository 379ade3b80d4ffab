//! The messages of what a board needs.

use karui_ui::messages;

messages! {
    /// The messages of what a board needs.
    pub struct Texts;

    // Files
    tflite: "TensorFlow Lite", "TensorFlow Lite";
    c: "C 言語", "C";
    arduino: "Arduino", "Arduino";
    board_files:
        "マイコンやスマートフォン向けの形式です。TensorFlow Lite は LiteRT で、C 言語は 1 つのファイルだけで動きます（ライブラリも malloc も不要）。C 言語と Arduino は、32 ビット浮動小数点のネットワークか、静的量子化（QAT を含む）したネットワークで使えます。",
        "For microcontrollers and phones. TensorFlow Lite runs in LiteRT; C is one file that needs no library and no malloc. C and Arduino take networks of 32-bit floats, or ones with static quantization (QAT included).";

    // The card
    title: "マイコンに載る？", "Will it fit?";
    note:
        "推論の間、どの層の値がいつまで必要かを調べ、すべてを 1 つの領域（アリーナ）に詰めた結果です。書き出した C 言語のプログラムは、この配置のまま動きます。重みはフラッシュメモリに置くので、メモリ（RAM）には数えません。",
        "While the network runs, each value is needed for some time; this is how they are all laid into one block, the arena. The exported C program runs in exactly this layout. Weights lie in flash and do not count as memory (RAM).";
    waits: "ネットワークができると、ここに描かれます。", "It is drawn once there is a network.";
    board: "ボード", "Board";
    network: "ネットワーク", "Network";
    this_network: "今のネットワーク", "This network";
    numbers: "数値の型", "Numbers";
    own_numbers: "そのまま", "As they are";
    float: "float32", "float32";
    int8: "int8", "int8";
    in_place: "入力に上書きしてよい（インプレース）", "May write over inputs (in place)";
    /// The board; bytes needed and there, of both memories.
    fits(board: &str, [arena, ram, flash, room]: [&str; 4]):
        "{board} に載ります。メモリは {ram} のうち {arena}、フラッシュは {room} のうち {flash} を使います。",
        "It fits {board}: {arena} of {ram} memory and {flash} of {room} flash.";
    /// The same.
    bursts(board: &str, [arena, ram, flash, room]: [&str; 4]):
        "{board} には載りません。メモリは {arena} 必要で、ボードには {ram} あります。フラッシュは {flash} 必要で、{room} あります。",
        "It does not fit {board}: it needs {arena} of memory, there are {ram}; and {flash} of flash, there are {room}.";
    card: "microSD カード", "a microSD card";
    /// The first layer with too much, its bytes.
    bursts_at(layer: &str, live: &str):
        "最初にあふれる層は {layer} で、同時に必要な値は {live} です。",
        "The first layer that bursts it is {layer}, where {live} of values are needed at once.";
    /// The layer with the most, its bytes.
    peak_at(layer: &str, live: &str):
        "最も多いのは {layer} で、同時に必要な値は {live} です。",
        "The most is needed at {layer}: {live} of values at once.";
    not_counted:
        "プログラム自身とスタックの分は含みません。実行時間と電力は、ボードで測らなければわかりません。書き出した Arduino のスケッチは、1 回の推論の時間を micros() で測ります。",
        "The program itself and its stack are not counted. Time and energy have to be measured on the board: the exported Arduino sketch times each inference with micros().";
    source: "ボードの仕様（出典）", "The board’s specification (source)";

    // The drawing
    time: "層（左から右へ実行）", "layers, from left to right";
    address: "アリーナの中の位置", "place in the arena";
    /// The board's memory.
    limit(ram: &str): "ボードのメモリ {ram}", "the board’s memory, {ram}";
    /// How many values, layers, bytes in all.
    told([values, steps, arena]: [&str; 3]):
        "{values} 個の値が {steps} 層の間にアリーナのどこを使うか。全体で {arena}。",
        "Where {values} values lie in the arena during {steps} layers; {arena} in all.";
    as_table: "表で見る", "As a table";
    layer: "層", "Layer";
    live: "同時に必要な値", "Values at once";
    constants: "重みなど（フラッシュ）", "Constants (flash)";

    // What would help
    helps: "減らすには", "What would help";
    change: "変更", "Change";
    arena: "メモリ", "Memory";
    flash: "フラッシュ", "Flash";
    fit: "載るか", "Fits";
    yes: "載る", "yes";
    no: "載らない", "no";
    to_int8: "int8 に量子化する", "Quantize to int8";
    /// α.
    to_alpha(alpha: &str): "幅を半分にする（α = {alpha}）", "Half the width (α = {alpha})";
    /// Pixels on a side.
    to_resolution(side: &str): "解像度を半分にする（{side}×{side}、ρ = 1/2）", "Half the resolution ({side}×{side}, ρ = 1/2)";
    patches:
        "値が最も多いのは、たいてい解像度の高い最初の数層です。そこだけを画像の一部分（パッチ）ずつ計算すれば、一度に必要な値は減ります。代わりに、パッチの境目を重ねて計算するぶん、積和演算が増えます（パッチ単位の推論、MCUNetV2、Lin ほか 2021）。",
        "Most values are there in the first few layers, where the resolution is high. Computing only those patch by patch needs fewer at once; the price is more multiply-adds where patches overlap (patch-based inference, MCUNetV2, Lin et al. 2021).";
}
