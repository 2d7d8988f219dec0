// One SVG file of <symbol>s: chosen icons of Lucide. To use another, add its name.
import fs from "node:fs";
import path from "node:path";

const chosen = [
  "house", "search", "menu", "x", "plus", "check", "chevron-right", "chevron-left", "chevron-down", "arrow-right", "arrow-left",
  "octagon-alert", "clock-alert", "clock", "eye", "info", "circle-help", "circle-check", "triangle-alert",
  "lightbulb", "user", "users", "users-round", "heart-handshake", "handshake", "network", "map-pin", "map",
  "calendar", "calendar-clock", "history", "route", "flag", "milestone", "target", "scale", "sprout",
  "pound-sterling", "wallet", "receipt", "file-text", "files", "file-down", "file-up", "download", "upload", "printer", "mail", "phone",
  "message-circle", "message-square-text", "pencil", "trash-2", "undo-2", "refresh-cw", "external-link", "link", "filter", "list",
  "pause", "play", "bell", "bell-off", "lock", "log-in", "log-out", "settings", "package", "blocks", "key-round", "plug", "activity", "shield-check",
  "sun", "moon", "contrast", "languages", "book-open", "graduation-cap", "megaphone", "wrench", "gift", "door-open", "accessibility",
  "landmark",
];

export function iconSprite(folder) {
  const symbols = chosen.map((name) => `<symbol id="${name}" viewBox="0 0 24 24" ${pen("currentColor")}>${body(folder, name)}</symbol>`);
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

export function favicon(folder) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 32 32"><rect x="-4" y="-4" width="32" height="32" rx="8" fill="#0b5c63"/><g ${pen("#fff")}>${body(folder, "sprout")}</g></svg>\n`;
}

const pen = (colour) => `fill="none" stroke="${colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"`;

function body(folder, name) {
  const svg = fs.readFileSync(path.join(folder, `${name}.svg`), "utf8");
  return svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
}
