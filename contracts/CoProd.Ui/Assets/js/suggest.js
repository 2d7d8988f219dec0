// <input data-suggest="/url"> becomes a combobox over GET /url?q=… that answers [{"id","name"}].
// The chosen id goes to the field named by data-suggest-id, if there is one; typing on empties it again.
// data-suggest-with names a field of the same form whose value goes along. With data-suggest-many the box holds several names, parted by commas, and only the last one is looked up.
let made = 0;

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const many = "suggestMany" in input.dataset;
  const idField = input.dataset.suggestId ? input.form?.elements.namedItem(input.dataset.suggestId) : null;
  const box = document.createElement("div");
  const list = document.createElement("ul");
  let found = [];
  let at = -1;
  let asked = 0;
  let timer;

  box.className = "cp-suggest";
  list.className = "cp-suggest__list";
  list.id = `suggest-${++made}`;
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", document.querySelector(`label[for="${CSS.escape(input.id)}"]`)?.textContent.trim() ?? input.name);
  input.before(box);
  box.append(input, list);
  input.autocomplete = "off";
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }

  const wanted = () => (many ? input.value.split(",").at(-1) : input.value).trim();

  const mark = (index) => {
    at = index;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  };

  const show = (results) => {
    found = results;
    list.replaceChildren(
      ...found.map((item, i) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${i}`;
        option.role = "option";
        option.textContent = item.name;
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => choose(i));
        return option;
      }),
    );
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  };

  const choose = (index) => {
    const item = found[index];
    const before = many ? input.value.split(",").slice(0, -1).map((n) => n.trim()) : [];
    input.value = [...before, item.name].join(", ") + (many ? ", " : "");
    if (idField && !many) idField.value = item.id;
    show([]);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const look = async () => {
    const turn = ++asked;
    const words = wanted();
    if (words.length < 2) return show([]);
    try {
      const url = new URL(input.dataset.suggest, location.href);
      url.searchParams.set("q", words);
      const along = input.dataset.suggestWith;
      if (along) url.searchParams.set(along, input.form?.elements.namedItem(along)?.value ?? "");
      const answer = await fetch(url, { headers: { accept: "application/json" }, credentials: "same-origin" });
      if (turn === asked && document.activeElement === input) show(answer.ok ? (await answer.json()).slice(0, 12) : []);
    } catch {
      show([]);
    }
  };

  input.addEventListener("input", () => {
    if (idField) idField.value = "";
    clearTimeout(timer);
    timer = setTimeout(look, 180);
  });

  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show([]);
    } else if (event.key === "ArrowDown" && list.hidden) {
      look();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(at < 0 && step < 0 ? found.length - 1 : (at + step + found.length) % found.length);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(at);
    }
  });

  input.addEventListener("blur", () => {
    ++asked;
    show([]);
  });
}
