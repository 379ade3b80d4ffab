//! The messages of containers that are run: kinds of virtualization to scale, `docker run`, challenges.

use crate::container::kinds::{Block, Kind};
use crate::container::messages::{Challenge, Fact, LineKind};
use karui_ui::messages;

messages! {
    /// The messages of containers that are run.
    pub struct Texts;

    // Scale
    scale_title: "3 つの仮想化を同じ縮尺で", "Three kinds of virtualization to one scale";
    scale_note:
        "面積がディスク上の大きさです。数値は Debian 12 の実際のパッケージと PyPI の wheel の大きさで、下に出典があります。Xen では管理用の Linux（dom0）も動きますが、ここでは数えていません。アプリケーションを PyTorch に替えると、OS の差が小さく見えることにも注目してください。",
        "Areas are bytes on disk: sizes of real packages of Debian 12 and of wheels on PyPI, with their sources below. Xen also runs a Linux that manages it (dom0), which is not counted. Take PyTorch as the application and see how small the systems become beside it.";
    scale_label: "ホスト型、ハイパーバイザー型、コンテナ型の大きさを面積で比べた図", "The sizes of host, hypervisor and container type as areas";
    count(n: u64): "アプリケーション {n} 個", "{n} applications";
    application(is_torch: bool) => {
        false => "NumPy", "NumPy";
        true => "PyTorch", "PyTorch";
    };
    kind(kind: Kind) => {
        Kind::Host => "ホスト型", "Host type";
        Kind::Hypervisor => "ハイパーバイザー型", "Hypervisor type";
        Kind::Container => "コンテナ型", "Container type";
    };
    block(block: Block) => {
        Block::Application => "アプリケーション", "application";
        Block::Kernel => "ホスト OS のカーネル", "host kernel";
        Block::System => "ホスト OS", "host system";
        Block::GuestKernel => "ゲスト OS のカーネル", "guest kernel";
        Block::GuestSystem => "ゲスト OS", "guest system";
        Block::Virtualizer => "仮想化ソフト", "virtualizer";
        Block::BaseImage => "ベースイメージ（共有）", "base image, shared";
    };
    systems: "OS（ホスト、ゲスト）", "systems (host, guest)";
    kernels: "カーネル（ホスト、ゲスト）", "kernels (host, guest)";
    sources: "大きさと出典", "Sizes and sources";
    once: "1 回", "once";
    for_each: "アプリケーションごと", "for each application";
    isolation_title: "何が何を隔てるか", "What isolates what";
    isolation_note:
        "コンテナはカーネルをホストと共有します。カーネルの脆弱性は隔離を越えますし、Docker のデーモンは通常 root で動きます。「コンテナにすれば安全」とは言い切れず、権限を絞って初めて守りになります。",
        "Containers share the host's kernel: a hole in it reaches across, and Docker's daemon usually runs as root. A container is not safe by itself; it helps when its rights are few.";
    isolation_heads = ["対象", "What"; "コンテナ", "Container"; "仮想マシン", "Virtual machine";];
    isolation = [
        "カーネル", "Kernel"; "ホストと共有", "shared with the host"; "ゲストごとに別", "one for each guest";
        "プロセス", "Processes"; "PID 名前空間", "PID namespace"; "ゲストのカーネル", "the guest's kernel";
        "ファイル", "Files"; "マウント名前空間とイメージのレイヤー", "mount namespace and the image's layers"; "仮想ディスク", "a virtual disk";
        "ネットワーク", "Network"; "ネットワーク名前空間", "network namespace"; "仮想 NIC", "a virtual network card";
        "CPU・メモリの上限", "CPU and memory limits"; "cgroup", "cgroups"; "仮想 CPU とメモリの割り当て", "virtual CPUs and memory";
        "root の権限", "Rights of root"; "capability を減らし、seccomp でシステムコールを絞る", "fewer capabilities; seccomp filters system calls"; "ゲストの中だけの root", "root inside of the guest only";
        "起動", "Starting"; "プロセスをひとつ始める", "one process begins"; "ファームウェア、ブートローダー、カーネル、init", "firmware, boot loader, kernel, init";
    ];

    // docker run
    scenes_title: "コンテナを実行する", "Run a container";
    scenes_note:
        "ボタンを押すか docker run の行を書いて実行すると、今のイメージの設定からコンテナの姿を計算します。シェルのファイル操作は実際に行い、python などのプログラムは実行せずに形だけを示します。イメージの名前は何でもかまいません。",
        "Press a button or type a docker run line: the container is worked out from the image as it is. Files are really changed where a shell does it; programs such as python are shown, not run. The image may have any name.";
    scene(id: &str) => {
        "run" => "そのまま実行", "Just run";
        "args" => "引数を渡す", "With arguments";
        "entrypoint" => "--entrypoint", "--entrypoint";
        "publish" => "-p 8080:8000", "-p 8080:8000";
        "env" => "-e で環境変数", "-e";
        "write" => "ファイルを書く", "Write a file";
        "lost" => "別のコンテナで読む", "Read it in another container";
        "volume" => "ボリュームに書く（2 回押す）", "Write to a volume (press twice)";
        "bind" => "ホストの data をマウント", "Mount the host's data";
        _ => "--gpus all", "--gpus all";
    };
    line: "docker run の行", "The docker run line";
    start: "実行", "Run";
    has_driver: "ホストに NVIDIA ドライバーと Container Toolkit がある", "The host has the NVIDIA driver and Container Toolkit";
    not_started: "まだ何も実行していません。", "Nothing was run yet.";
    line_wrong(kind: LineKind) => {
        LineKind::NoImage => "イメージがまだありません。先にビルドしてください。", "There is no image yet: build one first.";
        LineKind::NotRun => "docker run で始まる行を書いてください。", "Write a line that begins with docker run.";
        LineKind::Flag => "このモデルが知らないオプションです。", "An option that this model does not know.";
        LineKind::Value => "オプションの値が正しくありません。", "The option's value is wrong.";
        LineKind::NoName => "イメージの名前がありません。", "The image's name is missing.";
        LineKind::Quote => "引用符が閉じていません。", "A quote is not closed.";
        LineKind::NoProgram => "コンテナは始まりません。行の引数は CMD に取って代わり、ENTRYPOINT がなければ、その先頭がプログラムの名前とみなされます。引数だけを渡したいときは、プログラムを ENTRYPOINT に書きます。", "The container does not begin. Arguments of the line take the place of CMD, and without an ENTRYPOINT the first of them is taken for the program. Put the program into ENTRYPOINT to pass arguments alone.";
        LineKind::NoCommand => "イメージにも行にも、実行するものがありません。", "Neither the image nor the line says what to run.";
        LineKind::User => "そのユーザーはイメージの /etc/passwd にありません。", "The image's /etc/passwd has no such user.";
    };
    process: "PID 1", "PID 1";
    from_line: "行の引数が CMD に取って代わりました。", "The line's arguments take the place of CMD.";
    from_cmd: "イメージの CMD です。", "The image's CMD.";
    from_entrypoint: "ENTRYPOINT のあとに CMD が続きます。", "ENTRYPOINT, followed by CMD.";
    from_entrypoint_and_line: "ENTRYPOINT のあとに、行の引数が CMD の代わりに続きます。", "ENTRYPOINT, followed by the line's arguments in place of CMD.";
    by_shell(shell: &str):
        "PID 1 はシェル（{shell}）で、スクリプトのプログラムはその子です。シェルは docker stop の SIGTERM を子に伝えないため、10 秒後に強制終了されます（シェルが exec で自分をプログラムに置き換える場合を除きます）。",
        "PID 1 is a shell ({shell}), and the script's programs are its children. A shell does not pass on the SIGTERM of docker stop: they are killed after 10 seconds, unless it replaces itself by the program (exec).";
    by_itself:
        "プログラム自身が PID 1 なので、docker stop の SIGTERM を直接受け取ります。ただし PID 1 では、処理を登録していない SIGTERM は無視されます。登録していないプログラムには --init を付けます。",
        "The program itself is PID 1 and gets the SIGTERM of docker stop. As PID 1, however, it ignores a SIGTERM for which it has no handler: --init helps programs without one.";
    by_init:
        "--init を付けたので、PID 1 は Docker の小さな init（tini）です。下のプログラムはその子で、SIGTERM はそのまま伝わります。",
        "By --init Docker's small init (tini) is PID 1. The program below is its child and is passed the SIGTERM.";
    runs_as: "ユーザー", "User";
    as_root: "root（USER の指定なし）", "root (no USER)";
    ports: "ポート", "Ports";
    no_ports: "EXPOSE も -p もありません。", "Neither EXPOSE nor -p.";
    published(host: u16, container: &str): "ホストの {host} 番からコンテナの {container} に届きます。", "Port {host} of the host leads to {container} of the container.";
    only_exposed(container: &str): "{container} は EXPOSE に書いてあるだけで、ホストからは届きません。-p が要ります。", "{container} is only told by EXPOSE; the host does not lead there without -p.";
    not_exposed: "（EXPOSE にはありませんが、-p だけで届きます）", " (not in EXPOSE, and -p is enough)";
    environment: "環境変数", "Environment";
    environment_note: "ENV と -e はコンテナに残り、ARG はビルドのときだけです。", "ENV and -e are in the container; an ARG was there only for the build.";
    mounts: "マウント", "Mounts";
    bind: "バインドマウント：ホストのフォルダー", "bind mount: a folder of the host";
    volume: "ボリューム：コンテナが消えても残る", "volume: stays when the container goes";
    holds: "中身：", "holds: ";
    holds_nothing: "なし", "nothing";
    gpu_flag: "--gpus を付けた", "--gpus is given";
    gpu_driver: "ドライバーと NVIDIA Container Toolkit がホストにある", "the driver and the NVIDIA Container Toolkit are on the host";
    gpu_cuda: "CUDA のライブラリがイメージにある（PyTorch と一緒に pip が入れる nvidia-… の wheel）", "the CUDA libraries are in the image (wheels nvidia-…, which pip installs with PyTorch)";
    gpu_works: "3 つそろっているので、torch.cuda.is_available() は True になります。", "All three hold: torch.cuda.is_available() is True.";
    gpu_does_not: "3 つがそろわないと GPU は使えません。ドライバーと Toolkit はホストのもの、CUDA ライブラリはイメージのものを使います。", "The GPU can be used only if all three hold: driver and toolkit are the host's, the CUDA libraries are the image's.";
    happens: "実行すると", "What happens";
    not_run: "このプログラムはここでは実行しません。", "This program is not run here.";
    wrote: "コンテナの書き込み層に残った変更（コンテナを消すと消えます）：", "Changes in the container's own layer, which go with the container:";
    wrote_nothing: "コンテナの書き込み層には何も残っていません。", "Nothing was written into the container's own layer.";

    // Challenges
    challenges_title: "課題", "Challenges";
    challenges_note:
        "「始める」と課題のプロジェクトが開きます。直したら「判定する」。答えの一覧と比べるのではなく、ビルダーが作った結果で判定します。",
        "Begin, and the project opens. Mend it, then have it judged: not by a list of answers, but by what the builder makes of it.";
    challenge(challenge: Challenge) => {
        Challenge::Rebuild => "コード編集後のビルドをいちばん軽く", "The cheapest rebuild after an edit";
        Challenge::Small => "いちばん小さいイメージ", "The smallest image";
        Challenge::Same => "何度作っても同じもの", "The same again and again";
        Challenge::Privilege => "最小権限", "Least privilege";
        Challenge::Line => "まちがいの行を探す", "Find the wrong line";
    };
    challenge_task(challenge: Challenge) => {
        Challenge::Rebuild =>
            "train.py を 1 行変えても、パッケージのインストールがキャッシュから出るようにしてください。",
            "Let an edit of train.py leave the installed packages in the cache.";
        Challenge::Small =>
            "コードとパッケージを保ったまま、見えないのに配られるバイトと不要なものをなくしてください。",
            "Keep code and packages, but store nothing that no container sees, and nothing that is not needed.";
        Challenge::Same =>
            "ベースイメージをダイジェスト（@sha256: と 64 桁の 16 進数）で、パッケージをすべて == で固定してください。ここでは形だけを調べ、その名前のイメージが実在するかは確かめません。",
            "Pin the base image by its digest (@sha256: and 64 hexadecimal digits) and every package by ==. Only the form is checked, not whether such an image exists.";
        Challenge::Privilege =>
            "root で動かさず、秘密と .git をイメージに入れず、合図がプログラムに届く形にしてください。",
            "Do not run as root, keep secrets and .git out of the image, and let signals reach the program.";
        Challenge::Line =>
            "ビルドが失敗する Dockerfile です。どの行で止まるか、行を選んでください。",
            "A Dockerfile that does not build. Choose the line at which it stops.";
    };
    begin: "始める", "Begin";
    another: "別の問題", "Another one";
    judge: "判定する", "Judge it";
    passed: "達成です。", "Done.";
    not_passed: "まだです。", "Not yet.";
    which_line: "ビルドが止まるのはどの行でしょうか。", "At which line does the build stop?";
    fact(fact: Fact) => {
        Fact::Builds => "ビルドできる", "it builds";
        Fact::HasCode => "train.py と model.py が入っている", "train.py and model.py are in it";
        Fact::HasPackages => "torch が入っている", "torch is in it";
        Fact::NewCode => "編集したコードが入る", "the edited code gets in";
        Fact::PackagesStay => "コードを編集しても、インストールはキャッシュから出る", "after an edit the packages come from the cache";
        Fact::NoWaste => "見えないのに配られるバイトがない", "no bytes are stored that nobody sees";
        Fact::NoLeftovers => "pip のキャッシュも apt のリストも残っていない", "neither pip's cache nor apt's lists are left";
        Fact::SmallBase => "ベースイメージが 60 MB（圧縮時）以下", "the base image has at most 60 MB, compressed";
        Fact::PinnedBase => "ベースイメージがダイジェストで固定されている", "base images are pinned by digest";
        Fact::PinnedPackages => "パッケージがすべて == で固定されている", "every package is pinned by ==";
        Fact::NotRoot => "root 以外で動く", "it does not run as root";
        Fact::NoSecrets => "ARG と ENV に秘密らしい名前がない", "no ARG or ENV looks like a secret";
        Fact::NoHistory => ".git が入っていない", ".git is not in it";
        Fact::Signals => "CMD と ENTRYPOINT が exec 形式", "CMD and ENTRYPOINT are in exec form";
        Fact::Fails => "この Dockerfile は失敗する", "this Dockerfile fails";
        Fact::Line => "選んだ行で、ビルダーも止まる", "the builder stops at the chosen line, too";
    };
}
