// By a pass the proxy knows whose browser it is. It is a token of the hub's that says a name and opens nothing; the hub gives
// it to who is logged in (classroom/hub/passes.py), and ends it when they log out.

const MOST_KNOWN = 10_000;

export class Passes {
  #api;
  #fresh;
  #known = new Map(); // by pass: the name, and when the hub said it
  #asking = new Map(); // by pass: the answer to come, for all who wait for it

  // api is the address of the hub's API; for fresh milliseconds its answer need not be asked for again.
  constructor(api, fresh) {
    this.#api = api;
    this.#fresh = fresh;
  }

  // owner resolves to the name of whose pass it is, and to null if it is none, or none any more. While the hub does not answer,
  // who was known stays known; it rejects for the others.
  async owner(pass) {
    const known = this.#known.get(pass);
    if (known && Date.now() - known.at < this.#fresh) return known.name;
    if (!this.#asking.has(pass)) {
      const patience = known ? 1_000 : 10_000;
      this.#asking.set(pass, this.#ask(pass, patience).finally(() => this.#asking.delete(pass)));
    }
    try {
      return await this.#asking.get(pass);
    } catch (error) {
      if (!known) throw error;
      known.at = Date.now();
      return known.name;
    }
  }

  async #ask(pass, patience) {
    const headers = {authorization: `token ${pass}`};
    const answer = await fetch(`${this.#api}/user`, {headers, signal: AbortSignal.timeout(patience)});
    const about = await answer.json();
    if (answer.status !== 200 && answer.status !== 401 && answer.status !== 403) throw new Error(`the hub answers ${answer.status}`);
    this.#known.delete(pass);
    if (!answer.ok || about.kind !== 'user') return null;
    if (this.#known.size >= MOST_KNOWN) this.#known.delete(this.#known.keys().next().value); // the longest unasked
    this.#known.set(pass, {name: about.name, at: Date.now()});
    return about.name;
  }
}

// passesIn returns the passes in a header of cookies: more than one where another page of the same name has set some.
export function passesIn(header, cookie) {
  return pairs(header)
    .filter(([name, value]) => name === cookie && /^\w+$/.test(value))
    .map(([, value]) => value)
    .slice(0, 3);
}

// without returns a header of cookies that holds all but those of one name.
export function without(header, cookie) {
  return pairs(header)
    .filter(([name]) => name !== cookie)
    .map(([, , pair]) => pair)
    .join('; ');
}

function pairs(header) {
  return (header ?? '').split(';').map((part) => {
    const pair = part.trim();
    const [name, ...value] = pair.split('=');
    return [name.trim(), value.join('=').trim(), pair];
  });
}
