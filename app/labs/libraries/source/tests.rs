use super::*;

/// What the marked program is like, with short names for the markers.
fn marked(source: &str) -> String {
    mark(source).text.replace(LINE, "L").replace(EACH, "E").replace(FROM, "F").replace(AT, "A").replace(TO, "T")
}

#[track_caller]
fn check(source: &str, expect: &str) {
    assert_eq!(marked(source), expect);
}

/// Takes the markers out of a program again: each call, and the brackets that came with it.
fn plain(marked: &Marked, source: &str) -> bool {
    let mut left = source.chars().peekable();
    let mut rest = marked.text.as_str();
    let mut brackets = 0;
    while !rest.is_empty() {
        let ends = [
            format!("{FROM} = {AT}()\n"),
            format!(" {FROM} = {AT}();"),
            format!("; {TO}({FROM})"),
            format!("{TO}({FROM})\n"),
        ];
        let indented = rest.trim_start_matches([' ', '\t']);
        if let Some(after) = ends
            .iter()
            .find_map(|it| rest.strip_prefix(it).or_else(|| indented.strip_prefix(it).filter(|_| it.ends_with('\n'))))
        {
            rest = after;
            continue;
        }
        if let Some(after) = rest.strip_prefix(&format!(" {TO}({FROM}")) {
            brackets += 2;
            rest = after.strip_prefix(", (").or(after.strip_prefix(')')).unwrap_or(after);
            continue;
        }
        if let Some(after) = rest
            .strip_prefix('\n')
            .map(|it| it.trim_start_matches([' ', '\t']))
            .and_then(|it| it.strip_prefix(&format!("{TO}({FROM})")))
        {
            rest = after;
            continue;
        }
        let number = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
        let skipped = if let Some(call) = rest.strip_prefix(LINE).and_then(|it| it.strip_prefix('(')) {
            let call = &call[number(call)..];
            call.strip_prefix("); ").or_else(|| call.strip_prefix(")\n"))
        } else if let Some(call) = rest.strip_prefix(&format!(" {LINE}(")) {
            brackets += 1;
            call[number(call)..].strip_prefix(") or (")
        } else if let Some(call) = rest.strip_prefix(&format!("{SHOWN}((")) {
            brackets += 2;
            Some(call)
        } else if let Some(call) = rest.strip_prefix(&format!(" {EACH}(")) {
            brackets += 1;
            call[number(call)..].strip_prefix(", (")
        } else {
            None
        };
        if let Some(after) = skipped {
            rest = after;
            continue;
        }
        let mut chars = rest.chars();
        let c = chars.next();
        if c == left.peek().copied() {
            left.next();
        } else if !(c == Some(')') && brackets > 0 || matches!(c, Some(' ' | '\t' | '\u{c}'))) {
            // An own line of a marker begins with the indentation of its statement.
            return false;
        }
        rest = chars.as_str();
    }
    left.next().is_none()
}

#[test]
fn a_marker_stands_before_each_simple_statement_and_no_line_moves() {
    check("x = 1\ny = 2", "L(1); x = 1\nL(2); y = 2");
    check("a = 1; b = 2;\n", "L(1); a = 1; L(1); b = 2;\n");
    check("\n# 説明\n  \nx = 1  # 重み\n", "\n# 説明\n  \nL(4); x = 1  # 重み\n");
    check("重み = 1\n", "L(1); 重み = 1\n");
}

#[test]
fn statements_over_several_lines_are_one() {
    check("f(1,\n  2)\ny = 2\n", "L(1); f(1,\n  2)\nL(3); y = 2\n");
    check("x = 1 + \\\n  2\n", "L(1); x = 1 + \\\n  2\n");
    check("s = '''a\nif b: (\n'''\nt = 1\n", "L(1); s = '''a\nif b: (\n'''\nL(4); t = 1\n");
    check(
        "s = \"#\" + ';' + r'\\'\nt = f'{x}: [' ; u = 1\n",
        "L(1); s = \"#\" + ';' + r'\\'\nL(2); t = f'{_karui_shown((x))}: [' ; u = 1\n"
            .replace("; u", "; L(2); u")
            .as_str(),
    );
}

