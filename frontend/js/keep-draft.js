// Keeps what is being typed on the server, at most five seconds behind; the button saves all the same without this.
const QUIET = 1500;
const AT_MOST = 4000;

function watch(form) {
  const line = form.querySelector("[data-keep-line]");
  const version = form.elements.version ?? form.elements.seen;
  const count = form.querySelector("[data-count]");
  // All that is typed or chosen; the version moves on without anybody's doing.
  const typed = () =>
    JSON.stringify([...new FormData(form)].filter(([name, value]) => name !== version.name && typeof value === "string"));
  let kept = typed();
  let waiting = 0;
  let since = 0;
  let busy = false;
  let stopped = false;

  async function keep() {
    waiting = since = 0;
    if (busy) return plan();
    if (stopped || form.dataset.sent || typed() === kept) return;
    busy = true;
    const sent = typed();
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
    if (!stopped && typed() !== sent) plan();
  }

  function plan() {
    const now = Date.now();
    since ||= now;
    clearTimeout(waiting);
    waiting = setTimeout(keep, Math.max(0, Math.min(QUIET, since + AT_MOST - now)));
  }

  form.addEventListener("input", (event) => {
    if (count) count.textContent = event.target.value.replace(/\s/g, "").length;
    if (!stopped) line.textContent = form.dataset.keepPending;
    plan();
  });
  // A page that is left is kept once more, even while it closes.
  addEventListener("pagehide", () => {
    if (!stopped && !form.dataset.sent && typed() !== kept) {
      navigator.sendBeacon(form.dataset.keep, new FormData(form));
    }
  });
}

document.querySelectorAll("form[data-keep]").forEach(watch);
