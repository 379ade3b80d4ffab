use crate::{Kind, Statement, Template, Topic};

pub static C11: Template = Template {
    id: "C11",
    topic: Topic::Containers,
    title: ("コンテナの分離と安全性", "Isolation and security of containers"),
    source: "docker-engine",
    kind: Kind::Statements(&[
        Statement {
            id: "C11a",
            text: (
                "コンテナは、ホスト OS の{カーネルを共有する|カーネルを共有しない}。",
                "Containers {share|do not share} the host's kernel.",
            ),
            why: (
                "だから起動が速く軽い一方、カーネルの脆弱性の影響を受けます。",
                "So they start fast and are light, and a flaw of the kernel concerns them all.",
            ),
            source: "",
        },
        Statement {
            id: "C11b",
            text: (
                "コンテナの分離は、仮想マシンの分離と比べて一般に{弱い|強い}。",
                "The isolation of containers is in general {weaker|stronger} than that of virtual machines.",
            ),
            why: (
                "仮想マシンはカーネルを別に持つので、破られる境界が 1 つ多くあります。",
                "A virtual machine has a kernel of its own: one more border to break.",
            ),
            source: "",
        },
        Statement {
            id: "C11c",
            text: (
                "Docker のデーモンは、既定では{root 権限|一般ユーザーの権限}で動く。",
                "By default the Docker daemon runs {as root|as an ordinary user}.",
            ),
            why: (
                "そのため、デーモンを操作できる人はホストの root と同じことができます。rootless モードもあります。",
                "Whoever controls it can do what root can; there is a rootless mode, too.",
            ),
            source: "",
        },
        Statement {
            id: "C11d",
            text: (
                "コンテナの中のプロセスに USER を指定しないとき、既定のユーザーは{root|nobody}である（ベースイメージも指定していない場合）。",
                "Without USER, in the base image either, a container's process runs as {root|nobody}.",
            ),
            why: ("不要なら USER で一般ユーザーに切り替えます。", "Where root is not needed, USER changes to another."),
            source: "",
        },
        Statement {
            id: "C11e",
            text: (
                "コンテナのプロセスは、ホストから見ると{通常のプロセス|仮想マシンの中のプロセスで、ホストからは見えないもの}である。",
                "Seen from the host, a container's process is {an ordinary process|inside a virtual machine and cannot be seen}.",
            ),
            why: (
                "名前空間で見える範囲が制限されているだけで、ホストの ps にも現れます。",
                "Namespaces limit what it sees; the host's ps lists it.",
            ),
            source: "linux-man",
        },
        Statement {
            id: "C11f",
            text: (
                "イメージに秘密の鍵を COPY し、後の RUN で消した場合、鍵は{前のレイヤに残る|イメージから完全に消える}。",
                "A secret key that was copied into an image and deleted by a later RUN {stays in the layer before|is gone from the image}.",
            ),
            why: (
                "レイヤは積み重なり、後の削除は見えなくするだけです。ビルド時の秘密には RUN --mount=type=secret を使います。",
                "Layers add up, and a deletion only hides. For secrets while building there is RUN --mount=type=secret.",
            ),
            source: "",
        },
        Statement {
            id: "C11g",
            text: (
                "`docker run --privileged` は、コンテナの制限を{大きく緩める|強める}。",
                "`docker run --privileged` {lifts most limits of|puts more limits on} the container.",
            ),
            why: (
                "ほとんどの capability とデバイスが使えるようになるので、必要な権限だけを加えるほうが安全です。",
                "Nearly all capabilities and devices are given; it is safer to add only what is needed.",
            ),
            source: "",
        },
        Statement {
            id: "C11h",
            text: (
                "ホスト型の仮想化では、ハイパーバイザーは{ホスト OS の上|ハードウェアの直上}で動く。",
                "In hosted virtualization the hypervisor runs {on a host operating system|directly on the hardware}.",
            ),
            why: ("直上で動くのはハイパーバイザー型（Type 1）です。", "What runs directly on it is type 1."),
            source: "popek1974",
        },
        Statement {
            id: "C11i",
            text: (
                "ハイパーバイザー型の仮想化では、{ホスト OS が要らない|ゲスト OS が要らない}。",
                "Type 1 virtualization needs no {host|guest} operating system.",
            ),
            why: (
                "ハイパーバイザーがハードウェアの直上で動き、その上でゲスト OS が動きます。",
                "The hypervisor runs on the hardware, and guests run on it.",
            ),
            source: "popek1974",
        },
        Statement {
            id: "C11j",
            text: (
                "仮想マシンでは、ホストと異なる種類の OS のカーネルを{動かせる|動かせない}。",
                "A virtual machine {can|cannot} run the kernel of another operating system than the host's.",
            ),
            why: (
                "ゲスト OS は自分のカーネルを持ちます。コンテナはホストのカーネルを使います。",
                "A guest has a kernel of its own; containers use the host's.",
            ),
            source: "",
        },
    ]),
};

