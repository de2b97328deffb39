// The toolbar: words, reached by Tab once and walked through by arrow keys.
import { commands, tableAround } from "./commands.js";

export class Toolbar {
  constructor(root, view, panels) {
    Object.assign(this, { root, view, panels });
    this.buttons = [...root.querySelectorAll("button")];
    this.forTables = root.querySelector("[data-for-tables]");
    root.addEventListener("mousedown", (event) => {
      // The selection stays in the text.
      if (event.target.closest("button")) event.preventDefault();
    });
    root.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.press(button);
    });
    root.addEventListener("keydown", (event) => this.walk(event));
    this.update();
  }

  press(button) {
    if (button.dataset.opens) {
      this.panels.show(button.dataset.opens);
      return;
    }
    const { state } = this.view;
    commands[button.dataset.command].run(state, this.view.dispatch, this.view);
    this.view.focus();
  }

  walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const open = this.buttons.filter((button) => !button.closest("[hidden]"));
    const edge = { Home: 0, End: open.length - 1 }[event.key];
    if (event.key === "Escape") this.view.focus();
    if (step === undefined && edge === undefined) return;
    event.preventDefault();
    const here = open.indexOf(document.activeElement);
    this.stop(open[edge ?? (here + step + open.length) % open.length]).focus();
  }

  // Makes this button the one that Tab reaches.
  stop(button) {
    for (const other of this.buttons) other.tabIndex = other === button ? 0 : -1;
    return button;
  }

  focus() {
    (this.buttons.find((button) => button.tabIndex === 0) ?? this.buttons[0]).focus();
  }

  update() {
    const { state } = this.view;
    this.forTables.hidden = !tableAround(state);
    for (const button of this.buttons) {
      const { run, isOn } = commands[button.dataset.command] ?? {};
      if (isOn) button.setAttribute("aria-pressed", isOn(state));
      if (run) button.toggleAttribute("data-idle", !run(state) && !isOn?.(state));
    }
    const at = this.buttons.find((button) => button.tabIndex === 0);
    if (!at || at.closest("[hidden]")) this.stop(this.buttons[0]);
  }
}
