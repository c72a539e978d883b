import uPlot from "uplot";

/** As the server writes it: a line of figures and what they were held against, and numbered moments. */
interface Figures {
  unit: string;
  least: boolean;
  times: number[];
  values: Line;
  limit: Line | null;
  baseline: Line | null;
  others: Line | null;
  marks: number[];
}

type Line = (number | null)[];

const height = 220;
const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const drawn = new WeakMap<HTMLElement, { json: string; chart: uPlot }>();

/** Figures over time, above the table that says the same. Drawn anew where they have changed, and when light becomes dark. */
export function drawCharts(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-chart]").forEach(figures => draw(figures));
}

export function keepChartsDrawn(): void {
  document.addEventListener("studio:theme", () => document.querySelectorAll<HTMLElement>("[data-chart]").forEach(figures => draw(figures, true)));
  new MutationObserver(changes => changes.forEach(change => draw(change.target as HTMLElement))).observe(document, { subtree: true, attributeFilter: ["data-chart"] });
}

function draw(source: HTMLElement, anyway = false): void {
  const place = source.parentElement?.querySelector<HTMLElement>("[data-canvas]");
  const json = source.dataset.chart;
  if (!place || !json) return;
  const before = drawn.get(place);
  if (before && before.json === json && !anyway) return;
  before?.chart.destroy();
  place.hidden = false;
  const chart = new uPlot(...plan(JSON.parse(json) as Figures, place), place);
  if (!before) new ResizeObserver(() => { if (place.clientWidth > 0) drawn.get(place)!.chart.setSize({ width: place.clientWidth, height }); }).observe(place);
  drawn.set(place, { json, chart });
}

function plan(figures: Figures, place: HTMLElement): [uPlot.Options, uPlot.AlignedData] {
  const style = getComputedStyle(place);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  // What is mixed of other colours is a colour for the canvas only once it stands on an element.
  const [ink, grid, paper] = [style.color, style.borderTopColor, style.backgroundColor];
  const [value, limit] = [colour("--chart-value"), colour("--chart-limit")];
  const lines: [Line, uPlot.Series][] = [[figures.values, { stroke: value, width: 2, points: { show: figures.times.length < 60, size: 6, fill: value } }]];
  if (figures.others) lines.push([figures.others, { stroke: colour("--chart-others"), width: 2, points: { show: false } }]);
  if (figures.baseline) lines.push([figures.baseline, { stroke: ink, width: 1.5, dash: [2, 4], points: { show: false } }]);
  if (figures.limit) lines.push([figures.limit, { stroke: limit, width: 1.5, dash: [8, 4], points: { show: false } }]);
  const [from, to] = span(figures);
  const highest = Math.max(...lines.flatMap(([line]) => line.filter(each => each !== null)));
  const dates = to - from > 86400;
  const reading = place.parentElement!.querySelector<HTMLElement>("[data-reading]");
  return [
    {
      width: place.clientWidth || 600,
      height,
      legend: { show: false },
      cursor: { y: false, points: { size: 8 } },
      padding: [figures.marks.length > 0 ? 22 : 8, 12, 0, 0],
      series: [{}, ...lines.map(([, line]) => ({ ...line, spanGaps: false }))],
      scales: { x: { time: true, range: () => [from, to] }, y: { range: () => [0, highest === 0 ? 1 : highest * 1.12] } },
      axes: [
        { stroke: ink, grid: { show: false }, ticks: { stroke: grid, size: 4 }, space: 64, values: (_, moments) => moments.map(moment => (dates ? `${day.format(moment * 1000)}\n` : "") + hour.format(moment * 1000)), size: dates ? 44 : 30 },
        { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { show: false }, size: (_, ticks) => 14 + 7 * Math.max(0, ...(ticks ?? []).map(tick => tick.length)), space: 36, values: (_, ticks) => ticks.map(tick => named(tick, figures.unit)) },
      ],
      hooks: {
        drawClear: [chart => shade(chart, figures, limit)],
        draw: [chart => mark(chart, figures.marks, ink, paper)],
        setCursor: [chart => { if (reading) reading.textContent = read(figures, chart.cursor.idx); }],
      },
    },
    [figures.times, ...lines.map(([line]) => line)] as uPlot.AlignedData,
  ];
}

/** With some air on both sides, and room for what was done before and after. */
function span(figures: Figures): [number, number] {
  const moments = [...figures.times, ...figures.marks];
  const [least, most] = [Math.min(...moments), Math.max(...moments)];
  const air = Math.max((most - least) * 0.03, 60);
  return [least - air, most + air];
}

function named(figure: number, unit: string): string {
  const number = figure.toLocaleString("en-GB", { maximumFractionDigits: 2 });
  return unit === "" ? number : `${number} ${unit}`;
}

function read(figures: Figures, at: number | null | undefined): string {
  const value = at === null || at === undefined ? null : figures.values[at];
  if (value === null || value === undefined) return "";
  const moment = figures.times[at!]! * 1000;
  return `${day.format(moment)} ${hour.format(moment)}: ${named(value, figures.unit)}`;
}

/** Where the rule does not put up with it. */
function shade(chart: uPlot, figures: Figures, colour: string): void {
  const limit = figures.limit?.findLast(each => each !== null);
  if (limit === null || limit === undefined) return;
  const { left, top, width, height: tall } = chart.bbox;
  const at = Math.min(Math.max(chart.valToPos(limit, "y", true), top), top + tall);
  const pen = chart.ctx;
  pen.save();
  pen.globalAlpha = 0.07;
  pen.fillStyle = colour;
  if (figures.least) pen.fillRect(left, at, width, top + tall - at);
  else pen.fillRect(left, top, width, at - top);
  pen.restore();
}

/** What was done to the documents, as lines in time with the numbers of the list below. */
function mark(chart: uPlot, marks: number[], ink: string, paper: string): void {
  const pen = chart.ctx;
  const ratio = devicePixelRatio;
  const radius = 8 * ratio;
  let taken = -Infinity;
  pen.save();
  pen.lineWidth = ratio;
  pen.strokeStyle = ink;
  pen.font = `600 ${10.5 * ratio}px sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  marks.forEach((at, index) => {
    const x = Math.round(chart.valToPos(at, "x", true)) + 0.5;
    const { top, height: tall } = chart.bbox;
    pen.setLineDash([3 * ratio, 3 * ratio]);
    pen.beginPath();
    pen.moveTo(x, top - 4 * ratio);
    pen.lineTo(x, top + tall);
    pen.stroke();
    pen.setLineDash([]);
    // Side by side where they would cover each other.
    const flag = Math.max(x, taken + 2 * radius + ratio);
    taken = flag;
    pen.beginPath();
    pen.arc(flag, top - radius - 4 * ratio, radius, 0, 2 * Math.PI);
    pen.fillStyle = ink;
    pen.fill();
    pen.fillStyle = paper;
    pen.fillText(String(index + 1), flag, top - radius - 3.5 * ratio);
  });
  pen.restore();
}