#[test]
fn conditions_are_marked_each_time_they_are_looked_at() {
    check(
        "if a:\n    b()\nelif c:\n\td()\nelse:\n  e()\n",
        "if L(1) or ( a):\n    L(2); b()\nelif L(3) or ( c):\n\tL(4); d()\nelse:\n  L(6); e()\n",
    );
    check("while(x := f()): g(x)\n", "while L(1) or ((x := f())): L(1); g(x)\n");
    check(
        "if x == {'a': 1}['a'] and (lambda: 1)(): pass\n",
        "if L(1) or ( x == {'a': 1}['a'] and (lambda: 1)()): L(1); pass\n",
    );
    check("if lambda: 0: pass\n", "if L(1) or ( lambda: 0): L(1); pass\n");
    check("if a: b = 1; c = 2\nelse: d\n", "if L(1) or ( a): L(1); b = 1; L(1); c = 2\nelse: L(2); d\n");
}

#[test]
fn loops_are_marked_each_time_the_next_value_is_asked_for() {
    check("for i in range(3):\n    f(i)\n", "for i in E(1, ( range(3))):\n    L(2); f(i)\n");
    check("for i, (x, y) in enumerate(d): f\n", "for i, (x, y) in E(1, ( enumerate(d))): L(1); f\n");
    check("for x in 1, 2: f\n", "for x in E(1, ( 1, 2)): L(1); f\n");
    check("y = [x for x in z if x]\n", "L(1); y = [x for x in z if x]\n");
}

#[test]
fn definitions_have_a_line_of_their_own_and_lines_are_known() {
    let source = "import torch\n\n@d\n@e(1)\ndef f(x: int = 1,\n      y=2) -> int:\n    '''what'''\n    return x\nclass A(B): pass\nz = 1\n";
    let it = mark(source);
    let text = it.text.replace(LINE, "L").replace(FROM, "F").replace(AT, "A").replace(TO, "T");
    assert_eq!(
        text,
        "L(1); import torch\n\nL(3)\n@d\n@e(1)\ndef f(x: int = 1,\n      y=2) -> int:\n    F = A()\n    '''what'''\n    L(8); return T(F, ( x))\nL(9)\nclass A(B): L(9); pass\nL(10); z = 1\n"
    );
    assert_eq!(it.lines, [1, 2, 3, 3, 4, 5, 6, 7, 7, 8, 9, 9, 10, 11]);
    assert_eq!([it.line_of(0), it.line_of(1), it.line_of(10), it.line_of(99)], [None, Some(1), Some(8), None]);
}

#[test]
fn blocks_with_errors_and_contexts() {
    check(
        "try:\n    f()\nexcept (A, B) as e:\n    g()\nfinally: h()\n",
        "try:\n    L(2); f()\nexcept (A, B) as e:\n    L(4); g()\nfinally: L(5); h()\n",
    );
    check(
        "if a:\n\twith torch.no_grad():\n\t\tf()\n",
        "if L(1) or ( a):\n\tL(2)\n\twith torch.no_grad():\n\t\tL(3); f()\n",
    );
    check("with a as b, c as d: f\n", "L(1)\nwith a as b, c as d: L(1); f\n");
}

