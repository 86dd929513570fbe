// Python source → byte code, by the very interpreter that will run it: node bytecode.mjs PYODIDE OUT NAME=ARCHIVE ...
// Pyodide ships its standard library and NumPy as source, which each start in a page would compile anew.
import fs from "node:fs";
import path from "node:path";

const [, , home, out, ...archives] = process.argv;
const { loadPyodide } = await import(path.resolve(home, "pyodide.mjs"));
const info = { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0" };
const python = await loadPyodide({ indexURL: path.resolve(home) + "/", lockFileContents: { info, packages: {} } });
python.runPython(fs.readFileSync(new URL("bytecode.py", import.meta.url), "utf8"));
for (const [name, archive] of archives.map((pair) => pair.split("="))) {
  python.FS.writeFile("/source.zip", fs.readFileSync(archive));
  const packed = python.globals.get("pack")(name, "/source.zip");
  fs.writeFileSync(path.join(out, packed), python.FS.readFile(packed));
}
