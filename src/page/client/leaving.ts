/**
 * Says when a control is left that somebody has typed in. A fault may show then, but must not move the button from under
 * a click that is on its way: what is left by pressing something is told after the press.
 */
export class Leaving {
  readonly #touched = new Set<string>();

  constructor(form: HTMLFormElement, left: (id: string) => void) {
    let pressing = false;
    let behind: string | null = null;
    document.addEventListener("pointerdown", () => {
      pressing = true;
    });
    for (const end of ["pointerup", "pointercancel"]) {
      document.addEventListener(end, () => {
        pressing = false;
        const id = behind;
        behind = null;
        if (id !== null) setTimeout(() => left(id));
      });
    }
    form.addEventListener("focusout", ({ target }) => {
      const id = target instanceof HTMLElement ? target.id : "";
      if (!this.#touched.has(id)) return;
      if (pressing) behind = id;
      else left(id);
    });
  }

  touch(id: string): void {
    this.#touched.add(id);
  }
}
