// The section editor. Without it the same section is written as plain text in the form below.
import { baseKeymap, chainCommands, exitCode } from "prosemirror-commands";
import { gapCursor } from "prosemirror-gapcursor";
import { history, redo, undo } from "prosemirror-history";
import { inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { DOMParser, Node } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { EditorState, Plugin } from "prosemirror-state";
import { goToNextCell, tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";

import { commands } from "./commands.js";
import { Keeper, Shelf } from "./keep.js";
import { Panels } from "./panels.js";
import { images, schema } from "./schema.js";
import { Toolbar } from "./toolbar.js";

const { nodes } = schema;
const HAN = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]/gu;
const WORD = /[A-Za-z0-9]+(?:[.,'%‰/-][A-Za-z0-9]+)*%?/g;

function countWords(doc) {
  let text = "";
  doc.descendants((node) => {
    if (node.isText) text += node.text;
    else if (node.type === nodes.image) text += ` ${node.attrs.caption} `;
    else if (node.isBlock) text += "\n";
  });
  return (text.match(HAN)?.length ?? 0) + (text.replace(HAN, " ").match(WORD)?.length ?? 0);
}

const hardBreak = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
};

function keys(save, toToolbar) {
  const item = nodes.list_item;
  return keymap({
    "Mod-z": undo,
    "Mod-y": redo,
    "Shift-Mod-z": redo,
    "Mod-b": commands.bold.run,
    "Mod-i": commands.italic.run,
    "Mod-u": commands.underline.run,
    "Mod-s": save,
    "Alt-F10": toToolbar,
    Enter: splitListItem(item),
    "Shift-Enter": chainCommands(exitCode, hardBreak),
    "Mod-Enter": chainCommands(exitCode, hardBreak),
    "Mod-]": sinkListItem(item),
    "Mod-[": liftListItem(item),
    // Elsewhere Tab leaves the text, as the keyboard expects.
    Tab: goToNextCell(1),
    "Shift-Tab": goToNextCell(-1),
  });
}

const rules = inputRules({
  rules: [
    textblockTypeInputRule(/^(#{1,3}) $/, nodes.heading, ([, marks]) => ({ level: marks.length })),
    wrappingInputRule(/^[-*·] $/, nodes.bullet_list),
    wrappingInputRule(/^(\d{1,3})[.、] ?$/, nodes.ordered_list, ([, order]) => ({ order: Number(order) })),
  ],
});

// There is always a line to type on below a table or an image; it is not kept while it is empty.
const lastLine = new Plugin({
  appendTransaction(_transactions, _before, { doc, tr }) {
    return doc.lastChild.type === nodes.paragraph ? null : tr.insert(doc.content.size, nodes.paragraph.create());
  },
});

function start(root) {
  const page = JSON.parse(document.getElementById("editor-page").textContent);
  const words = JSON.parse(document.getElementById("editor-words").textContent);
  const form = document.querySelector("[data-editor-form]");
  const part = (name) => document.querySelector(`[data-editor-${name}]`);
  for (const [image, url] of Object.entries(page.images)) images.set(image, url);

  let view, toolbar, keeper;
  const told = {
    saved(message) {
      part("saved").textContent = message;
    },
    kept({ version, words: count, message, line }) {
      told.saved(message);
      part("line").innerHTML = line;
      for (const input of document.querySelectorAll("input[name=version]")) input.value = version;
      part("words").textContent = count;
      part("out").hidden = true;
    },
    conflict({ message, conflict }) {
      told.saved(message);
      told.line(conflict, message);
    },
    signedOut(message) {
      told.saved(message);
      part("out").hidden = false;
    },
    line(url, message) {
      const box = part("told");
      if (box.querySelector(`a[href="${CSS.escape(url)}"]`)) return;
      const line = document.createElement("p");
      const link = Object.assign(document.createElement("a"), { href: url, textContent: words.compare });
      line.className = "notice-line warning";
      line.append(`${message} `, link);
      box.append(line);
    },
    present({ others, moved, conflicts }) {
      part("out").hidden = true;
      part("here").textContent = others && `${others}。`;
      part("moved").hidden = !moved;
      part("moved-words").textContent = moved;
      for (const { url, message } of conflicts) told.line(url, message);
    },
  };

  const save = () => {
    keeper.keep();
    return true;
  };
  const toToolbar = () => {
    toolbar.focus();
    return true;
  };
  view = new EditorView(part("area"), {
    state: EditorState.create({
      doc: Node.fromJSON(schema, page.doc),
      plugins: [rules, keys(save, toToolbar), keymap(baseKeymap), history(), gapCursor(), tableEditing(), lastLine],
    }),
    attributes: {
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": words.label,
      "aria-describedby": "editor-hint",
      class: "plan-body",
    },
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction));
      toolbar?.update();
      if (transaction.docChanged && keeper) {
        part("words").textContent = countWords(view.state.doc);
        keeper.changed();
      }
    },
    handlePaste(_view, event) {
      const files = [...(event.clipboardData?.files ?? [])].filter((file) => /^image\/(png|jpeg)$/.test(file.type));
      if (!files.length || event.clipboardData.getData("text/html")) return false;
      panels.show("image");
      const held = new DataTransfer();
      held.items.add(files[0]);
      panels.field("file").files = held.files;
      return true;
    },
    transformPastedHTML(pasted) {
      // Only for quiet: the page's policy refuses styles and handlers anyway, but complains of each.
      const html = pasted
        .replace(/<style[\s\S]*?<\/style>/gi, "")
        .replace(/\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "")
        .replace(/\sstyle\s*=/gi, " data-style=");
      // Parsed apart: nothing in it is loaded or run. Its pictures have to be uploaded, so they are told of.
      const found = new window.DOMParser().parseFromString(html, "text/html");
      const left = found.querySelectorAll("img:not(figure[data-image] img), object, embed, iframe, video").length;
      if (left) told.saved(words.leftOut.replace("{count}", left));
      return html;
    },
    clipboardParser: DOMParser.fromSchema(schema),
  });
  const panels = new Panels(view, part("panels"), { names: words.names, words, elsewhere: elsewhere(page, words.names), urls: page });
  toolbar = new Toolbar(root.querySelector("[role=toolbar]"), view, panels);

  const shelf = new Shelf(page.user, page.section);
  keeper = new Keeper({ version: page.version, urls: page, words, shelf, told, read: () => view.state.doc.toJSON() });
  offerLeft(keeper, shelf, view, part("left"));
  setInterval(() => keeper.beat(), page.heartbeat * 1000);
  addEventListener("focus", () => keeper.beat());
  submitKept(form, keeper);

  for (const element of document.querySelectorAll("[data-editor-plain]")) element.remove();
  root.hidden = false;
}

function elsewhere(page, names) {
  return page.targets.map((target) => {
    const called = target.kind === "reference" ? "[1]" : names[target.kind];
    return { ...target, called, text: `${target.section} ${called} ${target.text}` };
  });
}

// A document as the server keeps it: no empty paragraphs, white space aside.
function bare(doc) {
  const content = doc.content.filter((node) => node.type !== "paragraph" || node.content);
  return JSON.stringify(content).replace(/\s|\\n/g, "");
}

// Text that the server never got, from this machine: offered, never put in unasked.
function offerLeft(keeper, shelf, view, box) {
  const now = bare(view.state.doc.toJSON());
  const left = shelf.all().filter(({ version, doc }) => bare(doc) !== now || shelf.drop(version));
  const newest = left.sort((a, b) => b.at - a.at)[0];
  if (!newest) return;
  box.hidden = false;
  box.querySelector("[data-at]").textContent = new Date(newest.at).toLocaleString(document.documentElement.lang);
  box.querySelector("[data-restore]").addEventListener("click", () => {
    const doc = Node.fromJSON(schema, newest.doc);
    // With the version it was written on: what others saved since is not overwritten, both are shown.
    keeper.version = newest.version;
    view.dispatch(view.state.tr.replaceWith(0, view.state.doc.content.size, doc.content));
    box.hidden = true;
    view.focus();
  });
  box.querySelector("[data-discard]").addEventListener("click", () => {
    for (const { version } of left) shelf.drop(version);
    box.hidden = true;
    view.focus();
  });
}

// The buttons save as typing does, and lead on only when the server has it all.
function submitKept(form, keeper) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const following = event.submitter?.name === "next" ? form.dataset.next : "";
    if ((await keeper.keep()) && following) location.assign(following);
  });
  const mark = document.getElementById("mark-form");
  mark.addEventListener("submit", async (event) => {
    if (!keeper.isDirty) return;
    event.preventDefault();
    event.stopPropagation();
    if (await keeper.keep()) mark.requestSubmit(event.submitter);
  });
}

const root = document.querySelector("[data-editor]");
if (root) start(root);
