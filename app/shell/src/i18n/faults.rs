//! What went wrong, in the reader's language.

use super::PageTexts;
use karui_protocol::{Error, NoCamera, NoGpu, Problem};
use karui_ui::{Lang, number};

/// What to tell the reader about a problem: what happened, what becomes of their work, what they can do.
pub fn problem_text(lang: Lang, problem: &Problem) -> String {
    let en = lang == Lang::En;
    match problem {
        Problem::Engine(error) => error_text(lang, error),
        Problem::NotFetched { file, reason } if en => {
            format!("{file} did not arrive ({reason}). Check the connection and try again; nothing is lost.")
        }
        Problem::NotFetched { file, reason } => {
            format!("{file} を取得できませんでした({reason})。接続を確かめて、もう一度お試しください。学習した重みは失われていません。")
        }
        Problem::Damaged { file } if en => format!("{file} arrived damaged or cut short. Please try again."),
        Problem::Damaged { file } => {
            format!("{file} が途中で切れているか、壊れています。もう一度お試しください。")
        }
        Problem::StorageFull => lang
            .pick(
                "ブラウザの保存領域がいっぱいです。学習は続きますが、途中の状態は保存されません。",
                "The browser's storage is full. Training goes on, without checkpoints.",
            )
            .into(),
        Problem::StorageForbidden => lang
            .pick(
                "このブラウザでは保存が許可されていません。学習は続きますが、途中の状態は保存されません。",
                "The browser allows no storage here. Training goes on, without checkpoints.",
            )
            .into(),
        Problem::CheckpointUnreadable => lang
            .pick(
                "保存された途中の状態は、この版では読めません。そのまま残してあります。",
                "The stored checkpoint cannot be read by this version. It was left as it is.",
            )
            .into(),
        Problem::WorkerLost { rank, left } if en => {
            format!("Worker {} has stopped. The run goes on with {left} from the last weights.", rank + 1)
        }
        Problem::WorkerLost { rank, left } => {
            format!("ワーカー {} が停止しました。最後の重みから、残り {left} ワーカーで続けます。", rank + 1)
        }
        Problem::EngineLost => lang
            .pick(
                "計算エンジンが停止したため、起動し直しました。途中の学習は、保存された状態から再開できます。",
                "The engine stopped and was started again. An interrupted run can go on from its checkpoint.",
            )
            .into(),
        Problem::NoSimd => lang
            .pick(
                "このブラウザは WebAssembly SIMD に対応していないため、計算を行えません。Chrome 91、Firefox 89、Safari 16.4 以降でお試しください。",
                "This browser lacks WebAssembly SIMD, so nothing can be computed. Please use Chrome 91, Firefox 89, Safari 16.4 or newer.",
            )
            .into(),
        Problem::BuildMismatch => lang
            .pick(
                "画面と計算エンジンの版が一致しません。再読み込みしてください。",
                "The page and its engine are of different versions. Please reload.",
            )
            .into(),
        Problem::NoGpu(why) => no_gpu(lang, why),
        Problem::NotAPicture => lang
            .pick(
                "画像として読み取れませんでした。PNG や JPEG の画像をお使いください。",
                "That could not be read as a picture. Please use a PNG or JPEG.",
            )
            .into(),
        Problem::NoCamera(why) => no_camera(lang, *why).into(),
        Problem::TooLarge { bytes, most } => {
            let [bytes, most] = [bytes, most].map(|n| number::bytes(lang, *n as f64));
            match lang {
                Lang::En => format!("The file has {bytes}; up to {most} can be opened here."),
                Lang::Ja => format!("ファイルが {bytes} あります。ここで開けるのは {most} までです。"),
            }
        }
        Problem::TooFewPictures { least } if en => {
            format!("There must be two classes at least, each with {least} pictures or more. Please add some.")
        }
        Problem::TooFewPictures { least } => {
            format!("学習には 2 つ以上のクラスと、各クラス {least} 枚以上の画像が必要です。画像を追加してください。")
        }
        Problem::Full { most } if en => format!("There is room for {most} only. Delete some to add others."),
        Problem::Full { most } => format!("追加できるのは {most} までです。減らしてから追加してください。"),
    }
}

/// What to tell the reader of a GPU that does not do the work.
pub fn no_gpu(lang: Lang, why: &NoGpu) -> String {
    let en = lang == Lang::En;
    match why {
        NoGpu::NotOffered if en => "This browser has no WebGPU. The CPU does the work.".into(),
        NoGpu::NotOffered => "このブラウザは WebGPU に対応していません。CPU で計算します。".into(),
        NoGpu::NoDevice { reason } if en => format!("No GPU to be had ({reason}). The CPU does the work."),
        NoGpu::NoDevice { reason } => format!("使える GPU が見つかりません({reason})。CPU で計算します。"),
        NoGpu::Lost { reason, step } if en => {
            format!("The GPU has stopped ({reason}). The run goes on with the CPU from the weights after step {step}.")
        }
        NoGpu::Lost { reason, step } => {
            format!("GPU が停止しました({reason})。ステップ {step} の重みから、CPU で学習を続けます。")
        }
    }
}

