// Writes a stack twice: without its backend, and with every resource as terraform_data, which Terraform itself serves:
// the same addresses, references and order, and no provider to ask.
// usage: graph.mjs STACK WITH-PROVIDERS WITHOUT
import { readFileSync, writeFileSync } from "node:fs";

const [stack, withProviders, without] = process.argv.slice(2);
const json = JSON.parse(readFileSync(stack, "utf8"));
delete json.terraform.backend;
writeFileSync(withProviders, JSON.stringify(json));

const referred = (text) =>
  text
    .replace(/\$\{(data|ephemeral)\.[^}]*\}/g, "elsewhere")
    .replace(/\b((?:azurerm|tls)_[a-z_]+)\.([\w-]+)\.[a-z_]+\b/g, "terraform_data.$1_$2.id");
function input(value) {
  if (typeof value === "string") return referred(value);
  if (Array.isArray(value)) return value.map(input);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, input(field)]));
}
const own = new Set(["//", "depends_on", "lifecycle", "provisioner"]);
const resources = {};
for (const [type, all] of Object.entries(json.resource)) {
  for (const [name, resource] of Object.entries(all)) {
    const fields = Object.entries(resource).filter(([field]) => !own.has(field));
    resources[`${type}_${name}`] = {
      input: input(Object.fromEntries(fields)),
      depends_on: (resource.depends_on ?? []).map((address) => `terraform_data.${address.replace(".", "_")}`),
    };
  }
}
writeFileSync(without, JSON.stringify({ resource: { terraform_data: resources } }));
