// Every command in an `sh` block of a document is one that a shell can read; one of this repository's own programs is
// there, and knows the subcommand and every long option it is given. Asked is the program itself, by --help; of one that is not
// in bin its own text, for it may begin to work at any argument.
import { spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const FENCE = /^( *)```sh\n([\s\S]*?)^\1```$/gm;
const INLINE = /(?<!`)`((?:sudo )?(?:bin\/|bench\/|npx cdktf |pgcluster )[^`]*)`(?!`)/g;
const KEYWORDS = new Set(["!", "{", "}", "do", "done", "then", "else", "if", "elif", "fi", "while", "until", "time", "exec", "command"]);
/** Their first word is a command, which `help` tells the options of. */
const WITH_COMMANDS = new Set(["bin/lab", "bin/reviewer"]);
const PGCLUSTER = ["python3", "templates/common/usr/bin/pgcluster"];

/** The sh blocks of a document, and in-line code that begins with one of our programs, each with its line. */
export function snippets(markdown) {
  const found = [];
  for (const [pattern, group] of [[FENCE, 2], [INLINE, 1]]) {
    for (const match of markdown.matchAll(pattern)) {
      const line = markdown.slice(0, match.index).split("\n").length + (group === 2 ? 1 : 0);
      found.push({ line, text: match[group], block: group === 2 });
    }
  }
  return found;
}

/** The simple commands of a script, a list of words each; those within $(...) too. */
export function commands(script) {
  const found = [];
  let words = [];
  let word = null;
  let at = 0;
  const put = (text) => (word = (word ?? "") + text);
  const endWord = () => {
    if (word !== null) words.push(word);
    word = null;
  };
  const endCommand = () => {
    endWord();
    if (words.length) found.push(words);
    words = [];
  };
  /** From an opening bracket to its end; what stands within is a script of its own. */
  const substitute = () => {
    let depth = 0;
    const begin = at + 2;
    for (at += 1; at < script.length; at++) {
      if (script[at] === "(") depth++;
      if (script[at] === ")" && --depth === 0) break;
    }
    found.push(...commands(script.slice(begin, at)));
    put("$(...)");
  };
  const quoted = () => {
    for (at++; at < script.length && script[at] !== '"'; at++) {
      if (script.startsWith("$(", at)) substitute();
      else if (script[at] === "\\") put(script[++at] ?? "");
      else put(script[at]);
    }
    word ??= "";
  };
  for (; at < script.length; at++) {
    const character = script[at];
    if (character === "\\") {
      if (script[++at] !== "\n") put(script[at] ?? "");
    } else if (character === "'") {
      const end = script.indexOf("'", at + 1);
      put(script.slice(at + 1, end));
      at = end;
    } else if (character === '"') quoted();
    else if (script.startsWith("$(", at)) substitute();
    else if (character === "#" && word === null) at = (script + "\n").indexOf("\n", at) - 1;
    else if (character === "<" || character === ">") {
      if (/^\d$/.test(word ?? "")) word = null;
      endWord();
      words.push(character);
      if (script[at + 1] === character || script[at + 1] === "&") at++;
    } else if (/[\n;&|()]/.test(character)) endCommand();
    else if (/\s/.test(character)) endWord();
    else put(character);
  }
  endCommand();
  return found.map(withoutRedirections).filter((one) => one.length);
}

function withoutRedirections(words) {
  return words.filter((word, index) => !/^[<>]$/.test(word) && !/^[<>]$/.test(words[index - 1] ?? ""));
}

/** What is run in the end, past variables, sudo and the like: lists of our own program and what it is given. */
export function own(words) {
  let rest = words;
  for (;;) {
    if (KEYWORDS.has(rest[0]) || /^[A-Za-z_]\w*=/.test(rest[0] ?? "")) rest = rest.slice(1);
    else if (rest[0] === "sudo" || rest[0] === "ssh") {
      const host = rest[0] === "ssh" ? 1 : 0;
      rest = rest.slice(1);
      while (rest[0]?.startsWith("-")) rest = rest.slice(/^-[iJolpF]$/.test(rest[0]) ? 2 : 1);
      rest = rest.slice(host);
    } else break;
  }
  const [program, ...given] = rest;
  if (program === "bin/emulator") {
    const end = given.indexOf("--");
    return end < 0 ? [[program, ...given]] : [[program, ...given.slice(0, end)], ...own(given.slice(end + 1))];
  }
  if (program === "bin/lab" && given[0] === "client") {
    const begin = given[1] === "--folder" ? 3 : 1;
    return [[program, ...given.slice(0, begin)], ...own(given.slice(begin))];
  }
  if (program === "bin/lab" && given[0] === "shell") {
    return [[program, ...given.slice(0, 2)], ...own(given.slice(2))];
  }
  return /^(bin|bench|src|\.ci)\/|^(npx|pgcluster)$/.test(program ?? "") ? [rest] : [];
}

/** How a program is asked what it knows of what it is given, a command line each. */
export function questions([program, ...given]) {
  // A word in capitals stands for any.
  const sub = given[0] && !/^-|^[A-Z]+$/.test(given[0]) ? [given[0]] : [];
  if (program === "npx") return given[0] === "cdktf" && given[1] ? [["npx", "cdktf", given[1], "--help"]] : [];
  if (program === "pgcluster") return [[...PGCLUSTER, ...sub, "--help"]];
  if (WITH_COMMANDS.has(program)) return [[program, "help", ...sub], ...(sub[0] === "verify" ? [["bin/verify", "--help"]] : [])];
  if (!given.some((one) => one.startsWith("--"))) return [];
  return [program.startsWith("bin/") ? [program, "--help"] : ["cat", program]];
}

/** What is wrong with one of our commands; ask answers a command line with { status, text }. */
export function complaints(command, ask, isProgram) {
  const [program, ...given] = command;
  if (!["npx", "pgcluster"].includes(program) && !isProgram(program)) return [`${program} is no program of this repository`];
  const options = given.filter((one) => /^--[a-z]/.test(one)).map((one) => one.split("=")[0]);
  let known = "";
  for (const question of questions(command)) {
    const answer = ask(question);
    // cdktf answers an unknown command with the help of all.
    const name = question.filter((word) => !["npx", "cat", "help", "--help"].includes(word)).join(" ");
    if (answer.status !== 0 || (program === "npx" && !answer.text.includes(name))) return [`${name} is not known: ${answer.text.trim().split("\n")[0]}`];
    known += answer.text;
  }
  return [...names(command, ask), ...unknown(command, options, known)];
}

/** The options that no help speaks of. */
function unknown(command, options, known) {
  return options
    .filter((option) => option !== "--help" && !new RegExp(`(?<![\\w-])${option}(?![\\w-])`).test(known))
    .map((option) => `${command.slice(0, 2).join(" ")} does not know ${option}`);
}

/** The checks that a verification is told to make or to leave out are ones that it lists. */
function names([program, ...given], ask) {
  if (program !== "bin/verify") return [];
  const chosen = given.flatMap((one, at) => {
    const [option, value = given[at + 1] ?? ""] = one.split("=");
    return ["--checks", "--skip"].includes(option) ? value.split(",") : [];
  });
  const listed = chosen.length ? ask(["bin/verify", "--list"]).text.split("\n").map((line) => line.split(" ")[0]) : [];
  return chosen.filter((name) => !listed.includes(name)).map((name) => `bin/verify has no check ${name}`);
}

function main() {
  const asked = new Map();
  const ask = (question) => {
    const key = question.join(" ");
    if (!asked.has(key)) {
      const environment = { ...process.env, PYTHONPATH: "templates/common/usr/lib/azure-patroni", PYTHONDONTWRITEBYTECODE: "1", CHECKPOINT_DISABLE: "1" };
      const ran = spawnSync(question[0], question.slice(1), { encoding: "utf8", env: environment });
      asked.set(key, { status: ran.status, text: `${ran.stdout}${ran.stderr}` });
    }
    return asked.get(key);
  };
  const isProgram = (path) => {
    try {
      accessSync(path, path.startsWith("bin/") ? constants.X_OK : constants.R_OK);
      return true;
    } catch {
      return false;
    }
  };
  const files = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "*.md"], { encoding: "utf8" }).stdout.trim().split("\n");
  let checked = 0;
  const wrong = [];
  for (const file of files) {
    for (const { line, text, block } of snippets(readFileSync(file, "utf8"))) {
      const parsed = block ? spawnSync("bash", ["-n"], { input: text, encoding: "utf8" }) : { status: 0 };
      if (parsed.status !== 0) wrong.push(`${file}:${line}: no shell reads this: ${parsed.stderr.trim()}`);
      for (const command of commands(text).flatMap(own)) {
        checked++;
        wrong.push(...complaints(command, ask, isProgram).map((one) => `${file}:${line}: ${one}`));
      }
    }
  }
  if (checked === 0) wrong.push("no document has a command: look at this program");
  wrong.forEach((one) => console.error(one));
  console.log(`${checked} commands of our own in ${files.length} documents, ${wrong.length} wrong`);
  process.exitCode = wrong.length ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main();
