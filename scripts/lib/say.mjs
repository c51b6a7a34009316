let target = process.stdout;

/** Makes `say` print to stderr, for scripts whose stdout belongs to the program they run. */
export function sayOnStderr() {
  target = process.stderr;
}

/** Prints a line for the user. */
export function say(line) {
  target.write(`${line}\n`);
}

/** An error whose message is enough for the user. Scripts print it without a stack trace. */
export class Refusal extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Runs a script's main function. Turns errors into a message and an exit code. */
export async function runMain(main) {
  try {
    const code = await main();
    process.exitCode = code ?? 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Refusal ? error.message : (error.stack ?? error)}\n`);
    process.exitCode = error instanceof Refusal ? error.exitCode : 1;
  }
}
