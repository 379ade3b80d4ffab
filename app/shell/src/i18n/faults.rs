//! What went wrong, in the reader's language.

use super::PageTexts;
use karui_protocol::{DeviceError, Divergence, Error, NoCamera, NoGpu, Problem};
use karui_ui::number::plain;
use karui_ui::{Lang, messages, number};

messages! {
    /// What went wrong.
    struct Texts;

    /// What happened, what becomes of the reader's work, what they can do.
    problem(problem: &Problem, lang: Lang) => String {
        Problem::Engine(error) => { error_text(lang, error) }, { error_text(lang, error) };
        Problem::NotFetched { file, reason } =>
            "{file} を取得できませんでした（{reason}）。接続を確かめて、もう一度お試しください。学習した重みは失われていません。",
            "{file} did not arrive ({reason}). Check the connection and try again; nothing is lost.";
        Problem::Damaged { file } =>
            "{file} が途中で切れているか、壊れています。もう一度お試しください。",
            "{file} arrived damaged or cut short. Please try again.";
        Problem::StorageFull =>
            "ブラウザーの保存領域がいっぱいです。作業は続けられますが、今の内容は保存されません。保存された学習を削除すると、空きができます。",
            "The browser's storage is full. Your work goes on, but is not kept now. Deleting kept runs makes room.";
        Problem::StorageForbidden =>
            "このブラウザーでは保存できません。作業は続けられますが、学習したネットワークなどは、ページを閉じると失われます。",
            "The browser allows no storage here. Your work goes on, but is lost when the page is closed.";
        Problem::CheckpointUnreadable =>
            "保存された途中の状態は、この版では読めません。そのまま残してあります。",
            "The stored checkpoint cannot be read by this version. It was left as it is.";
        Problem::RunGone =>
            "この学習は、もう保存されていません。別のタブで削除されたか、古いために削除されました。",
            "This run is not kept any more: another tab has deleted it, or it was the oldest.";
        Problem::RunElsewhere =>
            "この学習は、別のタブで使用中です。そのタブで続けるか、タブを閉じてから開いてください。",
            "This run is under way in another tab. Go on there, or close that tab first.";
        Problem::WorkerLost { rank, left } =>
            { format!("ワーカー {} が停止しました。最後の重みから、残り {left} ワーカーで続けます。", rank + 1) },
            { format!("Worker {} has stopped. The run goes on with {left} from the last weights.", rank + 1) };
        Problem::EngineLost =>
            "計算エンジンが停止したため、起動し直しました。学習は、最後に保存された状態から再開できます。",
            "The engine stopped and was started again. A run can go on from where it was last stored.";
        Problem::NoSimd =>
            "このブラウザーは WebAssembly SIMD に対応していないため、計算を行えません。Chrome 91、Firefox 89、Safari 16.4 以降でお試しください。",
            "This browser lacks WebAssembly SIMD, so nothing can be computed. Please use Chrome 91, Firefox 89, Safari 16.4 or newer.";
        Problem::BuildMismatch =>
            "画面と計算エンジンの版が一致しません。再読み込みしてください。",
            "The page and its engine are of different versions. Please reload.";
        Problem::NoGpu(why) => { no_gpu(lang, why) }, { no_gpu(lang, why) };
        Problem::NotAPicture =>
            "画像として読み取れませんでした。PNG や JPEG の画像をお使いください。",
            "That could not be read as a picture. Please use a PNG or JPEG.";
        Problem::NoCamera(why) => { (of(lang).no_camera)(*why).into() }, { (of(lang).no_camera)(*why).into() };
        Problem::TooLarge { bytes, most } =>
            { format!("ファイルが {} あります。ここで開けるのは {} までです。", size(lang, *bytes), size(lang, *most)) },
            { format!("The file has {}; up to {} can be opened here.", size(lang, *bytes), size(lang, *most)) };
        Problem::TooFewPictures { least } =>
            "学習には 2 つ以上のクラスと、各クラス {least} 枚以上の画像が必要です。画像を追加してください。",
            "There must be two classes at least, each with {least} pictures or more. Please add some.";
        Problem::Full { most } =>
            "追加できるのは {most} までです。減らしてから追加してください。",
            "There is room for {most} only. Delete some to add others.";
    };

    no_gpu(why: &NoGpu) => String {
        NoGpu::NotOffered =>
            "このブラウザーは WebGPU に対応していません。CPU で計算します。",
            "This browser has no WebGPU. The CPU does the work.";
        NoGpu::NoDevice { reason } =>
            "使える GPU が見つかりません（{reason}）。CPU で計算します。",
            "No GPU to be had ({reason}). The CPU does the work.";
        NoGpu::Lost { reason, step } =>
            "GPU が停止しました（{reason}）。ステップ {step} の重みから、CPU で学習を続けます。",
            "The GPU has stopped ({reason}). The run goes on with the CPU from the weights after step {step}.";
    };

    no_camera(why: NoCamera) => {
        NoCamera::NotOffered =>
            "このページではカメラを使えません。カメラに対応したブラウザーで、https のアドレスから開いてください。写真や画像ファイルは使えます。",
            "This page cannot use a camera. Open it at an https address in a browser that offers one. Photos and files work.";
        NoCamera::Missing =>
            "カメラが見つかりません。つないでから、もう一度お試しください。写真や画像ファイルは使えます。",
            "No camera was found. Connect one and try again. Photos and files work.";
        NoCamera::Refused =>
            "カメラの使用が許可されていません。ブラウザーのアドレス欄から許可すると使えます。画像がこの端末の外へ送られることはありません。",
            "The camera was not allowed. You can allow it beside the browser’s address bar. No picture leaves this device.";
        NoCamera::Busy =>
            "カメラを開けません。ほかのアプリが使っていないか確かめて、もう一度お試しください。",
            "The camera cannot be opened. Another program may be using it; close that and try again.";
        NoCamera::Lost =>
            "カメラの映像が途切れました。接続を確かめて、もう一度お試しください。",
            "The camera’s picture has ended. Check the connection and try again.";
        NoCamera::Frame =>
            "カメラの映像を読み取れなかったため、止めました。もう一度お試しください。",
            "A frame of the camera could not be read, so it was stopped. Please try again.";
    };

    /// A GPU that fails.
    device(why: &DeviceError) => String {
        DeviceError::Missing { reason } =>
            "使える GPU が見つかりません（{reason}）。",
            "No GPU to be had ({reason}).";
        DeviceError::Failed { reason } =>
            "GPU が停止しました（{reason}）。",
            "The GPU has stopped ({reason}).";
        DeviceError::Silent { seconds } =>
            "GPU が {seconds} 秒以内に応答しませんでした。",
            "The GPU has not answered within {seconds} s.";
        DeviceError::Limit { what, most, got } =>
            "GPU の上限を超えています（{what}: {most} まで、必要なのは {got}）。",
            "The GPU allows {most} {what}, not {got}.";
    };

    /// The engine's errors; `name` is what the page calls a setting.
    error(error: &Error, name: &str, lang: Lang) => String {
        Error::Range { field, min, max, multiple_of: 0 | 1, got } =>
            { format!("{name}({field}): 「{got}」は使えません。範囲は {} … {} です。", plain(*min), plain(*max)) },
            { format!("{name} ({field}): “{got}” does not lie within {} … {}.", plain(*min), plain(*max)) };
        Error::Range { field, min, max, multiple_of, got } =>
            { format!("{name}({field}): 「{got}」は使えません。範囲は {} … {}（{multiple_of} 刻み）です。", plain(*min), plain(*max)) },
            { format!("{name} ({field}): “{got}” does not lie within {} … {} in steps of {multiple_of}.", plain(*min), plain(*max)) };
        Error::Choice { field, allowed, got } =>
            { format!("{name}({field}): 「{got}」は使えません。使える値: {}", allowed.join(" | ")) },
            { format!("{name} ({field}): “{got}” is not one of {}.", allowed.join(" | ")) };
        Error::Device(why) => { (of(lang).device)(why) }, { (of(lang).device)(why) };
        Error::Misuse { what, expected, got } =>
            "{what} が合いません。{expected} が必要ですが、{got} でした。",
            "This does not fit ({what}): expected {expected}, got {got}.";
        Error::Shape { op, node, expected, got } =>
            "層 {node}（{op}）には {expected} の入力が必要ですが、{got} が与えられました。",
            "Layer {node} ({op}) needs an input of {expected}, but was given {got}.";
        Error::Length { what, expected, got } =>
            { format!("{what} の要素数は {} のはずですが、{} でした。", count(lang, *expected), count(lang, *got)) },
            { format!("{what} must hold {} values, but holds {}.", count(lang, *expected), count(lang, *got)) };
        Error::Format { format, got, .. } if format == "recipe" =>
            "リンクに含まれる軽量化の手順を読み取れませんでした。それ以外の設定は有効です。",
            "The recipe in the link cannot be read ({got}). The rest of the link is in effect.";
        Error::Format { format, got, .. } if format == "safetensors" && got == "ONNX" =>
            "これは ONNX ファイルです。ここで開けるのは safetensors 形式の重みです。",
            "This is an ONNX file. Weights are opened here as safetensors.";
        Error::Format { format, got, .. } if format == "safetensors" && got == "KARUI" =>
            "これは Karui 形式のファイルです。「軽量化」タブの「Karui 形式を開く」で開けます。",
            "This is a Karui file: open it on the tab “Compress”.";
        Error::Format { format, got, .. } if format == "safetensors" =>
            "safetensors 形式のファイルではないか、途中で切れているか、壊れています。",
            "This is no safetensors file, or it is cut short ({got}).";
        Error::Format { format, expected, got } =>
            "正しい {format} ファイルではないか、途中で切れているか、壊れています。",
            "This is not a valid {format} file: expected {expected}, found {got}.";
        Error::Tensor { tensor, expected, got } =>
            "この重みはネットワークに合いません。ネットワークの種類か、幅の倍率 α が違うようです（{tensor} は {expected} のはずですが、{got} でした）。",
            "The weights do not fit this network; they seem to be of another kind or width α ({tensor} must be {expected}, but is {got}).";
        Error::Diverged { step, kind: Divergence::NotANumber } =>
            { format!("発散しました。ステップ {} で損失が数の範囲を超えました。学習率を 1/3 から 1/10 に下げてみてください。", count(lang, *step as usize + 1)) },
            { format!("Training has diverged: the loss left the range of numbers at step {}. Try a third or a tenth of the learning rate.", count(lang, *step as usize + 1)) };
        Error::Diverged { step, kind: Divergence::AtChance { classes } } =>
            { format!("ステップ {} までに学習が崩れました。損失が ln {classes} ≈ {} 以上のまま、正解率も当てずっぽうと変わりません。学習率が高すぎると、ReLU の出力がすべての画像で 0 になって勾配が消え、元に戻りません。学習率を 1/3 から 1/10 に下げてみてください。", count(lang, *step as usize + 1), chance_loss(lang, *classes)) },
            { format!("Training had collapsed by step {}: the loss stays at ln {classes} ≈ {} or above and the network only guesses. With too high a learning rate, ReLUs give 0 for every image; they have no gradient then and do not come back. Try a third or a tenth of the learning rate.", count(lang, *step as usize + 1), chance_loss(lang, *classes)) };
    };
}

