// Without this script the same link asks the server, which sets the cookie and comes back.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-large-text]");
  if (!link) return;
  event.preventDefault();
  const large = document.documentElement.classList.toggle("large-text");
  document.cookie = `text_size=${large ? "large" : "normal"}; path=/; max-age=31536000; samesite=lax`;
  for (const other of document.querySelectorAll("[data-large-text]")) {
    other.textContent = large ? other.dataset.whenLarge : other.dataset.whenNormal;
  }
});
