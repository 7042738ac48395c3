// Puts HashiCorp's tls provider package on cdktn: the same generated code, asking for cdktn where it asked for cdktf.
// usage: node rebase.mjs NODE_MODULES
import { cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const nodeModules = resolve(process.argv[2]);
const target = join(nodeModules, "@cdktn/provider-tls");
const { version } = JSON.parse(readFileSync(join(nodeModules, "cdktn/package.json"), "utf8"));
const constructs = JSON.parse(readFileSync(join(nodeModules, "constructs/package.json"), "utf8")).version;

/** Names of packages, types and Java packages, in code and in the assembly alike. */
function onCdktn(text) {
  return text
    .replaceAll("@cdktf/provider-tls", "@cdktn/provider-tls")
    .replaceAll("com.hashicorp.cdktf.providers", "io.cdktn.providers")
    .replaceAll("com.hashicorp.cdktf", "io.cdktn.cdktn")
    .replaceAll('"com.hashicorp"', '"io.cdktn"')
    .replace(/"cdktf(\.|")/g, '"cdktn$1');
}

cpSync(join(nodeModules, "@cdktf/provider-tls"), target, { recursive: true });
const files = readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
for (const file of files) {
  if (!/(\.js|^\.jsii)$/.test(file.name)) continue;
  const path = join(file.parentPath ?? file.path, file.name);
  writeFileSync(path, onCdktn(readFileSync(path, "utf8")));
}
for (const name of [".jsii", "package.json"]) {
  const path = join(target, name);
  const manifest = JSON.parse(onCdktn(readFileSync(path, "utf8")));
  const field = name === ".jsii" ? "dependencies" : "peerDependencies";
  writeFileSync(path, JSON.stringify({ ...manifest, [field]: { cdktn: version, constructs } }));
}
// The repository's package.json names what bindings are generated from.
const own = join(nodeModules, "../package.json");
const { devDependencies, ...rest } = JSON.parse(readFileSync(own, "utf8"));
const { "@cdktf/provider-tls": tls, ...others } = devDependencies;
writeFileSync(own, JSON.stringify({ ...rest, devDependencies: { ...others, "@cdktn/provider-tls": tls } }));
