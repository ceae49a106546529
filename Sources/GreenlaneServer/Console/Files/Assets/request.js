// The request: rows of items, cells pasted from a spreadsheet, and the assessment beside.
(() => {
  const all = (what, from = document) => [...from.querySelectorAll(what)];
  const one = (what, from = document) => from.querySelector(what);
  const on = (what, kind, act) => all(what).forEach((node) => node.addEventListener(kind, (event) => act(event, node)));

  // Items: a row more, and a block of cells pasted from a spreadsheet.
  function addItem(table) {
    const last = all("[data-item]", table).pop(), number = Number(last.cells[0].textContent), next = number + 1;
    const row = last.cloneNode(true);
    row.cells[0].textContent = next;
    all("[id], [name], [value], [aria-label]", row).forEach((node) => {
      if (node.id) node.id = node.id.replace(`-${number}-`, `-${next}-`);
      if (node.name) node.name = node.name.replace(`[${number}]`, `[${next}]`);
      const label = node.getAttribute("aria-label");
      if (label) node.setAttribute("aria-label", label.replace(String(number), String(next)));
      if (node.tagName === "BUTTON") node.value = next;
      node.removeAttribute("aria-invalid");
      node.removeAttribute("aria-describedby");
      if (node.tagName === "INPUT") node.value = "";
    });
    all(".error", row).forEach((node) => node.remove());
    last.after(row);
    return row;
  }
  // console.js asks for rows when it brings back a draft.
  on("[data-cells]", "gl-add", (_, table) => addItem(table));
  on("[data-add]", "click", (event, button) => {
    event.preventDefault();
    one("input", addItem(one("[data-cells]", button.form))).focus();
  });
  on("[data-cells]", "paste", (event, table) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    let row = event.target.closest("[data-item]");
    const first = all("input, select", row).indexOf(event.target);
    text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").slice(0, 500).forEach((line, index) => {
      if (index) row = row.nextElementSibling || addItem(table);
      const cells = all("input, select", row).slice(first);
      line.split("\t").forEach((value, column) => {
        const cell = cells[column], clean = value.trim();
        if (!cell) return;
        if (cell.tagName === "SELECT") {
          const option = [...cell.options].find((each) => each.text === clean || each.value === clean);
          if (option) cell.value = option.value;
        } else cell.value = clean;
      });
    });
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // The assessment: asked again after a pause, and swapped in beside.
  all("form[data-assess]").forEach((form) => {
    let timer, running;
    const assess = async () => {
      running?.abort();
      running = new AbortController();
      const panel = document.getElementById("assessment");
      const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
      const busy = setTimeout(() => panel.setAttribute("aria-busy", "true"), 300);
      try {
        const answer = await fetch(form.dataset.assess, { method: "POST", body, signal: running.signal });
        if (answer.ok && !answer.redirected) {
          panel.innerHTML = await answer.text();
          one("[data-say]").textContent = one("[data-summary]", panel)?.textContent || "";
        }
      } catch { /* the next one will tell */ }
      clearTimeout(busy);
      panel.removeAttribute("aria-busy");
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(assess, 350); });
    document.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=answer]");
      if (!button || button.form !== form) return;
      event.preventDefault();
      // Where the answer has a field of its own, the field shows it; else it is kept hidden.
      const fields = (button.dataset.fills || "").split(" ").map((name) => form.elements[name]).filter(Boolean);
      if (fields.length) {
        fields.forEach((field) => { field.value = button.dataset.value; });
        form.dispatchEvent(new Event("input", { bubbles: true }));
      } else {
        const typed = "typed" in button.dataset ? one("input", button.parentNode).value : "";
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "answer", value: button.value + typed }));
      }
      assess();
    });
  });
})();
