// <form data-keep="form">: what was typed survives a lost page, in this tab only; "form" means the form of this address,
// any other name is shared by all pages. It is let go once the form was sent and the next page says that it was kept.
const store = (() => {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
})();
const prefix = "coprod.keep.";
const sent = `${prefix}sent`;
const keyOf = (form) => prefix + (form.dataset.keep && form.dataset.keep !== "form" ? form.dataset.keep : location.pathname);
const idOf = `${prefix}id.${location.pathname}`;
const wentBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
const unkept = ["password", "file", "hidden", "submit", "button", "fieldset"];
const fields = (form) => [...form.elements].filter((f) => f.name && !unkept.includes(f.type));

if (store) {
  if (document.querySelector(".cp-flash--good, [data-kept]")) {
    if (store.getItem(sent)) store.removeItem(store.getItem(sent));
    store.removeItem(sent);
  }
  // A form that came back with errors already holds every answer.
  const refused = document.querySelector(".govuk-error-summary");

  for (const form of document.querySelectorAll("form[data-keep]")) {
    const key = keyOf(form);
    const typed = refused ? null : JSON.parse(store.getItem(key) ?? "null");
    if (typed) restore(form, typed);
    form.addEventListener("input", () => {
      store.setItem(key, JSON.stringify(fields(form).map((f) => ({ name: f.name, value: f.value, on: f.checked === true }))));
    });
    // Whoever goes back to a form that was sent is at the same form, though the page was fetched anew: sent again, it makes no second record.
    const id = form.querySelector("input[type=hidden][name=id]");
    if (id && wentBack && !refused && store.getItem(idOf)) id.value = store.getItem(idOf);
    form.addEventListener("submit", () => {
      store.setItem(sent, key);
      if (id) store.setItem(idOf, id.value);
    });
  }
}

// A box is known by its value, for the list it stands in may be another now: other people take part in another innovation. What
// was not there before stays as the page has it.
function restore(form, typed) {
  const nth = {};
  for (const field of fields(form)) {
    if (field.type === "checkbox" || field.type === "radio") {
      const was = typed.find((t) => t.name === field.name && t.value === field.value);
      if (was) field.checked = was.on;
      continue;
    }
    const at = (nth[field.name] = (nth[field.name] ?? -1) + 1);
    const was = typed.filter((t) => t.name === field.name)[at];
    if (was) field.value = was.value;
  }
}
