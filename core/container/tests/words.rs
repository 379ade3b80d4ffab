//! Word expansion and `.dockerignore`, case by case. Sources: docs.docker.com/reference/dockerfile ("Environment replacement"),
//! docs.docker.com/build/concepts/context (".dockerignore files"), and the behaviour of moby/buildkit's `shell` and
//! moby/patternmatcher.

use karui_container::ignore::Ignore;
use karui_container::shell::Lex;

/// Values of the variables in the table.
fn value(name: &str) -> Option<String> {
    let known = [
        ("foo", "bar"),
        ("empty", ""),
        ("PATH", "/usr/bin"),
        ("str", "foobarbaz"),
        ("long", "foo.bar.baz.tgz"),
        ("日", "本"),
    ];
    known.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned())
}

#[test]
fn words_become_what_the_documentation_says() {
    let table = [
        // Plain words and quotes.
        ("x", "x"),
        ("a b", "a b"),
        ("'a b'", "a b"),
        ("\"a b\"", "a b"),
        ("a'b'c", "abc"),
        ("'$foo'", "$foo"),
        ("\"$foo\"", "bar"),
        ("\"'$foo'\"", "'bar'"),
        ("'\"$foo\"'", "\"$foo\""),
        ("\"a\\\"b\"", "a\"b"),
        ("\"a\\nb\"", "a\\nb"),
        ("'a\\b'", "a\\b"),
        ("a\\ b", "a b"),
        ("\\'a", "'a"),
        ("\"\"", ""),
        ("''", ""),
        ("\"\\$foo\"", "$foo"),
        ("\"\\\\\"", "\\"),
        ("a\\", "a"),
        // Variables.
        ("$foo", "bar"),
        ("${foo}", "bar"),
        ("${foo}_x", "bar_x"),
        ("$foo_x", ""),
        ("$nope", ""),
        ("a$nope", "a"),
        ("\\$foo", "$foo"),
        ("\\${foo}", "${foo}"),
        ("$foo$foo", "barbar"),
        ("$foo/$foo", "bar/bar"),
        ("$", "$"),
        ("a$", "a$"),
        ("$ a", "$ a"),
        ("/opt:$PATH", "/opt:/usr/bin"),
        ("$日", "本"),
        ("$0", ""),
        ("$1a", "a"),
        // Modifiers of what is set, empty and not set.
        ("${foo:-word}", "bar"),
        ("${nope:-word}", "word"),
        ("${empty:-word}", "word"),
        ("${foo-word}", "bar"),
        ("${nope-word}", "word"),
        ("${empty-word}", ""),
        ("${foo:+word}", "word"),
        ("${nope:+word}", ""),
        ("${empty:+word}", ""),
        ("${foo+word}", "word"),
        ("${nope+word}", ""),
        ("${empty+word}", "word"),
        ("${nope:-$foo}", "bar"),
        ("${nope:-${nope:-deep}}", "deep"),
        ("${nope:-a b}", "a b"),
        ("${nope:-'a}b'}", "a}b"),
        ("${nope:-}", ""),
        ("${foo:?no}", "bar"),
        ("${empty?no}", ""),
        ("${foo:+${nope:-x}}", "x"),
        // Prefixes, suffixes, replacements, as the documentation has them.
        ("${str#f*b}", "arbaz"),
        ("${str##f*b}", "az"),
        ("${long#*.}", "bar.baz.tgz"),
        ("${long##*.}", "tgz"),
        ("${str%b*}", "foobar"),
        ("${str%%b*}", "foo"),
        ("${long%.*}", "foo.bar.baz"),
        ("${long%%.*}", "foo"),
        ("${str/ba/fo}", "fooforbaz"),
        ("${str//ba/fo}", "fooforfoz"),
        ("${str#x}", "foobarbaz"),
        ("${str#}", "foobarbaz"),
        ("${str#?}", "oobarbaz"),
        ("${str%???}", "foobar"),
        ("${str/b*/}", "foo"),
        ("${nope#x}", ""),
        ("${str/x/y}", "foobarbaz"),
        ("${str//o/}", "fbarbaz"),
    ];
    for (written, expected) in table {
        let told = Lex::new('\\').process(written, &value);
        assert_eq!(told.map(|all| all.word).as_deref(), Ok(expected), "{written}");
    }
}

#[test]
fn words_that_cannot_be_say_why() {
    let table = [
        ("'a", "unexpected end of statement while looking for matching single-quote"),
        ("\"a", "unexpected end of statement while looking for matching double-quote"),
        ("${foo", "unsupported modifier (\u{fffd}) in substitution"),
        ("${foo:-a", "syntax error: missing '}'"),
        ("${", "syntax error: missing '}'"),
        ("${}", "syntax error: bad substitution"),
        ("${:x}", "syntax error: bad substitution"),
        ("${{foo}", "syntax error: bad substitution"),
        ("${foo=x}", "unsupported modifier (=) in substitution"),
        ("${foo:x}", "unsupported modifier (:x) in substitution"),
        ("${nope:?say}", "nope: say"),
        ("${nope?}", "nope: is not allowed to be unset"),
        ("${empty:?}", "empty: is not allowed to be empty"),
        ("${str//a}", "syntax error: missing '/' in ${}"),
        ("${str#\\x}", "invalid pattern (\\x) in substitution: invalid escape '\\x'"),
    ];
    for (written, expected) in table {
        let error = Lex::new('\\').process(written, &value).unwrap_err();
        assert_eq!(error.reason.to_string(), expected, "{written}");
    }
    let deep = "${a:-".repeat(5_000);
    assert!(Lex::new('\\').process(&deep, &value).unwrap_err().reason.to_string().contains("nested"));
}

