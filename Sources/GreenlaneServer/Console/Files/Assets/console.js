// What helps. Every page works without it, except that changes do not announce themselves.
(() => {
  const all = (what, from = document) => [...from.querySelectorAll(what)];
  const one = (what, from = document) => from.querySelector(what);
  const on = (what, kind, act) => all(what).forEach((node) => node.addEventListener(kind, (event) => act(event, node)));
  const show = (id) => { const node = document.getElementById(id); if (node) node.hidden = false; };
  const typing = (node) => node.matches("input:not([type=checkbox]), select, textarea");

  // Light and dark: a cookie, so that the server renders the next page in it.
  on("[data-preferences] [name=theme]", "click", (event, button) => {
    event.preventDefault();
    if (button.value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = button.value;
    document.cookie = `gl_theme=${button.value}; path=/; max-age=31536000; samesite=lax`;
  });

  all("[data-no-script]").forEach((node) => { node.hidden = true; });
  on("[data-submit]", "change", (_, node) => node.form.requestSubmit());

  // Live: say that something changed; touch nothing.
  if (document.body.dataset.live && "EventSource" in window) {
    const source = new EventSource(document.body.dataset.live);
    source.addEventListener("change", () => show("live"));
    window.addEventListener("pagehide", () => source.close());
  }
  const connection = () => { const node = document.getElementById("offline"); if (node) node.hidden = navigator.onLine; };
  window.addEventListener("offline", connection);
  window.addEventListener("online", connection);
  connection();

  // Drafts: what was typed survives an expired session. Cleared when the server says "done", or on signing out.
  const store = (() => { try { localStorage.setItem("gl-try", ""); localStorage.removeItem("gl-try"); return localStorage; } catch { return null; } })();
  const prefix = `gl-draft ${document.body.dataset.account || ""} `;
  const keyOf = (form) => prefix + new URL(form.action).pathname + new URL(location).search;
  const fields = (form) => all("input, select, textarea", form).filter((field) =>
    field.name && !["hidden", "file", "password", "submit"].includes(field.type) && !("noDraft" in field.dataset));
  const named = (form) => {
    const seen = {};
    return fields(form).map((field) => {
      seen[field.name] = (seen[field.name] || 0) + 1;
      return [`${field.name}#${seen[field.name]}`, field];
    });
  };
  if (store) {
    const sent = sessionStorage.getItem("gl-sent");
    if (sent && one(".notice-done")) store.removeItem(sent);
    sessionStorage.removeItem("gl-sent");
    all("form[data-draft]").forEach((form) => {
      const kept = JSON.parse(store.getItem(keyOf(form)) || "null");
      if (kept) {
        const missing = () => Object.keys(kept).some((key) => /^items/.test(key) && !named(form).some(([name]) => name === key));
        const table = one("[data-cells]", form);
        for (let guard = 0; table && missing() && guard < 500; guard++) table.dispatchEvent(new Event("gl-add"));
        let changed = false;
        named(form).forEach(([name, field]) => {
          if (!(name in kept)) return;
          const box = field.type === "checkbox" || field.type === "radio";
          const now = box ? field.checked : field.value;
          if (now !== kept[name]) { changed = true; if (box) field.checked = kept[name]; else field.value = kept[name]; }
        });
        if (changed) { show("draft"); form.closest("details")?.setAttribute("open", ""); }
      }
      let timer;
      form.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          const values = named(form).map(([name, field]) => [name, /checkbox|radio/.test(field.type) ? field.checked : field.value]);
          try { store.setItem(keyOf(form), JSON.stringify(Object.fromEntries(values))); } catch { /* full: no draft */ }
        }, 300);
      });
      form.addEventListener("submit", () => sessionStorage.setItem("gl-sent", keyOf(form)));
    });
    on("[data-draft-drop]", "click", () => { all("form[data-draft]").forEach((form) => store.removeItem(keyOf(form))); location.reload(); });
    on("[data-sign-out]", "submit", () => Object.keys(store).filter((key) => key.startsWith(prefix)).forEach((key) => store.removeItem(key)));
  }

  // Once: a second click while the first is under way does nothing.
  on("form[data-once]", "submit", (event, form) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    all("[aria-busy]", form).forEach((node) => node.removeAttribute("aria-busy"));
  }));

  // The picture of the workflow, on a narrow screen: show where we are.
  one(".picture [data-now]")?.scrollIntoView({ block: "nearest", inline: "center" });

  // On paper, every reason is told.
  window.addEventListener("beforeprint", () => all(".permit details").forEach((node) => { node.open = true; }));

  // Copy.
  all("[data-copy]").forEach((button) => { button.hidden = !navigator.clipboard; });
  on("[data-copy]", "click", async (_, button) => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });

  // Rows: choose all, count, and walk by keys (j, k, x, Enter, /).
  const boxes = all("[data-row] input[type=checkbox]");
  const count = () => all("[data-chosen]").forEach((node) => {
    node.dataset.hint = node.dataset.hint || node.textContent;
    const n = boxes.filter((box) => box.checked).length;
    node.toggleAttribute("data-some", n > 0);
    node.textContent = n ? node.dataset.chosen.replace("{n}", n) : node.dataset.hint;
  });
  all("[data-all]").forEach((node) => { node.hidden = false; });
  on("[data-all]", "change", (_, node) => { boxes.forEach((box) => { box.checked = node.checked; }); count(); });
  boxes.forEach((box) => box.addEventListener("change", count));
  const rows = all("[data-keys] [data-row]");
  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") { const field = one("[data-search]"); if (field) { event.preventDefault(); field.focus(); } return; }
    const at = rows.findIndex((row) => "here" in row.dataset);
    if (event.key === "j" || event.key === "k") {
      const next = rows[Math.max(0, Math.min(rows.length - 1, at + (event.key === "j" ? 1 : -1)))];
      if (!next) return;
      rows[at]?.removeAttribute("data-here");
      next.dataset.here = "";
      next.scrollIntoView({ block: "nearest" });
      one("a", next)?.focus({ preventScroll: true });
    } else if (event.key === "x" && at >= 0) {
      const box = one("input[type=checkbox]", rows[at]);
      if (box) { box.checked = !box.checked; count(); }
    }
  });
})();
