//! Practice's messages.

use karui_spec::question::{Cause, Level};
use karui_ui::messages;

messages! {
    /// Practice's messages.
    pub struct Texts;

    // Home
    title: "演習", "Practice";
    lead:
        "問題はエンジンがその場で作り、その場で答え合わせをします。計算問題の数値は毎回変わるので、答えを覚えても役に立ちません。",
        "The engine makes each question on the spot, and checks it. The numbers of computations change every time: there is nothing to learn by heart.";
    drill: "一問ずつ解く", "One at a time";
    topic: "分野", "Topic";
    all_topics: "すべて", "All";
    lesson: "レッスン", "Lesson";
    all_lessons: "すべて", "All";
    scope: "シラバスの版", "Version of the syllabus";
    all_scopes: "すべて（範囲外も含む）", "All, and what goes further";
    scope_of(year: &str): "{year} 年版の出題範囲だけ", "Only what {year}'s requires";
    framework: "コードを読むライブラリ", "Library of code";
    level: "難しさ", "Level";
    level_name(level: Level) => {
        Level::One => "1　基本", "1  Basic";
        Level::Two => "2　標準（四択）", "2  Standard: four choices";
        Level::Three => "3　発展（計算は書いて答える）", "3  Hard: computations are written";
    };
    start: "始める", "Start";
    mock: "ミニ模試", "Mini mock";
    mock_told:
        "本番と同じ 1 問あたり約 69 秒で、3〜4 問が同じ問題文を使う組もあります。選んだ分野・版・ライブラリから出します。終わるまで正誤は出ません。",
        "69 seconds each, as in the examination; some sets of three or four share their text. The questions are of what is chosen here. Nothing is told until the end.";
    length(count: &str, minutes: &str): "{count} 問 {minutes} 分", "{count} in {minutes} minutes";
    chapter: "章全体", "The chapter";
    today: "今日の復習", "Today's review";
    exam_date: "受験日", "Day of the examination";
    exam_help:
        "決まっていれば、その日に思い出せる割合が最も増える問題から出します。",
        "If there is one, what raises the expected recall on that day most comes first.";
    exam_wrong: "受験日は、今日から 3 年以内の日にしてください。", "The day has to be today or within three years.";
    exam_past: "この受験日は過ぎました。次の受験日を入れてください。", "That day is over. Give the next one.";
    plan_told(count: &str, recall: &str):
        "{count} 問。今正解できる見込みは平均 {recall} です（回答の記録からの推定。解いたことのない種類は 25% とみなします）。",
        "{count} questions. Expected recall now: {recall} on average, estimated from your answers; kinds never asked count as 25%.";
    plan_steps(count: &str):
        "まず、今日間違えてまだ正解していない {count} 問。",
        "First {count} that you had wrong today and not right since.";
    plan_others(count: &str, recall: &str):
        "ほかに {count} 問。今正解できる見込みは平均 {recall} です（回答の記録からの推定。解いたことのない種類は 25% とみなします）。",
        "Then {count} more. Expected recall now: {recall} on average, estimated from your answers; kinds never asked count as 25%.";
    plan_empty: "いま復習するものはありません。", "There is nothing to review now.";
    review: "復習する", "Review";
    left_of_review(count: &str): "今日の復習：このあと {count} 問", "Today's review: {count} more";
    step: "さきほど間違えた種類です。数値を変えてもう一度出しています。", "You had this kind wrong a moment ago: here it is again with other numbers.";
    again_after(count: &str):
        "この種類は、ほかの {count} 問のあとにもう一度出ます。", "This kind comes again after {count} others.";
    again_next: "この種類は、次にもう一度出ます。", "This kind comes again next.";
    done_review: "復習を終える", "End the review";
    standing: "分野ごとの正答", "Where you stand";
    standing_help:
        "正答率と、その 95% 信頼区間（Wilson の方法）です。回答が少ないうちは区間が広く、まだ何とも言えません。",
        "The share of right answers with its 95% confidence interval (Wilson's). While there are few answers it is wide: too early to tell.";
    asked(done: &str, of: &str): "{of} 種のうち {done} 種", "{done} of {of} kinds";
    share(right: &str, of: &str): "{right}/{of} 正解", "{right} of {of} right";
    none_yet: "まだ解いていません", "Nothing answered yet";
    not_stored:
        "このブラウザーには回答を保存できませんでした。このページを閉じると失われます。",
        "This browser could not store the answers. They are lost when the page is closed.";
    missing: "リンクの問題は見つかりませんでした。", "There is no such question as the link names.";
    awaited: "問題を準備しています…", "Getting the questions…";

    // For a class
    teacher: "先生へ：クラスで使う", "For teachers: with a class";
    teacher_lead:
        "上で選んだ範囲の問題を、リンクで配ったり印刷したりできます。リンクの中身は選んだ条件と番号だけで、答えは含まれません。",
        "Give a class the questions chosen above, by a link or on paper. The link holds what is chosen and a number, no answers.";
    count: "問題数", "Questions";
    whose: "問題", "Whose questions";
    same_for_all: "全員同じ", "The same for all";
    each_own: "一人ずつ違う", "Everybody's own";
    link: "リンク", "Link";
    other_sheet: "別の問題にする", "Other questions";
    print: "印刷用に表示", "Show for printing";
    print_now: "印刷する", "Print";
    sheet_title: "問題", "Questions";
    sheet_name: "氏名：＿＿＿＿＿＿＿＿＿＿", "Name: ____________________";
    answers: "解答", "Answers";
    given_sheet: "配られた問題", "A sheet for you";
    given_same: "全員同じ問題です。", "Everybody has the same questions.";
    given_own: "問題は一人ずつ違います。", "Everybody has their own questions.";
    put_away: "閉じる", "Put away";
    class: "クラスの結果", "What the class knew";
    class_choose: "ファイルを選ぶ", "Choose files";
    class_drop:
        "模試の後や記録で書き出したファイルを、全員分まとめてここへ。ファイルはこの端末の中だけで読みます。",
        "Drop everybody's files here: those exported after a mock, or from the record. They are read on this device alone.";
    refused(names: &str): "回答のファイルではありません：{names}", "No files of answers: {names}";
    learner: "学習者", "Learner";
    skill: "問題の種類（正答率の低い順）", "Kind of question, the least known first";
    right_of_all: "正解", "Right";
    kept(count: &str): "{count} 件の回答", "{count} answers";
    forget: "演習の回答をすべて消す", "Delete all answers";
    forget_not: "やめる", "Keep them";
    forget_sure: "本当に消す", "Really delete them";
    export: "結果をファイルに書き出す", "Export the results";

    // A question
    leave: "演習の一覧へ", "Back to practice";
    question_of(at: &str, of: &str): "問題 {at} / {of}", "Question {at} of {of}";
    formula: "式", "Formula";
    answer: "答える（自信あり）", "Answer, sure";
    unsure: "答える（自信なし）", "Answer, not sure";
    your_number: "答え", "Your answer";
    number_help: "全角数字、分数（3/4）、指数（1e-3、1.2×10^6）、万・M などの単位も使えます。", "Fractions (3/4), exponents (1e-3, 1.2×10^6) and suffixes such as M are read, too.";
    up: "上へ", "Up";
    down: "下へ", "Down";
    partner: "対応するもの", "Partner";
    choose: "選んでください", "Choose";
    right: "正解です。", "Right.";
    wrong: "不正解です。", "Wrong.";
    unreadable: "数として読めませんでした。もう一度書いてください。", "That could not be read as a number. Write it again.";
    right_answer: "正しい答え", "The answer";
    why: "解説", "Why";
    source: "出典", "Source";
    in_lab: "実験で確かめる", "Try it in the lab";
    to_lesson(title: &str): "レッスンで学ぶ：{title}", "Learn it: {title}";
    shared: "次の文は続く問題と共通です。", "The next text is shared with the questions beside this one.";
    cause: "誤りの原因", "What it came from";
    cause_name(cause: Cause) => {
        Cause::Term => "用語", "a term";
        Cause::Formula => "式", "the formula";
        Cause::Arithmetic => "計算", "arithmetic";
        Cause::Misread => "読み違い", "misreading";
        Cause::Confused => "混同", "confusion";
    };
    again: "同じ種類の別の問題", "Another of this kind";
    same: "同じ問題をもう一度", "The same once more";
    next: "次の問題", "Next question";
    report: "誤りを報告する文面をコピー", "Copy a report of an error";
    copied: "コピーしました。", "Copied.";
    keys(choices: &str):
        "1–{choices} で選び、Enter で答えます（Shift + Enter は自信なし）。答えたあとは Enter で次へ進みます。",
        "1–{choices} choose, Enter answers (Shift + Enter: not sure). After the answer, Enter goes on.";
    keys_number:
        "書いて Enter で答えます（Shift + Enter は自信なし）。答えたあとは Enter で次へ進みます。",
        "Write it; Enter answers (Shift + Enter: not sure). After the answer, Enter goes on.";
    bare: "まだ答えがありません。選ぶか書くかしてから押してください。", "There is no answer yet. Choose or write one first.";
    in_words: "図の内容を文で読む", "The drawing in words";

    // A mock examination
    flag: "あとで見直す", "Come back to it";
    finish: "終了して採点する", "Finish and mark";
    finish_ask(open: &str, flagged: &str):
        "終了しますか。無回答が {open} 問、あとで見直す印が {flagged} 問あります。無回答は不正解になります。",
        "Finish? {open} without an answer, {flagged} to come back to. What has no answer counts as wrong.";
    finish_not: "試験に戻る", "Go back to it";
    paused: "途中の模試", "A mock under way";
    paused_told(given: &str, of: &str, minutes: &str):
        "{of} 問中 {given} 問に回答。残り約 {minutes} 分です。離れている間も時計は進みます。",
        "{given} of {of} answered, about {minutes} minutes left. The clock goes on while you are away.";
    paused_over(given: &str, of: &str):
        "{of} 問中 {given} 問に回答したところで時間が来ました。", "Time ran out with {given} of {of} answered.";
    resume: "続ける", "Go on";
    mark: "採点して見る", "Mark it";
    give_up: "採点せずに消す", "Drop it unmarked";
    calculator: "電卓", "Calculator";
    memo: "メモ", "Memo";
    memo_help: "メモ（終わると消えます）", "Notes; they are not kept";
    left(minutes: &str, seconds: &str): "残り {minutes}:{seconds}", "{minutes}:{seconds} left";
    clock: "残り時間", "Time left";
    jump: "問題の一覧", "All questions";
    jump_to(number: &str): "問題 {number}", "Question {number}";
    result(right: &str, of: &str): "{of} 問中 {right} 問正解", "{right} of {of} right";
    back: "前へ", "Back";
    forward: "次へ", "Next";
    given: "あなたの答え", "Your answer";
    nothing_given: "無回答", "No answer";
}
