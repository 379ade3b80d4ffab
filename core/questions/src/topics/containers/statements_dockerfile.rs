use crate::{Kind, Statement, Template, Topic};

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
                "WORKDIR は、後に続く{ RUN や COPY や CMD の作業ディレクトリ| FROM のベースイメージ}を決める。",
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
                "キャッシュが使えない命令があると、同じステージの{それより後|それより前}の命令も（--link の COPY を除き）再実行される。",
                "Where an instruction is not found in the cache, those {behind|before} it in its stage are run again, too, but for linked copies.",
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
                "RUN に `rm -rf /var/lib/apt/lists/*` を書くのは、{apt-get update と同じ RUN の中|後の別の RUN }であって初めてイメージを小さくする。",
                "`rm -rf /var/lib/apt/lists/*` makes the image smaller only {in the RUN of apt-get update|in another RUN behind it}.",
            ),
            why: (
                "別のレイヤーで消しても、前のレイヤーには残ります。",
                "Deleted in another layer, it stays in the one before.",
            ),
            source: "",
        },
    ]),
};