pub static C12: Template = Template {
    id: "C12",
    topic: Topic::Containers,
    title: ("コンテナで GPU を使う条件", "Using a GPU in a container"),
    source: "nvidia-container-toolkit",
    kind: Kind::Statements(&[
        Statement {
            id: "C12a",
            text: (
                "Docker コンテナで NVIDIA の GPU を使うには、GPU ドライバを{ホスト|各イメージの中}に入れておく。",
                "To use an NVIDIA GPU in a Docker container, the GPU's driver is installed {on the host|in each image}.",
            ),
            why: (
                "カーネルモジュールはホストのもので、コンテナは同じカーネルを使います。",
                "Its kernel module belongs to the host, whose kernel containers use.",
            ),
            source: "",
        },
        Statement {
            id: "C12b",
            text: (
                "CUDA のライブラリは{イメージの中|ホストのカーネルの中}に入れておける。",
                "The CUDA libraries can be {in the image|in the host's kernel}.",
            ),
            why: (
                "だからホストの CUDA の版と別の版を、イメージごとに使えます（ドライバが対応する範囲で）。",
                "So each image can have its own version, as far as the driver supports it.",
            ),
            source: "",
        },
        Statement {
            id: "C12c",
            text: (
                "GPU をコンテナに渡すには、`docker run` に{--gpus|--publish}を付ける。",
                "To give a GPU to a container, `docker run` gets {--gpus|--publish}.",
            ),
            why: ("--publish はポートを公開するものです。", "--publish is for ports."),
            source: "",
        },
        Statement {
            id: "C12d",
            text: (
                "CUDA の入ったイメージを使っても、{NVIDIA Container Toolkit のないホスト|Python の入っていないホスト}では --gpus で GPU を使えない。",
                "Even an image with CUDA cannot use the GPU by --gpus on a host {without the NVIDIA Container Toolkit|without Python}.",
            ),
            why: (
                "デバイスとドライバのライブラリをコンテナに見せるのが Toolkit の役目です。",
                "The toolkit shows the container the devices and the driver's libraries.",
            ),
            source: "",
        },
        Statement {
            id: "C12e",
            text: (
                "同じイメージが動くかどうかは、CPU のアーキテクチャに{依存する|依存しない}。",
                "Whether the same image runs {depends|does not depend} on the architecture of the CPU.",
            ),
            why: (
                "amd64 と arm64 では実行ファイルが違います。1 つの名前に複数の版を持たせることはできます。",
                "Programs for amd64 and arm64 differ; one name may stand for several images.",
            ),
            source: "",
        },
        Statement {
            id: "C12f",
            text: (
                "コンテナから使える CUDA の版の上限は、{ホストのドライバの版|ホストの Docker の版}で決まる。",
                "How new a CUDA version a container can use depends on {the host's driver|the host's Docker}.",
            ),
            why: (
                "新しい CUDA には、それに対応したドライバが要ります。",
                "A newer CUDA needs a driver that supports it.",
            ),
            source: "",
        },
    ]),
};

pub static C14: Template = Template {
    id: "C14",
    topic: Topic::Containers,
    title: ("コンテナとデータの永続化", "Containers and lasting data"),
    source: "docker-engine",
    kind: Kind::Statements(&[
        Statement {
            id: "C14a",
            text: (
                "コンテナの中で作ったファイルは、ボリュームなどの外に置かなければ、コンテナを{削除する|停止する}と失われる。",
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
                "共有されるのは読み取り専用のイメージのレイヤです。",
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
                "コンテナの中でイメージのファイルを変更すると、{そのコンテナの書き込み層に写しが作られる|イメージのレイヤが書き換えられる}。",
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
                "tmpfs マウントに置いたデータは、{メモリ|イメージのレイヤ}に置かれ、コンテナを止めると失われる。",
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
                "多数のホストにコンテナを配置し、台数を自動で調整するのは主に{Kubernetes などのオーケストレータ|Dockerfile}の役割である。",
                "Placing containers on many hosts and scaling them is chiefly the task of {an orchestrator such as Kubernetes|the Dockerfile}.",
            ),
            why: ("Dockerfile はイメージの作り方を書くものです。", "A Dockerfile says how an image is made."),
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
                "同じベースイメージを使う複数のイメージは、{ベースのレイヤを共有して|ベースのレイヤをイメージごとに複製して}ディスクに保存される。",
                "Several images with the same base are stored {sharing the base's layers|with a copy of the base's layers each}.",
            ),
            why: ("レイヤは内容のダイジェストで識別されます。", "Layers are known by the digest of their content."),
            source: "oci-image",
        },
        Statement {
            id: "C15h",
            text: (
                "イメージのレイヤは、一度作られると{変更されない|コンテナが書き換える}。",
                "Once made, a layer of an image {does not change|is rewritten by containers}.",
            ),
            why: (
                "変更はコンテナの書き込み層か、新しいレイヤに入ります。",
                "Changes go into a container's writable layer, or a new one.",
            ),
            source: "oci-image",
        },
    ]),
};

