// <div class="cp-progress" data-progress="/url"> asks how far the work is: {"done":3,"total":10,"text":"…","next":"/where"}.
// Without scripts the page's own <meta http-equiv="refresh"> inside <noscript> does the same, more coarsely.
for (const box of document.querySelectorAll("[data-progress]")) {
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-progress-text]");
  let pause = 1000;

  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.progress, { headers: { accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const { done, total, text, next } = await answer.json();
      if (bar && total > 0) {
        bar.max = total;
        bar.value = done;
      }
      if (words && text) words.textContent = text;
      if (next) {
        location.replace(next);
        return;
      }
      if (total > 0 && done >= total) return;
      pause = 1000;
    } catch {
      pause = Math.min(pause * 2, 30000);
    }
    setTimeout(ask, pause);
  };

  setTimeout(ask, pause);
}
