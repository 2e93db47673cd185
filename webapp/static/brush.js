// Drag over the chart of dates, or move along it with the arrow keys: the first and the last day go into the two fields under
// it, which do the same without script. Places are taken from the bars themselves, so that the direction of time does not matter.
const DRAG = 5; // pixels from which a press is no click

function lastDay(value) {
  const [year, month, day] = value.split("-");
  if (day) return value;
  const date = new Date(Date.UTC(Number(year), month ? Number(month) : 12, 0));
  date.setUTCFullYear(Number(year));
  return date.toISOString().slice(0, 10);
}

const firstDay = (value) => `${value}-01-01`.slice(0, 10);

function brush(box) {
  const bars = [...box.querySelectorAll("[data-v]")];
  const form = box.closest(".facet").querySelector(".dates");
  if (bars.length < 2 || !form) return;
  const chosen = document.createElement("div");
  chosen.className = "chosen";
  chosen.hidden = true;
  box.append(chosen);
  let span = null;

  function show() {
    const ends = span.map((index) => bars[index].getBoundingClientRect());
    const edge = box.getBoundingClientRect();
    const start = Math.min(...ends.map((end) => end.left)) - edge.left;
    const end = Math.max(...ends.map((end) => end.right)) - edge.left;
    chosen.style.left = `${start}px`; // places on the screen, whatever the language
    chosen.style.width = `${end - start}px`;
    chosen.hidden = false;
    const [from, to] = [...span].sort((a, b) => a - b).map((index) => bars[index].dataset.v);
    form.elements.from.value = firstDay(from);
    form.elements.to.value = lastDay(to);
    box.setAttribute("aria-valuenow", span[1] + 1);
    box.setAttribute("aria-valuetext", from === to ? from : `${from} – ${to}`);
  }

  function at(x) {
    const distances = bars.map((bar) => {
      const place = bar.getBoundingClientRect();
      return Math.abs((place.left + place.right) / 2 - x);
    });
    return distances.indexOf(Math.min(...distances));
  }

  let began = null;
  let dragged = false;
  box.addEventListener("pointerdown", (event) => {
    if (event.button === 0) began = { x: event.clientX, index: at(event.clientX) };
    dragged = false;
  });
  box.addEventListener("pointermove", (event) => {
    if (!began || (!dragged && Math.abs(event.clientX - began.x) < DRAG)) return;
    if (!dragged) box.setPointerCapture(event.pointerId);
    dragged = true;
    span = [began.index, at(event.clientX)];
    show();
  });
  box.addEventListener("pointerup", () => { began = null; });
  box.addEventListener("pointercancel", () => { began = null; });
  box.addEventListener("dragstart", (event) => event.preventDefault()); // bars are links
  box.addEventListener("click", (event) => { if (dragged) event.preventDefault(); }, true);

  // Left and right are those of the screen; with Shift the span grows at its far end.
  const step = bars[0].getBoundingClientRect().left < bars.at(-1).getBoundingClientRect().left ? 1 : -1;
  const moves = { ArrowRight: step, ArrowLeft: -step, ArrowUp: 1, ArrowDown: -1 };
  box.tabIndex = 0;
  box.setAttribute("role", "slider");
  box.setAttribute("aria-label", box.dataset.label);
  box.setAttribute("aria-valuemin", 1);
  box.setAttribute("aria-valuemax", bars.length);
  box.setAttribute("aria-valuenow", bars.length);
  box.setAttribute("aria-valuetext", `${bars[0].dataset.v} – ${bars.at(-1).dataset.v}`);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && span) {
      form.requestSubmit();
      return;
    }
    if (!(event.key in moves) && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    const [anchor, moving] = span ?? [bars.length - 1, bars.length - 1];
    const wanted = event.key === "Home" ? 0 : event.key === "End" ? bars.length - 1 : span ? moving + moves[event.key] : moving;
    const next = Math.min(Math.max(wanted, 0), bars.length - 1);
    span = event.shiftKey ? [anchor, next] : [next, next];
    show();
  });
}

document.querySelectorAll(".brush").forEach(brush);
