#!/usr/bin/env node
/** The command line, as a program. */
import { run } from '../cli/program.ts';

process.exitCode = await run(process.argv);
