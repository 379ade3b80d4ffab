//! What a sparse matrix weighs.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "P6",
    topic: Topic::Pruning,
    title: ("CSR 形式の容量", "The size of a CSR matrix"),
    source: "han2015",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let rows = draw.pick("rows", &[100, 200, 300, 500]);
    let columns = draw.pick("columns", &[100, 400, 800, 1000]);
    let density = draw.pick("density", &[5, 10, 20, 30, 50, 60]);
    let nonzero = rows * columns * density / 100;
    let value = (nonzero * 8 + (rows + 1) * 4) as f64;
    let dense = rows * columns * 4;
    let format = Format::Integer;
    let [shown, full] = [value, dense as f64].map(|bytes| write(bytes, format));
    Calculation {
        stem: text!(
            "{rows} 行 {columns} 列の float32 の行列を、0 でない要素が {density}% になるまで枝刈りした。CSR 形式（値 4 バイト、列番号 4 バイト、行の開始位置 {rows} + 1 個が各 4 バイト）では何バイトになるか。",
            "A float32 matrix of {rows} rows and {columns} columns is pruned until {density}% are not 0. In CSR form (4 bytes for a value, 4 for its column, and {rows} + 1 row starts of 4 bytes), how many bytes is it?"
        ),
        code: None,
        formula: text!("容量 = nnz × (4 + 4) + (行数 + 1) × 4 バイト", "size = nnz × (4 + 4) + (rows + 1) × 4 bytes"),
        value,
        format,
        unit: ("バイト", "bytes"),
        wrong: vec![
            Wrong::new(
                (nonzero * 4) as f64,
                ("値だけを数えています。列番号と行の開始位置も要ります。", "Only values were counted; columns and row starts are needed, too."),
            ),
            Wrong::new(
                (nonzero * 8) as f64,
                ("行の開始位置を数えていません。", "The row starts are missing."),
            ),
            Wrong::new(
                (nonzero * 4 + (rows + 1) * 4) as f64,
                ("列番号を数えていません。", "The columns are missing."),
            ),
            Wrong::new(
                (nonzero * 12) as f64,
                ("行番号も要素ごとに持つ COO 形式の容量です。", "That is COO, with a row for each value."),
            ),
            Wrong::new(dense as f64, ("密な行列の容量です。", "That is the dense matrix.")),
        ],
        steps: text!(
            "0 でない要素は {nonzero} 個。{nonzero} × 8 + ({rows} + 1) × 4 = {shown} バイト。密な行列は {full} バイトで、損益の分かれ目は密度およそ 50% です。",
            "{nonzero} are not 0: {nonzero} × 8 + ({rows} + 1) × 4 = {shown} bytes. Dense it is {full}; they break even at a density of about 50%."
        ),
        lab: None,
    }
}

/// Builds the three arrays and counts their bytes.
fn again(drawn: &Parameters) -> f64 {
    let (rows, columns) = (drawn.int("rows"), drawn.int("columns"));
    let (mut of_values, mut starts) = (0i64, vec![0i64]);
    for _ in 0..rows {
        // Every row has the same share of each hundred columns.
        of_values += (0..columns).filter(|column| column % 100 < drawn.int("density")).count() as i64;
        starts.push(of_values);
    }
    (of_values * 4 + of_values * 4 + starts.len() as i64 * 4) as f64
}
