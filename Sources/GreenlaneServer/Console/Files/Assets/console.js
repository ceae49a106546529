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

  // Live: show what changed where nothing is being typed; elsewhere say so.
  const dirty = (node) => !!one("form[data-typed]", node) || (node.contains(document.activeElement) && typing(document.activeElement));
  document.addEventListener("input", ({ target }) => {
    if (target.form) target.form.dataset.typed = "";
    // What was wrong with it was said of another value; the server looks at this one.
    if (!target.hasAttribute("aria-invalid")) return;
    document.getElementById(`${target.id}-error`)?.remove();
    target.removeAttribute("aria-invalid");
  });
  const section = (name, page) => one(`main [aria-labelledby="${name}"]`, page);
  function renew(page) {
    if (page.documentElement.lang !== document.documentElement.lang || !one("[data-parts]", page)) return false;
    let missed = false;
    const swap = (old, fresh) => {
      if (!old || !fresh || old.outerHTML === fresh.outerHTML) return;
      if (dirty(old)) { missed = true; return; }
      all("details[id][open]", old).forEach((node) => page.getElementById(node.id)?.setAttribute("open", ""));
      old.replaceWith(document.adoptNode(fresh));
    };
    swap(one("main > .head"), one("main > .head", page));
    swap(one("main .desk > .picture"), one("main .desk > .picture", page));
    swap(one("main aside"), one("main aside", page));
    ["steps", "items", "permits", "documents", "history"].forEach((name) => swap(section(name), section(name, page)));
    // A note holds whatever else happens: its form only learns which version it is about.
    const [notes, fresh] = [section("notes"), section("notes", page)];
    swap(one("ul", notes), one("ul", fresh));
    const [version, now] = [one("[name=version]", notes), one("[name=version]", fresh)];
    if (version && now) version.value = now.value;
    one(".picture [data-now]")?.scrollIntoView({ block: "nearest", inline: "center" });
    return !missed;
  }
  if (document.body.dataset.live && "EventSource" in window) {
    const source = new EventSource(document.body.dataset.live);
    const parts = one("[data-parts]");
    let asked = 0;
    source.addEventListener("change", async (event) => {
      if (!parts) { show("live"); return; }
      if (!event.data.endsWith(location.pathname.split("/").pop())) return;
      const turn = ++asked;
      try {
        const answer = await fetch(location.pathname);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (turn === asked && !(answer.ok && !answer.redirected && renew(page))) show("live");
      } catch { show("live"); }
    });
    window.addEventListener("pagehide", () => source.close());
  }
  const connection = () => { const node = document.getElementById("offline"); if (node) node.hidden = navigator.onLine; };
  window.addEventListener("offline", connection);
  window.addEventListener("online", connection);
  connection();

  // What was just done is said once: not again on reload, nor when one comes back.
  const here = new URL(location);
  if (here.searchParams.has("done")) {
    ["done", "about"].forEach((name) => here.searchParams.delete(name));
    history.replaceState(null, "", here);
  }

  // Drafts: what was typed survives an expired session, a reload, the back button. They are of one account;
  // cleared when the server says "done", or on signing out.
  const store = (() => { try { localStorage.setItem("gl-try", ""); localStorage.removeItem("gl-try"); return localStorage; } catch { return null; } })();
  const account = document.body.dataset.account || "";
  const prefix = `gl-draft ${account} `;
  const keyOf = (form) => prefix + new URL(form.getAttribute("action"), location).pathname + " " + (form.dataset.at || location.pathname);
  const isBox = (field) => /checkbox|radio/.test(field.type);
  const named = (form) => {
    const seen = {};
    return all("input, select, textarea", form).filter((field) =>
      field.name && !["hidden", "file", "password", "submit"].includes(field.type) && !("noDraft" in field.dataset)
    ).map((field) => {
      const count = seen[field.name] = (seen[field.name] || 0) + 1;
      return [isBox(field) ? `${field.name}=${field.value}` : `${field.name}#${count}`, field];
    });
  };
  // A whole form goes with what it holds hidden; files cannot be kept, only their names.
  const whole = (form) => [...new FormData(form)].flatMap(([name, value]) =>
    typeof value !== "string" ? (value.name ? [["lost", value.name]] : [])
      : ["csrf", "key"].includes(name) || value === "" ? [] : [[name, value]]);
  const typed = (form) => JSON.stringify("whole" in form.dataset ? whole(form)
    : Object.fromEntries(named(form).map(([name, field]) => [name, isBox(field) ? field.checked : field.value])));
  const pending = new Map();
  const keep = (form) => {
    clearTimeout(pending.get(form));
    pending.delete(form);
    try { store.setItem(keyOf(form), typed(form)); } catch { /* full: no draft */ }
  };
  const hidden = (name, value) => Object.assign(document.createElement("input"), { type: "hidden", name, value });
  function bringBack(form) {
    const kept = store.getItem(keyOf(form));
    if (!kept || kept === typed(form)) return;
    if ("whole" in form.dataset) {
      // The server draws the form again as it was.
      const again = Object.assign(document.createElement("form"), { method: "post", hidden: true });
      again.setAttribute("action", form.getAttribute("action"));
      again.append(hidden("csrf", form.elements.csrf.value), hidden("key", form.elements.key.value));
      JSON.parse(kept).forEach(([name, value]) => again.append(hidden(name, value)));
      document.body.append(again);
      sessionStorage.setItem("gl-back", "yes");
      again.submit();
      return;
    }
    const values = JSON.parse(kept);
    let changed = false;
    named(form).forEach(([name, field]) => {
      if (!(name in values)) return;
      const now = isBox(field) ? field.checked : field.value;
      if (now !== values[name]) { changed = true; if (isBox(field)) field.checked = values[name]; else field.value = values[name]; }
    });
    if (changed) { form.dataset.typed = ""; show("draft"); form.closest("details")?.setAttribute("open", ""); }
  }
  if (store) {
    // What was sent is done with once a page says so; until then it may go on by way of signing in or a conflict.
    const sent = sessionStorage.getItem("gl-sent");
    if (account && sent && sent.startsWith(prefix) && one(".notice-done")) store.removeItem(sent);
    if (account && !one("form[data-goes-on]")) sessionStorage.removeItem("gl-sent");
    on("a[data-drop-sent]", "click", () => { if (sent) store.removeItem(sent); });
    const opened = location.pathname;
    all("form[data-draft]").forEach((form) => {
      const at = new URL(form.dataset.at || opened, location), own = new URL(form.getAttribute("action"), location);
      // An answer to the form: reloading it, or coming back to it, looks there instead of sending again.
      if (at.pathname !== opened) history.replaceState(null, "", at);
      if (at.pathname === opened || own.pathname !== opened) { bringBack(form); return; }
      if (sent && sent !== keyOf(form)) store.removeItem(sent);
      keep(form);
      if (sessionStorage.getItem("gl-back")) show("draft");
      sessionStorage.removeItem("gl-back");
    });
    document.addEventListener("input", ({ target }) => {
      const form = target.form?.closest("form[data-draft]");
      if (!form) return;
      clearTimeout(pending.get(form));
      pending.set(form, setTimeout(() => keep(form), 300));
    });
    window.addEventListener("pagehide", () => [...pending.keys()].forEach(keep));
    document.addEventListener("submit", ({ target }) => {
      if (target.matches("form[data-draft]")) { keep(target); sessionStorage.setItem("gl-sent", keyOf(target)); }
      if (!target.matches("[data-sign-out]")) return;
      pending.forEach((timer) => clearTimeout(timer));
      pending.clear();
      Object.keys(store).filter((key) => key.startsWith(prefix)).forEach((key) => store.removeItem(key));
    });
    on("[data-draft-drop]", "click", () => {
      all("form[data-draft]").forEach((form) => { pending.delete(form); store.removeItem(keyOf(form)); });
      location.reload();
    });
  }

  // Once: a second click while the first is under way does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", (event) => all("form[data-sent]").forEach((form) => {
    // Back to a form that was sent: what has become of it since, the server knows.
    if (event.persisted && "draft" in form.dataset) { location.reload(); return; }
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
