// Counts down on the server's clock: the page brings the server's moment, the machine only adds elapsed time.
const DAY = 24 * 60 * 60 * 1000;
const started = performance.now();

function clockText(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, "0");
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
}

function tick(marks) {
  for (const mark of marks) {
    const left = Date.parse(mark.dataset.due) - Date.parse(mark.dataset.now) - (performance.now() - started);
    const tickLine = mark.querySelector(".tick");
    if (!tickLine) continue;
    tickLine.textContent =
      left > DAY ? "" : left > 0 ? mark.dataset.text.replace("{time}", clockText(left)) : mark.dataset.over;
  }
}

const marks = [...document.querySelectorAll("[data-due][data-now]")];
if (marks.length) {
  tick(marks);
  setInterval(() => tick(marks), 1000);
}
