// The same stack for CDKTF in JavaScript, with deep imports: no JVM and no jsii kernel in its way.
// Every element of a synthesised stack becomes a construct of its class again.
// usage: CDKTF_OUTDIR=DIR node stack.cjs CDK_TF_JSON STACK_NAME
"use strict";
const { readFileSync } = require("node:fs");
const { App, AzurermBackend, LocalBackend, TerraformOutput, TerraformResource, TerraformStack } = require("cdktf");

const PACKAGES = { azurerm: "@cdktf/provider-azurerm", random: "@cdktf/provider-random", tls: "@cdktf/provider-tls" };
/** Attributes whose keys are a person's own and not the schema's. */
const MAPS = new Set(["tags", "triggersReplace", "value"]);

const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
const kebab = (name) => name.replaceAll("_", "-");

function config(value) {
  if (Array.isArray(value)) return value.map(config);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([name]) => name !== "//");
  return Object.fromEntries(entries.map(([name, v]) => [camel(name), MAPS.has(camel(name)) ? v : config(v)]));
}

function constructClass(type, prefix) {
  const [provider, ...rest] = type.split("_");
  const module = require(`${PACKAGES[provider]}/lib/${kebab(prefix + (prefix ? type : rest.join("_")))}`);
  const name = camel(`_${prefix}${prefix ? type : rest.join("_")}`);
  return module[name];
}

function element(stack, type, id, body, prefix = "") {
  const { dependsOn, provisioner, triggersReplace, ...rest } = config(body);
  const builtIn = type === "terraform_data";
  const Class = builtIn ? TerraformResource : constructClass(type, prefix);
  const construct = new Class(stack, `${prefix}${type}-${id}`, {
    ...rest,
    ...(builtIn && { terraformResourceType: type }),
    dependsOn: dependsOn?.map((fqn) => ({ fqn })),
    provisioners: provisioner?.map((p) => ({ type: Object.keys(p)[0], ...Object.values(p)[0] })),
  });
  construct.overrideLogicalId(id);
  if (builtIn) construct.addOverride("triggers_replace", triggersReplace);
}

function build(app, name, json) {
  const stack = new TerraformStack(app, name);
  for (const [provider, [body]] of Object.entries(json.provider)) {
    const Class = require(`${PACKAGES[provider]}/lib/provider`)[camel(`_${provider}_provider`)];
    new Class(stack, provider, config(body));
  }
  const [backend, settings] = Object.entries(json.terraform.backend)[0];
  new { azurerm: AzurermBackend, local: LocalBackend }[backend](stack, config(settings));
  stack.addOverride("terraform.required_version", json.terraform.required_version);
  for (const [type, bodies] of Object.entries(json.ephemeral)) {
    for (const [id, body] of Object.entries(bodies)) stack.addOverride(`ephemeral.${type}.${id}`, body);
  }
  for (const [type, bodies] of Object.entries(json.data)) {
    for (const [id, body] of Object.entries(bodies)) element(stack, type, id, body, "data_");
  }
  for (const [type, bodies] of Object.entries(json.resource)) {
    for (const [id, body] of Object.entries(bodies)) element(stack, type, id, body);
  }
  for (const [id, body] of Object.entries(json.output)) new TerraformOutput(stack, id, config(body));
}

const [file, name] = process.argv.slice(2);
const app = new App();
build(app, name, JSON.parse(readFileSync(file, "utf8")));
app.synth();
