// Keeps the text: on the server at most five seconds behind, and on this machine until the server has it.
const QUIET = 1500;
const AT_MOST = 4000;
const AGAIN = 5000;
const BEACON_BYTES = 60000;

function token() {
  const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  return cookie ? cookie[1] : document.querySelector("[name=csrfmiddlewaretoken]").value;
}

export async function ask(url, body, options = {}) {
  const isForm = body instanceof FormData;
  return fetch(url, {
    method: "POST",
    headers: { "X-CSRFToken": token(), ...(!isForm && { "Content-Type": "application/json" }) },
    body: isForm ? body : JSON.stringify(body),
    ...options,
  });
}

// What this machine still holds of a section: one entry a version that the page showed.
export class Shelf {
  constructor(user, section) {
    this.prefix = `manuscript:${user}:${section}:`;
  }

  put(version, doc) {
    try {
      localStorage.setItem(this.prefix + version, JSON.stringify({ doc, at: Date.now() }));
    } catch {
      // A full or forbidden store takes nothing away from what the server keeps.
    }
  }

  drop(version) {
    try {
      localStorage.removeItem(this.prefix + version);
    } catch {
      // As above.
    }
  }

  all() {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(this.prefix))
        .map((key) => ({ version: Number(key.slice(this.prefix.length)), ...JSON.parse(localStorage.getItem(key)) }));
    } catch {
      return [];
    }
  }
}

export class Keeper {
  constructor({ version, urls, words, shelf, read, told }) {
    Object.assign(this, { version, urls, words, shelf, read, told });
    this.kept = JSON.stringify(read());
    this.timer = this.since = 0;
    this.running = null;
    this.isSignedOut = false;
    addEventListener("pagehide", () => this.leave());
  }

  get text() {
    return JSON.stringify(this.read());
  }

  get isDirty() {
    return this.text !== this.kept;
  }

  // The document has changed.
  changed() {
    this.shelf.put(this.version, this.read());
    if (!this.isSignedOut) this.told.saved(this.words.pending);
    this.plan();
  }

  plan(after = QUIET) {
    const now = Date.now();
    this.since ||= now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), Math.max(0, Math.min(after, this.since + AT_MOST - now)));
  }

  // Resolves to whether the server has all that is on the page.
  async keep() {
    clearTimeout(this.timer);
    this.since = 0;
    if (this.running) await this.running;
    if (!this.isDirty) return true;
    this.running = this.send();
    const isKept = await this.running;
    this.running = null;
    // What was typed meanwhile follows; what was refused as it stands waits for a change.
    if (isKept && this.isDirty) this.plan();
    return isKept && !this.isDirty;
  }

  async send() {
    const doc = this.read();
    const sent = JSON.stringify(doc);
    try {
      const answer = await ask(this.urls.keep, { doc, version: this.version });
      const said = await answer.json().catch(() => ({ message: this.words.signedOut }));
      if (answer.ok) {
        this.shelf.drop(this.version);
        this.version = said.version;
        this.kept = sent;
        this.isSignedOut = false;
        this.told.kept(said);
        if (this.isDirty) this.shelf.put(this.version, this.read());
        return true;
      }
      if (answer.status === 409) {
        // Kept apart on the server: nothing is lost, and typing goes on being kept there.
        this.shelf.drop(this.version);
        this.kept = sent;
        this.told.conflict(said);
      } else if (answer.status === 401 || answer.status === 403) {
        this.isSignedOut = true;
        this.told.signedOut(said.message || this.words.signedOut);
      } else {
        this.told.saved(said.message || this.words.failed);
        if (answer.status >= 500) setTimeout(() => this.plan(0), AGAIN);
      }
    } catch {
      this.told.saved(this.words.failed);
      setTimeout(() => this.plan(0), AGAIN);
    }
    return false;
  }

  // Says that the page is open, and learns who else is here.
  async beat() {
    try {
      const answer = await ask(this.urls.presence, { version: this.version });
      if (answer.ok) {
        const said = await answer.json();
        const wasOut = this.isSignedOut;
        this.isSignedOut = false;
        this.told.present(said);
        if (wasOut) this.plan(0);
      } else if (answer.status === 401 || answer.status === 403) {
        this.isSignedOut = true;
        this.told.signedOut(this.words.signedOut);
      }
    } catch {
      // The next beat asks again.
    }
  }

  leave() {
    const leaving = { version: this.version, leaving: true };
    ask(this.urls.presence, leaving, { keepalive: true }).catch(() => {});
    if (!this.isDirty) return;
    const body = { doc: this.read(), version: this.version };
    this.shelf.put(this.version, body.doc);
    // Browsers refuse a bigger body of a page that closes; this machine's copy is offered next time.
    if (new Blob([JSON.stringify(body)]).size < BEACON_BYTES) {
      ask(this.urls.keep, body, { keepalive: true }).catch(() => {});
    }
  }
}
