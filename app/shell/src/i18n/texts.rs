//! The page's own messages.

use crate::labs::At;
use karui_protocol::{DataKind, ModelKind, OptimizerKind, RunState, ScheduleKind, WeightsOrigin};
use karui_ui::{FieldText, messages};

/// Picks one message.
pub type Message = fn(&Texts) -> &'static str;

messages! {
    /// The page's own messages.
    pub struct Texts;

    // The frame.
    title: "軽い Karui", "Karui 軽い";
    purpose: "小さなニューラルネットワークを、この画面の中で学習し、測る", "Train small neural networks right on this page, and measure them";
    places: "ページの場所", "Places";
    place(at: At) => {
        At::Learn => "学ぶ", "Learn";
        At::Bench => "実験室", "Lab";
        At::Practice => "演習", "Practice";
        At::Record => "記録", "Record";
    };
    skip: "本文へ移動", "Skip to the lab";
    language: "言語", "Language";
    theme: "配色", "Theme";
    theme_auto: "自動の配色", "Automatic theme";
    theme_light: "明るい配色", "Light theme";
    theme_dark: "暗い配色", "Dark theme";
    copy_link: "リンクをコピー", "Copy link";
    link_copied: "コピーしました", "Copied";
    copy_by_hand:
        "クリップボードを使えません。次のリンクを選択してコピーしてください。",
        "The clipboard is not available. Select this link and copy it.";
    close: "閉じる", "Close";
    private:
        "計算はすべてこの端末の中で行われます。描いた絵も画像も、外へは送られません。",
        "Everything is computed on this device. No drawing and no picture leaves it.";
    licence: "Karui は MIT ライセンスで公開しています。", "Karui is published under the MIT licence.";
    about: "Karui について・オフラインで使う", "About Karui, and using it offline";
    data_credits: "データの出典", "Data";
    credit_fashion: "Fashion-MNIST © Zalando SE、MIT ライセンス", "Fashion-MNIST © Zalando SE, MIT licence";
    credit_mnist:
        "MNIST: Yann LeCun、Corinna Cortes、Christopher J.C. Burges、CC BY-SA 3.0",
        "MNIST: Yann LeCun, Corinna Cortes, Christopher J.C. Burges, CC BY-SA 3.0";
    credit_shapes: "Shapes はシードから Karui が描きます", "Shapes is drawn by Karui from the seed";

    // What goes in.
    zone_controls: "設定", "Settings";
    group_data: "データ", "Data";
    group_network: "ネットワーク", "Network";
    group_training: "学習", "Training";
    group_engine: "計算のしかた", "Computing";
    more: "くわしく", "More";
    data = FieldText {
        label: "データセット", "Data set";
        help: "何を見分けるかを選びます。", "What the network learns to tell apart.";
    };
    train_size = FieldText {
        label: "訓練データの枚数", "Training images";
        help: "多いほど過学習しにくくなりますが、学習に時間がかかります。", "More of them mean less overfitting and longer epochs.";
    };
    model = FieldText {
        label: "ネットワークの種類", "Kind of network";
        help: "層の組み立て方を選びます。", "How its layers are put together.";
    };
    alpha = FieldText {
        label: "幅の倍率 α", "Width multiplier α";
        help:
            "全層のチャネル数を α 倍にします。積和演算の数はほぼ α² に比例します。",
            "Every layer gets α times its channels; multiply-adds grow about as α².";
    };
    groups = FieldText {
        label: "グループ数 g", "Groups g";
        help:
            "最初の層を除く畳み込みのチャネルを g 組に分け、組の中だけで畳み込みます。重みも積和演算も 1/g になり、1 なら通常の畳み込みです。",
            "All convolutions but the first cut their channels into g groups and stay within each: 1/g of the weights and multiply-adds. With 1 they are ordinary ones.";
    };
    optimizer = FieldText {
        label: "最適化手法", "Optimizer";
        help: "勾配から重みの更新量を決める方法です。", "How gradients become changes of the weights.";
    };
    lr = FieldText {
        label: "学習率", "Learning rate";
        help:
            "1 回の更新で重みを動かす幅です。大きすぎると損失が発散し、小さすぎると進みません。",
            "How far one update moves the weights. Too large and the loss diverges; too small and nothing happens.";
    };
    schedule = FieldText {
        label: "学習率の変え方", "Learning rate schedule";
        help: "学習の途中で学習率をどう変えるかです。", "How the learning rate changes during the run.";
    };
    batch = FieldText {
        label: "ミニバッチサイズ", "Mini-batch size";
        help:
            "1 回の更新に使う枚数です。大きいほど勾配は安定し、更新の回数は減ります。",
            "Images per update. Larger ones give steadier gradients and fewer updates.";
    };
    weight_decay = FieldText {
        label: "重み減衰 λ", "Weight decay λ";
        help:
            "重みを 0 に引き寄せ、過学習を抑えます。強すぎると学習が足りなくなります。",
            "Pulls weights towards 0 and curbs overfitting. Too strong and the network underfits.";
    };
    label_smoothing = FieldText {
        label: "ラベル平滑化 ε", "Label smoothing ε";
        help:
            "損失を (1−ε)·CE + ε·（全クラスの −ln p の平均）とし、過信を抑えます。ε > 0 では訓練の損失は 0 まで下がりません。検証の損失は ε = 0 で測ります。",
            "The loss is (1−ε)·CE + ε·(mean of −ln p over all classes), which curbs overconfidence. With ε > 0 the training loss does not fall to 0. Validation is measured with ε = 0.";
    };
    epochs = FieldText {
        label: "エポック数", "Epochs";
        help:
            "訓練データを何周するかです。検証の損失が上がり始めたら過学習の合図です。",
            "Passes over the training images. A rising validation loss is the sign of overfitting.";
    };
    seed = FieldText {
        label: "乱数シード", "Random seed";
        help:
            "初期の重みと画像の順番を決めます。同じ値なら同じ結果になります。",
            "Decides the initial weights and the order of the images. The same seed gives the same result.";
    };
    workers = FieldText {
        label: "ワーカー数", "Workers";
        help:
            "ミニバッチを分担して計算します（データ並列）。コアの数までは速くなります。",
            "They share each mini-batch (data parallelism). It helps up to the number of cores.";
    };
    device = FieldText {
        label: "計算装置", "Device";
        help:
            "「自動」は、学習の初めに CPU と GPU で数ステップずつ計算し、速い方を使います。GPU を使えないときは CPU で続けます。",
            "Automatic trains a few steps on CPU and GPU first and takes the faster. Without a GPU the CPU does the work.";
    };
    /// Where two devices have not been compared yet.
    device_untimed:
        "「自動」を選ぶと、学習の初めに CPU と GPU を同じ数ステップで比べ、結果をここに示します。小さなネットワークでは、GPU の方が遅いこともあります。CPU の上で GPU を真似るソフトウェア（SwiftShader、llvmpipe など）は、「自動」では使いません。",
        "Automatic compares CPU and GPU by the same few steps when a run begins, and shows the result here. For small networks the GPU may well be the slower one. Software that plays a GPU on the CPU (SwiftShader, llvmpipe …) is never taken automatically.";
    /// Over their speeds.
    device_timed: "同じステップの学習の速さ（この端末での実測）", "Training speed of the same steps, measured on this device";
    /// Over the speeds of validation.
    device_validated:
        "GPU での学習中の検証の速さ（最初の検証で両方を測り、以後は速い方で行います）",
        "Validation speed during a run on the GPU: both are measured at the first validation, then the faster one does it";
    device_digits:
        "CPU と GPU では足し算の順序が違い、積と和を 1 回で丸めるか（FMA）2 回で丸めるかも違うので、同じシードでも損失の下の桁は変わります。その差は丸め誤差から始まり、ステップを重ねると広がることがあります。",
        "CPU and GPU add in different orders, and round a product and its sum once (fused multiply-add) or twice, so with the same seed the last digits of the loss differ. The difference begins with rounding and can grow from step to step.";
    /// Has the CPU do the run's first steps too.
    device_compare: "最初のステップを CPU と比べる", "Compare the first steps with the CPU";
    device_comparing: "同じステップを CPU で計算中…", "The CPU does the same steps…";
    /// Where the run's first steps were not on the GPU.
    device_not_compared:
        "この学習の最初のステップは GPU で行っていないので、比べられません。最初から学習し直すと比べられます。",
        "The first steps of this run were not on the GPU, so there is nothing to compare. Train from the beginning to see it.";
    /// Steps; the largest difference; the last step's loss on the CPU and on the GPU.
    device_compared(steps: usize, apart: &str, cpu: &str, gpu: &str):
        "最初の {steps} ステップの損失の差は、最大 {apart}（最大の損失に対する比）です。{steps} ステップ目の損失は CPU で {cpu}、GPU で {gpu} です。",
        "Steps compared: {steps}. Their losses differ by {apart} of the largest at most; that of the last is {cpu} on the CPU and {gpu} on the GPU.";
    about_data(data: DataKind) => {
        DataKind::FashionMnist =>
            "10 種類の衣類の白黒画像、28×28 画素。シャツとコートは人にも難しい組です。",
            "Grey pictures of ten garments, 28×28. Shirts and coats are hard for people too.";
        DataKind::Mnist =>
            "手書き数字の白黒画像、28×28 画素。やさしく、小さなネットワークでもよく当たります。",
            "Grey handwritten digits, 28×28. Easy: small networks do well on them.";
        DataKind::Shapes =>
            "シードから描く 10 種類の図形、32×32 画素のカラー画像。ダウンロードは不要です。",
            "Ten shapes drawn from the seed, 32×32 in colour. Nothing to download.";
    };
    about_model(model: ModelKind) => {
        ModelKind::Mlp =>
            "画素を 1 列に並べて全結合層に入れます。となり合う画素の関係は使いません。",
            "Puts all pixels into one row for a fully connected layer. It does not know which are neighbours.";
        ModelKind::Lenet =>
            "畳み込みで小さな模様をとらえ、プーリングで縮めてから全結合層で分類します。",
            "Convolutions find small patterns, pooling shrinks the image, linear layers classify.";
        ModelKind::Mobilenet =>
            "深さ方向分離可能畳み込みを重ね、畳み込みの計算量を 8〜9 分の 1 にします。",
            "Depthwise-separable convolutions, with 8 to 9 times fewer multiply-adds than plain ones.";
        ModelKind::Lenet300100 =>
            "300 と 100 ユニットの全結合層です。枝刈りの論文の表によく出てきます。",
            "Fully connected layers of 300 and 100 units: a row in the tables of pruning papers.";
        ModelKind::Lenet5 =>
            "5×5 の畳み込み 2 層と大きな全結合層です。枝刈りの論文の表によく出てきます。",
            "Two 5×5 convolutions and a large linear layer: a row in the tables of pruning papers.";
        ModelKind::MobilenetV2 =>
            "いちどチャネルを広げて深さ方向に畳み込み、狭く戻す「逆残差ブロック」を重ねます。",
            "Inverted residuals: each block widens its channels, convolves them depthwise and narrows them again.";
        ModelKind::MobilenetV3 =>
            "逆残差ブロックに SE（チャネルの重み付け）と hard-swish を加えます。",
            "Inverted residuals with squeeze-and-excite, which weighs channels, and hard-swish.";
        ModelKind::Cnn =>
            "MobileNet 型と同じ並びを通常の 3×3 畳み込みで作ります。精度と計算量を比べられます。",
            "The MobileNet style's plan with plain 3×3 convolutions, to compare accuracy and multiply-adds.";
    };
    about_optimizer(optimizer: OptimizerKind) => {
        OptimizerKind::Sgd =>
            "勾配の逆向きに、学習率の分だけ進みます。基本となる方法です。",
            "Steps against the gradient, as far as the learning rate says. The base of all others.";
        OptimizerKind::Momentum =>
            "これまでの勾配の向きを引き継いで進みます（係数 0.9）。谷での振動が減ります。",
            "Carries on in the direction of earlier gradients (factor 0.9): less zigzag in valleys.";
        OptimizerKind::Adam =>
            "勾配の平均と二乗平均から、重みごとに歩幅を決めます。学習率は 0.001 が目安です。",
            "Fits the step to each weight by mean and mean square of its gradients. Try a rate of 0.001.";
        OptimizerKind::AdamW =>
            "重み減衰を勾配から切り離した Adam です。学習率は 0.001 が目安です。",
            "Adam with the weight decay kept apart from the gradient. Try a rate of 0.001.";
    };
    about_schedule(schedule: ScheduleKind) => {
        ScheduleKind::Constant => "最初から最後まで同じ学習率を使います。", "The same learning rate from start to end.";
        ScheduleKind::Step => "全体の 3 分の 1 が過ぎるごとに 10 分の 1 にします。", "A tenth of it after each third of the run.";
        ScheduleKind::Cosine => "余弦曲線に沿って、終わりには 0 まで下げます。", "Down to zero along a cosine.";
        ScheduleKind::WarmUp =>
            "最初の 1 割で 0 から上げ、その後は余弦曲線に沿って下げます。",
            "Up from zero in the first tenth of the run, then down along a cosine.";
    };
    more_network = {
        "畳み込み層", "Convolution":
            "小さなフィルタを画像の上で動かし、同じ重みをどの位置でも使います。位置がずれても同じ模様を見つけられ、重みも少なくて済みます。",
            "A small filter moves over the image and uses the same weights everywhere, so it finds a pattern wherever it lies, with few weights.";
        "深さ方向分離可能畳み込み", "Depthwise-separable convolution":
            "チャネルごとの 3×3 畳み込みと、チャネルを混ぜる 1×1 畳み込みに分けます。K×K の畳み込みに比べ、計算量はおよそ 1/出力チャネル数 + 1/K² になります。",
            "A 3×3 convolution of each channel by itself, then a 1×1 convolution that mixes channels. Against a K×K convolution the work is about 1/output channels + 1/K².";
        "グループ化畳み込み", "Grouped convolution":
            "チャネルを g 組に分け、各組が自分の C/g チャネルだけを読みます。重みは K×K×(C/g)×出力チャネル数です。g がチャネル数と等しければ深さ方向の畳み込みになります。組の間で情報が混ざらないので、ShuffleNet はチャネルを並べ替え、MobileNet は 1×1 畳み込みで混ぜます。",
            "The channels are cut into g groups, and each reads only its own C/g: K×K×(C/g)×output channels weights. With as many groups as channels it is a depthwise convolution. Groups do not mix, so ShuffleNet shuffles channels and MobileNet mixes them by 1×1 convolutions.";
        "バッチ正規化", "Batch normalization":
            "ミニバッチごとに各チャネルの平均を 0、分散を 1 にそろえ、学習を安定させます。推論では学習中にためた統計量を使います。",
            "Gives every channel mean 0 and variance 1 within a mini-batch, which steadies training. Inference uses statistics gathered while training.";
    };
    more_training = {
        "誤差逆伝播法", "Backpropagation":
            "損失を各重みで微分した値（勾配）を、出力側から入力側へ連鎖律で計算します。",
            "The derivatives of the loss by each weight (the gradient) are computed from the output back to the input by the chain rule.";
        "交差エントロピー", "Cross-entropy":
            "正解クラスに与えた確率の対数に負号をつけたものの平均です。10 クラスを当てずっぽうに答えると ln 10 ≒ 2.30 になります。",
            "The mean of minus the logarithm of the probability given to the right class. Guessing among ten classes gives ln 10 ≈ 2.30.";
        "ラベル平滑化", "Label smoothing":
            "正解クラスの目標を 1 から 1 − ε + ε/クラス数 に下げ、ほかのクラスを ε/クラス数 にします。損失の下限は 0 ではなく、この目標のエントロピーです。軽量化の手順の中の学習には使われません。",
            "The target of the right class is lowered from 1 to 1 − ε + ε/classes, all others become ε/classes. The least possible loss is the entropy of that target, not 0. Training within a compression recipe does not use it.";
        "検証と早期終了", "Validation and early stopping":
            "学習に使わない画像で測る損失が下がらなくなったら、そこで止めるのが早期終了です。この画面では一時停止で同じことができます。",
            "Early stopping ends a run when the loss on images that are not trained on no longer falls. Pausing does the same here.";
        "端数のミニバッチ", "Left-over images":
            "エポックの最後に足りない分が出たときは、その分を使わずに次のエポックへ進みます。",
            "Images too few for a last full mini-batch are left out of that epoch.";
    };
    more_engine = {
        "データ並列", "Data parallelism":
            "各ワーカーが同じネットワークの写しを持ち、ミニバッチの一部を受け持ちます。勾配を決まった順に平均するので、結果は 1 ワーカーのときと丸め誤差の範囲で一致します。",
            "Each worker holds a copy of the network and takes a part of the mini-batch. Gradients are averaged in a fixed order, so the result equals that of one worker up to rounding.";
        "バッチ正規化とワーカー", "Batch normalization and workers":
            "バッチ正規化の統計量はワーカーごとに計算されるため、このときだけは 1 ワーカーの結果と少し異なります。",
            "Its statistics are taken by each worker from its own part: only then do results differ a little from one worker's.";
        "再現性", "Repeatability":
            "CPU と 1 ワーカーでは、同じリンクから同じ損失が最後の桁まで再現されます。GPU では丸めの順番が変わります。",
            "On the CPU with one worker, the same link gives the same loss to the last digit. A GPU rounds in another order.";
    };
    /// Beside a learning rate that is large for Adam: the rate to try.
    adam_rate(rate: &str): "Adam には大きめです。{rate} にする", "Large for Adam. Use {rate}";

    // Settings that were changed during a run.
    changed_while_running:
        "変更した設定は、次の学習から使われます。今の学習はそのまま続きます。",
        "The changed settings are used from the next run on. The one under way goes on as it is.";
    changed_after_run:
        "設定が変わりました。画面の結果は、変更前のネットワークのものです。",
        "The settings have changed. The results shown belong to the network before.";
    apply_now: "今の学習をやめて使う", "Stop the run and use them";
    switch_now: "切り替える", "Switch";
    undo_change: "変更を取り消す", "Undo the change";

    // The run.
    train: "学習を始める", "Train";
    go_on: "続ける", "Continue";
    train_again: "もう一度学習", "Train again";
    pause: "一時停止", "Pause";
    step: "1 ステップ", "One step";
    reset: "最初に戻す", "Reset";
    run_controls: "学習の操作", "Run";
    /// Between short facts on one line.
    separator: "・", " · ";
    progress: "学習の進み具合", "Progress of the run";
    run_state(state: RunState) => {
        RunState::Idle => "待機中", "Waiting";
        RunState::Loading => "準備中", "Preparing";
        RunState::Running => "学習中", "Training";
        RunState::Paused => "一時停止中", "Paused";
        RunState::Evaluating => "検証中", "Validating";
        RunState::Finished => "学習完了", "Finished";
        RunState::Diverged => "発散しました", "Diverged";
    };
    /// A GPU does not answer yet; seconds that it was waited for.
    compiling(seconds: u32):
        "GPU の準備を待っています（カーネルのコンパイルなど、{seconds} 秒経過）",
        "Waiting for the GPU to compile its kernels: {seconds} s so far";
    engine_starting: "計算エンジンを起動中", "Starting the engine";
    engine_late:
        "計算エンジンがまだ届きません。回線が遅いか、サーバーの応答がないようです。このまま待つことも、起動し直すこともできます。",
        "The engine has not arrived yet: the line is slow, or the server does not answer. You can wait, or have it started again.";
    engine_failed:
        "計算エンジンを起動できませんでした。起動し直すか、ページを再読み込みしてください。",
        "The engine could not be started. Start it again, or reload the page.";
    /// So many epochs done, or the present one of so many.
    epoch(epochs: &str): "エポック {epochs}", "epoch {epochs}";
    /// So many steps done, or so many of so many.
    at_step(steps: &str): "ステップ {steps}", "step {steps}";
    /// Before a run: steps in all, steps in an epoch.
    run_ahead(steps: &str, epoch: &str):
        "全 {steps} ステップ（1 エポック {epoch} ステップ）",
        "{steps} steps in all, {epoch} in an epoch";
    speed(speed: &str): "{speed} 枚/秒", "{speed} img/s";
    time_left(time: &str): "残り約 {time}", "about {time} left";
    /// Data that is arriving: so much of so much.
    data_arriving(got: &str, all: &str): "データを用意しています {got} / {all}", "Preparing data: {got} of {all}";

    // What it gives.
    zone_scores: "結果", "Results";
    accuracy: "正解率", "Accuracy";
    loss: "損失", "Loss";
    images_per_second: "スループット", "Throughput";
    size: "サイズ", "Size";
    latency: "推論時間", "Latency";
    params: "パラメータ数", "Parameters";
    macs: "積和演算", "Multiply-adds";
    held_out: "検証", "validation";
    /// Of how many held-out images.
    held_out_of(n: &str): "検証用 {n} 枚", "{n} held-out images";
    last_batch: "直近のミニバッチ", "latest mini-batch";
    training_loss(loss: &str): "訓練 {loss}", "training {loss}";
    while_training: "学習", "training";
    inference_64: "推論、64 枚ずつ", "inference, 64 at a time";
    inference_1: "1 枚ずつ", "one at a time";
    size_of_file: "重みのファイル", "file of the weights";
    weights_origin(origin: WeightsOrigin) => {
        WeightsOrigin::Initial => "学習前の重み", "Untrained weights";
        WeightsOrigin::Shipped => "付属の学習済みの重み", "Trained weights that come with Karui";
        WeightsOrigin::Trained => "ここで学習した重み", "Weights trained here";
        WeightsOrigin::Restored => "復元した重み", "Restored weights";
        WeightsOrigin::Imported => "読み込んだ重み", "Weights from a file";
    };
    weights_in_training: "学習中の重み", "Weights in training";
    /// How many classes; the accuracy.
    is_a_guess(classes: &str, accuracy: &str):
        "開いた重みの正解率は {accuracy} で、{classes} クラスの当てずっぽうと変わりません。別のデータセットで学習した重みではありませんか。「最初に戻す」で付属の重みに戻ります。",
        "The opened weights get {accuracy}, no better than guessing among {classes} classes. Were they trained on another data set? Reset brings back the weights that come with Karui.";
    save_weights: "重みを保存", "Save weights";
    open_weights: "重みを開く", "Open weights";

    // The stage.
    zone_stage: "観察", "Stage";
    curves_title: "学習曲線", "Learning curves";
    curves_note: "訓練と検証の差が開いたら過学習です。", "A widening gap between training and validation means overfitting.";
    samples_title: "検証用の画像と予測", "Held-out images and predictions";
    samples_note:
        "学習に使っていない画像です。選ぶと、各層の反応を「重み」で見られます。",
        "These were not trained on. Choose one to see each layer's response under “Weights”.";
    confusion_title: "混同行列", "Confusion matrix";
    per_class_title: "クラスごとの正解率", "Accuracy by class";
    worst_title: "大きく間違えた画像", "The worst mistakes";
    worst_note: "正解クラスの確率が低かった順です。", "Those whose true class got the lowest probability come first.";
    layers_title: "ネットワークの構成", "The network";
    filters_title: "最初の層の重み", "Weights of the first layer";
    filters_note: "一つひとつが、入力のどんな模様に反応するかを表します。", "Each shows the pattern in the input that it responds to.";
    activations_title: "層の出力", "Output of a layer";
    activations_note: "選んだ画像に対する、各チャネルの反応です。", "How each channel responds to the chosen image.";
    layer: "層", "Layer";
    image: "画像", "Image";
    held_out_image(index: &str): "検証用画像 {index}", "Held-out image {index}";
    draw_title(data: DataKind) => {
        DataKind::FashionMnist => "衣類の絵を描く", "Draw a garment";
        DataKind::Mnist => "数字を描く", "Draw a digit";
        DataKind::Shapes => "図形を描く", "Draw a shape";
    };
    draw_note:
        "描くそばから、今のネットワークが分類します。画像ファイルを置いても試せます。",
        "The network as it is now classifies while you draw. Or drop a picture file.";

    // Notices.
    link_problems:
        "リンクに読み取れない部分がありました。その項目は初期値にしました。",
        "Parts of the link could not be read. Those settings have their defaults.";
    /// A part of a link that means nothing here: its name.
    link_unknown(name: &str): "{name}: この名前の項目はありません。", "{name}: there is no such setting.";
    /// What a setting is called that has no name here.
    setting: "設定", "Setting";
    dismiss: "この知らせを閉じる", "Dismiss this notice";
    reload: "再読み込み", "Reload";
    restart_engine: "エンジンを起動し直す", "Restart the engine";
    part_awaited: "読み込んでいます…", "Loading…";
    part_failed:
        "この部分を読み込めませんでした。接続を確かめて、もう一度お試しください。学習した重みは失われていません。",
        "This part did not arrive. Check the connection and try again; trained weights are not lost.";
    try_again: "もう一度読み込む", "Try again";
}
