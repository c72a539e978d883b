/** j/k, Enter, a, r, s, ? and /, as people know them from mail and trackers. */
export function listenToKeys(): void {
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") return leave(event);
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (keys[event.key]?.() === true) event.preventDefault();
  });
  document.addEventListener("click", event => {
    if (event.target instanceof Element && event.target.closest("[data-keys]")) help();
  });
}

const keys: Record<string, () => boolean> = {
  j: () => move(1),
  k: () => move(-1),
  a: () => open("approve"),
  r: () => open("reject"),
  s: () => open("snooze"),
  c: () => open("comment"),
  e: () => follow('a[data-decision="edit"]'),
  x: choose,
  u: () => follow("[data-up]"),
  "/": () => focus("[data-find]"),
  "?": help,
};

function isTyping(at: EventTarget | null): boolean {
  return at instanceof HTMLElement && at.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, studio-editor");
}

function move(by: number): boolean {
  const rows = [...document.querySelectorAll<HTMLAnchorElement>("[data-row] a[data-open]")];
  if (rows.length === 0) return false;
  const at = rows.findIndex(row => row.closest("[data-row]")?.contains(document.activeElement));
  const next = rows[Math.max(0, Math.min(rows.length - 1, at === -1 ? (by > 0 ? 0 : rows.length - 1) : at + by))];
  next?.focus();
  next?.closest("[data-row]")?.scrollIntoView({ block: "nearest" });
  return true;
}

function choose(): boolean {
  const box = document.activeElement?.closest("[data-row]")?.querySelector<HTMLInputElement>("input[name=item]");
  box?.click();
  return box !== null && box !== undefined;
}

/** Opens the form of a decision, or goes to the button that takes it: deciding itself wants one more key. */
function open(decision: string): boolean {
  const form = document.querySelector<HTMLElement>(`[data-decision="${decision}"]`);
  if (!form) return false;
  if (form instanceof HTMLDetailsElement) {
    document.querySelectorAll<HTMLDetailsElement>("details[data-form][open]").forEach(other => (other.open = other === form));
    form.open = true;
    form.querySelector<HTMLElement>("textarea, select, input:not([type=hidden])")?.focus();
  } else {
    form.focus();
  }
  form.scrollIntoView({ block: "nearest" });
  return true;
}

function follow(selector: string): boolean {
  const link = document.querySelector<HTMLAnchorElement>(selector);
  link?.click();
  return link !== null;
}

function focus(selector: string): boolean {
  const box = document.querySelector<HTMLElement>(selector);
  box?.focus();
  return box !== null;
}

function help(): boolean {
  const dialog = document.querySelector<HTMLDialogElement>("dialog#keys");
  if (!dialog) return false;
  if (dialog.open) dialog.close();
  else dialog.showModal();
  return true;
}

function leave(event: KeyboardEvent): void {
  const at = event.target;
  if (!(at instanceof HTMLElement)) return;
  const form = at.closest<HTMLDetailsElement>("details[data-form][open]");
  if (form) {
    form.open = false;
    form.querySelector("summary")?.focus();
  } else if (isTyping(at)) {
    at.blur();
  }
}
