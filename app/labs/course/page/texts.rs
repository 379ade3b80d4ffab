//! The course's messages.

use karui_protocol::lesson::{Scope, StepKind};
use karui_ui::messages;

messages! {
    /// The course's messages.
    pub struct Texts;

    // Files
    awaited: "読み込んでいます…", "Loading…";
    failed: "このレッスンを読み込めませんでした。通信が切れているか、アドレスが古いのかもしれません。", "This lesson did not arrive. You may be offline, or the address may be old.";
    again: "もう一度読み込む", "Try again";

    // The map
    title: "モデルの軽量化を、手を動かして学ぶ", "Learn by doing how networks are made light";
    lead:
        "本物のネットワークをこの画面の中で動かし、量子化・蒸留・枝刈りが何を変えるかを、その場で測りながら進みます。データがこの端末の外に出ることはありません。",
        "Real networks run on this very page: see what quantization, distillation and pruning change, measured as you go. Nothing leaves your device.";
    hero: "重みを粗くしてみる", "Make the weights coarse";
    hero_bits: "重みのビット数", "Bits of a weight";
    hero_prune: "枝刈りする割合", "Pruned away";
    hero_back: "元に戻す", "Back to the original";
    bits(n: &str): "{n} ビット", "{n} bits";
    was(before: &str): "元は {before}", "was {before}";
    size: "サイズ", "Size";
    speed: "速さ", "Speed";
    accuracy: "正解率", "Accuracy";
    course: "コースの地図", "Map of the course";
    path: "道のり", "Path";
    path_name(id: &str) => {
        "30min" => "30 分", "30 minutes";
        "2h" => "2 時間", "2 hours";
        _ => "すべて", "All";
    };
    path_told(lessons: &str, minutes: &str): "{lessons} レッスン、約 {minutes} 分", "{lessons} lessons, about {minutes} minutes";
    scope: "シラバスの版", "Syllabus";
    scope_none: "表示しない", "Not shown";
    scope_name(scope: Scope) => {
        Scope::Required => "出題範囲", "In scope";
        Scope::Optional => "周辺", "Nearby";
        Scope::Legacy => "旧版の範囲", "Earlier scope";
        Scope::None => "範囲外", "Not in scope";
    };
    version(year: &str): "E資格 {year}", "E shikaku {year}";
    minutes(n: &str): "約 {n} 分", "About {n} min";
    steps(done: &str, of: &str): "{done}/{of}", "{done}/{of}";
    steps_told(done: &str, of: &str): "{of} 段のうち {done} 段まで", "{done} of {of} steps";
    soon: "準備中", "To come";

    // A lesson
    to_map: "地図へ戻る", "Back to the map";
    idea: "一言で", "In a sentence";
    kind(kind: StepKind) => {
        StepKind::Predict => "予想する", "Predict";
        StepKind::Try => "動かす", "Try";
        StepKind::How => "しくみ", "How it works";
        StepKind::Measure => "測る", "Measure";
        StepKind::Mistaken => "まぎらわしい点", "Easily mistaken";
        StepKind::Check => "確かめる", "Check";
    };
    sources: "出典", "Sources";
    next: "次へ", "Next";
    back: "前へ", "Back";
    end: "地図へ", "To the map";
    next_lesson: "次のレッスン", "Next lesson";
    open_in_bench: "実験室で開く", "Open in the lab";
    open_in_bench_help: "舞台の状態をそのまま持って実験室へ移ります。", "Goes to the lab with the stage as it stands.";
    question: "問い", "Question";
    right: "正解です。", "Right.";
    wrong: "違います。", "Not so.";
    predicted_right: "予想どおりです。", "As you predicted.";
    predicted_wrong: "予想とは違いました。", "Not as you predicted.";
    points(by: &str): "{by} pt", "{by} points";
    run_waits: "学習の実行中です。舞台は、実行が終わると次の段に切り替わります。", "A run is under way. The stage follows the text when it has ended.";

    // The record
    record_title: "記録", "Record";
    record_lead:
        "学んだことは、この端末のブラウザーにだけ保存されます。ファイルに書き出せば、別の端末へ移したり、合わせたりできます。",
        "What you have done is kept in this browser on this device, and nowhere else. As a file it can be taken to another device and joined there.";
    not_stored:
        "このブラウザーには保存できませんでした。記録はこのページを閉じると失われます。書き出しておいてください。",
        "This browser could not store it. It is lost when the page is closed: export it.";
    lesson: "レッスン", "Lesson";
    reached: "進みぐあい", "Progress";
    last: "最後に学んだ日", "Last time";
    nothing: "まだ何もありません。地図からレッスンを選んでください。", "Nothing yet. Choose a lesson on the map.";
    export: "書き出す", "Export";
    import: "読み込んで合わせる", "Import and join";
    forget: "すべて削除する", "Delete all of it";
    forget_sure: "本当に削除する", "Really delete it";
    imported(n: &str): "{n} 件を合わせました。", "{n} entries were joined.";
    not_progress: "このファイルは Karui の記録ではありません。何も変えていません。", "This file is no record of Karui's. Nothing was changed.";
}
