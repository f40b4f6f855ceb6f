import type { Point } from './trend.ts';

/** One row of a chart: lines over the same time, each with its name. */
export interface Panel {
  readonly title: string;
  readonly lines: readonly { readonly name: string; readonly points: readonly Point[] }[];
}

const WIDTH = 900;
const PANEL_HEIGHT = 150;
const LEFT = 64;
const TOP = 34;
const PLOT_WIDTH: number = WIDTH - LEFT - 150;
const PLOT_HEIGHT: number = PANEL_HEIGHT - 60;
const COLOURS = ['#1f6feb', '#c2410c', '#15803d', '#7e22ce'];

/** Draws panels below each other, with a common axis of time in minutes, as SVG. */
export function drawChart(title: string, panels: readonly Panel[]): string {
  const seconds = panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map((point) => point.seconds)));
  const lastSeconds = Math.max(1, ...seconds);
  const height = TOP + panels.length * PANEL_HEIGHT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="12" y="20" font-size="14" font-weight="bold">${escapeText(title)}</text>`,
    ...panels.map((panel, index) => drawPanel(panel, TOP + index * PANEL_HEIGHT, lastSeconds)),
    '</svg>',
    '',
  ].join('\n');
}

function drawPanel({ title, lines }: Panel, top: number, lastSeconds: number): string {
  const highest = niceCeiling(Math.max(1, ...lines.flatMap(({ points }) => points.map(({ value }) => value))));
  const x = (seconds: number): number => LEFT + (seconds / lastSeconds) * PLOT_WIDTH;
  const y = (value: number): number => top + 20 + PLOT_HEIGHT - (value / highest) * PLOT_HEIGHT;
  const levels = [0, highest / 2, highest].map((value) => drawLevel(value, y(value)));
  const minutes = Array.from({ length: 6 }, (_, index) => (lastSeconds / 60 / 5) * index);
  const ticks = minutes.map(
    (minute) =>
      `<text x="${round(x(minute * 60))}" y="${top + PLOT_HEIGHT + 36}" text-anchor="middle" fill="#555">${round(minute)} min</text>`,
  );
  const curves = lines.map(({ name, points }, index) => {
    const colour = COLOURS[index % COLOURS.length] ?? '#000';
    const path = points.map(({ seconds, value }) => `${round(x(seconds))},${round(y(value))}`).join(' ');
    return (
      `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${path}"/>` +
      `<text x="${LEFT + PLOT_WIDTH + 10}" y="${top + 30 + index * 16}" fill="${colour}">${escapeText(name)}</text>`
    );
  });
  return [`<text x="${LEFT}" y="${top + 12}">${escapeText(title)}</text>`, ...levels, ...ticks, ...curves].join('\n');
}

function drawLevel(value: number, y: number): string {
  return (
    `<line x1="${LEFT}" x2="${LEFT + PLOT_WIDTH}" y1="${round(y)}" y2="${round(y)}" stroke="#ddd"/>` +
    `<text x="${LEFT - 6}" y="${round(y + 4)}" text-anchor="end" fill="#555">${round(value)}</text>`
  );
}

/** The next of 1, 2 or 5 times a power of ten. */
function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (([1, 2, 5, 10] as const).find((factor) => factor * power >= value) ?? 10) * power;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
