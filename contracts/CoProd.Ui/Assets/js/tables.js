// A list (cp-table--list) becomes cards on a phone: each cell says by itself which column it is of. Without scripts the list scrolls sideways.
for (const table of document.querySelectorAll("table.cp-table--list")) {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent.trim());
  // Two columns fit side by side.
  if (heads.length < 3) continue;
  // What is not laid out as a table is none to a screen reader either, unless it is told.
  table.setAttribute("role", "table");
  for (const part of [table.tHead, ...table.tBodies]) part?.setAttribute("role", "rowgroup");
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    let column = 0;
    for (const cell of row.cells) {
      const inHead = row.parentElement === table.tHead;
      cell.setAttribute("role", inHead ? "columnheader" : cell.tagName === "TH" ? "rowheader" : "cell");
      if (!inHead) {
        if (column > 0 && heads[column]) cell.dataset.label = heads[column];
        cell.classList.toggle("cp-cell--title", column === 0);
        cell.classList.toggle("cp-cell--empty", cell.textContent.trim() === "" && !cell.querySelector("svg, img, input, button"));
      }
      column += cell.colSpan;
    }
  }
  table.classList.add("cp-table--stack");
}
