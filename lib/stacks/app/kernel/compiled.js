'use strict';
// Keeps the code that V8 has compiled, of a third of a second's work for each kernel, in a
// directory of the user's caches. Node.js has a cache of its own, which goes by paths, and jsii
// unpacks under another path each time. This one goes by what is in a file, so it is never old.
// On Node.js 20, a stack trace names the directory of the run that has compiled the file.
const Module = require('module');
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const v8 = require('v8');
const vm = require('vm');

const most = 64 << 20; // bytes: some releases of the CDK's packages
const unused = 7 * 24 * 60 * 60 * 1000; // ms until what no run has used goes

const hash = (data) => crypto.createHash('sha256').update(data).digest();

// read returns the compiled code by the hash of its source. A file that is not whole holds
// nothing: V8 would trust it.
function read(file) {
  const kept = new Map();
  let whole;
  try {
    whole = fs.readFileSync(file);
  } catch {
    return kept;
  }
  const body = whole.subarray(32);
  if (!hash(body).equals(whole.subarray(0, 32))) return kept;
  const lengths = JSON.parse(body.subarray(4, 4 + body.readUInt32LE(0)));
  let at = 4 + body.readUInt32LE(0);
  for (const [key, length] of lengths) {
    kept.set(key, body.subarray(at, (at += length)));
  }
  return kept;
}

// write replaces the file by one step, so that another run finds the one or the other.
function write(file, compiled) {
  const lengths = Buffer.from(JSON.stringify([...compiled].map(([key, code]) => [key, code.length])));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(lengths.length);
  const body = Buffer.concat([size, lengths, ...compiled.values()]);
  const part = `${file}.${process.pid}`;
  try {
    fs.writeFileSync(part, Buffer.concat([hash(body), body]), { mode: 0o600 });
    fs.renameSync(part, file);
  } catch {
    fs.rmSync(part, { force: true });
  }
}

// ours says whether nobody but the user writes into a directory.
function ours(dir) {
  const { uid, mode } = fs.statSync(dir);
  return uid === process.getuid() && (mode & 0o022) === 0;
}

// tidy removes what no run has used for long. Another run may tidy at the same time.
function tidy(dir) {
  for (const name of fs.readdirSync(dir)) {
    const file = path.join(dir, name);
    const used = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - used > unused) fs.rmSync(file, { force: true });
  }
}

// together is what this run has compiled and used, and of the rest what fits.
function together(scripts, used, kept) {
  const all = new Map();
  let size = 0;
  const add = (key, code) => {
    if (all.has(key) || size + code.length > most) return;
    all.set(key, code);
    size += code.length;
  };
  for (const [key, script] of scripts) add(key, script.createCachedData());
  for (const key of used) add(key, kept.get(key));
  for (const [key, code] of kept) add(key, code);
  return all;
}

function keep(dir) {
  if (!dir || process.env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (!ours(dir)) return undefined;
  // The tag is of V8's version and flags, and of the processor.
  const file = path.join(dir, `${process.version}-${process.arch}-${v8.cachedDataVersionTag()}`);
  const kept = read(file);
  const scripts = new Map();
  const used = new Set();

  const compile = Module.prototype._compile;
  Module.prototype._compile = function (content, filename, format) {
    const plain = () => compile.call(this, content, filename, format);
    // Compiled code has no place for what import() needs, or for a first line for the shell.
    if (content.startsWith('#!') || /\bimport\s*\(/.test(content) || (format !== undefined && format !== 'commonjs')) {
      return plain();
    }
    const key = hash(content).toString('base64');
    const cachedData = kept.get(key);
    let script;
    try {
      script = new vm.Script(Module.wrap(content), { filename, cachedData, columnOffset: -Module.wrapper[0].length });
    } catch {
      return plain(); // a module in the other syntax, or a mistake that Node.js words better
    }
    if (cachedData && !script.cachedDataRejected) {
      used.add(key);
    } else {
      scripts.set(key, script);
    }
    const require = (id) => this.require(id);
    require.resolve = (request, options) => Module._resolveFilename(request, this, false, options);
    require.resolve.paths = (request) => Module._resolveLookupPaths(request, this);
    require.main = process.mainModule;
    require.extensions = Module._extensions;
    require.cache = Module._cache;
    return script.runInThisContext().call(this.exports, this.exports, require, this, filename, path.dirname(filename));
  };

  // At the end, V8 has also compiled the functions of a file that a run needs.
  process.on('exit', () => {
    try {
      if (scripts.size > 0) {
        write(file, together(scripts, used, kept));
      } else {
        fs.utimesSync(file, new Date(), new Date());
      }
      tidy(dir);
    } catch {
      // The next run compiles again.
    }
  });
  return { used, scripts };
}

module.exports = (dir) => {
  try {
    return keep(dir);
  } catch {
    return undefined;
  }
};
