//! The lab's messages.

use super::breaks::Break;
use super::state::Part;
use karui_ui::messages;

messages! {
    /// The lab's messages.
    pub struct Texts;

    parts: "ライブラリの内容", "Parts of the libraries";
    part(part: Part) => {
        Part::Run => "動かして、1 行ずつ追う", "Run it, line by line";
        Part::Spellings => "8 つの書き方", "Eight spellings";
    };
    note:
        "PyTorch と同じ名前の Python を、このページの中で実行します。計算するのは Karui のエンジンです。実行した内容はすべて記録されるので、1 行ずつ進めることも、戻すこともできます。プログラムは端末の外に送られません。",
        "Python with PyTorch’s names runs in this page, on Karui’s engine. All that a program does is recorded, so that you can go through it one line at a time, forward and back. It does not leave this device.";

    // The program
    program: "例", "Example";
    program_name(id: &str) => {
        "basic" => "PyTorch の基本形（回帰）", "The basic form (regression)";
        "three-nodes" => "自動微分を手で追う", "Autograd by hand";
        "adam" => "ReLU と Adam", "ReLU and Adam";
        "classes" => "分類・ドロップアウト・検証", "Classes, dropout, validation";
        "images" => "CNN と DataLoader", "A CNN and a DataLoader";
        _ => "自分のプログラム", "A program of your own";
    };
    editor: "Python のプログラム", "Python program";
    seed: "乱数の種", "Seed";
    seed_note: "プログラムが torch.manual_seed を呼ぶまでの種です。", "In use until the program calls torch.manual_seed.";

    // Running
    run: "実行", "Run";
    step: "1 行進む", "Step";
    back: "1 行戻る", "Back";
    stop: "停止", "Stop";
    first: "最初へ", "To the start";
    last: "最後へ", "To the end";
    scrub: "実行の時刻（済んだ文の数）", "Moment of the run (statements done)";
    moment(done: &str, of: &str, line: u32): "{done} / {of} 文（{line} 行目）", "{done} of {of} statements (line {line})";
    at_start(of: &str): "0 / {of} 文：まだ何も実行していません", "0 of {of} statements: nothing is done yet";
    waiting: "Python を準備しています…", "Python is being made ready…";
    ready: "「実行」で最後まで、「1 行進む」で最初の行から始まります。", "Run goes to the end; Step begins with the first line.";
    running: "実行中です…", "Running…";
    done(statements: &str, time: &str): "{statements} 文を {time} で実行しました。", "{statements} statements in {time}.";
    stopped(statements: &str): "停止しました。ここまでの {statements} 文は記録にあります。", "Stopped. The {statements} statements so far are recorded.";
    lost:
        "Python を読み込めないか、ワーカーが終了しました。通信を確かめて、もう一度実行してください。",
        "Python could not be loaded, or its worker has ended. Check the connection and run again.";
    changed: "プログラムが変わりました。下の記録は、変える前のものです。", "The program has changed; the record below is of what it was.";
    brief: "この文は詳細の上限を越えたので、出力だけを記録しています。", "Beyond the limit of what is recorded in full: only output is kept here.";
    watch: "勾配を見張るテンソル", "Tensor whose gradient is watched";
    next_change: "次の変化へ", "Next change";
    last_change: "前の変化へ", "Last change";
    trace: "記録（JSON）を保存", "Save the trace (JSON)";
    file(name: &str): "{name} を保存", "Save {name}";

    // Failures
    error_at(line: u32): "{line} 行目", "Line {line}";
    meaning(kind: &str, message: &str) => String {
        _ if message.contains("second time") =>
            "この計算の途中の値は、1 回目の backward で捨てられています。もう一度微分するには、順伝播からやり直します（または retain_graph=True）。",
            "What this computation had kept was freed by the first backward. Go forward again before differentiating again (or retain_graph=True).";
        _ if message.contains("super().__init__()") =>
            "nn.Module の __init__ が呼ばれていないので、層を登録する場所がまだありません。__init__ の最初に super().__init__() を書きます。",
            "nn.Module’s own __init__ was not called, so there is no place yet to register layers. Begin __init__ with super().__init__().";
        _ if message.contains("does not require grad") =>
            "このテンソルは requires_grad のあるものから計算されていないので、微分できません。no_grad や detach の中で計算していませんか。",
            "Nothing that this was computed from requires a gradient. Was it computed under no_grad, or from a detached tensor?";
        "SyntaxError" if message.contains("invalid character") =>
            "Python の文の中に、全角の文字や空白、記号があります。半角に直してください（文字列とコメントの中では使えます）。",
            "This character is no part of Python: a full-width letter, space or sign, perhaps. It may stand in texts and comments only.";
        "SyntaxError" | "IndentationError" =>
            "この文を読めません。括弧、コロン、字下げを確かめてください。正しい Python でも、この実験室の MicroPython にない書き方（[*a]、match 文、引数の / など）なら、ここで止まります。",
            "This cannot be read. Look at brackets, colons and indentation. If it is good Python, it is a form that this lab’s MicroPython has not: [*a], match, / among parameters.";
        "NameError" => "この名前は、まだ何も指していません。", "Nothing has this name yet.";
        "NotImplementedError" =>
            "この実験室にない名前や使い方なので、違う結果を返さずに止めました。PyTorch にあるものか、綴りの誤りかは、PyTorch の文書で確かめてください。",
            "This lab has not got this name or use, and stops here rather than give another result. Whether PyTorch has it, or it is misspelt, PyTorch’s documentation says.";
        "ImportError" | "ModuleNotFoundError" =>
            "この実験室で import できるのは torch と、Python の小さな標準モジュール（math、random、time など）だけです。",
            "This lab has torch and a few small modules of Python’s own (math, random, time, …), and no others.";
        "MemoryError" =>
            "プログラムが使えるメモリの上限（Python に 256 MB）に達しました。リストやテンソルをためていないか、ループが終わるかを確かめてください。",
            "The limit of a program’s memory (256 MB for Python) is reached. Does it gather lists or tensors, or loop without end?";
        "RuntimeError" if message.contains("recursion") =>
            "関数の呼び出しが深くなりすぎました。この実験室では 150 回ほどまでです（CPython は 1000 回）。再帰が終わる条件も確かめてください。",
            "Calls are nested too deeply: this lab allows about 150, CPython 1000. See also whether the recursion ends.";
        "RuntimeError" | "ValueError" | "IndexError" => "形や値が合っていません。止まった行のテンソルの形を、右の表で確かめてください。", "Shapes or values do not meet. Look at the shapes of this line’s tensors in the table.";
        "TypeError" => "引数の型が合っていません。", "An argument is of the wrong type.";
        "AttributeError" => "その名前の属性はありません。", "There is no such attribute.";
        _ => "この例外でプログラムが終わりました。", "This exception ended the program.";
    };

    // What a statement did
    tensors: "この行が触れたテンソル", "Tensors that this line touches";
    tensors_none: "この行はテンソルに触れていません。", "This line touches no tensor.";
    tensor: "テンソル", "Tensor";
    values: "値", "Values";
    gradient: ".grad", ".grad";
    made_by: "grad_fn", "grad_fn";
    before: "前", "before";
    more(n: usize): "ほか {n} 個", "{n} more";
    variables: "変数", "Variables";
    variables_none: "まだ変数はありません。", "No variables yet.";
    output: "出力", "Output";
    output_none: "まだ何も出力していません。", "Nothing is printed yet.";
    tape: "テープ（計算グラフ）", "Tape (graph of the computation)";
    tape_note:
        "順伝播のたびにノードが増え、backward が損失から逆にたどり、使い終わったものを捨てます。",
        "Forward adds nodes; backward walks them from the loss and frees what it has used.";
    tape_none: "テープは空です。", "The tape is empty.";
    tape_of(nodes: usize, added: usize, walked: usize, freed: usize):
        "ノード {nodes} 個。この行で 追加 {added}、たどった {walked}、解放 {freed}。",
        "{nodes} nodes. By this line: added {added}, walked {walked}, freed {freed}.";
    tape_earlier(n: usize): "これより前のノード {n} 個は描いていません。", "{n} earlier nodes are not drawn.";
    loss(name: &str): "{name} の推移", "{name} over the run";
    loss_of: "損失", "Loss";
    loss_at(n: &str, value: &str): "{n} 回目：{value}", "No. {n}: {value}";
    times: "回数", "Times";
    optimizers: "オプティマイザの状態", "State of the optimizer";
    optimizer(kind: &str, lr: &str, step: u64): "{kind}　学習率 {lr}　{step} ステップ", "{kind}, learning rate {lr}, {step} steps";
    optimizer_none: "パラメータごとに覚えている値はありません。", "It keeps nothing of its parameters.";
    parameter: "パラメータ", "Parameter";

    // Spellings
    spellings: "同じ計算の 8 つの書き方", "One computation, eight spellings";
    spellings_note:
        "XOR を学習する同じネットワークを、それぞれのライブラリの言葉で書き、実際に動かしました。行に触れると、同じ役割の行がほかの書き方でも光ります。",
        "The same network that learns XOR, in each library’s words, and really run. Point at a line, and lines that mean the same are marked in the others.";
    roles: "行の役割", "What lines mean";
    role_none: "行に触れるか、役割を選んでください。", "Point at a line, or choose what lines mean.";
    role_plain(name: &str): "「{name}」：エンジンの計算はありません。", "{name}: the engine computes nothing for it.";
    role_ops(name: &str, ops: &str): "「{name}」でエンジンがする計算：{ops}", "{name}; the engine’s operations: {ops}";
    role_absent: "この書き方に、この役割の行はありません。", "No line of this spelling means that.";
    execution(kind: &str) => {
        "define-by-run" => "define-by-run：実行した行がグラフになる", "Define-by-run: each line that runs becomes graph";
        "traced" => "トレース：関数を 1 回実行してグラフにする", "Traced: a function is run once to make a graph";
        "layers" => "層を組み立てる", "Layers put together";
        "both" => "define-by-run と define-and-run の両方", "Both define-by-run and define-and-run";
        "define-and-run" => "define-and-run：グラフを作ってから流す", "Define-and-run: the graph first, then the numbers";
        _ => "ファイル：書き出されたグラフ", "A file: an exported graph";
    };
    ran_losses(first: &str, last: &str): "損失 {first} → {last}。", "Loss {first} → {last}.";
    ran_predicts: "予測のみ。", "Predicts only.";
    ran_away(difference: &str): "PyTorch との相対差は最大 {difference}。", "At most {difference} (relative) from PyTorch.";
    moments: "グラフのノードはいつ現れるか", "When the nodes of the graph appear";
    moments_note:
        "それぞれのライブラリに「いつ何をしたか」を聞いて描いた記録です。先に全部作るもの、行ごとに増えるもの、最初の 1 回だけ作るものが見分けられます。",
        "Drawn from what each library says that it did, and when: all of the graph beforehand, some with each line, or all at the first call only.";
    branches: "データで分岐するモデル", "A model with an if on its data";
    branches_note:
        "x の和が正かどうかで計算が変わるモデルを、形と符号の違う入力で続けて呼びました。Python の print が動いた回数も描いてあります。",
        "A model that computes something else when the sum of x is not positive, called with inputs of other signs and another shape. Python’s own prints are drawn too.";
    event(kind: &str) => {
        "node" => "ノードが現れる", "a node appears";
        "run" => "数値が流れる", "numbers flow";
        "walk" => "逆伝播が通る", "backward passes";
        _ => "Python が print する", "Python prints";
    };
    library: "ライブラリ", "Library";
    outside: "繰り返しの外", "Outside the loop";
    round(n: usize): "{n} 回目", "Round {n}";
    counted(nodes: usize, runs: usize): "ノード {nodes}、実行 {runs}", "{nodes} nodes, {runs} operations";

    times_title: "ライブラリとその時代", "The libraries and their times";
    as_of(month: &str): "{month} の時点。名前を開くと、根拠とその出典があります。", "As of {month}. Open a name for the facts and their sources.";
    state(status: &str) => {
        "active" => "開発中", "developed";
        _ => "開発は終了", "ended";
    };
    made_first: "作った人", "Made by";
    keeper: "今の運営", "Kept by";
    license: "ライセンス", "Licence";
    latest: "最新の版", "Latest version";
    unchecked: "（未確認）", " (not verified)";
    mistakes: "よくある誤り", "What is often said, and is not so";

    // Breaking it
    breaks: "壊してみる", "Break it";
    breaks_note:
        "例のプログラムによくある間違いを 1 つ入れて、間違いのないものと並べて実行します。自分で書いたプログラムは残り、「例」の「自分のプログラム」で戻れます。",
        "Puts one usual mistake into an example, and runs it beside the example as it was. A program of your own is kept: choose it again under Example.";
    breaks_program: "間違いを入れた例", "An example with a mistake";
    break_name(which: Break) => {
        Break::NoZeroGrad => "zero_grad を忘れる", "Forget zero_grad";
        Break::StepFirst => "backward の前に step", "step before backward";
        Break::BackwardTwice => "backward を 2 回", "backward twice";
        Break::NoEval => "eval と no_grad を忘れる", "Forget eval and no_grad";
        Break::Shapes => "(100,1) と (100,) の MSE", "MSE of (100,1) and (100,)";
        Break::Rate => "学習率が大きすぎる", "A learning rate too large";
        Break::Softmax => "損失の前に softmax", "softmax before the loss";
        Break::NoSuper => "super().__init__() を忘れる", "Forget super().__init__()";
    };
    with_it: "壊したもの", "Broken";
    without: "元のまま", "As it was";
    final_loss: "最後の損失", "Last loss";
}