#[test]
fn escapes_follow_the_directive_and_words_are_split_behind_variables() {
    assert_eq!(Lex::new('`').process("`$foo \\$foo", &value).unwrap().word, "$foo \\bar");
    let words = |text: &str| Lex::new('\\').process(text, &|_| Some("a b".to_owned())).unwrap().words;
    assert_eq!(words("$x \"$x\" c'd e'"), ["a", "b", "a b", "cd e"]);
    assert_eq!(words("  "), Vec::<String>::new());
}

#[test]
fn ignore_patterns_match_as_docker_has_them() {
    let table: &[(&str, &[&str], &[&str])] = &[
        // The documentation's own table.
        ("*/temp*", &["somedir/temporary.txt", "somedir/temp", "x/temp/y"], &["temp", "a/b/temp"]),
        ("*/*/temp*", &["somedir/subdir/temporary.txt"], &["somedir/temporary.txt"]),
        ("temp?", &["tempa", "tempb", "tempa/x"], &["temp", "tempab", "temp/a"]),
        ("**/*.go", &["a.go", "a/b.go", "a/b/c.go"], &["a.gox", "go"]),
        // A slash at the beginning or the end, and what Clean takes away.
        ("/foo/bar", &["foo/bar", "foo/bar/x"], &["x/foo/bar"]),
        ("foo/bar/", &["foo/bar", "foo/bar/x"], &["foo"]),
        ("./a//b/../c", &["a/c"], &["a/b"]),
        ("  spaced  ", &["spaced"], &["  spaced  "]),
        // Folders take what is in them along.
        ("node_modules", &["node_modules", "node_modules/a/b.js"], &["src/node_modules"]),
        ("**/node_modules", &["node_modules/a", "src/node_modules/a"], &["xnode_modules"]),
        ("**/__pycache__/**", &["a/__pycache__/x.pyc", "__pycache__/x"], &["a/__pycache__"]),
        ("**", &["a", "a/b"], &[]),
        ("*", &["a", "a/b", ".git/config"], &[]),
        ("dir/**", &["dir/a", "dir/a/b"], &["dir", "dira"]),
        ("**file", &["file", "a/file", "afile"], &["filea"]),
        ("a**/*.txt", &["a/file.txt", "a/dir/file.txt"], &["b/file.txt"]),
        // Classes and escapes.
        ("a[b-d]e", &["ace"], &["ae", "aae"]),
        ("a[^b-d]e", &["aze"], &["ace"]),
        ("a\\*b", &["a*b"], &["axb"]),
        ("[\\]a]", &["]", "a"], &["b"]),
        (".*", &[".git", ".env"], &["a.git"]),
        ("a.b+(c)|{d}$", &["a.b+(c)|{d}$"], &["axb+(c)|{d}$"]),
        // The last line that matches decides.
        ("*.md\n!README.md", &["a.md"], &["README.md"]),
        ("*.md\n!README*.md\nREADME-secret.md", &["a.md", "README-secret.md"], &["README.md"]),
        ("*.md\nREADME-secret.md\n!README*.md", &["a.md"], &["README.md", "README-secret.md"]),
        ("docs\n!docs/README.md", &["docs", "docs/a"], &["docs/README.md"]),
        ("*\n!src\n!src/**", &["a", "b/c"], &["src", "src/a"]),
        ("**\n!dist/*.whl", &["dist/a.txt"], &["dist/a.whl"]),
        ("!a\na", &["a"], &["b"]),
        // Comments and empty lines.
        ("# a\n\n#b\nc", &["c"], &["a", "b", "# a"]),
        ("\u{feff}a", &["a"], &["b"]),
        ("", &[], &["a"]),
    ];
    for (patterns, ignored, seen) in table {
        let ignore = Ignore::parse(patterns.as_bytes()).unwrap();
        ignored.iter().for_each(|path| assert!(ignore.is_ignored(path), "{patterns:?} does not ignore {path}"));
        seen.iter().for_each(|path| assert!(!ignore.is_ignored(path), "{patterns:?} ignores {path}"));
    }
    assert_eq!(Ignore::parse(b"a\n!b\nc").unwrap().decide("c/x").map(|decision| decision.line), Some(3));
    for wrong in ["!", "[", "a[", "[^", "[-]", "[x-]", "[]a]", "\\"] {
        let error = Ignore::parse(format!("ok\n{wrong}\n").as_bytes()).unwrap_err();
        assert_eq!(error.line, 2, "{wrong}");
    }
}
