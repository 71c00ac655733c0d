// Starts the proxy: node main.mjs [DIRECTORY], where DIRECTORY has cert.pem and key.pem for HTTPS.

import fs from 'node:fs';

import {defaultLogger} from 'configurable-http-proxy/lib/log.js';

import {ClassroomProxy} from './proxy.mjs';

const {CLASSROOM_ADDRESS, CLASSROOM_BASE_URL, CLASSROOM_ORIGINS, CONFIGPROXY_AUTH_TOKEN} = process.env;
const tls = process.argv[2];
const options = {
  log: defaultLogger({level: 'info'}),
  authToken: CONFIGPROXY_AUTH_TOKEN,
  xfwd: true,
  ssl: tls && {cert: fs.readFileSync(`${tls}/cert.pem`), key: fs.readFileSync(`${tls}/key.pem`)},
};
// Students' servers answer what students like. What that makes a library throw is one connection's end, and not the class's;
// configurable-http-proxy's own command does the same.
process.on('uncaughtException', (error) => options.log.error('An answer ended: %s', error.stack));
const proxy = new ClassroomProxy(options, {
  address: CLASSROOM_ADDRESS,
  base: CLASSROOM_BASE_URL,
  hub: 'http://hub:8081',
  subdomains: CLASSROOM_ORIGINS === 'subdomains',
});
proxy.proxyServer.listen(8000, '0.0.0.0');
proxy.apiServer.listen(8001, 'proxy-api');
