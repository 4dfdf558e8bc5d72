// A cookie contains the time zone of the viewer, in which the server formats times.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const known = document.cookie.split("; ").find((each) => each.startsWith("zone="));
if (zone && known !== `zone=${zone}`) {
  document.cookie = `zone=${zone}; path=/; max-age=31536000; samesite=strict`;
  if (zone !== "UTC" && document.cookie.includes("zone=")) location.reload();
}

// The footer shows whether the page receives live updates.
const liveState = document.querySelector(".live-state");
const showState = (state, text) => {
  if (!liveState) return;
  liveState.dataset.live = state;
  liveState.textContent = text;
};
const showLost = () => showState("lost", "Connection lost, reconnecting …");
let heardAt = performance.now();
const hear = () => {
  heardAt = performance.now();
  showState("on", "Live");
};
document.addEventListener("htmx:sse:after:connection", hear);
document.addEventListener("htmx:sse:before:message", hear);
document.addEventListener("htmx:sse:error", (event) => {
  if (event.detail?.status === 401) location.reload();
  showLost();
});
addEventListener("offline", showLost);

// A connection can end without an error, for example when a cable is unplugged. The server sends
// something every 25 seconds; after a minute without, the page connects again.
const silentMs = 60_000;
setInterval(() => {
  if (liveState?.dataset.live !== "on" || document.hidden) return;
  if (performance.now() - heardAt < silentMs) return;
  showLost();
  location.reload();
}, 5000);
document.addEventListener("visibilitychange", () => heardAt = performance.now());

// A page that never received a live update is reloaded.
if (document.querySelector("#live")) {
  setTimeout(() => liveState?.dataset.live === "off" && location.reload(), 15_000);
}

// A header can be searched by tag, keyword and value; groups without a match are hidden.
const search = document.querySelector("[data-search]");
search?.addEventListener("input", () => {
  const wanted = search.value.trim().toLowerCase();
  let shown = 0;
  for (const row of document.querySelectorAll("[data-element]")) {
    row.hidden = !row.textContent.toLowerCase().includes(wanted);
    if (!row.hidden && row.dataset.element === "leaf") shown += 1;
    if (wanted && !row.hidden) row.querySelector(":scope > details")?.setAttribute("open", "");
  }
  const found = document.querySelector("[data-found]");
  if (found) found.textContent = wanted ? `${shown} match` : "";
});

// Relative times are counted from now; a live update brings back the exact ones.
const ages = [[60, "min"], [24, "h"], [7, "days"]];
const ageOf = (seconds) => {
  let amount = Math.floor(seconds / 60);
  if (amount < 1) return "just now";
  for (const [limit, unit] of ages) {
    if (amount < limit) return `${amount} ${amount === 1 ? unit.replace(/s$/, "") : unit} ago`;
    amount = Math.floor(amount / limit);
  }
  return undefined;
};
const showAges = () => {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const text = ageOf((Date.now() - Date.parse(time.dateTime)) / 1000) ?? time.title;
    if (time.textContent !== text) time.textContent = text;
  }
};
showAges();
setInterval(showAges, 15_000);
document.addEventListener("htmx:after:swap", showAges);
document.addEventListener("htmx:sse:after:message", showAges);

// On a narrow screen each row of a table is a card, in which a cell shows the name of its column.
// The roles stay those of a table, whatever the style sheet makes of it.
const setRole = (element, role) => {
  if (element.getAttribute("role") !== role) element.setAttribute("role", role);
};
const labelCells = () => {
  for (const table of document.querySelectorAll(".scroll > table")) {
    table.dataset.cards = "";
    setRole(table, "table");
    for (const group of table.querySelectorAll("thead, tbody")) setRole(group, "rowgroup");
    const names = [...table.querySelectorAll("thead th")].map((head) => {
      setRole(head, "columnheader");
      return head.textContent.trim();
    });
    for (const row of table.rows) {
      setRole(row, "row");
      for (const cell of row.querySelectorAll(":scope > td")) {
        setRole(cell, "cell");
        cell.dataset.label = names[cell.cellIndex] ?? "";
      }
    }
  }
};
labelCells();
document.addEventListener("htmx:after:swap", labelCells);
document.addEventListener("htmx:sse:after:message", labelCells);
