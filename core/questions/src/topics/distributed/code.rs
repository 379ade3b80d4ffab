use crate::{Code, Framework, Kind, Template, Topic};

pub static D17: Template = Template {
    id: "D17",
    topic: Topic::Distributed,
    title: ("PyTorch のデータ並列", "Data parallelism in PyTorch"),
    source: "pytorch-distributed",
    kind: Kind::Code {
        framework: Some(Framework::PyTorch),
        rows: &[
            Code {
                stem: (
                    "エポックごとにデータの並びを変えるため、空欄に入るものを選べ。",
                    "What makes the order of the data differ from epoch to epoch?",
                ),
                code: "sampler = DistributedSampler(dataset, shuffle=True)
loader = DataLoader(dataset, batch_size=32, sampler=sampler)

for epoch in range(epochs):
    ____
    for x, y in loader:
        train_step(x, y)",
                right: "sampler.set_epoch(epoch)",
                why: (
                    "並びの乱数の種に epoch が使われます。呼ばないと、毎エポック同じ並びになります。",
                    "The epoch goes into the seed of the order; without it every epoch has the same one.",
                ),
                wrong: &[
                    (
                        "sampler.shuffle()",
                        (
                            "DistributedSampler にそのようなメソッドはありません。",
                            "DistributedSampler has no such method.",
                        ),
                    ),
                    (
                        "loader.set_epoch(epoch)",
                        (
                            "set_epoch は DataLoader ではなくサンプラーのメソッドです。",
                            "set_epoch is the sampler's, not the loader's.",
                        ),
                    ),
                    (
                        "torch.manual_seed(0)",
                        (
                            "毎回同じ種を置くだけで、サンプラーの並びは変わりません。",
                            "That sets the same seed again, and the sampler's order does not depend on it.",
                        ),
                    ),
                    ("dist.barrier()", ("全プロセスがそろうのを待つだけです。", "That only waits for all processes.")),
                ],
            },
            Code {
                stem: (
                    "全ワーカーの勾配を平均するため、空欄に入るものを選べ。",
                    "What makes the gradients the mean over all workers?",
                ),
                code: "loss.backward()
for p in model.parameters():
    dist.all_reduce(p.grad, op=dist.ReduceOp.SUM)
    ____
optimizer.step()",
                right: "p.grad /= dist.get_world_size()",
                why: (
                    "SUM は合計なので、プロセス数で割ると平均になります。",
                    "SUM adds up; over the number of processes that is the mean.",
                ),
                wrong: &[
                    (
                        "p.grad /= dist.get_rank()",
                        (
                            "ランクは自分の番号です。ランク 0 では 0 で割ります。",
                            "The rank is the process's own number; rank 0 would divide by 0.",
                        ),
                    ),
                    (
                        "p.data /= dist.get_world_size()",
                        ("勾配ではなく重みを割っています。", "That divides the weights, not the gradients."),
                    ),
                    (
                        "p.grad *= dist.get_world_size()",
                        ("掛けるとさらに大きくなります。", "That makes them larger still."),
                    ),
                    (
                        "p.grad.zero_()",
                        ("勾配を消してしまい、更新されません。", "That erases the gradients, and nothing is updated."),
                    ),
                ],
            },
            Code {
                stem: ("モデルを DDP で包むため、空欄に入るものを選べ。", "What wraps the model for DDP?"),
                code: r#"dist.init_process_group("nccl")
rank = int(os.environ["LOCAL_RANK"])
torch.cuda.set_device(rank)
model = Net().to(rank)
model = ____"#,
                right: "DistributedDataParallel(model, device_ids=[rank])",
                why: (
                    "各プロセスが自分の GPU の複製を包み、逆伝播のときに勾配を平均します。",
                    "Each process wraps the copy on its own GPU; gradients are averaged in the backward pass.",
                ),
                wrong: &[
                    (
                        "DistributedDataParallel(model, device_ids=[0])",
                        (
                            "すべてのプロセスが GPU 0 を指すので、ほかの GPU に置いたモデルと食い違います。",
                            "Then all processes point at GPU 0, while their models lie on others.",
                        ),
                    ),
                    (
                        "DistributedSampler(model, rank=rank)",
                        (
                            "サンプラーはデータを分けるもので、モデルは包みません。",
                            "A sampler divides data; it wraps no model.",
                        ),
                    ),
                    ("DataLoader(model, num_workers=rank)", ("データを読むためのものです。", "That loads data.")),
                    (
                        "dist.all_reduce(model)",
                        (
                            "all_reduce はテンソルを合計する関数で、モデルは渡せません。",
                            "all_reduce sums tensors; it takes no model.",
                        ),
                    ),
                ],
            },
            Code {
                stem: (
                    "勾配蓄積の途中で通信を省くため、空欄に入るものを選べ。",
                    "What saves the communication while gradients are accumulated?",
                ),
                code: "for i, (x, y) in enumerate(loader):
    is_last = (i + 1) % accum == 0
    context = nullcontext() if is_last else ____
    with context:
        (criterion(ddp_model(x), y) / accum).backward()
    if is_last:
        optimizer.step()
        optimizer.zero_grad()",
                right: "ddp_model.no_sync()",
                why: (
                    "この中の逆伝播では All-Reduce を行わず、手元の .grad に足すだけです。",
                    "Backward passes within it do no all-reduce; gradients add up in .grad.",
                ),
                wrong: &[
                    (
                        "torch.no_grad()",
                        (
                            "計算グラフが作られず、backward() がエラーになります。",
                            "No graph is recorded, and backward() fails.",
                        ),
                    ),
                    (
                        "ddp_model.eval()",
                        (
                            "推論用の振る舞いに切り替えるメソッドで、文脈にはなりません。",
                            "That switches to evaluation; it is no such context.",
                        ),
                    ),
                    ("torch.inference_mode()", ("勾配を計算できなくなります。", "Then no gradients can be computed.")),
                ],
            },
        ],
    },
};
