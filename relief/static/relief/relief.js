/* What the pages cannot do by themselves: keys, Enter as next field, one submit, drafts that save themselves, the batch bar.
   Everything here is a help: without it every page still reads, and every form still posts. */
(() => {
  "use strict";
  const doc = document;
  doc.documentElement.classList.add("js");
  const one = (selector, root = doc) => root.querySelector(selector);
  const all = (selector, root = doc) => [...root.querySelectorAll(selector)];
  const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  function say(text) {
    const line = one("#toast");
    if (!line || !text) return;
    line.textContent = text;
    line.hidden = false;
    clearTimeout(say.timer);
    say.timer = setTimeout(() => { line.hidden = true; }, 8000);
  }

  /* Rows: j k enter x c; a click anywhere in the row opens it. */
  const rows = () => all("tr[data-href]");
  const current = () => one("tr.is-at");
  function goTo(row) {
    if (!row) return;
    current()?.classList.remove("is-at");
    row.classList.add("is-at");
    row.scrollIntoView({ block: "nearest" });
    one(".title a", row)?.focus({ preventScroll: true });
  }
  function step(by) {
    const list = rows();
    const at = list.indexOf(current());
    goTo(list[at < 0 ? 0 : Math.min(Math.max(at + by, 0), list.length - 1)]);
  }
  function claim(row) {
    const form = row?.closest("form");
    const button = row && one("button[formaction]", row);
    if (form && button) form.requestSubmit(button);
  }
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    c: () => claim(current()),
    x: () => one("td input[type=checkbox]", current() ?? doc.createElement("i"))?.click(),
    Enter: () => { if (current()) location.href = current().dataset.href; },
    "?": () => one("#keys")?.showModal(),
  };
  doc.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && nextField(event)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") return escape(event);
    if (typing(event.target) || one("dialog[open]")) return;
    const marked = all("[data-key]").find((node) => node.dataset.key === event.key);
    if (event.key === "Enter" && event.target.closest("a, button, summary, input")) return;
    if (!marked && !keys[event.key]) return;
    event.preventDefault();
    if (!marked) keys[event.key]();
    else if (marked.matches("input")) marked.focus();
    else marked.click();
  });
  function escape(event) {
    if (one("dialog[open]")) return;
    const menu = one("details.me[open]");
    if (menu) { menu.open = false; return; }
    if (typing(event.target)) event.target.blur();
    else if (!one("form[data-dirty]:not([data-autosave-url])")) one("[data-key=Escape]")?.click();
  }

  /* 连续录入: Enter goes to the next field; only a button submits. */
  function nextField(event) {
    const form = event.target.closest?.("form[data-enter-next]");
    if (!form || event.isComposing || event.target.matches("button, a, [type=submit], textarea")) return false;
    event.preventDefault();
    const fields = all("input, select, textarea, button[data-enter-stop]", form)
      .filter((field) => field.type !== "hidden" && !field.disabled && field.tabIndex >= 0 && field.offsetParent);
    const next = fields[fields.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
    next?.focus();
    next?.select?.();
    return true;
  }

  doc.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) one(`#${opener.dataset.open}`)?.showModal();
    if (event.target.matches("dialog")) event.target.close();
    if (!event.target.closest(".me")) one("details.me[open]")?.removeAttribute("open");
    if (event.target.closest("[data-batch-clear]")) tickAll(false);
    const copier = event.target.closest("[data-copy]");
    if (copier) copy(one(copier.dataset.copy), copier);
    const adder = event.target.closest("[data-add-row]");
    if (adder) addRow(adder);
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, label") || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey) open(row.dataset.href, "_blank", "noopener");
    else location.href = row.dataset.href;
  });

  /* A form is sent once; coming back by the browser's button opens it again. */
  doc.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => all("button:not([type=button])", form).forEach((button) => { button.disabled = true; }));
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    all("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      all("button", form).forEach((button) => { button.disabled = false; });
    });
  });

  /* The batch bar. */
  const ticks = () => all("[data-batch] td input[type=checkbox]");
  function tickAll(on) {
    ticks().forEach((tick) => { tick.checked = on; });
    countTicks();
  }
  function countTicks() {
    const bar = one("[data-batch-bar]");
    if (!bar) return;
    const list = ticks();
    const ticked = list.filter((tick) => tick.checked).length;
    list.forEach((tick) => tick.closest("tr").classList.toggle("is-ticked", tick.checked));
    one("[data-batch-count]", bar).textContent = ticked;
    bar.hidden = !ticked;
    const head = one("[data-tick-all]");
    if (head) { head.checked = ticked > 0 && ticked === list.length; head.indeterminate = ticked > 0 && ticked < list.length; }
  }

  doc.addEventListener("change", (event) => {
    const target = event.target;
    if (target.matches("[data-tick-all]")) tickAll(target.checked);
    else if (target.matches("[data-batch] td input[type=checkbox]")) countTicks();
    if (target.matches("[data-submit-on-change] select")) target.form.submit();
    remember(target.form);
  });

  /* Drafts save themselves and say when. */
  doc.addEventListener("input", (event) => remember(event.target.form));
  function remember(form) {
    if (form) form.dataset.dirty = "1";
    if (!form?.dataset.autosaveUrl) return;
    clearTimeout(form.saving);
    form.saving = setTimeout(() => save(form), 2000);
  }
  async function save(form) {
    if (form.dataset.sent) return;
    const data = new FormData(form);
    [...data.keys()].filter((key) => data.get(key) instanceof File).forEach((key) => data.delete(key));
    const line = one("[data-saved]", form);
    const answer = await fetch(form.dataset.autosaveUrl, { method: "POST", body: data, headers: { "HX-Request": "true" } }).catch(() => null);
    const kept = answer?.ok && !answer.redirected;
    if (line) line.textContent = kept ? (await answer.text()).trim() : one("#toast")?.dataset.offline ?? "";
  }

  async function copy(source, button) {
    if (!source) return;
    const text = source.value ?? source.innerText;
    try { await navigator.clipboard.writeText(text); } catch {
      const area = doc.createElement("textarea");
      area.value = text;
      doc.body.append(area);
      area.select();
      doc.execCommand("copy");
      area.remove();
    }
    button.textContent = button.dataset.copied || button.textContent;
  }

  /* One more row of a formset, from its template. */
  function addRow(button) {
    const total = one(`[name="${button.dataset.addRow}-TOTAL_FORMS"]`);
    const holder = one(button.dataset.into);
    const html = one(button.dataset.from).innerHTML.replaceAll("__prefix__", total.value);
    holder.insertAdjacentHTML("beforeend", html);
    total.value = Number(total.value) + 1;
    one("input, select, textarea", holder.lastElementChild)?.focus();
  }

  /* A file dropped on the form goes into its file field. */
  all("[data-drop]").forEach((zone) => {
    const over = (on) => (event) => { event.preventDefault(); zone.classList.toggle("is-over", on); };
    zone.addEventListener("dragover", over(true));
    zone.addEventListener("dragleave", over(false));
    zone.addEventListener("drop", (event) => {
      over(false)(event);
      const field = one("input[type=file]", zone);
      if (field && event.dataTransfer.files.length) field.files = event.dataTransfer.files;
    });
  });

  /* htmx: the dialog opens when its body is filled; an open form gets room; no answer is said in words. */
  function settle() {
    one(".case-grid")?.classList.toggle("has-form", Boolean(one(".action-form")));
    one("[data-focus]")?.focus();
    countTicks();
  }
  doc.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.matches(".letter-pages")) return; // a preview takes no focus from whoever types
    if (event.detail.target.id === "dialog-body") one("#dialog").showModal();
    settle();
    if (event.detail.target.id === "action") one("#action input:not([type=hidden]), #action select, #action textarea")?.focus();
  });
  /* An answer from elsewhere (signed out meanwhile) is a page of its own; one without the part asked for changes nothing. */
  doc.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, pathInfo, requestConfig, serverResponse } = event.detail;
    const part = requestConfig.elt.getAttribute("hx-select");
    if (new URL(xhr.responseURL || location.href).pathname !== new URL(pathInfo.finalRequestPath, location.href).pathname) {
      event.detail.shouldSwap = false;
      location.href = xhr.responseURL;
    } else if (part && !serverResponse.includes(`id="${part.slice(1)}"`)) {
      event.detail.shouldSwap = false;
      say(one("#toast")?.dataset.offline);
    }
  });
  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach((name) => doc.addEventListener(name, () => say(one("#toast")?.dataset.offline)));
  one(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  settle();
})();
