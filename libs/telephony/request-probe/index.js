'use strict';
// ari-client 2.2.0 asks `request` for one thing only: "does this address answer?". The retired package brings
// forty others with it, so this stands in its place (package.json, overrides).
const http = require('node:http');
const https = require('node:https');

module.exports = function request(url, callback) {
  const get = url.startsWith('https:') ? https.get : http.get;
  const probe = get(url, { timeout: 5000 }, (response) => {
    response.resume();
    response.once('end', () => callback(null));
  });
  probe.once('timeout', () => probe.destroy(Object.assign(new Error('ARI did not answer in 5 s'), { code: 'ETIMEDOUT' })));
  probe.once('error', callback);
};
