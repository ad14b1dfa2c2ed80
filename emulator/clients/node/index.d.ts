/** Milliseconds, or text such as "250ms", "10s", "2m". */
export type Duration = number | string;

export interface Facts {
  ports: { edge: number; mail: number; smtp: number; smtps?: number };
  region: string;
  account: string;
  /** Path of the certificate authority that its TLS is signed by. */
  ca: string;
}

/** A message, without its text. */
export interface Message {
  id: number;
  /** What message() and Mailpit's API call it. */
  name: string;
  accepted: string;
  via: 'ses' | 'smtp';
  from: string;
  recipients: string[];
  subject: string;
  size: number;
  ses_id: string;
  message_id: string;
  read: boolean;
  tags: string[];
  /** The upload file and the attempt that sent it, where a function did. */
  origin: { file: string; position: number | null; attempt: number; request_id: string } | null;
}

/** A message as Mailpit's API lists it; more is in it than is named here. */
export interface MailpitSummary {
  ID: string;
  MessageID: string;
  From: { Name: string; Address: string };
  To: { Name: string; Address: string }[];
  Subject: string;
  Created: string;
  Size: number;
  Snippet: string;
  [field: string]: unknown;
}

export interface MailpitMessage {
  ID: string;
  Subject: string;
  Text: string;
  HTML: string;
  [field: string]: unknown;
}

export interface Duplicates {
  messages: number;
  duplicates: number;
  recipients_hit_twice: number;
  emails: { subject: string; copies: number; recipients_hit_twice: string[]; sends: Partial<Message>[] }[];
}

export interface FaultCount {
  fault: string;
  met: number;
  struck: number;
}

export interface StartOptions {
  /** A scenario file, or its content (paths in it are then relative to the working directory). */
  scenario?: string | object;
  /** Between Lambda's attempts, instead of "1m,2m". */
  retryDelays?: string;
  /** For the program: ["--smtp-ses"]. */
  options?: string[];
  /** Else $SENDLAB, else sendlab in the PATH. */
  binary?: string;
  /** Milliseconds until it must be ready; 30,000. */
  timeout?: number;
}

/** The emulator did not start, or refused a call; the text is its own. */
export class SendlabError extends Error {}

/** A running emulator. */
export class Sendlab implements AsyncDisposable {
  readonly endpoint: string;
  readonly facts: Facts;
  /** URL of the mail that was caught, for a browser. */
  readonly page: string;
  readonly smtp: { host: string; port: number };
  /** What AWS SDKs and mail libraries look at, as `sendlab exec` sets it. */
  readonly environment: Record<string, string>;

  /** What was accepted and matches, newest first; Mailpit's filters: "to:a@example.com subject:Hi". */
  messages(query?: string): Promise<Message[]>;
  message(name: string): Promise<MailpitMessage>;
  /**
   * The messages that match, oldest first, as soon as there are `count` (1). `exact`: no more may come within the time.
   * Rejected when the time (10 s) is over.
   */
  waitForMessages(query?: string, options?: { count?: number; timeout?: Duration; exact?: boolean }): Promise<MailpitSummary[]>;
  /** Who got what more than once. */
  duplicates(): Promise<Duplicates>;
  /** Every invocation with its attempts. */
  invocations(filters?: { state?: string; key?: string; function?: string }): Promise<Record<string, unknown>[]>;
  /** The account of all that happened, with the scenario's expectations, as `sendlab run --json` has it. */
  report(): Promise<Record<string, unknown>>;
  faults(): Promise<FaultCount[]>;
  /** Replaces them, in the words of a scenario file, times from now: [{ target: "ses", add: "300ms" }]. */
  setFaults(faults: object[]): Promise<FaultCount[]>;
  /** Forgets buckets, functions, mail and faults; the scenario's own bucket and functions are there again. Code that runs is waited for. */
  reset(): Promise<void>;
  /** Puts the clock forward: all that is due until then happens now. Code that runs is waited for. */
  advance(by: Duration): Promise<{ now: string; elapsed_ms: number }>;
  /** The end of what the emulator wrote: a line for each call, and what functions wrote. */
  log(): string;
  /** Ends it, unless it is somebody else's (attach). It ends with this process at the latest. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts `sendlab serve` on free ports; resolves when it is ready. */
export function start(options?: StartOptions): Promise<Sendlab>;
/** The emulator that runs already: at `endpoint`, else the one of `sendlab exec` (SENDLAB_ENDPOINT). */
export function attach(endpoint?: string): Promise<Sendlab>;
