// Runtime client for Node.js: takes events from the Lambda Runtime API, runs the function's handler and answers.
// When an invocation counts as answered is as in AWS's own client (aws-lambda-ric) and as the Lambda Developer
// Guide says, "Define Lambda function handler in Node.js":
//   callback(error)          at once
//   callback(null, result)   when the event loop is empty, or at once if callbackWaitsForEmptyEventLoop is false
//   context.done and so on   at once
//   a returned promise       when it settles
//   none of these            null when the event loop is empty; an error for an async function
// Only the first answer counts. What the handler leaves behind is frozen with the process, and goes on in the
// next invocation.
'use strict';

const fs = require('fs');
const http = require('http');
const util = require('util');
const { loadHandler } = require('./loader.js');

// Before any code of the function can change them.
const { request } = http;
const { writeSync } = fs;
const exit = process.exit.bind(process);
const { setImmediate } = globalThis;

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

let requestId; // of the invocation that runs
let onFailure = failInit; // an exception that nobody caught
let onEmptyLoop; // what is due when nothing is left to do

// ---- The Runtime API ---------------------------------------------------------------------------------------------

function call(method, what, body, headers, then) {
  const sent = request({ host, port, method, path: `/2018-06-01/runtime/${what}`, agent, headers }, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (part) => { text += part; });
    response.on('end', () => then(response, text));
  });
  sent.on('error', () => exit(1)); // the environment is over
  sent.end(body);
}

function post(what, body, type, then) {
  const bytes = Buffer.from(body);
  const headers = { 'Content-Type': 'application/json', 'Content-Length': bytes.length };
  if (type) headers['Lambda-Runtime-Function-Error-Type'] = type.replace(/[^\x20-\x7e]/g, '?');
  call('POST', what, bytes, headers, then);
}

function next() {
  call('GET', 'invocation/next', undefined, {}, (response, event) => run(response.headers, event));
}

// ---- Errors and the log ------------------------------------------------------------------------------------------

function isError(value) {
  return util.types.isNativeError(value) || value instanceof Error
    || Boolean(value && value.name && value.message && value.stack);
}

