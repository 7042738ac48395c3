// jsii starts two Node.js processes: its launcher only passes bytes between the JVM and the kernel.
// Preloaded into the kernel, this lets the kernel speak to the JVM itself: what it reads from and
// writes to the launcher's channel goes to standard input and output, and what a construct prints
// goes to standard error.
"use strict";
const fs = require("node:fs");

const CHANNEL = 3;
const STDIN = 0;
const STDOUT = 1;

const { readSync, writeSync } = fs;
fs.readSync = (fd, ...rest) => readSync(fd === CHANNEL ? STDIN : fd, ...rest);
fs.writeSync = (fd, ...rest) => writeSync(fd === CHANNEL ? STDOUT : fd, ...rest);
process.stdout.write = process.stderr.write.bind(process.stderr);
