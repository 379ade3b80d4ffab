use crate::choices::choice;

choice! {
    /// How the workers of data-parallel training bring their gradients together (an all-reduce).
    AllReduce, "algorithm" {
        /// All to worker 0, which sends the sum back to all.
        Naive = "naive",
        /// All to one more machine, which sends the sum back to all (Li et al. 2014).
        Server = "server",
        /// Up a binary tree and down again.
        Tree = "tree",
        /// Chunks around a ring, twice (Patarasuk and Yuan 2009).
        Ring = "ring",
        /// Recursive halving and doubling (Thakur, Rabenseifner and Gropp 2005).
        Halving = "halving",
    }
}

choice! {
    /// In which order the workers of pipeline-parallel training do their microbatches.
    PipelineKind, "schedule" {
        /// All forward, then all backward (Huang et al. 2019).
        GPipe = "gpipe",
        /// One forward, one backward (Narayanan et al. 2019, 2021).
        OneFOneB = "1f1b",
        /// The same with several stages on each worker (Narayanan et al. 2021).
        Interleaved = "interleaved",
        /// The backward pass in two halves, that of the weights put off (Qi et al. 2024).
        ZbH1 = "zb-h1",
    }
}

choice! {
    /// How the examples are divided among the clients of federated learning.
    Partition, "split" {
        /// At random, equal parts.
        Iid = "iid",
        /// Sorted by label and cut, two pieces for each client (McMahan et al. 2017).
        Shards = "shards",
        /// Shares of each class drawn from a Dirichlet distribution (Hsu et al. 2019).
        Dirichlet = "dirichlet",
    }
}
