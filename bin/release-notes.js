// Prints the section of a version in CHANGELOG.md, for the release on GitHub: node bin/release-notes.js 1.2.0
import { readFileSync } from 'node:fs';

const [version = 'Unreleased', file = 'CHANGELOG.md'] = process.argv.slice(2);
const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_REF_NAME } = process.env;
const sections = readFileSync(file, 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((section) => /^\[?([^\]\s]+)\]?[^\n]*\n(.*)/s.exec(section));
const notes = sections.find((section) => section?.[1] === version)?.[2].trim();
if (!notes) {
  process.stderr.write(`${file} has nothing under "## ${version}"\n`);
  process.exitCode = 2;
} else {
  // A release breaks each line where the file does, and has no files beside it that a link could lead to.
  const lines = notes.replace(/(?<=\S)\n(?!\n| *(?:- |#)) */g, ' ');
  const files = GITHUB_REPOSITORY && `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_REF_NAME}/`;
  process.stdout.write(`${files ? lines.replace(/\]\((?!https?:)/g, `](${files}`) : lines}\n`);
}
