import type { Curve } from './rows.ts';

const width = 560;
const height = 300;
const margin = { left: 56, right: 70, top: 40, bottom: 48 };
const colours = ['#2563eb', '#94a3b8', '#16a34a'];

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const short = (value: number): string =>
  value >= 1_000 ? `${(value / 1_000).toLocaleString('en')}k` : String(value);

/** A step of 1, 2 or 5 times a power of ten that divides `top` into about four. */
function tick(top: number): number {
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= rough) ?? rough;
}

/** Draws a curve as a small SVG: milliseconds from zero upwards, the other axis by its logarithm. */
export function draw({ title, xLabel, series }: Curve): string {
  const points = series.flatMap((one) => one.points);
  const xs = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
  const [low = 1, high = 10] = [xs[0], xs.at(-1)];
  const step = tick(Math.max(...points.map(({ y }) => y)) * 1.15);
  const top = step * Math.ceil((Math.max(...points.map(({ y }) => y)) * 1.15) / step);
  const right = width - margin.right;
  const bottom = height - margin.bottom;
  const xOf = (x: number): number =>
    margin.left +
    ((right - margin.left) * (Math.log(x) - Math.log(low))) / (Math.log(high) - Math.log(low) || 1);
  const yOf = (y: number): number => bottom - ((bottom - margin.top) * y) / top;
  const place = (value: number): string => value.toFixed(1);

  const lines: string[] = [];
  for (let nth = 0; nth * step <= top * 1.001; nth += 1) {
    const y = place(yOf(nth * step));
    const label = String(Number((nth * step).toPrecision(3)));
    lines.push(
      `<line x1="${margin.left}" y1="${y}" x2="${right}" y2="${y}" stroke="#e2e8f0"/>`,
      `<text x="${margin.left - 8}" y="${y}" text-anchor="end" dominant-baseline="middle">${label}</text>`,
    );
  }
  for (const x of xs) {
    lines.push(
      `<text x="${place(xOf(x))}" y="${bottom + 18}" text-anchor="middle">${short(x)}</text>`,
    );
  }
  series.forEach(({ name, points: found }, nth) => {
    const colour = colours[nth % colours.length] ?? '#000';
    const path = found.map(({ x, y }) => `${place(xOf(x))},${place(yOf(y))}`).join(' ');
    const last = found.at(-1);
    lines.push(
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...found.map(
        ({ x, y }) =>
          `<circle cx="${place(xOf(x))}" cy="${place(yOf(y))}" r="3" fill="${colour}"><title>${escape(
            `${name}: ${y.toFixed(3)} ms at ${x}`,
          )}</title></circle>`,
      ),
    );
    if (last) {
      lines.push(
        `<text x="${right + 10}" y="${place(yOf(last.y))}" fill="${colour}" dominant-baseline="middle">${escape(name)}</text>`,
      );
    }
  });

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12" fill="#334155">
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text x="${margin.left}" y="22" font-size="14" font-weight="600">${escape(title)}, ms</text>
${lines.join('\n')}
<text x="${(margin.left + right) / 2}" y="${height - 10}" text-anchor="middle">${escape(xLabel)}</text>
</svg>
`;
}
