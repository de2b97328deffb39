// Keeps what is being typed on the server, at most five seconds behind; the button saves all the same without this.
const QUIET = 1500;
const AT_MOST = 4000;

function watch(form) {
  const line = form.querySelector("[data-keep-line]");
  const version = form.elements.version;
  const text = form.querySelector("textarea");
  const count = form.querySelector("[data-count]");
  let kept = text.value;
  let waiting = 0;
  let since = 0;
  let busy = false;
  let stopped = false;

  async function keep() {
    waiting = since = 0;
    if (busy) return plan();
    if (stopped || form.dataset.sent || text.value === kept) return;
    busy = true;
    const sent = text.value;
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form) });
      const said = await answer.json();
      line.textContent = said.message;
      if (answer.ok) {
        kept = sent;
        version.value = said.version;
      } else {
        // Somebody else has saved, the sign-in is over, or the report was handed in: only a person can go on.
        stopped = [401, 403, 404, 409].includes(answer.status);
      }
    } catch {
      line.textContent = form.dataset.keepFailed;
    } finally {
      busy = false;
    }
    // What was refused as it stands is tried again only when it has changed.
    if (!stopped && text.value !== sent) plan();
  }

  function plan() {
    const now = Date.now();
    since ||= now;
    clearTimeout(waiting);
    waiting = setTimeout(keep, Math.max(0, Math.min(QUIET, since + AT_MOST - now)));
  }

  text.addEventListener("input", () => {
    if (count) count.textContent = text.value.replace(/\s/g, "").length;
    if (!stopped) line.textContent = form.dataset.keepPending;
    plan();
  });
  // A page that is left is kept once more, even while it closes.
  addEventListener("pagehide", () => {
    if (!stopped && !form.dataset.sent && text.value !== kept) {
      navigator.sendBeacon(form.dataset.keep, new FormData(form));
    }
  });
}

document.querySelectorAll("form[data-keep]").forEach(watch);
