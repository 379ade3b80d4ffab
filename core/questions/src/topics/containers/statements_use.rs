use crate::{Kind, Statement, Template, Topic};

pub static C14: Template = Template {
    id: "C14",
    topic: Topic::Containers,
    title: ("コンテナとデータの永続化", "Containers and lasting data"),
    source: "docker-engine",
    kind: Kind::Statements(&[
        Statement {
            id: "C14a",
            text: (
                "コンテナの中で作ったファイルは、ボリュームなどに置かない限り、コンテナを{削除する|停止する}と失われる。",
                "A file made in a container, outside volumes and the like, is lost when the container is {removed|stopped}.",
            ),
            why: (
                "停止しただけなら書き込み層は残り、再び起動できます。",
                "Stopped, it keeps its writable layer and can be started again.",
            ),
            source: "",
        },
        Statement {
            id: "C14b",
            text: (
                "コンテナを削除しても、名前付きボリュームのデータは{残る|消える}。",
                "When a container is removed, the data of its named volumes {stay|are gone}.",
            ),
            why: ("消すには docker volume rm などを使います。", "They go with docker volume rm."),
            source: "",
        },
        Statement {
            id: "C14c",
            text: (
                "バインドマウントは、{ホストの指定したディレクトリ|Docker が管理する領域}をコンテナから見えるようにする。",
                "A bind mount shows the container {a directory of the host that one names|an area that Docker manages}.",
            ),
            why: ("Docker が管理する領域を使うのはボリュームです。", "What Docker manages is a volume."),
            source: "",
        },
        Statement {
            id: "C14d",
            text: (
                "コンテナの書き込み層は、{コンテナごとに作られる|同じイメージのコンテナで共有される}。",
                "The writable layer {is each container's own|is shared by the containers of an image}.",
            ),
            why: (
                "共有されるのは読み取り専用のイメージのレイヤーです。",
                "What is shared are the image's layers, which are read-only.",
            ),
            source: "",
        },
        Statement {
            id: "C14e",
            text: (
                "`-v data:/var/lib/data:ro` で渡したボリュームには、コンテナから{書き込めない|書き込める}。",
                "A volume given by `-v data:/var/lib/data:ro` {cannot|can} be written by the container.",
            ),
            why: ("ro は read-only です。", "ro means read-only."),
            source: "",
        },
        Statement {
            id: "C14f",
            text: (
                "コンテナの中でイメージのファイルを変更すると、{そのコンテナの書き込み層に写しが作られる|イメージのレイヤーが書き換えられる}。",
                "When a container changes a file of its image, {a copy is made in its writable layer|the image's layer is rewritten}.",
            ),
            why: (
                "コピーオンライトといい、イメージは変わりません。",
                "That is copy-on-write; the image stays as it is.",
            ),
            source: "",
        },
        Statement {
            id: "C14g",
            text: (
                "tmpfs マウントに置いたデータは、{メモリ|イメージのレイヤー}に置かれ、コンテナを止めると失われる。",
                "What lies in a tmpfs mount is kept {in memory|in a layer of the image} and is lost when the container stops.",
            ),
            why: (
                "ディスクに残したくない一時データに使います。",
                "It is for passing data that should not be on a disk.",
            ),
            source: "",
        },
        Statement {
            id: "C14h",
            text: (
                "Dockerfile の VOLUME は、コンテナの{実行時|ビルド時だけ}に使われる領域を宣言する。",
                "VOLUME in a Dockerfile declares a place for {when the container runs|the time of building alone}.",
            ),
            why: (
                "実行時に、名前のないボリュームがそこに割り当てられます。",
                "At run time an anonymous volume is put there.",
            ),
            source: "dockerfile-reference",
        },
    ]),
};

pub static C15: Template = Template {
    id: "C15",
    topic: Topic::Containers,
    title: ("コンテナ型仮想化の特徴", "What containers are like"),
    source: "docker-engine",
    kind: Kind::Statements(&[
        Statement {
            id: "C15a",
            text: (
                "コンテナの起動が仮想マシンより速いのは、{ゲスト OS の起動が要らない|メモリを多く使う}からである。",
                "A container starts faster than a virtual machine because {no guest OS has to boot|it uses more memory}.",
            ),
            why: ("ホストのカーネルの上でプロセスを始めるだけです。", "It only begins a process on the host's kernel."),
            source: "",
        },
        Statement {
            id: "C15b",
            text: (
                "コンテナのイメージには、アプリケーションと{ライブラリなどの依存物|専用のカーネル}が含まれる。",
                "A container image holds the application and {what it depends on, such as libraries|a kernel of its own}.",
            ),
            why: ("カーネルはホストのものを使います。", "The kernel is the host's."),
            source: "",
        },
        Statement {
            id: "C15c",
            text: (
                "`pip install` の版を固定しないと、同じ Dockerfile でもビルドした日によって結果が{変わりうる|変わらない}。",
                "Without pinned versions for `pip install`, the same Dockerfile {may give|does not give} another result on another day.",
            ),
            why: (
                "再現性のためには、版やダイジェストを固定します。",
                "Pin versions and digests to make it reproducible.",
            ),
            source: "docker-build",
        },
        Statement {
            id: "C15d",
            text: (
                "多数のホストにコンテナを配置し、台数を自動で調整するのは主に{ Kubernetes などのオーケストレータ| Dockerfile }の役割である。",
                "Placing containers on many hosts and scaling them is chiefly the task of {an orchestrator such as Kubernetes|the Dockerfile}.",
            ),
            why: (
                "オーケストレータは、宣言された状態になるように配置し、止まれば起動し直し、台数を変えます。Dockerfile はイメージの作り方を書くものです。",
                "An orchestrator places, restarts and scales until all is as declared. A Dockerfile says how an image is made.",
            ),
            source: "",
        },
        Statement {
            id: "C15e",
            text: (
                "コンテナは仮想マシンと比べて、1 台のホストで{多く|少なく}動かせるのが普通である。",
                "As a rule a host runs {more|fewer} containers than virtual machines.",
            ),
            why: ("ゲスト OS の分のメモリとディスクが要りません。", "They need no memory and disk for guest systems."),
            source: "",
        },
        Statement {
            id: "C15f",
            text: (
                "Windows のカーネルを必要とするプログラムは、Linux ホストのコンテナで{そのままは動かない|そのまま動く}。",
                "A program that needs the kernel of Windows {does not run as it is|runs as it is} in a container of a Linux host.",
            ),
            why: (
                "コンテナはホストのカーネルを使います。別の OS のカーネルが要るなら仮想マシンを使います。",
                "Containers use the host's kernel; another system's kernel takes a virtual machine.",
            ),
            source: "",
        },
        Statement {
            id: "C15g",
            text: (
                "同じベースイメージを使う複数のイメージは、{ベースのレイヤーを共有して|ベースのレイヤーをイメージごとに複製して}ディスクに保存される。",
                "Several images with the same base are stored {sharing the base's layers|with a copy of the base's layers each}.",
            ),
            why: ("レイヤーは内容のダイジェストで識別されます。", "Layers are known by the digest of their content."),
            source: "oci-image",
        },
        Statement {
            id: "C15h",
            text: (
                "イメージのレイヤーは、一度作られると{変更されない|コンテナが書き換える}。",
                "Once made, a layer of an image {does not change|is rewritten by containers}.",
            ),
            why: (
                "変更はコンテナの書き込み層か、新しいレイヤーに入ります。",
                "Changes go into a container's writable layer, or a new one.",
            ),
            source: "oci-image",
        },
    ]),
};