fn no_camera(lang: Lang, why: NoCamera) -> &'static str {
    match why {
        NoCamera::NotOffered => lang.pick(
            "このページではカメラを使えません。カメラに対応したブラウザで、https のアドレスから開いてください。写真や画像ファイルは使えます。",
            "This page cannot use a camera. Open it at an https address in a browser that offers one. Photos and files work.",
        ),
        NoCamera::Missing => lang.pick(
            "カメラが見つかりません。つないでから、もう一度お試しください。写真や画像ファイルは使えます。",
            "No camera was found. Connect one and try again. Photos and files work.",
        ),
        NoCamera::Refused => lang.pick(
            "カメラの使用が許可されていません。ブラウザのアドレス欄から許可すると使えます。画像がこの端末の外へ送られることはありません。",
            "The camera was not allowed. You can allow it beside the browser’s address bar. No picture leaves this device.",
        ),
        NoCamera::Busy => lang.pick(
            "カメラを開けません。ほかのアプリが使っていないか確かめて、もう一度お試しください。",
            "The camera cannot be opened. Another program may be using it; close that and try again.",
        ),
        NoCamera::Lost => lang.pick(
            "カメラの映像が途切れました。接続を確かめて、もう一度お試しください。",
            "The camera’s picture has ended. Check the connection and try again.",
        ),
        NoCamera::Frame => lang.pick(
            "カメラの映像を読み取れなかったため、止めました。もう一度お試しください。",
            "A frame of the camera could not be read, so it was stopped. Please try again.",
        ),
    }
}

/// What to tell the reader about an error of the engine.
pub fn error_text(lang: Lang, error: &Error) -> String {
    let en = lang == Lang::En;
    match error {
        Error::Range { field, min, max, multiple_of, got } => {
            let name = field_name(lang, field);
            let step = match (*multiple_of, lang) {
                (0 | 1, _) => String::new(),
                (of, Lang::En) => format!(" in steps of {of}"),
                (of, Lang::Ja) => format!("({of} 刻み)"),
            };
            match lang {
                Lang::En => format!("{name} ({field}): “{got}” does not lie within {min} … {max}{step}."),
                Lang::Ja => format!("{name}({field}): 「{got}」は使えません。範囲は {min} … {max}{step} です。"),
            }
        }
        Error::Choice { field, allowed, got } => {
            let (name, allowed) = (field_name(lang, field), allowed.join(" | "));
            match lang {
                Lang::En => format!("{name} ({field}): “{got}” is not one of {allowed}."),
                Lang::Ja => format!("{name}({field}): 「{got}」は使えません。使える値: {allowed}"),
            }
        }
        Error::Setting { field, expected, got } => setting_text(lang, field, expected, got),
        Error::Shape { op, node, expected, got } if en => {
            format!("Layer {node} ({op}) needs an input of {expected}, but was given {got}.")
        }
        Error::Shape { op, node, expected, got } => {
            format!("層 {node}({op})には {expected} の入力が必要ですが、{got} が与えられました。")
        }
        Error::Length { what, expected, got } => {
            let [expected, got] = [expected, got].map(|n| number::integer(lang, *n as f64));
            match lang {
                Lang::En => format!("{what} must hold {expected} values, but holds {got}."),
                Lang::Ja => format!("{what} の要素数は {expected} のはずですが、{got} でした。"),
            }
        }
        Error::Format { format, got, .. } if format == "recipe" => match lang {
            Lang::En => format!("The recipe in the link cannot be read ({got}). The rest of the link is in effect."),
            Lang::Ja => {
                format!("リンクに含まれる軽量化の手順を読み取れませんでした({got})。それ以外の設定は有効です。")
            }
        },
        Error::Format { format, expected, got } if en => {
            format!("This is not a valid {format} file: expected {expected}, found {got}.")
        }
        Error::Format { format, expected, got } => {
            format!("正しい {format} ファイルではありません。{expected} が必要ですが、{got} が見つかりました。")
        }
        Error::Tensor { tensor, expected, got } if en => {
            format!("The weights do not fit this network: {tensor} must be {expected}, but is {got}.")
        }
        Error::Tensor { tensor, expected, got } => {
            format!("この重みはネットワークに合いません。{tensor} は {expected} のはずですが、{got} でした。")
        }
        Error::Diverged { step } => {
            let step = number::integer(lang, *step as f64 + 1.0);
            match lang {
                Lang::En => {
                    format!("The loss left the range of numbers at step {step}. Try a lower learning rate.")
                }
                Lang::Ja => format!("ステップ {step} で損失が数の範囲を超えました。学習率を下げてみてください。"),
            }
        }
    }
}

fn setting_text(lang: Lang, field: &str, expected: &str, got: &str) -> String {
    let name = field_name(lang, field);
    // What is allowed comes as ids; both ways of listing them read the same in either language.
    let is_range = expected.contains('…');
    match lang {
        Lang::En if is_range => format!("{name} ({field}): “{got}” does not lie within {expected}."),
        Lang::En => format!("{name} ({field}): “{got}” is not one of {expected}."),
        Lang::Ja if is_range => format!("{name}({field}): 「{got}」は使えません。範囲は {expected} です。"),
        Lang::Ja => format!("{name}({field}): 「{got}」は使えません。使える値: {expected}"),
    }
}

/// The name of a part of a link.
fn field_name(lang: Lang, field: &str) -> &str {
    let t = lang.t();
    match field {
        "data" => t.data.label,
        "n" => t.train_size.label,
        "model" => t.model.label,
        "alpha" | "width" => t.alpha.label,
        "opt" => t.optimizer.label,
        "lr" => t.lr.label,
        "sched" => t.schedule.label,
        "batch" => t.batch.label,
        "wd" => t.weight_decay.label,
        "epochs" => t.epochs.label,
        "seed" => t.seed.label,
        "workers" => t.workers.label,
        "device" => t.device.label,
        "lang" => t.language,
        "theme" => t.theme,
        "tab" => t.zone_stage,
        "image" => t.image,
        "layer" => t.layer,
        other => other,
    }
}
