// The request: rows of items, cells pasted from a spreadsheet, and the assessment beside.
(() => {
  const all = (what, from = document) => [...from.querySelectorAll(what)];
  const one = (what, from = document) => from.querySelector(what);
  const on = (what, kind, act) => all(what).forEach((node) => node.addEventListener(kind, (event) => act(event, node)));

  // Items: a row more, and a block of cells pasted from a spreadsheet.
  function addItem(table) {
    const last = all("[data-item]", table).pop(), number = last.cells[0].textContent, next = table.dataset.next;
    table.dataset.next = Number(next) + 1;
    const row = last.cloneNode(true);
    row.cells[0].textContent = next;
    all("[name]", row).forEach((node) => {
      node.name = node.name.replace(`[${number}]`, `[${next}]`);
      const label = node.getAttribute("aria-label");
      if (label) node.setAttribute("aria-label", label.replace(number, next));
      if (node.tagName === "BUTTON") node.value = next;
      ["id", "aria-invalid", "aria-describedby"].forEach((name) => node.removeAttribute(name));
      if (node.tagName === "INPUT") node.value = "";
    });
    all(".error", row).forEach((node) => node.remove());
    last.after(row);
    return row;
  }
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
        one("[data-ended]").hidden = !answer.redirected;
        if (answer.ok && !answer.redirected) {
          const text = await answer.text(), fills = () => all("input[name^='fill:']", panel);
          const [old, here] = [fills().map((field) => [field.name, field.value]), document.activeElement?.name];
          panel.innerHTML = text;
          fills().forEach((field) => {
            field.value = old.find(([name]) => name === field.name)?.[1] || "";
            if (field.name === here) field.focus();
          });
          one("[data-say]").textContent = one("[data-summary]", panel)?.textContent || "";
        }
      } catch { /* the next one will tell */ }
      clearTimeout(busy);
      panel.removeAttribute("aria-busy");
    };
    if (one("#assessment [data-later]")) assess();
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(assess, 350); });
    document.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=answer]");
      if (!button || button.form !== form) return;
      event.preventDefault();
      const typed = "typed" in button.dataset ? one("input", button.parentNode).value : "";
      const value = button.value + typed, text = value.slice(value.indexOf("=") + 1);
      const name = value.slice(0, value.indexOf("=")), place = form.elements[`place:${name}`]?.value || name;
      const fill = (name) => {
        const field = form.elements[name];
        if (!field) return false;
        field.value = field.list ? button.textContent : text;
        return true;
      };
      // Where the answer has fields of its own on the page, they show it; the rest is kept hidden.
      const { fills } = button.dataset, steps = place.split("/");
      let left = place;
      if (fills && steps[0] !== "items") left = fill(fills) ? "" : place;
      else if (fills) {
        const rows = steps[1].split(",").flatMap((span) => {
          const [first, last = first] = span.split("-").map(Number);
          return Array.from({ length: last - first + 1 }, (_, index) => first + index);
        }).filter((row) => !fill(`items[${row + 1}].${fills}`));
        left = rows.length ? ["items", rows.join(","), ...steps.slice(2)].join("/") : "";
      }
      if (left) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "answer", value: `${left}=${text}` }));
      button.dispatchEvent(new Event("input", { bubbles: true }));
      assess();
    });
  });
})();
