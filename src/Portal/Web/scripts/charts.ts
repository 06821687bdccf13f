// Charts are drawn from the tables beneath them: the figures stand once, and without script the tables say it all.
import { BarChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, AriaComponent, GridComponent, LegendComponent, CanvasRenderer]);

interface Series {
  name: string;
  token: string;
  values: number[];
}

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** The columns that say so, row by row; cents become yuan. */
function read(table: HTMLTableElement): { rows: string[]; series: Series[] } {
  const rows = Array.from(table.querySelectorAll<HTMLTableRowElement>("tbody tr:not(.sum)"));
  const heads = Array.from(table.querySelectorAll<HTMLElement>("thead [data-series]"));
  return {
    rows: rows.map(row => (row.querySelector<HTMLElement>("[data-name]") ?? row.cells[0]).innerText.trim()),
    series: heads.map((head, column) => ({
      name: head.innerText.trim(),
      token: head.dataset.series!,
      values: rows.map(row => Number(row.querySelectorAll<HTMLElement>("[data-value]")[column]?.dataset.value ?? 0) / 100),
    })),
  };
}

function draw(place: HTMLElement): void {
  const table = document.getElementById(place.dataset.of!) as HTMLTableElement | null;
  if (!table) return;
  const { rows, series } = read(table);
  const lying = place.dataset.chart === "shares";
  if (lying) place.classList.add(`rows-${Math.min(rows.length, 12)}`);
  const chart = init(place);
  const paint = (): void => {
    const [ink, soft, line] = [token("ink"), token("soft"), token("line")];
    const names = { type: "category" as const, data: rows, inverse: lying, axisLabel: { color: ink, width: 120, overflow: "break" as const }, axisLine: { lineStyle: { color: soft } } };
    const figures = { type: "value" as const, axisLabel: { color: soft, hideOverlap: true }, splitLine: { lineStyle: { color: line } } };
    chart.setOption(
      {
        animation: false,
        backgroundColor: "transparent",
        aria: { enabled: true, label: { enabled: false }, decal: { show: true } }, // patterns, so that colour is not alone; the page says the rest
        textStyle: { color: ink, fontFamily: getComputedStyle(document.body).fontFamily },
        legend: { top: 0, textStyle: { color: ink } },
        grid: { left: 8, right: 24, top: 48, bottom: 8, containLabel: true },
        xAxis: lying ? figures : names,
        yAxis: lying ? names : figures,
        series: series.map(one => ({ type: "bar" as const, name: one.name, data: one.values, stack: lying ? "whole" : undefined, barMaxWidth: 28, itemStyle: { color: token(one.token) } })),
      },
      true,
    );
  };

  paint();
  matchMedia("screen and (prefers-color-scheme: dark)").addEventListener("change", paint); // also when a dark screen is printed
  new ResizeObserver(() => chart.resize()).observe(place);
  place.dataset.drawn = "yes";
}

document.querySelectorAll<HTMLElement>("[data-chart]").forEach(draw);
