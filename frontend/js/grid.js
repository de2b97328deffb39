// A table edited in place: Enter goes one row down, cells copied from a spreadsheet fill the cells around.
// Without this file Enter saves, and a paste goes into its own field.

const NAME = /^rows-(\d+)-(.+)$/;

function control(cell) {
  return cell?.querySelector("input:not([type=hidden]), select, textarea");
}

function below(field) {
  const cell = field.closest("td");
  const row = cell.parentElement.nextElementSibling;
  return control(row?.cells[cell.cellIndex]);
}

// The next row, made from the last one where the table ends.
function rowAfter(row) {
  if (row.nextElementSibling) return row.nextElementSibling;
  const total = row.closest("form").elements["rows-TOTAL_FORMS"];
  const made = row.cloneNode(true);
  const number = total.value;
  made.querySelectorAll(".field-error").forEach((told) => told.remove());
  made.querySelectorAll("[name]").forEach((field) => {
    const found = NAME.exec(field.name);
    if (!found) return;
    field.name = `rows-${number}-${found[2]}`;
    field.id = `id_${field.name}`;
    field.value = "";
    field.removeAttribute("aria-describedby");
    field.removeAttribute("aria-invalid");
    const label = field.getAttribute("aria-label") ?? "";
    field.setAttribute("aria-label", label.replace(/\d+$/, String(Number(number) + 1)));
  });
  row.after(made);
  total.value = String(Number(number) + 1);
  return made;
}

// Lines of cells; a cell with line breaks stands in quotes, as spreadsheets copy it.
function cellsOf(text) {
  const lines = [[""]];
  let quoted = false;
  for (let place = 0; place < text.length; place += 1) {
    const sign = text[place];
    const line = lines.at(-1);
    if (quoted) {
      if (sign === '"' && text[place + 1] === '"') place += 1;
      else if (sign === '"') {
        quoted = false;
        continue;
      }
      line[line.length - 1] += sign;
    } else if (sign === '"' && line.at(-1) === "") quoted = true;
    else if (sign === "\t") line.push("");
    else if (sign === "\n") lines.push([""]);
    else if (sign !== "\r") line[line.length - 1] += sign;
  }
  if (lines.length > 1 && lines.at(-1).join("") === "") lines.pop();
  return lines;
}

function put(field, text) {
  const words = text.trim();
  if (field.tagName !== "SELECT") {
    field.value = words;
    return;
  }
  const same = [...field.options].find((option) => option.text.trim() === words || option.value === words);
  // What is no choice is sent as it was pasted: the page answers at this cell.
  field.value = (same ?? field.appendChild(new Option(words, words))).value;
}

function paste(event) {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const first = event.target.closest("td");
  if (!first || !/[\t\n]/.test(text.trim())) return;
  const lines = cellsOf(text);
  // Several lines for one cell of text are its text.
  if (event.target.tagName === "TEXTAREA" && lines.every((line) => line.length === 1)) return;
  event.preventDefault();
  let row = first.parentElement;
  lines.forEach((line, down) => {
    if (down) row = rowAfter(row);
    line.forEach((words, right) => {
      const field = control(row.cells[first.cellIndex + right]);
      if (field) put(field, words);
    });
  });
}

function press(event) {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.target.tagName !== "INPUT" || !event.target.closest("td")) return;
  event.preventDefault();
  below(event.target)?.focus();
}

document.querySelectorAll("[data-grid]").forEach((table) => {
  table.addEventListener("keydown", press);
  table.addEventListener("paste", paste);
});
