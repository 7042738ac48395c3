// documented-commands.mjs [FILE...]: checks the commands of all documents, or of some: bash can read each `sh` block, every program of this repository that a block or
// in-line code names exists, and the program's --help knows the subcommand and each long option.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const BLOCK = /^( *)```sh\n([\s\S]*?)^\1```$/gm;
const INLINE = /(?<!`)`([^`\n]+)`(?!`)/g;
// A command reaches to the next program, the end of the line or what ends a command in a shell.
const COMMAND = /(?<![\w./-])((?:bin|bench|src|testbed|examples|\.ci)\/[\w./-]+|npx cdktf|pgcluster)(?=\s|$)((?:(?!\s(?:bin|bench|src|testbed)\/|\snpx |\spgcluster )[^|;&)\n#])*)/g;
const PGCLUSTER = ["python3", "templates/common/usr/bin/pgcluster"];
const WITH_SUBCOMMANDS = ["npx cdktf", "pgcluster", "bin/lab"];
const helps = new Map();

function help(words) {
  const key = words.join(" ");
  if (!helps.has(key)) {
    const env = { ...process.env, PYTHONPATH: "templates/common/usr/lib/azure-patroni", PYTHONDONTWRITEBYTECODE: "1", CHECKPOINT_DISABLE: "1" };
    const run = spawnSync(words[0], words.slice(1), { encoding: "utf8", env });
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

// The changelog names programs that are gone.
const some = process.argv.slice(2);
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
      for (const [, program, rest] of match[group].replace(/\\\n/g, " ").matchAll(COMMAND)) {
        // A file that is only named, such as `src/bindings`, is the links' business.
        if (pattern === INLINE && !/^(bin\/|npx|pgcluster)/.test(program) && rest.trim() === "") continue;
        checked++;
        problems(program, rest.trim().split(/\s+/).map((word) => word.replace(/^["'\[]+|["'\],.]+$/g, ""))).forEach((one) => report(match.index, one));
      }
    }
  }
}
found.forEach((one) => console.error(one));
console.log(`${checked} commands in ${files.length} documents, ${found.length} wrong`);
process.exitCode = found.length || checked === 0 ? 1 : 0;
