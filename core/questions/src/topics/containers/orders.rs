use crate::{Kind, Order, Template, Topic};

pub static C1: Template = Template {
    id: "C1",
    topic: Topic::Containers,
    title: ("ホスト型の仮想マシンの層", "The layers of a hosted virtual machine"),
    source: "goldberg1973",
    kind: Kind::Order(&Order {
        stem: (
            "ホスト型の仮想マシンでアプリケーションを動かすとき、必要な層を下から順に用意する手順を並べよ。",
            "Layers are set up from below to run an application in a hosted virtual machine. Put them into order.",
        ),
        steps: &[
            ("ハードウェアを用意する", "hardware is there"),
            ("ホスト OS を入れる", "a host operating system is installed"),
            ("ハイパーバイザーを入れる", "a hypervisor is installed"),
            ("ゲスト OS を入れる", "a guest operating system is installed"),
            ("ライブラリを入れる", "libraries are installed"),
            ("アプリケーションを動かす", "the application runs"),
        ],
        why: (
            "ホスト型では、ハイパーバイザーがホスト OS の上で動きます。ハイパーバイザー型にはホスト OS がなく、コンテナ型にはハイパーバイザーとゲスト OS がありません。",
            "Here the hypervisor runs on a host system. Type 1 has no host system; containers have neither hypervisor nor guest.",
        ),
    }),
};

pub static CO1: Template = Template {
    id: "CO1",
    topic: Topic::Containers,
    title: ("コンテナの層", "The layers of a container"),
    source: "docker-engine",
    kind: Kind::Order(&Order {
        stem: (
            "コンテナ型仮想化でアプリケーションを動かすとき、必要な層を下から順に用意する手順を並べよ。",
            "Layers are set up from below to run an application in a container. Put them into order.",
        ),
        steps: &[
            ("ハードウェアを用意する", "hardware is there"),
            ("ホスト OS（カーネル）を入れる", "a host operating system with its kernel is installed"),
            ("コンテナエンジンを入れる", "a container engine is installed"),
            ("イメージからコンテナを作る", "a container is made of an image"),
            ("コンテナの中でアプリケーションを動かす", "the application runs within it"),
        ],
        why: (
            "ゲスト OS はなく、コンテナはホストのカーネルの上で動きます。",
            "There is no guest system: containers run on the host's kernel.",
        ),
    }),
};

pub static CO2: Template = Template {
    id: "CO2",
    topic: Topic::Containers,
    title: ("イメージを作って配り、動かす", "From a Dockerfile to a container elsewhere"),
    source: "docker-cli",
    kind: Kind::Order(&Order {
        stem: (
            "手元でイメージを作り、別のホストで動かすまでの手順を並べよ。",
            "Put the steps from a Dockerfile to a running container on another host into order.",
        ),
        steps: &[
            ("Dockerfile を書く", "write a Dockerfile"),
            ("docker build -t でイメージを作る", "make an image by docker build -t"),
            ("docker push でレジストリへ送る", "send it to a registry by docker push"),
            ("別のホストで docker pull する", "fetch it on the other host by docker pull"),
            ("docker run でコンテナを始める", "start a container by docker run"),
            ("docker logs で出力を確かめる", "look at its output by docker logs"),
        ],
        why: (
            "イメージは作られてから送られ、取得されてから動きます。",
            "An image is made before it is sent and fetched before it runs.",
        ),
    }),
};

pub static C6: Template = Template {
    id: "C6",
    topic: Topic::Containers,
    title: ("再ビルドが速い命令の順", "The order that builds again fastest"),
    source: "docker-build",
    kind: Kind::Order(&Order {
        stem: (
            "requirements.txt 以外のファイルを変えたときに pip install が再実行されないように、Dockerfile の命令を並べよ。",
            "Put the instructions of a Dockerfile into an order in which pip install is not run again where other files than requirements.txt change.",
        ),
        steps: &[
            ("FROM python:3.12-slim", "FROM python:3.12-slim"),
            ("WORKDIR /app", "WORKDIR /app"),
            ("COPY requirements.txt ./", "COPY requirements.txt ./"),
            ("RUN pip install -r /app/requirements.txt", "RUN pip install -r /app/requirements.txt"),
            ("COPY . .", "COPY . ."),
            ("RUN python /app/train.py --check", "RUN python /app/train.py --check"),
        ],
        why: (
            "変わりにくいものを先に置きます。COPY . . を pip install より前に置くと、ソースの変更のたびに入れ直しになります。相対パスの写し先は WORKDIR で決まり、train.py は COPY . . で入ります。",
            "What changes seldom comes first. With COPY . . before pip install, every change installs again. WORKDIR decides where relative copies go, and COPY . . brings train.py.",
        ),
    }),
};
