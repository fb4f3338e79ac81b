'use strict';
// Runs the kernel in this process. Its messages come from descriptor 3, and go to 4 instead of 3.
const fs = require('fs');
const { writeSync } = fs;
fs.writeSync = (fd, ...rest) => writeSync(fd === 3 ? 4 : fd, ...rest);

// What it prints goes to stderr, in the form in which the jsii runtime tells stdout from stderr.
const send = process.stderr.write.bind(process.stderr);
for (const stream of ['stdout', 'stderr']) {
  process[stream].write = (chunk, encoding, done) => {
    if (typeof encoding === 'function') [encoding, done] = [undefined, encoding];
    return send(JSON.stringify({ [stream]: Buffer.from(chunk, encoding).toString('base64') }) + '\n', done);
  };
}

require('./compiled.js')(process.argv[2]);
require('./lib/program.js');
