// The same schema as documents/plan/editor_doc.py: what is not here is not kept by the server either.
import { Schema } from "prosemirror-model";

// Addresses of the images by their sha256; the page and each upload add to it.
export const images = new Map();

const cellAttrs = {
  colspan: { default: 1, validate: "number" },
  rowspan: { default: 1, validate: "number" },
  colwidth: { default: null },
};
const spans = (dom) => ({ colspan: dom.colSpan || 1, rowspan: dom.rowSpan || 1, colwidth: null });
const reach = ({ attrs: { colspan, rowspan } }) => ({
  ...(colspan > 1 && { colspan }),
  ...(rowspan > 1 && { rowspan }),
});
// Inline styles are refused by the page's policy: main.js renames them before a paste is read.
const styled = (pattern) => ({
  tag: "[data-style]",
  consuming: false,
  getAttrs: (dom) => pattern.test(dom.dataset.style) && null,
});
const href = (dom) => /^(https?:|mailto:)/i.test(dom.getAttribute("href") ?? "") && { href: dom.getAttribute("href") };
const plain = (tags, pattern) => ({
  parseDOM: [...tags.map((tag) => ({ tag })), ...(pattern ? [styled(pattern)] : [])],
  toDOM: () => [tags[0], 0],
});

const nodes = {
  doc: { content: "block+" },
  paragraph: { group: "block", content: "inline*", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
  heading: {
    group: "block",
    content: "inline*",
    defining: true,
    attrs: { level: { default: 1, validate: "number" } },
    parseDOM: [1, 2, 3, 4, 5, 6].map((number) => ({
      tag: `h${number}`,
      // The page's own title is the first level: what an author calls a heading begins below it.
      getAttrs: (dom) => ({ level: Number(dom.dataset.level) || number }),
    })),
    toDOM: ({ attrs: { level } }) => [`h${Math.min(6, level + 1)}`, { "data-level": level }, 0],
  },
  bullet_list: {
    group: "block list",
    content: "list_item+",
    parseDOM: [{ tag: "ul" }],
    toDOM: () => ["ul", 0],
  },
  ordered_list: {
    group: "block list",
    content: "list_item+",
    attrs: { order: { default: 1, validate: "number" } },
    parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ order: dom.hasAttribute("start") ? dom.start : 1 }) }],
    toDOM: ({ attrs: { order } }) => ["ol", order === 1 ? {} : { start: order }, 0],
  },
  list_item: { content: "paragraph list*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
  table: {
    group: "block",
    content: "table_row+",
    tableRole: "table",
    isolating: true,
    attrs: { caption: { default: "" }, label: { default: "" } },
    parseDOM: [
      {
        tag: "table",
        getAttrs: (dom) => ({
          caption: dom.dataset.caption ?? dom.querySelector("caption")?.textContent.trim() ?? "",
          label: dom.dataset.label ?? "",
        }),
      },
      { tag: "caption", ignore: true },
    ],
    toDOM: ({ attrs: { caption, label } }) => [
      "div",
      { class: "plan-table" },
      ["table", { "data-caption": caption, "data-label": label }, ["tbody", 0]],
    ],
  },
  table_row: {
    content: "(table_cell | table_header)*",
    tableRole: "row",
    parseDOM: [{ tag: "tr" }],
    toDOM: () => ["tr", 0],
  },
  table_cell: {
    content: "paragraph+",
    tableRole: "cell",
    isolating: true,
    attrs: cellAttrs,
    parseDOM: [{ tag: "td", getAttrs: spans }],
    toDOM: (node) => ["td", reach(node), 0],
  },
  table_header: {
    content: "paragraph+",
    tableRole: "header_cell",
    isolating: true,
    attrs: cellAttrs,
    parseDOM: [{ tag: "th", getAttrs: spans }],
    toDOM: (node) => ["th", reach(node), 0],
  },
  image: {
    group: "block",
    atom: true,
    draggable: true,
    attrs: { image: {}, caption: { default: "" }, alt: { default: "" }, label: { default: "" } },
    parseDOM: [
      {
        tag: "figure[data-image]",
        getAttrs: (dom) => {
          const { image, caption = "", alt = "", label = "" } = dom.dataset;
          return images.has(image) && { image, caption, alt, label };
        },
      },
    ],
    toDOM: ({ attrs: { image, caption, alt, label } }) => [
      "figure",
      { "data-image": image, "data-caption": caption, "data-alt": alt, "data-label": label },
      ["img", { src: images.get(image) ?? "", alt: alt || caption }],
      ["figcaption", caption],
    ],
  },
  formula: {
    group: "block",
    content: "text*",
    marks: "",
    code: true,
    defining: true,
    attrs: { label: { default: "" } },
    parseDOM: [{ tag: "pre.formula", preserveWhitespace: "full", getAttrs: (dom) => ({ label: dom.dataset.label ?? "" }) }],
    toDOM: ({ attrs: { label } }) => ["pre", { class: "formula", "data-label": label }, ["code", 0]],
  },
  note: {
    group: "block",
    content: "inline*",
    parseDOM: [{ tag: "p.plan-note", priority: 60 }],
    toDOM: () => ["p", { class: "plan-note" }, 0],
  },
  reference: {
    group: "block",
    content: "inline*",
    attrs: { label: { default: "" } },
    parseDOM: [{ tag: "p.plan-reference", priority: 60, getAttrs: (dom) => ({ label: dom.dataset.label ?? "" }) }],
    toDOM: ({ attrs: { label } }) => ["p", { class: "plan-reference", "data-label": label }, 0],
  },
  text: { group: "inline" },
  hard_break: {
    group: "inline",
    inline: true,
    selectable: false,
    parseDOM: [{ tag: "br" }],
    toDOM: () => ["br"],
  },
  footnote: {
    group: "inline",
    inline: true,
    atom: true,
    marks: "",
    attrs: { text: { default: "" } },
    parseDOM: [{ tag: "sup[data-note]", priority: 60, getAttrs: (dom) => ({ text: dom.dataset.note }) }],
    toDOM: ({ attrs: { text } }) => ["sup", { class: "footnote", "data-note": text, title: text }],
  },
};

const marks = {
  bold: plain(["strong", "b"], /font-weight:\s*(bold|[6-9]00)/i),
  italic: plain(["em", "i"], /font-style:\s*italic/i),
  underline: plain(["u"], /text-decoration[^;]*underline/i),
  strike: plain(["s", "del", "strike"], /text-decoration[^;]*line-through/i),
  superscript: { ...plain(["sup"], /vertical-align:\s*super/i), excludes: "subscript superscript" },
  subscript: { ...plain(["sub"], /vertical-align:\s*sub\b/i), excludes: "subscript superscript" },
  // A formula within a line: a mark may not be called as a node is.
  symbol: { ...plain(["code"]), inclusive: false },
  link: {
    inclusive: false,
    attrs: { href: {} },
    excludes: "link ref",
    parseDOM: [{ tag: "a[href]", getAttrs: href }],
    toDOM: ({ attrs }) => ["a", { href: attrs.href, rel: "noopener noreferrer" }, 0],
  },
  ref: {
    inclusive: false,
    attrs: { label: {} },
    excludes: "link ref",
    parseDOM: [{ tag: "span[data-ref]", getAttrs: (dom) => ({ label: dom.dataset.ref }) }],
    toDOM: ({ attrs }) => ["span", { class: "ref", "data-ref": attrs.label }, 0],
  },
};

export const schema = new Schema({ nodes, marks });