/// What to tell the reader about a problem: what happened, what becomes of their work, what they can do.
pub fn problem_text(lang: Lang, problem: &Problem) -> String {
    (of(lang).problem)(problem, lang)
}

/// What to tell the reader of a GPU that does not do the work.
pub fn no_gpu(lang: Lang, why: &NoGpu) -> String {
    (of(lang).no_gpu)(why)
}

/// What to tell the reader about an error of the engine.
pub fn error_text(lang: Lang, error: &Error) -> String {
    let name = match error {
        Error::Range { field, .. } | Error::Choice { field, .. } => field_name(lang, field),
        _ => "",
    };
    (of(lang).error)(error, name, lang)
}

/// The loss of guessing among so many classes.
fn chance_loss(lang: Lang, classes: usize) -> String {
    number::decimal(lang, (classes as f64).ln(), 2)
}

fn count(lang: Lang, count: usize) -> String {
    number::integer(lang, count as f64)
}

fn size(lang: Lang, bytes: u64) -> String {
    number::bytes(lang, bytes as f64)
}

/// The name of a part of a link.
fn field_name(lang: Lang, field: &str) -> &str {
    let t = lang.t();
    match field {
        "data" => t.data.label,
        "n" => t.train_size.label,
        "model" => t.model.label,
        "alpha" | "width" => t.alpha.label,
        "groups" => t.groups.label,
        "opt" => t.optimizer.label,
        "lr" => t.lr.label,
        "sched" => t.schedule.label,
        "batch" => t.batch.label,
        "wd" => t.weight_decay.label,
        "smoothing" => t.label_smoothing.label,
        "epochs" => t.epochs.label,
        "seed" => t.seed.label,
        "workers" => t.workers.label,
        "device" => t.device.label,
        "lang" => t.language,
        "theme" => t.theme,
        "tab" => t.zone_stage,
        "image" => t.image,
        "layer" => t.layer,
        _ => t.setting,
    }
}
