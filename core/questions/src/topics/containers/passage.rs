use crate::topics::set;
use crate::{Gap, Passage};

set!(Gap TEXT, Containers, "docker-engine":
    CG1_1 "CG1-1" 0 ("長文の空欄：共有するもの", "Gaps in a text: what is shared"),
    CG1_2 "CG1-2" 1 ("長文の空欄：分離のしくみ", "Gaps in a text: how they are kept apart"),
    CG1_3 "CG1-3" 2 ("長文の空欄：仮想マシンとの違い", "Gaps in a text: against virtual machines"),
);

static TEXT: Passage = Passage {
    id: "CG1",
    text: (
        "コンテナは、ホスト OS の {0} を共有しながら、互いに見えない環境でアプリケーションを動かす。見える範囲を分けるのは namespace、使える資源の量を制限するのは {1} である。仮想マシンに比べると、{2} ので、起動が速く、必要なメモリも少ない。その代わり、分離の境界は弱い。",
        "Containers run applications out of each other's sight while they share the host's {0}. Namespaces divide what can be seen; {1} limit the resources that can be used. Compared with a virtual machine {2}, so they start sooner and need less memory. In exchange the boundary is weaker.",
    ),
    gaps: &[
        Gap {
            right: ("カーネル", "kernel"),
            why: (
                "コンテナの中で動くのは、ホストのカーネルの上のプロセスです。",
                "What runs in a container are processes on the host's kernel.",
            ),
            wrong: &[
                (
                    ("ゲスト OS", "guest operating system"),
                    ("ゲスト OS をもつのは仮想マシンです。", "Guest systems are virtual machines'."),
                ),
                (
                    ("ファイルシステム全体", "whole file system"),
                    (
                        "ファイルシステムはイメージから作られ、分かれています。",
                        "File systems come from images and are apart.",
                    ),
                ),
                (
                    ("プロセス番号の一覧", "list of processes"),
                    ("プロセスも互いに見えません。", "Processes are out of sight as well."),
                ),
            ],
        },
        Gap {
            right: ("cgroups", "cgroups"),
            why: (
                "CPU やメモリの上限を定める Linux カーネルの機能です。",
                "Linux's feature that sets limits of CPU and memory.",
            ),
            wrong: &[
                (
                    ("chroot", "chroot"),
                    (
                        "根のディレクトリを変えるもので、量は制限しません。",
                        "That changes the root directory, and limits nothing.",
                    ),
                ),
                (("seccomp", "seccomp"), ("使えるシステムコールを制限するものです。", "That limits system calls.")),
                (("Dockerfile", "Dockerfiles"), ("イメージの作り方を書く文書です。", "Those say how images are made.")),
            ],
        },
        Gap {
            right: ("OS をもう一つ起動する必要がない", "no second operating system has to be started"),
            why: ("仮想マシンは、それぞれがゲスト OS を起動します。", "Each virtual machine starts a guest system."),
            wrong: &[
                (
                    ("ハードウェアを完全に模擬する", "hardware is fully emulated"),
                    ("模擬すればかえって遅くなります。", "Emulation would make it slower."),
                ),
                (
                    ("機械語を実行前に変換する", "machine code is translated first"),
                    ("命令はそのまま CPU で実行されます。", "Instructions run on the CPU as they are."),
                ),
                (
                    ("データを GPU に置く", "data lie on the GPU"),
                    ("GPU の有無とは関係ありません。", "GPUs have no part in it."),
                ),
            ],
        },
    ],
};