function errorObject(error) {
  if (!isError(error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: String(error.stack || '').split('\n') };
}

function errorForLog(error) {
  if (!isError(error)) return errorObject(error);
  return { errorType: error.name, errorMessage: error.message, code: error.code, ...error,
    stack: String(error.stack || '').split('\n') };
}

const pause = new Int32Array(new SharedArrayBuffer(4));

// Out before the handler goes on, as on AWS: what process.stdout holds back is frozen or killed with the handler.
function write(text) {
  for (let bytes = Buffer.from(text); bytes.length > 0;) {
    try {
      bytes = bytes.subarray(writeSync(1, bytes));
    } catch (error) {
      if (error.code !== 'EAGAIN') return; // nobody reads any more
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}

function logLine(level, text) {
  const line = text.replace(/\n/g, '\r'); // one event of the log, as on AWS
  write(`${new Date().toISOString()}\t${requestId}\t${level}\t${line}\n`);
}

function logError(what, error) {
  let text;
  try {
    text = JSON.stringify(errorForLog(error));
  } catch {
    text = JSON.stringify(errorObject(error)); // it has cycles
  }
  logLine('ERROR', `${what} \t${text}`);
}

const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', warn: 'WARN', error: 'ERROR' };
for (const [name, level] of Object.entries(levels)) {
  console[name] = (...values) => logLine(level, util.format(...values));
}
console.trace = (...values) => {
  const trace = new Error(util.format(...values));
  trace.name = 'Trace';
  logLine('TRACE', trace.stack);
};

class NodeJsExit extends Error {
  constructor() {
    super('The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a '
      + 'Promise that was never settled. For more information, see '
      + 'https://nodejs.org/docs/latest/api/process.html#exit-codes');
    this.name = 'Runtime.NodeJsExit';
  }
}

class UnhandledPromiseRejection extends Error {
  constructor(reason) {
    super(String(reason));
    this.name = 'Runtime.UnhandledPromiseRejection';
    this.reason = reason;
  }
}

function failInit(error, status) {
  logError('Uncaught Exception', error);
  post('init/error', JSON.stringify(errorObject(error)), errorObject(error).errorType, () => exit(status));
}

// ---- One invocation ----------------------------------------------------------------------------------------------

function answerWith(id, body) {
  onEmptyLoop = undefined;
  post(`invocation/${id}/response`, body, undefined, next);
}

function failWith(id, what, error, then) {
  onEmptyLoop = undefined;
  logError(what, error);
  const object = errorObject(error);
  post(`invocation/${id}/error`, JSON.stringify(object), object.errorType, then);
}

function serialized(result) {
  try {
    const text = JSON.stringify(result === undefined ? null : result);
    return text === undefined ? 'null' : text;
  } catch (error) {
    throw new Error(`Unable to stringify response body: ${error.message}`);
  }
}

// The ways for a handler to answer; the first one taken counts.
class Answers {
  constructor(id) {
    this.id = id;
    this.waits = true;
    this.given = false;
  }

  once(act) {
    if (this.given) return;
    this.given = true;
    act();
  }

  fail(error) {
    const said = error === undefined || error === null ? 'handled' : error;
    this.once(() => failWith(this.id, 'Invoke Error', said, next));
  }

  succeed(result) {
    this.once(() => this.respond(result));
  }

  respond(result) {
    let body;
    try {
      body = serialized(result);
    } catch (error) {
      failWith(this.id, 'Invoke Error', error, next);
      return;
    }
    answerWith(this.id, body);
  }

  callback(error, result) {
    if (error !== undefined && error !== null) {
      this.fail(error);
    } else if (!this.waits) {
      this.succeed(result);
    } else {
      this.once(() => { onEmptyLoop = () => setImmediate(() => this.respond(result)); });
    }
  }

  nothing(isAsync) {
    this.once(() => {
      if (isAsync) failWith(this.id, 'Invoke Error', new NodeJsExit(), () => exit(1));
      else answerWith(this.id, 'null');
    });
  }
}

function contextOf(headers, answers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const clientContext = headers['lambda-runtime-client-context'];
  return {
    get callbackWaitsForEmptyEventLoop() { return answers.waits; },
    set callbackWaitsForEmptyEventLoop(value) { answers.waits = Boolean(value); },
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: clientContext ? JSON.parse(clientContext) : undefined,
    identity: undefined,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: answers.id,
    getRemainingTimeInMillis: () => deadline - Date.now(),
    succeed: (result) => answers.succeed(result),
    fail: (error) => answers.fail(error),
    done: (error, result) => (error ? answers.fail(error) : answers.succeed(result)),
  };
}

let handler; // the function's
let isAsync = false;

function run(headers, event) {
  requestId = headers['lambda-runtime-aws-request-id'];
  process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'] || '';
  const answers = new Answers(requestId);
  onFailure = (error, status) => failWith(answers.id, 'Uncaught Exception', error, () => exit(status));
  onEmptyLoop = () => answers.nothing(isAsync);
  try {
    const context = contextOf(headers, answers);
    const result = handler(JSON.parse(event), context, (error, value) => answers.callback(error, value));
    if (result && typeof result.then === 'function') result.then(context.succeed, context.fail);
  } catch (error) {
    answers.fail(error);
  }
}

process.on('beforeExit', () => {
  const due = onEmptyLoop;
  onEmptyLoop = undefined;
  if (due) due();
});
process.on('uncaughtException', (error) => onFailure(error, 129));
process.on('unhandledRejection', (reason) => onFailure(new UnhandledPromiseRejection(reason), 128));

async function start() {
  try {
    handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
  } catch (error) {
    failInit(error, 1);
    return;
  }
  isAsync = handler.constructor.name === 'AsyncFunction';
  next();
}

start();
