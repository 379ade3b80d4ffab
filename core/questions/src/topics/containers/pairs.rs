use crate::{Kind, Pair, Pairs, Template, Topic};

pub static C3: Template = Template {
    id: "C3",
    topic: Topic::Containers,
    title: ("イメージ・コンテナ・レジストリ", "Image, container, registry"),
    source: "docker-engine",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」の説明として正しいものを選べ。", "What is {}?"),
        all: ("用語とその説明を対応させよ。", "Match each term with what it is."),
        pairs: &[
            Pair {
                left: ("Dockerfile", "a Dockerfile"),
                right: (
                    "イメージの作り方を命令で書いたテキスト",
                    "a text of instructions that says how an image is made",
                ),
                why: ("docker build がこれを読みます。", "docker build reads it."),
            },
            Pair {
                left: ("イメージ", "an image"),
                right: (
                    "コンテナの元になる、読み取り専用のレイヤの重なりと設定",
                    "read-only layers and a configuration, from which containers are made",
                ),
                why: (
                    "docker build で作り、docker pull で取得します。",
                    "docker build makes it, docker pull fetches it.",
                ),
            },
            Pair {
                left: ("コンテナ", "a container"),
                right: (
                    "イメージに書き込み層を加えて実行される、隔離されたプロセス",
                    "isolated processes that run on an image with a writable layer",
                ),
                why: ("docker run で作って始めます。", "docker run makes and starts it."),
            },
            Pair {
                left: ("レジストリ", "a registry"),
                right: ("イメージを保管し、配る場所", "a place that stores images and hands them out"),
                why: ("Docker Hub が代表例です。", "Docker Hub is the best known."),
            },
            Pair {
                left: ("ボリューム", "a volume"),
                right: (
                    "コンテナを削除しても残る、Docker が管理するデータの置き場所",
                    "storage that Docker manages and that outlives a container",
                ),
                why: ("データベースのファイルなどを置きます。", "A database's files go there."),
            },
            Pair {
                left: ("ビルドコンテキスト", "the build context"),
                right: ("ビルドのときに COPY できるファイルの集まり", "the files that can be copied while building"),
                why: ("docker build の最後の引数で指定します。", "It is the last argument of docker build."),
            },
        ],
    }),
};

pub static C4: Template = Template {
    id: "C4",
    topic: Topic::Containers,
    title: ("Dockerfile の命令の働き", "What instructions of a Dockerfile do"),
    source: "dockerfile-reference",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」の働きとして正しいものを選べ。", "What does {} do?"),
        all: ("Dockerfile の命令と働きを対応させよ。", "Match each instruction with what it does."),
        pairs: &[
            Pair {
                left: ("FROM", "FROM"),
                right: (
                    "元にするイメージを決め、新しいステージを始める",
                    "names the image to begin with and opens a stage",
                ),
                why: ("命令の並びは（ARG を除き）FROM で始まります。", "Everything but ARG comes behind it."),
            },
            Pair {
                left: ("RUN", "RUN"),
                right: (
                    "ビルド時にコマンドを実行し、結果をレイヤに残す",
                    "runs a command while building and keeps what it changes as a layer",
                ),
                why: ("パッケージの導入などに使います。", "Packages are installed by it."),
            },
            Pair {
                left: ("COPY", "COPY"),
                right: (
                    "コンテキストや別のステージのファイルをイメージに写す",
                    "brings files of the context or of another stage into the image",
                ),
                why: ("レイヤを作ります。", "It makes a layer."),
            },
            Pair {
                left: ("ENV", "ENV"),
                right: (
                    "ビルド時と実行時の両方で使われる環境変数を決める",
                    "sets an environment variable for building and for running",
                ),
                why: ("ビルド時だけなら ARG を使います。", "For building alone there is ARG."),
            },
            Pair {
                left: ("ARG", "ARG"),
                right: ("ビルド時にだけ渡せる変数を宣言する", "declares a variable that is there while building alone"),
                why: ("docker build --build-arg で渡します。", "docker build --build-arg gives it a value."),
            },
            Pair {
                left: ("EXPOSE", "EXPOSE"),
                right: ("コンテナが待ち受けるポートを記録する", "records on which port the container listens"),
                why: ("公開は docker run -p で行います。", "docker run -p publishes it."),
            },
            Pair {
                left: ("ENTRYPOINT", "ENTRYPOINT"),
                right: (
                    "起動時に必ず実行するプログラムを決め、docker run の引数を後に受け取る",
                    "sets the program that is started; arguments of docker run come behind it",
                ),
                why: ("置き換えるには --entrypoint を使います。", "--entrypoint replaces it."),
            },
            Pair {
                left: ("CMD", "CMD"),
                right: (
                    "起動時の既定のコマンドか引数を決め、docker run の引数で置き換えられる",
                    "sets the default command or arguments, which docker run's arguments replace",
                ),
                why: (
                    "ENTRYPOINT があるときは、その既定の引数になります。",
                    "Behind an ENTRYPOINT it is its default arguments.",
                ),
            },
            Pair {
                left: ("USER", "USER"),
                right: (
                    "以後の命令と起動時のプロセスを実行するユーザーを決める",
                    "sets the user of later instructions and of the started process",
                ),
                why: ("root で動かさないために使います。", "So that it need not be root."),
            },
        ],
    }),
};

