// The visit on a phone: what is noted is kept on the device first, then sent once; the forms work without this.
const page = document.querySelector("[data-on-site]");
const STORE = "entries";
const EVERY = 20000;
const AT_ONCE = 50;

function newKey() {
  // randomUUID exists on secure addresses only.
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function opened() {
  const request = indexedDB.open("xiangchuang-on-site", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
  return settled(request);
}

// Resolves once the device has it on its disk: a battery that dies afterwards loses nothing.
function written(database, change) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, "readwrite");
    change(transaction.objectStore(STORE));
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

async function waiting(database) {
  const all = await settled(database.transaction(STORE).objectStore(STORE).getAll());
  const own = all.filter((entry) => entry.owner === page.dataset.owner && entry.case === page.dataset.case);
  return own.sort((a, b) => (a.at < b.at ? -1 : 1));
}

// Asked for once a noting, and never waited for long: a visit goes on without it.
function place() {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve({});
    const options = { enableHighAccuracy: true, timeout: 4000, maximumAge: 60000 };
    setTimeout(() => resolve({}), 4500);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ latitude: coords.latitude.toFixed(6), longitude: coords.longitude.toFixed(6) }),
      () => resolve({}),
      options,
    );
  });
}

function clock(at = Date.now()) {
  return new Date(at).toLocaleTimeString("zh-CN", { hour12: false });
}

