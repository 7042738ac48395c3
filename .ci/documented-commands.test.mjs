import assert from "node:assert/strict";
import test from "node:test";
import { commands, complaints, own, snippets } from "./documented-commands.mjs";

const ask = (question) => {
  const help = {
    "bin/verify --help": "Usage: --quick --report=FOLDER --checks=CHECK",
    "bin/verify --list": "tls   quick   Certificates\npooling   quick   Fewer",
    "bin/lab help verify": "Usage: --folder=FOLDER",
    "bin/lab help up": "Usage: --folder=FOLDER",
    "npx cdktf deploy --help": "cdktf deploy [stacks..] --auto-approve",
    "npx cdktf depoly --help": "cdktf <command>",
    "cat bench/run": 'process.argv.indexOf("--rounds")',
  }[question.join(" ")];
  return help ? { status: 0, text: help } : { status: 2, text: "Unmatched argument" };
};
const wrongIn = (script) => commands(script).flatMap(own).flatMap((one) => complaints(one, ask, (path) => /^(bin|bench)\//.test(path)));

test("sh blocks are found with their line, other blocks are not", () => {
  const found = snippets("# A\n\n```sh\nbin/x\n```\n\n```yaml\nbin: y\n```\nand `bin/verify prod` there\n");
  assert.deepEqual(found, [
    { line: 4, text: "bin/x\n", block: true },
    { line: 10, text: "bin/verify prod", block: false },
  ]);
});

test("a script falls into its commands, those in substitutions too", () => {
  assert.deepEqual(commands('a "b c" \\\n  d   # e\nX=$(f "$(g h)") i | j > k 2>&1 && (umask 077; l)'), [
    ["a", "b c", "d"],
    ["g", "h"],
    ["f", "$(...)"],
    ["X=$(...)", "i"],
    ["j"],
    ["umask", "077"],
    ["l"],
  ]);
});

test("single quotes hide everything", () => {
  assert.deepEqual(commands("a '$(b) | \"c' d"), [["a", '$(b) | "c', "d"]]);
});

test("what runs another program leads to that", () => {
  assert.deepEqual(own(["PGPASSWORD=x", "sudo", "--preserve-env=PGPASSWORD", "bin/lab", "client", "bin/rollout", "lab"]), [
    ["bin/lab", "client"],
    ["bin/rollout", "lab"],
  ]);
  assert.deepEqual(own(["bin/emulator", "--log", "x", "--", "npx", "cdktf", "diff", "lab"]), [
    ["bin/emulator", "--log", "x"],
    ["npx", "cdktf", "diff", "lab"],
  ]);
  assert.deepEqual(own(["ssh", "-i", "key", "azureuser@10.50.1.6", "sudo", "pgcluster", "status"]), [["pgcluster", "status"]]);
  assert.deepEqual(own(["az", "login"]), []);
});

test("an option that the program does not know is told", () => {
  assert.deepEqual(wrongIn("bin/verify prod --quick --report=x"), []);
  assert.deepEqual(wrongIn("bin/verify prod --fast"), ["bin/verify prod does not know --fast"]);
  assert.deepEqual(wrongIn("bin/verify prod --rep"), ["bin/verify prod does not know --rep"]);
  assert.deepEqual(wrongIn("sudo bin/lab verify --quick --folder x"), []);
});

test("a check that there is not is told", () => {
  assert.deepEqual(wrongIn("bin/verify prod --checks tls,pooling --quick"), []);
  assert.deepEqual(wrongIn("bin/verify prod --checks=tls,poling"), ["bin/verify has no check poling"]);
});

test("a program that is not in bin is read, never run", () => {
  assert.deepEqual(wrongIn("bench/run --rounds 7"), []);
  assert.deepEqual(wrongIn("bench/run --turns 7"), ["bench/run --turns does not know --turns"]);
});

test("a program or a command that is not there is told", () => {
  assert.deepEqual(wrongIn("src/nothing/run"), ["src/nothing/run is no program of this repository"]);
  assert.deepEqual(wrongIn("bin/lab pu"), ["bin/lab pu is not known: Unmatched argument"]);
  assert.deepEqual(wrongIn("npx cdktf depoly prod"), ["cdktf depoly is not known: cdktf <command>"]);
  assert.deepEqual(wrongIn("npx cdktf deploy prod --auto-approve"), []);
});
