//! The course's messages.

use karui_protocol::lesson::{Scope, StepKind};
use karui_ui::messages;

/// A message that names a step.
pub type Named = fn(&str) -> String;

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
    bits(n: &str): "{n} ビット", "{n}-bit";
    was(before: &str): "元は {before}", "was {before}";
    /// Beside a speed that differs from the one before by no more than measurements do.
    unclear(before: &str): "元は {before}。差は測りきれません", "was {before}; the difference is within the noise";
    coming: "測っています…", "being measured…";
    hero_right(of: &str, right: &str): "評価用の画像 {of} 枚のうち、正しく分類できたのは {right} 枚", "{right} of {of} held-out images are classified correctly";
    image_right(is: &str): "{is}：正しく分類", "{is}: classified correctly";
    image_wrong(is: &str, says: &str): "{is}：{says}と誤って分類", "{is}: wrongly classified as {says}";
    image_is(is: &str): "正解は「{is}」", "It is: {is}";
    likely: "予測された確率の高いクラス", "The most probable classes";
    draw: "自分で描く", "Draw one";
    draw_first: "何か描いてみてください", "Draw something";
    drawn: "描いた絵は何に見える？", "What your drawing looks like";
    clear: "消す", "Clear";
    pad: "描画パッド。描けない場合は、並んでいる画像から選べます", "Drawing pad. If you cannot draw, choose one of the images";
    pad_hint: "ここに描くか、画像をドロップ", "Draw here, or drop a picture";
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

    stage_trains(part: &str): "この段階は学習しています… {part}", "This stage is being trained… {part}";
    stage_measures: "この段階を計算しています…", "This stage is being computed…";

    // In a room
    present: "発表モード", "Present";
    present_end: "終了", "End";
    present_help: "1 段ずつ大きく映します（P キー。← → や PageUp・PageDown で進み、Esc で終わります）。", "One step at a time, large (key P; arrows or PageUp and PageDown walk, Esc ends).";
    qr: "QR コード", "QR code";
    qr_title: "この画面を開く", "Open this";
    qr_label: "この段を開くリンクの QR コード", "QR code of the link to this step";
    qr_too_long: "リンクが長いため、QR コードにできません。リンクを配ってください。", "The link is too long for a QR code. Hand out the link itself.";
    close: "閉じる", "Close";
    sequence: "授業の流れ", "A sequence of steps";

    // A teacher's page
    to_teach: "先生用のページ：段を選んで授業を組み、クラスの結果を集める", "For teachers: put steps together, gather what a class has found";
    teach: "授業を組む", "Put a class together";
    teach_lead:
        "好きなレッスンから段を選び、順番を決めると、ひとつのリンクになります。開いた人は、レッスンと同じように進められます。内容はすべてリンクの中にあり、どこにも送られません。",
        "Choose steps of any lessons and put them in order: what comes of it is one link, which opens as a lesson. All of it is in the link itself; nothing is sent anywhere.";
    teach_choose: "段を選ぶ", "Choose steps";
    teach_sequence: "授業の流れ", "The sequence";
    teach_add: "追加", "Add";
    teach_add_step(step: &str): "「{step}」を追加", "Add “{step}”";
    teach_add_all: "このレッスンのすべての段を追加", "Add all steps of this lesson";
    teach_title: "短い題", "A short title";
    teach_empty: "まだ段がありません。レッスンを開いて、段を追加してください。", "No steps yet. Open a lesson and add some.";
    teach_up(step: &str): "「{step}」を前へ動かす", "Move “{step}” up";
    teach_down(step: &str): "「{step}」を後ろへ動かす", "Move “{step}” down";
    teach_remove(step: &str): "「{step}」を外す", "Take “{step}” out";
    teach_stage: "舞台の状態（実験室のリンクを貼り付けると、その状態で開きます）", "State of the stage (paste a link to the lab)";
    teach_stage_own: "レッスンのまま", "As in the lesson";
    teach_refused: "これは実験室のリンクとして読めません。何も変えていません。", "This cannot be read as a link to the lab. Nothing was changed.";
    teach_link: "授業のリンク", "Link to the class";
    teach_open: "開いてみる", "Open it";
    class: "クラスの結果を集める", "Gather what a class has found";
    class_lead:
        "受講者が書き出した記録（karui-progress.json）と、実験室の比較から書き出した結果（karui-trials.json）を、まとめて置いてください。ファイル名が受講者の名前になります。読み込みはこの画面の中だけで行われます。",
        "Drop the files that learners exported, together: records (karui-progress.json) and the results kept at the lab (karui-trials.json). A file's name is its learner's. They are read on this page alone.";
    class_choose: "ファイルを選ぶ", "Choose files";
    class_drop: "ここにまとめてドロップすることもできます", "or drop them here";
    class_refused(files: &str): "読めなかったファイル：{files}。Karui の書き出したファイルではありません。ほかの結果はそのままです。", "Not read: {files}. These are no files of Karui's. The others stay.";
    class_who: "受講者", "Learner";
    class_best: "最も高い正解率", "Best accuracy";
    class_results: "結果の数", "Results";
    class_steps: "レッスン", "Lessons";
    class_progress(steps: &str, answers: &str): "{steps} 段、{answers} 問に解答", "{steps} steps, {answers} questions answered";
    class_clear: "すべて片付ける", "Clear all";
    class_no_results: "サイズと正解率のある結果は、まだありません。", "No results with a size and an accuracy yet.";
    class_plot(dots: &str, people: &str): "正解率とサイズの散布図。{people} 人の {dots} 件の結果", "Accuracy over size: {dots} results of {people} learners";

    // The record
    practise: "この課の問題を解く", "Questions on this lesson";
    lessons_done: "レッスン", "Lessons";
    kept_runs: "この端末に保存されている学習", "Runs kept on this device";
    no_runs: "まだありません。実験室で学習すると、ここに並びます。", "None yet. What is trained at the lab is listed here.";
    persisted: "ブラウザーは、この端末の記録を自動では消さないと答えました。", "The browser has agreed not to clear away what is kept here by itself.";
    not_persisted: "空き容量が足りなくなると、ブラウザーがこの端末の記録を消すことがあります。大切な記録は書き出しておいてください。", "The browser may clear away what is kept here when it runs out of room. Export what matters.";
    record_title: "記録", "Record";
    record_lead:
        "学んだことは、この端末のブラウザーにだけ保存されます。ファイルに書き出せば、別の端末へ移したり、合わせたりできます。",
        "What you have done is kept in this browser on this device, and nowhere else. As a file it can be taken to another device and joined there.";
    not_stored:
        "このブラウザーには保存できませんでした。記録はこのページを閉じると失われます。書き出しておいてください。",
        "This browser could not store it. It is lost when the page is closed: export it.";
    lesson: "レッスン", "Lesson";
    class_left_out(count: &str): "（ほか {count} 件は省略）", "({count} more left out)";
    reached: "読んだところ", "Read";
    answered: "答えた質問", "Questions answered";
    last: "最後に学んだ日", "Last time";
    nothing: "まだ何もありません。地図からレッスンを選んでください。", "Nothing yet. Choose a lesson on the map.";
    export: "書き出す", "Export";
    import: "読み込んで合わせる", "Import and join";
    forget: "レッスンの記録を削除する", "Delete the record of lessons";
    forget_not: "やめる", "Keep it";
    forget_sure: "本当に削除する", "Really delete it";
    imported(n: &str): "{n} 件を合わせました。", "{n} entries were joined.";
    not_progress: "このファイルは Karui の記録ではありません。何も変えていません。", "This file is no record of Karui's. Nothing was changed.";
}
