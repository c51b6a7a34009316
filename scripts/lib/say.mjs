let target = process.stdout;

/** Sends what scripts say to stderr, for scripts whose stdout belongs to the program they run. */
export function sayOnStderr() {
  target = process.stderr;
}

/** Prints a line for the person who started the script. */
export function say(line) {
  target.write(`${line}\n`);
}

/** An error that is explained by its message alone; scripts print it without a stack. */
export class Refusal extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Runs a script's main function and turns what it throws into a message and an exit code. */
export async function runMain(main) {
  try {
    const code = await main();
    process.exitCode = code ?? 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Refusal ? error.message : (error.stack ?? error)}\n`);
    process.exitCode = error instanceof Refusal ? error.exitCode : 1;
  }
}
