//! The messages of federated learning.

use super::state::{LocalBatch, Masked, Noise};
use karui_spec::Partition;
use karui_ui::{FieldText, messages, names};

names! {
    /// How images are divided.
    pub fn partition_name(Partition) {
        Iid: "IID（無作為）", "IID";
        Shards: "2 クラスずつ（シャード）", "Two shards each";
        Dirichlet: "ディリクレ α=0.3", "Dirichlet α=0.3";
    }

    /// Images of a step.
    pub fn batch_name(LocalBatch) {
        Ten: "10", "10";
        Fifty: "50", "50";
        All: "∞（手元のすべて）", "∞ (all of a client's)";
    }

    /// What the server sees.
    pub fn masked_name(Masked) {
        Open: "各クライアントの重み", "Each client's weights";
        Masked: "和だけ（セキュアアグリゲーション）", "The sum alone (secure aggregation)";
    }

    /// Noise.
    pub fn noise_name(Noise) {
        Off: "なし", "Off";
        Clip: "クリッピングのみ", "Clipping alone";
        Little: "z = 0.05", "z = 0.05";
        More: "z = 0.2", "z = 0.2";
        Much: "z = 0.5", "z = 0.5";
    }
}

messages! {
    /// The messages of federated learning.
    pub struct Texts;

    title: "連合学習（Federated Averaging）", "Federated learning (federated averaging)";
    note:
        "データは各クライアントの手元から動かしません。各ラウンドで一部のクライアントがサーバーの重みから学習を始め、学習後の重みだけを返します。サーバーは枚数で重みづけて平均します。選択中のデータの先頭 2,000 枚を分け、MLP（SGD、学習率 0.1）で学習します。",
        "Data stay with the clients. In each round some of them train on from the server's weights and send back weights alone, of which the server takes the mean, weighted by numbers of images. The first 2,000 images of the data chosen are divided; the network is an MLP (SGD, learning rate 0.1).";
    split = FieldText {
        label: "データの分けかた", "Division of the data";
        help: "偏る（non-IID）ほど、平均した重みは合わなくなります。", "The more one-sided (non-IID), the worse the mean fits.";
    };
    clients = FieldText {
        label: "クライアント数 K", "Clients K";
        help: "全部で何台いるか。", "How many there are.";
    };
    fraction = FieldText {
        label: "参加率 C（10 分のいくつか）", "Part that is asked C (tenths)";
        help: "1 ラウンドに参加する割合です。", "How many take part in a round.";
    };
    epochs = FieldText {
        label: "ローカルエポック E", "Local epochs E";
        help: "送り返す前に手元のデータを何周するか。", "Passes over a client's data before it sends.";
    };
    batch = FieldText {
        label: "ローカルバッチ B", "Local batch B";
        help: "E=1、B=∞ なら FedSGD です。", "With E = 1 and B = ∞ it is FedSGD.";
    };
    noise = FieldText {
        label: "雑音（差分プライバシー）", "Noise (differential privacy)";
        help: "平均に加える雑音の標準偏差は z·S/参加数です。", "The mean's noise has the deviation z·S over those asked.";
    };
    clip = FieldText {
        label: "クリッピング S（10 分のいくつか）", "Clip S (tenths)";
        help: "1 台が動かせる重みの長さの上限です。", "The most by which a client may move the weights.";
    };
    masked = FieldText {
        label: "サーバーに見えるもの", "What the server sees";
        help: "和だけを見せても、学習の結果は同じです。", "That it sees the sum alone changes no result.";
    };
    seen: "あるクライアントが送った数（先頭の 6 個）", "What one client has sent, its first six numbers";
    own: "本当の値（重み × 枚数の割合）", "The true ones (weight × share of the images)";
    sent: "サーバーに届いた値", "What came to the server";
    seen_note:
        "2 台の組ごとに同じ乱数を決め、一方は足し、もう一方は引いて送ります。1 台分を見てもわからず、全員分を足すと乱数が打ち消し合って和だけが残ります（Bonawitz ほか 2017。脱落への備えは省いています）。",
        "Each pair of clients agrees on random numbers that one adds and the other subtracts. One client's values tell nothing; in the sum of all the random numbers cancel (Bonawitz et al. 2017, without its provisions for clients that drop out).";
    start: "始める（8 ラウンド）", "Start (8 rounds)";
    one_more: "もう 1 ラウンド", "One more round";
    stop: "止める", "Stop";
    not_begun: "まだ始めていません。", "Not begun yet.";
    starting: "データを分けています…", "Data are being divided…";
    /// Rounds done, accuracy, rounds to be done.
    stands(round: usize, accuracy: &str, left: usize) => String {
        _ if left > 0 => "ラウンド {round}：検証画像 1,000 枚の正解率 {accuracy}（残り {left}）", "Round {round}: accuracy on 1,000 held-out images {accuracy} ({left} to go)";
        _ => "ラウンド {round}：検証画像 1,000 枚の正解率 {accuracy}", "Round {round}: accuracy on 1,000 held-out images {accuracy}";
    };
    curve: "ラウンドごとの正解率", "Accuracy after each round";
    rounds: "ラウンド", "Round";
    accuracy: "正解率", "Accuracy";
    classes: "誰がどのクラスを持つか", "Who has which classes";
    classes_note: "数字はクラスの番号、幅は枚数です。直前のラウンドに参加したクライアントを濃く示します。", "Numbers are classes, widths are images. Those who took part in the last round are darker.";
    client(k: usize): "クライアント {k}", "Client {k}";
    leaves(bytes: &str): "1 台から出ていくもの：1 ラウンドに重み {bytes}。画像とラベルは出ません。", "What leaves a client in a round: weights, {bytes}. No images, no labels.";
    privacy:
        "データを送らないだけでは、プライバシーの保証にはなりません。返された重みからは学習データについて推測できることがあるため、セキュアアグリゲーション（サーバーに和しか見せない）や差分プライバシー（クリッピングと雑音）を組み合わせます。上の雑音を強めると、正解率がどう変わるかを確かめてください。",
        "That data are not sent is no guarantee of privacy: weights may tell of the data that they were trained on. Secure aggregation (the server sees the sum alone) and differential privacy (clipping and noise) are added for that. See above what noise does to accuracy.";
}
