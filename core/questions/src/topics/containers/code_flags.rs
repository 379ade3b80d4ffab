use crate::{Code, Kind, Template, Topic};

pub static C13: Template = Template {
    id: "C13",
    topic: Topic::Containers,
    title: ("ポートとボリュームの指定", "Ports and volumes"),
    source: "docker-cli",
    kind: Kind::Code {
        framework: None,
        rows: &[
            Code {
                stem: (
                    "ホストの 8080 番ポートを、コンテナの 80 番ポートにつなぐものを選べ。",
                    "What connects port 8080 of the host with port 80 of the container?",
                ),
                code: "$ docker run -d ____ nginx",
                right: "-p 8080:80",
                why: ("-p ホスト:コンテナ の順です。", "It is -p host:container."),
                wrong: &[
                    ("-p 80:8080", ("順序が逆です。", "The wrong way round.")),
                    ("-v 8080:80", ("-v はボリュームの指定です。", "-v is for volumes.")),
                    (
                        "--expose 8080",
                        ("ポートを記録するだけで、ホストには公開しません。", "That records a port and publishes none."),
                    ),
                    ("-e 8080=80", ("-e は環境変数です。", "-e sets environment variables.")),
                ],
            },
            Code {
                stem: (
                    "ホストの /home/me/data を、コンテナの /data に読み取り専用で見せるものを選べ。",
                    "What shows the host's /home/me/data as /data in the container, read-only?",
                ),
                code: "$ docker run --rm ____ trainer",
                right: "-v /home/me/data:/data:ro",
                why: (
                    "-v ホスト:コンテナ:オプション の順で、ro が読み取り専用です。",
                    "It is -v host:container:options; ro is read-only.",
                ),
                wrong: &[
                    (
                        "-v /data:/home/me/data:ro",
                        ("ホストとコンテナのパスが逆です。", "Host and container are exchanged."),
                    ),
                    ("-v /home/me/data:/data", ("コンテナから書き込めます。", "The container could write.")),
                    ("-p /home/me/data:/data:ro", ("-p はポートの指定です。", "-p is for ports.")),
                    (
                        "-v data:/data:ro",
                        (
                            "data という名前付きボリュームになり、ホストのディレクトリではありません。",
                            "That is a volume named data, not the host's directory.",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "GPU をすべて使い、終了したらコンテナを削除するものを選べ。",
                    "What gives it all GPUs and removes the container at its end?",
                ),
                code: "$ docker run ____ trainer python train.py",
                right: "--rm --gpus all",
                why: (
                    "--rm が終了時の削除、--gpus all が GPU の指定です。",
                    "--rm removes it at the end, --gpus all gives the GPUs.",
                ),
                wrong: &[
                    (
                        "--rm --cpus all",
                        ("--cpus は CPU の数の制限で、all は書けません。", "--cpus limits the CPUs and takes no all."),
                    ),
                    (
                        "-d --gpus all",
                        (
                            "-d は背後で動かす指定で、削除はしません。",
                            "-d runs it in the background and removes nothing.",
                        ),
                    ),
                    ("--rm -p all", ("-p はポートの指定です。", "-p is for ports.")),
                ],
            },
            Code {
                stem: (
                    "実行中のコンテナ web の中で、対話的にシェルを開くものを選べ。",
                    "What opens an interactive shell within the running container web?",
                ),
                code: "$ docker ____ web sh",
                right: "exec -it",
                why: (
                    "実行中のコンテナでコマンドを実行します。-it で対話的になります。",
                    "It runs a command in a running container, -it interactively.",
                ),
                wrong: &[
                    (
                        "run -it",
                        (
                            "web というイメージから新しいコンテナを作ります。",
                            "That makes a new container of an image called web.",
                        ),
                    ),
                    (
                        "start -it",
                        (
                            "start は止まったコンテナを始めるもので、コマンドは渡せません。",
                            "start starts a stopped container and takes no command.",
                        ),
                    ),
                    ("logs -f", ("出力を表示するだけです。", "That shows its output alone.")),
                ],
            },
            Code {
                stem: (
                    "マルチステージビルドで、ビルド結果だけを最後のイメージに入れるため、空欄に入るものを選べ。",
                    "What brings only the result of the build into the last image?",
                ),
                code: r#"FROM golang:1.23 AS build
COPY . /src
RUN cd /src && go build -o /server

FROM debian:bookworm-slim
____
CMD ["/server"]"#,
                right: "COPY --from=build /server /server",
                why: (
                    "名前 build のステージから、ファイルを 1 つ写します。",
                    "It copies one file from the stage called build.",
                ),
                wrong: &[
                    (
                        "COPY /server /server",
                        (
                            "--from がなければ、ビルドコンテキストから写します。",
                            "Without --from it comes from the build context.",
                        ),
                    ),
                    (
                        "FROM build AS server",
                        (
                            "新しいステージを始め、golang のレイヤーがすべて入ります。",
                            "That opens another stage with all layers of golang.",
                        ),
                    ),
                    ("ADD build:/server /server", ("そのような書き方はありません。", "There is no such form.")),
                    (
                        "RUN cp /server /server",
                        ("このステージには、まだ /server がありません。", "In this stage there is no /server yet."),
                    ),
                ],
            },
        ],
    },
};
