//! The lab's messages: of writing, building and layers here, of what is run in `scenes`.

pub mod scenes;

use super::changes::Edit;
use super::state::{Form, Part};
use karui_ui::messages;

messages! {
    /// The lab's messages.
    pub struct Texts;

    sections: "コンテナの節", "Sections of the containers";
    part(part: Part) => {
        Part::Build => "書いて作る", "Write and build";
        Part::Layers => "レイヤー", "Layers";
        Part::Scale => "コンテナと VM", "Container and VM";
        Part::Run => "実行する", "Run";
        Part::Challenges => "課題", "Challenges";
    };
    note:
        "Dockerfile を BuildKit と同じ規則で読み、キャッシュのキーとレイヤーをこのページの中で計算します。Docker は要りません。RUN のうちファイル操作は実際に行い、pip や apt-get は公開された大きさを「宣言」として数えます。",
        "Your Dockerfile is read by BuildKit's rules, and cache keys and layers are computed in this page, without Docker. Of RUN, commands on files are executed; what pip or apt-get would leave is declared from published sizes.";

    // Write
    preset: "例", "Example";
    back: "書きかけの Dockerfile に戻る", "Back to your own Dockerfile";
    back_note: "前に書いていたものが、この端末に残っています。", "What you wrote before is kept on this device.";
    path_wrong: "使えないパスです。プロジェクトの中の名前にしてください（.. や空の名前は使えません）。", "No such path can be used: name a file inside of the project, without “..” or empty names.";
    path_taken: "同じ名前のファイルがあります。", "There is a file of that name.";
    mode_wrong: "モードは 644 や 755 のような 8 進数で書いてください。", "Write the mode in octal, such as 644 or 755.";
    preset_name(id: &str) => {
        "copy-all" => "全部 COPY してから pip", "COPY everything, then pip";
        "good" => "pip を先に、コードは後に", "pip first, code last";
        "multi-stage" => "マルチステージビルド", "Multi-stage build";
        "link" => "COPY --link", "COPY --link";
        "arg" => "ARG によるキャッシュ無効化", "A cache busted by ARG";
        "late-rm" => "後の RUN で rm", "rm in a later RUN";
        "root" => "root のまま・秘密を ENV に", "As root, a secret in ENV";
        "user" => "USER とキャッシュマウント", "USER and a cache mount";
        "wrong" => "警告だらけの Dockerfile", "A Dockerfile full of warnings";
        _ => "Karui 自身の Dockerfile", "Karui's own Dockerfile";
    };
    preset_note(id: &str) => {
        "copy-all" =>
            "どのファイルを 1 文字変えても COPY . . のキーが変わり、その下の pip がやり直しになります。",
            "Change one letter of any file and the key of COPY . . changes; pip below it runs again.";
        "good" =>
            "requirements.txt だけを先に COPY します。コードを変えても pip はキャッシュに残ります。",
            "Only requirements.txt is copied first: pip stays in the cache when the code changes.";
        "multi-stage" =>
            "重いイメージで準備し、要るものだけを軽いイメージへ移します。誰も使わないステージ test は作られません。グラフで見ると、並行に進むステージがわかります。",
            "Prepared in a heavy image; only what is needed moves to a light one. Nobody needs the stage test, so it is not built. The graph shows stages that run side by side.";
        "link" =>
            "--link のコピーは下のレイヤーに依存しません。ベースイメージを更新して、どのステップが残るか見てください。",
            "A linked copy does not depend on what lies below. Update the base image and see which steps stay.";
        "arg" =>
            "ARG は宣言した行より下のすべての RUN の環境に入ります。使っていなくても、値が変わればやり直しです。",
            "From its line on, an ARG is in the environment of every RUN: another value runs them again, used or not.";
        "late-rm" =>
            "後のレイヤーで消しても、下のレイヤーのバイトは配られます。「レイヤー」の節で見えます。",
            "What a later layer removes is still stored in the lower one and sent along. See the layers.";
        "root" =>
            "USER がなく、秘密が ENV に残り、.dockerignore もありません。大きなベースイメージも要りますか。",
            "No USER, a secret left in ENV, no .dockerignore. And is the large base image needed?";
        "user" =>
            "専用のユーザーで動かします。キャッシュマウントの中身はレイヤーに残りません。",
            "Runs as a user of its own. What lies in the cache mount is no part of a layer.";
        "wrong" =>
            "作れますが、ビルドチェックが多くの行を指摘します。",
            "It builds, but the build checks have much to say about its lines.";
        _ =>
            "このページを段階的に作り、root でないユーザーの小さなサーバーで配ります。",
            "Builds this page in stages and serves it by a small server that is not root.";
    };
    editor: "Dockerfile", "Dockerfile";
    at_line(line: u32): "{line} 行目:", "Line {line}:";

    // Files
    tree_title: "ビルドコンテキスト", "Build context";
    tree_note:
        "COPY で写せるファイルです。名前を押すと、内容・名前・権限を変えられます。.dockerignore が外すものは線で消えます。",
        "The files that COPY can take. Press a name to change text, name and permissions. What .dockerignore leaves out is struck through.";
    ignored(line: u32): ".dockerignore の {line} 行目", ".dockerignore, line {line}";
    new_path: "新しいファイルのパス", "Path of a new file";
    add: "追加", "Add";
    name: "名前", "Name";
    mode: "権限", "Mode";
    touch(times: u32): "touch（{times} 回）", "touch ({times} times)";
    delete: "削除", "Delete";
    file_text: "ファイルの内容", "The file's text";
    own: "自分のファイルを使う（ここに落としても可）：", "Files of your own (or drop them here):";
    own_folder: "フォルダーを選ぶ", "Choose a folder";
    own_files: "ファイルを選ぶ", "Choose files";
    own_limits:
        "ファイルはこのページの中だけで使います。2,000 個、合計 4 MiB まで。1 MiB を超えるものは同じ長さの 0 で代用し、32 MiB を超えるものは外します。権限はブラウザーからわからないので 644 とします。",
        "Files stay in this page. 2,000 of them, 4 MiB in all; zeros of the same length stand for one of more than 1 MiB, and one of more than 32 MiB is left out. A browser does not tell permissions: they are taken as 644.";
    taken(has_dockerfile: bool, files: &str) => String {
        true => "{files} 個を取り込み、Dockerfile を差し替えました。", "{files} taken, and the Dockerfile with them.";
        false => "{files} 個を取り込みました。Dockerfile は今のままです。", "{files} taken; the Dockerfile is as it was.";
    };
    taken_filled(n: &str): "うち {n} 個は大きいので、0 で代用しています。", " {n} of them are large: zeros stand for their content.";
    taken_left(n: &str, example: &str): "{n} 個は上限のため外しました（{example} など）。", " {n} were left out, being too many or too large ({example}).";
    binary: "テキストでないファイルです。内容はそのまま使われます。", "No text; its bytes are used as they are.";
    filled: "続きは 0 で埋めた大きなファイルです。", "The rest of this large file is zeros.";

    // Changes
    changes: "変えてみる", "Change something";
    edit(edit: Edit) => {
        Edit::Code => "train.py を編集", "Edit train.py";
        Edit::Packages => "requirements.txt に 1 行追加", "Add a line to requirements.txt";
        Edit::Touch => "touch train.py", "touch train.py";
        Edit::Mode => "chmod +x/-x train.py", "chmod +x/-x train.py";
        Edit::Data => "学習データを追加", "Add training data";
        Edit::Readme => "README.md を編集", "Edit README.md";
        Edit::Argument => "--build-arg の値を変更", "Change a --build-arg";
        Edit::Base => "ベースイメージを更新", "Update the base image";
    };

    // Build
    build_title: "ビルド", "Build";
    build: "ビルドする", "Build";
    build_again: "もう一度ビルドする", "Build again";
    forget: "キャッシュを空にする", "Empty the cache";
    form: "表示", "View";
    form_of(form: Form) => {
        Form::Rows => "一覧", "Rows";
        Form::Graph => "グラフ", "Graph";
        Form::Time => "時間", "Time";
    };
    not_built:
        "「ビルドする」を押すと、各ステップのキーとレイヤーがここに並びます。次に何かを変え、どのステップがやり直しになるかを予想してから、もう一度ビルドしてください。",
        "Press Build: each step's key and layer appear here. Then change something, say which steps will run again, and build once more.";
    guess:
        "変更がありました。次のビルドで実行し直されるのはどの行でしょうか。選んでから「もう一度ビルドする」を押してください（選ばなくてもビルドできます）。",
        "Something changed. Which lines will run again in the next build? Choose them, then press Build again. (You may build without a guess, too.)";
    guess_none: "どれも実行し直されない", "None runs again";
    guessed(right: usize, of: usize): "予想は {of} 行のうち {right} 行が正解です。", "Your guess was right for {right} of {of} lines.";
    as_guessed: "予想どおり", "as you said";
    not_as_guessed: "予想と違う", "not as you said";
    /// Number of the build, steps that ran, steps that were found, milliseconds.
    summary(build: u64, ran: usize, hits: usize, time: &str):
        "ビルド {build} 回目：実行 {ran}、キャッシュ {hits}（このページでの計算に {time} ms）",
        "Build {build}: {ran} ran, {hits} from the cache (computed here in {time} ms)";
    stage(name: &str): "ステージ {name}", "Stage {name}";
    stage_unneeded(name: &str): "ステージ {name}：どこからも使われないので作られない", "Stage {name}: nothing needs it, so it is not built";
    hit: "キャッシュ", "cached";
    ran: "実行", "ran";
    computed(bytes: &str): "レイヤー {bytes}（計算値）", "layer {bytes} (computed)";
    declared(bytes: &str): "宣言 {bytes}（展開後）", "declared {bytes}, unpacked";
    fetched(bytes: &str, seconds: &str):
        "ダウンロード {bytes}：100 Mbit/s の回線と仮定して {seconds} 秒",
        "download {bytes}: {seconds} s on an assumed line of 100 Mbit/s";
    unknown_bytes: "大きさ不明のものを含む", "with some of unknown size";
    key: "このステップのキーの中身", "What this step's key is made of";
    key_field: "キーの要素", "Part of the key";
    old: "前", "Old";
    new: "今", "New";
    absent: "なし", "none";
    executed: "実際に行った", "executed";
    not_executed: "行わず、宣言された大きさで数えた", "not executed: counted by declared sizes";

    // Why
    why_hit: "キーの要素がどれも同じなので、前の結果を使いました。", "Every part of the key is the same: the earlier result is used.";
    why_new: "このステップを作るのは初めてです。", "This step was never built before.";
    why_parent: "このステップ自体は同じですが、前のステップの結果が変わりました。", "The step itself is the same, but the result it builds on is another.";
    why_content(name: &str): "{name}の内容が変わりました。", "The content of {name} changed.";
    why_mode(name: &str, old: &str, new: &str): "{name}の権限が {old} から {new} に変わりました。", "The mode of {name} changed from {old} to {new}.";
    why_changed(name: &str): "{name}が変わりました。", "Changed: {name}.";
    why_added(name: &str): "{name}が加わりました。", "Added: {name}.";
    why_removed(name: &str): "{name}がなくなりました。", "Gone: {name}.";
    why_more: " ほかにも変わったものがあります。", " More changed, too.";
    field_image: "ベースイメージ", "the base image";
    field_parent: "前のステップ", "the step before";
    field_command: "コマンド", "the command";
    field_env(name: &str): "環境変数 {name} ", "the variable {name}";
    field_folder: "作業ディレクトリ", "the working directory";
    field_user: "ユーザー", "the user";
    field_file(path: &str): "{path} ", "{path}";
    field_content: "写すファイルの内容", "the copied content";
    field_source: "コピー元の名前", "the source's name";
    field_destination: "コピー先", "the destination";
    field_owner: "所有者", "the owner";
    field_mode: "--chmod の権限", "the mode of --chmod";
    field_heredoc(name: &str): "ヒアドキュメント {name} ", "the heredoc {name}";
    field_text: "命令の文", "the instruction's text";
    field_mount(path: &str): "マウント {path} ", "the mount {path}";

    // Graph
    graph: "ステップのグラフ（横に動かせます）", "Graph of the steps, scrolls sideways";
    graph_label: "ステージごとの列に並べたステップと、どの結果を使うかを示す線", "Steps in a column for each stage, with lines to what they need";
    graph_note:
        "列がステージ、行が順番です。同じ行にあるステップは互いを待たないので、並行に実行できます。灰色はどこからも使われないステージです。",
        "A column for each stage, a row for each rank. Steps in one row do not wait for each other and could run at the same time. Grey: nothing needs that stage.";

    // Time
    time_line: "ステップの時間割（横に動かせます）", "The steps in time, scrolls sideways";
    time_axis: "秒（濃い色：ダウンロード、淡い色：計算）", "Seconds (dark: download, light: computed)";
    time_of(is_declared: bool) => {
        true => "ダウンロード", "download";
        false => "このページでの計算", "computed here";
    };
    time_told(whole: &str, sum: &str):
        "並行に進めて {whole} 秒、1 つずつなら {sum} 秒。", "{whole} s with stages side by side, {sum} s one after another.";
    time_note:
        "ダウンロードのあるステップは、その大きさ（ベースイメージは圧縮されたレイヤー、pip と apt はパッケージのファイル）を 100 Mbit/s の回線で受け取る時間とします。展開する時間は含みません。それ以外は、このページのビルダーが実際に計算した時間です（本物のコマンドの時間ではありません）。キャッシュから出るステップは 0 秒です。同じステージの中では順に、ステージどうしは待つ理由がなければ並行に進みます。",
        "A step with a download takes as long as that would on a line of 100 Mbit/s: compressed layers of a base image, packages of pip and apt; unpacking is not counted. The others take the time that this page's builder really took (not that of real commands). What is in the cache takes none. Within a stage steps follow each other; stages run side by side unless one needs the other.";

    // Problems
    wrong_syntax: "この行の書き方を構文解析器が読めません。", "The parser cannot read this line.";
    wrong_empty: "命令がひとつもありません。FROM から始めてください。", "There are no instructions. Begin with FROM.";
    wrong_no_stage: "最初の FROM より前に置ける命令は ARG だけです。", "Only ARG may stand before the first FROM.";
    wrong_unknown(name: &str): "{name} という命令はありません。", "There is no instruction {name}.";
    wrong_arguments: "引数の数や形が、この命令に合いません。", "The number or form of the arguments does not fit this instruction.";
    wrong_flag: "この命令にそのフラグはないか、値が正しくありません。", "The instruction has no such flag, or its value is wrong.";
    wrong_not_found(path: &str): "{path} がビルドコンテキスト（またはコピー元のステージ）にありません。", "{path} is not in the build context, or not in the stage that is copied from.";
    wrong_ignored(path: &str, line: u32): "{path} はありますが、.dockerignore の {line} 行目が外しています。", "{path} is there, but line {line} of .dockerignore leaves it out.";
    wrong_stage: "そのステージは使えません。名前と、先に定義されているかを確かめてください。", "That stage cannot be used: look at its name, and whether it is defined before.";
    wrong_not_folder: "コピー元が複数あるときは、コピー先の末尾に / が要ります。", "With more than one source, the destination must end with /.";
    wrong_owner(name: &str): "イメージの中に {name} というユーザーやグループがありません。番号（1000 など）で書くか、先に作ってください。", "The image knows no user or group {name}. Write a number such as 1000, or make it first.";
    wrong_command(command: &str): "{command} が何を残すかを、このビルダーは知りません。何を変えるかを宣言してください。", "This builder does not know what {command} leaves behind. Say what it changes.";
    wrong_failed: "コマンドが失敗しました。Docker でもここでビルドが止まります。", "The command failed; a build with Docker would stop here, too.";
    wrong_ignore: ".dockerignore の行を読めません。", "A line of .dockerignore cannot be read.";
    wrong_not_modelled: "Docker にはできますが、このページのビルダーには作られていません。", "Docker can do this; the builder of this page cannot.";
    wrong_other: "この命令は受け付けられません。", "The instruction is refused.";
    declare_path: "残すパス", "Path";
    declare_bytes: "バイト数", "Bytes";
    declare: "宣言する", "Declare";
    declare_wrong: "バイト数は 0 以上の整数で書いてください（例：1000000）。", "Write the bytes as a whole number, such as 1000000.";

    // Layers
    size: "レイヤーの tar（計算値）", "Tars of the layers (computed)";
    size_declared: "宣言されたバイト", "Declared bytes";
    wasted: "見えないのに配られるバイト", "Stored, but seen by no container";
    efficiency: "効率（見えるバイト ÷ 全レイヤーのバイト）", "Efficiency (bytes seen ÷ bytes in all layers)";
    also_unknown: "このほか、大きさのわからないものがあります。", "There is more of which nobody knows the size.";
    image_id: "イメージ ID（設定の sha256）", "Image ID (sha256 of the configuration)";
    download: "イメージを tar で保存", "Save the image as a tar";
    download_list: "ファイル一覧（CSV）", "List of files (CSV)";
    download_note:
        "OCI レイアウトと docker-archive をひとつにした tar です。docker load、podman load、skopeo で読めます。ベースイメージは代役（中身は名前と大きさのメモだけ）なので、FROM scratch 以外は実行できません。",
        "One tar with both the OCI layout and the docker-archive: docker load, podman load and skopeo read it. Base images are stand-ins that hold a note of name and size, so only images FROM scratch can be run.";
    stack_title: "重なり", "The stack";
    stack_note:
        "上ほど新しいレイヤーです。コンテナは上から順に見て、最初に見つかったものを使います。押すと中身が開きます。",
        "The newest layer is on top. A container looks from the top down and takes what it finds first. Press one to open it.";
    of_it_declared: "（宣言を含む）", " (declared ones among them)";
    gone(bytes: &str): "このうち {bytes} は上のレイヤーに隠れて見えません", "{bytes} of it are hidden by layers above";
    entries_title: "レイヤーの中身", "What the layer holds";
    copied_up(bytes: &str):
        "コピーアップ：権限や所有者だけを変えたファイルも、まるごと写されて {bytes} になります。",
        "Copy-up: files of which only mode or owner changed are copied as a whole, {bytes}.";
    path: "パス", "Path";
    owner: "所有者", "Owner";
    bytes: "バイト", "Bytes";
    fate: "どうなったか", "What became of it";
    not_known: "不明", "unknown";
    stand_in(base: &str): "{base} の代わり（中身のファイルはここにはありません）", "a stand-in for {base}: its own files are not here";
    hard_link: "ハードリンク", "hard link";
    is_declared: " 宣言", " declared";
    seen: "見える", "seen";
    replaced(by: usize): "レイヤー {by} が置き換えた", "replaced by layer {by}";
    removed(by: usize): "レイヤー {by} で消えた（バイトは残る）", "removed by layer {by}; its bytes stay";
    whiteout: "ホワイトアウト（下のものを消す印）", "whiteout: hides what lies lower";
    is_copied_up: "、コピーアップ", ", copied up";
    beside_title: "2 つのイメージはレイヤーを共有する", "Two images share layers";
    beside_note:
        "今のイメージを控えてから、コードを変えたり別の例を選んだりしてビルドすると、下から同じところまでのレイヤーが 1 回だけ保存・転送されることがわかります。",
        "Keep the present image, then change the code or choose another example and build: layers that are the same from the bottom up are stored and sent once.";
    beside_keep: "今のイメージを控える", "Keep this image";
    beside_now: "今のイメージ", "The present image";
    beside_shared: "（共有）", " (shared)";
    /// Layers, bytes of them, of both images together, and without sharing.
    beside_told(layers: usize, bytes: &str, together: &str, apart: &str):
        "下から {layers} 層（{bytes}）が同じです。2 つ合わせて {together}（共有しなければ {apart}。宣言を含む）。",
        "{layers} layers from the bottom up ({bytes}) are the same. Both together are {together}, without sharing {apart} (declared bytes among them).";

    // Checks
    checks(count: usize): {
        if count == 0 { "ビルドチェック：指摘はありません".to_owned() } else { format!("ビルドチェック：{count} 件の指摘") }
    }, {
        match count { 0 => "Build checks: nothing to say".to_owned(), 1 => "Build checks: 1 warning".to_owned(), _ => format!("Build checks: {count} warnings") }
    };
    checks_note: "docker build --check と同じ 22 の規則です。", "The 22 rules of docker build --check.";
    experimental: "（実験的な規則：Docker では # check=experimental=all のときだけ出ます）", " (experimental: Docker says it only with # check=experimental=all)";
    rules = [
        "ステージ名に大文字があります。命令と見分けやすいよう、小文字だけで書きます。", "A stage name has capitals. Small letters tell it from instructions.";
        "FROM と AS の大文字・小文字がそろっていません。", "FROM and AS are not written in the same case.";
        "続きの行の途中に空行があります。将来はエラーになる書き方です。", "An empty line stands inside of an instruction that goes on; one day that will be an error.";
        "命令の大文字・小文字が、ファイルのほかの命令とそろっていません。", "The instruction is not written in the case of most others.";
        "同じ名前のステージが 2 つあります。どちらを指すのか紛らわしくなります。", "Two stages have one name: which one is meant is hard to tell.";
        "scratch と context には別の意味があるので、ステージ名にはしません。", "scratch and context mean something else, so no stage should be called so.";
        "シェル形式です。シェルが間に入り、docker stop の合図（SIGTERM）がプログラムに届きません。[\"…\"] の形で書きます。", "Shell form: a shell stands between, and docker stop's SIGTERM does not reach the program. Write it as [\"…\"].";
        "MAINTAINER は使われなくなりました。LABEL で書きます。", "MAINTAINER is out of use: write a LABEL.";
        "FROM の変数を宣言する ARG が、最初の FROM より前にありません。", "No ARG before the first FROM declares the variable.";
        "WORKDIR が相対パスです。ベースイメージの作業ディレクトリが変わると、場所も変わります。", "The WORKDIR is relative: where it is depends on the base image.";
        "どこでも定義されていない変数です。空文字になります。", "The variable is defined nowhere and becomes empty.";
        "同じ命令があとにもあり、最後のものだけが効きます。", "The same instruction comes again below, and only the last one counts.";
        "空白で区切る古い書き方です。NAME=VALUE と書きます。", "The old form with a blank: write NAME=VALUE.";
        "ベースイメージの CPU や OS が、作ろうとしているものと違います。", "The base image is for another processor or system than the one that is built for.";
        "指定しなくても同じ意味なので、--platform は要りません。", "--platform says what holds without it.";
        "名前からみて秘密の値です。ARG や ENV に書くとイメージから読み出せます。RUN --mount=type=secret を使います。", "By its name this is a secret; in ARG or ENV it can be read from the image. Use RUN --mount=type=secret.";
        "--build-arg なしではイメージ名が正しくなりません。ARG に既定値をつけます。", "Without --build-arg the image name is not valid: give the ARG a default.";
        "プラットフォームが固定されています。ほかの CPU 用に作れなくなります。", "The platform is fixed, so it cannot be built for another processor.";
        ".dockerignore が外しているファイルを写そうとしています。", "A file is copied that .dockerignore leaves out.";
        "直前のコメントは説明として扱われます。名前で始めるか、間を 1 行あけます。", "The comment right above is taken as a description: begin it with the name, or leave a line free.";
        "プロトコルは小文字で書きます（80/tcp）。", "Write the protocol in small letters (80/tcp).";
        "EXPOSE ではホスト側のポートやアドレスを決められません。docker run -p で決めます。", "EXPOSE cannot bind a port or address of the host: docker run -p does.";
    ];
}

