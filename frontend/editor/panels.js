// Small forms below the toolbar for what needs words: footnotes, links, images, captions, references.
import { NodeSelection } from "prosemirror-state";

import { insertBlock, tableAround } from "./commands.js";
import { ask } from "./keep.js";
import { images, schema } from "./schema.js";

const { nodes, marks } = schema;
const LABELLED = new Set(["table", "image", "formula", "reference"]);

const freshLabel = () => "k" + crypto.getRandomValues(new Uint32Array(2)).reduce((all, n) => all + n.toString(36), "");

// What a reference in this section may point to, with the words it is called by.
function targetsIn(doc, names) {
  const counts = {};
  const found = [];
  doc.forEach((node, pos) => {
    const kind = node.type.name;
    if (!LABELLED.has(kind)) return;
    counts[kind] = (counts[kind] ?? 0) + 1;
    const called = kind === "reference" ? `[${counts[kind]}]` : `${names[kind]}${counts[kind]}`;
    const said = node.attrs.caption || node.textContent;
    found.push({ pos, called, label: node.attrs.label, text: `${called} ${said}`.slice(0, 60) });
  });
  return found;
}

export class Panels {
  constructor(view, root, page) {
    Object.assign(this, { view, root, page });
    this.open = null;
    root.addEventListener("click", ({ target }) => {
      if (target.matches("[data-cancel]")) this.close();
      if (target.matches("[data-apply]")) this.apply();
    });
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      if (event.key === "Enter" && event.target.matches("input")) {
        event.preventDefault();
        this.apply();
      }
    });
  }

  field(name) {
    return this.open.querySelector(`[name="${name}"]`);
  }

  show(name) {
    this.close(false);
    this.open = this.root.querySelector(`[data-panel="${name}"]`);
    this.name = name;
    this.open.hidden = false;
    this.fill[name]?.call(this);
    this.open.querySelector("input, select, button").focus();
  }

  close(isBack = true) {
    if (!this.open) return;
    this.say("");
    this.open.hidden = true;
    this.open = null;
    if (isBack) this.view.focus();
  }

  say(words) {
    this.open.querySelector("[role=alert]").textContent = words;
  }

  async apply() {
    const isDone = await this.act[this.name].call(this);
    if (isDone !== false) this.close();
  }

  fill = {
    footnote() {
      const { node } = this.view.state.selection;
      this.field("note").value = node?.type === nodes.footnote ? node.attrs.text : "";
    },
    link() {
      const mark = marks.link.isInSet(this.view.state.selection.$from.marks());
      this.field("address").value = mark?.attrs.href ?? "";
    },
    image() {
      const { node } = this.view.state.selection;
      this.chosen = node?.type === nodes.image ? node : null;
      this.field("file").value = "";
      this.field("caption").value = this.chosen?.attrs.caption ?? "";
      this.field("alt").value = this.chosen?.attrs.alt ?? "";
      this.field("file").closest(".field").hidden = Boolean(this.chosen);
    },
    caption() {
      this.field("caption").value = tableAround(this.view.state)?.node.attrs.caption ?? "";
    },
    reference() {
      this.found = [...targetsIn(this.view.state.doc, this.page.names), ...this.page.elsewhere];
      const options = this.found.map((target, place) => new Option(target.text, place));
      this.field("target").replaceChildren(...options);
      this.field("called").value = this.found[0]?.called ?? "";
      this.field("target").onchange = () => {
        this.field("called").value = this.found[this.field("target").value]?.called ?? "";
      };
      if (!this.found.length) this.say(this.page.words.noTargets);
    },
  };

  act = {
    footnote() {
      const text = this.field("note").value.trim();
      const { state } = this.view;
      if (!text) return this.say(this.page.words.noWords) ?? false;
      const note = nodes.footnote.create({ text });
      const at = state.selection.node?.type === nodes.footnote ? state.selection.from : state.selection.to;
      const until = state.selection.node?.type === nodes.footnote ? state.selection.to : at;
      this.view.dispatch(state.tr.replaceWith(at, until, note));
    },
    link() {
      const href = this.field("address").value.trim();
      const { state } = this.view;
      const { from, to, empty } = state.selection;
      if (!href) {
        this.view.dispatch(state.tr.removeMark(from, to, marks.link));
      } else if (!/^(https?:\/\/|mailto:)[^\s<>"'\\]+$/i.test(href)) {
        return this.say(this.page.words.badAddress) ?? false;
      } else if (empty) {
        this.view.dispatch(state.tr.insert(from, schema.text(href, [marks.link.create({ href })])));
      } else {
        this.view.dispatch(state.tr.addMark(from, to, marks.link.create({ href })));
      }
    },
    async image() {
      const caption = this.field("caption").value.trim();
      const alt = this.field("alt").value.trim();
      if (!alt) return this.say(this.page.words.noAlt) ?? false;
      if (this.chosen) {
        const { from } = this.view.state.selection;
        this.view.dispatch(this.view.state.tr.setNodeMarkup(from, null, { ...this.chosen.attrs, caption, alt }));
        return;
      }
      const file = this.field("file").files[0];
      if (!file) return this.say(this.page.words.noFile) ?? false;
      return this.upload(file, { caption, alt });
    },
    caption() {
      const table = tableAround(this.view.state);
      const attrs = { ...table.node.attrs, caption: this.field("caption").value.trim() };
      this.view.dispatch(this.view.state.tr.setNodeMarkup(table.pos, null, attrs));
    },
    reference() {
      const target = this.found[this.field("target").value];
      const called = this.field("called").value.trim();
      if (!target || !called) return this.say(this.page.words.noWords) ?? false;
      const { state } = this.view;
      const tr = state.tr;
      const label = target.label || freshLabel();
      if (!target.label) tr.setNodeAttribute(target.pos, "label", label);
      tr.insert(state.selection.to, schema.text(called, [marks.ref.create({ label })]));
      this.view.dispatch(tr);
    },
  };

  async upload(file, attrs) {
    const body = new FormData();
    body.append("image", file);
    this.say(this.page.words.sending);
    try {
      const answer = await ask(this.page.urls.image, body);
      const said = await answer.json();
      if (!answer.ok) return this.say(said.message) ?? false;
      images.set(said.image, said.url);
      const at = insertBlock(this.view, nodes.image.create({ image: said.image, ...attrs }));
      const { tr } = this.view.state;
      this.view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, at)));
    } catch {
      return this.say(this.page.words.failed) ?? false;
    }
  }
}
