// Before the first paint: without a chosen theme the system's counts.
(() => {
  const root = document.documentElement;
  if (!root.dataset.bsTheme) root.dataset.bsTheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
})();
