// To the next place with the words of the search, and to the one before: by buttons, and by the keys n and p.
const nav = document.querySelector("[data-hits]");
const marks = [...document.querySelectorAll(".report mark[id]")];

if (nav && marks.length) {
  const numbers = document.body.dataset.numbers;
  let current = -1;
  const go = (step) => {
    marks[current]?.classList.remove("current");
    current = current < 0 && step < 0 ? marks.length - 1 : (current + step + marks.length) % marks.length;
    marks[current].classList.add("current");
    marks[current].scrollIntoView({ block: "center" });
    count.textContent = [current + 1, marks.length].map((number) => number.toLocaleString(numbers)).join(" / ");
  };
  const button = (text, step, key) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.title = key;
    made.setAttribute("aria-keyshortcuts", key);
    made.addEventListener("click", () => go(step));
    return made;
  };
  const count = document.createElement("bdi");
  count.dir = "ltr";
  count.setAttribute("role", "status");
  nav.querySelector("ol").replaceWith(button(nav.dataset.previous, -1, "p"), button(nav.dataset.next, 1, "n"), count);
  document.addEventListener("shortcut", ({ detail }) => {
    if (detail === "n" || detail === "p") go(detail === "n" ? 1 : -1);
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue; // only where the page is trusted: this machine, or https
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
  });
}
