// Compares two synthesised stacks: the same but for comments and versions of providers, or exit status 1.
// usage: node compare.mjs OLD.tf.json NEW.tf.json
import { readFileSync } from "node:fs";

const [before, after] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")));

/** Every value of a document by its path, without the comments that the framework writes for itself. */
function values(node, path, into) {
  if (node === null || typeof node !== "object" || Object.keys(node).length === 0) {
    return into.set(path, JSON.stringify(node));
  }
  for (const [key, child] of Object.entries(node)) {
    if (key !== "//") values(child, path ? `${path}.${key}` : key, into);
  }
  return into;
}

function addresses({ resource = {}, data = {}, ephemeral = {} }) {
  const named = (blocks, prefix) => Object.entries(blocks).flatMap(([type, all]) => Object.keys(all).map((name) => `${prefix}${type}.${name}`));
  return [...named(resource, ""), ...named(data, "data."), ...named(ephemeral, "ephemeral.")];
}

const old = values(before, "", new Map());
const now = values(after, "", new Map());
const differing = [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path)).sort();
const isVersion = (path) => /^terraform\.required_providers\.[^.]+\.version$/.test(path);
const line = (path) => `  ${path}: ${old.get(path) ?? "nothing"} -> ${now.get(path) ?? "nothing"}`;

const versions = differing.filter(isVersion);
const others = differing.filter((path) => !isVersion(path));
const here = addresses(before);
const missing = here.filter((address) => !addresses(after).includes(address));
console.log(`${here.length} addresses, ${missing.length} of them gone; ${old.size} values compared, comments left out`);
if (versions.length > 0) console.log(["Versions of providers:", ...versions.map(line)].join("\n"));
if (others.length > 0) console.log(["Different:", ...others.map(line)].join("\n"));
else console.log("Nothing else differs.");
process.exit(others.length > 0 ? 1 : 0);
