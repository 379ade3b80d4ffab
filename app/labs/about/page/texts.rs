//! The messages of what the footer opens.

use karui_ui::messages;

messages! {
    /// The messages of what the footer opens.
    pub struct Texts;

    title: "Karui について", "About Karui";
    what:
        "ニューラルネットワークがどのように小さく、速くなるのかを、自分の手で確かめるための実験室です。学習も、量子化・枝刈り・蒸留も、その測定も、すべてこの端末のブラウザーの中で動きます。E資格などで軽量化を学ぶ人と、教える人のために作っています。",
        "A lab in which to see for oneself how neural networks are made small and fast. Training, quantization, pruning, distillation and all measurements run in the browser on this device. It is made for those who learn or teach how to compress networks, as for the JDLA E certificate.";
    name: "名前は日本語の「軽い」から取りました。", "“Karui” is Japanese for “light”.";
    author: "作者：The Karui authors。MIT ライセンスで公開しています。", "By the Karui authors; published under the MIT licence.";
    licences: "使っているデータ・重み・プログラムのライセンス", "Licences of data, weights and programs";
    person: "人物検出（MLPerf Tiny）の重み", "Weights of person detection (MLPerf Tiny)";
    photos: "写真の出典", "Credits of the photographs";
    crates: "組み込まれているライブラリのライセンス", "Licences of the libraries inside";

    // What is kept
    keep_title: "オフラインで使う", "Offline";
    keep_note:
        "一度使ったデータと重みは、この端末に保存され、次からは通信なしで使えます。学習と、量子化のキャリブレーションには、画像が必要です。授業の前に、まとめて保存しておけます。",
        "Data and weights that were used once are kept on this device and need no connection afterwards. Training, and the calibration of quantization, need images. Before a class, all can be kept at once.";
    keep_cannot:
        "このブラウザー、または開き方では保存できません。https のページをふつうのウィンドウで開いてください。",
        "Nothing can be kept in this browser, or in this way of opening the page. Open it by https in a window that is not private.";
    keep_looks: "保存されているものを調べています…", "Looking at what is kept…";
    /// How much there is left to fetch.
    keep_all(size: &str): "授業用に全部保存する（{size}）", "Keep all for class ({size})";
    keep_done: "すべて保存してあります", "All is kept";
    /// How much, of how much.
    keep_under_way(kept: &str, of: &str): "保存しています… {kept} / {of}", "Keeping… {kept} of {of}";
    keep_failed:
        "途中で保存できなくなりました。ここまでの分は使えます。もう一度押すと、残りから続けます。",
        "Keeping stopped on the way. What has come so far can be used; press again for the rest.";
    what_of: "内容", "What";
    is_kept: "保存済み", "Kept";
    /// A group of files, by its folder.
    group(folder: &str) => {
        "data/fashion-mnist" => "Fashion-MNIST の画像", "Images of Fashion-MNIST";
        "data/mnist" => "MNIST の画像", "Images of MNIST";
        "weights" => "学習済みの重み", "Trained weights";
        "photos" => "写真", "Photographs";
        "python" => "Python（MicroPython）", "Python (MicroPython)";
        "labels" => "ImageNet のクラス名", "Names of ImageNet’s classes";
        _ => "その他", "Other files";
    };
}
