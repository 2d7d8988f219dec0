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
    form.addEventListener("submit", () => store.setItem(sent, key));
  }
}

function restore(form, typed) {
  fields(form).forEach((field, at) => {
    const was = typed[at];
    if (!was || was.name !== field.name) return;
    if (field.type === "checkbox" || field.type === "radio") field.checked = was.on;
    else field.value = was.value;
  });
}
