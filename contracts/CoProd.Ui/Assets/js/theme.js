// The chosen theme: "auto", "light", "dark" or "contrast". A button named "theme" posts it to the server, which writes
// data-theme from then on, so a page never flashes. Where the server has nothing to say, this browser's own memory decides.
// <select data-theme-chooser> works without a post, through the cookie "theme".
const root = document.documentElement;
const known = ["light", "dark", "contrast"];
const memory = {
  get: () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  },
  set: (theme) => {
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // A browser that keeps nothing still has the cookie.
    }
  },
};

const chooser = document.querySelector("[data-theme-chooser]");
const buttons = document.querySelectorAll('button[name="theme"]');

const wear = (theme) => {
  if (known.includes(theme)) root.dataset.theme = theme;
  else delete root.dataset.theme;
  if (chooser) chooser.value = known.includes(theme) ? theme : "auto";
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === (root.dataset.theme ?? "auto")));
};

const choose = (theme) => {
  memory.set(theme);
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  wear(theme);
};

wear(root.dataset.theme ?? memory.get() ?? "auto");
chooser?.addEventListener("change", () => choose(chooser.value));
for (const button of buttons) button.addEventListener("click", () => choose(button.value));
