//! The messages of the real networks.

use karui_ui::messages;

messages! {
    /// The messages of the real networks.
    pub struct Texts;

    // The network
    network: "ネットワークを選ぶ", "Choose a network";
    network_note:
        "大きなデータセットで学習済みのネットワークを、この端末だけで動かします。画像がどこかへ送られることはありません。",
        "Networks that were trained on large data sets, run on this device alone. No picture is sent anywhere.";
    person: "人物検出", "Person detector";
    person_note:
        "MobileNetV1（α = 0.25）。96×96 の画像に人が写っているかどうかを答えます。",
        "MobileNetV1 with α = 0.25: says whether there is a person in a 96×96 picture.";
    lite0: "EfficientNet-Lite0", "EfficientNet-Lite0";
    lite0_note:
        "224×224 の画像を ImageNet の 1,000 クラスに分類します。重みは約 19 MB で、選んだときに取得します。",
        "Classifies 224×224 pictures into ImageNet’s 1,000 classes. Its weights, about 19 MB, are fetched when you choose it.";
    open_network: "ネットワークを開く…", "Open a network…";
    open_network_note:
        "torchvision の mobilenet_v2・mobilenet_v3、timm の mobilenetv1 の名前がついた .safetensors を読み込めます。",
        "Reads .safetensors with the names of torchvision’s mobilenet_v2 and mobilenet_v3 or timm’s mobilenetv1.";
    /// How much has arrived, of how much.
    fetching(received: &str, total: &str):
        "重みを取得しています：{total} のうち {received}",
        "Fetching the weights: {received} of {total}";
    fetching_some(received: &str): "重みを取得しています：{received}", "Fetching the weights: {received}";
    preparing: "ネットワークを準備しています…", "Preparing the network…";
    input(side: &str): "入力 {side}×{side}×3", "Input {side}×{side}×3";
    params: "パラメータ数", "Parameters";
    macs: "積和演算", "Multiply-adds";
    size: "ファイルサイズ", "File size";
    own_layer: "自分のクラス", "Your classes";
    original_layer: "元のクラス", "Its own classes";

    // The picture
    look: "画像を見せる", "Show it a picture";
    look_note:
        "写真を選ぶか、画像をここに置くか、カメラを使います。ネットワークが見るのは、画像の中央の正方形です。",
        "Choose a photo, drop a picture here, or use the camera. The network sees the square in the middle.";
    camera_start: "カメラを使う", "Use the camera";
    camera_stop: "カメラを止める", "Stop the camera";
    camera_asking: "カメラの許可を待っています…", "Waiting for permission…";
    keep_frame: "この画像を残す", "Keep this picture";
    open_pictures: "画像を開く…", "Open pictures…";
    view: "ネットワークに見せている画像", "What the network is shown";
    pictures: "画像", "Pictures";
    /// By the place of a shipped one.
    photo = [
        "宇宙飛行士", "Astronaut";
        "猫", "Cat";
        "寺院", "Temple";
        "コーヒー", "Coffee";
        "花", "Flower";
        "ロケット", "Rocket";
    ];
    own_picture(n: &str): "自分の画像 {n}", "Your picture {n}";
    remove(name: &str): "{name} を取り除く", "Remove {name}";
    differs: "軽量化で答えが変わった画像", "The light network says something else";
    credits: "写真の出典とライセンス", "Who took the photos, and their licences";

    // The answer
    answer: "ネットワークの答え", "The network’s answer";
    no_answer:
        "ネットワークと画像がそろうと、ここに確率の高いクラスが並びます。",
        "With a network and a picture, the most probable classes appear here.";
    float: "元のネットワーク", "Original";
    light: "軽量化後", "Compressed";
    time: "推論時間", "Inference time";
    time_note:
        "1 枚をネットワークに通す時間。直近 60 枚の中央値です。バッチ正規化は畳み込みに統合してあります。",
        "One picture through the network: the median of the latest 60. Batch norm is folded into the convolutions.";
    preparation: "前処理", "Preparation";
    rate: "1 秒あたりのフレーム数", "Frames per second";
    first: "重みの到着から最初の答えまで", "From weights to first answer";
    by: "カメラの画像を見るネットワーク", "Who looks at the camera’s pictures";
    by_both: "両方", "Both";
    class_number(n: &str): "クラス {n}", "Class {n}";
    persons = [
        "人がいる", "A person";
        "人はいない", "No person";
    ];
    /// The top class and its probability, for those who listen.
    spoken(class: &str, probability: &str): "{class}、確率 {probability}", "{class}, probability {probability}";

    // The recipe
    lighten: "軽くする", "Make it light";
    lighten_note:
        "「軽量化」タブと同じ手順を、このネットワークに対して実行します。正解ラベルのある学習データは手元にないため、ラベルなしでできる手法に限ります。量子化の範囲は、ここにある画像で決めます（キャリブレーション）。",
        "Runs the recipe of the tab “Compress” on this network. Its labelled training data is not here, so only what needs no labels is done. Quantization ranges are calibrated on the pictures here.";
    run: "このネットワークで実行", "Run on this network";
    undo: "元に戻す", "Undo";
    nothing_on: "手法を選ぶと実行できます。", "Turn a technique on to run it.";
    left_out:
        "再学習・量子化を考慮した学習（QAT）・勾配による枝刈りには正解ラベルが要るため、ここでは省くか、ラベルのいらない方法に替えて実行します。",
        "Fine-tuning, quantization-aware training and pruning by gradient need labels: they are left out here, or done in the way that needs none.";
    cooking(technique: &str): "{technique}：実行しています…", "At work: {technique}…";
    /// How many, of how many.
    layers_done(done: &str, of: &str): "（{of} 層のうち {done} 層）", " ({done} of {of} layers)";
    measuring: "サイズと時間を測っています…", "Measuring size and time…";
    result: "軽量化の結果", "What it came to";
    /// The names of techniques.
    done(techniques: &str): "行った手法：{techniques}", "Done: {techniques}";
    before: "前", "Before";
    now: "後", "Now";
    ratio: "比", "Ratio";
    latency: "1 枚の推論時間", "Time for one picture";
    agreement: "一致率", "Agreement";
    agreement_note(of: &str):
        "写真の全体と、それぞれから決まった位置で切り抜いた 9 枚、合わせて {of} 枚で、軽量化後の 1 位のクラスが浮動小数点のネットワークと同じだった割合です。正解とは比べていないので、正解率ではありません。",
        "Each photo as a whole and nine crops of it at fixed places, {of} pictures in all: the share for which the light network’s first class is that of the float network. Nothing is compared with the truth, so this is not accuracy.";
    agreement_own: "画像を追加すると、その画像も一致率に加わります。", "Pictures that you add count too.";
    calibrated(n: &str):
        "量子化の範囲は {n} 枚の画像で決めました（キャリブレーション）。その画像とその切り抜きで、一致率も測っています。",
        "Quantization ranges were calibrated on {n} pictures; agreement is measured on the same ones and their crops.";
    /// How many layers, of how many.
    factored(some: &str, all: &str):
        "低ランク近似で 2 つの行列に置き換えたのは、{all} 層のうち {some} 層です。もともと小さく設計されたネットワークの行列はフルランクに近く、置き換えても小さくならない層が多くあります。",
        "Low rank has replaced {some} of {all} layers by two. A network that was designed to be small has matrices of nearly full rank: many layers would not become smaller.";
    agreement_alike:
        "同じ写真の切り抜きは互いに似ているので、別々の写真で測るほど確かな値ではありません。",
        "Crops of one photo resemble each other, so this is less certain than as many photos would make it.";

    // Transfer learning
    transfer: "転移学習：自分のクラスを覚えさせる", "Transfer learning: teach it your classes";
    transfer_note:
        "学習済みの層は固定し（特徴抽出器）、最後の全結合層だけを自分の画像で学習し直します。少ない画像でも短時間で学習できます。",
        "The trained layers stay as they are (a feature extractor); only the last linear layer is learned anew, from your pictures. A few pictures and a few seconds are enough.";
    class_add: "クラスを追加", "Add a class";
    class_name(n: &str): "クラス {n} の名前", "Name of class {n}";
    class_new(n: &str): "クラス {n}", "Class {n}";
    class_choose(name: &str): "「{name}」に画像を集める", "Collect pictures for “{name}”";
    class_chosen: "集めています", "Collecting";
    class_delete(name: &str): "クラス「{name}」を画像ごと削除", "Delete class “{name}” with its pictures";
    count(n: &str): "{n} 枚", "Pictures: {n}";
    drop_picture(name: &str, n: &str): "「{name}」の {n} 枚目を削除", "Delete picture {n} of “{name}”";
    take(name: &str): "今の画像を「{name}」に追加", "Add this picture to “{name}”";
    take_none: "まずクラスを追加してください", "First add a class";
    take_note:
        "カメラを使っているときは、押している間つづけて撮影します。角度や距離、背景を変えながら集めてください。",
        "With the camera on, hold the button to go on taking pictures. Vary angle, distance and background.";
    add_files: "画像ファイルから追加…", "Add from files…";
    train: "最後の層を学習する", "Train the last layer";
    training_features(seen: &str, of: &str):
        "特徴を計算しています：{of} 枚のうち {seen} 枚",
        "Computing features: {seen} of {of} pictures";
    training_steps(step: &str, steps: &str, loss: &str):
        "学習しています：{step} / {steps} ステップ、損失 {loss}",
        "Training: step {step} of {steps}, loss {loss}";
    trained(hits: &str, of: &str, share: &str):
        "学習に使った画像：{of} 枚中 {hits} 枚が正解（{share}）",
        "Pictures trained on: {hits} of {of} right ({share})";
    held_out(hits: &str, of: &str, share: &str):
        "学習に使っていない画像：{of} 枚中 {hits} 枚が正解（{share}）",
        "Pictures held out: {hits} of {of} right ({share})";
    held_out_none:
        "学習に使っていない画像：まだありません。各クラス 5 枚目ごとに 1 枚を評価用に残します。",
        "Pictures held out: none yet. Of each class, every fifth picture is kept for testing.";
    few:
        "枚数が少ないため、正解率は目安です。続けて撮影した画像は互いによく似ているので、実際より高く出がちです。",
        "These are few pictures, so take the accuracy as a rough guide. Pictures taken in a row look alike and make it too high.";
    classes_stored: "クラスと画像は、このブラウザーの中だけに保存されます。", "Classes and pictures are kept in this browser only.";
    save_classes: "クラスを書き出す", "Save the classes";
    open_classes: "クラスを開く…", "Open classes…";
    delete_classes: "すべて削除", "Delete all";

    // Files
    take_away: "ファイルに保存", "Save as a file";
    take_away_note: "今使っているネットワーク（軽量化したときは、そのネットワーク）を書き出します。", "The network in use; the light one where there is one.";
    save_packed: "圧縮形式（.karui）", "Packed (.karui)";
    save_onnx: "ONNX", "ONNX";
    save_tflite: "TensorFlow Lite", "TensorFlow Lite";
    save_c: "C 言語", "C";
    save_safetensors: "safetensors", "safetensors";
}
