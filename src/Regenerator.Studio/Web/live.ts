import htmx from "htmx.org";
import { drawCharts } from "./charts";

const pause = 4000;
const pauseWhileApplying = 1000;
const patience = 60_000;
const readingTime = 15_000;

/**
 * Asks for the page again while it is looked at, and swaps in what changed. Nothing is moved under somebody who types or chooses:
 * they are told, and see it when they want to. What the page told them stays until they had the time to read it, and something new is there.
 */
export function keepCurrent(): void {
  let seen: string | null = null;
  let wait = pause;
  let watched: number | null = null;

  async function look(): Promise<void> {
    const main = document.querySelector<HTMLElement>("main[data-live]");
    if (!main || document.hidden) return;
    watched ??= performance.now();
    const address = location.href;
    const answer = await fetch(address, { headers: { "Studio-Look": "1", ...(seen ? { "If-None-Match": seen } : {}) }, redirect: "manual" });
    show(main, "[data-ended]", answer.status === 401);
    if (answer.status >= 500) throw new Error(`${answer.status}`); // what is on the screen is worth more than the page that says so
    const before = seen ?? main.dataset.live ?? null;
    seen = answer.headers.get("ETag");
    if (answer.status !== 200 || seen === before || address !== location.href) return;
    const text = await answer.text();
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    if (!fresh) return;
    if (isBusy(main)) return announce(main, fresh);
    const told = main.querySelector("[data-told]");
    if (told && performance.now() - watched < readingTime) fresh.prepend(told.cloneNode(true));
    htmx.swap({ target: main, text: fresh.outerHTML, swap: "outerMorph" });
    drawCharts(document);
  }

  async function again(): Promise<void> {
    try {
      await look();
      wait = document.querySelector("main [data-moving]") ? pauseWhileApplying : pause;
    } catch {
      wait = Math.min(wait * 2, patience); // The server is away: it may come back.
    }
    document.body.classList.toggle("is-alone", wait > pause);
    setTimeout(again, wait);
  }

  setTimeout(again, pause);
  document.addEventListener("visibilitychange", () => void look().catch(() => undefined));
}

function show(within: ParentNode, notice: string, isMeant: boolean): void {
  within.querySelector(notice)?.toggleAttribute("hidden", !isMeant);
}

function isBusy(main: HTMLElement): boolean {
  const at = document.activeElement;
  const typing = at instanceof HTMLElement && main.contains(at) && at.matches("input:not([type=checkbox]), textarea, select, studio-editor");
  return typing || main.querySelector("details[data-form][open], input[name=item]:checked, [data-keep]") !== null;
}

/** Only of what a decision depends on: more of the same evidence disturbs nobody. */
function announce(main: HTMLElement, fresh: HTMLElement): void {
  if (matterOf(main) !== matterOf(fresh)) main.querySelector("[data-moved]")?.removeAttribute("hidden");
}

function matterOf(main: HTMLElement): string | undefined {
  return main.querySelector<HTMLElement>("[data-matter]")?.dataset.matter;
}
