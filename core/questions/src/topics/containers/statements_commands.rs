use crate::{Kind, Statement, Template, Topic};

pub static CS2: Template = Template {
    id: "CS2",
    topic: Topic::Containers,
    title: ("docker のコマンドと構成", "Docker's commands and parts"),
    source: "docker-cli",
    kind: Kind::Statements(&[
        Statement {
            id: "CS2a",
            text: (
                "`docker run` は、{イメージから新しいコンテナを作って始める|既にあるコンテナを再び始める}。",
                "`docker run` {makes a new container of an image and starts it|starts a container that is there again}.",
            ),
            why: ("再び始めるのは docker start です。", "What starts one again is docker start."),
            source: "",
        },
        Statement {
            id: "CS2b",
            text: (
                "`docker stop` で止めたコンテナは、{docker start で再び始められる|自動的に削除される}。",
                "A container stopped by `docker stop` {can be started again by docker start|is removed automatically}.",
            ),
            why: (
                "削除するには docker rm を使うか、run に --rm を付けておきます。",
                "It is removed by docker rm, or by --rm given to run.",
            ),
            source: "",
        },
        Statement {
            id: "CS2c",
            text: (
                "イメージを削除するコマンドは{ docker rmi | docker rm }である。",
                "The command that removes an image is {docker rmi|docker rm}.",
            ),
            why: ("docker rm はコンテナを削除します。", "docker rm removes a container."),
            source: "",
        },
        Statement {
            id: "CS2d",
            text: (
                "`docker ps` は、既定では{実行中のコンテナだけ|停止中のものも含むすべてのコンテナ}を表示する。",
                "By default `docker ps` lists {only running containers|all containers, stopped ones included}.",
            ),
            why: ("-a を付けるとすべてを表示します。", "-a lists all."),
            source: "",
        },
        Statement {
            id: "CS2e",
            text: (
                "`docker pull` でイメージを取得するのは、{デーモン|クライアントの docker コマンド自身}である。",
                "What fetches an image at `docker pull` is {the daemon|the docker command itself}.",
            ),
            why: ("クライアントは API で頼むだけです。", "The client only asks it by the API."),
            source: "",
        },
        Statement {
            id: "CS2f",
            text: (
                "compose.yaml は、{複数のコンテナの構成|1 つのイメージの作り方}を書くファイルである。",
                "A compose.yaml says {which containers run together|how a single image is made}.",
            ),
            why: ("イメージの作り方は Dockerfile に書きます。", "How an image is made is in a Dockerfile."),
            source: "compose-spec",
        },
        Statement {
            id: "CS2g",
            text: (
                "Compose では、同じネットワークのサービスどうしが{サービス名|ホストのプロセス番号}で互いに接続できる。",
                "With Compose, services on the same network reach each other by {their names|process numbers of the host}.",
            ),
            why: ("名前が DNS で解決されます。", "The names are resolved by DNS."),
            source: "compose-spec",
        },
        Statement {
            id: "CS2h",
            text: (
                "`名前@sha256:…` で指定したイメージは、後から{同じ内容のものだけが得られる|別の内容のものに変わることがある}。",
                "An image named by `name@sha256:…` later {is exactly the same one|may be one of other content}.",
            ),
            why: (
                "ダイジェストは内容から計算されます。タグは別のイメージに付け替えられることがあります。",
                "The digest is computed of its content; a tag can be moved to another image.",
            ),
            source: "oci-image",
        },
        Statement {
            id: "CS2i",
            text: (
                "イメージの latest は、{タグを省いたときに使われる名前|最も新しい版に自動で付く名前}である。",
                "The tag latest of an image is {what is taken where no tag is given|given automatically to the newest version}.",
            ),
            why: ("最も新しい版を指すとは限りません。", "It need not be the newest version."),
            source: "oci-image",
        },
    ]),
};
