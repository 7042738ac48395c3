// Writes the library's bill of materials: what Maven resolved, and the npm packages inside the bindings' jar.
// usage: node bill.mjs TREE FILE   (TREE is a checkout built with the profile "library")
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [tree, file] = process.argv.slice(2);
const bill = JSON.parse(readFileSync(join(tree, "src/constructs/target/bom.json"), "utf8"));
const stage = join(tree, "src/bindings/target/npm");

function component(name, version, license) {
  const purl = `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;
  const [group, plain] = name.startsWith("@") ? name.split("/") : [undefined, name];
  return { type: "library", "bom-ref": purl, group, name: plain, version, licenses: [{ license: { id: license } }], purl };
}

/** The packages that went into one folder of the stage: itself, and those whose licenses it carries. */
function packagesOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const licenses = join(folder, "LICENSES");
  const carried = existsSync(licenses) ? [...readFileSync(licenses, "utf8").matchAll(/^(\S+) (\d+\.\d+\.\d+\S*): (\S+)$/gm)] : [];
  return [component(name, version, license), ...carried.map(([, ...parts]) => component(...parts))];
}

const folders = readdirSync(stage, { withFileTypes: true }).flatMap(({ name }) =>
  name.startsWith("@") ? readdirSync(join(stage, name)).map((each) => join(stage, name, each)) : [join(stage, name)],
);
const bundled = folders.flatMap(packagesOf).sort((one, other) => one.purl.localeCompare(other.purl));
const bindings = bill.dependencies.find(({ ref }) => ref.includes("/azure-patroni-bindings@"));
bindings.dependsOn = [...(bindings.dependsOn ?? []), ...bundled.map(({ purl }) => purl)];
bill.components.push(...bundled);
bill.dependencies.push(...bundled.map(({ purl }) => ({ ref: purl })));
writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
