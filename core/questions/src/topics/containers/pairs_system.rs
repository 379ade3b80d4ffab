use crate::{Kind, Pair, Pairs, Template, Topic};

pub static C10: Template = Template {
    id: "C10",
    topic: Topic::Containers,
    title: ("コンテナを支える Linux の機能", "Linux features behind containers"),
    source: "linux-man",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」の説明として正しいものを選べ。", "What do {} do?"),
        all: ("Linux の機能と説明を対応させよ。", "Match each feature of Linux with what it does."),
        pairs: &[
            Pair {
                left: ("名前空間（namespaces）", "namespaces"),
                right: (
                    "プロセスから見える資源の範囲を分ける（PID、ネットワーク、マウントなど）",
                    "divide what processes see: process numbers, networks, mounts",
                ),
                why: ("「何が見えるか」を分けます。", "They decide what is seen."),
            },
            Pair {
                left: ("コントロールグループ（cgroups）", "control groups (cgroups)"),
                right: (
                    "CPU やメモリなどの使用量を制限し、計測する",
                    "limit and measure how much CPU and memory is used",
                ),
                why: ("「どれだけ使えるか」を決めます。", "They decide how much is used."),
            },
            Pair {
                left: ("ケーパビリティ（capabilities）", "capabilities"),
                right: (
                    "root の権限を細かく分け、必要なものだけを与える",
                    "split the powers of root, so that only those needed are given",
                ),
                why: ("docker run --cap-drop で減らせます。", "docker run --cap-drop takes them away."),
            },
            Pair {
                left: ("seccomp", "seccomp filters"),
                right: ("プロセスが呼び出せるシステムコールを制限する", "limit which system calls a process may make"),
                why: ("Docker は既定のプロファイルで一部を禁止します。", "Docker's default profile forbids some."),
            },
            Pair {
                left: ("OverlayFS", "overlay file systems"),
                right: (
                    "読み取り専用の層に書き込み層を重ねて 1 つのファイルシステムに見せる",
                    "show read-only layers and a writable one as a single tree",
                ),
                why: (
                    "イメージのレイヤーとコンテナの書き込み層に使います。",
                    "They hold an image's layers and a container's own.",
                ),
            },
        ],
    }),
};

pub static C16: Template = Template {
    id: "C16",
    topic: Topic::Containers,
    title: ("Dockerfile と compose.yaml と docker run", "Dockerfile, compose.yaml and docker run"),
    source: "compose-spec",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」は何をするためのものか。", "What is {} for?"),
        all: ("名前と役割を対応させよ。", "Match each with its purpose."),
        pairs: &[
            Pair {
                left: ("Dockerfile", "a Dockerfile"),
                right: ("1 つのイメージの作り方を書く", "says how one image is made"),
                why: ("命令を上から順に実行します。", "Its instructions are carried out from top to bottom."),
            },
            Pair {
                left: ("compose.yaml", "compose.yaml"),
                right: (
                    "複数のコンテナとそのネットワークやボリュームの構成を書く",
                    "says which containers run together, with networks and volumes",
                ),
                why: ("services の下にコンテナを並べます。", "Containers are listed below services."),
            },
            Pair {
                left: (".dockerignore", ".dockerignore"),
                right: ("ビルドコンテキストから除くファイルを書く", "says which files stay out of the build context"),
                why: ("不要なファイルを送らずに済みます。", "What is not needed is not sent."),
            },
            Pair {
                left: ("requirements.txt", "requirements.txt"),
                right: ("pip が入れる Python のパッケージを並べる", "lists the Python packages that pip installs"),
                why: ("RUN pip install -r から読まれます。", "RUN pip install -r reads it."),
            },
            Pair {
                left: (".env", ".env"),
                right: ("compose.yaml の中の変数に入れる値を書く", "holds values for the variables of compose.yaml"),
                why: ("docker compose が既定で読みます。", "docker compose reads it by default."),
            },
        ],
    }),
};

