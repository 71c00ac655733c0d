// The hub's proxy, with what keeps a student's pages from everybody else's.

import {ConfigurableProxy} from 'configurable-http-proxy/lib/configproxy.js';

import {Passes, passesIn, without} from './passes.mjs';

const FRESH = 10_000; // milliseconds: so much later at most, who has logged out is out everywhere

export class ClassroomProxy extends ConfigurableProxy {
  // options are ConfigurableProxy's. address is the class's, below which base is the hub's path; with subdomains each student
  // has a name of their own, else all is at one and their pages are theirs alone. hub is the hub's own address.
  constructor(options, {address, base, hub, subdomains}) {
    super({...options, hostRouting: subdomains, errorTarget: `${hub}${base}hub/error`});
    this.address = new URL(address);
    this.base = base;
    this.subdomains = subdomains;
    const https = this.address.protocol === 'https:';
    this.cookie = https ? '__Host-classroom-pass' : 'classroom-pass';
    this.passes = new Passes(`${hub}${base}hub/api`, FRESH);
    this.always = {
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      ...(https && {'strict-transport-security': `max-age=31536000${subdomains ? '; includeSubDomains' : ''}`}),
    };
    this.proxy.on('proxyRes', ({headers}, req) => {
      req.answered = true;
      for (const name of [...Object.keys(this.always), 'service-worker-allowed']) delete headers[name];
      headers['set-cookie'] &&= headers['set-cookie'].map((cookie) => guarded(cookie, https));
    });
    // A browser that vanishes from its websocket: the library throws an error to which nobody listens.
    this.proxy.on('error', (error, req) => this.log.info('A websocket of %s ended: %s', req.headers.host, error.message));
  }

  handleProxyWeb(req, res) {
    for (const [name, value] of Object.entries(this.always)) res.setHeader(name, value);
    return super.handleProxyWeb(req, res);
  }

  handleProxyWs(req, socket, head) {
    socket.on('error', () => {}); // of who left while the hub was asked
    return super.handleProxyWs(req, socket, head);
  }

  async handleProxy(kind, req, res, ...head) {
    delete req.headers['x-real-ip']; // the hub would believe it
    const refusal = await this.refusal(kind, req, res);
    if (res.destroyed) return;
    if (refusal) answer(kind, res, refusal);
    else await super.handleProxy(kind, req, res, ...head);
  }

  // Where an answer has begun there is no place for the hub's page of errors.
  handleProxyError(code, kind, req, res, error) {
    if (kind === 'web' && req.answered) res.destroy();
    else super.handleProxyError(code, kind, req, res, error);
    req.answered = true;
  }

  // The target is looked up once, so that what was looked at is what is opened.
  targetForReq(req) {
    return (req.target ??= super.targetForReq(req));
  }

  // refusal resolves to the answer to a request that does not go on to where it was sent, else to undefined.
  async refusal(kind, req, res) {
    const route = await this.targetForReq(req).catch(() => undefined);
    if (!route) return; // ConfigurableProxy answers
    const {pathname, search} = new URL(req.url, this.address);
    const path = this.subdomains ? route.prefix.replace(/^\/[^/]*/, '') : route.prefix;
    const student = path.startsWith(`${this.base}user/`) ? path.slice(`${this.base}user/`.length) : undefined;
    // One that replaces pages outside of the student's would stay after the server has gone.
    if (req.headers['service-worker'] === 'script' && !(student && pathname.startsWith(`${path}/`))) {
      return {status: 403, text: 'No service worker may be here.'};
    }
    const reads = kind === 'web' && (req.method === 'GET' || req.method === 'HEAD');
    if (student === undefined && this.subdomains && hostname(req) !== this.address.hostname) {
      // The hub's pages are at the class's name only, and not beside those of a student.
      return reads ? {status: 302, location: `${this.address.origin}${pathname}${search}`} : {status: 421, text: 'Not at this name.'};
    }
    if (student === undefined || this.subdomains) return;
    const passes = passesIn(req.headers.cookie, this.cookie);
    req.headers.cookie = without(req.headers.cookie, this.cookie); // the server has no use for it
    try {
      for (const pass of passes) {
        if ((await this.passes.owner(pass)) === student) {
          if (kind === 'ws') this.watch(res, pass, student);
          return;
        }
      }
    } catch (error) {
      this.log.error('Whose pass it is: %s', error.message);
      return {status: 503, text: 'The hub does not answer. Try again in some seconds.'};
    }
    // The hub's page gives a pass to who is logged in as that student, and tells the others.
    if (reads) return {status: 302, location: `${this.base}hub/pass?next=${encodeURIComponent(pathname + search)}`};
    return {status: 403, text: `Nobody but ${student} opens this: log in.`};
  }

  // watch ends a websocket when its pass does.
  watch(socket, pass, student) {
    const timer = setInterval(async () => {
      if ((await this.passes.owner(pass).catch(() => student)) !== student) socket.destroy();
    }, FRESH);
    socket.on('close', () => clearInterval(timer));
  }
}

function hostname(req) {
  return (req.headers.host ?? '').split(':')[0].toLowerCase();
}

// guarded returns a cookie that goes nowhere but to the class: not without HTTPS where there is HTTPS, not from elsewhere's forms.
function guarded(cookie, https) {
  const has = (name) => new RegExp(`;\\s*${name}\\s*(=|;|$)`, 'i').test(cookie);
  return cookie + (https && !has('secure') ? '; Secure' : '') + (has('samesite') ? '' : '; SameSite=Lax');
}

function answer(kind, res, {status, location, text = ''}) {
  if (kind === 'ws') {
    res.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    return;
  }
  res.writeHead(status, {'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8', ...(location && {location})});
  res.end(text);
}
