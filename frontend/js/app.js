// Pages work without this file; it only spares people a wait, a slip or a scroll.
import "./countdown.js";
import "./cite-passage.js";
import "./copy.js";
import "./file-told.js";
import "./grid.js";
import "./keep-draft.js";
import "./large-text.js";
import "./send-in-pieces.js";
import "./submit-once.js";

// A page that came back with errors begins at the summary, for the eye and for the screen reader.
document.querySelector(".error-summary")?.focus();
