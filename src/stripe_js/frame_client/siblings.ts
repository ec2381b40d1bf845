/** The other frames of a group: the number, the expiry date and the code of a card may each have a frame of its own. */

/** Bound of the frames of a page that are looked at. */
const FRAMES_MAX = 100;

/** What is in a control of another frame of the group; empty if there is none. */
export function readSibling(group: string, control: string): string {
  const frames = Array.from(
    { length: Math.min(parent.frames.length, FRAMES_MAX) },
    (_, at) => parent.frames[at],
  );
  for (const frame of frames) {
    const input = controlIn(frame, group, control);
    if (input !== null) return input.value;
  }
  return "";
}

function controlIn(frame: Window | undefined, group: string, control: string): HTMLInputElement | null {
  try {
    const form = frame?.document.querySelector<HTMLFormElement>("form[data-frame]");
    const data = JSON.parse(form?.dataset.frame ?? "{}") as { group?: unknown };
    return data.group === group ? (form?.querySelector(`[data-control="${control}"]`) ?? null) : null;
  } catch {
    return null; // a frame of somebody else
  }
}
