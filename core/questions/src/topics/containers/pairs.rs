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
                    "コンテナの元になる、読み取り専用のレイヤーの重なりと設定",
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
                    "ビルド時にコマンドを実行し、結果をレイヤーに残す",
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
                why: ("レイヤーを作ります。", "It makes a layer."),
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
