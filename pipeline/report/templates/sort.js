"use strict";
const worth = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent;
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      const numeric = head.className === "number";
      const was = head.getAttribute("aria-sort") ?? (numeric ? "ascending" : "descending");
      const sign = was === "ascending" ? -1 : 1;
      const compare = (a, b) => (numeric ? a - b : a.localeCompare(b));
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => sign * compare(worth(a, column), worth(b, column)));
      for (const each of heads) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      table.tBodies[0].append(...rows);
    });
    head.append(button);
  });
}
