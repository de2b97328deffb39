// Says at once what the server would say after the upload: the file's size against the limit.
for (const input of document.querySelectorAll("input[type=file][data-limit]")) {
  const line = document.getElementById(`${input.id}_told`);
  if (!line) continue;
  input.addEventListener("change", () => {
    const megabytes = (bytes) => (bytes / 1024 / 1024).toFixed(1);
    const over = [...input.files].find((file) => file.size > Number(input.dataset.limit));
    line.classList.toggle("urgent", Boolean(over));
    if (over) {
      line.textContent = line.dataset.tooBig.replace("{size}", megabytes(over.size));
    } else {
      line.textContent = [...input.files].map((file) => `${file.name}（${megabytes(file.size)} MB）`).join("；");
    }
  });
}
