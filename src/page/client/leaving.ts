/**
 * Reports when a control loses the focus after somebody typed in it, so that its fault can be shown. If the
 * focus is lost by pressing something, reports it after the press: an error text must not move a button while
 * it is being clicked.
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
