// Lets a kernel start before the JVM is up to ask for one (README.md): it loads the packages
// it will be asked for, then takes the place of the process that jsii started, whose id comes on
// standard input. Where that ends without one, the JVM is gone and the kernel goes, too.
"use strict";
const fs = require("node:fs");
const { join, resolve } = require("node:path");
const { isMainThread } = require("node:worker_threads");

// The kernel's workers, which index packages for the next start, inherit --require: they are left alone.
if (!isMainThread) return;

const CHANNEL = 3;
const PACKAGES = {
  constructs: "software/constructs",
  cdktf: "com/hashicorp/cdktf",
  "@cdktf/provider-azurerm": "com/hashicorp/cdktf/providers/azurerm",
  "@cdktf/provider-random": "com/hashicorp/cdktf/providers/random_provider",
  "@cdktf/provider-tls": "com/hashicorp/cdktf/providers/tls",
};

const { readSync, writeSync } = fs;
// The build puts the packages next to the kernel, in the folders that their jars have them in.
const root = resolve(process.argv[1], "../../../../..");
const loads = Object.entries(PACKAGES).flatMap(([name, folder]) => load(name, join(root, folder)));
let hello;
let input;
let output;

/** The request that the JVM will send, too, and then finds answered already. */
function load(name, folder) {
  const file = fs.existsSync(folder) && fs.readdirSync(folder).find((entry) => entry.endsWith(".jsii.tgz"));
  if (!file) return [];
  const version = file.slice(file.lastIndexOf("@") + 1, -".jsii.tgz".length);
  return [`${JSON.stringify({ api: "load", name, version, tarball: join(folder, file) })}\n`];
}

function takeOver() {
  const pid = Buffer.alloc(16);
  if (readSync(0, pid) === 0) process.exit(0);
  const files = `/proc/${parseInt(pid.toString("latin1"), 10)}/fd`;
  input = fs.openSync(`${files}/3`, "r");
  output = fs.openSync(`${files}/4`, "w");
  writeSync(output, hello);
}

// The JVM may end at any moment, as after a refusal: its pipe is then closed, and nothing is left to do or to say.
process.on("uncaughtException", (error) => {
  if (error.code !== "EPIPE") console.error(error);
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

fs.readSync = (fd, buffer, ...rest) => {
  if (fd !== CHANNEL) return readSync(fd, buffer, ...rest);
  if (loads.length > 0) return buffer.write(loads.shift());
  if (!input) takeOver();
  return readSync(input, buffer, ...rest);
};
// What is written before is the greeting, to be passed on, and the answers to our own requests.
fs.writeSync = (fd, bytes, ...rest) => {
  if (fd !== CHANNEL) return writeSync(fd, bytes, ...rest);
  if (output) return writeSync(output, bytes, ...rest);
  hello ??= Buffer.from(bytes);
  return bytes.length;
};
// Ctrl-C reaches the kernel, too: it lets the JVM go first, and then tidies up.
for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => {});
process.stdout.write = process.stderr.write.bind(process.stderr);
