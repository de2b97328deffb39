// Takes a passage of the plan into the first empty opinion; without this the button saves and the server does it.
const LONGEST = 500;

function wordsOf(node) {
  const copy = node.cloneNode(true);
  copy.querySelectorAll?.(".plan-anchor, .plan-note, .cite-button").forEach((extra) => extra.remove());
  copy.querySelectorAll?.("td, th, li, p").forEach((cell) => cell.append(" "));
  return copy.textContent.replace(/\s+/g, " ").trim();
}

// What is selected within the passage, or the passage from its beginning.
function quoted(block) {
  const selection = getSelection();
  if (selection.rangeCount && !selection.isCollapsed) {
    const range = selection.getRangeAt(0);
    if (block.contains(range.commonAncestorContainer)) {
      const part = document.createElement("div");
      part.append(range.cloneContents());
      const words = wordsOf(part);
      if (words) return words.slice(0, LONGEST);
    }
  }
  const shown = block.cloneNode(true);
  shown.querySelector("caption, figcaption")?.remove();
  return wordsOf(shown).slice(0, LONGEST);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".cite-button");
  if (!button) return;
  const [section, id] = button.value.split(" ");
  const block = button.closest(".plan-body").querySelector(`[data-block="${CSS.escape(id)}"]`);
  const rows = [...document.querySelectorAll(".opinion-row")];
  const row = rows.find((one) => !["quote", "demand"].some((name) => one.querySelector(`[name^=${name}_]`).value.trim()));
  if (!block || !row) return;
  event.preventDefault();
  row.open = true;
  row.querySelector("[name^=section_]").value = section;
  row.querySelector("[name^=quote_]").value = quoted(block);
  const place = row.querySelector("[data-cited-place]");
  place.hidden = false;
  place.querySelector("a").href = `#${block.id}`;
  const demand = row.querySelector("[name^=demand_]");
  demand.focus();
  demand.dispatchEvent(new Event("input", { bubbles: true }));
});

// The way back: the passage may lie in a section that is folded.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-cited-place] a");
  if (link) document.getElementById(link.hash.slice(1))?.closest("details")?.setAttribute("open", "");
});
