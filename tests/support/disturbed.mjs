// Preloaded into a program and its threads (`node --import`): sets its clock off and makes its databases commit late. What
// applies is in the JSON file that QUAYSIDE_TEST_DISTURBANCE names, which SIGUSR2 makes the program read again.
// JavaScript, because stripping types takes WebAssembly in every thread.
import { readFileSync } from 'node:fs';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const KEY = 'quayside.disturbance';

/** Shared by all threads: how far the clock is off, and how long a commit takes longer, ms. */
const shared = isMainThread ? new SharedArrayBuffer(16) : getEnvironmentData(KEY);
const [CLOCK, COMMIT] = [0, 1];
const current = new Float64Array(shared);

if (isMainThread) {
  setEnvironmentData(KEY, shared);
  const read = () => {
    const { clockMs, commitMs } = JSON.parse(readFileSync(process.env.QUAYSIDE_TEST_DISTURBANCE, 'utf8'));
    current[CLOCK] = clockMs;
    current[COMMIT] = commitMs;
  };
  read();
  process.on('SIGUSR2', read);
}

const realNow = Date.now;
Date.now = () => realNow() + current[CLOCK];

const never = new Int32Array(new SharedArrayBuffer(4));
function wait() {
  if (current[COMMIT] > 0) Atomics.wait(never, 0, 0, current[COMMIT]);
}

const { exec, prepare } = Database.prototype;
Database.prototype.exec = function (text) {
  if (text === 'COMMIT') wait();
  return exec.call(this, text);
};
Database.prototype.prepare = function (text) {
  const statement = prepare.call(this, text);
  if (text === 'COMMIT') {
    const { run } = statement;
    statement.run = () => {
      wait();
      return run.call(statement);
    };
  }
  return statement;
};
