// The licences of what is shipped, beside what is shipped.
import fs from "node:fs";
import path from "node:path";

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of
the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS
FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

export function notices(modules) {
  const licence = (folder) => fs.readFileSync(path.join(modules, folder, "LICENSE"), "utf8").trim();
  const version = (folder) => JSON.parse(fs.readFileSync(path.join(modules, folder, "package.json"), "utf8")).version;
  const part = (what, folder, text) => `${what} (${folder} ${version(folder)})\n${"=".repeat(72)}\n${text}\n`;
  const font = "@fontsource-variable/atkinson-hyperlegible-next";
  return [
    "The style sheet, typeface and icons of CoProd contain work by others, under these licences.\n",
    // Its npm package says MIT and carries no licence file; this is the notice of its repository.
    part("Form patterns", "govuk-frontend", `The MIT License (MIT)\n\nCopyright (C) 2017 Crown Copyright (Government Digital Service)\n\n${mit}`),
    part("Typeface", font, licence(font)),
    part("Icons", "lucide-static", licence("lucide-static")),
  ].join("\n\n");
}