/// What a rule of the build checks says.
pub fn rule(t: &Texts, name: &str) -> &'static str {
    RULES.iter().position(|rule| *rule == name).and_then(|at| t.rules.get(at)).copied().unwrap_or_default()
}

/// The rules in BuildKit's order, as [`Texts::rules`] has them.
pub const RULES: [&str; 22] = [
    "StageNameCasing",
    "FromAsCasing",
    "NoEmptyContinuation",
    "ConsistentInstructionCasing",
    "DuplicateStageName",
    "ReservedStageName",
    "JSONArgsRecommended",
    "MaintainerDeprecated",
    "UndefinedArgInFrom",
    "WorkdirRelativePath",
    "UndefinedVar",
    "MultipleInstructionsDisallowed",
    "LegacyKeyValueFormat",
    "InvalidBaseImagePlatform",
    "RedundantTargetPlatform",
    "SecretsUsedInArgOrEnv",
    "InvalidDefaultArgInFrom",
    "FromPlatformFlagConstDisallowed",
    "CopyIgnoredFile",
    "InvalidDefinitionDescription",
    "ExposeProtoCasing",
    "ExposeInvalidFormat",
];

/// A preset's name, and what to watch in it.
pub fn preset(t: &Texts, id: &str) -> (&'static str, &'static str) {
    ((t.preset_name)(id), (t.preset_note)(id))
}

/// What made a layer: an instruction, as the image's history has it; of a base image that there is a stand-in for it.
pub fn made_by(t: &Texts, created_by: &str) -> String {
    let base = created_by.strip_prefix("a stand-in for ").and_then(|rest| rest.split_once(": "));
    base.map_or_else(|| created_by.to_owned(), |(base, _)| (t.stand_in)(base))
}
