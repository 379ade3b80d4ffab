use crate::{Kind, Order, Template, Topic};

pub static L3: Template = Template {
    id: "L3",
    topic: Topic::Libraries,
    title: ("学習ループの順序", "The order of a training loop"),
    source: "pytorch-docs",
    kind: Kind::Order(&Order {
        stem: (
            "PyTorch で 1 バッチを学習する処理を、正しい順に並べよ。ただし、勾配は処理の最初に消すものとする。",
            "Put what PyTorch does for one batch of training into order, where gradients are cleared first.",
        ),
        steps: &[
            ("optimizer.zero_grad()", "optimizer.zero_grad()"),
            ("output = model(x)", "output = model(x)"),
            ("loss = criterion(output, y)", "loss = criterion(output, y)"),
            ("loss.backward()", "loss.backward()"),
            ("optimizer.step()", "optimizer.step()"),
        ],
        why: (
            "順伝播で出力を、出力から損失を、損失から勾配を求め、勾配で重みを更新します。zero_grad は step の後に置いても同じですが、backward と step の間には置けません。",
            "Output, then loss, then gradients, then the update. Clearing may as well follow the step, but never stands between backward and step.",
        ),
    }),
};

pub static L15: Template = Template {
    id: "L15",
    topic: Topic::Libraries,
    title: ("重みの保存と読み込み", "Saving and loading weights"),
    source: "pytorch-docs",
    kind: Kind::Order(&Order {
        stem: (
            "GPU で学習した PyTorch のモデルの重みを保存し、別の CPU の計算機で推論するまでを、正しい順に並べよ。",
            "A PyTorch model's weights, trained on a GPU, are saved and used for inference on another computer's CPU. Put the steps into order.",
        ),
        steps: &[
            ("torch.save(model.state_dict(), path)", "torch.save(model.state_dict(), path)"),
            ("保存したファイルを別の計算機に移す", "move the saved file to the other computer"),
            ("state = torch.load(path, map_location='cpu')", "state = torch.load(path, map_location='cpu')"),
            (
                "同じ構造の model に model.load_state_dict(state)",
                "model.load_state_dict(state), on a model of the same structure",
            ),
            ("重みを読んだモデルで model.eval()", "model.eval(), on the model with its weights loaded"),
            ("評価モードで output = model(x)", "output = model(x), in evaluation mode"),
        ],
        why: (
            "state_dict は重みの辞書で、構造は含みません。map_location で GPU の重みを CPU に置き、推論の前に評価モードにします。",
            "A state_dict holds weights, no structure. map_location puts the GPU's weights on the CPU; evaluation mode comes before inference.",
        ),
    }),
};