#[test]
fn values_with_a_format_are_put_through_a_call() {
    let shown = |source: &str| marked(source).replace(SHOWN, "S");
    let cases = [
        ("f'{x:.4f}'", "f'{S((x)):.4f}'"),
        (
            "print(f'{epoch:3d} {loss.item():.4f} {y}')",
            "L(1); print(f'{S((epoch)):3d} {S((loss.item())):.4f} {S((y))}')",
        ),
        ("print(F\"{d['a:b'][1:2]:>{w}} {{x:1}}\")", "L(1); print(F\"{S((d['a:b'][1:2])):>{w}} {{x:1}}\")"),
        ("x = f'{a!r:9} {a=:.1f} {a != b:5}'", "L(1); x = f'{a!r:9} {a=:.1f} {S((a != b)):5}'"),
        ("x = '{y:.2f}' + r'{z:1}'", "L(1); x = '{y:.2f}' + r'{z:1}'"),
        ("if f'{x:1}' == y: pass", "if L(1) or ( f'{S((x)):1}' == y): L(1); pass"),
    ];
    for (source, expect) in cases {
        assert_eq!(shown(source), expect);
        assert!(plain(&mark(source), source), "{source}");
    }
}

#[test]
fn a_function_that_ends_gives_the_line_back_to_its_caller() {
    check(
        "def f(x):\n    y = x\n    return y, 1\nf(1)\n",
        "L(1)\ndef f(x):\n    F = A()\n    L(2); y = x\n    L(3); return T(F, ( y, 1))\nL(4); f(1)\n",
    );
    check(
        "class N:\n  def f(s):\n    if a: return\n  def g(s): b\nc",
        "L(1)\nclass N:\n  L(2)\n  def f(s):\n    F = A()\n    if L(3) or ( a): L(3); return T(F)\n    T(F)\n  L(4)\n  def g(s): F = A(); L(4); b; T(F)\nL(5); c",
    );
    check("def f():\n  a", "L(1)\ndef f():\n  F = A()\n  L(2); a\n  T(F)");
    check("def f(): return a", "L(1)\ndef f(): F = A(); L(1); return T(F, ( a))");
}

#[test]
fn what_is_no_python_stays_as_it_is() {
    for source in [
        "if x\n",
        "for x\n",
        "for : in\n",
        "def f(\n",
        "while",
        "else",
        "'",
        "\"\"\"",
        "\\",
        "(",
        ")))",
        "@",
        "x = ]:;;",
        "\u{feff}x",
    ] {
        assert!(plain(&mark(source), source), "{source:?}: {:?}", mark(source).text);
    }
    check("def f(\nx = 1\n", "def f(\nx = 1\n");
}

/// Whatever is put together, markers are all that is added, and each line of the result is known by its text.
#[test]
fn only_markers_are_added_and_the_map_of_lines_is_exact() {
    const PARTS: [&str; 40] = [
        "if ", "elif ", "while ", "for ", "in ", "else", "try", "except ", "finally", "with ", "def f", "class A",
        "async ", "@d", "lambda ", ":", ":=", ";", "(", ")", "[", "]", "{", "}", "'", "\"\"\"", "\\", "# ", "\n",
        "\n    ", "\n\t", "x", "あ", "1.5", " ", "= ", "f'", "\r\n", "f'{x:1}'", "{y:.2}",
    ];
    let mut state = 1u32;
    let mut random = |n: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % n
    };
    for _ in 0..20_000 {
        let length = 1 + random(24);
        let source: String = (0..length).map(|_| PARTS[random(PARTS.len())]).collect();
        let (it, source) = (mark(&source), source.replace("\r\n", "\n"));
        assert!(plain(&it, &source), "{source:?}: {:?}", it.text);
        assert_eq!(it.lines.len(), it.text.split('\n').count(), "{source:?}");
        let lines: Vec<&str> = source.split('\n').collect();
        for (text, line) in it.text.split('\n').zip(&it.lines) {
            let bare = text.trim_start();
            let is_marker =
                [LINE, FROM, TO].iter().any(|it| bare.starts_with(it)) && bare.ends_with(')') && !bare.contains(';');
            let text = text.strip_suffix(&format!("; {TO}({FROM})")).unwrap_or(text);
            let own = lines[*line as usize - 1];
            let tail: String = own.chars().rev().take(1).collect();
            assert!(is_marker || text.ends_with(&tail), "{source:?}: {text:?} is not {own:?}");
        }
    }
}
