// Copy buttons appear only where copying works.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.copied;
    });
  }
}

// Demo sign-ins: fills the two fields, the person still presses the button.
for (const button of document.querySelectorAll("button[data-fill-username]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const form = document.querySelector("form[data-sign-in]");
    form.elements.username.value = button.dataset.fillUsername;
    form.elements.password.value = button.dataset.fillPassword ?? "";
    form.elements.password.focus();
  });
}
