// Finds the handler "folder/file.name" in the function's code: CommonJS or ES module, as the extension and the
// package.json beside it say (Lambda Developer Guide, "Define Lambda function handler in Node.js").
'use strict';

const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');

function failure(type, message, cause) {
  const error = new Error(message);
  error.name = `Runtime.${type}`;
  if (cause && cause.stack) error.stack = `${error.name}: ${cause.stack}`;
  return error;
}

// "mail/index.handlers.send": file "mail/index", names "handlers", "send".
function parts(handler) {
  const folder = path.dirname(handler);
  const match = /^([^.]*)\.(.+)$/.exec(path.basename(handler));
  if (!match || handler.includes('..')) throw failure('MalformedHandlerName', 'Bad handler');
  return { file: path.join(folder, match[1]), names: match[2].split('.') };
}

function isModule(file) {
  if (file.endsWith('.mjs')) return true;
  if (file.endsWith('.cjs')) return false;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const description = path.join(folder, 'package.json');
    if (fs.existsSync(description)) return JSON.parse(fs.readFileSync(description, 'utf8')).type === 'module';
    if (folder === path.dirname(folder)) return false;
  }
}

async function load(root, name) {
  const base = path.resolve(root, name);
  const file = ['.js', '.mjs', '.cjs', ''].map((end) => base + end)
    .find((candidate) => fs.existsSync(candidate) && fs.statSync(candidate).isFile())
    || require.resolve(name, { paths: [root] });
  return isModule(file) ? import(pathToFileURL(file).href) : require(file);
}

async function loadHandler(root, handler) {
  const { file, names } = parts(handler);
  let found;
  try {
    found = await load(root, file);
  } catch (error) {
    if (error instanceof SyntaxError) throw failure('UserCodeSyntaxError', String(error), error);
    if (error && (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND')) {
      throw failure('ImportModuleError', String(error), error);
    }
    throw error;
  }
  const whole = found;
  for (const name of names) found = found && found[name];
  if (!found && whole && whole.default) found = names.reduce((from, name) => from && from[name], whole.default);
  if (!found) throw failure('HandlerNotFound', `${handler} is undefined or not exported`);
  if (typeof found !== 'function') throw failure('HandlerNotFound', `${handler} is not a function`);
  return found;
}

module.exports = { loadHandler };
