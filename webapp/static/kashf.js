// Single keys: / puts the cursor into the search box; the others are told to whoever listens to "shortcut" (hits.js). They can be
// switched off together (WCAG 2.1.4), and the pages do without them.
const KEY = "kashf-shortcut";
const box = document.getElementById("q");
const button = document.querySelector("[data-shortcut]");

const PLACES = { KeyN: "n", KeyP: "p", Slash: "/" }; // where these are, when the keyboard is in Arabic

const letterOf = (event) => (/^[ -~]$/.test(event.key) ? event.key : PLACES[event.code]);

function isOn() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true; // no storage: the key works, and its switch lasts as long as the page
  }
}

let on = isOn();

function show() {
  button.textContent = on ? button.dataset.shortcut : button.dataset.shortcutOff;
}

if (box && button) {
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    on = !on;
    try {
      localStorage.setItem(KEY, on ? "on" : "off");
    } catch {
      // kept for this page alone
    }
    show();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (!on || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const letter = letterOf(event);
    document.dispatchEvent(new CustomEvent("shortcut", { detail: letter }));
    if (letter !== "/") return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
