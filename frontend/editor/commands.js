// What the words of the toolbar do.
import { setBlockType, toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { liftListItem, sinkListItem, wrapInList } from "prosemirror-schema-list";
import { TextSelection } from "prosemirror-state";
import * as tables from "prosemirror-tables";

import { schema } from "./schema.js";

const { nodes, marks } = schema;

const inList = ({ $from }) => {
  for (let depth = $from.depth; depth > 0; depth--) {
    const name = $from.node(depth).type.name;
    if (name.endsWith("_list")) return { name, pos: $from.before(depth), node: $from.node(depth) };
  }
  return null;
};

function toggleList(type) {
  return (state, dispatch, view) => {
    const found = inList(state.selection);
    if (!found) return wrapInList(type)(state, dispatch, view);
    if (found.name === type.name) return liftListItem(nodes.list_item)(state, dispatch, view);
    dispatch?.(state.tr.setNodeMarkup(found.pos, type));
    return true;
  };
}

function insertTable(rows, columns) {
  return (state, dispatch) => {
    if (tables.isInTable(state)) return false;
    const line = (type) =>
      nodes.table_row.create(null, Array.from({ length: columns }, () => type.createAndFill()));
    const body = Array.from({ length: rows }, (_, row) => line(row ? nodes.table_cell : nodes.table_header));
    if (dispatch) {
      const { $from } = state.selection;
      const at = $from.depth ? $from.after(1) : $from.pos + ($from.nodeAfter?.nodeSize ?? 0);
      const tr = state.tr.insert(at, nodes.table.create(null, body));
      dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(at + 3))).scrollIntoView());
    }
    return true;
  };
}

function insertFormula(state, dispatch) {
  if (tables.isInTable(state) || inList(state.selection)) return false;
  return setBlockType(nodes.formula)(state, dispatch);
}

export function tableAround(state) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type === nodes.table) return { pos: $from.before(depth), node: $from.node(depth) };
  }
  return null;
}

// After a row or column has gone, the cursor stays in the table while there is one.
function within(command) {
  return (state, dispatch) => {
    const table = tableAround(state);
    const stay = (tr) => {
      const left = table && tr.doc.nodeAt(table.pos);
      const isInside = tr.selection.from > table?.pos && tr.selection.to < table?.pos + left?.nodeSize;
      if (left?.type === nodes.table && !isInside) {
        tr.setSelection(TextSelection.near(tr.doc.resolve(table.pos + left.nodeSize - 1), -1));
      }
      dispatch(tr);
    };
    return command(state, dispatch && stay);
  };
}

export function insertBlock(view, node) {
  const { $from } = view.state.selection;
  const at = $from.depth ? $from.after(1) : $from.pos + ($from.nodeAfter?.nodeSize ?? 0);
  view.dispatch(view.state.tr.insert(at, node).scrollIntoView());
  return at;
}

const block = (type, attrs) => ({
  run: setBlockType(type, attrs),
  isOn: ({ selection: { $from } }) => $from.parent.hasMarkup(type, { ...$from.parent.attrs, ...attrs }),
});
const mark = (type) => ({
  run: toggleMark(type),
  isOn: ({ selection: { from, to, empty, $from }, storedMarks, doc }) =>
    empty ? Boolean(type.isInSet(storedMarks ?? $from.marks())) : doc.rangeHasMark(from, to, type),
});
const list = (type) => ({ run: toggleList(type), isOn: (state) => inList(state.selection)?.name === type.name });

export const commands = {
  paragraph: block(nodes.paragraph),
  heading1: block(nodes.heading, { level: 1 }),
  heading2: block(nodes.heading, { level: 2 }),
  heading3: block(nodes.heading, { level: 3 }),
  entry: block(nodes.reference),
  bold: mark(marks.bold),
  italic: mark(marks.italic),
  underline: mark(marks.underline),
  strike: mark(marks.strike),
  superscript: mark(marks.superscript),
  subscript: mark(marks.subscript),
  symbol: mark(marks.symbol),
  bullets: list(nodes.bullet_list),
  numbers: list(nodes.ordered_list),
  deeper: { run: sinkListItem(nodes.list_item) },
  shallower: { run: liftListItem(nodes.list_item) },
  table: { run: insertTable(3, 3) },
  formula: { run: insertFormula, isOn: ({ selection: { $from } }) => $from.parent.type === nodes.formula },
  undo: { run: undo },
  redo: { run: redo },
  rowBefore: { run: tables.addRowBefore },
  rowAfter: { run: tables.addRowAfter },
  rowGone: { run: within(tables.deleteRow) },
  columnBefore: { run: tables.addColumnBefore },
  columnAfter: { run: tables.addColumnAfter },
  columnGone: { run: within(tables.deleteColumn) },
  headRow: { run: tables.toggleHeader("row", { useDeprecatedLogic: false }) },
  merge: { run: tables.mergeCells },
  split: { run: tables.splitCell },
  tableGone: { run: tables.deleteTable },
};
