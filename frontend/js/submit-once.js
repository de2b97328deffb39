// A second click must not send a second request; the server refuses a doubled one all the same.
const RELEASE_AFTER = 15000;

function buttonsOf(form) {
  return [...form.elements].filter((element) => element.type === "submit" && !element.dataset.held);
}

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[data-sent]")) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
    delete button.dataset.sent;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  // After the event: a disabled button would not send its own name and value.
  setTimeout(() => {
    for (const button of buttonsOf(form)) {
      if (button.disabled) continue;
      button.disabled = true;
      button.dataset.sent = "1";
      button.setAttribute("aria-busy", "true");
    }
  }, 0);
  // A form that answers with a download leaves the page standing.
  setTimeout(() => release(form), RELEASE_AFTER);
});

// Back shows the page from memory, buttons still disabled.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach(release);
});
