// Makes what CoProd.Ui serves: node build.mjs <folder for node_modules> <folder for the output> <stamp file>
// Two builds may run this at once; the second waits for the first and then finds nothing left to do.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { favicon, iconSprite } from "./icons.mjs";
import { notices } from "./notices.mjs";

const here = import.meta.dirname;
const [packages, output, stamp] = process.argv.slice(2).map((p) => path.resolve(p));

fs.mkdirSync(path.dirname(stamp), { recursive: true });
const unlock = await lock(`${stamp}.lock`);
try {
  const wanted = hash(sources(here));
  if (read(stamp) !== wanted || !fs.existsSync(output)) {
    install();
    build();
  }
  fs.writeFileSync(stamp, wanted);
} finally {
  unlock();
}

function install() {
  const manifest = ["package.json", "package-lock.json", ".npmrc"].map((f) => path.join(here, f));
  const wanted = hash(manifest);
  const installed = path.join(packages, "installed");
  if (read(installed) === wanted) return;
  fs.mkdirSync(packages, { recursive: true });
  for (const file of manifest) fs.copyFileSync(file, path.join(packages, path.basename(file)));
  const flags = ["ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  // On Windows npm is a .cmd file, which only a shell can start.
  const npm = spawnSync("npm", flags, { cwd: packages, stdio: "inherit", shell: process.platform === "win32" });
  if (npm.status !== 0) {
    console.error("npm could not fetch the style packages. Is npm installed, and can it reach a registry?");
    process.exitCode = 1;
    throw new Error("npm ci failed");
  }
  fs.writeFileSync(installed, wanted);
}

function build() {
  const modules = path.join(packages, "node_modules");
  const fonts = path.join(modules, "@fontsource-variable", "atkinson-hyperlegible-next");
  const sass = createRequire(path.join(packages, "package.json"))("sass");
  const css = sass.compile(path.join(here, "scss", "coprod.scss"), { loadPaths: [modules], style: "compressed", quietDeps: true }).css;
  const faces = ["wght.css", "wght-italic.css"]
    .map((f) => fs.readFileSync(path.join(fonts, f), "utf8").replaceAll("./files/", "../fonts/"))
    .join("\n");
  const forbidden = /gds transport|crest|crown/i.exec(css);
  if (forbidden) throw new Error(`The styles name "${forbidden[0]}": a part of GOV.UK's own look has slipped in.`);

  fs.rmSync(output, { recursive: true, force: true });
  write("css/coprod.css", withoutMark(css, faces));
  write("js/coprod.js", scripts());
  write("icons.svg", iconSprite(path.join(modules, "lucide-static", "icons")));
  write("favicon.svg", favicon(path.join(modules, "lucide-static", "icons")));
  write("NOTICES.txt", notices(modules));
  for (const file of fs.readdirSync(path.join(fonts, "files")).filter((f) => f.endsWith(".woff2"))) {
    write(`fonts/${file}`, fs.readFileSync(path.join(fonts, "files", file)));
  }
}

// Each script stands in a block of its own, so that no name leaks into another.
function scripts() {
  const folder = path.join(here, "js");
  return fs.readdirSync(folder).sort().map((f) => `// ${f}\n{\n${fs.readFileSync(path.join(folder, f), "utf8")}}\n`).join("\n");
}

// Sass puts a byte order mark first, which must not end up in the middle.
function withoutMark(css, faces) {
  return `${faces}\n${css.replace(/^\uFEFF/, "")}\n`;
}

function write(name, content) {
  const file = path.join(output, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

function sources(folder) {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && !e.parentPath.includes("node_modules"))
    .map((e) => path.join(e.parentPath, e.name))
    .sort();
}

function hash(files) {
  const sum = createHash("sha256");
  for (const file of files) sum.update(path.basename(file)).update(fs.readFileSync(file));
  return sum.digest("hex");
}

function read(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : null;
}

// A folder is the lock, for making one is atomic everywhere. A lock older than five minutes was left by a killed build.
async function lock(folder) {
  for (;;) {
    try {
      fs.mkdirSync(folder);
      return () => fs.rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== "EEXIST" && error.code !== "EPERM") throw error;
      const age = Date.now() - (fs.statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > 300_000) fs.rmSync(folder, { recursive: true, force: true });
      else await new Promise((resume) => setTimeout(resume, 200));
    }
  }
}