pub static CS1: Template = Template {
    id: "CS1",
    topic: Topic::Containers,
    title: ("Dockerfile の命令", "Instructions of a Dockerfile"),
    source: "dockerfile-reference",
    kind: Kind::Statements(&[
        Statement {
            id: "CS1a",
            text: (
                "RUN の命令は、イメージを{ビルドするとき|起動するとき}に実行される。",
                "RUN is carried out when the image is {built|started}.",
            ),
            why: (
                "起動するときに実行されるのは CMD や ENTRYPOINT です。",
                "What is run at the start is CMD and ENTRYPOINT.",
            ),
            source: "",
        },
        Statement {
            id: "CS1b",
            text: (
                "CMD の内容は、`docker run イメージ 引数` の引数によって{置き換えられる|置き換えられない}。",
                "CMD {is replaced|is not replaced} by the arguments of `docker run image arguments`.",
            ),
            why: (
                "ENTRYPOINT は置き換えられず、引数が後に続きます。",
                "ENTRYPOINT is not; arguments follow behind it.",
            ),
            source: "",
        },
        Statement {
            id: "CS1c",
            text: (
                "EXPOSE は、{使うポートを記録するだけで、公開はしない|ホストのポートとして公開する}。",
                "EXPOSE {tells which port is used and publishes nothing|publishes the port on the host}.",
            ),
            why: ("公開するのは docker run の -p です。", "What publishes is -p of docker run."),
            source: "",
        },
        Statement {
            id: "CS1d",
            text: (
                "ENV で決めた値は、コンテナの{実行時にも使える|実行時には使えない}。",
                "A value set by ENV {is there|is not there} when the container runs.",
            ),
            why: (
                "実行時には使えず、ビルドの間だけ有効なのは ARG です。",
                "What is there while building alone is ARG.",
            ),
            source: "",
        },
        Statement {
            id: "CS1e",
            text: (
                "COPY と比べて、ADD は{ローカルの tar アーカイブを展開する|ファイルの権限を保たない}点が異なる。",
                "Unlike COPY, ADD {unpacks a local tar archive|does not keep permissions}.",
            ),
            why: (
                "URL も取得できます。単に写すだけなら COPY を使います。",
                "It can fetch a URL, too. Where a copy is meant, COPY is used.",
            ),
            source: "",
        },
        Statement {
            id: "CS1f",
            text: (
                "Dockerfile に CMD を 2 つ書くと、{最後のもの|最初のもの}だけが有効になる。",
                "Of two CMD in a Dockerfile only the {last|first} counts.",
            ),
            why: ("設定の値なので、後のもので上書きされます。", "It is a setting, which the later one overwrites."),
            source: "",
        },
        Statement {
            id: "CS1g",
            text: (
                "WORKDIR は、後に続く{RUN や COPY や CMD の作業ディレクトリ|FROM のベースイメージ}を決める。",
                "WORKDIR sets {the folder in which RUN, COPY and CMD behind it work|the base image of FROM}.",
            ),
            why: (
                "なければ作られます。RUN cd は次の RUN に引き継がれません。",
                "It is made where it is missing. RUN cd does not last to the next RUN.",
            ),
            source: "",
        },
        Statement {
            id: "CS1h",
            text: (
                ".dockerignore に書いたファイルは、{ビルドコンテキストから除かれる|コンテナの実行中に見えなくなる}。",
                "Files named in .dockerignore {are left out of the build context|become invisible while a container runs}.",
            ),
            why: (
                "送る量が減り、関係のない変更でキャッシュが無効になることも防げます。",
                "Less is sent, and changes that do not matter do not spoil the cache.",
            ),
            source: "docker-build",
        },
        Statement {
            id: "CS1i",
            text: (
                "キャッシュが使えない命令があると、{それより後|それより前}の命令も再実行される。",
                "Where an instruction is not found in the cache, those {behind|before} it are run again, too.",
            ),
            why: ("後の命令は、前の命令の結果の上に作られるからです。", "They stand on its result."),
            source: "docker-build",
        },
        Statement {
            id: "CS1j",
            text: (
                "ビルドを速くするには、変更の少ない命令を Dockerfile の{前のほう|後のほう}に置く。",
                "To build faster, what changes seldom goes {near the beginning|near the end} of a Dockerfile.",
            ),
            why: (
                "例：依存ライブラリの導入を、ソースの COPY より前に置きます。",
                "Dependencies are installed before the sources are copied.",
            ),
            source: "docker-build",
        },
        Statement {
            id: "CS1k",
            text: (
                "RUN に `rm -rf /var/lib/apt/lists/*` を書くのは、{apt-get update と同じ RUN の中|後の別の RUN}であって初めてイメージを小さくする。",
                "`rm -rf /var/lib/apt/lists/*` makes the image smaller only {in the RUN of apt-get update|in another RUN behind it}.",
            ),
            why: (
                "別のレイヤで消しても、前のレイヤには残ります。",
                "Deleted in another layer, it stays in the one before.",
            ),
            source: "",
        },
    ]),
};
