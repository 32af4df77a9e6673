// Files dropped or chosen are sent one after the other; each answer is the server's own words about that file.
(() => {
  const form = document.querySelector("[data-drop]");
  if (!form) return;
  const chosen = form.querySelector("[data-drop-files]");
  const results = document.getElementById("dropped");
  const sending = document.getElementById("sending");
  let queue = Promise.resolve();

  function send(file) {
    const card = sending.content.firstElementChild.cloneNode(true);
    card.querySelector("[data-name]").textContent = file.name;
    results.prepend(card);
    return () => new Promise((done) => {
      const said = new FormData(form);
      said.delete("file");
      said.append("file", file, file.name);
      const call = new XMLHttpRequest();
      const bar = card.querySelector("progress");
      const words = card.querySelector("[data-read]");
      call.open("POST", form.action);
      call.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; };
      const token = Array.from(crypto.getRandomValues(new Uint8Array(8)), (b) => b.toString(16).padStart(2, "0")).join("");
      said.append("token", token);
      let asking = 0;
      async function ask() {
        const answer = await fetch(`${form.action}${token}/`).catch(() => null);
        const far = answer?.ok ? await answer.text() : "";
        if (far && asking) words.textContent = far;
      }
      call.upload.onload = () => {
        bar.removeAttribute("value");
        words.textContent = words.dataset.read;
        asking = setInterval(ask, 2000);
      };
      call.onloadend = () => { clearInterval(asking); asking = 0; };
      call.onload = () => {
        if (call.getResponseHeader("Content-Type")?.startsWith("text/html") && call.status < 500) {
          const page = new DOMParser().parseFromString(call.responseText, "text/html");
          card.replaceWith(...page.body.children);
        } else {
          words.textContent = words.dataset.lost;
          bar.remove();
        }
        done();
      };
      call.onerror = () => { words.textContent = words.dataset.lost; bar.remove(); done(); };
      call.send(said);
    });
  }

  function take(files) {
    for (const file of files) queue = queue.then(send(file));
  }

  chosen.addEventListener("change", () => { take(chosen.files); chosen.value = ""; });
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    take(event.dataTransfer.files);
  });
})();
