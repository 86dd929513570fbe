// A field for Python: CodeMirror where it comes, a plain one where it does not. Tab leaves both.
const { EditorView, EditorState, keymap, lineNumbers, drawSelection, highlightSpecialChars, defaultKeymap, history, historyKeymap,
  HighlightStyle, LanguageSupport, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting, pythonLanguage, tags,
} = await import("../codemirror/codemirror.mjs").catch(() => ({}));

// As code looks elsewhere on the page; site.css has the colours for light and dark.
const look = () => EditorView.theme({
  "&.cm-focused": { outline: "none" }, // the frame around it shows where the focus is
  ".cm-content, .cm-gutters": { fontFamily: "var(--pst-font-family-monospace)", lineHeight: 1.5 },
  ".cm-gutters": { background: "none", border: 0, color: "var(--pst-color-text-muted)" },
  ".cm-content": { caretColor: "var(--pst-color-text-base)" },
  ".cm-cursor": { borderLeft: "2px solid var(--pst-color-text-base)" },
  "& > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { background: "color-mix(in srgb, var(--cg-accent) 35%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { background: "color-mix(in srgb, var(--cg-accent) 35%, transparent)" },
  "&.cm-focused .cm-matchingBracket": { background: "color-mix(in srgb, var(--cg-accent) 25%, transparent)" },
});
const colours = () => HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.bool, tags.null], color: "var(--cg-code-keyword)" },
  { tag: tags.string, color: "var(--cg-code-string)" },
  { tag: tags.number, color: "var(--cg-code-number)" },
  { tag: tags.comment, color: "var(--cg-code-comment)" },
  { tag: tags.function(tags.definition(tags.variableName)), color: "var(--cg-code-name)" },
]);

// Returns { text(), set(text), focus() }; `change` is called with each new text, `check` at Ctrl-Enter.
export function editor({ parent, text, label, change, check }) {
  return (EditorView ? rich : plain)({ parent, text, label, change, check });
}

function rich({ parent, text, label, change, check }) {
  const view = new EditorView({
    parent,
    doc: text,
    extensions: [
      keymap.of([{ key: "Mod-Enter", run: () => (check(), true) }, ...defaultKeymap, ...historyKeymap]),
      lineNumbers(), highlightSpecialChars(), history(), drawSelection(), indentOnInput(), bracketMatching(),
      indentUnit.of("    "), EditorState.tabSize.of(4), EditorView.lineWrapping,
      new LanguageSupport(pythonLanguage), syntaxHighlighting(colours()), look(),
      EditorView.contentAttributes.of({ "aria-label": label }),
      EditorView.updateListener.of((update) => update.docChanged && change(update.state.doc.toString())),
    ],
  });
  const whole = () => ({ from: 0, to: view.state.doc.length });
  return {
    text: () => view.state.doc.toString(),
    set: (now) => view.dispatch({ changes: { ...whole(), insert: now } }),
    focus: () => view.focus(),
  };
}

function plain({ parent, text, label, change, check }) {
  const field = Object.assign(document.createElement("textarea"), { value: text, rows: text.split("\n").length + 4, spellcheck: false });
  field.setAttribute("aria-label", label);
  field.addEventListener("input", () => change(field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    check();
  });
  parent.append(field);
  return { text: () => field.value, set: (now) => change((field.value = now)), focus: () => field.focus() };
}
