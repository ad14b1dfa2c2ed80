// Starts Sendlab for a test suite and asks it what happened. No dependencies.
//
//   const emulator = await start({ scenario: 'pipeline.json' });
//   Object.assign(process.env, emulator.environment);   // then the code under test
//   await emulator.advance('10m');                      // Lambda's retries, without the minutes between them
//   assert.equal((await emulator.duplicates()).duplicates, 0);
//   await emulator.stop();
//
// Under `sendlab exec -- npm test` the emulator runs already: `await attach()` is it.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';

const LOG_KEPT = 256 * 1024; // characters
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref());

export class SendlabError extends Error {
  name = 'SendlabError';
}

/** Text is passed on, numbers are milliseconds. */
const duration = (value) => (typeof value === 'number' ? `${Math.round(value)}ms` : value);

export class Sendlab {
  #child;

  /** Made by start() and attach(). */
  constructor(endpoint, facts, child) {
    this.endpoint = endpoint;
    this.facts = facts;
    this.#child = child;
  }

  get page() {
    return `http://127.0.0.1:${this.facts.ports.mail}`;
  }

  get smtp() {
    return { host: '127.0.0.1', port: this.facts.ports.smtp };
  }

  get environment() {
    const { region, ca } = this.facts;
    return {
      AWS_ENDPOINT_URL: this.endpoint, SENDLAB_ENDPOINT: this.endpoint, AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: region, AWS_DEFAULT_REGION: region, AWS_CA_BUNDLE: ca,
      SMTP_HOST: this.smtp.host, SMTP_PORT: String(this.smtp.port),
    };
  }

  async messages(query = '') {
    const found = [];
    for (;;) {
      const page = await this.#ask('GET', '/_sendlab/messages', { query, start: found.length, limit: 500 });
      found.push(...page.messages);
      if (found.length >= page.matching || page.messages.length === 0) return found;
    }
  }

  message(name) {
    return this.#ask('GET', `/api/v1/message/${encodeURIComponent(name)}`);
  }

  async waitForMessages(query = '', { count = 1, timeout = '10s', exact = false } = {}) {
    const answer = await this.#ask('GET', '/_sendlab/wait', { query, count, timeout: duration(timeout), exact });
    return answer.messages.reverse();
  }

  duplicates() {
    return this.#ask('GET', '/_sendlab/duplicates');
  }

  async invocations(filters = {}) {
    return (await this.#ask('GET', '/_sendlab/invocations', filters)).invocations;
  }

  report() {
    return this.#ask('GET', '/_sendlab/report');
  }

  async faults() {
    return (await this.#ask('GET', '/_sendlab/faults')).faults;
  }

  async setFaults(faults) {
    return (await this.#ask('PUT', '/_sendlab/faults', {}, { faults })).faults;
  }

  async reset() {
    await this.advance(0); // code that runs must not reach into what comes next
    await this.#ask('DELETE', '/_sendlab/faults');
    await this.#ask('POST', '/_sendlab/reset');
  }

  advance(by) {
    return this.#ask('POST', '/_sendlab/clock/advance', { by: duration(by) });
  }

  log() {
    return this.#child?.log ?? '';
  }

  async stop() {
    const child = this.#child?.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.ref();
    child.stdin.end(); // it was started with --until-eof
    if ((await Promise.race([gone, pause(10_000)])) === undefined) {
      child.kill('SIGKILL');
      await gone;
    }
  }

  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    await this.stop();
  }

  async #ask(method, path, parameters = {}, body = undefined) {
    const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
    const url = `${this.endpoint}${path}?${new URLSearchParams(given)}`;
    const answer = await fetch(url, { method, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (answer.ok) return JSON.parse(text);
    throw new SendlabError(`${method} ${path}: ${errorIn(text)}`);
  }
}

function errorIn(text) {
  try {
    return JSON.parse(text).error ?? text;
  } catch {
    return text;
  }
}

export async function attach(endpoint = process.env.SENDLAB_ENDPOINT) {
  if (!endpoint) throw new SendlabError('no SENDLAB_ENDPOINT: is this command run by `sendlab exec -- COMMAND`?');
  const base = endpoint.replace(/\/$/, '');
  return new Sendlab(base, await (await fetch(`${base}/_sendlab/health`)).json());
}

export async function start({ scenario, retryDelays, options = [], binary, timeout = 30_000 } = {}) {
  const program = binary || process.env.SENDLAB || 'sendlab';
  const words = ['serve', '--json', '--until-eof', '--port', '0', '--mail-port', '0', '--smtp-port', '0'];
  if (retryDelays) words.push('--retry-delays', retryDelays);
  const written = await writtenScenario(scenario);
  words.push(...options, ...(scenario ? [written ?? scenario] : []));
  const child = { process: spawn(program, words, { stdio: 'pipe' }), log: '' };
  child.process.stdin.on('error', () => {}); // it may be gone before it is told to go
  child.process.stderr.setEncoding('utf8').on('data', (text) => {
    child.log = (child.log + text).slice(-LOG_KEPT);
  });
  try {
    const facts = JSON.parse(await firstLine(child.process, timeout));
    return new Sendlab(facts.AWS_ENDPOINT_URL, facts, child);
  } catch (error) {
    child.process.kill('SIGKILL');
    throw new SendlabError(`${program} ${words.join(' ')} did not start: ${child.log.trim() || error.message}`);
  } finally {
    if (written) await rm(written);
    for (const part of [child.process, child.process.stdin, child.process.stdout, child.process.stderr]) part.unref?.();
  }
}

/** A file for a scenario that is an object, in the working directory, as its paths are relative to that. */
async function writtenScenario(scenario) {
  if (typeof scenario !== 'object' || scenario === null) return undefined;
  const name = `.sendlab-${randomUUID()}.json`;
  await writeFile(name, JSON.stringify(scenario));
  return name;
}

/** Printed once everything listens. */
function firstLine(child, timeout) {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error('no answer in time')), timeout);
    const settle = (act, value) => {
      clearTimeout(timer);
      act(value);
    };
    child.once('error', (error) => settle(reject, error));
    child.once('close', () => settle(reject, new Error('it has ended')));
    child.stdout.setEncoding('utf8').on('data', (piece) => {
      text += piece;
      if (text.includes('\n')) settle(resolve, text.slice(0, text.indexOf('\n')));
    });
  });
}
