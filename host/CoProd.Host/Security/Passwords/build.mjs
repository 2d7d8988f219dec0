// Writes the list of common passwords, most common first: node build.mjs <folder for node_modules> <output file>
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const here = import.meta.dirname;
const [packages, output] = process.argv.slice(2).map((p) => path.resolve(p));

fs.mkdirSync(packages, { recursive: true });
for (const file of ["package.json", "package-lock.json", ".npmrc"]) fs.copyFileSync(path.join(here, file), path.join(packages, file));
const flags = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
// On Windows npm is a .cmd file, which only a shell can start.
const npm = spawnSync("npm", flags, { cwd: packages, stdio: "inherit", shell: process.platform === "win32" });
if (npm.status !== 0) throw new Error("npm could not fetch the list of common passwords. Is npm installed, and can it reach a registry?");

const list = path.join(packages, "node_modules", "@zxcvbn-ts", "language-common");
const words = JSON.parse(fs.readFileSync(path.join(list, "src", "passwords.json"), "utf8"));
if (!Array.isArray(words) || words.length < 40_000) throw new Error("The list of common passwords is not what it was.");
// The licence travels with the list; its lines begin with a sign that no line of the list is read with.
const licence = fs.readFileSync(path.join(list, "LICENSE.txt"), "utf8").trim().split(/\r?\n/).map((line) => `# ${line}`);
fs.writeFileSync(`${output}.new`, [...licence, ...words].join("\n") + "\n");
fs.renameSync(`${output}.new`, output);
