// Suggestions under the search box (ARIA 1.2 combobox with a list). Enter sends what is typed, unless one was chosen with the arrows.
const box = document.getElementById("q");
const WAIT = 150; // milliseconds without a key

if (box?.dataset.suggest) {
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.suggestions);
  list.hidden = true;
  box.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id,
    "aria-expanded": "false" })) box.setAttribute(name, value);

  let found = [];
  let chosen = -1;
  let timer = 0;
  let asked = 0;

  function close() {
    list.hidden = true;
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = index;
    const option = list.children[chosen];
    if (!option) return box.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    return box.setAttribute("aria-activedescendant", option.id);
  }

  function take(index) {
    box.value = found[index].text;
    close();
    box.form.requestSubmit();
  }

  function show(suggestions) {
    found = suggestions;
    list.replaceChildren(...found.map(({ kind, label, count }, index) => {
      const option = document.createElement("li");
      option.id = `suggestion-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const name = document.createElement("bdi");
      name.textContent = label;
      const note = document.createElement("span");
      note.className = "note";
      note.textContent = [box.dataset[kind] ?? "", count.toLocaleString(document.body.dataset.numbers)].join(" ").trim();
      option.append(name, " ", note);
      option.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
      option.addEventListener("click", () => take(index));
      return option;
    }));
    list.hidden = found.length === 0;
    chosen = -1;
    box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-expanded", String(!list.hidden));
  }

  async function ask() {
    const number = ++asked;
    const text = box.value;
    if (!text.trim()) return close();
    try {
      const answer = await fetch(`${box.dataset.suggest}?${new URLSearchParams({ q: text })}`);
      if (!answer.ok) return close();
      const { suggestions } = await answer.json();
      if (number === asked && document.activeElement === box) show(suggestions);
    } catch {
      close(); // out of reach: the box works without
    }
    return undefined;
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const last = found.length - 1;
    if (event.key === "ArrowDown") choose(chosen >= last ? -1 : chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) take(chosen);
    else return;
    event.preventDefault();
  });
}
