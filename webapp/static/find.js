// Typing narrows the values in sight; the button beside it goes to all values, with script and without.
for (const input of document.querySelectorAll("[data-find]")) {
  const rows = [...document.getElementById(input.dataset.find).querySelectorAll("li:not(.heading)")];
  const headings = document.getElementById(input.dataset.find).querySelectorAll("li.heading");
  const rest = document.getElementById(input.dataset.find).querySelector("details.rest");
  // The spellings that the index folds, too: marks, alef and hamza, teh marbuta, alef maksura, Persian letters.
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f\u064b-\u0655\u0670\u0640]/g, "")
    .replace(/\u0671/g, "\u0627").replace(/\u0629/g, "\u0647").replace(/[\u0649\u06cc]/g, "\u064a").replace(/\u06a9/g, "\u0643")
    .toLowerCase();
  const names = rows.map((row) => plain(row.querySelector("bdi").textContent));
  input.addEventListener("input", () => {
    const wanted = plain(input.value.trim());
    rows.forEach((row, index) => { row.hidden = !names[index].includes(wanted); });
    headings.forEach((heading) => { heading.hidden = wanted !== ""; });
    if (rest && wanted) rest.open = true;
  });
}
