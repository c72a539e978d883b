const key = "studio-theme";

/** As the system has it, until somebody chooses otherwise. */
export function rememberTheme(): void {
  document.addEventListener("click", event => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-theme-switch]")) return;
    const next = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
    localStorage.setItem(key, next);
    show(next);
  });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", () => show(chosen(system)));
  show(chosen(system));
}

function chosen(system: MediaQueryList): string {
  return localStorage.getItem(key) ?? (system.matches ? "dark" : "light");
}

function show(theme: string): void {
  document.documentElement.dataset.bsTheme = theme;
  document.dispatchEvent(new Event("studio:theme"));
}
