// Keys, theme, filters of lists, and confirmations.  Everything works without it, only slower.
(() => {
  const root = document.documentElement;

  function switchTheme() {
    const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
    root.dataset.bsTheme = next;
    document.cookie = `daybook_theme=${next}; path=/; max-age=31536000; samesite=lax`;
    document.dispatchEvent(new CustomEvent("daybook:theme"));
  }

  function typing(target) {
    return target.closest("input, textarea, select, [contenteditable]");
  }

  let after = "";
  const keys = {
    "/": () => { document.getElementById("switcher")?.click(); document.querySelector("[data-filters]")?.focus(); },
    "t": switchTheme,
    "?": () => document.getElementById("keys")?.showModal(),
    "[": () => document.querySelector("a[rel=prev]")?.click(),
    "]": () => document.querySelector("a[rel=next]")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (after === "g") {
      after = "";
      const to = document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
      if (to) { event.preventDefault(); to.click(); }
    } else if (event.key === "g") {
      after = "g";
      setTimeout(() => { after = ""; }, 1500);
    } else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    if (event.target.closest("[data-theme-switch]")) switchTheme();
    const link = event.target.closest("tr[data-href]");
    if (link && !event.target.closest("a, button, input, label")) location.href = link.dataset.href;
  });

  document.addEventListener("input", (event) => {
    const list = event.target.dataset?.filters && document.querySelector(event.target.dataset.filters);
    if (!list) return;
    const wanted = event.target.value.trim().toLowerCase();
    for (const item of list.children) item.hidden = !item.textContent.toLowerCase().includes(wanted);
  });

  document.addEventListener("submit", (event) => {
    const asks = event.target.dataset.asks;
    if (asks && !confirm(asks)) event.preventDefault();
    else event.target.classList.add("sending");
  });

  document.addEventListener("change", (event) => {
    if (event.target.dataset?.goes !== undefined && event.target.value) event.target.form.requestSubmit();
  });
})();