pub static C18: Template = Template {
    id: "C18",
    topic: Topic::Containers,
    title: ("Docker の構成要素", "The parts of Docker"),
    source: "docker-engine",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」の役割として正しいものを選べ。", "What does {} do?"),
        all: ("Docker の構成要素と役割を対応させよ。", "Match each part of Docker with its task."),
        pairs: &[
            Pair {
                left: ("クライアント（docker コマンド）", "the client (the docker command)"),
                right: ("利用者の命令を API でデーモンに伝える", "passes the user's commands to the daemon by its API"),
                why: ("イメージの取得やコンテナの実行は自分では行いません。", "It fetches and runs nothing itself."),
            },
            Pair {
                left: ("デーモン（dockerd）", "the daemon (dockerd)"),
                right: (
                    "イメージ・コンテナ・ネットワーク・ボリュームを管理する",
                    "manages images, containers, networks and volumes",
                ),
                why: ("API の要求を待ち受けます。", "It waits for requests to its API."),
            },
            Pair {
                left: ("containerd", "containerd"),
                right: (
                    "デーモンの下で、コンテナの開始から終了までを受け持つ",
                    "looks after containers from start to end, below the daemon",
                ),
                why: ("Kubernetes からも使われます。", "Kubernetes uses it, too."),
            },
            Pair {
                left: ("runc", "runc"),
                right: (
                    "名前空間や cgroups を設定して、コンテナのプロセスを始める",
                    "sets namespaces and cgroups up and starts a container's process",
                ),
                why: ("OCI ランタイム仕様の参照実装です。", "It is the reference of the OCI runtime specification."),
            },
            Pair {
                left: ("Docker Hub", "Docker Hub"),
                right: (
                    "公開されたイメージを配る、既定のレジストリ",
                    "is the default registry, from which public images come",
                ),
                why: ("docker pull python は、ここから取得します。", "docker pull python takes it from there."),
            },
        ],
    }),
};

pub static CM1: Template = Template {
    id: "CM1",
    topic: Topic::Containers,
    title: ("仮想化の方式", "Kinds of virtualization"),
    source: "goldberg1973",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」の説明として正しいものを選べ。", "What is {}?"),
        all: ("仮想化の方式と説明を対応させよ。", "Match each kind of virtualization with what it is."),
        pairs: &[
            Pair {
                left: ("ホスト型（Type 2）", "hosted virtualization (type 2)"),
                right: (
                    "ホスト OS の上のハイパーバイザーで、ゲスト OS を動かす",
                    "guests run on a hypervisor that runs on a host operating system",
                ),
                why: (
                    "VirtualBox などです。手軽ですが、ホスト OS の分の手間が加わります。",
                    "Such as VirtualBox: easy, with the host system's cost on top.",
                ),
            },
            Pair {
                left: ("ハイパーバイザー型（Type 1）", "hypervisor virtualization (type 1)"),
                right: (
                    "ハードウェアの直上のハイパーバイザーで、ゲスト OS を動かす",
                    "guests run on a hypervisor that runs on the hardware",
                ),
                why: ("VMware ESXi や Xen などで、サーバーで使われます。", "Such as VMware ESXi and Xen, on servers."),
            },
            Pair {
                left: ("コンテナ型", "containers"),
                right: (
                    "ホスト OS のカーネルを共有し、隔離したプロセスとして動かす",
                    "isolated processes share the kernel of the host",
                ),
                why: ("Docker などです。ゲスト OS はありません。", "Such as Docker; there is no guest system."),
            },
            Pair {
                left: ("エミュレーション", "emulation"),
                right: (
                    "別の種類の CPU の命令を、ソフトウェアで解釈して動かす",
                    "software interprets the instructions of another kind of CPU",
                ),
                why: (
                    "QEMU で arm64 のプログラムを amd64 で動かす場合などです。",
                    "As when QEMU runs programs of arm64 on amd64.",
                ),
            },
            Pair {
                left: ("Python の仮想環境（venv）", "a virtual environment of Python (venv)"),
                right: (
                    "プロジェクトごとに Python のパッケージを分ける",
                    "Python's packages are kept apart for each project",
                ),
                why: ("OS やカーネルは分けません。", "Neither system nor kernel is divided."),
            },
        ],
    }),
};