class OnSite {
  constructor(database) {
    this.database = database;
    this.line = page.querySelector("[data-sync-line]");
    this.button = page.querySelector("[data-sync]");
    this.token = page.querySelector("input[name=csrfmiddlewaretoken]").value;
    this.busy = false;
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.sync());
    page.querySelectorAll("form[data-item]").forEach((form) => this.watch(form));
    addEventListener("online", () => this.sync());
    setInterval(() => this.sync(), EVERY);
  }

  // The page as the server last drew it does not know what waits on the device.
  async showWaiting() {
    for (const entry of await waiting(this.database)) {
      const form = page.querySelector(`form[data-item="${CSS.escape(entry.item)}"]`);
      if (!form) continue;
      if (entry.kind === "note") {
        for (const name of ["found", "remark", "number"]) {
          if (form.elements[name]) form.elements[name].value = entry[name];
        }
      }
      form.querySelector("[data-kept]").textContent = page.dataset.wordsKept.replace("%t", clock(entry.at));
    }
  }

  watch(form) {
    const remembered = `on-site ${page.dataset.owner} ${page.dataset.case} ${form.dataset.item}`;
    this.restore(form, remembered);
    form.addEventListener("input", () => this.remember(form, remembered));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      await this.keep(form);
      localStorage.removeItem(remembered);
    }, true);
  }

  // Typed but not noted yet: a page that is closed by mistake finds it again.
  remember(form, remembered) {
    const { found, remark, number } = form.elements;
    const typed = { found: found?.value, remark: remark?.value, number: number?.value };
    localStorage.setItem(remembered, JSON.stringify(typed));
  }

  restore(form, remembered) {
    const typed = JSON.parse(localStorage.getItem(remembered) ?? "null");
    if (!typed) return;
    for (const [name, value] of Object.entries(typed)) {
      if (value && form.elements[name]) form.elements[name].value = value;
    }
  }

  async keep(form) {
    const { found, remark, number, caption, photo } = form.elements;
    const said = form.querySelector("[data-kept]");
    const common = { owner: page.dataset.owner, case: page.dataset.case, item: form.dataset.item };
    const entries = [];
    const at = new Date().toISOString();
    if (found?.value) {
      const note = { found: found.value, remark: remark.value, number: number?.value ?? "" };
      entries.push({ ...common, ...note, kind: "note", key: newKey(), at });
    }
    if (photo?.files.length) {
      const picture = { photo: photo.files[0], name: photo.files[0].name, caption: caption?.value ?? "" };
      entries.push({ ...common, ...picture, kind: "photo", key: newKey(), at });
    }
    if (!entries.length) {
      said.textContent = page.dataset.wordsNothing;
      return;
    }
    await written(this.database, (store) => entries.forEach((entry) => store.put(entry)));
    said.textContent = page.dataset.wordsKept.replace("%t", clock());
    if (photo) photo.value = "";
    const where = await place();
    if (where.latitude) {
      await written(this.database, (store) => entries.forEach((entry) => store.put({ ...entry, ...where })));
    }
    await this.sync();
  }

  async sync() {
    if (this.busy) return;
    this.busy = true;
    try {
      const entries = await waiting(this.database);
      const notes = entries.filter((entry) => entry.kind === "note" && !entry.refused);
      for (let from = 0; from < notes.length; from += AT_ONCE) {
        const body = JSON.stringify({ notes: notes.slice(from, from + AT_ONCE) });
        await this.take(await this.send(page.dataset.notes, body, "application/json"));
      }
      for (const entry of entries.filter((one) => one.kind === "photo" && !one.refused)) {
        const form = new FormData();
        for (const name of ["key", "item", "caption", "at", "latitude", "longitude"]) {
          if (entry[name]) form.append(name, entry[name]);
        }
        form.append("photo", entry.photo, entry.name);
        await this.take(await this.send(page.dataset.photographs, form), entry.key);
      }
      await this.tell();
    } catch (reason) {
      await this.tell(reason.signIn ? "signIn" : "offline");
    } finally {
      this.busy = false;
    }
  }

  async send(address, body, type, again = true) {
    const headers = { "X-CSRFToken": this.token, ...(type && { "Content-Type": type }) };
    const answer = await fetch(address, { method: "POST", body, headers, redirect: "manual" });
    // Signed in anew: the page on the device has the token of before.
    if (answer.status === 403 && again && (await this.renewed())) return this.send(address, body, type, false);
    if (answer.type === "opaqueredirect" || answer.status === 401) throw Object.assign(new Error(), { signIn: true });
    if (answer.status >= 500 || answer.status === 429) throw new Error();
    return answer;
  }

  async renewed() {
    const answer = await fetch(location.pathname, { cache: "reload", redirect: "manual" });
    if (!answer.ok) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = fresh.querySelector("[data-on-site] input[name=csrfmiddlewaretoken]")?.value;
    this.token = token ?? this.token;
    return Boolean(token);
  }

  // What is kept leaves the device; what is refused stays, with the words why, until the point is noted anew.
  async take(answer, key) {
    const said = await answer.json().catch(() => ({}));
    const refused = said.refused ?? (key ? { [key]: said.message ?? "" } : {});
    const entries = await waiting(this.database);
    await written(this.database, (store) => {
      for (const one of said.kept ?? []) store.delete(one);
      for (const entry of entries) {
        if (entry.key in refused) store.put({ ...entry, refused: refused[entry.key] || page.dataset.wordsAgain });
      }
    });
  }

  async tell(state) {
    const entries = await waiting(this.database);
    const refused = entries.filter((entry) => entry.refused);
    const words = this.line.dataset;
    const told = { signIn: words.wordsSignIn, offline: words.wordsOffline }[state] ?? words.wordsWaiting;
    const said = !entries.length ? words.wordsSynced : refused.length === entries.length ? words.wordsRefused : told;
    this.line.textContent = said.replace("%n", entries.length);
    for (const entry of entries) {
      const shown = page.querySelector(`form[data-item="${CSS.escape(entry.item)}"] [data-kept]`);
      if (shown && entry.refused) shown.textContent = entry.refused;
    }
  }
}

async function keepPage() {
  const secure = "serviceWorker" in navigator && isSecureContext;
  if (!secure) return false;
  await navigator.serviceWorker.register(page.dataset.worker);
  const { active: worker } = await navigator.serviceWorker.ready;
  const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
  const addresses = parts.map((part) => part.href || part.src);
  // Told as kept only when it is: a connection may go the moment after.
  const channel = new MessageChannel();
  const kept = new Promise((resolve) => { channel.port1.onmessage = () => resolve(true); });
  worker.postMessage({ keep: [location.pathname, ...addresses] }, [channel.port2]);
  return kept;
}

if (page && "indexedDB" in window) {
  opened().then(async (database) => {
    const onSite = new OnSite(database);
    await onSite.showWaiting();
    await onSite.sync();
    const note = document.createElement("p");
    note.className = "hint";
    const kept = await keepPage().catch(() => false);
    note.textContent = kept ? onSite.line.dataset.wordsHere : onSite.line.dataset.wordsOpen;
    onSite.line.after(note);
  });
}
