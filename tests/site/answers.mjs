// The Python of the pages, in node: node answers.mjs PARTS ASKED SAID; the files hold [[number, cells, above], …] and [result, …].
import fs from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";

const [parts, asked, said] = process.argv.slice(2).map((name) => path.resolve(name));
const { loadPyodide } = await import(path.join(parts, "pyodide.mjs"));
const { lay } = await import(path.join(parts, "tar.mjs"));
const info = { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0" };
const python = await loadPyodide({
  indexURL: parts + "/", stdLibURL: path.join(parts, "stdlib.zip"), lockFileContents: { info, packages: {} }, stdout: () => {}, stderr: () => {},
  fsInit: async (FS, { sitePackages }) => {
    for (const name of ["numpy.tgz", "course.tgz"]) lay(FS, sitePackages, gunzipSync(fs.readFileSync(path.join(parts, name))));
  },
});
const page = python.pyimport("commonground.checks.page");
const results = JSON.parse(fs.readFileSync(asked, "utf8")).map(([number, cells, above]) =>
  page.check(number, python.toPy(cells), python.toPy(above)).toJs({ dict_converter: Object.fromEntries }),
);
fs.writeFileSync(said, JSON.stringify(results));
