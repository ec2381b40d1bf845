/** Keeps the summary in view beside a long form: tells the style sheet how high it is. */

export function runOverview(): void {
  const overview = document.querySelector<HTMLElement>(".App-Overview");
  if (overview === null) return;
  const measure = () => overview.style.setProperty("--overview-height", `${overview.offsetHeight}px`);
  new ResizeObserver(measure).observe(overview);
}
