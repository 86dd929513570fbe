// Archives as they come over the wire, and their files as Python will find them.

// Resolves with the bytes of a tar archive that came compressed.
export async function unpacked(answer) {
  if (!answer.ok) throw new Error(`${answer.url} is not there (${answer.status})`);
  return new Uint8Array(await new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
}

// Lays the files of an archive below a folder. Their bytes stay where they are in the archive: nothing is copied.
export function lay(FS, folder, tar) {
  const text = (from, length) => new TextDecoder().decode(tar.subarray(from, from + length)).split("\0")[0];
  for (let at = 0, start, size; tar[at]; at = start + Math.ceil(size / BLOCK) * BLOCK) {
    const [name, beyond] = [text(at, 100), text(at + 345, 155)]; // a long path stands in two parts
    [start, size] = [at + BLOCK, parseInt(text(at + 124, 12), 8)];
    const path = [folder, beyond, name].filter(Boolean).join("/");
    FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    FS.writeFile(path, tar.subarray(start, start + size), { canOwn: true });
  }
}

const BLOCK = 512; // bytes: a header is one, a file begins on one
