// Products of four signed bytes by four, summed up by one instruction: `dot4I8Packed`.

alias Inner = u32;
alias Columns = vec4<u32>;

fn inner_of(word: u32) -> Inner {
    return word;
}

fn columns_of(words: vec4<u32>) -> Columns {
    return words;
}

fn dots(a: Inner, b: Columns) -> vec4<i32> {
    return vec4<i32>(dot4I8Packed(a, b.x), dot4I8Packed(a, b.y), dot4I8Packed(a, b.z), dot4I8Packed(a, b.w));
}
