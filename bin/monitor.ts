#!/usr/bin/env node
/** The command line, as a program. */
import { failureText, run } from '../cli/program.ts';

// A disk that becomes full and a damaged database reach no caller: the engine of the database throws in its callbacks.
process.on('uncaughtException', (error) => {
  process.stderr.write(`${process.stderr.isTTY ? '\n' : ''}${failureText(error)}\n`);
  process.exit(1);
});

const code = await run(process.argv);
// After a failure, a server or a timer may still be there.
if (code === 1) process.exit(code);
process.exitCode = code;
