"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const tools = document.getElementById("tools");
  const field = (name) => tools.elements[name].value;
  const rows = all("#matrix tbody tr[data-verdicts]");
  const causes = all(".cause");
  const found = new Map([...rows, ...causes].map((each) => [each, each.textContent.toLowerCase()]));

  const filter = () => {
    const words = field("search").toLowerCase().split(/\s+/).filter(Boolean);
    const says = (each) => words.every((word) => found.get(each).includes(word));
    let shown = 0;
    for (const row of rows) {
      const data = row.dataset;
      const fits =
        (!field("chapter") || data.chapter === field("chapter")) &&
        (!field("level") || data.level === field("level")) &&
        (!field("verdict") || data.verdicts.split(" ").includes(field("verdict"))) &&
        says(row);
      row.hidden = !fits;
      shown += fits;
    }
    for (const group of all("#matrix tbody")) {
      group.hidden = all("tr[data-verdicts]", group).every((row) => row.hidden);
    }
    let told = 0;
    for (const cause of causes) {
      cause.hidden = !says(cause);
      told += !cause.hidden;
    }
    tools.elements.count.value =
      `${shown} of ${rows.length} requirements` + (causes.length ? `, ${told} of ${causes.length} causes` : "");
  };

  tools.hidden = false;
  tools.addEventListener("input", filter);
  tools.addEventListener("reset", () => setTimeout(filter));
  tools.addEventListener("submit", (event) => event.preventDefault());
  filter();

  const reveal = () => {
    const cause = location.hash && document.getElementById(location.hash.slice(1));
    if (cause && cause.matches(".cause")) {
      cause.hidden = false;
      cause.open = true;
      cause.scrollIntoView();
    }
  };
  // Everything stands open in the file, for readers without scripts and on paper; many causes are folded to be read.
  if (causes.length > 5) {
    causes.slice(3).forEach((cause) => (cause.open = false));
  }
  const sources = all(".provenance");
  if (sources.length > 1) {
    sources.forEach((source) => (source.open = false));
  }
  all("button[data-open]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => causes.forEach((cause) => (cause.open = button.dataset.open === "true")));
  });
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => all("details").forEach((each) => (each.open = true)));
  reveal();

  if (navigator.clipboard) {
    all(".run button").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.previousElementSibling.textContent);
        button.textContent = "Copied";
      });
    });
  }
})();