pub static C7: Template = Template {
    id: "C7",
    topic: Topic::Containers,
    title: ("docker のコマンド", "Commands of docker"),
    source: "docker-cli",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」の働きとして正しいものを選べ。", "What does {} do?"),
        all: ("docker のコマンドと働きを対応させよ。", "Match each command with what it does."),
        pairs: &[
            Pair {
                left: ("docker build", "docker build"),
                right: ("Dockerfile からイメージを作る", "makes an image from a Dockerfile"),
                why: ("-t で名前を付けます。", "-t names it."),
            },
            Pair {
                left: ("docker pull", "docker pull"),
                right: ("レジストリからイメージを取得する", "fetches an image from a registry"),
                why: (
                    "docker run は、手元になければ自動で取得します。",
                    "docker run does so where the image is missing.",
                ),
            },
            Pair {
                left: ("docker push", "docker push"),
                right: ("イメージをレジストリへ送る", "sends an image to a registry"),
                why: ("先に docker login が要ることがあります。", "It may need docker login first."),
            },
            Pair {
                left: ("docker run", "docker run"),
                right: ("イメージから新しいコンテナを作って始める", "makes a new container of an image and starts it"),
                why: ("既にあるコンテナを始めるのは docker start です。", "docker start starts one that is there."),
            },
            Pair {
                left: ("docker exec", "docker exec"),
                right: ("実行中のコンテナの中でコマンドを実行する", "runs a command within a running container"),
                why: ("docker exec -it 名前 bash のように使います。", "As in docker exec -it name bash."),
            },
            Pair {
                left: ("docker ps", "docker ps"),
                right: ("実行中のコンテナの一覧を表示する", "lists running containers"),
                why: ("-a で停止中のものも表示します。", "-a lists stopped ones, too."),
            },
            Pair {
                left: ("docker images", "docker images"),
                right: ("手元のイメージの一覧を表示する", "lists the images that are here"),
                why: ("docker image ls と同じです。", "It is docker image ls."),
            },
            Pair {
                left: ("docker rm", "docker rm"),
                right: ("コンテナを削除する", "removes a container"),
                why: ("イメージを削除するのは docker rmi です。", "docker rmi removes an image."),
            },
            Pair {
                left: ("docker rmi", "docker rmi"),
                right: ("イメージを削除する", "removes an image"),
                why: ("使っているコンテナがあると、そのままでは削除できません。", "Not while a container uses it."),
            },
            Pair {
                left: ("docker search", "docker search"),
                right: ("Docker Hub でイメージを探す", "looks for images on Docker Hub"),
                why: ("取得はしません。", "It fetches nothing."),
            },
            Pair {
                left: ("docker logs", "docker logs"),
                right: (
                    "コンテナの標準出力と標準エラーの記録を表示する",
                    "shows what a container wrote to its standard output and error",
                ),
                why: ("-f で追い続けます。", "-f follows it."),
            },
            Pair {
                left: ("docker compose up", "docker compose up"),
                right: (
                    "compose.yaml に書いた複数のサービスをまとめて始める",
                    "starts the services of a compose.yaml together",
                ),
                why: ("ネットワークやボリュームも作ります。", "Networks and volumes are made, too."),
            },
        ],
    }),
};

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
                    "イメージのレイヤとコンテナの書き込み層に使います。",
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
    source: "popek1974",
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
                why: ("VMware ESXi や Xen などで、サーバで使われます。", "Such as VMware ESXi and Xen, on servers."),
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
