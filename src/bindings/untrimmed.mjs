// Makes a folder that, before the bindings' jar on the classpath, puts the whole azurerm package in the trimmed one's place.
// usage: node untrimmed.mjs   (prints the folder; packs it only when it is not there yet)
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const source = resolve(here, "../../node_modules/@cdktf/provider-azurerm");
const folder = join(here, "target/untrimmed");
const { version } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
// The name under which the generated module class looks for its assembly; the version is part of it.
const bundle = join(folder, `com/hashicorp/cdktf/providers/azurerm/provider-azurerm@${version}.jsii.tgz`);

if (!existsSync(bundle)) {
  mkdirSync(dirname(bundle), { recursive: true });
  const packed = mkdtempSync(join(folder, "pack-"));
  execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", packed, source], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  // Renamed when complete, so that no build finds half a package.
  renameSync(join(packed, readdirSync(packed)[0]), bundle);
  rmSync(packed, { recursive: true });
}
console.log(folder);
