use crate::{Code, Kind, Template, Topic};

pub static C8: Template = Template {
    id: "C8",
    topic: Topic::Containers,
    title: ("CMD と ENTRYPOINT", "CMD and ENTRYPOINT"),
    source: "dockerfile-reference",
    kind: Kind::Code {
        framework: None,
        rows: &[
            Code {
                stem: ("起動したコンテナが実行するコマンドはどれか。", "What does the container run?"),
                code: r#"FROM python:3.12-slim
ENTRYPOINT ["python", "train.py"]
CMD ["--epochs", "10"]

$ docker run trainer --epochs 3
# => ____"#,
                right: "python train.py --epochs 3",
                why: (
                    "docker run の引数は CMD を置き換え、ENTRYPOINT の後に付きます。",
                    "The arguments replace CMD and come behind ENTRYPOINT.",
                ),
                wrong: &[
                    (
                        "python train.py --epochs 10 --epochs 3",
                        ("CMD には加わらず、置き換わります。", "They replace CMD; they are not added to it."),
                    ),
                    (
                        "python train.py --epochs 10",
                        ("引数があるときは CMD は使われません。", "With arguments CMD is not used."),
                    ),
                    ("--epochs 3", ("ENTRYPOINT は置き換えられません。", "ENTRYPOINT is not replaced.")),
                    ("python --epochs 3", ("ENTRYPOINT の train.py は残ります。", "train.py of ENTRYPOINT stays.")),
                ],
            },
            Code {
                stem: ("起動したコンテナが実行するコマンドはどれか。", "What does the container run?"),
                code: r#"FROM python:3.12-slim
ENTRYPOINT ["python", "train.py"]
CMD ["--epochs", "10"]

$ docker run trainer
# => ____"#,
                right: "python train.py --epochs 10",
                why: (
                    "引数がなければ、CMD が ENTRYPOINT の既定の引数になります。",
                    "Without arguments CMD is ENTRYPOINT's default arguments.",
                ),
                wrong: &[
                    ("python train.py", ("CMD が既定の引数として加わります。", "CMD is added as default arguments.")),
                    (
                        "--epochs 10",
                        (
                            "CMD だけが実行されるのは、ENTRYPOINT がないときです。",
                            "CMD runs alone only without an ENTRYPOINT.",
                        ),
                    ),
                    ("python", ("ENTRYPOINT に書いたとおりに実行されます。", "ENTRYPOINT runs as it is written.")),
                ],
            },
            Code {
                stem: ("起動したコンテナが実行するコマンドはどれか。", "What does the container run?"),
                code: r#"FROM python:3.12-slim
CMD ["python", "serve.py"]

$ docker run server python test.py
# => ____"#,
                right: "python test.py",
                why: (
                    "ENTRYPOINT がなければ、引数が CMD 全体を置き換えます。",
                    "Without ENTRYPOINT the arguments replace all of CMD.",
                ),
                wrong: &[
                    ("python serve.py", ("引数があるときは CMD は使われません。", "With arguments CMD is not used.")),
                    (
                        "python serve.py python test.py",
                        ("CMD の後に加わるのではありません。", "They are not added behind CMD."),
                    ),
                    (
                        "python serve.py test.py",
                        ("引数は CMD を丸ごと置き換えます。", "The arguments replace CMD as a whole."),
                    ),
                ],
            },
            Code {
                stem: ("起動したコンテナが実行するコマンドはどれか。", "What does the container run?"),
                code: r#"FROM python:3.12-slim
ENTRYPOINT ["python"]
CMD ["serve.py"]

$ docker run --entrypoint ls server /app
# => ____"#,
                right: "ls /app",
                why: (
                    "--entrypoint が ENTRYPOINT を置き換え、引数がその後に付きます。",
                    "--entrypoint replaces ENTRYPOINT; the arguments come behind it.",
                ),
                wrong: &[
                    ("python ls /app", ("ENTRYPOINT は置き換えられています。", "ENTRYPOINT has been replaced.")),
                    (
                        "ls serve.py",
                        ("引数があるので CMD は使われません。", "There are arguments, so CMD is not used."),
                    ),
                    ("python serve.py", ("どちらも置き換えられています。", "Both have been replaced.")),
                ],
            },
            Code {
                stem: ("起動したコンテナが実行するコマンドはどれか。", "What does the container run?"),
                code: r#"FROM python:3.12-slim
CMD ["python", "old.py"]
CMD ["python", "new.py"]

$ docker run server
# => ____"#,
                right: "python new.py",
                why: ("CMD は最後のものだけが有効です。", "Only the last CMD counts."),
                wrong: &[
                    ("python old.py", ("前の CMD は上書きされます。", "The earlier CMD is overwritten.")),
                    (
                        "python old.py && python new.py",
                        ("順に実行されるのではありません。", "They are not run one after the other."),
                    ),
                    ("python old.py python new.py", ("つなげられるのではありません。", "They are not put together.")),
                ],
            },
            Code {
                stem: (
                    "環境変数 MODE の値を展開して表示するため、空欄に入るものを選べ。",
                    "What makes the container print the value of the variable MODE?",
                ),
                code: "FROM debian:bookworm-slim
ENV MODE=serve
____",
                right: "CMD echo $MODE",
                why: (
                    "シェル形式なので /bin/sh -c を通り、実行時に変数が展開されます。",
                    "The shell form goes through /bin/sh -c, which expands the variable.",
                ),
                wrong: &[
                    (
                        "CMD [\"echo\", \"$MODE\"]",
                        (
                            "exec 形式ではシェルを通らないので、$MODE という文字がそのまま表示されます。",
                            "The exec form has no shell: it prints $MODE as it stands.",
                        ),
                    ),
                    (
                        "RUN echo $MODE",
                        (
                            "ビルド時に表示され、起動時には表示されません。",
                            "That prints while building, not when it is started.",
                        ),
                    ),
                    (
                        "ENV CMD=$MODE",
                        ("変数を決めるだけで、何も実行しません。", "That sets a variable and runs nothing."),
                    ),
                ],
            },
            Code {
                stem: (
                    "起動時に serve.py を直接（シェルを通さずに）実行し、停止の信号を受け取れるようにするため、空欄に入るものを選べ。",
                    "What starts serve.py directly, without a shell, so that it gets the signal to stop?",
                ),
                code: "FROM python:3.12-slim
COPY serve.py /app/
____",
                right: "CMD [\"python\", \"/app/serve.py\"]",
                why: (
                    "exec 形式は、プログラムそのものを PID 1 として始めます。",
                    "The exec form starts the program itself as process 1.",
                ),
                wrong: &[
                    (
                        "CMD python /app/serve.py",
                        ("シェル形式では /bin/sh -c を通ります。", "The shell form goes through /bin/sh -c."),
                    ),
                    ("RUN [\"python\", \"/app/serve.py\"]", ("ビルド時に実行されます。", "That runs while building.")),
                    (
                        "CMD [\"sh\", \"-c\", \"python /app/serve.py; true\"]",
                        (
                            "シェルが PID 1 になり、信号はシェルに届きます。",
                            "The shell is process 1 and gets the signal.",
                        ),
                    ),
                    (
                        "EXPOSE [\"python\", \"/app/serve.py\"]",
                        ("EXPOSE はポートを記録する命令です。", "EXPOSE is for ports."),
                    ),
                ],
            },
        ],
    },
};
