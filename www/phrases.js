// Japanese is broken between phrases, not inside a word. Where the browser cannot do that by itself (word-break: auto-phrase),
// zero-width spaces stand where a phrase begins, and nowhere else is a line broken (www/style/ground.css, .phrases).

const SPACE = "\u200b";

// A phrase is mostly written as kanji, katakana or letters with hiragana behind: what follows hiragana begins the next one. A
// closing bracket, a mark or a small sign never does; お and ご belong to what they stand before.
const BEGINS = new RegExp(
  [
    String.raw`(?<=\p{sc=Hiragana})(?<!(?:^|[\s「『（、。の])[おご])(?=[\p{sc=Han}\p{sc=Katakana}A-Za-z0-9「『（])(?![ー々])`,
    String.raw`(?<=[、。])(?=[^\s、。」』）：？！])`,
    String.raw`(?<=[」』）：])(?=[\p{sc=Han}\p{sc=Katakana}A-Za-z0-9「『（])`,
  ].join("|"),
  "gu",
);

/** `text` with a zero-width space where a phrase begins. */
export function phrases(text) {
  return text.replaceAll(SPACE, "").replace(BEGINS, SPACE);
}

const LEFT = new Set(["SCRIPT", "STYLE", "TEXTAREA", "OPTION", "PRE", "CODE"]);

function mark(node) {
  if (!/\p{sc=Hiragana}/u.test(node.data) || LEFT.has(node.parentNode?.nodeName)) return;
  const marked = phrases(node.data);
  if (marked !== node.data) node.data = marked;
}

function markAll(root) {
  if (root.nodeType === Node.TEXT_NODE) return mark(root);
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) mark(walk.currentNode);
}

/** Keeps all Japanese below `root` so. */
export function keep(root) {
  document.documentElement.classList.add("phrases");
  markAll(root);
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "characterData") mark(target);
      else addedNodes.forEach(markAll);
    }
  }).observe(root, { subtree: true, childList: true, characterData: true });
}
