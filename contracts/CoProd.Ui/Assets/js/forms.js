// A form goes out once: its button rests after the first press. It wakes when the page comes back with Back,
// and after a while, for an answer may be a file that leaves this page standing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if ((form.getAttribute("method") ?? "get").toLowerCase() !== "post") return;
  form.dataset.sent = "yes";
  // Disabled only after the browser has read the form, for a disabled button sends no value.
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button]):not([type=reset])")) {
      if (!button.disabled) button.dataset.rests = "yes";
      button.disabled = true;
    }
  });
  setTimeout(wake, 15000);
});

window.addEventListener("pageshow", wake);

function wake() {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[data-rests]")) {
    button.disabled = false;
    delete button.dataset.rests;
  }
}
