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
                "Docker のデーモンは、既定では{ root 権限|一般ユーザーの権限}で動く。",
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
                "コンテナの中のプロセスに USER を指定しないとき、既定のユーザーは{ root | nobody }である（ベースイメージも指定していない場合）。",
                "Without USER, in the base image either, a container's process runs as {root|nobody}.",
            ),
            why: ("不要なら USER で一般ユーザーに切り替えます。", "Where root is not needed, USER changes to another."),
            source: "",
        },
        Statement {
            id: "C11e",
            text: (
                "Linux のホストから見ると、コンテナのプロセスは{通常のプロセス|仮想マシンの中のプロセスで、見えないもの}である。",
                "Seen from a Linux host, a container's process is {an ordinary process|inside a virtual machine and cannot be seen}.",
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
                "イメージに秘密の鍵を COPY し、後の RUN で消した場合、鍵は{前のレイヤーに残る|イメージから完全に消える}。",
                "A secret key that was copied into an image and deleted by a later RUN {stays in the layer before|is gone from the image}.",
            ),
            why: (
                "レイヤーは積み重なり、後の削除は見えなくするだけです。ビルド時の秘密には RUN --mount=type=secret を使います。",
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
            source: "goldberg1973",
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
            source: "goldberg1973",
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
                "Docker コンテナで NVIDIA の GPU を使うには、GPU ドライバーを{ホスト|各イメージの中}に入れておく。",
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
                "だからホストの CUDA の版と別の版を、イメージごとに使えます（ドライバーが対応する範囲で）。",
                "So each image can have its own version, as far as the driver supports it.",
            ),
            source: "",
        },
        Statement {
            id: "C12c",
            text: (
                "GPU をコンテナに渡すには、`docker run` に{ --gpus | --publish }を付ける。",
                "To give a GPU to a container, `docker run` gets {--gpus|--publish}.",
            ),
            why: (
                "--gpus は、GPU のデバイスとドライバーのライブラリをコンテナに見せます。--publish はポートを公開するものです。",
                "--gpus shows the container the GPU's device and the driver's libraries; --publish is for ports.",
            ),
            source: "",
        },
        Statement {
            id: "C12d",
            text: (
                "CUDA の入ったイメージを使っても、{NVIDIA Container Toolkit のないホスト|Python の入っていないホスト}では --gpus で GPU を使えない。",
                "Even an image with CUDA cannot use the GPU by --gpus on a host {without the NVIDIA Container Toolkit|without Python}.",
            ),
            why: (
                "デバイスとドライバーのライブラリをコンテナに見せるのが Toolkit の役目です。",
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
                "コンテナから使える CUDA の版の上限は、{ホストのドライバーの版|ホストの Docker の版}で決まる。",
                "How new a CUDA version a container can use depends on {the host's driver|the host's Docker}.",
            ),
            why: (
                "新しい CUDA には、それに対応したドライバーが要ります。",
                "A newer CUDA needs a driver that supports it.",
            ),
            source: "",
        },
    ]),
};
