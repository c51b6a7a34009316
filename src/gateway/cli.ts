import { keepPrivate } from '../system/private-files.mjs';
import { runCli } from './cli/program.ts';

keepPrivate();

process.exitCode = await runCli(process.argv.slice(2));
