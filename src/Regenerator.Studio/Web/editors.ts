import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { linter, lintGutter } from "@codemirror/lint";
import { MergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--tblr-link-color)" },
  { tag: tags.string, color: "var(--come-ink)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--gone-ink)" },
]);

// Two that stand side by side scroll as one, by the place that they are in: bounds of their own would squeeze their line numbers.
const scrolls = EditorView.theme({ ".cm-scroller": { maxHeight: "32rem", overflow: "auto" } });

/** In a shadow tree its styles are adopted sheets, which the page's policy on styles lets through. */
class StudioEditor extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: "open" });
  }
}

customElements.define("studio-editor", StudioEditor);

/** Editors instead of text areas, and whole documents side by side on demand. */
export function mountEditors(root: ParentNode): void {
  root.querySelectorAll<HTMLTextAreaElement>("textarea[data-json]").forEach(edit);
  root.querySelectorAll<HTMLButtonElement>("button[data-compare]").forEach(button => {
    button.hidden = false;
    button.onclick = () => void compare(button);
  });
}

function edit(area: HTMLTextAreaElement): void {
  if (area.hidden) return;
  const place = document.createElement("studio-editor");
  area.before(place);
  area.hidden = true;
  const changed = EditorView.updateListener.of(update => { if (update.docChanged) area.value = update.state.doc.toString(); });
  new EditorView({
    parent: place.shadowRoot!, root: place.shadowRoot!,
    state: EditorState.create({ doc: area.value, extensions: [...look(area.getAttribute("aria-label") ?? "JSON"), scrolls, history(), lintGutter(), linter(jsonParseLinter()), keymap.of([...defaultKeymap, ...historyKeymap]), changed] }),
  });
}

async function compare(button: HTMLButtonElement): Promise<void> {
  const place = document.querySelector<HTMLElement>(button.dataset.compare!);
  if (!place || place.childElementCount > 0) return place?.toggleAttribute("hidden") as void;
  const answer = await fetch(button.dataset.source!);
  if (!answer.ok) return;
  const { before, after } = (await answer.json()) as { before: string; after: string };
  const shell = document.createElement("studio-editor");
  place.append(shell);
  place.hidden = false;
  const still = [...look("Document"), EditorState.readOnly.of(true), EditorView.editable.of(false)];
  new MergeView({ a: { doc: before, extensions: still }, b: { doc: after, extensions: still }, parent: shell.shadowRoot!, root: shell.shadowRoot!, collapseUnchanged: { margin: 3, minSize: 6 } });
}

function look(label: string): Extension[] {
  return [
    lineNumbers(), foldGutter(), bracketMatching(), json(), syntaxHighlighting(colours), EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": label }),
    EditorView.theme({
      "&": { fontSize: "0.8125rem", backgroundColor: "var(--tblr-bg-surface)", color: "var(--tblr-body-color)" },
      ".cm-gutters": { backgroundColor: "var(--tblr-bg-surface-secondary)", color: "var(--tblr-secondary)", border: "none" },
      ".cm-scroller": { fontFamily: "var(--tblr-font-monospace)" },
      ".cm-cursor": { borderLeftColor: "var(--tblr-body-color)" },
    }),
  ];
}
