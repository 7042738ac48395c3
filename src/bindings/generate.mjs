// Writes the Java bindings' source: each provider's jsii assembly is trimmed to resources.txt, then given to jsii-pacmak.
// usage: node generate.mjs OUTPUT_DIRECTORY   (runs again only when an input changed)
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const nodeModules = resolve(here, "../../node_modules");
const output = resolve(process.argv[2] ?? join(here, "target"));
const require = createRequire(import.meta.url);

// Whatever package.json pins: cdktf with its providers' packages, or cdktn with its own (docs/explanation/cdktn.md).
const pinned = Object.keys(JSON.parse(readFileSync(resolve(nodeModules, "../package.json"), "utf8")).devDependencies);
const CORE = pinned.find((name) => name === "cdktf" || name === "cdktn");
const PROVIDERS = ["azurerm", "random", "tls"];
const TRIMMED_PACKAGES = Object.fromEntries(PROVIDERS.map((name) => [name, pinned.find((each) => each.endsWith(`/provider-${name}`))]));

function fail(message) {
  console.error(`bindings: ${message}`);
  process.exit(1);
}

function packageDirectory(name) {
  const directory = join(nodeModules, name);
  if (!existsSync(directory)) fail(`npm package ${name} is not installed; run \`npm ci\` in the repository's root first`);
  return directory;
}

function wantedTypes() {
  return readFileSync(join(here, "resources.txt"), "utf8")
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter(Boolean);
}

const NEVER_LOADED = /(\.d\.ts|\.md|\.map|\.ya?ml|\.eslintrc|\.nycrc|\.tsbuildinfo)$/;

/** Copies a folder without what no kernel ever reads: declarations, documents, source maps. */
function copySlim(from, to) {
  cpSync(from, to, { recursive: true, filter: (path) => !NEVER_LOADED.test(path) || /LICENSE/i.test(path) });
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".js")) continue;
    dropSourceMap(join(entry.parentPath ?? entry.path, entry.name));
  }
}

function dropSourceMap(file) {
  const code = readFileSync(file, "utf8");
  const slim = code.replace(/^\/\/# sourceMappingURL=data:.*$/gm, "");
  if (slim !== code) writeFileSync(file, slim);
}

/** cdktf, or cdktn, in one file, for 180 modules take three times as long to find and load. */
function stageCore(stage) {
  const source = packageDirectory(CORE);
  const manifest = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  if (manifest.dependencies.archiver) return stageCdktf(stage, source, manifest);
  const target = join(stage, CORE);
  cpSync(join(source, ".jsii"), join(target, ".jsii"));
  const bundled = bundle(join(source, "lib/index.js"), join(target, "lib/index.js"), ["constructs"]);
  writeManifest(target, { ...manifest, dependencies: {}, bundledDependencies: undefined });
  writeFileSync(join(target, "LICENSES"), licenses(bundled, source));
  return target;
}

/**
 * What zips cdktf's assets stays beside its one file: it runs its own file as a program, and its library, of a hundred
 * modules, is loaded when an asset is zipped.
 */
function stageCdktf(stage, source, manifest) {
  const target = join(stage, "cdktf");
  const zip = "lib/private/fs.js";
  for (const file of [".jsii", "lib/errors.js", zip]) cpSync(join(source, file), join(target, file));
  dropSourceMap(join(target, "lib/errors.js"));
  dropSourceMap(join(target, zip));
  const lazy = readFileSync(join(target, zip), "utf8")
    .replace('const archiver = require("archiver");', "")
    .replace('archiver("zip"', 'require("archiver")("zip"');
  if (lazy.includes("archiver = require") || !lazy.includes('require("archiver")("zip"')) {
    fail("cdktf loads its zip library in another way than before; look at lib/private/fs.js and mend stageCdktf");
  }
  writeFileSync(join(target, zip), lazy);

  const { archiver } = manifest.dependencies;
  writeManifest(target, { ...manifest, dependencies: { archiver }, bundledDependencies: ["archiver"] });
  const library = join(target, "node_modules/archiver");
  const bundled = [
    ...bundle(join(source, "lib/index.js"), join(target, "lib/index.js"), ["constructs", "./private/fs"]),
    ...bundle(join(source, "node_modules/archiver/index.js"), join(library, "index.js"), []),
  ];
  writeFileSync(join(library, "package.json"), JSON.stringify({ name: "archiver", version: archiver }));
  writeFileSync(join(target, "LICENSES"), licenses(bundled, source));
  // Making an archiver loads all that zipping needs, and fails here rather than at somebody's asset.
  require(library)("zip");
  return target;
}

/** Puts a module and all that it loads into one file; returns the files that went into it. */
function bundle(entry, outfile, external) {
  const options = { bundle: true, platform: "node", target: "node20", external, metafile: true, logLevel: "error" };
  const { metafile } = buildSync({ entryPoints: [entry], outfile, absWorkingDir: nodeModules, ...options });
  return Object.keys(metafile.inputs).map((file) => join(nodeModules, file));
}

/** The licenses of the packages whose files are given, which a copy of them has to carry. */
function licenses(files, within) {
  const packages = new Set(files.map((file) => file.match(/.*\/node_modules\/(@[^/]+\/)?[^/]+/)[0]));
  packages.delete(within);
  return [...packages]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const text = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
      return `${name} ${version}: ${license}\n\n${text ? readFileSync(join(folder, text), "utf8") : ""}`;
    })
    .join("\n\n");
}

