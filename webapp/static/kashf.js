// The key / puts the cursor into the search box. It can be switched off (WCAG 2.1.4), and the pages do without it.
const KEY = "kashf-shortcut";
const box = document.getElementById("q");
const button = document.querySelector("[data-shortcut]");

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
    if (!on || event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
