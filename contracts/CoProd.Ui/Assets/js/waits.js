// What was typed waits in this window while its sender signs in at a page that cannot carry it. The sign-in page has it, sealed, in
// <form data-waits="keep">, and a link data-waits-by="/where" to sign in by. Back at <form data-waits="come">, it is sent on.
const key = "coprod.waits";
const store = (() => {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
})();
const held = document.querySelector("form[data-waits=keep]");
const link = document.querySelector("a[data-waits-by]");
const come = document.querySelector("form[data-waits=come]");

if (held && link && keep()) {
  link.href = link.dataset.waitsBy;
  link.removeAttribute("target");
  for (const words of link.querySelectorAll("[data-waits-beside]")) words.hidden = true;
}

if (come) {
  const typed = JSON.parse(store?.getItem(key) ?? "null");
  if (typed) {
    come.elements.kept.value = typed.kept;
    come.elements.back.value = typed.back;
    come.requestSubmit();
  } else location.replace(come.dataset.waitsElse);
}

if (document.querySelector("form[data-waits=shown]")) store?.removeItem(key);

// Where the browser keeps nothing, or not so much, one signs in beside this window.
function keep() {
  try {
    store.setItem(key, JSON.stringify({ kept: held.elements.kept.value, back: held.elements.back.value }));
    return true;
  } catch {
    return false;
  }
}
