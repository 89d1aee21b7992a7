/** Moves along the chart from reading to reading with the arrow keys, and announces each. */
import type uPlot from 'uplot';

/** Starts at the index `first`; `announce` shows the reading at an index. */
export function enableChartKeyboard(chart: uPlot, first: number, announce: (index: number) => void): void {
  const { over, data } = chart;
  const [times] = data;
  const last = times.length - 1;
  let at = first;
  const steps: Readonly<Record<string, () => number>> = {
    ArrowLeft: () => at - 1,
    ArrowRight: () => at + 1,
    PageUp: () => at - 10,
    PageDown: () => at + 10,
    Home: () => 0,
    End: () => last,
  };
  over.tabIndex = 0;
  over.setAttribute('role', 'slider');
  over.setAttribute('aria-label', 'Reading');
  over.setAttribute('aria-valuemin', '0');
  over.setAttribute('aria-valuemax', String(last));
  over.setAttribute('aria-valuenow', String(at));
  over.addEventListener('keydown', (event) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    at = Math.min(Math.max(step(), 0), last);
    over.setAttribute('aria-valuenow', String(at));
    chart.setCursor({ left: chart.valToPos(times[at] ?? 0, 'x'), top: 0 });
    announce(at);
  });
}
