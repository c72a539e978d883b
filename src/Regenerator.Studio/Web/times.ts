const steps: [Intl.RelativeTimeFormatUnit, number][] = [["day", 86400], ["hour", 3600], ["minute", 60]];
const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** «3 hours ago» instead of the hour; the hour stays in the title. */
export function speakOfTime(root: ParentNode): void {
  root.querySelectorAll<HTMLTimeElement>("time[data-ago]").forEach(time => {
    const seconds = (new Date(time.dateTime).getTime() - Date.now()) / 1000;
    const step = steps.find(([, length]) => Math.abs(seconds) >= length);
    time.title ||= time.textContent?.trim() ?? "";
    time.textContent = step ? words.format(Math.round(seconds / step[1]), step[0]) : "just now";
  });
}

setInterval(() => speakOfTime(document), 30_000);
