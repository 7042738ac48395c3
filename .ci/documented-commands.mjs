// documented-commands.mjs [FILE...]: checks the commands of all documents, or of some: bash can read each `sh` block, every program of this repository that a block or
// in-line code names exists, and the program's --help knows the subcommand and each long option. The Azure CLI is not installed where this runs: azure-cli.json has
// the options of each documented command; `documented-commands.mjs --azure-cli` writes it where az is installed.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const BLOCK = /^( *)```sh\n([\s\S]*?)^\1```$/gm;
const INLINE = /(?<!`)`([^`\n]+)`(?!`)/g;
// A command reaches to the next program, the end of the line or what ends a command in a shell.
const COMMAND = /(?<![\w./-])((?:bin|bench|src|testbed|examples|\.ci)\/[\w./-]+|npx cdktf|pgcluster)(?=\s|$)((?:(?!\s(?:bin|bench|src|testbed)\/|\snpx |\spgcluster )[^|;&)\n#])*)/g;
const PGCLUSTER = ["python3", "templates/common/usr/bin/pgcluster"];
const WITH_SUBCOMMANDS = ["npx cdktf", "pgcluster", "bin/lab"];
const AZURE_CLI = ".ci/azure-cli.json";
const HERE_DOCUMENT = /<<-?'?(\w+)'?(.*)\n[\s\S]*?\n\1$/gm;
const helps = new Map();

function help(words) {
  const key = words.join(" ");
  if (!helps.has(key)) {
    const env = { ...process.env, PYTHONPATH: "src/hostagent", PYTHONDONTWRITEBYTECODE: "1", CHECKPOINT_DISABLE: "1" };
    // The first call of a program may build it.
    const run = spawnSync(words[0], words.slice(1), { encoding: "utf8", env, timeout: 1_800_000 });
    helps.set(key, { ok: run.status === 0, text: `${run.stdout}${run.stderr}` });
  }
  return helps.get(key);
}

/** The problems of one command: its program, and the words after it. */
function problems(program, words) {
  if (program.includes("/") && !existsSync(program)) return [`there is no ${program}`];
  const end = program === "bin/lab" && words[0] === "client" ? 1 : words.length; // The rest is another program's.
  const options = words.slice(0, end).filter((word) => /^--[a-z]/.test(word)).map((word) => word.split("=")[0]);
  const depth = program === "bin/lab" && words[0] === "fault" ? 2 : 1;
  const subcommand = WITH_SUBCOMMANDS.includes(program) ? words.slice(0, depth).filter((word) => /^[a-z][a-z-]*$/.test(word)) : [];
  if (options.length + subcommand.length === 0) return [];
  // The lab hands these words to bin/verify.
  if (program === "bin/lab" && subcommand[0] === "verify") return problems("bin/verify", words.slice(1).filter((word) => word !== "--folder"));
  let known;
  if (!/^(bin\/|npx|pgcluster)/.test(program)) known = { ok: true, text: readFileSync(program, "utf8") };
  else known = help([...(program === "pgcluster" ? PGCLUSTER : program.split(" ")), ...subcommand, "--help"]);
  // cdktf answers an unknown subcommand with its general help.
  if (!known.ok || (program === "npx cdktf" && !known.text.includes(`cdktf ${subcommand[0]}`))) return [`${program} has no ${subcommand.join(" ")}`];
  return options.filter((option) => !new RegExp(`(?<![\\w-])${option}(?![\\w-])`).test(known.text)).map((option) => `${program} has no ${option}`);
}

/** The words of each command of a shell script, also of those within $( ) and quotes. */
function commands(script, from = 0, nested = false) {
  const found = [];
  let words = [];
  let word = null;
  let quote = "";
  let at = from;
  const endWord = () => { if (word !== null) words.push(word); word = null; };
  const end = () => { endWord(); if (words.length) found.push(words); words = []; };
  for (; at < script.length; at++) {
    const char = script[at];
    if (quote !== "'" && char === "\\") word = (word ?? "") + script[++at];
    else if (quote !== "'" && script.startsWith("$(", at)) {
      const inner = commands(script, at + 2, true);
      found.push(...inner.found);
      at = inner.at;
      word = `${word ?? ""}$()`;
    } else if (quote) {
      if (char === quote) quote = "";
      else word += char;
    } else if (char === '"' || char === "'") [quote, word] = [char, word ?? ""];
    else if (char === "#" && word === null) at = script.indexOf("\n", at) < 0 ? script.length : script.indexOf("\n", at) - 1;
    else if (char === ")" && nested) break;
    else if (/[\n;|&()]/.test(char)) end();
    else if (/\s/.test(char)) endWord();
    else word = (word ?? "") + char;
  }
  end();
  return { found, at };
}

/** The commands of az in a script: the command, and its options. */
function azureCommands(script) {
  const text = script.replace(HERE_DOCUMENT, "$2").replace(/\\\n/g, " ");
  return commands(text).found.flatMap((words) => {
    const start = words.findIndex((word) => !/^(\w+=.*|do|then|else|if|while|until|!|\{|export|sudo)$/s.test(word));
    if (words[start] !== "az") return [];
    const rest = words.slice(start + 1);
    const first = rest.findIndex((word) => !/^[a-z][a-z0-9-]*$/.test(word));
    const command = rest.slice(0, first < 0 ? rest.length : first).join(" ");
    return command ? [{ command, options: rest.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.split("=")[0]) }] : [];
  });
}

function azureProblems({ command, options }) {
  const known = azureCli.commands[command];
  // In a sentence a group of commands is a name, such as `az vm run-command`.
  if (!known && options.length === 0 && Object.keys(azureCli.commands).some((one) => one.startsWith(`${command} `))) return [];
  if (!known) return [`az has no ${command}, or ${AZURE_CLI} lacks it: see ${process.argv[1]}`];
  return options.filter((option) => !known.includes(option) && !azureCli.everywhere.includes(option)).map((option) => `az ${command} has no ${option}`);
}

/** Asks the installed az for the options of commands, beginning with those that azure-cli.json already has. */
function writeAzureCli(documented) {
  const version = JSON.parse(help(["az", "version", "--output", "json"]).text)["azure-cli"];
  const entries = [...new Set([...Object.keys(azureCli.commands), ...documented])].sort().flatMap((command) => {
    const { ok, text } = help(["az", ...command.split(" "), "--help"]);
    // Only a command has arguments; a group has commands.
    if (ok && /^Group$/m.test(text)) return [];
    const lines = ok ? text.split("\n").filter((line) => /^ {4}--[a-z]/.test(line)) : [];
    if (lines.length === 0) throw new Error(`az ${command} --help prints no command: ${text.trim().split("\n").pop()}`);
    const options = lines.flatMap((line) => line.split(/ {2,}| : |\[/)[1].match(/--?[a-z][\w-]*/g));
    return [[command, options.filter((option) => !azureCli.everywhere.includes(option)).sort()]];
  });
  const rows = entries.map(([command, options]) => `    ${JSON.stringify(command)}: ${JSON.stringify(options).replaceAll(",", ", ")}`);
  const everywhere = JSON.stringify(azureCli.everywhere).replaceAll(",", ", ");
  writeFileSync(AZURE_CLI, `{\n  "version": "${version}",\n  "everywhere": ${everywhere},\n  "commands": {\n${rows.join(",\n")}\n  }\n}\n`);
}

const azureCli = JSON.parse(readFileSync(AZURE_CLI, "utf8"));
const documented = [];
// The changelog names programs that are gone.
const write = process.argv[2] === "--azure-cli";
const some = write ? [] : process.argv.slice(2);
const all = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "*.md"];
const files = some.length ? some : spawnSync("git", all, { encoding: "utf8" }).stdout.trim().split("\n").filter((file) => file !== "CHANGELOG.md" && existsSync(file));
let checked = 0;
const found = [];
for (const file of files) {
  const text = readFileSync(file, "utf8");
  const report = (index, problem) => found.push(`${file}:${text.slice(0, index).split("\n").length}: ${problem}`);
  for (const [pattern, group] of [[BLOCK, 2], [INLINE, 1]]) {
    for (const match of text.matchAll(pattern)) {
      if (pattern === BLOCK) {
        const bash = spawnSync("bash", ["-n"], { input: match[2], encoding: "utf8" });
        if (bash.status !== 0) report(match.index, bash.stderr.trim());
      }
      for (const command of azureCommands(match[group])) {
        checked++;
        documented.push(command.command);
        if (!write) azureProblems(command).forEach((one) => report(match.index, one));
      }
      for (const [, program, rest] of match[group].replace(/\\\n/g, " ").matchAll(COMMAND)) {
        // A file that is only named, such as `src/bindings`, is the links' business.
        if (pattern === INLINE && !/^(bin\/|npx|pgcluster)/.test(program) && rest.trim() === "") continue;
        checked++;
        problems(program, rest.trim().split(/\s+/).map((word) => word.replace(/^["'\[]+|["'\],.]+$/g, ""))).forEach((one) => report(match.index, one));
      }
    }
  }
}
if (write) writeAzureCli(documented);
found.forEach((one) => console.error(one));
console.log(`${checked} commands in ${files.length} documents, ${found.length} wrong`);
process.exitCode = found.length || checked === 0 ? 1 : 0;
