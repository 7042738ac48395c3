// Reads the providers' schemas out of the npm packages that the bindings are made from: their generated classes
// say of every argument its type and whether it is required, optional or computed. beyond.txt holds the rest.
// usage: node extract.mjs OUTPUT_FILE   (written only when its content changes)
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../../..");
const PACKAGES = { azurerm: "provider-azurerm", random: "provider-random", tls: "provider-tls" };
const KINDS = { "": "resource_schemas", data: "data_source_schemas", ephemeral: "ephemeral_resource_schemas" };

function fail(message) {
  console.error(`schemas: ${message}`);
  process.exit(1);
}

/** The lines of a table, without comments. */
function lines(file) {
  return readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter(Boolean);
}

const GETTERS = [
  [/^this\.getStringAttribute\(/, "string"],
  [/^this\.getNumberAttribute\(/, "number"],
  [/^this\.getBooleanAttribute\(/, "bool"],
  [/^this\.getListAttribute\(/, ["list", "string"]],
  [/^cdktf\.Fn\.tolist\(this\.getListAttribute\(/, ["set", "string"]],
  [/^this\.getStringMapAttribute\(/, ["map", "string"]],
];
const CDKTF_FIELDS = { StringMap: ["map", "string"] };

/** One generated module: its classes by name, each a list of members. */
function classes(file) {
  const code = readFileSync(file, "utf8");
  const byName = new Map();
  for (const [, name, body] of code.matchAll(/^class (\w+) extends [^\n]*\{\n(.*?)^\}/gms)) byName.set(name, members(body));
  // A list of objects that is rendered as a value, not as blocks, is an attribute.
  const attributesAsBlocks = new Set(
    [...code.matchAll(/cdktf\.listMapperHcl\((\w+)ToHclTerraform, false\)/g)].map(([, of]) => of.toLowerCase()),
  );
  return { file, byName, attributesAsBlocks };
}

/** What can be configured has a twin getter for its input, and a reset unless it is required. */
function members(body) {
  const fields = new Map(
    [...body.matchAll(/this\.(_\w+) = new (?:cdktf\.)?(\w+)\(this, "(\w+)"(?:, (true|false))?\);/g)].map(([, field, type, name, wrapsSet]) => [
      `this.${field}`,
      { type, name, wrapsSet: wrapsSet === "true" },
    ]),
  );
  const getters = new Map([...body.matchAll(/^ {4}get (\w+)\(\) \{\n\s+return (.*);/gm)].map(([, property, value]) => [property, value]));
  return [...getters].flatMap(([property, value]) => {
    const field = fields.get(value);
    const name = field?.name ?? value.match(/^[\w.(]*this\.get\w+Attribute\('(\w+)'\)/)?.[1];
    if (!name) return [];
    const configurable = getters.has(`${property}Input`);
    const reset = new RegExp(`^ {4}reset${property.charAt(0).toUpperCase()}${property.slice(1)}\\(\\)`, "m").test(body);
    const flags = { required: configurable && !reset, optional: configurable && reset, computed: !configurable };
    return [{ name, flags, getter: field ? undefined : value, ...field }];
  });
}

const trueOnly = (flags) => Object.fromEntries(Object.entries(flags).filter(([, set]) => set));

function block(module, className) {
  const members = module.byName.get(className) ?? fail(`${module.file}: there is no class ${className}`);
  const result = { attributes: {}, block_types: {} };
  for (const member of members) {
    const simple = simpleType(member);
    if (simple) {
      result.attributes[member.name] = { type: simple, ...trueOnly(member.flags) };
      continue;
    }
    const [, element, list] = member.type?.match(/^(\w+?)(List|OutputReference)$/) ?? [];
    if (!element) fail(`${module.file}: ${className}.${member.name} is of a kind nobody has met: ${member.getter ?? member.type}`);
    const inner = block(module, `${element}OutputReference`);
    const kind = member.wrapsSet ? "set" : "list";
    const configurable = member.flags.required || member.flags.optional;
    if (!configurable || module.attributesAsBlocks.has(element.toLowerCase())) {
      result.attributes[member.name] = { type: [kind, objectType(inner)], ...trueOnly(member.flags) };
    } else if (member.name === "timeouts") {
      result.block_types[member.name] = { nesting_mode: "single", block: inner };
    } else {
      const least = member.flags.required ? { min_items: 1 } : {};
      const most = list === "List" ? {} : { max_items: 1 };
      result.block_types[member.name] = { nesting_mode: kind, block: inner, ...least, ...most };
    }
  }
  return result;
}

function simpleType({ getter, type }) {
  if (getter === undefined) return CDKTF_FIELDS[type];
  return GETTERS.find(([pattern]) => pattern.test(getter))?.[1];
}

/** A block's content as an object type, for lists of objects that are values. */
function objectType({ attributes, block_types }) {
  const fields = Object.entries(attributes).map(([name, { type }]) => [name, type]);
  const nested = Object.entries(block_types).map(([name, { nesting_mode, block: b }]) => [name, [nesting_mode, objectType(b)]]);
  return ["object", Object.fromEntries([...fields, ...nested].sort(([a], [b]) => (a < b ? -1 : 1)))];
}

const camel = (name) => name.replace(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase());

function extracted(provider, kind, type) {
  const plain = type.slice(provider.length + 1);
  const folder = (kind === "data" ? `data-${type}` : type === provider ? "provider" : plain).replaceAll("_", "-");
  const file = join(root, "node_modules/@cdktf", PACKAGES[provider], "lib", folder, "index.js");
  if (!existsSync(file)) fail(`${type} is not in npm package @cdktf/${PACKAGES[provider]}; is it installed (\`npm ci\`)?`);
  const className = kind === "data" ? `Data${camel(type)}` : type === provider ? `${camel(type)}Provider` : camel(plain);
  const module = classes(file);
  // A provider's own class keeps its arguments in plain fields, which say nothing of their types: read as a structure.
  if (type === provider) return { version: 0, block: providerBlock(module, className) };
  const schema = { version: 0, block: block(module, className) };
  // Who could set an id of their own would break the first SDK, which declares it so all the same.
  if (schema.block.attributes.id?.optional) schema.block.attributes.id.computed = true;
  return schema;
}

/** A provider's arguments have no getters: their types come from what its class renders. */
function providerBlock(module, className) {
  const code = readFileSync(module.file, "utf8");
  const body = code.slice(code.indexOf(`class ${className} extends`));
  const rendered = body.slice(body.indexOf("synthesizeHclAttributes()"));
  const result = { attributes: {}, block_types: {} };
  for (const [, name, value, isBlock, type, storage] of rendered.matchAll(
    /^ {12}(\w+): \{\n\s+value: (.*),\n\s+isBlock: (true|false),\n\s+type: "(\w+)",\n\s+storageClassType: "(\w+)",/gm,
  )) {
    // An alias is Terraform's own.
    if (name === "alias") continue;
    if (isBlock === "true") {
      const element = storage.replace(/List$/, "");
      result.block_types[name] = { nesting_mode: type, block: structBlock(code, element), ...atMostOne(value) };
    } else {
      result.attributes[name] = { type: renderedType(type, storage), optional: true };
    }
  }
  return result;
}

const atMostOne = (value) => (value.includes("listMapperHcl") ? {} : { max_items: 1 });

function renderedType(type, storage) {
  const element = { string: "string", number: "number", boolean: "bool" }[storage.replace(/(List|Map)$/, "")];
  if (!element) fail(`a provider's argument is of a kind nobody has met: ${type} of ${storage}`);
  return type === "simple" ? element : [type, element];
}

/** A structure that only a provider's configuration uses, read from the function that renders it. */
function structBlock(code, structure) {
  const name = structure.charAt(0).toLowerCase() + structure.slice(1);
  const start = code.indexOf(`function ${name}ToHclTerraform(`);
  if (start < 0) fail(`nothing renders ${structure}`);
  const body = code.slice(start, code.indexOf("\n}\n", start));
  const result = { attributes: {}, block_types: {} };
  for (const [, member, value, isBlock, type, storage] of body.matchAll(
    /^ {8}(\w+): \{\n\s+value: (.*),\n\s+isBlock: (true|false),\n\s+type: "(\w+)",\n\s+storageClassType: "(\w+)",/gm,
  )) {
    if (isBlock === "true") {
      const inner = storage.replace(/List$/, "");
      result.block_types[member] = { nesting_mode: type === "struct" ? "list" : type, block: structBlock(code, inner), ...atMostOne(value) };
    } else {
      result.attributes[member] = { type: renderedType(type, storage), optional: true };
    }
  }
  return result;
}

/** What the generated code cannot tell, path by path. */
function amend(schemas, [type, path, ...words]) {
  const [kind, plain] = type.includes(".") ? type.split(".") : ["", type];
  const provider = plain.split("_")[0];
  const schema = plain === provider ? schemas[provider].provider : schemas[provider][KINDS[kind]][plain];
  if (!schema) return fail(`beyond.txt: ${type} is not in the bindings' resources.txt`);
  if (path === "version") return void (schema.version = Number(words[0]));
  const steps = path.split(".");
  const last = steps.pop();
  const holder = steps.reduce((b, step) => b?.block_types[step]?.block, schema.block);
  const newer = words.find((word) => word.startsWith("new="));
  if (newer && holder) return void (holder.attributes[last] = { type: newer.slice(4), optional: true });
  const target = holder?.attributes[last] ?? holder?.block_types[last];
  if (!target) return fail(`beyond.txt: ${type} has no ${path}`);
  for (const word of words) {
    const [key, value] = word.split("=");
    if (key.startsWith("not-")) delete target[key.slice(4)];
    else target[key] = value === undefined ? true : /^\d+$/.test(value) ? Number(value) : value;
  }
}

const schemas = {};
for (const provider of Object.keys(PACKAGES)) {
  schemas[provider] = { provider: extracted(provider, "", provider), resource_schemas: {}, data_source_schemas: {}, ephemeral_resource_schemas: {} };
}
for (const line of lines(join(root, "src/bindings/resources.txt"))) {
  const [kind, type] = line.startsWith("data.") ? ["data", line.slice(5)] : ["", line];
  const provider = type.split("_")[0];
  schemas[provider][KINDS[kind]][type] = extracted(provider, kind, type);
}
Object.assign(schemas.random.ephemeral_resource_schemas, JSON.parse(readFileSync(join(here, "ephemeral.json"), "utf8")));
lines(join(here, "beyond.txt")).forEach((line) => amend(schemas, line.split(/\s+/)));

const output = process.argv[2] ?? fail("usage: node extract.mjs OUTPUT_FILE");
const text = `${JSON.stringify(schemas)}\n`;
if (!existsSync(output) || readFileSync(output, "utf8") !== text) {
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, text);
}
