import "./studio.css";
import htmx from "htmx.org";
import { drawCharts, keepChartsDrawn } from "./charts";
import { listenToKeys } from "./keys";
import { keepCurrent } from "./live";
import { mountEditors } from "./editors";
import { speakOfTime } from "./times";
import { rememberTheme } from "./theme";

/** Bars that are wider than the window begin with what they have first, not with where one is. */
function showWhereOneIs(): void {
  for (const bar of document.querySelectorAll<HTMLElement>(".places, .tabs")) {
    const here = bar.querySelector<HTMLElement>("[aria-current]");
    if (here && bar.scrollWidth > bar.clientWidth) bar.scrollLeft = here.offsetLeft - bar.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
  }
}

/** Makes what the server sent quick; everything works without. Called again for what is swapped in. */
function enhance(root: ParentNode): void {
  speakOfTime(root);
  drawCharts(root);
  mountEditors(root);
}

rememberTheme();
enhance(document);
listenToKeys();
keepCurrent();
keepChartsDrawn();
showWhereOneIs();
htmx.onLoad((swapped: Element) => enhance(swapped));

// An address says what is asked for, and nothing of what is not.
document.addEventListener("formdata", event => {
  if (!(event.target instanceof HTMLFormElement) || event.target.method !== "get") return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});

document.addEventListener("change", event => {
  const box = event.target;
  if (!(box instanceof HTMLElement)) return;
  if (box.matches("[data-sends]")) box.closest("form")?.requestSubmit();
  if (box instanceof HTMLInputElement && box.matches("[data-all]"))
    document.querySelectorAll<HTMLInputElement>("input[name=item]").forEach(one => (one.checked = box.checked));
  if (box.matches("[data-all], input[name=item]")) {
    const some = document.querySelectorAll("input[name=item]:checked").length;
    document.querySelectorAll("[data-chosen]").forEach(place => (place.textContent = some === 0 ? "" : `${some} chosen`));
  }
});
