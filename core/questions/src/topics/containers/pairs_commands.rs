use crate::{Kind, Pair, Pairs, Template, Topic};

pub static C7: Template = Template {
    id: "C7",
    topic: Topic::Containers,
    title: ("docker のコマンド", "Commands of docker"),
    source: "docker-cli",
    kind: Kind::Pairs(&Pairs {
        one: ("「{}」の働きとして正しいものを選べ。", "What does {} do?"),
        all: ("docker のコマンドと働きを対応させよ。", "Match each command with what it does."),
        pairs: &[
            Pair {
                left: ("docker build", "docker build"),
                right: ("Dockerfile からイメージを作る", "makes an image from a Dockerfile"),
                why: ("-t で名前を付けます。", "-t names it."),
            },
            Pair {
                left: ("docker pull", "docker pull"),
                right: ("レジストリからイメージを取得する", "fetches an image from a registry"),
                why: (
                    "docker run は、手元になければ自動で取得します。",
                    "docker run does so where the image is missing.",
                ),
            },
            Pair {
                left: ("docker push", "docker push"),
                right: ("イメージをレジストリへ送る", "sends an image to a registry"),
                why: ("先に docker login が要ることがあります。", "It may need docker login first."),
            },
            Pair {
                left: ("docker run", "docker run"),
                right: ("イメージから新しいコンテナを作って始める", "makes a new container of an image and starts it"),
                why: ("既にあるコンテナを始めるのは docker start です。", "docker start starts one that is there."),
            },
            Pair {
                left: ("docker exec", "docker exec"),
                right: ("実行中のコンテナの中でコマンドを実行する", "runs a command within a running container"),
                why: ("docker exec -it 名前 bash のように使います。", "As in docker exec -it name bash."),
            },
            Pair {
                left: ("docker ps", "docker ps"),
                right: ("実行中のコンテナの一覧を表示する", "lists running containers"),
                why: ("-a で停止中のものも表示します。", "-a lists stopped ones, too."),
            },
            Pair {
                left: ("docker images", "docker images"),
                right: ("手元のイメージの一覧を表示する", "lists the images that are here"),
                why: ("docker image ls と同じです。", "It is docker image ls."),
            },
            Pair {
                left: ("docker rm", "docker rm"),
                right: ("コンテナを削除する", "removes a container"),
                why: ("イメージを削除するのは docker rmi です。", "docker rmi removes an image."),
            },
            Pair {
                left: ("docker rmi", "docker rmi"),
                right: ("イメージを削除する", "removes an image"),
                why: ("使っているコンテナがあると、そのままでは削除できません。", "Not while a container uses it."),
            },
            Pair {
                left: ("docker search", "docker search"),
                right: ("Docker Hub でイメージを探す", "looks for images on Docker Hub"),
                why: ("取得はしません。", "It fetches nothing."),
            },
            Pair {
                left: ("docker logs", "docker logs"),
                right: (
                    "コンテナの標準出力と標準エラーの記録を表示する",
                    "shows what a container wrote to its standard output and error",
                ),
                why: ("-f で追い続けます。", "-f follows it."),
            },
            Pair {
                left: ("docker compose up", "docker compose up"),
                right: (
                    "compose.yaml に書いた複数のサービスをまとめて始める",
                    "starts the services of a compose.yaml together",
                ),
                why: ("ネットワークやボリュームも作ります。", "Networks and volumes are made, too."),
            },
        ],
    }),
};