/** A package.json without what only its developers need. */
function writeManifest(target, { scripts, devDependencies, ...manifest }) {
  writeFileSync(join(target, "package.json"), JSON.stringify({ ...manifest, files: ["lib", ".jsii", "LICENSES"] }, null, 2));
}

/** A submodule's readme opens with its Terraform name: `azurerm_subnet`, `data_azurerm_subnet`, `provider`. */
function terraformName(submodule) {
  return submodule.readme?.markdown.match(/^# `([^`]+)`/)?.[1];
}

/** Copies of one provider package that hold the wanted submodules only; their types close over themselves. */
function trim(packageName, terraformNames, stage) {
  const source = packageDirectory(packageName);
  const assembly = JSON.parse(readFileSync(join(source, ".jsii"), "utf8"));
  const byTerraformName = new Map(Object.entries(assembly.submodules).map(([id, s]) => [terraformName(s), [id, s]]));

  const unknown = terraformNames.filter((name) => !byTerraformName.has(name));
  if (unknown.length > 0) fail(`resources.txt names what ${packageName}@${assembly.version} does not have: ${unknown.join(", ")}`);

  const kept = ["provider", ...terraformNames].map((name) => byTerraformName.get(name));
  const ids = new Set(kept.map(([id]) => id));
  const namespace = (type) => type.fqn.slice(0, type.fqn.lastIndexOf(`.${type.name}`));
  const trimmed = {
    ...assembly,
    readme: undefined,
    submodules: Object.fromEntries(kept),
    types: Object.fromEntries(Object.entries(assembly.types).filter(([, type]) => ids.has(namespace(type)))),
  };

  const target = join(stage, packageName);
  mkdirSync(join(target, "lib"), { recursive: true });
  writeManifest(target, JSON.parse(readFileSync(join(source, "package.json"), "utf8")));
  writeFileSync(join(target, ".jsii"), JSON.stringify(trimmed));

  const getters = kept.map(([id, submodule]) => {
    const directory = submodule.symbolId.replace(/^src\//, "").replace(/\/index:$/, "");
    copySlim(join(source, "lib", directory), join(target, "lib", directory));
    const property = JSON.stringify(id.slice(id.lastIndexOf(".") + 1));
    return `Object.defineProperty(exports, ${property}, { enumerable: true, get: () => require("./${directory}") });`;
  });
  writeFileSync(join(target, "lib/index.js"), `"use strict";\n${getters.join("\n")}\n`);
  return target;
}

function javaSource(packagePath, into) {
  const pacmak = join(dirname(require.resolve("jsii-pacmak/package.json")), "bin/jsii-pacmak");
  execFileSync(
    process.execPath,
    [pacmak, "--target", "java", "--code-only", "--no-npmignore", "--no-fingerprint", "--force", "--outdir", into, packagePath],
    { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split(".")[0] } },
  );
}

function inputsDigest(packages) {
  const digest = createHash("sha256");
  for (const file of [fileURLToPath(import.meta.url), join(here, "resources.txt")]) digest.update(readFileSync(file));
  for (const name of [...packages, "esbuild", "jsii-pacmak"]) {
    digest.update(`${name}@${JSON.parse(readFileSync(join(packageDirectory(name), "package.json"), "utf8")).version}\n`);
  }
  return digest.digest("hex");
}

const stamp = join(output, "generated.sha256");
const digest = inputsDigest([CORE, ...Object.values(TRIMMED_PACKAGES)]);
if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) process.exit(0);

const stage = join(output, "npm");
const generated = join(output, "generated");
for (const directory of [stage, generated]) {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
}

const byProvider = new Map(Object.keys(TRIMMED_PACKAGES).map((provider) => [provider, []]));
for (const name of wantedTypes()) {
  const plain = name.replace(/^data\./, "");
  const list = byProvider.get(plain.split("_")[0]);
  if (!list) fail(`resources.txt: ${name} belongs to no known provider (${[...byProvider.keys()].join(", ")})`);
  list.push(plain === name ? name : `data_${plain}`);
}
javaSource(stageCore(stage), generated);
for (const [provider, packageName] of Object.entries(TRIMMED_PACKAGES)) {
  const trimmed = trim(packageName, byProvider.get(provider), stage);
  javaSource(trimmed, generated);
}
writeFileSync(stamp, digest);
