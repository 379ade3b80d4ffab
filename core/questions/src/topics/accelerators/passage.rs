use crate::topics::set;
use crate::{Gap, Passage};

set!(Gap TEXT, Accelerators, "lindholm2008":
    AG1_1 "AG1-1" 0 ("長文の空欄：CPU のベクトル演算", "Gaps in a text: vectors of a CPU"),
    AG1_2 "AG1-2" 1 ("長文の空欄：GPU の実行", "Gaps in a text: how a GPU runs"),
    AG1_3 "AG1-3" 2 ("長文の空欄：行列積の専用回路", "Gaps in a text: circuits for products"),
);

static TEXT: Passage = Passage {
    id: "AG1",
    text: (
        "CPU のベクトル命令は、一つの命令で複数のデータを処理する。フリンの分類ではこれを {0} という。GPU は多数のスレッドをワープという組にまとめ、組の中では同じ命令を実行させる（SIMT）。組の中で条件分岐の行き先が分かれると、{1}。TPU は行列積のために、{2} を備える。",
        "A CPU's vector instruction does one thing to several data: in Flynn's classes that is {0}. A GPU takes its many threads together in warps, whose threads run the same instruction (SIMT). Where the threads of a warp branch differently, {1}. For matrix products a TPU has {2}.",
    ),
    gaps: &[
        Gap {
            right: ("SIMD", "SIMD"),
            why: ("Single Instruction, Multiple Data の略です。", "Single instruction, multiple data."),
            wrong: &[
                (("SISD", "SISD"), ("データも一つの、逐次の計算機です。", "There the data are single, too.")),
                (
                    ("MIMD", "MIMD"),
                    (
                        "命令も複数で、マルチコアがこれに当たります。",
                        "There instructions are several, as with many cores.",
                    ),
                ),
                (
                    ("MISD", "MISD"),
                    ("一つのデータに複数の命令を実行するものです。", "That does several things to one datum."),
                ),
            ],
        },
        Gap {
            right: ("それぞれの経路が順に実行される", "the paths are run one after the other"),
            why: (
                "通らないスレッドは待つので、時間は経路の和になります（分岐発散）。",
                "Threads not on a path wait, so times add up (divergence).",
            ),
            wrong: &[
                (
                    ("経路が並列に実行される", "the paths are run at once"),
                    ("組の中では一度に一つの命令しか実行できません。", "A warp runs one instruction at a time."),
                ),
                (
                    ("最も短い経路だけが実行される", "only the shortest path is run"),
                    ("すべてのスレッドが自分の経路を終えます。", "Every thread finishes its own path."),
                ),
                (
                    ("プログラムが異常終了する", "the program fails"),
                    ("遅くなるだけで、結果は正しく求まります。", "It is slower; results stay right."),
                ),
            ],
        },
        Gap {
            right: ("シストリックアレイ", "a systolic array"),
            why: (
                "隣り合う演算器へデータを流し、メモリの読み出しを減らします。",
                "Data flow from unit to neighbouring unit, which saves reads of memory.",
            ),
            wrong: &[
                (
                    ("分岐予測器", "a branch predictor"),
                    ("それは CPU が逐次処理を速くするための回路です。", "That is a CPU's, for sequential code."),
                ),
                (
                    ("仮想記憶の変換表", "a translation buffer"),
                    ("アドレス変換のための回路です。", "That translates addresses."),
                ),
                (
                    ("ラスタライザ", "a rasterizer"),
                    ("GPU が図形を画素にする回路です。", "That is a GPU's, for drawing."),
                ),
            ],
        },
    ],
};
