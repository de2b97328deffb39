// Sends a large file while the form is still being filled in, in pieces the server has acknowledged (tus 1.0).
// Small files, and all of them without this script, go with the form.
const PAUSES = [1, 2, 5, 10, 20, 30];
const HASHED_UP_TO = 256 * 1024 * 1024;
const underWay = new Set();

const hex = (digest) => [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const megabytes = (bytes) => (bytes / 1024 / 1024).toFixed(1);
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
const tokenOf = (address) => address.split("/").filter(Boolean).pop();
// Read anew for each piece: signing in again in another window changes it.
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";

class Sending {
  constructor(input) {
    this.input = input;
    this.box = document.getElementById(`${input.id}_sending`);
    this.line = this.box.querySelector(".file-told");
    this.bar = this.box.querySelector("progress");
    this.mark = `upload:${location.pathname}:${input.name}`;
    this.turn = 0;
    input.addEventListener("change", () => this.chosen());
    this.box.querySelector("[data-cancel]").addEventListener("click", () => this.cancel());
    this.box.querySelector("[data-again]").addEventListener("click", () => this.wake?.());
    addEventListener("online", () => this.wake?.());
    addEventListener("focus", () => this.wake?.());
    this.remember();
  }

  chosen() {
    this.forget();
    const file = this.input.files[0];
    if (!file || file.size <= Number(this.input.dataset.piece) || file.size > Number(this.input.dataset.limit)) return;
    this.file = file;
    this.run(++this.turn);
  }

  async run(turn) {
    underWay.add(this);
    this.show("checking", 0);
    try {
      const told = await this.named();
      for (let attempt = 0; turn === this.turn; ) {
        try {
          await this.send(turn, told);
          return;
        } catch (trouble) {
          if (turn !== this.turn) return;
          if (trouble.final) return this.fail(trouble.message);
          attempt = trouble.moved ? 0 : attempt + 1;
          await this.pause(trouble.status === 401, PAUSES[Math.min(attempt, PAUSES.length - 1)]);
        }
      }
    } finally {
      if (turn === this.turn) underWay.delete(this);
    }
  }

  async named() {
    const file = this.file;
    const sha256 =
      crypto.subtle && file.size <= HASHED_UP_TO
        ? hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()))
        : "";
    const seen = `${file.size}.${file.lastModified}.${[...base64(file.name)].slice(-24).join("")}`;
    const told = { filename: file.name, fingerprint: sha256 || seen.slice(0, 64), sha256 };
    return Object.keys(told)
      .filter((key) => told[key])
      .map((key) => `${key} ${base64(told[key])}`)
      .join(",");
  }

  async send(turn, told) {
    const file = this.file;
    const begun = await this.ask("POST", this.input.dataset.uploads, {
      "Upload-Length": file.size,
      "Upload-Metadata": told,
    });
    this.address = begun.headers.get("Location");
    let offset = Number(begun.headers.get("Upload-Offset"));
    const from = offset;
    const since = performance.now();
    const piece = Number(this.input.dataset.piece);
    let moved = false;
    while (offset < file.size && turn === this.turn) {
      const speed = (offset - from) / (performance.now() - since);
      this.show("going", offset, moved ? (file.size - offset) / speed / 1000 : NaN);
      this.note(offset);
      try {
        const body = file.slice(offset, offset + piece);
        const head = { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" };
        const answer = await this.ask("PATCH", this.address, head, body);
        offset = Number(answer.headers.get("Upload-Offset"));
        moved = true;
      } catch (trouble) {
        trouble.moved = moved;
        throw trouble;
      }
    }
    if (turn === this.turn) this.finish();
  }

  async ask(method, address, headers, body) {
    const answer = await fetch(address, {
      method,
      body,
      headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": token(), ...headers },
    });
    if (answer.ok) return answer;
    const said = await answer.json().catch(() => ({}));
    // 409 and 460: ask how far it has come and go on from there; 5xx and a lost sign-in pass.
    const passes = answer.status >= 500 || [401, 403, 404, 409, 460].includes(answer.status);
    throw Object.assign(new Error(said.message), { status: answer.status, final: !passes });
  }

  async pause(signedOut, seconds) {
    this.box.querySelector("[data-again]").hidden = false;
    this.box.querySelector("[data-sign-in]").hidden = !signedOut;
    this.show(signedOut ? "signedOut" : "broken", this.offset, NaN, signedOut ? 10 : seconds);
    await new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, (signedOut ? 10 : seconds) * 1000);
    });
    this.wake = null;
    this.box.querySelector("[data-again]").hidden = true;
    this.box.querySelector("[data-sign-in]").hidden = true;
  }

  finish() {
    this.show("done", this.file.size);
    this.hold(tokenOf(this.address));
    this.note(this.file.size);
    underWay.delete(this);
    const form = this.input.form;
    if (form.dataset.afterUpload === undefined || [...underWay].some((other) => other.input.form === form)) return;
    const button = [...form.elements].find((element) => element.dataset.pressed);
    delete form.dataset.afterUpload;
    if (button) delete button.dataset.pressed;
    form.requestSubmit(button ?? undefined);
  }

  hold(uploaded) {
    const name = `${this.input.name}-upload`;
    let field = this.input.form.elements[name];
    if (!field) {
      field = Object.assign(document.createElement("input"), { type: "hidden", name });
      this.input.after(field);
    }
    field.value = uploaded;
    // Held on the server: the form need not carry it a second time.
    this.input.value = "";
  }

  fail(message) {
    this.box.hidden = true;
    const line = document.getElementById(`${this.input.id}_told`);
    line.classList.add("urgent");
    line.textContent = message;
    this.input.value = "";
    this.forget();
    delete this.input.form.dataset.afterUpload;
  }

  async cancel() {
    this.turn += 1;
    underWay.delete(this);
    this.wake?.();
    if (this.address) await this.ask("DELETE", this.address, {}).catch(() => null);
    this.input.value = "";
    this.forget();
    this.show("cancelled", 0);
    this.bar.hidden = true;
    this.box.querySelector("[data-cancel]").hidden = true;
    document.getElementById(`${this.input.id}_told`).textContent = "";
  }

  show(state, offset, left = NaN, n = 0) {
    this.box.hidden = false;
    this.bar.hidden = false;
    this.box.querySelector("[data-cancel]").hidden = false;
    this.offset = offset;
    const size = this.file?.size ?? 1;
    const percent = Math.floor((offset * 100) / size);
    this.bar.value = percent;
    const words = this.box.dataset;
    const many = left >= 90;
    const time = filled(many ? words.minutes : words.seconds, { n: Math.max(1, Math.ceil(many ? left / 60 : left)) });
    this.line.textContent = filled(words[state], {
      name: this.file?.name, percent, n, done: megabytes(offset), size: megabytes(size),
      left: Number.isFinite(left) ? time : "…",
    });
    if (this.input.form.dataset.afterUpload !== undefined && state !== "done") this.line.textContent += words.then;
  }

  // What a reload needs: the server is asked whether it is still so, and whose it is.
  note(offset) {
    const noted = { name: this.file.name, size: this.file.size, address: this.address, offset };
    localStorage.setItem(this.mark, JSON.stringify(noted));
  }

  forget() {
    localStorage.removeItem(this.mark);
    this.input.form.elements[`${this.input.name}-upload`]?.remove();
  }

  async remember() {
    const noted = JSON.parse(localStorage.getItem(this.mark) ?? "null");
    if (!noted?.address || this.input.form.elements[`${this.input.name}-upload`]) return;
    const answer = await fetch(noted.address, { method: "HEAD" }).catch(() => null);
    if (!answer || this.input.files.length) return;
    if (!answer.ok) {
      if ([404, 410].includes(answer.status)) localStorage.removeItem(this.mark);
      return;
    }
    const offset = Number(answer.headers.get("Upload-Offset"));
    this.file = noted;
    this.address = noted.address;
    if (offset === noted.size) this.hold(tokenOf(noted.address));
    this.show(offset === noted.size ? "done" : "halted", offset);
  }
}

for (const input of document.querySelectorAll("input[type=file][data-uploads]")) new Sending(input);

// A form sent too early waits for its files, and goes by itself once they have come.
document.addEventListener(
  "submit",
  (event) => {
    const waiting = [...underWay].filter((sending) => sending.input.form === event.target);
    if (!waiting.length) return;
    event.preventDefault();
    event.target.dataset.afterUpload = "";
    if (event.submitter) event.submitter.dataset.pressed = "1";
    for (const sending of waiting) sending.show("going", sending.offset);
  },
  true,
);
