// Keeps the evening's board current by server-sent events.  While somebody's focus is in the board it waits until it leaves.
(() => {
  const board = document.getElementById("board");
  if (!board || !window.EventSource) return;
  let waiting = null;

  function swap(html) {
    const moved = [...board.querySelectorAll(".table-scroll")].map((box) => box.scrollLeft);
    board.innerHTML = html;
    board.querySelectorAll(".table-scroll").forEach((box, i) => { box.scrollLeft = moved[i] || 0; });
    board.dispatchEvent(new CustomEvent("htmx:afterSwap", { bubbles: true }));
  }

  board.addEventListener("focusout", () => setTimeout(() => {
    if (waiting !== null && !board.contains(document.activeElement)) { swap(waiting); waiting = null; }
  }, 0));
  const source = new EventSource(board.dataset.stream);
  source.addEventListener("board", (event) => {
    if (board.contains(document.activeElement)) waiting = event.data;
    else swap(event.data);
  });
  addEventListener("pagehide", () => source.close());
})();
