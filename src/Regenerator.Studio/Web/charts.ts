import uPlot from "uplot";

interface Series { unit: string; points: [number, number][]; baseline: number | null; marks: [number, string][] }

const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** Figures over time, beside the table that says the same. */
export function drawCharts(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-chart]:not([data-drawn])").forEach(place => {
    place.dataset.drawn = "";
    place.hidden = false;
    draw(place);
  });
}

/** Replaces what was drawn of figures that have changed; it is drawn anew with the rest. Nothing else touches what is drawn. */
export function renewCharts(shown: ParentNode, fresh: ParentNode): void {
  const news = fresh.querySelectorAll<HTMLElement>("[data-chart]");
  shown.querySelectorAll<HTMLElement>("[data-chart]").forEach((place, at) => {
    const other = news[at];
    if (other && other.dataset.chart !== place.dataset.chart) place.replaceWith(document.importNode(other, true));
  });
}

function draw(place: HTMLElement): void {
  const series = JSON.parse(place.dataset.chart!) as Series;
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue("--tblr-secondary").trim();
  const line = style.getPropertyValue("--tblr-primary").trim();
  const grid = { stroke: getComputedStyle(document.querySelector(".bar")!).borderBottomColor, width: 1 };
  const times = series.points.map(point => point[0]);
  const data: (number | null)[][] = [series.points.map(point => point[1])];
  const lines: uPlot.Series[] = [{}, { stroke: line, width: 2, fill: `color-mix(in srgb, ${line} 12%, transparent)`, points: { show: series.points.length < 40, size: 6 } }];
  if (series.baseline !== null) {
    data.push(times.map(() => series.baseline));
    lines.push({ stroke: ink, width: 1, dash: [4, 4], points: { show: false } });
  }
  const highest = Math.max(...series.points.map(point => point[1]), series.baseline ?? 0);
  const days = times[times.length - 1]! - times[0]! > 2 * 86400;
  const chart = new uPlot({
    width: place.clientWidth || 600, height: 150, legend: { show: false }, cursor: { y: false, points: { size: 8 } }, series: lines,
    padding: [8, 28, 0, 0],
    scales: { x: { time: true, range: (_, least, most) => least === most ? [least - 1800, most + 1800] : [least, most] }, y: { range: [0, highest === 0 ? 1 : highest * 1.15] } },
    axes: [{ stroke: ink, grid: { show: false }, ticks: { show: false }, values: (_, moments) => moments.map(moment => (days ? day : hour).format(moment * 1000)) }, { stroke: ink, grid, ticks: { show: false }, size: 52 }],
    hooks: { draw: [chart => mark(chart, series.marks, ink)] },
  }, [times, ...data] as uPlot.AlignedData, place);
  new ResizeObserver(() => { if (place.clientWidth > 0) chart.setSize({ width: place.clientWidth, height: 150 }); }).observe(place);
  document.addEventListener("studio:theme", () => { if (place.isConnected) { chart.destroy(); draw(place); } }, { once: true });
}

/** What was done to the app, as lines in time. */
function mark(chart: uPlot, marks: [number, string][], ink: string): void {
  const pen = chart.ctx;
  pen.save();
  pen.strokeStyle = pen.fillStyle = ink;
  pen.font = `${11 * devicePixelRatio}px sans-serif`;
  for (const [at, words] of marks) {
    const x = chart.valToPos(at, "x", true);
    if (x < chart.bbox.left || x > chart.bbox.left + chart.bbox.width) continue;
    pen.beginPath();
    pen.moveTo(x, chart.bbox.top);
    pen.lineTo(x, chart.bbox.top + chart.bbox.height);
    pen.stroke();
    pen.fillText(words, x + 4, chart.bbox.top + 12 * devicePixelRatio);
  }
  pen.restore();
}
